"""A form as a table of a page: the grid as it is drawn, with merged cells, headings for screen readers, and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from perfkit.errors import Language
from perfkit.ledger.columns import column_label
from perfkit.ledger.forms import NUMERIC, Form, FormCell
from perfkit.ledger.money import as_printed, cents_per
from perfkit.ledger.published import AMOUNT_MEASURES
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import figure_lines
from perfkit.tables.templates import render

_LACKS: Final[dict[Language, str]] = {"zh": "不可计算：缺{lacks}", "en": "not computable: lacks {lacks}"}
_FROM: Final[dict[Language, str]] = {"zh": "取数：{parts}", "en": "from: {parts}"}


def cell_text(cell: FormCell, language: Language = "zh") -> str:
    """A cell as people read it: what cannot be computed says what it lacks, what is filled in by hand is blank."""
    if cell.value is None:
        return _LACKS[language].format(lacks=cell.lacks) if cell.lacks else ""
    if isinstance(cell.value, str):
        return cell.value
    if cell.kind == "rate":
        return f"{as_printed(cell.value * 100)} %"
    if cell.kind == "number":
        return f"{_short(cell.value):,f}"
    if cell.kind == "points" and cell.value == cell.value.to_integral_value():
        return f"{_short(cell.value):,f}"
    return as_printed(cell.value)


def cell_about(cell: FormCell, language: Language = "zh") -> str:
    """What must be said of a cell, and what its value can be walked back to; "" if nothing."""
    measure = column_label(AMOUNT_MEASURES.get(cell.measure, cell.measure), language)
    scope = Scope(cell.scope).label(language) if cell.scope in set(Scope) else cell.scope
    parts = [part for part in (measure, scope, cell.select) if part] if cell.measure else []
    origin = _FROM[language].format(parts=(", " if language == "en" else "，").join(parts)) if parts else ""
    return "\n".join(text for text in (cell.note, origin) if text)


def cell_lines(cell: FormCell) -> list[dict[str, Any]]:
    """The lines behind an amount, as the page tells them; none behind any other cell."""
    is_amount = cell.kind == "amount" and cell.value is not None
    return [one.told() for one in figure_lines(cell.measure, cell.scope, cell.select)] if is_amount else []


@dataclass(frozen=True, eq=False, repr=False)
class FormTable:
    """A form on a page. `language` is that of the words the table adds; the form's own words are as they are."""

    form: Form
    language: Language = "zh"

    def __str__(self) -> str:
        """The grid as text: one line per row, a merged cell where it begins."""
        rows = [" | ".join(cell_text(cell, self.language).replace("\n", "") for cell in row) for row in self._rows()]
        return "\n".join([self.form.title, *rows, *self.form.notes, *filter(None, [self.form.source])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads = self.form.heading_rows()
        rows = [[(cell, *self._shown(cell, cell.row in heads)) for cell in row] for row in self._rows()]
        step = cents_per(self.form.money_unit)
        return render("form.html", form=self.form, rows=rows, language=self.language, step=step)

    def _rows(self) -> Iterator[list[FormCell]]:
        """The cells of each row from left to right, with an empty one wherever the form has none."""
        height, width = self.form.size()
        starts = {(cell.row, cell.column): cell for cell in self.form.cells}
        covered = {
            (row, column)
            for cell in self.form.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        for row in range(1, height + 1):
            places = [(row, column) for column in range(1, width + 1)]
            yield [
                starts.get(place, FormCell(*place, None)) for place in places if place in starts or place not in covered
            ]

    def _shown(self, cell: FormCell, is_head: bool) -> tuple[str, str, str, str, list[dict[str, Any]]]:
        """Text, what is to be said of it, CSS classes, the scope if it is a heading, the lines if it is an amount."""
        text = cell_text(cell, self.language)
        scope = _heading_scope(cell, is_head=is_head) if text and cell.kind == "label" else ""
        return text, cell_about(cell, self.language), _css_class(cell), scope, cell_lines(cell)


def form_table(form: Form, language: Language = "zh") -> FormTable:
    """The table of a form.

    Args:
        form: as `perfkit.evaluation` draws it.
        language: of the words that the table adds.
    """
    return FormTable(form, language)


def _css_class(cell: FormCell) -> str:
    if cell.value is None:
        return "absent" if cell.lacks else "blank"
    # A second printed line of a row (the money unit) stands at its end.
    end = ["end"] if cell.kind == "title" and cell.column > 1 else []
    classes = [cell.kind, *end, *(["number"] if cell.kind in NUMERIC and cell.kind != "number" else [])]
    return " ".join([*classes, *(["negative"] if isinstance(cell.value, Decimal) and cell.value < 0 else [])])


def _heading_scope(cell: FormCell, *, is_head: bool) -> str:
    """What a printed word of the form is the heading of: a column or a row, or several of them."""
    if cell.rows > 1:
        return "rowgroup"
    if not is_head:
        return "row"
    return "colgroup" if cell.columns > 1 else "col"


def _short(value: Decimal) -> Decimal:
    """Without zeros behind the point: 19.0 -> 19, 100 -> 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
