"""Printed tables as sheets of a workbook: numbers as numbers, live sums, texts that stay texts, headings that stay.

Amounts are written in units of the currency with two decimals. A cell that is not known holds the words that say so,
never a 0; a text that a spreadsheet program could take for a formula is marked as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from perfkit.errors import Language
from perfkit.reports.row_heights import MOST, text_height, text_width
from perfkit.reports.spreadsheets import A4, in_a_cell
from perfkit.tables.table import Kind, Table

_SIZE, _NOTE_SIZE, _TITLE_SIZE = 10, 9, 14
_FONT: Final = {"font_name": "宋体", "font_family": 1, "font_charset": 134, "font_size": _SIZE}
_LINE: Final = {**_FONT, "valign": "vcenter", "border": 1, "border_color": "#C8CDD3"}
_HEAD: Final = {**_LINE, "bold": True, "text_wrap": True, "bg_color": "#DCE6F1"}
_NUMBERS: Final[dict[Kind, str]] = {
    "amount": "#,##0.00;[Red]-#,##0.00", "rate": "0.00%", "points": "0.00", "count": "#,##0", "date": "yyyy-mm-dd",
}  # fmt: skip
#: What divides the stored number into what people read.
_PER: Final[dict[Kind, int]] = {"amount": 100, "points": 100, "rate": 1, "count": 1}
_ADDED: Final = ("amount", "points", "count")
_MARKS: Final[dict[str, dict[str, Any]]] = {
    "total": {"bold": True, "top": 2, "bg_color": "#F3F4F6"},
    "unexplained": {"font_color": "#A1261F"},
    "error": {"font_color": "#A1261F"},
}
_WIDTHS: Final[dict[Kind, float]] = {"rate": 15, "points": 11, "count": 11, "date": 12}
_NARROWEST, _WIDEST, _HASH_WIDTH = 9, 46, 66
#: How a text begins that may be taken for a formula once the cell is edited or the sheet is saved as CSV.
_LIKE_FORMULA: Final = tuple("=+-@\t\r＝＋－＠")
#: Points of a row that nothing makes higher.
_ROW_POINTS: Final = 15
#: Rows whose width and height are looked at; a ledger of 100,000 lines looks like its beginning.
_MEASURED: Final = 2000
#: Lines below which a table needs no filter.
_FILTERED: Final = 8


@dataclass
class Styles:
    """The formats of a workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def of(self, **properties: Any) -> Format:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(properties)
        return self.made[key]


@dataclass(frozen=True)
class Placed:
    """Where a table stands in its sheet, rows and columns counted from 0: header, first line, last line, columns."""

    header: int
    first: int
    last: int
    columns: dict[str, int]


