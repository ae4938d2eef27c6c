"""Facts of the unit as cells of a form."""

from __future__ import annotations

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import entry, in_money, lacking
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.forms import CellKind, FormCell
from perfkit.ledger.ledger import Ledger


def fact_cell(ledger: Ledger, fact: str, language: Language) -> FormCell:
    """One fact: amounts in the form's money unit, other facts as they are; not computable if it is not given."""
    kind, value = fact_kinds()[fact], fact_number(ledger.facts, fact)
    number_kind: CellKind = "amount" if kind.is_money else "number"
    if value is None:
        return lacking(kind.name(language), number_kind)
    return entry(in_money(value * 100, ledger.unit) if kind.is_money else value, number_kind)


def first_known(*cells: FormCell) -> FormCell:
    """The first cell that holds a value; the first of all if none does."""
    return next((cell for cell in cells if cell.value is not None), cells[0])
