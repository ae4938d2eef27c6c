"""The corrections of a year: what was changed in which row, why, who decided it and when."""

from __future__ import annotations

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.columns import column_label, columns
from perfkit.ledger.corrections import typed
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan, currency_label
from perfkit.tables.lines import table_columns
from perfkit.tables.provenance import kinds_label
from perfkit.tables.table import Table, TableColumn


def corrections_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per correction that was applied: place, cell, before and after, reason, who and when."""
    en = language == "en"
    rows = [
        (
            kinds_label([one.frame], language), one.source_file, one.source_sheet, one.source_row,
            column_label(one.column, language), _printed(one.column, one.before), _printed(one.column, one.after),
            one.reason, one.decided_by, one.date,
        )
        for one in ledger.corrections
    ]  # fmt: skip
    place = table_columns(["source_file", "source_sheet", "source_row"], language)
    headings = {
        "kind": TableColumn("Kind" if en else "类别"),
        **place,
        "column": TableColumn("Cell" if en else "更正项"),
        "before": TableColumn("In the raw file" if en else "原始数据", "code"),
        "after": TableColumn("Corrected to" if en else "更正为", "code"),
        "reason": TableColumn("Reason" if en else "原因"),
        "decided_by": TableColumn("Decided by" if en else "决定人"),
        "date": TableColumn("On" if en else "日期", "code"),
    }
    return Table(
        title=f"Corrections applied ({len(rows)})" if en else f"更正清单（{len(rows)} 条）",
        frame=pd.DataFrame(rows, columns=list(headings)),
        columns=headings,
        language=language,
        currency=currency_label(ledger.unit, language),
        nothing="No correction: the figures are computed from the raw files as they are."
        if en
        else "没有更正：数字均由原始文件直接计算。",
    )


def _printed(column: str, text: str) -> str:
    return as_yuan(typed(column, text)) if columns()[column].type == "cents" else text or "—"
