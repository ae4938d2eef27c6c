"""The two scopes side by side: fiscal appropriation + other funds = all funds.

A report that prints one total on each scope without saying so is the first thing perfkit was made to find.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def scope_reconciliation(spending: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Spending by `by` on both scopes and the difference between them.

    *Grain*: one row per value of `by`, in code order; one row if `by` is empty.

    Returns:
        `by`, fiscal_actual_cents, other_actual_cents, all_actual_cents (Int64; fiscal + other = all).
    """
    fiscal = spending["actual_cents"].where(spending["is_fiscal_appropriation"], 0)
    amounts = spending[list(by)].assign(
        fiscal_actual_cents=fiscal,
        other_actual_cents=spending["actual_cents"] - fiscal,
        all_actual_cents=spending["actual_cents"],
    )
    names = ["fiscal_actual_cents", "other_actual_cents", "all_actual_cents"]
    if not by:
        return amounts[names].sum().astype("Int64").to_frame().T
    return amounts.groupby(list(by), as_index=False)[names].sum().astype(dict.fromkeys(names, "Int64"))
