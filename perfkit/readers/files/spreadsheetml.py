"""XML spreadsheets of Excel 2002/2003 (SpreadsheetML) saved as .xls -> one sheet of text cells per worksheet.

*Source*: Microsoft, XML Spreadsheet Reference (Office XP): Workbook, Worksheet, Table, Row, Cell, Data.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from perfkit.errors import UnknownKind
from perfkit.readers.files.grids import Grid, sheets
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.red_letters import is_red
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.files.xmltext import root_tag

_MIDNIGHT: Final = re.compile(r"T00:00:00(?:\.0+)?$")
_HEAD: Final = 65_536


def is_spreadsheet(data: bytes) -> bool:
    """Whether the content of a file is an XML spreadsheet, whatever its name says."""
    return root_tag(data[:_HEAD]) == "Workbook"


def read_spreadsheet(data: bytes, name: str) -> tuple[RawSheet, ...]:
    """Every worksheet, its cells as a person sees them. Formulas give the stored value.

    Raises:
        UnknownKind: it has no worksheet.
        UnsafeFile, BrokenFile, WrongEncoding, TooLarge: see `subtrees`; TooLarge also by its cells.
    """
    grids: dict[str, Grid] = {}
    grid = Grid(name)
    red: set[str] = set()
    for element in subtrees(data, name, {"Styles/Style", "Table/Row", "Worksheet"}):
        if element.tag == "Style":
            font = element.child("Font")
            red |= {element.attributes.get("ID", "")} if font and is_red(font.attributes.get("Color", "")) else set()
        elif element.tag == "Row":
            _add_row(grid, element, red)
        else:
            grids[_name(element, grids)] = grid
            grid = Grid(name)
    if not grids:
        expected = {"zh": "含工作表的 XML 表格", "en": "an XML spreadsheet with a worksheet"}
        raise UnknownKind(path=name, expected=expected, found={"zh": "没有工作表", "en": "one without"})
    return sheets(list(grids), list(grids.values()))


def _name(sheet: Element, others: dict[str, Grid]) -> str:
    told = sheet.attributes.get("Name", "")
    return told if told not in others else f"{told} ({len(others) + 1})"


def _add_row(grid: Grid, row: Element, red: Collection[str]) -> None:
    grid.start_row(_number(row, "Index"))
    for cell in row.children:
        if cell.tag == "Cell":
            across, down = _number(cell, "MergeAcross") + 1, _number(cell, "MergeDown") + 1
            style = cell.attributes.get("StyleID", "")
            grid.put(_text(cell.child("Data")), across, down, _number(cell, "Index"), is_red=style in red)
    # A row may stand for several blank ones.
    for _ in range(min(_number(row, "Span"), 2**20)):
        grid.start_row()


def _number(element: Element, name: str) -> int:
    told = element.attributes.get(name, "").strip()
    return int(told) if re.fullmatch(r"[0-9]{1,9}", told) else 0


def _text(data: Element | None) -> str:
    if data is None:
        return ""
    text = data.whole_text()
    kind = data.attributes.get("Type", "")
    if kind == "DateTime":
        return _MIDNIGHT.sub("", text.strip()).replace("T", " ")
    if kind == "Boolean":
        return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
    return text
