"""Forms as a workbook that prints right: one sheet each, numbers as numbers, live sums, text never a formula.

Fonts: a workbook names one font per cell and cannot name another in its place; 宋体 and 仿宋 go with every Windows and
WPS, and their family and character set let other systems choose a Chinese font of their own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from perfkit.errors import Language
from perfkit.ledger.forms import NUMERIC, Form, FormCell
from perfkit.reports.files import write_bytes
from perfkit.reports.printed_pages import MARGINS, paper
from perfkit.reports.row_heights import MOST, fitting_size, row_heights, text_height
from perfkit.reports.spreadsheets import A4, DATE, in_a_cell, sheet_names
from perfkit.tables.forms import cell_about, cell_text

_SONG, _FANG, _GB2312, _ROMAN = "宋体", "仿宋", 134, 1
_TITLE_SIZE, _NOTE_SIZE = 16, 9
#: The size of a cell's text; smaller ones only where the highest possible row is not enough.
_SIZES: Final = (10, 8, 6)
_SINGLE = 1
_NUMBER_FORMATS: Final = {"amount": "#,##0.00", "rate": "0.00%", "points": "General", "number": "#,##0"}
_FRACTION: Final = "#,##0.00"
_ALIGN: Final = {"amount": "right", "rate": "right", "number": "right", "points": "center", "dash": "center"}
_FOOTERS: Final[dict[Language, str]] = {"zh": "&C第 &P 页，共 &N 页", "en": "&CPage &P of &N"}
_NOTE_WORDS: Final[dict[Language, str]] = {"zh": "注：{note}", "en": "Note: {note}"}
_ADDRESS: Final = re.compile(r"\b([A-Z]{1,2})([1-9]\d*)\b(?!\()")
#: How the labels of rows below another one begin.
_INDENTED: Final = ("　", "其中")
#: Rows above the grid: the title.
_ABOVE: Final = 1


def write_form(path: Path, form: Form, language: Language = "zh") -> None:
    """Write one form to `path`. Errors as in `write_forms`."""
    write_forms(path, [form], language)


def write_forms(path: Path, forms: Sequence[Form], language: Language = "zh") -> None:
    """Write `forms` to `path`, one sheet each.

    Args:
        path: of the workbook.
        forms: as `perfkit.evaluation` draws them; at least one.
        language: of the words that the writer adds.

    Raises:
        CannotWrite: the disk refused.
    """
    write_bytes(path, forms_bytes(forms, language))


def forms_bytes(forms: Sequence[Form], language: Language = "zh") -> bytes:
    """`forms` as a workbook; the same forms give the same bytes."""
    written = io.BytesIO()
    workbook = xlsxwriter.Workbook(written, {"in_memory": True})
    workbook.set_properties({"title": in_a_cell(forms[0].title)[:255], "created": DATE})
    styles = _Styles(workbook)
    for name, form in zip(sheet_names(form.sheet or form.title for form in forms), forms, strict=True):
        _Sheet(workbook.add_worksheet(name), styles, form, language).write()
    workbook.close()
    return written.getvalue()


def shifted(formula: str, rows: int) -> str:
    """`formula` with every address moved down: ("SUM(D5:D8)", 1) -> "SUM(D6:D9)"."""
    return _ADDRESS.sub(lambda found: f"{found[1]}{int(found[2]) + rows}", formula)


@dataclass
class _Styles:
    """The formats of a workbook, each made once."""

    workbook: Workbook
    made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def of(self, **properties: Any) -> Format:
        """The format with these properties, wrapped and in the middle of its cell."""
        font = {"font_name": _SONG, "font_family": _ROMAN, "font_charset": _GB2312, "font_size": _SIZES[0]}
        told = {**font, "text_wrap": True, "valign": "vcenter", **properties}
        key = tuple(sorted(told.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(told)
        return self.made[key]


@dataclass
class _Sheet:
    """Writes one form into one sheet."""

    sheet: Worksheet
    styles: _Styles
    form: Form
    language: Language

    pages: int = 1

    def write(self) -> None:
        """Title, grid, notes and source, and how it prints."""
        rows, columns = self.form.size()
        for column, width in enumerate(self.form.widths):
            self.sheet.set_column(column, column, width)
        notes = [_NOTE_WORDS[self.language].format(note=note) for note in self.form.notes]
        below = [text for text in (*notes, self.form.source) if text]
        lines = [(0, self.form.title, _TITLE_SIZE)]
        lines += [(row, text, _NOTE_SIZE) for row, text in enumerate(below, start=rows + _ABOVE)]
        places = {(cell.row, cell.column): self._fit(cell)[1] for cell in self.form.cells}
        heights = dict(enumerate(row_heights(self.form.cells, places, rows), start=_ABOVE))
        heights |= {row: self._line_height(text, size) for row, text, size in lines}
        one = paper(self.form.widths, is_landscape=self.form.is_landscape)
        self.pages = one.fitted(heights)
        if not self.pages:
            heights = one.loosened(dict(sorted(heights.items())), range(_ABOVE, rows + _ABOVE), self._repeated())
        for row, height in heights.items():
            self.sheet.set_row(row, height)
        for row, text, size in lines:
            self._line(row, text, size)
        for cell in self.form.cells:
            self._cell(cell)
        self._print_setup(len(heights), columns)

    def _line_height(self, text: str, size: float) -> float:
        return min(text_height(in_a_cell(text), sum(self.form.widths), size), MOST)

    def _line(self, row: int, text: str, size: float) -> None:
        """A text over the whole width: the title, a note."""
        style = self.styles.of(font_name=_FANG, font_size=size, align="left")
        if size == _TITLE_SIZE:
            style = self.styles.of(font_size=size, bold=True, align="center")
        self._merge(row, 0, 1, len(self.form.widths), style)
        self.sheet.write_string(row, 0, in_a_cell(text), style)

    def _fit(self, cell: FormCell) -> tuple[float, float]:
        """The size of the text of a cell, and how high the cell must be."""
        text = in_a_cell(cell_text(cell, self.language))
        width = sum(self.form.widths[cell.column - 1 : cell.column - 1 + cell.columns])
        size = fitting_size(text, width, _SIZES)
        return size, text_height(text, width, size)

    def _merge(self, row: int, column: int, rows: int, columns: int, style: Format) -> None:
        if rows > 1 or columns > 1:
            self.sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", style)

    def _cell(self, cell: FormCell) -> None:
        row, column = cell.row - 1 + _ABOVE, cell.column - 1
        text = in_a_cell(cell_text(cell, self.language))
        style = self._style(cell, self._fit(cell)[0])
        self._merge(row, column, cell.rows, cell.columns, style)
        if isinstance(cell.value, Decimal) and cell.kind in NUMERIC:
            self._number(row, column, cell, cell.value, style)
        elif text:
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)
        about = cell_about(cell, self.language)
        if about:
            self.sheet.write_comment(row, column, in_a_cell(about), {"author": "perfkit", "x_scale": 2})

    def _number(self, row: int, column: int, cell: FormCell, value: Decimal, style: Format) -> None:
        if cell.formula:
            self.sheet.write_formula(row, column, f"={shifted(cell.formula, _ABOVE)}", style, float(value))
        else:
            self.sheet.write_number(row, column, float(value), style)

    def _style(self, cell: FormCell, size: float) -> Format:
        if cell.kind == "title":
            return self.styles.of(align="left" if cell.column == 1 else "right", font_size=size)
        told = {"border": _SINGLE, "font_size": size}
        if cell.kind == "label":
            # In the middle of many rows a word would be cut in two where a page ends.
            valign = "top" if self.pages != 1 and cell.rows > 1 else "vcenter"
            return self.styles.of(align="left" if self._names_a_row(cell) else "center", valign=valign, **told)
        if cell.value is None or cell.kind not in NUMERIC:
            return self.styles.of(align=_ALIGN["dash"] if cell.kind == "dash" else "left", **told)
        is_fraction = cell.kind == "number" and cell.value != int(cell.value)
        printed = _FRACTION if is_fraction else _NUMBER_FORMATS[cell.kind]
        return self.styles.of(align=_ALIGN[cell.kind], num_format=printed, **told)

    def _names_a_row(self, cell: FormCell) -> bool:
        """Whether a label is one of a list of rows, which reads from the left."""
        is_list = cell.column == 1 and cell.rows == cell.columns == 1
        return str(cell.value).startswith(_INDENTED) or (is_list and cell.row not in self.form.heading_rows())

    def _print_setup(self, rows: int, columns: int) -> None:
        """A4, one page wide, headings on every page, numbered."""
        self.sheet.set_paper(A4)
        if self.form.is_landscape:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, self.pages)
        self.sheet.set_margins(**MARGINS)
        self.sheet.center_horizontally()
        self.sheet.set_footer(_FOOTERS[self.language])
        self.sheet.print_area(0, 0, rows - 1, columns - 1)
        self.sheet.hide_gridlines(2)
        repeated = self._repeated()
        if repeated:
            self.sheet.repeat_rows(repeated[0], repeated[-1])

    def _repeated(self) -> range:
        """The rows that are printed again at the head of each further page."""
        first, last = self.form.repeated or (1, 0)
        return range(first - 1 + _ABOVE, last + _ABOVE)
