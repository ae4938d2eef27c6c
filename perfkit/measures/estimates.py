"""The methods that estimate what a year will have spent: one line of arithmetic each, with and without a cap.

Capped, an estimate does not exceed the budget known so far; the capped ones go first, because of two that are equally
wrong the lawful one is taken. None is below what is spent already. Estimates are no figures of a ledger: they are
Float64 cents until `perfkit.measures.forecast` rounds them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from perfkit.ledger.money import ratio

CAPPED: Final = "_capped"
#: Method -> estimate from the rows of `perfkit.measures.progress.with_earlier_years`; null where it cannot tell.
METHODS: Final[dict[str, Callable[[pd.DataFrame], pd.Series]]] = {
    "straight_line": lambda rows: ratio(_something(rows), rows["elapsed_rate"]),
    "last_share": lambda rows: ratio(_something(rows), rows["last_share"]),
    "mean_share": lambda rows: ratio(_something(rows), rows["mean_share"]),
    "last_rest": lambda rows: rows["cumulative_actual_cents"] + rows["last_rest"],
    "budget_use": lambda rows: rows["known_budget_cents"] * rows["mean_use"],
    "known_budget": lambda rows: rows["known_budget_cents"],
}


def _something(rows: pd.DataFrame) -> pd.Series:
    """What is spent so far; null where nothing is, which no share can tell anything of."""
    spent = rows["cumulative_actual_cents"]
    return spent.where(spent.gt(0))


def estimates(rows: pd.DataFrame) -> pd.DataFrame:
    """What each method expects of the year of each row; one column per method, Float64 cents, index of `rows`."""
    spent, budget = rows["cumulative_actual_cents"].astype("Float64"), rows["known_budget_cents"].astype("Float64")
    ceiling = budget.where(budget.ge(spent), spent).mask(budget.isna())
    found: dict[str, pd.Series] = {}
    for name, method in METHODS.items():
        estimate = method(rows).astype("Float64")
        estimate = estimate.where(estimate.ge(spent), spent).mask(estimate.isna() | spent.isna())
        if name != "known_budget":
            found[name + CAPPED] = estimate.where(estimate.le(ceiling), ceiling).mask(estimate.isna() | ceiling.isna())
        found[name] = estimate
    return pd.DataFrame(found, index=rows.index)