class TableSheet:
    """Writes tables below one another into one sheet."""

    def __init__(self, sheet: Worksheet, styles: Styles, language: Language) -> None:
        self.sheet, self.styles, self.language = sheet, styles, language
        self.row = 0
        self.widths: dict[int, float] = {}
        self.placed: list[Placed] = []

    def text(self, text: str, *, size: float = _SIZE, columns: int = 1, **properties: Any) -> None:
        """A line of text of its own, as high as it needs where it is wrapped; `columns` it is wide are merged."""
        look = {**_FONT, "font_size": size, **properties}
        height = max(_ROW_POINTS, size * 1.6)
        if properties.get("text_wrap"):
            width = sum(self.widths.get(place, _NARROWEST) for place in range(columns))
            height = min(MOST, max(height, text_height(in_a_cell(text), width, size)))
        if columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", self.styles.of(**look))
        self._string(self.row, 0, text, look)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def link(self, text: str, target: str) -> None:
        """A line that leads to another sheet."""
        style = self.styles.of(**_FONT, font_color="#1F5FA8", underline=1)
        self.sheet.write_url(self.row, 0, f"internal:'{target}'!A1", style, in_a_cell(text))
        self.row += 1

    def table(self, table: Table) -> Placed:
        """A table: title and unit of money, header, lines, notes; returns where it stands."""
        self.text(table.title, size=_TITLE_SIZE if not self.placed else _SIZE + 1, bold=True)
        if table.currency:
            self.text(f"Amounts in {table.currency}" if table.language == "en" else f"金额单位：{table.currency}")
        names = list(table.columns)
        placed = Placed(
            self.row, self.row + 1, self.row + len(table.frame), {name: place for place, name in enumerate(names)}
        )
        for place, column in enumerate(table.columns.values()):
            self._string(placed.header, place, column.label, {**_HEAD, "align": "center"})
        printed = table.printed()
        self._fit(table, printed.head(_MEASURED))
        marks = list(table.frame["row_class"]) if "row_class" in table.frame else [""] * len(table.frame)
        for name, place in placed.columns.items():
            cells = zip(table.frame[name], printed[name], marks, strict=True)
            for row, (value, text, mark) in enumerate(cells, start=placed.first):
                self._cell(row, place, table.columns[name].kind, value, text, mark)
            self._sums(table, name, place, placed, marks)
        self.row = placed.last + 1
        nothing = [] if len(table.frame) else [table.nothing]
        for line in filter(None, [*nothing, *table.all_notes(), table.source]):
            note = {"font_color": "#5B6470", "text_wrap": True, "valign": "top"}
            self.text(line, size=_NOTE_SIZE, columns=len(names), **note)
        self.row += 1
        self.placed.append(placed)
        return placed

    def finish(self, footer: str) -> None:
        """Widths, what stays in sight when the sheet is scrolled, how it prints."""
        for place, width in self.widths.items():
            self.sheet.set_column(place, place, width)
        if len(self.placed) == 1:
            one = self.placed[0]
            self.sheet.freeze_panes(one.first, 1)
            self.sheet.repeat_rows(one.header)
            if one.last - one.first >= _FILTERED:
                self.sheet.autofilter(one.header, 0, one.last, len(one.columns) - 1)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        page = "Page &P of &N" if self.language == "en" else "第 &P 页，共 &N 页"
        self.sheet.set_footer(f"&L{footer.replace('&', '&&')[:120]}&R{page}")
        self.sheet.hide_gridlines(2)

    def _cell(self, row: int, place: int, kind: Kind, value: Any, text: str, mark: str) -> None:
        look = {**_LINE, **_MARKS.get(mark, {})}
        if pd.isna(value):
            self._string(row, place, text, {**look, "font_color": "#5B6470", "text_wrap": True})
        elif kind in _PER:
            number = int(value) / _PER[kind] if kind != "rate" else float(value)
            self.sheet.write_number(row, place, number, self.styles.of(**look, num_format=_NUMBERS[kind]))
        elif kind == "date":
            self.sheet.write_datetime(
                row, place, value.to_pydatetime(), self.styles.of(**look, num_format="yyyy-mm-dd")
            )
        elif kind == "printed":
            self._printed(row, place, text, look)
        else:
            self._string(
                row, place, text, {**look, "text_wrap": True, "valign": "top" if len(text) > 60 else "vcenter"}
            )

    def _printed(self, row: int, place: int, text: str, look: dict[str, Any]) -> None:
        """A number that is text already: as a number with as many decimals; what is none stays text."""
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            self._string(row, place, text, {**look, "align": "right"})
            return
        decimals = max(0, -int(number.as_tuple().exponent))
        grouped = "#,##0" if "," in text else "0"
        shown = f"{grouped}.{'0' * decimals}" if decimals else grouped
        self.sheet.write_number(row, place, float(number), self.styles.of(**look, num_format=shown))

    def _sums(self, table: Table, name: str, place: int, placed: Placed, marks: Sequence[str]) -> None:
        """Live sums in the total lines of a column, where the total is the sum of the lines above it."""
        kind = table.columns[name].kind
        if kind not in _ADDED or "total" not in marks:
            return
        values, start = list(table.frame[name]), 0
        for number, mark in enumerate(marks):
            if mark != "total":
                continue
            above, total = values[start:number], values[number]
            is_sum = above and not any(pd.isna(one) for one in (*above, total)) and sum(map(int, above)) == int(total)
            if is_sum:
                lines = xl_range(placed.first + start, place, placed.first + number - 1, place)
                style = self.styles.of(**_LINE, **_MARKS["total"], num_format=_NUMBERS[kind])
                self.sheet.write_formula(placed.first + number, place, f"=SUM({lines})", style, int(total) / _PER[kind])
            start = number + 1

    def _string(self, row: int, place: int, text: str, look: dict[str, Any]) -> None:
        """A text, and nothing but a text."""
        told = in_a_cell(text)
        if told.startswith(_LIKE_FORMULA):
            look = {**look, "quote_prefix": True}
        if told:
            self.sheet.write_string(row, place, told, self.styles.of(**look))
        else:
            self.sheet.write_blank(row, place, None, self.styles.of(**look))

    def _fit(self, table: Table, shown: pd.DataFrame) -> None:
        """Columns as wide as their texts, within reason; rows as high as these then need."""
        for place, (name, column) in enumerate(table.columns.items()):
            width = _WIDTHS.get(column.kind) or _width_of(shown[name], column.kind)
            least = min(_WIDEST, max(map(text_width, re.split(r"(?=[（(])", column.label))) + 2)
            self.widths[place] = max(self.widths.get(place, _NARROWEST), width, least)
        self._heights(shown, lambda place: self.widths[place])

    def _heights(self, shown: pd.DataFrame, width: Callable[[int], float]) -> None:
        header = self.row
        self.sheet.set_row(header, 30)
        for number, row in enumerate(shown.itertuples(index=False), start=header + 1):
            needed = max((text_height(str(text), width(place), _SIZE) for place, text in enumerate(row)), default=0)
            if needed > text_height("", 1, _SIZE):
                self.sheet.set_row(number, min(needed, MOST))


def _width_of(texts: pd.Series, kind: Kind) -> float:
    longest = max((text_width(text) for text in texts), default=0) + 2
    return min(_HASH_WIDTH if kind == "hash" else _WIDEST, longest)
