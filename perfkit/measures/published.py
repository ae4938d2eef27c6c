"""The figures that a unit printed, each beside what its ledger gives.

A printed figure is described by data (published.csv): which measure, on which scope, of which rows (`select`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import pandas as pd

from perfkit.ledger.money import CENTS_PER
from perfkit.ledger.scopes import Scope, in_scope
from perfkit.measures.execution import execution

#: Units of money that published.csv may name.
MONEY_UNITS: Final = {"元": "yuan", "万元": "wan", "百万元": "million"}
#: What a figure needs that no ledger holds.
LACKS: Final = {
    "unit_fact": ("单位基本信息（人员、机构等）", "facts of the unit (staff, offices)"),
    "evidence": ("绩效产出的佐证材料", "evidence of the output"),
}
_RATES: Final = ("original_execution_rate", "execution_rate")
_COLUMNS: Final = {
    "original_budget": "original_budget_cents",
    "supplementary_budget": "supplementary_budget_cents",
    "final_budget": "final_budget_cents",
    "actual": "actual_cents",
}
MEASURES: Final = (*_COLUMNS, *_RATES, "income", *LACKS)


def select_rows(frame: pd.DataFrame, select: str) -> pd.DataFrame:
    """The rows that `select` names: `column=value;column=value`, all of which must hold; "" = every row.

    A fund or economic code also selects what it is the parent of (`fund_code=1` takes 11, 12, 13).

    Raises:
        ValueError: a column that the frame does not have.
    """
    for condition in filter(None, select.split(";")):
        column, _, value = (part.strip() for part in condition.partition("="))
        if column not in frame.columns:
            raise ValueError(f"select names no column: {column}")
        hierarchical = column in ("fund_code", "economic_code")
        frame = frame[frame[column].str.startswith(value) if hierarchical else frame[column].eq(value)]
    return frame


def figure(
    budget: pd.DataFrame, spending: pd.DataFrame, income: pd.DataFrame, measure: str, scope: Scope | str, select: str
) -> int | float | None:
    """One figure: cents, or a rate of 0-1; None where there is no base or no budget book.

    Args:
        budget, spending, income: classified frames.
        measure: one of MEASURES that a ledger can give.
        scope: which funds count.
        select: which rows (see `select_rows`).
    """
    if measure == "income":
        return int(in_scope(select_rows(income, select), scope)["income_cents"].sum())
    total = execution(select_rows(budget, select), select_rows(spending, select), [], scope).iloc[0]
    value = total[measure if measure in _RATES else _COLUMNS[measure]]
    # A book without the selected line means a budget of nothing; no book at all means that nobody knows.
    if pd.isna(value):
        return 0 if measure in _COLUMNS and not budget.empty else None
    return float(value) if measure in _RATES else int(value)


def published_comparison(
    published: pd.DataFrame, budget: pd.DataFrame, spending: pd.DataFrame, income: pd.DataFrame
) -> pd.DataFrame:
    """Each printed figure beside the computed one.

    *Grain*: one printed figure, in the order of `published`.

    Returns:
        id, label_zh, label_en, measure, scope, unit, published, computed, difference (texts in `unit`, as many
        decimals as printed; a difference below them shows as 0), difference_cents (Int64, null for rates), verdict
        (equal, differs, not_computable), lacks_zh, lacks_en.
    """
    rows = [
        _compared(row, lambda m, s, q: figure(budget, spending, income, m, s, q))
        for row in published.astype("str").to_dict(orient="records")
    ]
    return pd.DataFrame(rows, columns=list(_RESULT)).astype({"difference_cents": "Int64"})


_RESULT: Final = (
    "id", "label_zh", "label_en", "measure", "scope", "unit", "published", "computed", "difference",
    "difference_cents", "verdict", "lacks_zh", "lacks_en",
)  # fmt: skip


def _compared(row: dict[Hashable, str], compute: Callable[[str, str, str], int | float | None]) -> dict[str, object]:
    kept = {name: row[name] for name in ("id", "label_zh", "label_en", "measure", "scope", "unit")}
    kept["published"] = row["value"]
    lacks = LACKS.get(row["measure"])
    value = None if lacks else compute(row["measure"], row["scope"], row["select"])
    if value is None:
        zh, en = lacks or ("预算文件", "the budget book")
        return {**kept, "computed": "", "difference": "", "verdict": "not_computable", "lacks_zh": zh, "lacks_en": en}
    printed = Decimal(row["value"].replace(",", ""))
    factor = Decimal(100) if isinstance(value, float) else Decimal(1) / CENTS_PER[MONEY_UNITS[row["unit"]]]
    computed = (Decimal(value) * factor).quantize(printed, rounding=ROUND_HALF_UP)
    return {
        **kept,
        "computed": f"{computed:,}",
        "difference": f"{computed - printed:,}",
        "difference_cents": None if isinstance(value, float) else int(value - printed / factor),
        "verdict": "equal" if computed == printed else "differs",
        "lacks_zh": "",
        "lacks_en": "",
    }
