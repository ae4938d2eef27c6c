"""Sheets that hold several tables side by side, as 收入 beside 支出: a mapping says how wide they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfkit.readers.files.sheets import RawSheet
from perfkit.readers.layouts.mappings import Mapping


def side_by_side(sheets: Sequence[RawSheet], mapping: Mapping | None) -> list[RawSheet]:
    """Each sheet, or each of its tables as a sheet of its own: "1", "2", ... behind the name of the sheet.

    *Grain*: rows keep their numbers, so that a row of the sheet is one row of each table. What is wider than the
    mapping says belongs to the last table.
    """
    widths = mapping.side_by_side if mapping else ()
    return [pane for sheet in sheets for pane in _panes(sheet, widths)] if widths else list(sheets)


def _panes(sheet: RawSheet, widths: Sequence[int]) -> Iterator[RawSheet]:
    start = 0
    for number, width in enumerate(widths, start=1):
        end = start + width if number < len(widths) else sheet.cells.shape[1]
        cells = sheet.cells.iloc[:, start:end]
        yield RawSheet(f"{sheet.name}{number}", cells.set_axis(range(cells.shape[1]), axis="columns"))
        start += width
