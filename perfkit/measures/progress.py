"""How far spending and budget were at the end of each period, and what the years before tell of the same period.

*Source*: 财预〔2019〕136号 (monitoring of execution progress).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.money import ratio
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Scope, in_scope
from perfkit.measures.execution import unknown_budgets

_CUMULATED: Final = ["known_budget_cents", "cumulative_actual_cents"]
#: What the latest earlier year tells, and what all of them tell on average: column -> what it follows from.
_LAST: Final = {"last_share": "share", "last_rest": "rest"}
_MEAN: Final = {"mean_share": "share", "mean_use": "use"}


def progress(
    budget: pd.DataFrame, timeline: pd.DataFrame, by: Sequence[str], calendar: FiscalCalendar, scope: Scope | str
) -> pd.DataFrame:
    """Spending and budget as they were known at the end of each period.

    *Grain*: one value of `by` that has a budget line or spending in `scope`, and one period of the year, in code order.
    A budget document counts from its period on, one without a period (the original budget) from the start.

    Returns:
        scope, `by`, period, elapsed_rate, known_budget_cents, cumulative_actual_cents (Int64). Budgets are null without
        a budget book or on lines that it does not break down; actuals are null if nothing is told by period, and on
        lines some of whose spending has no period.
    """
    keys, periods = ["scope", *by], range(calendar.periods_per_year + 1)
    planned, spent = (in_scope(frame, scope).assign(scope=str(Scope(scope))) for frame in (budget, timeline))
    long = pd.concat(
        [
            planned[[*keys, "period", "amount_cents"]].assign(column="known_budget_cents"),
            spent[[*keys, "period", "actual_cents"]]
            .rename(columns={"actual_cents": "amount_cents"})
            .assign(column="cumulative_actual_cents"),
        ],
        ignore_index=True,
    )
    sums = long.groupby([*keys, "column", "period"])["amount_cents"].sum().unstack("period", fill_value=0)
    sums = sums.reindex(columns=pd.Index(periods, name="period"), fill_value=0).cumsum(axis=1).drop(columns=0)
    table = pd.Series(sums.stack()).astype("Int64").unstack("column").reindex(columns=_CUMULATED).fillna(0)
    table = table.astype(dict.fromkeys(_CUMULATED, "Int64"))
    table = table.reset_index().rename_axis(columns=None)
    table.loc[unknown_budgets(table, budget, by), "known_budget_cents"] = pd.NA
    undated = spent.loc[spent["period"].eq(0) & spent["actual_cents"].ne(0), keys].drop_duplicates()
    is_undated = table[keys].merge(undated, how="left", indicator=True)["_merge"].eq("both").to_numpy()
    table.loc[is_undated | timeline.empty, "cumulative_actual_cents"] = pd.NA
    elapsed = table["period"].map(calendar.elapsed).astype("Float64")
    return table.assign(elapsed_rate=elapsed)[[*keys, "period", "elapsed_rate", *_CUMULATED]]


def with_earlier_years(progress_by_year: Mapping[int, pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    """The progress of several years under each other, with what the years before each tell of the same line and period.

    *Grain*: that of `progress`, years ascending.

    Args:
        progress_by_year: fiscal year -> frame of `progress` over the same `by` and scope.
        by: its code columns.

    Returns:
        fiscal_year, the columns of `progress`, actual_cents (of the year; null if its last period tells nothing, which
        is then not over), and as Float64, null where no earlier year tells it: last_share (what share of its year the
        latest earlier year had spent by then), mean_share (of all earlier years), last_rest (cents that the latest
        earlier year still spent afterwards), mean_use (what share of the budget known by then the earlier years had
        spent when they ended).
    """
    keys = ["scope", *by]
    years = [_with_actual(frame, keys).assign(fiscal_year=year) for year, frame in sorted(progress_by_year.items())]
    rows = pd.concat(years, ignore_index=True)
    spent, actual = rows["cumulative_actual_cents"], rows["actual_cents"]
    rows = rows.assign(
        share=ratio(spent, actual),
        rest=(actual - spent).astype("Float64"),
        use=ratio(actual, rows["known_budget_cents"]),
    )
    told = {name: _before(rows, keys, of, lambda years: years.ffill()) for name, of in _LAST.items()}
    told |= {name: _before(rows, keys, of, lambda years: years.expanding().mean()) for name, of in _MEAN.items()}
    return rows.assign(**told)[["fiscal_year", *keys, "period", "elapsed_rate", *_CUMULATED, "actual_cents", *told]]


def _before(
    rows: pd.DataFrame, keys: list[str], name: str, summary: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.Series:
    """What the years before each row sum up to in column `name`. Float64, null where none tells it.

    Args:
        summary: takes years downwards and lines across, and sums up the years from the first to each.
    """
    lines = [*keys, "period"]
    years = rows.pivot(index="fiscal_year", columns=lines, values=name).astype("float64")
    seen = pd.Series(summary(years).shift().T.stack(), name="seen")
    return rows[[*lines, "fiscal_year"]].join(seen, on=[*lines, "fiscal_year"])["seen"].astype("Float64")


def _with_actual(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One year with what it came to; null if its last period tells nothing, for then it is not over."""
    whole = frame.groupby("period")["cumulative_actual_cents"].sum()
    actual = frame.groupby(keys)["cumulative_actual_cents"].transform("last")
    is_over = whole.iloc[-1] != whole.iloc[-2]
    return frame.assign(actual_cents=actual if is_over else actual.mask(actual.notna()))
