"""Commitments: what contracts oblige the unit to pay beyond what it has paid. Beside the actual, never part of it.

*Source*: 预算法 art. 58 (spending is told on the cash basis), which is why a signed contract is no spending yet.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from perfkit.ledger.classifications import classify
from perfkit.ledger.commitments import with_open
from perfkit.ledger.frames import conform
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit
from perfkit.measures.execution import with_rates


def classified_commitments(contracts: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """Contracts as read, each with the project whose budget pays for it. *Grain*: one contract."""
    return conform(classify(contracts.assign(fund_code="", economic_code=""), unit), "commitments")


def committed(commitments: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """What is signed and not yet paid (`perfkit.ledger.commitments.with_open`), by `by`.

    *Grain*: one row per value of `by`, in code order; one row if `by` is empty.

    Returns:
        `by`, committed_cents (Int64).
    """
    open_ = with_open(commitments)
    if not by:
        return pd.DataFrame({"committed_cents": [open_["committed_cents"].sum()]}, dtype="Int64")
    sums = open_.groupby(list(by))["committed_cents"].sum()
    return sums.reset_index().astype({"committed_cents": "Int64"})


def with_commitments(execution: pd.DataFrame, commitments: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """`execution` with committed_cents beside the actual; as it is where contracts tell nothing of these lines.

    That is so where no contract is known, where contracts do not have the columns `by`, and on the scope of the fiscal
    appropriation: contracts do not say from which fund they will be paid.

    *Grain*: that of `execution`; a line that has contracts and neither budget nor spending is added.

    Args:
        execution: frame of `measures.execution` over `by`.
        commitments: the frame of that name.
        by: its code columns.
    """
    is_told = set(by) <= set(commitments.columns) and bool(execution["scope"].eq(Scope.ALL.value).all())
    if commitments.empty or not is_told:
        return execution
    open_ = committed(commitments, by)
    if not by:
        return execution.assign(committed_cents=open_["committed_cents"].to_numpy())
    found = execution.merge(open_, how="outer", on=list(by)).sort_values(list(by), ignore_index=True)
    amounts = ["original_budget_cents", "supplementary_budget_cents", "carryover_cents", "actual_cents"]
    # What a new line lacks is 0, but not known where nobody knows it of any line.
    known = [name for name in amounts if execution.empty or execution[name].notna().any()]
    filled = found.assign(
        scope=Scope.ALL.value,
        committed_cents=found["committed_cents"].fillna(0),
        **{name: found[name].where(found["scope"].notna(), 0) for name in known},
    )
    return with_rates(filled, by).assign(committed_cents=filled["committed_cents"])
