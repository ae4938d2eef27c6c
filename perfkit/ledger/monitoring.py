"""The fixed words of mid-year monitoring: how a year's spending was estimated, and how likely its budget will be used.

*Source*: the three words of likelihood are those of a municipal monitoring form (黄石市, 2019).
"""

from __future__ import annotations

from typing import Final

from perfkit.errors import Language

#: Value of the column `likelihood` -> what forms call it.
LIKELIHOODS: Final[dict[str, dict[Language, str]]] = {
    "certain": {"zh": "确定能", "en": "certain"},
    "possible": {"zh": "有可能", "en": "possible"},
    "impossible": {"zh": "不可能", "en": "impossible"},
}
#: Value of the column `method` -> how it estimates.
_METHODS: Final[dict[str, dict[Language, str]]] = {
    "chosen": {"zh": "采用的方法", "en": "the method used"},
    "straight_line": {"zh": "按序时进度", "en": "straight line"},
    "last_share": {"zh": "按上年同期占比", "en": "last year's share"},
    "mean_share": {"zh": "按历年平均占比", "en": "mean share"},
    "last_rest": {"zh": "加上年期后执行", "en": "plus last year's rest"},
    "budget_use": {"zh": "预算×历年执行率", "en": "budget x mean use"},
    "known_budget": {"zh": "按预算全部执行", "en": "all of the budget"},
}
_CAPPED: Final[dict[Language, str]] = {"zh": "（封顶）", "en": ", capped"}
#: What the names mean, for those who read a table of errors.
METHOD_WORDS: Final[dict[Language, str]] = {
    "zh": "按序时进度：累计执行数 ÷ 序时进度；占比：以前年度同期累计占全年的比重；期后执行：上年同期以后执行的数；"
    "历年执行率：以前年度全年执行 ÷ 同期已下达的预算；封顶：不超过调整后预算。",
    "en": "Straight line: spent / share of the year gone. Share: what earlier years had spent by then of their year. "
    "Rest: what last year still spent afterwards. Use: what earlier years spent of the budget known by then. Capped: "
    "at most the known budget.",
}


def method_label(method: str, language: Language = "zh") -> str:
    """How a method is called; the capped ones of `perfkit.measures.estimates` say so."""
    plain = method.removesuffix("_capped")
    return _METHODS[plain][language] + (_CAPPED[language] if method != plain else "")
