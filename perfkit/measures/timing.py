"""When the money was spent: by period, cumulated, against the share of the year gone (序时进度), at the year's end.

*Source*: 财预〔2019〕136号 (monitoring of execution progress).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from perfkit.ledger.money import ratio, split_evenly
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Scope, in_scope


def timing(budget: pd.DataFrame, timeline: pd.DataFrame, calendar: FiscalCalendar, scope: Scope | str) -> pd.DataFrame:
    """Spending period by period against the final budget of the year.

    *Grain*: one row per period of the year, also where nothing was posted. `planned_cents` is the period's share of
    the final budget when it is split evenly, exact to the cent; `straight_line_cents` cumulates it.

    Returns:
        period, final_budget_cents, planned_cents, straight_line_cents, actual_cents, cumulative_actual_cents,
        variance_cents (final - cumulative), cumulative_rate, elapsed_rate. Actuals are null if `timeline` is empty:
        nothing is told by period.
    """
    periods = list(calendar.periods)
    final = int(in_scope(budget, scope)["amount_cents"].sum())
    planned = pd.Series(split_evenly(final, len(periods)), dtype="Int64")
    actual = in_scope(timeline, scope).groupby("period")["actual_cents"].sum().reindex(periods, fill_value=0)
    table = pd.DataFrame(
        {
            "period": periods,
            "final_budget_cents": pd.Series([final] * len(periods), dtype="Int64"),
            "planned_cents": planned,
            "straight_line_cents": planned.cumsum(),
            "actual_cents": actual.to_numpy(),
            "cumulative_actual_cents": actual.cumsum().to_numpy(),
            "elapsed_rate": [calendar.elapsed(period) for period in periods],
        }
    ).astype({"actual_cents": "Int64", "cumulative_actual_cents": "Int64", "elapsed_rate": "Float64"})
    if timeline.empty:
        table[["actual_cents", "cumulative_actual_cents"]] = pd.NA
    if budget.empty:
        table[["final_budget_cents", "planned_cents", "straight_line_cents"]] = pd.NA
    return table.assign(
        variance_cents=table["final_budget_cents"] - table["cumulative_actual_cents"],
        cumulative_rate=ratio(table["cumulative_actual_cents"], table["final_budget_cents"]),
    )


def by_period(timeline: pd.DataFrame, by: Sequence[str], calendar: FiscalCalendar, scope: Scope | str) -> pd.DataFrame:
    """Spending by `by` and period.

    *Grain*: one row per value of `by` and period, zeros included, in code order: `by`, period, actual_cents (Int64).
    Spending without a period stands in period 0, which is there only then.
    """
    spent = in_scope(timeline, scope)
    sums = spent.groupby([*by, "period"])["actual_cents"].sum().unstack("period", fill_value=0)
    periods = [*([0] if 0 in sums.columns else []), *calendar.periods]
    filled = sums.reindex(columns=pd.Index(periods, name="period"), fill_value=0)
    long = pd.Series(filled.stack(), name="actual_cents").astype("Int64")
    return long.reset_index()


def year_end_concentration(timing: pd.DataFrame) -> pd.DataFrame:
    """How much of the year's spending fell into its last quarter and its last period.

    *Grain*: one row: last_quarter_cents, last_quarter_rate, last_period_cents, last_period_rate (shares of the year's
    actual, null if nothing was spent).
    """
    actual = timing["actual_cents"]
    quarter = actual.iloc[-max(len(timing) // 4, 1) :].sum()
    sums = pd.DataFrame({"quarter": [quarter], "period": [actual.iloc[-1]], "year": [actual.sum()]}, dtype="Int64")
    return pd.DataFrame(
        {
            "last_quarter_cents": sums["quarter"],
            "last_quarter_rate": ratio(sums["quarter"], sums["year"]),
            "last_period_cents": sums["period"],
            "last_period_rate": ratio(sums["period"], sums["year"]),
        }
    )
