"""The figures that a unit printed, each beside what its ledger gives.

A printed figure is described by data (published.csv): which measure, on which scope, of which rows (`select`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import pandas as pd

from perfkit.ledger.money import CENTS_PER
from perfkit.ledger.published import AMOUNT_MEASURES, HIERARCHICAL, LACKS, MONEY_UNITS, RATE_MEASURES, conditions
from perfkit.ledger.scopes import Scope, in_scope
from perfkit.measures.execution import execution


def select_rows(frame: pd.DataFrame, select: str) -> pd.DataFrame:
    """The rows that `select` names: `column=value;column=value`, all of which must hold; "" = every row.

    A fund or economic code also selects what it is the parent of (`fund_code=1` takes 11, 12, 13).

    Raises:
        ValueError: a column that the frame does not have.
    """
    for column, value in conditions(select):
        if column not in frame.columns:
            raise ValueError(f"select names no column: {column}")
        frame = frame[frame[column].str.startswith(value) if column in HIERARCHICAL else frame[column].eq(value)]
    return frame


def figure(
    budget: pd.DataFrame, spending: pd.DataFrame, income: pd.DataFrame, measure: str, scope: Scope | str, select: str
) -> int | float | None:
    """One figure: cents, or a rate of 0-1; None where there is no base or no budget book.

    Args:
        budget, spending, income: classified frames.
        measure: one of `perfkit.ledger.published.MEASURES` that a ledger can give.
        scope: which funds count.
        select: which rows (see `select_rows`).
    """
    if measure == "income":
        return int(in_scope(select_rows(income, select), scope)["income_cents"].sum())
    total = execution(select_rows(budget, select), select_rows(spending, select), [], scope).iloc[0]
    value = total[measure if measure in RATE_MEASURES else AMOUNT_MEASURES[measure]]
    # A book without the selected line means a budget of nothing; no book at all means that nobody knows.
    if pd.isna(value):
        return 0 if measure in AMOUNT_MEASURES and not budget.empty else None
    return float(value) if measure in RATE_MEASURES else int(value)


def published_comparison(
    published: pd.DataFrame, budget: pd.DataFrame, spending: pd.DataFrame, income: pd.DataFrame
) -> pd.DataFrame:
    """Each printed figure beside the computed one.

    *Grain*: one printed figure, in the order of `published`.

    Returns:
        id, label_zh, label_en, measure, scope, select, unit, published, computed, difference (texts in `unit`, as many
        decimals as printed; a difference below them shows as 0), difference_cents (Int64, null for rates), verdict
        (equal, differs, not_computable), lacks_zh, lacks_en.
    """

    def compute(measure: str, scope: str, select: str) -> int | float | Lack:
        missing = lack(budget, spending, income, measure, scope)
        if missing:
            return missing
        value = figure(budget, spending, income, measure, scope, select)
        return _BUDGET_BOOK if value is None else value

    rows = [_compared(row, compute) for row in published.astype("str").to_dict(orient="records")]
    return pd.DataFrame(rows, columns=list(_RESULT)).astype({"difference_cents": "Int64"})


_RESULT: Final = (
    "id", "label_zh", "label_en", "measure", "scope", "select", "unit", "published", "computed", "difference",
    "difference_cents", "verdict", "lacks_zh", "lacks_en",
)  # fmt: skip


#: What is missing, in Chinese and English.
Lack = tuple[str, str]
_BUDGET_BOOK: Final = ("预算文件", "the budget book")
_SPENDING: Final = ("支出数据（序时账或执行汇总表）", "spending (a journal or an execution summary)")
_INCOME: Final = ("序时账", "a journal")
_FUNDS: Final = ("资金性质", "the fund of each line")


def lack(budget: pd.DataFrame, spending: pd.DataFrame, income: pd.DataFrame, measure: str, scope: str) -> Lack | None:
    """What `figure` needs for a measure and the ledger does not have; None if it has all. A 0 would be no result."""
    if measure in LACKS:
        return LACKS[measure]
    needed = [(spending, _SPENDING)] if measure in ("actual", *RATE_MEASURES) else []
    needed += [(income, _INCOME)] if measure == "income" else []
    needed += [(budget, _BUDGET_BOOK)] if measure not in ("actual", "income") else []
    for frame, lack in needed:
        if frame.empty:
            return lack
        untold = frame["fund_code"].eq("") & ~frame["is_fiscal_appropriation"]
        if Scope(scope) is Scope.FISCAL and untold.all():
            return _FUNDS
    return None


def _compared(row: dict[Hashable, str], compute: Callable[[str, str, str], int | float | Lack]) -> dict[str, object]:
    kept = {name: row[name] for name in ("id", "label_zh", "label_en", "measure", "scope", "select", "unit")}
    kept["published"] = row["value"]
    value = compute(row["measure"], row["scope"], row["select"])
    if isinstance(value, tuple):
        zh, en = value
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
