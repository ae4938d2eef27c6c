"""Which formulas of an xlsx workbook have no stored value.

The library that reads workbooks gives an empty cell for them; whoever filled the cell must not be told it is blank.

*Source*: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.40 (f), 18.3.1.96 (v).
"""

from __future__ import annotations

import re
from typing import Final

from perfkit.readers.files import workbook_parts
from perfkit.readers.files.archives import ZIP
from perfkit.readers.files.xmlstream import Element, subtrees

_LAST_COLUMN: Final = 2**14
#: Most sheets have no formula, which is seen much faster than any cell is read.
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")


def formulas_without_value(data: bytes, name: str) -> dict[str, list[tuple[int, int]]]:
    """Sheet name -> (row, column) of its formulas without a value; none for other kinds of files.

    Rows and columns are those of `RawSheet.cells`, which begin with the first row of the sheet and the first column
    that holds anything.

    Args:
        data: the content of the workbook.
        name: how messages call the file.

    Raises:
        BrokenFile, ProtectedFile, TooLarge, UnsafeFile, WrongEncoding: see `workbook_parts`.
    """
    if not data.startswith(ZIP):
        return {}
    sheets = workbook_parts.sheets(data, name)
    return {sheet: _cells(content, name) if _FORMULA.search(content) else [] for sheet, content in sheets}


def _cells(content: bytes, name: str) -> list[tuple[int, int]]:
    first, found = _LAST_COLUMN, []
    for cell in subtrees(content, name, {"row/c"}):
        place = workbook_parts.place(cell.attributes.get("r", ""))
        if place and _has_value(cell):
            first = min(first, place[1])
        elif place and cell.child("f"):
            found.append(place)
    return [(row, column - first) for row, column in found if column >= first]


def _has_value(cell: Element) -> bool:
    """An empty text is a value, too; then the cell says that it is a text."""
    value = cell.child("v")
    return cell.child("is") is not None or (
        value is not None and (bool(value.text) or cell.attributes.get("t") == "str")
    )
