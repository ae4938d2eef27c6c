"""Text copied out of a PDF whose figures stand in another typeface: they come on lines of their own, and here go back.

    一般公共预算财政拨款支出年初预算为 万元，支出决算为 万元，完
    2993.92 2940.05

Each token goes to a gap of the line above. Where gaps and tokens do not match beyond doubt, both lines stay as they
are: a figure in the wrong place would be worse than one that is not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TOKEN: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?[%％]?|[“”:：]")
_QUOTES: Final = "“”:：“”"
#: What a figure stands before: without one, a blank is no gap.
_UNITS: Final = "万|元|年|月|日|个|项|人|名|家|次|辆|台|处|户|分|平方"
_UNIT: Final = re.compile(_UNITS)
_FOLLOWS: Final = re.compile(rf"{_UNITS}|[%％，。；、）]|的[。，；]")


def with_figures_back(lines: Sequence[str]) -> list[tuple[int, str]]:
    """(number, line) of `lines`, counted from 1, every line of displaced figures put back into the one above it."""
    told: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        tokens = line.split()
        is_displaced = bool(tokens) and all(_TOKEN.fullmatch(token) for token in tokens)
        woven = _woven(told[-1][1], tokens) if told and is_displaced else None
        if woven is None:
            told.append((number, line))
        else:
            told[-1] = (told[-1][0], woven)
    return told


def _woven(line: str, tokens: Sequence[str]) -> str | None:
    """`line` with a token in each of its gaps; None if they do not match."""
    parts = line.strip().split(" ")
    if not parts or not parts[0]:
        return None
    gaps = list(range(1, len(parts)))
    filled = _places(parts, gaps, tokens)
    if filled is None or not _is_sound(parts, filled):
        return None
    pieces = []
    for number, part in enumerate([*parts, ""]):
        pieces += [filled[number]] if number in filled else [" "] if 0 < number < len(parts) else []
        pieces.append(part)
    return "".join(pieces)


def _places(parts: Sequence[str], gaps: Sequence[int], tokens: Sequence[str]) -> dict[int, str] | None:
    """Gap -> token: 0 = before the line, len(parts) = behind it. None where no way, or no likelier one, is left."""
    before, behind = [0, *gaps], [*gaps, len(parts)]
    leads = bool(_FOLLOWS.match(parts[0])) or tokens[0] == "“"
    ways = [list(gaps), *([before, behind] if leads else [behind, before]), [0, *behind]]
    ways.append([gap for gap in gaps if _UNIT.match(parts[gap])])
    for places in ways:
        if places and len(places) == len(tokens):
            filled = dict(zip(places, tokens, strict=True))
            if not any(_is_rate_before_unit(token, gap, parts) for gap, token in filled.items()):
                return filled
    return None


def _is_rate_before_unit(token: str, gap: int, parts: Sequence[str]) -> bool:
    """A rate has its unit already."""
    return token.endswith(("%", "％")) and gap < len(parts) and bool(_UNIT.match(parts[gap]))


def _is_sound(parts: Sequence[str], filled: dict[int, str]) -> bool:
    """Whether most figures now stand before a unit or a mark, as they do in sentences and never in tables."""
    figures = [gap for gap, token in filled.items() if token not in _QUOTES]
    if not figures:
        return True
    sound = sum(gap == len(parts) or bool(_FOLLOWS.match(parts[gap])) for gap in figures)
    return sound * 2 > len(figures) and not all(gap == len(parts) for gap in figures)
