"""The facts of a unit that no ledger holds (posts, offices, final accounts of the year before): which there are.

The list is codes/facts.csv; the values stand in `[facts.<year>]` of unit.toml and in the frame `facts`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

import pandas as pd

from perfkit.errors import Language


@dataclass(frozen=True)
class FactKind:
    """One kind of fact: `measure_unit` is 人, 个, 项, ㎡ or 元 (units of the currency)."""

    fact: str
    measure_unit: str
    name_zh: str
    name_en: str
    source: str

    def name(self, language: Language = "zh") -> str:
        """The name people read; also what a result that needs it says it lacks."""
        return self.name_en if language == "en" else self.name_zh

    @property
    def is_money(self) -> bool:
        """Whether the value is an amount."""
        return self.measure_unit == "元"


@cache
def fact_kinds() -> dict[str, FactKind]:
    """Every kind of fact by name, in the order of facts.csv."""
    text = resources.files("perfkit.ledger").joinpath("codes/facts.csv").read_text(encoding="utf-8")
    return {row["fact"]: FactKind(**row) for row in csv.DictReader(text.splitlines())}


def fact_number(facts: pd.DataFrame, fact: str) -> Decimal | None:
    """The value of one fact in the frame `facts`; None if it is not given.

    Raises:
        KeyError: facts.csv has no such fact.
    """
    fact_kinds()[fact]
    found = facts.loc[facts["fact"].eq(fact), "fact_number"]
    return Decimal(found.iloc[0]) if len(found) else None
