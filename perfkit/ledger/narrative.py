"""The outline of a self-evaluation report: which of its headings narrative.md may give words to.

*Source*: the ten sections of published county reports in Hunan (2021).
"""

from __future__ import annotations

import re
from typing import Final

NARRATIVE: Final = "narrative.md"
#: The ten sections, in order, each with those below it that may have words of their own.
OUTLINE: Final[dict[str, tuple[str, ...]]] = {
    "基本情况": ("部门基本情况", "绩效目标"),
    "一般公共预算支出情况": ("基本支出情况", "项目支出情况"),
    "政府性基金预算支出情况": (),
    "国有资本经营预算支出情况": (),
    "社会保险基金预算支出情况": (),
    "资金使用及绩效情况": ("部门整体支出绩效情况", "资金使用", "绩效情况"),
    "存在的问题及原因分析": (),
    "下一步改进措施": (),
    "绩效自评结果拟应用和公开情况": (),
    "其他需要说明的情况": (),
}
#: Every heading of narrative.md: sections with parts below them take their words in those parts.
HEADINGS: Final = tuple(name for section, parts in OUTLINE.items() for name in (parts or (section,)))
#: 一、 （一） 1. （1） before a heading; people copy them from the report.
_NUMBERS: Final = re.compile(r"(第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])\s*")


def heading_name(text: str) -> str:
    """A heading without the number that the report prints before it.

    >>> heading_name("七、存在的问题及原因分析")
    '存在的问题及原因分析'
    """
    return _NUMBERS.sub("", text.strip(), count=1) if _NUMBERS.match(text.strip()) else text.strip()
