"""Drawing a form: cells that know their content are put down row by row, and named in formulas by their address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfkit.ledger.forms import NUMERIC, CellKind, FormCell
from perfkit.ledger.money import CENTS_PER
from perfkit.ledger.units import Unit

DASH = "—"


def entry(value: str | Decimal | None, kind: CellKind = "text", **more: str) -> FormCell:
    """A cell that is not put down yet; `more` are further parts of `FormCell`."""
    return FormCell(0, 0, value, kind, **more)  # type: ignore[arg-type]  # every further part is text


def label(words: str) -> FormCell:
    """Printed words of the form."""
    return entry(words, "label")


def dash() -> FormCell:
    """Where the form takes no entry."""
    return entry(DASH, "dash")


def lacking(lacks: str, kind: CellKind = "amount", note: str = "") -> FormCell:
    """A cell that cannot be computed."""
    return entry(None, kind, lacks=lacks, note=note)


def in_money(cents: int | Decimal, unit: Unit) -> Decimal:
    """Cents in the money unit that forms of `unit` print; exact."""
    return Decimal(cents) / CENTS_PER[unit.money_unit]


def address(row: int, column: int) -> str:
    """How formulas name a cell: (5, 4) -> D5; forms have fewer than 27 columns."""
    return f"{chr(ord('A') + column - 1)}{row}"


def block(row: int, last_row: int, column: int) -> str:
    """How formulas name cells below each other: D5:D8."""
    return f"{address(row, column)}:{address(last_row, column)}"


def number(cell: FormCell) -> Decimal | None:
    """The number in a cell; None if it holds none."""
    return cell.value if cell.kind in NUMERIC and isinstance(cell.value, Decimal) else None


def sum_of(children: Iterable[FormCell]) -> Decimal | None:
    """The sum of the cells that hold a number; None if none does."""
    found = [value for value in map(number, children) if value is not None]
    return sum(found, Decimal(0)) if found else None


def with_sum(total: FormCell, children: Sequence[FormCell], formula: str) -> FormCell:
    """`total` as a live sum where its children add up to it; without the formula where they do not."""
    is_sum = number(total) is not None and sum_of(children) == total.value
    return replace(total, formula=formula) if is_sum else total


@dataclass
class Drawing:
    """The cells of a form that is being drawn; `row` is the one that is filled next."""

    cells: list[FormCell] = field(default_factory=list)
    row: int = 1

    def put(self, column: int, cell: FormCell, columns: int = 1, rows: int = 1) -> None:
        """Put `cell` into the current row."""
        self.cells.append(replace(cell, row=self.row, column=column, columns=columns, rows=rows))

    def down(self, rows: int = 1) -> None:
        """Go on to a later row."""
        self.row += rows
