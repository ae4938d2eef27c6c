"""The units of a district side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.money import currency_label, ratio
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit
from perfkit.tables.lines import scoped, summed, table_columns, with_total
from perfkit.tables.table import Table

_AMOUNTS: Final = ("original_budget_cents", "final_budget_cents", "actual_cents", "variance_cents")
_COUNTS: Final = ("error_count", "warning_count")


def units_table(
    compared: pd.DataFrame, unit: Unit, year: int, scope: Scope | str, language: Language = "zh", *,
    notes: Sequence[str] = (),
) -> Table:  # fmt: skip
    """Budget, actual, remaining and rate of every unit and of all together, with what the checks found.

    Args:
        compared: frame of `measures.units_compared`.
        unit: any of the units: they keep their books in one currency.
        year: the fiscal year.
        scope: the scope it was measured on.
        language: of headings and names.
        notes: what must be said of the units that are not in it.
    """
    lines = with_total(compared, _total(compared), ["unit_name"], language) if len(compared) > 1 else compared
    columns = table_columns(["unit_name", *_AMOUNTS, "execution_rate", "earlier_execution_rate", *_COUNTS], language)
    return Table(
        title=scoped(f"{year} 年各单位预算执行", f"Budget execution of the units, {year}", scope, language),
        frame=lines,
        columns=columns,
        language=language,
        currency=currency_label(unit, language),
        notes=notes,
        nothing="No unit has figures on this scope." if language == "en" else "没有单位有本口径的数据。",
    )


def _total(compared: pd.DataFrame) -> pd.DataFrame:
    sums = summed(compared, (*_AMOUNTS, *_COUNTS))
    return sums.assign(execution_rate=ratio(sums["actual_cents"], sums["final_budget_cents"]))
