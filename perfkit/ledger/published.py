"""What a printed figure (a row of published.csv) can be: its measure, its unit, the rows it is about."""

from __future__ import annotations

from typing import Final

#: Measure of an amount -> its column in `perfkit.measures.execution`.
AMOUNT_MEASURES: Final = {
    "original_budget": "original_budget_cents",
    "supplementary_budget": "supplementary_budget_cents",
    "final_budget": "final_budget_cents",
    "actual": "actual_cents",
}
RATE_MEASURES: Final = ("original_execution_rate", "execution_rate")
#: What a figure needs that no ledger holds.
LACKS: Final = {
    "unit_fact": ("单位基本信息（人员、机构等）", "facts of the unit (staff, offices)"),
    "evidence": ("绩效产出的佐证材料", "evidence of the output"),
}
MEASURES: Final = (*AMOUNT_MEASURES, *RATE_MEASURES, "income", *LACKS)
#: How a printed amount names its unit of money -> key of `perfkit.ledger.money.CENTS_PER`.
MONEY_UNITS: Final = {"元": "yuan", "千元": "thousand", "万元": "wan", "百万元": "million"}
#: Columns that `select` may name: budget, spending and income all have them.
SELECTABLE: Final = (
    "project_code", "budget_project_code", "department_code", "expenditure_type", "basic_kind", "fund_code",
    "economic_code", "functional_code",
)  # fmt: skip
#: Those of them that also select what a code is the parent of (`fund_code=1` takes 11, 12, 13).
HIERARCHICAL: Final = ("fund_code", "economic_code")


def conditions(select: str) -> list[tuple[str, str]]:
    """(column, value) of each condition of a text such as `expenditure_type=basic;basic_kind=personnel`."""
    parts = (condition.partition("=") for condition in select.split(";") if condition.strip())
    return [(column.strip(), value.strip()) for column, _, value in parts]
