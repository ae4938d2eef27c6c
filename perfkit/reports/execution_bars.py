"""A native chart of budget against actual, line by line, that a spreadsheet program draws from the cells of a sheet."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
from xlsxwriter.workbook import Workbook

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_rate, currency_label, money_label
from perfkit.reports.spreadsheets import in_a_cell
from perfkit.reports.table_sheet import Placed, TableSheet
from perfkit.tables.table import Table

_BUDGET, _ACTUAL = "final_budget_cents", "actual_cents"
_COLOURS: Final = {_BUDGET: "#AEC3DC", _ACTUAL: "#1F5FA8"}
#: Overspent bars are hatched, so that they are seen without colour.
_OVERSPENT: Final = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#A1261F", "bg_color": "#FFFFFF"}}
_FONT: Final = {"name": "宋体", "size": 9}
_WIDTH, _AROUND = 960, 120
#: Pixels of a line: of few, of many. More than the most no chart can show.
_PER_LINE, _PER_LINE_OF_MANY, _MANY, _MOST = 34, 22, 30, 120
#: Points a row is high unless it is told otherwise, and pixels of one.
_ROW_PIXELS: Final = 20


def execution_bars(book: Workbook, sheet: TableSheet, placed: Placed, table: Table, ledger: Ledger) -> None:
    """Put the chart of an execution table below it; nothing where it has no line with a budget or an actual.

    Args:
        book: the workbook.
        sheet: where the table stands.
        placed: where in it.
        table: of `perfkit.tables.execution_table`, its last line the total.
        ledger: whose money unit.
    """
    lines = table.frame.loc[table.frame["row_class"].ne("total")]
    if not 0 < len(lines) <= _MOST or lines[_ACTUAL].isna().all():
        return
    language, last = table.language, placed.first + len(lines) - 1
    chart: Any = book.add_chart({"type": "bar"})
    for name in (_BUDGET, _ACTUAL):
        if lines[name].notna().any():
            chart.add_series(_series(sheet, placed, name, last, lines, table))
    # Number formats can leave out thousands and millions, not 万.
    is_large = ledger.unit.money_unit == "million"
    chart.set_title({"name": in_a_cell(table.title), "name_font": {**_FONT, "size": 12}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis(
        {
            "name": money_label(ledger.unit, language) if is_large else currency_label(ledger.unit, language),
            "name_font": _FONT, "num_font": _FONT, "num_format": "#,##0,," if is_large else "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#DFE2E6"}}, "label_position": "high",
        }
    )  # fmt: skip
    chart.set_legend({"position": "top", "font": _FONT})
    height = _AROUND + len(lines) * (_PER_LINE if len(lines) <= _MANY else _PER_LINE_OF_MANY)
    chart.set_size({"width": _WIDTH, "height": height})
    sheet.sheet.insert_chart(sheet.row, 0, chart, {"description": in_a_cell(table.title), "object_position": 2})
    sheet.row += height // _ROW_PIXELS + 2


def _series(
    sheet: TableSheet, placed: Placed, name: str, last: int, lines: pd.DataFrame, table: Table
) -> dict[str, Any]:
    page = sheet.sheet.get_name()
    place = placed.columns[name]
    series: dict[str, Any] = {
        "name": [page, placed.header, place],
        "categories": [page, placed.first, 0, last, 0],
        "values": [page, placed.first, place, last, place],
        "fill": {"color": _COLOURS[name]},
        "gap": 60,
    }
    if name == _ACTUAL:
        over = (lines[_ACTUAL] > lines[_BUDGET]).fillna(False)
        rates = zip(lines["execution_rate"], over, strict=True)
        labels = [_label(rate, is_over, table.language) for rate, is_over in rates]
        series["points"] = [_OVERSPENT if is_over else None for is_over in over]
        series["data_labels"] = {"value": True, "custom": labels, "font": _FONT, "position": "outside_end"}
    return series


def _label(rate: Any, is_over: bool, language: Language) -> dict[str, Any]:
    """The execution rate beside its bar; overspending in words."""
    word = ("overspent" if language == "en" else "超支") if is_over else ""
    text = " ".join(part for part in ("" if pd.isna(rate) else as_rate(rate), word) if part)
    return {"value": text} if text else {"delete": True}
