"""What the money was spent on, and how that differs from year to year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from perfkit.ledger.money import ratio
from perfkit.ledger.scopes import Scope, in_scope


def composition(spending: pd.DataFrame, by: Sequence[str], scope: Scope | str) -> pd.DataFrame:
    """Spending by `by` with each one's share of the total.

    *Grain*: one row per value of `by`, largest first: `by`, actual_cents (Int64), share_rate (null if the total is 0).
    """
    sums = in_scope(spending, scope).groupby(list(by), as_index=False)[["actual_cents"]].sum()
    sums = sums.astype({"actual_cents": "Int64"})
    total = pd.Series(sums["actual_cents"].sum(), index=sums.index, dtype="Int64")
    shares = sums.assign(share_rate=ratio(sums["actual_cents"], total))
    return shares.sort_values(["actual_cents", *by], ascending=[False, *[True] * len(by)], ignore_index=True)


def composition_over_years(
    spending_by_year: Mapping[int, pd.DataFrame], by: Sequence[str], scope: Scope | str
) -> pd.DataFrame:
    """`composition` of several years under each other: fiscal_year first, years ascending."""
    years = [
        composition(spending, by, scope).assign(fiscal_year=year) for year, spending in sorted(spending_by_year.items())
    ]
    return pd.concat(years, ignore_index=True)[["fiscal_year", *by, "actual_cents", "share_rate"]]


def year_over_year(execution_by_year: Mapping[int, pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    """Execution of several years side by side.

    *Grain*: one row per year and value of `by`, in code order, then by year; a value that one year lacks has actual 0
    in that year and a null budget, so that its change is told.

    Args:
        execution_by_year: fiscal year -> frame of `execution` over the same `by` and scope.
        by: its code columns; empty for the unit as a whole.

    Returns:
        fiscal_year, `by`, original_budget_cents, final_budget_cents, actual_cents, execution_rate, change_cents,
        change_rate (both null in the first year).
    """
    years = [frame.assign(fiscal_year=year, is_told=True) for year, frame in sorted(execution_by_year.items())]
    long = pd.concat(years, ignore_index=True)
    keys = [*by, "fiscal_year"]
    if by:
        values = long[list(by)].drop_duplicates()
        long = values.merge(pd.DataFrame({"fiscal_year": sorted(execution_by_year)}), how="cross").merge(
            long, on=keys, how="left"
        )
    long = long.sort_values(keys, ignore_index=True)
    # A line that a year does not have was not spent on; an actual that no source tells stays unknown.
    actual = long["actual_cents"].mask(long["is_told"].isna(), 0)
    before = actual.groupby([long[name] for name in by]).shift() if by else actual.shift()
    change = actual - before
    told = long.assign(actual_cents=actual, change_cents=change, change_rate=ratio(change, before))
    names = ["original_budget_cents", "final_budget_cents", "actual_cents", "execution_rate"]
    return told[["fiscal_year", *by, *names, "change_cents", "change_rate"]]
