"""Which cells of an xlsx workbook are written in red letters.

In Chinese books 红字 is a negative amount, and some systems print its colour and no sign.

*Source*: ECMA-376 part 1, 18.8.22 (font), 18.8.3 (color), 18.8.10 (cellXfs), 18.3.1.4 (c).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from perfkit.readers.files import workbook_parts
from perfkit.readers.files.archives import ZIP
from perfkit.readers.files.xmlstream import Element, subtrees

#: Red of the palette that old workbooks share (18.8.27); as ARGB; as HTML says it.
_INDEXED: Final = ("2", "10")
_RED: Final = re.compile(r"(?:[0-9a-f]{2})?ff0000|#?ff0000|#f00|red|rgb\(\s*255\s*,\s*0\s*,\s*0\s*\)", re.IGNORECASE)


def is_red(colour: str) -> bool:
    """Whether that is pure red: `red`, `#FF0000`, `FFFF0000`, `rgb(255, 0, 0)`. Other reds are mere looks."""
    return _RED.fullmatch(colour.strip()) is not None


def red_cells(data: bytes, name: str) -> dict[str, dict[int, frozenset[int]]]:
    """Sheet name -> column -> rows of its red cells that hold something, as in `RawSheet`; {} where nothing is red.

    Raises:
        BrokenFile, ProtectedFile, TooLarge, UnsafeFile, WrongEncoding: see `workbook_parts`.
    """
    if not data.startswith(ZIP):
        return {}
    styles = _red_styles(workbook_parts.part(data, name, workbook_parts.STYLES), name)
    if not styles:
        return {}
    style = rb'(?=[^>]*\bs="(?:' + "|".join(styles).encode() + rb')")'
    wanted = re.compile(rb"<(?:\w+:)?c\s" + style + rb'[^>]*?\br="(\w+)"[^>]*[^/]>')
    found = {sheet: _places(content, wanted) for sheet, content in workbook_parts.sheets(data, name)}
    return {sheet: cells for sheet, cells in found.items() if cells}


def _red_styles(content: bytes, name: str) -> list[str]:
    """The numbers of the cell formats whose font is red."""
    fonts = [_is_red_font(font) for font in subtrees(content, name, {"fonts/font"})]
    formats = [one.attributes.get("fontId", "") for one in subtrees(content, name, {"cellXfs/xf"})]
    red = {str(number) for number, is_red_font in enumerate(fonts) if is_red_font}
    return [str(number) for number, font in enumerate(formats) if font in red]


def _is_red_font(font: Element) -> bool:
    colour = font.child("color")
    told = colour.attributes if colour else {}
    return is_red(told.get("rgb", "")) or told.get("indexed", "") in _INDEXED


def _places(content: bytes, wanted: re.Pattern[bytes]) -> dict[int, frozenset[int]]:
    rows: dict[int, set[int]] = defaultdict(set)
    for reference in wanted.findall(content):
        place = workbook_parts.place(reference.decode("ascii", "replace"))
        if place:
            rows[place[1]].add(place[0])
    first = _first_column(content, min(rows, default=0))
    return {column - first: frozenset(found) for column, found in rows.items()}


def _first_column(content: bytes, at_most: int) -> int:
    """The first column that holds anything: there `RawSheet.cells` begins."""
    filled = (
        re.search(rb'<(?:\w+:)?c\s[^>]*?\br="' + _letters(column) + rb'[0-9]+"[^>]*[^/]>', content)
        for column in range(at_most)
    )
    return next((column for column, found in enumerate(filled) if found), at_most)


def _letters(column: int) -> bytes:
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters.encode()
