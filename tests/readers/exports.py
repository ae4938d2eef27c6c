"""Exports to read: spreadsheets and texts written on the spot, so that every number stands in the test itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from perfkit.readers import Export

Rows = Sequence[Sequence[object]]


def write_workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook of those rows; None and "" leave a cell empty, dates become date cells."""
    book = xlsxwriter.Workbook(str(path))
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value not in (None, ""):
                    form = as_date if isinstance(value, date | datetime) else None
                    sheet.write(r, c, value, form)
    book.close()
    return path


def from_text(text: str) -> list[list[str]]:
    """Rows of a table written with | between cells; an empty line is a blank row."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]


def column(export: Export, name: str) -> list[object]:
    """One column of the tidy rows as a list."""
    return export.frame[name].to_list()


def aside(export: Export) -> dict[int, str]:
    """Row -> reason of the rows that were set aside."""
    return dict(zip(export.set_aside["source_row"], export.set_aside["reason"], strict=True))
