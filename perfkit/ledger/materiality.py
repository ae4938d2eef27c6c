"""Materiality: how large a variance must be for somebody to have to explain it. Data of the unit, with defaults.

The defaults stand in codes/materiality.csv with their source; `[materiality]` of unit.toml goes before them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final, Literal

#: under = less was spent than budgeted, over = more.
Side = Literal["under", "over"]
SIDES: Final[tuple[Side, ...]] = ("under", "over")


@dataclass(frozen=True)
class Threshold:
    """What a variance on one side must exceed: a share of the final budget (0-1) and an amount."""

    rate: Decimal
    cents: int


@dataclass(frozen=True)
class Materiality:
    """The thresholds of a unit.

    Args:
        under, over: for what was left unspent, and for what was overspent.
        is_either: whether exceeding one of rate and amount is enough; else both must be exceeded.
    """

    under: Threshold
    over: Threshold
    is_either: bool = False

    def is_material(self, variance_cents: int, budget_cents: int) -> bool:
        """Whether a variance (budget - actual) is beyond the threshold of its side, exact to the cent.

        Without a budget every share of it is exceeded: the amount decides alone.
        """
        if not variance_cents:
            return False
        side, size = self.of(variance_cents), abs(variance_cents)
        beyond_rate = not budget_cents or size > side.rate * abs(budget_cents)
        beyond = (beyond_rate, size > side.cents)
        return any(beyond) if self.is_either else all(beyond)

    def of(self, variance_cents: int) -> Threshold:
        """The threshold for that variance."""
        return self.under if variance_cents > 0 else self.over


@dataclass(frozen=True)
class DefaultThreshold:
    """One line of materiality.csv: a threshold, where it comes from and how sure it is."""

    side: Side
    threshold: Threshold
    name_zh: str
    name_en: str
    source: str
    status: str


@cache
def default_thresholds() -> dict[str, DefaultThreshold]:
    """The default of each side."""
    text = resources.files("perfkit.ledger").joinpath("codes/materiality.csv").read_text(encoding="utf-8")
    return {row["side"]: _default(row) for row in csv.DictReader(text.splitlines())}


def _default(row: dict[str, str]) -> DefaultThreshold:
    side: Side = "under" if row["side"] == "under" else "over"
    threshold = Threshold(Decimal(row["rate"]), int(Decimal(row["amount"]) * 100))
    return DefaultThreshold(side, threshold, row["name_zh"], row["name_en"], row["source"], row["status"])


def default_materiality() -> Materiality:
    """What holds for a unit whose unit.toml says nothing of it."""
    found = default_thresholds()
    return Materiality(found["under"].threshold, found["over"].threshold)
