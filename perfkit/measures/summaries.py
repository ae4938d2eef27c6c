"""An execution summary (amounts somebody else aggregated) told as budget lines, spending and timeline.

The measures then need not know whether a unit has vouchers or only a summary.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.classifications import classify
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.units import Unit

#: What identifies one line of a summary, apart from its class.
_LINE: Final = ["project_code", "fund_code", "functional_code", "department_code", "expenditure_type"]
_SOURCE_KEYS: Final = ["source_file", "source_sheet", "source_row", "unit_code", "fiscal_year"]


def budget_of_summary(summary: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The budget lines behind a summary.

    *Grain*: one row per original amount, and one per change of the final budget from one told level to the next. A
    change known only by department has no class: it keeps its own line, it is never spread.
    """
    if summary.empty:
        return classify(empty("budget"), unit)
    original = summary[summary["measure"].eq("original")].assign(budget_type="original", period=0)
    changes = _changes(summary)
    lines = conform(pd.concat([original, changes], ignore_index=True), "budget")
    return classify(lines, unit)


def _changes(summary: pd.DataFrame) -> pd.DataFrame:
    """Each told level of the final budget minus the level before it (the first: minus the original budget)."""
    final = summary[summary["measure"].eq("final")]
    if final.empty:
        return final
    by_class = final["economic_code"].ne("").any()
    line = [*_LINE, "economic_code"] if by_class else _LINE
    start = summary[summary["measure"].eq("original")].groupby(line)["amount_cents"].sum()
    levels = _levels(final, line)
    before = levels.groupby(line)["amount_cents"].shift()
    first = levels[line].merge(start.rename("start").reset_index(), on=line, how="left")["start"].fillna(0)
    change = levels["amount_cents"] - before.fillna(first).astype("int64")
    changes = levels.assign(amount_cents=change)[change.ne(0)]
    return changes.assign(
        budget_type=changes["amount_cents"].gt(0).map({True: "supplement", False: "reduction"}).astype("str"),
        document_number=changes["source_file"] + " #" + changes["period"].astype("str"),
    )


def _levels(told: pd.DataFrame, line: list[str]) -> pd.DataFrame:
    """The level of each line at each period, in order; parts of one line are added up, at the first one's source."""
    grouped = told.groupby([*line, "period"], as_index=False)
    return grouped[["amount_cents"]].sum().merge(grouped[_SOURCE_KEYS].first(), on=[*line, "period"])


def spending_of_summary(summary: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The year's actuals: those by class where the summary has them, else its timeline."""
    actual = summary[summary["measure"].eq("actual")]
    by_class = actual[actual["breakdown"].eq("class")]
    if by_class.empty:
        return timeline_of_summary(summary, unit)
    return conform(classify(by_class.assign(actual_cents=by_class["amount_cents"]), unit), "spending")


def timeline_of_summary(summary: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The year's actuals by period; empty if the summary does not tell periods.

    Amounts to date become amounts of the period: each minus the one told before it.
    """
    if summary.empty:
        return empty("spending")
    by_period = summary[summary["breakdown"].eq("period")]
    actual = by_period[by_period["measure"].eq("actual")]
    line = [*_LINE, "economic_code"]
    to_date = _levels(by_period[by_period["measure"].eq("actual_to_date")], line)
    before = to_date.groupby(line)["amount_cents"].shift(fill_value=0)
    increments = to_date.assign(amount_cents=to_date["amount_cents"] - before)
    rows = pd.concat([actual, increments], ignore_index=True)
    return conform(classify(rows.assign(actual_cents=rows["amount_cents"]), unit), "spending")
