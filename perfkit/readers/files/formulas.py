"""Which formulas of an xlsx workbook have no stored value.

The library that reads workbooks gives an empty cell for them; whoever filled the cell must not be told it is blank.

*Source*: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.96 (v).
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from perfkit.readers.files.archives import ZIP, members
from perfkit.readers.files.xmlstream import Element, subtrees

_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LAST_COLUMN: Final = 2**14
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


def formulas_without_value(data: bytes, name: str) -> dict[str, list[tuple[int, int]]]:
    """Sheet name -> (row, column) of its formulas without a value; none for other kinds of files.

    Rows and columns are those of `RawSheet.cells`, which begin with the first row of the sheet and the first column
    that holds anything.

    Args:
        data: the content of the workbook.
        name: how messages call the file.

    Raises:
        BrokenFile, ProtectedFile, TooLarge, UnsafeFile, WrongEncoding: see `members` and `subtrees`.
    """
    if not data.startswith(ZIP):
        return {}
    parts = {part: content for ending in (".xml", ".rels") for part, content in members(data, name, ending)}
    places = {
        element.attributes.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", element.attributes.get("Target", ""))
        ).lstrip("/")
        for element in subtrees(parts.get(_RELATIONS, b"<none/>"), name, {"Relationship"})
    }
    sheets = {
        element.attributes.get("name", ""): places.get(element.attributes.get("id", ""), "")
        for element in subtrees(parts.get(_BOOK, b"<none/>"), name, {"sheets/sheet"})
    }
    return {sheet: _cells(parts[part], name) for sheet, part in sheets.items() if part in parts}


def _cells(content: bytes, name: str) -> list[tuple[int, int]]:
    first, found = _LAST_COLUMN, []
    for cell in subtrees(content, name, {"row/c"}):
        place = _CELL.fullmatch(cell.attributes.get("r", ""))
        if place and _has_value(cell):
            first = min(first, _column(place[1]))
        elif place and cell.child("f"):
            found.append((int(place[2]) - 1, _column(place[1])))
    return [(row, column - first) for row, column in found if column >= first]


def _has_value(cell: Element) -> bool:
    """An empty text is a value, too; then the cell says that it is a text."""
    value = cell.child("v")
    return cell.child("is") is not None or (
        value is not None and (bool(value.text) or cell.attributes.get("t") == "str")
    )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
