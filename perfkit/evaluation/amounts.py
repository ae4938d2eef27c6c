"""The figures that a reference can ask for: how each follows from the ledger, what it needs, which lines are behind it.

Exact throughout: cents, or a rate of 0-1; what the ledger does not have is named, never counted as 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from perfkit.evaluation.selection import Selection, Unresolved
from perfkit.ledger.columns import column_label
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.frames import BUDGET_COLUMN_OF
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.published import AMOUNT_MEASURES, RATE_MEASURES
from perfkit.ledger.scopes import Base, Scope, in_scope
from perfkit.measures import income
from perfkit.measures.execution import totals
from perfkit.measures.published import lack, select_rows

#: Measure -> the column that names it.
_COLUMNS: Final = {
    **AMOUNT_MEASURES,
    "carryover": "carryover_cents",
    "remaining": "variance_cents",
    "other_actual": "other_actual_cents",
    "income": "income_cents",
    "execution_rate": "execution_rate",
    "original_execution_rate": "original_execution_rate",
}
#: Measures that no column names.
_NAMES: Final = {"remaining": "结余", "overspent": "超支", "completion_rate": "预算完成率"}
#: Everything that a reference can ask for besides facts.
MEASURES: Final = tuple(dict.fromkeys([*_COLUMNS, *_NAMES]))
RATES: Final = (*RATE_MEASURES, "completion_rate")
#: Measures that set a budget against spending: both must be of the same projects.
COMPARED: Final = (*RATES, "remaining", "overspent")
#: Measures that need no budget.
_SPENT: Final = ("actual", "other_actual", "income")
#: Measure -> the measures of `perfkit.measures.published.lack` that say what it needs.
_NEEDS: Final = {
    "carryover": ("final_budget",),
    "remaining": ("final_budget", "actual"),
    "overspent": ("final_budget", "actual"),
    "completion_rate": ("final_budget",),
    "other_actual": ("actual",),
}
_BASES: Final = {
    "execution_rate": Base.FINAL.label(),
    "original_execution_rate": Base.ORIGINAL.label(),
    "completion_rate": "上年结转＋年初预算＋本年追加（调减）",
}
_YEAR_END: Final = "year_end_balance"


@dataclass(frozen=True)
class Amount:
    """A figure before it is printed: cents, or a rate of 0-1; None with what it lacks, in words."""

    number: Decimal | None
    lacks: str = ""


def measure_words(measure: str) -> str:
    """What a measure is, in words: 全年执行数."""
    return _NAMES.get(measure) or column_label(_COLUMNS[measure])


def base_words(measure: str) -> str:
    """Which budget a rate divides by; "" for an amount."""
    return _BASES.get(measure, "")


def amount(measure: str, scope: Scope, chosen: Selection, ledger: Ledger) -> Amount:
    """One figure of MEASURES.

    Raises:
        Unresolved: the measure is of the whole unit only, and something else is selected.
    """
    received = _received(measure, ledger)
    for need in _NEEDS.get(measure, (measure,)):
        wanted = Scope.FISCAL if measure == "other_actual" else scope
        missing = lack(ledger.budget, ledger.spending, received, need, wanted)
        if missing:
            return Amount(None, missing[0])
    if _is_carried_elsewhere(measure, chosen, ledger):
        return Amount(None, "单列的预算（其预算列在上级项目）")
    if measure == "completion_rate":
        return _completion(scope, chosen, ledger)
    if measure == "income":
        return Amount(Decimal(int(in_scope(select_rows(received, chosen.select), scope)["income_cents"].sum())))
    if measure == "other_actual":
        return Amount(Decimal(int(_of_other_funds(chosen.spending)["actual_cents"].sum())))
    found = _whole(chosen, scope)
    if measure in RATES:
        base = Base.ORIGINAL if measure == "original_execution_rate" else Base.FINAL
        return _rate(found["actual_cents"], found[base.budget_column], base)
    return Amount(Decimal(-found["variance_cents"] if measure == "overspent" else found[_COLUMNS[measure]]))


def source_words(measure: str, scope: Scope, chosen: Selection, ledger: Ledger) -> str:
    """The files behind a figure, each with the number of its lines that it sums."""
    frames = []
    if measure not in _SPENT:
        lines = chosen.budget[chosen.budget["budget_type"].isin(_budget_types(measure))]
        frames.append(in_scope(lines, scope))
    if measure == "actual" or (measure in COMPARED and measure != "completion_rate"):
        frames.append(in_scope(chosen.spending, scope))
    if measure == "other_actual":
        frames.append(_of_other_funds(chosen.spending))
    if measure == "income":
        frames.append(in_scope(select_rows(_received(measure, ledger), chosen.select), scope))
    counts = [item for frame in frames for item in frame["source_file"].value_counts(sort=False).items()]
    return "、".join(f"{name} {lines} 行" for name, lines in counts) or "无对应的行"


def _budget_types(measure: str) -> list[str]:
    """The kinds of budget lines that add up to a measure."""
    column = AMOUNT_MEASURES["original_budget"] if measure == "original_execution_rate" else _COLUMNS.get(measure, "")
    return [kind for kind, of in BUDGET_COLUMN_OF.items() if of == column] or list(BUDGET_COLUMN_OF)


def _received(measure: str, ledger: Ledger) -> pd.DataFrame:
    """The income of the year, for the one measure that needs it."""
    return income(ledger.journal, ledger.unit) if measure == "income" else ledger.journal.iloc[:0]


def _whole(chosen: Selection, scope: Scope) -> dict[str, int]:
    """Column of `measures.execution` -> cents. What the year's book or journal has no line of is a true 0."""
    found = totals(chosen.budget, chosen.spending, scope)
    final = sum(found.values()) - found["actual_cents"]
    return {**found, "final_budget_cents": final, "variance_cents": final - found["actual_cents"]}


def _of_other_funds(spending: pd.DataFrame) -> pd.DataFrame:
    return spending[~spending["is_fiscal_appropriation"]]


def _rate(actual: int, budget: int, base: Base) -> Amount:
    return Amount(Decimal(actual) / budget) if budget else Amount(None, base.label())


def _is_carried_elsewhere(measure: str, chosen: Selection, ledger: Ledger) -> bool:
    """Whether the budget asked for is one of a sub-project, which its parent's budget pays for."""
    project = ledger.unit.project(chosen.project)
    is_sub_project = project is not None and project.budget_project_code not in ("", project.code)
    return is_sub_project and measure not in _SPENT and chosen.budget.empty


def _completion(scope: Scope, chosen: Selection, ledger: Ledger) -> Amount:
    """(上年结转 + 年初预算 + 本年追加 - 年末结余) / (上年结转 + 年初预算 + 本年追加); of the whole unit only."""
    balance = fact_number(ledger.facts, _YEAR_END)
    if chosen.select or scope is not Scope.ALL:
        raise Unresolved("预算完成率只按单位整体、全口径计算", "this rate is of the whole unit on all funds")
    if balance is None:
        return Amount(None, fact_kinds()[_YEAR_END].name())
    final = _whole(chosen, scope)["final_budget_cents"]
    return _rate(final - int(balance * 100), final, Base.FINAL)
