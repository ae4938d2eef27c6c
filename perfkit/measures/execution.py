"""Budget execution: original, supplement, final, actual, remaining, rate, by any dimension and on a named scope.

*Source*: IPSAS 24 (original and final budget, actual on a comparable basis); 财预〔2020〕10号 (rate on the final one).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.frames import BUDGET_COLUMN_OF
from perfkit.ledger.money import ratio, split_evenly
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Scope, in_scope

_BUDGET_COLUMNS: Final = ["original_budget_cents", "supplementary_budget_cents", "carryover_cents"]
AMOUNTS: Final = [*_BUDGET_COLUMNS, "actual_cents"]


def execution(budget: pd.DataFrame, spending: pd.DataFrame, by: Sequence[str], scope: Scope | str) -> pd.DataFrame:
    """Budget against actual.

    *Grain*: one row per value of `by` that has a budget line or spending in `scope`, in code order; one row if `by`
    is empty. Spending without a budget and budget without spending both keep their row.

    Args:
        budget, spending: classified frames (`perfkit.ledger.frames`).
        by: code columns that both frames have.
        scope: which funds count.

    Returns:
        `by`, scope, original_budget_cents, supplementary_budget_cents, carryover_cents, final_budget_cents,
        actual_cents, variance_cents (Int64), original_execution_rate, execution_rate (0-1, null without a budget).
        Budget columns are null (not known, not zero) if there is no budget book at all, and on the lines of a
        dimension that the book does not break down: its budget then stands on the line without a code. Actuals are
        null if there is no spending frame to speak of (no row of any fund): no source told them.
    """
    if by:
        table = _by_code(budget, spending, list(by), scope)
    else:
        table = pd.DataFrame([totals(budget, spending, scope)], dtype="Int64")
    table.loc[unknown_budgets(table, budget, by), _BUDGET_COLUMNS] = pd.NA
    if spending.empty:
        table["actual_cents"] = pd.NA
    return with_rates(table.assign(scope=str(Scope(scope))), by)


def unknown_budgets(table: pd.DataFrame, budget: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """The lines of `table` whose budget nobody knows."""
    unknown = pd.Series(budget.empty, index=table.index)
    for name in by:
        if budget[name].eq("").all():
            unknown |= table[name].ne("")
    return unknown


def execution_by_period(
    budget: pd.DataFrame, timeline: pd.DataFrame, calendar: FiscalCalendar, scope: Scope | str
) -> pd.DataFrame:
    """The year's budget split evenly over its periods, against the actual of each.

    *Grain*: one row per period of the year, also where nothing was posted; period 0 only if spending has no period.
    Every part of the budget is split to the cent by the largest remainder, so that each column adds up to the year.

    Returns:
        period and the columns of `execution`; actuals are null if `timeline` is empty: nothing is told by period.
    """
    whole = execution(budget, timeline.iloc[:0], [], scope).iloc[0]
    shares = {
        name: [pd.NA] * len(calendar.periods)
        if pd.isna(whole[name])
        else split_evenly(int(whole[name]), len(calendar.periods))
        for name in _BUDGET_COLUMNS
    }
    table = pd.DataFrame({"period": calendar.periods, **shares}).astype(dict.fromkeys(_BUDGET_COLUMNS, "Int64"))
    spent = in_scope(timeline, scope).groupby("period")["actual_cents"].sum()
    if 0 in spent.index:
        table = pd.concat(
            [pd.DataFrame({"period": [0], **dict.fromkeys(_BUDGET_COLUMNS, 0)}), table], ignore_index=True
        )
    actual = spent.astype("Int64").reindex(table["period"]).reset_index(drop=True)
    told = table.assign(actual_cents=actual if timeline.empty else actual.fillna(0), scope=str(Scope(scope)))
    return with_rates(told, ["period"])


def totals(budget: pd.DataFrame, spending: pd.DataFrame, scope: Scope | str) -> dict[str, int]:
    """Each of AMOUNTS -> the cents of all its lines in `scope`; 0 where there is no line, whether one is known or not.

    Args:
        budget, spending: classified frames (`perfkit.ledger.frames`).
        scope: which funds count.
    """
    planned, spent = in_scope(budget, scope), in_scope(spending, scope)
    sums = planned["amount_cents"].groupby(planned["budget_type"].map(BUDGET_COLUMN_OF)).sum()
    found = {str(name): int(cents) for name, cents in sums.items()}
    return {**dict.fromkeys(AMOUNTS, 0), **found, "actual_cents": int(spent["actual_cents"].sum())}


def _by_code(budget: pd.DataFrame, spending: pd.DataFrame, by: list[str], scope: Scope | str) -> pd.DataFrame:
    """`totals` per value of `by`."""
    planned, spent = in_scope(budget, scope), in_scope(spending, scope)
    actual = spent[[*by, "actual_cents"]].rename(columns={"actual_cents": "amount_cents"})
    long = pd.concat(
        [
            planned[[*by, "amount_cents"]].assign(column=planned["budget_type"].map(BUDGET_COLUMN_OF)),
            actual.assign(column="actual_cents"),
        ],
        ignore_index=True,
    )
    table = long.groupby([*by, "column"])["amount_cents"].sum().astype("Int64").unstack("column")
    table = table.reindex(columns=AMOUNTS, fill_value=0).fillna(0).astype("Int64")
    return table.reset_index().rename_axis(columns=None)


def with_rates(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """`table` of amounts with what follows from them: final budget, remaining, both rates; columns in order."""
    final = table["original_budget_cents"] + table["supplementary_budget_cents"] + table["carryover_cents"]
    actual = table["actual_cents"]
    derived = table.assign(
        final_budget_cents=final,
        variance_cents=final - actual,
        original_execution_rate=ratio(actual, table["original_budget_cents"]),
        execution_rate=ratio(actual, final),
    )
    amounts = [*_BUDGET_COLUMNS, "final_budget_cents", "actual_cents", "variance_cents"]
    return derived[[*by, "scope", *amounts, "original_execution_rate", "execution_rate"]]


def overspent(lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of `execution` that spent more than their final budget, the largest excess first."""
    return lines[lines["variance_cents"].lt(0).fillna(False)].sort_values("variance_cents", kind="stable")


def underexecuted(lines: pd.DataFrame, rate: float) -> pd.DataFrame:
    """The lines of `execution` that spent less than `rate` of their final budget, the largest remainder first."""
    is_low = lines["execution_rate"].lt(rate).fillna(False)
    return lines[is_low].sort_values("variance_cents", ascending=False, kind="stable")
