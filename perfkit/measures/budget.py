"""How the original budget became the final one, document by document."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.scopes import Scope, in_scope

_CHANGES: Final = ["supplement", "reduction", "transfer", "carryover"]
_COLUMNS: Final = [
    "period", "document_date", "document_number", "budget_type", "budget_project_code", "department_code", "summary",
    "fund_code", "amount_cents", "final_budget_cents", "source_file", "source_sheet", "source_row",
]  # fmt: skip


def budget_changes(budget: pd.DataFrame, scope: Scope | str) -> pd.DataFrame:
    """The budget book in the order of its documents.

    *Grain*: one budget document line in `scope`, originals first; the index is that of `budget`. `final_budget_cents`
    is the running total, whose last value is the final budget of the year.
    """
    lines = in_scope(budget, scope)
    is_change = lines["budget_type"].ne("original")
    ordered = lines.assign(is_change=is_change).sort_values(
        ["is_change", "period", "document_date", "document_number", "source_file", "source_sheet", "source_row"],
        kind="stable",
    )
    return ordered.assign(final_budget_cents=ordered["amount_cents"].cumsum())[_COLUMNS]


def budget_bridge(budget: pd.DataFrame, spending: pd.DataFrame, scope: Scope | str) -> pd.DataFrame:
    """The steps from the original budget over its changes to the final budget and on to actual spending.

    *Grain*: one step, in order: step (original, supplement, reduction, transfer, carryover, final, unspent, actual),
    is_total, amount_cents (Int64; the level for totals, the signed change otherwise). original + changes = final,
    final + unspent = actual; overspending makes `unspent` positive. Changes of zero are left out. Without a budget book
    all but `actual` is null, without a source of spending `unspent` and `actual` are: not known.
    """
    sums = in_scope(budget, scope).groupby("budget_type")["amount_cents"].sum()
    original = int(sums.get("original", 0))
    actual = int(in_scope(spending, scope)["actual_cents"].sum())
    changes = [(step, False, int(sums.get(step, 0))) for step in _CHANGES if sums.get(step, 0) != 0]
    final = original + sum(amount for _, _, amount in changes)
    steps = [("original", True, original), *changes, ("final", True, final)]
    steps += [("unspent", False, actual - final), ("actual", True, actual)]
    bridge = pd.DataFrame(steps, columns=["step", "is_total", "amount_cents"]).astype({"amount_cents": "Int64"})
    if budget.empty:
        bridge.loc[bridge["step"].ne("actual"), "amount_cents"] = pd.NA
    if spending.empty:
        bridge.loc[bridge["step"].isin(("unspent", "actual")), "amount_cents"] = pd.NA
    return bridge
