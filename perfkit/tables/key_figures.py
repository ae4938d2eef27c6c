"""The five figures that a reader looks for first, on each scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.columns import columns
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import CENTS_PER, as_money, as_rate, money_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Lines, scope_condition
from perfkit.tables.lines import heading, lacks
from perfkit.tables.templates import render
from perfkit.tables.traces import lines_of, restriction

_SHOWN: Final = (
    "final_budget_cents", "actual_cents", "variance_cents", "execution_rate", "original_execution_rate",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One figure: its label, its text, its unit; `mark` is `negative`, `absent` or empty.

    Args:
        label, text, unit, mark: what is printed.
        lines: those behind an amount.
        step: how many cents one of its unit is.
    """

    label: str
    text: str
    unit: str = ""
    mark: str = ""
    lines: tuple[Lines, ...] = ()
    step: int = 100

    def told_lines(self) -> list[dict[str, Any]]:
        """The lines as the page tells them."""
        return [one.told() for one in self.lines]


@dataclass(frozen=True, repr=False)
class KeyFigures:
    """Cards in groups, each group below the words of its scope."""

    title: str
    groups: tuple[tuple[str, tuple[Card, ...]], ...]

    def __str__(self) -> str:
        """Plain text."""
        lines = [self.title]
        for group, cards in self.groups:
            lines += [group, *(f"  {card.label}: {card.text} {card.unit}".rstrip() for card in cards)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return render("key_figures.html", key_figures=self)


def key_figures(wholes: Sequence[pd.DataFrame], ledger: Ledger, language: Language = "zh") -> KeyFigures:
    """Final budget, actual, remaining and both execution rates, on each scope, in the unit's large money unit.

    Args:
        wholes: for each scope to tell, the one row of `measures.execution` with an empty `by`.
        ledger: whose money unit.
        language: of the words.
    """
    return KeyFigures(
        title="Key figures" if language == "en" else "主要数字",
        groups=tuple(
            (
                _heading(Scope(whole["scope"].iloc[0]), language),
                tuple(_card(name, whole.iloc[0], ledger, language) for name in _SHOWN),
            )
            for whole in wholes
        ),
    )


def _heading(scope: Scope, language: Language) -> str:
    label = scope.label(language)
    return label[:1].upper() + label[1:]


def _card(name: str, whole: pd.Series, ledger: Ledger, language: Language) -> Card:
    label, value = heading(name, language), whole[name]
    if pd.isna(value):
        follows_actual = pd.isna(whole["actual_cents"]) and name != "final_budget_cents"
        missing = lacks("actual_cents" if follows_actual else name, language)
        return Card(
            label, f"not computable: lacks {missing}" if language == "en" else f"不可计算：缺{missing}", "", "absent"
        )
    if columns()[name].type == "rate":
        return Card(label, as_rate(value))
    where = (*scope_condition(whole["scope"]), *restriction(ledger))
    return Card(
        label,
        as_money(value, ledger.unit),
        money_label(ledger.unit, language),
        "negative" if value < 0 else "",
        tuple(replace(one, where=where) for one in lines_of(name)),
        CENTS_PER[ledger.unit.money_unit],
    )
