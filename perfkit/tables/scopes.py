"""The two scopes side by side: what the fiscal appropriation paid, what other funds paid, both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Lines, scope_condition
from perfkit.tables.lines import named, summed, table_columns, with_total
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import traced_by

_LINES: Final = {
    "fiscal_actual_cents": (Lines("spending", scope_condition(Scope.FISCAL)),),
    "other_actual_cents": (Lines("spending", (("is_fiscal_appropriation", "is", False),)),),
    "all_actual_cents": (Lines("spending"),),
}


def scope_reconciliation_table(
    reconciliation: pd.DataFrame, ledger: Ledger, by: Sequence[str], language: Language = "zh"
) -> Table:
    """Fiscal appropriation + other funds = all funds, line by line.

    Args:
        reconciliation: frame of `measures.scope_reconciliation` over `by`.
        ledger: whose names and currency.
        by: its code columns; empty for the unit as a whole.
        language: of headings and names.
    """
    lines, first = named(reconciliation, by, ledger, language), table_columns(by, language)
    if not by:
        lines = lines.assign(unit_name=ledger.unit.name(language))
        first = {"unit_name": TableColumn("Unit" if language == "en" else "单位")}
    elif len(lines):
        lines = with_total(lines, summed(reconciliation, list(_LINES)), by, language)
    trace = traced_by(by, reconciliation, _LINES, ledger, Scope.ALL)
    en = language == "en"
    return Table(
        title="Reconciliation of the two scopes" if en else "两种口径勾稽：财政拨款与全口径",
        frame=lines,
        columns=first | table_columns(_LINES, language),
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=["All funds = fiscal appropriation + other funds." if en else "全口径 = 财政拨款支出 + 非财政拨款支出。"],
        nothing="Nothing was spent." if en else "没有支出。",
        trace=trace.with_total() if "row_class" in lines else trace,
    )
