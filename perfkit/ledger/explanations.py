"""Explanations of variances: which causes there are, and what becomes of one when its figure changes.

The causes are codes/causes.csv; the explanations stand in explanations.toml of a year and in the frame `explanations`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from perfkit.errors import Language
from perfkit.ledger.materiality import Materiality
from perfkit.ledger.money import as_rate, as_yuan

EXPLANATIONS: Final = "explanations.toml"
#: What is to be said of a material variance: nobody explained it; somebody did, of another figure; somebody did.
State = Literal["unexplained", "stale", "explained"]
STATES: Final[dict[State, dict[Language, str]]] = {
    "unexplained": {"zh": "未说明", "en": "not explained"},
    "stale": {"zh": "说明已过时", "en": "explanation is stale"},
    "explained": {"zh": "已说明", "en": "explained"},
}


@dataclass(frozen=True)
class Cause:
    """One category of causes."""

    cause: str
    name_zh: str
    name_en: str
    meaning_zh: str
    meaning_en: str
    source: str
    status: str

    def name(self, language: Language = "zh") -> str:
        """The name people read."""
        return self.name_en if language == "en" else self.name_zh


@cache
def causes() -> dict[str, Cause]:
    """Every category by its code, in the order of causes.csv."""
    text = resources.files("perfkit.ledger").joinpath("codes/causes.csv").read_text(encoding="utf-8")
    return {row["cause"]: Cause(**row) for row in csv.DictReader(text.splitlines())}


def threshold_text(materiality: Materiality, variance_cents: int, language: Language = "zh") -> str:
    """Which variances of its side are material: "超过 10.00 %", "超过 10.00 % 且 50,000.00", "任何数额"."""
    threshold, en = materiality.of(variance_cents), language == "en"
    if not threshold.rate and not threshold.cents:
        return "any amount" if en else "任何数额"
    rate, beyond = as_rate(float(threshold.rate)), "beyond" if en else "超过"
    if not threshold.cents:
        return f"{beyond} {rate}"
    joint = ("or" if en else "或") if materiality.is_either else ("and" if en else "且")
    return f"{beyond} {rate} {joint} {as_yuan(threshold.cents)}"
