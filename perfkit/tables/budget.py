"""The adjustment ledger: every document that set or changed the budget."""

from __future__ import annotations

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import ROW, Lines, Trace
from perfkit.tables.lines import named, scoped, table_columns
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import restriction


def budget_changes_table(changes: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh") -> Table:
    """Each line of each budget document in order, with the budget it led to and the row of the file it stands in.

    Args:
        changes: frame of `measures.budget_changes`.
        ledger: whose names and currency.
        scope: the scope it was measured on.
        language: of headings and names.
    """
    en = language == "en"
    has_departments = bool(changes["department_code"].ne("").any())
    codes = ["budget_type", "budget_project_code", *(["department_code"] if has_departments else []), "fund_code"]
    columns = table_columns(
        ["document_number", "document_date", *codes, "summary", "amount_cents", "final_budget_cents",
         "source_file", "source_row"],
        language,
    )  # fmt: skip
    columns["final_budget_cents"] = TableColumn("Budget after this line" if en else "调整后累计预算数", "amount")
    return Table(
        title=scoped("预算调整明细", "Budget documents and changes", scope, language),
        frame=named(changes, codes, ledger, language),
        columns=columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=["Reductions are negative." if en else "调减以负数列示；最后一行的累计数即全年预算数。"],
        nothing="No budget document on this scope." if en else "本口径没有预算文件，全年预算数不可计算。",
        trace=Trace(
            columns={
                "amount_cents": (Lines("budget"),),
                "final_budget_cents": (Lines("budget", is_cumulated=True),),
            },
            by=[ROW],
            keys=[(int(row),) for row in changes.index],
            where=restriction(ledger),
        ),
    )
