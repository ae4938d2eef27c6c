"""A form as data: a grid of cells as the rule draws it, which tables show as HTML and reports write as a workbook.

A cell that nobody can compute says what it lacks; an empty cell is one that a person fills in by hand. Neither is a 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

CellKind = Literal["title", "label", "text", "amount", "number", "rate", "points", "dash"]
#: Kinds whose value is a number; the others hold text.
NUMERIC: Final = frozenset({"amount", "number", "rate", "points"})


@dataclass(frozen=True)
class FormCell:
    """One cell, or one block of merged cells.

    Args:
        row, column: of its upper left corner, from 1.
        value: text; or a Decimal in the unit that the form prints: amounts in the form's money unit, rates as 0-1,
            points in points. None = to be filled in by hand, or not computable (then `lacks` says why).
        kind: title and label are printed words of the form; dash is the "—" where the form takes no entry.
        rows, columns: how far it spans.
        formula: of a numeric cell that follows from others of this form, as spreadsheets write it without the "=":
            `SUM(F5:F8)`. `value` is then its result.
        lacks: what is missing where a value cannot be computed; "" otherwise.
        note: what must be said of this cell: scope, base of a rate, convention, status of a rule.
        measure, scope, select: what the value can be walked back to, as in published.csv; "" if it is no figure of the
            ledger.
    """

    row: int
    column: int
    value: str | Decimal | None
    kind: CellKind = "text"
    rows: int = 1
    columns: int = 1
    formula: str = ""
    lacks: str = ""
    note: str = ""
    measure: str = ""
    scope: str = ""
    select: str = ""


@dataclass(frozen=True)
class Form:
    """One form.

    Args:
        code: of the template that draws it; also the stem of its file's name.
        title: as printed above it.
        cells: in any order; none overlap.
        widths: of the columns, in characters of a spreadsheet.
        money_unit: what amounts are printed in: 万元, 元.
        notes: sentences below the form.
        is_landscape: how it prints on A4.
        sheet: a short name, of its sheet in a workbook; "" = the title.
        source: the line below the notes: files and hashes.
        repeated: first and last row that are printed again at the head of each further page; None = no row is.
    """

    code: str
    title: str
    cells: tuple[FormCell, ...]
    widths: Sequence[int]
    money_unit: str = "万元"
    notes: tuple[str, ...] = ()
    is_landscape: bool = False
    sheet: str = ""
    source: str = ""
    repeated: tuple[int, int] | None = None

    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        rows = max((cell.row + cell.rows - 1 for cell in self.cells), default=0)
        return rows, max((cell.column + cell.columns - 1 for cell in self.cells), default=0)

    def heading_rows(self) -> frozenset[int]:
        """The rows that hold printed words only."""
        entered = {cell.row for cell in self.cells if cell.kind not in ("title", "label")}
        return frozenset(range(1, self.size()[0] + 1)) - entered
