"""Names for a unit's folder, a year's folder and a raw file that every system can have and perfkit will find again."""

from __future__ import annotations

import re
import unicodedata
from fnmatch import fnmatchcase
from typing import Final

from perfkit.errors import UnusableName
from perfkit.workspace.listing import DESCRIPTIONS

#: Names that Windows keeps for devices, and signs that some system does not allow in a name.
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_SIGNS: Final = frozenset('/\\:*?"<>|')
_FAULTS: Final = {
    "signs": {"zh": "含有路径或不允许的字符", "en": "a path, or signs that a name cannot have"},
    "hidden": {"zh": "隐藏文件或临时文件的写法", "en": "how hidden and temporary files are named"},
    "system": {"zh": "有的系统不能使用", "en": "no name on some system"},
    "kept": {"zh": "perfkit 的说明文件使用此名", "en": "kept for a description that perfkit reads"},
    "year": {"zh": "应为四位数字，如 2021", "en": "four digits such as 2021"},
}
_OF: Final = {
    "unit": {"zh": "单位文件夹", "en": "a unit's folder"},
    "file": {"zh": "原始文件", "en": "a raw file"},
    "year": {"zh": "年度文件夹", "en": "a year's folder"},
}


def require_place(unit: str, year: int) -> None:
    """`unit` can be the name of a unit's folder, and `year` is a year.

    Raises:
        UnusableName
    """
    require_name(unit, "unit")
    if not 1900 <= year <= 2999:
        raise UnusableName(name=year, what=_OF["year"], found=_FAULTS["year"])


def require_name(name: str, of: str) -> None:
    """`name` can be that of a unit's folder (`of` = unit) or of a raw file (file).

    Raises:
        UnusableName
    """
    fault = _name_fault(name, of)
    if fault:
        raise UnusableName(name=name, what=_OF[of], found=_FAULTS[fault])


def _name_fault(name: str, of: str) -> str:
    if not name or set(name) & _SIGNS or any(unicodedata.category(letter).startswith("C") for letter in name):
        return "signs"
    if name.startswith((".", "~$")) or (of == "unit" and name.startswith("_")):
        return "hidden"
    folded = name.casefold()
    if name.endswith((".", " ")) or _DEVICE.fullmatch(folded):
        return "system"
    kept = of == "file" and any(fnmatchcase(folded, pattern.casefold()) for pattern in DESCRIPTIONS)
    return "kept" if kept else ""
