"""The quantities that an index divides: facts of the unit, budget and spending under control; each by its name.

Amounts are in the money unit of the unit's forms, other quantities as they are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.forms.base_data_rows import controlled
from perfkit.evaluation.forms.drawing import in_money, number
from perfkit.evaluation.forms.shares import lack_words
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.forms import FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_label
from perfkit.ledger.scopes import Scope

Words = dict[Language, str]


@dataclass(frozen=True)
class Quantity:
    """One quantity.

    Args:
        name: in words.
        value: exact; None = not known.
        lacks: what is missing then.
        unit: 万元, 人 and the like; "" for a bare number.
    """

    name: Words
    value: Decimal | None
    lacks: Words
    unit: str = ""


_NOTHING: Final[Words] = {"zh": "", "en": ""}
_NAMES: Final[dict[str, Words]] = {
    "original_budget": {"zh": "年初预算", "en": "original budget"},
    "final_budget": {"zh": "上年结转＋年初预算＋本年追加（调减）", "en": "carry-over + original budget + changes"},
    "supplements": {"zh": "本年追加预算", "en": "supplements of the year"},
    "final_budget_less_balance": {
        "zh": "（上年结转＋年初预算＋本年追加（调减）−年末结余）",
        "en": "(carry-over + original budget + changes - balance carried out)",
    },
    "three_public_actual": {"zh": "三公经费实际支出", "en": "abroad, vehicles and reception: actual"},
    "three_public_budget_change": {
        "zh": "（本年三公经费预算−上年三公经费预算）",
        "en": "(budget of abroad, vehicles and reception - that of the year before)",
    },
    "public_funds_actual": {"zh": "实际公用经费", "en": "operating funds: actual"},
}


def quantity(name: str, ledger: Ledger) -> Quantity:
    """The quantity of that name: one of facts.csv, or one that the ledger tells.

    Raises:
        KeyError: there is none of that name.
    """
    return _MADE[name](ledger) if name in _MADE else _fact(name, ledger)


def known(name: str) -> bool:
    """Whether there is a quantity of that name."""
    return name in _MADE or name in fact_kinds()


def _fact(name: str, ledger: Ledger) -> Quantity:
    kind, value = fact_kinds()[name], fact_number(ledger.facts, name)
    names: Words = {"zh": kind.name(), "en": kind.name("en")}
    if value is None:
        return Quantity(names, None, names)
    if kind.is_money:
        return Quantity(names, in_money(value * 100, ledger.unit), _NOTHING, money_label(ledger.unit))
    return Quantity(names, value, _NOTHING, kind.measure_unit)


def _budgeted(name: str, *types: str) -> Callable[[Ledger], Quantity]:
    """The sum of the budget lines of some types, all funds."""

    def made(ledger: Ledger) -> Quantity:
        measure = "original_budget" if types == ("original",) else "final_budget"
        lacks: Words = {
            "zh": lack_words(ledger, measure, Scope.ALL, "zh"),
            "en": lack_words(ledger, measure, Scope.ALL, "en"),
        }
        if lacks["zh"]:
            return Quantity(_NAMES[name], None, lacks)
        lines = ledger.budget[ledger.budget["budget_type"].isin(types)] if types else ledger.budget
        return _money(name, int(lines["amount_cents"].sum()), ledger)

    return made


def _controlled(name: str, fact: str, measure: str) -> Callable[[Ledger], Quantity]:
    """Budget or actual of a group of economic classes that the basic data form shows, too."""

    def made(ledger: Ledger) -> Quantity:
        cell = controlled(fact, measure, ledger, "zh")
        kind = fact_kinds().get(name)
        names: Words = {"zh": kind.name(), "en": kind.name("en")} if kind else _NAMES[name]
        lacks: Words = {"zh": cell.lacks, "en": _english(cell, controlled(fact, measure, ledger, "en"))}
        return Quantity(names, number(cell), lacks, money_label(ledger.unit))

    return made


def _english(cell: FormCell, other: FormCell) -> str:
    return other.lacks if cell.lacks else ""


def _money(name: str, cents: int, ledger: Ledger) -> Quantity:
    return Quantity(_NAMES[name], in_money(cents, ledger.unit), _NOTHING, money_label(ledger.unit))


def _difference(name: str, first: str, second: str) -> Callable[[Ledger], Quantity]:
    def made(ledger: Ledger) -> Quantity:
        whole, less = quantity(first, ledger), quantity(second, ledger)
        if whole.value is None or less.value is None:
            return Quantity(_NAMES[name], None, whole.lacks if whole.value is None else less.lacks)
        return Quantity(_NAMES[name], whole.value - less.value, _NOTHING, whole.unit)

    return made


_MADE: Final[dict[str, Callable[[Ledger], Quantity]]] = {
    "original_budget": _budgeted("original_budget", "original"),
    "final_budget": _budgeted("final_budget"),
    "supplements": _budgeted("supplements", "supplement"),
    "final_budget_less_balance": _difference("final_budget_less_balance", "final_budget", "year_end_balance"),
    "three_public_budget": _controlled("three_public_budget", "three_public", "original_budget"),
    "three_public_actual": _controlled("three_public_actual", "three_public", "actual"),
    "three_public_budget_change": _difference(
        "three_public_budget_change", "three_public_budget", "three_public_budget_prior_year"
    ),
    "public_funds_budget": _controlled("public_funds_budget", "public_funds", "original_budget"),
    "public_funds_actual": _controlled("public_funds_actual", "public_funds", "actual"),
}
