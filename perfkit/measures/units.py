"""The units of a district side by side, from the summary of each: nobody's journal is needed for it."""

from __future__ import annotations

import pandas as pd

from perfkit.ledger.scopes import Scope

_AMOUNTS = ["original_budget_cents", "final_budget_cents", "actual_cents", "variance_cents"]


def units_compared(summaries: pd.DataFrame, year: int, scope: Scope | str) -> pd.DataFrame:
    """How the units executed their budgets in one year, the lowest rate first, unknown rates last.

    *Grain*: one row per unit that has a summary on `scope`.

    Args:
        summaries: one row per unit, year and scope, with the columns of `execution`, unit_code, unit_name,
            fiscal_year, error_count and warning_count.
        year: the fiscal year.
        scope: which funds count.

    Returns:
        unit_code, unit_name, scope, original_budget_cents, final_budget_cents, actual_cents, variance_cents,
        execution_rate, earlier_execution_rate (of the year before, null if there is none), error_count, warning_count.
    """
    on_scope = summaries[summaries["scope"].eq(str(Scope(scope)))]
    of_year, before = (on_scope[on_scope["fiscal_year"].eq(each)] for each in (year, year - 1))
    earlier = before.set_index("unit_code")["execution_rate"].astype("Float64")
    told = of_year.assign(earlier_execution_rate=earlier.reindex(of_year["unit_code"]).to_numpy())
    names = ["unit_code", "unit_name", "scope", *_AMOUNTS, "execution_rate", "earlier_execution_rate"]
    told = told[[*names, "error_count", "warning_count"]].astype({"earlier_execution_rate": "Float64"})
    return told.sort_values(["execution_rate", "unit_code"], ignore_index=True)
