"""The workbook in which people enter goals and indicators (targets.xlsx): guide, goals, indicators, examples, lists.

`perfkit.readers.described.targets` reads it. Cells for numbers with a unit are text, so that a spreadsheet program does
not make 0.98 of 98%, or a day of 3-5; nothing in the workbook is a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from perfkit.readers.described.target_columns import (
    EXAMPLE_SHEET,
    GOALS_SHEET,
    GUIDE_SHEET,
    LISTS_SHEET,
    TARGETS_SHEET,
)
from perfkit.reports.files import write_bytes
from perfkit.reports.row_heights import text_height
from perfkit.reports.sheets_to_fill import (
    ASKED,
    CELL,
    FONT,
    HEAD,
    REQUIRED,
    ROWS,
    SIZE,
    TITLE_SIZE,
    Hint,
    plain,
    printing,
    row_height,
)
from perfkit.reports.spreadsheets import DATE
from perfkit.reports.targets_form import TargetsForm
from perfkit.reports.targets_guide import EXAMPLE_SUBJECT, EXAMPLES, GUIDE, goal_columns, target_columns

#: Blank rows that are drawn below those filled in ahead.
_SPARE: Final = 12
_HEADER: Final = 2
_NUMBERS: Final = {"goal_number": "0", "weight": "General", "awarded": "General", "survey_number": "0"}
_CENTRED: Final = (*_NUMBERS, "comparison", "measure_unit", "tier")
_GUIDE_WIDTHS: Final = (24, 48, 28)
#: Lists whose words alone the reader knows, and those that only offer some; elsewhere people are asked again.
_CLOSED: Final = ("comparison", "tier")
_OFFERED: Final = ("measure_unit", "actual_text")


#: Field, heading and hint of each column.
Columns = Sequence[tuple[str, str, Hint]]


def write_targets_workbook(path: Path, form: TargetsForm) -> None:
    """Write the workbook to `path`.

    Raises:
        CannotWrite: the disk refused.
    """
    write_bytes(path, targets_workbook(form))


def targets_workbook(form: TargetsForm) -> bytes:
    """The workbook; the same form gives the same bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"title": plain(f"{form.unit_name}{form.year}年度绩效目标与佐证"), "created": DATE})
    writer = _Writer(book, form)
    writer.guide()
    writer.table(GOALS_SHEET, "年度总体目标", goal_columns(), form.goals)
    writer.table(TARGETS_SHEET, "年度绩效指标", target_columns(), form.indicators)
    writer.examples()
    writer.lists()
    book.close()
    return written.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, form: TargetsForm) -> None:
        self.book, self.form = book, form
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, properties: Mapping[str, Any], **more: Any) -> Format:
        """The format with these properties, made once."""
        told = {**properties, **more}
        key = tuple(sorted(told.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(told)
        return self.formats[key]

    def guide(self) -> None:
        """The page that is read first: sentences, then each column with an example."""
        sheet = self.book.add_worksheet(GUIDE_SHEET)
        for column, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(column, column, width)
        title = f"{self.form.unit_name}{self.form.year}年度绩效目标与佐证：填写说明"
        told = [text.format(place=self.form.place) for text in GUIDE] + list(self.form.rules)
        sentences = [f"{number}. {text}" for number, text in enumerate(told, start=1)]
        row = 0
        for text, size in [(title, TITLE_SIZE), *((sentence, SIZE) for sentence in sentences)]:
            kind = self.style(FONT, text_wrap=True, valign="vcenter", font_size=size, bold=size > SIZE)
            sheet.merge_range(row, 0, row, 2, "", kind)
            sheet.write_string(row, 0, plain(text), kind)
            sheet.set_row(row, text_height(text, sum(_GUIDE_WIDTHS), size) + 4)
            row += 1
        for name, columns in ((GOALS_SHEET, goal_columns()), (TARGETS_SHEET, target_columns())):
            row = self.column_guide(sheet, row + 1, name, columns)
        printing(sheet, row - 1, 2, None)

    def column_guide(self, sheet: Worksheet, row: int, name: str, columns: Columns) -> int:
        """How each column of a sheet is filled in; returns the row below."""
        for column, heading in enumerate((f"“{name}”的栏目", "怎么填", "例子")):
            sheet.write_string(row, column, heading, self.style(HEAD))
        for _, heading, hint in columns:
            row += 1
            told = (heading, hint.words, hint.example)
            sheet.set_row(row, max(map(row_height, told, _GUIDE_WIDTHS)))
            for column, text in enumerate(told):
                is_marked = column == 0 and hint.is_required
                sheet.write_string(row, column, text, self.style(CELL, **({"bg_color": ASKED} if is_marked else {})))
        return row + 1

    def table(
        self,
        name: str,
        title: str,
        columns: Columns,
        rows: Sequence[Mapping[str, str]],
    ) -> None:
        """A sheet to fill in: title, header, rows filled in ahead, drop-downs and hints far below them."""
        sheet = self.book.add_worksheet(name)
        self.head(
            sheet, f"{self.form.unit_name}{self.form.year}{title}", "浅黄色的栏必填；不知道的留空，不要填 0。", columns
        )
        last = _HEADER + len(rows) + _SPARE
        for number in range(_HEADER + 1, last + 1):
            told = rows[number - _HEADER - 1] if number - _HEADER <= len(rows) else {}
            self.row(sheet, number, columns, told)
        for column, (field_name, heading, hint) in enumerate(columns):
            self.validation(sheet, column, field_name, heading, hint)
            if hint.is_required:
                self.mark_blank(sheet, column, columns)
        self.view(sheet, last, columns)
        sheet.autofilter(_HEADER, 0, last, len(columns) - 1)

    def view(self, sheet: Worksheet, last: int, columns: Columns) -> None:
        """What stays in view, and how the sheet prints: indicators are too wide to be read on one page."""
        is_wide = columns == target_columns()
        sheet.freeze_panes(_HEADER + 1, _key(columns) + 1 if is_wide else 1)
        printing(sheet, last, len(columns) - 1, _HEADER, _key(columns) if is_wide else None)

    def head(self, sheet: Worksheet, title: str, note: str, columns: Columns) -> None:
        """Title, note and header; below them each column has the format in which its cells are typed."""
        sheet.write_string(0, 0, plain(title), self.style(FONT, bold=True, font_size=TITLE_SIZE))
        sheet.write_string(1, 0, note, self.style(FONT, font_color="#7F7F7F"))
        sheet.set_row(0, 26)
        sheet.set_row(_HEADER, 34)
        for column, (name, heading, hint) in enumerate(columns):
            kind = self.style(FONT, text_wrap=True, valign="vcenter", num_format=_NUMBERS.get(name, "@"))
            sheet.set_column(column, column, hint.width, kind)
            words = heading.replace("（", "\n（")
            sheet.write_string(_HEADER, column, words, self.style(REQUIRED if hint.is_required else HEAD))

    def row(self, sheet: Worksheet, number: int, columns: Columns, told: Mapping[str, str]) -> None:
        """One row; a text is never written as a formula."""
        sheet.set_row(number, max(row_height(told.get(name, ""), hint.width) for name, _, hint in columns))
        for column, (name, _, _) in enumerate(columns):
            align = "center" if name in _CENTRED else "left"
            text, kind = plain(told.get(name, "")), self.style(CELL, align=align, num_format=_NUMBERS.get(name, "@"))
            if not text:
                sheet.write_blank(number, column, None, kind)
            elif name in _NUMBERS and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text):
                sheet.write_number(number, column, float(text), kind)
            else:
                sheet.write_string(number, column, text, kind)

    def validation(self, sheet: Worksheet, column: int, name: str, heading: str, hint: Hint) -> None:
        """The hint that shows when a cell is chosen, with a list or a bound where the column has one."""
        words = hint.message(heading)
        rule: dict[str, Any] = {"validate": "any"}
        if self.form.lists().get(name):
            rule = {"validate": "list", "source": self.source(name), "error_type": "warning"}
            rule |= {"error_title": "不在列表中", "error_message": f"“{heading}”请从列表中选择。"}
            if name in _CLOSED:
                rule["error_type"] = "stop"
            if name in _OFFERED:
                rule["show_error"] = False
        elif name in _NUMBERS:
            kind = "integer" if _NUMBERS[name] == "0" else "decimal"
            rule = {"validate": kind, "criteria": ">=", "value": 0, "error_title": "应为数字"}
            rule["error_message"] = f"“{heading}”应为不小于 0 的{'整数' if kind == 'integer' else '数'}。"
        sheet.data_validation(_HEADER + 1, column, _HEADER + ROWS, column, {**rule, **words})

    def source(self, name: str) -> str:
        """Where the list of a column stands."""
        lists = self.form.lists()
        letter = chr(ord("A") + list(lists).index(name))
        return f"='{LISTS_SHEET}'!${letter}$2:${letter}${1 + len(lists[name])}"

    def mark_blank(self, sheet: Worksheet, column: int, columns: Columns) -> None:
        """Colour a required cell that is blank where the row has its name, or its goal."""
        anchor, here = (chr(ord("A") + place) for place in (_key(columns), column))
        first = _HEADER + 2
        rule = {"type": "formula", "criteria": f'=AND(${anchor}{first}<>"",{here}{first}="")'}
        colour = self.book.add_format({"bg_color": "#FCE4D6"})
        sheet.conditional_format(_HEADER + 1, column, _HEADER + ROWS, column, {**rule, "format": colour})

    def examples(self) -> None:
        """Indicators as they could be; the reader passes this sheet over."""
        sheet, columns = self.book.add_worksheet(EXAMPLE_SHEET), target_columns()
        self.head(sheet, "示例：绩效指标可以这样填", "本表只供参照，不会被读取；请填在“绩效指标”表中。", columns)
        sheet.set_tab_color("#BFBFBF")
        for number, told in enumerate(EXAMPLES, start=_HEADER + 1):
            self.row(sheet, number, columns, {"subject": EXAMPLE_SUBJECT, **told})
        self.view(sheet, _HEADER + len(EXAMPLES), columns)

    def lists(self) -> None:
        """What the drop-downs offer, on a sheet that is not shown."""
        sheet = self.book.add_worksheet(LISTS_SHEET)
        for column, (name, words) in enumerate(self.form.lists().items()):
            for row, text in enumerate([name, *words]):
                sheet.write_string(row, column, plain(text))
        sheet.hide()


def _key(columns: Columns) -> int:
    """The place of the column that names a row: the indicator, or the goal."""
    names = [name for name, _, _ in columns]
    return names.index("indicator_name" if "indicator_name" in names else "goal_text")
