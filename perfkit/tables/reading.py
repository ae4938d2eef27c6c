"""What was read of each export, and what was set aside: rows and amounts close, or the page says so."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.reasons import reason_label
from perfkit.tables.lines import summed, table_columns, with_total
from perfkit.tables.provenance import kinds_label
from perfkit.tables.table import Table, TableColumn

#: Rows of a page's layout: no reader of a report misses them unless they carry an amount.
_LAYOUT: Final = frozenset({"title", "header", "blank", "footer"})
#: Rows that every sound export has; what is none of these was a line that could not be read.
_ORDINARY: Final = _LAYOUT | {"subtotal", "carried_forward", "other_year", "auxiliary_detail"}


def reading_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per export: rows read = kept + set aside, and the sums of the rows kept and set aside.

    The sums of rows set aside are those of subtotals and the like, which repeat amounts that were kept.
    """
    en = language == "en"
    frame = pd.DataFrame(
        [_reading(file, ledger, language) for file in ledger.inputs], columns=list(_headings(language))
    )
    counts = dict.fromkeys(["rows_read", "rows_kept", "rows_set_aside"], "Int64")
    cents = dict.fromkeys([name for name in _headings(language) if name.endswith("_cents")], "Int64")
    return Table(
        title="What was read" if en else "读取情况：读入 = 保留 + 搁置",
        frame=frame.astype(counts | cents),
        columns=_headings(language),
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[
            "Set aside = in no frame, for the reasons listed below." if en else "搁置 = 未进入数据的行，原因见下表。"
        ],
        nothing="No export was read." if en else "没有读入任何导出文件。",
    )


def _headings(language: Language) -> dict[str, TableColumn]:
    en = language == "en"
    return {
        "path": TableColumn("File" if en else "文件", "code"),
        "kind": TableColumn("Kind" if en else "类别"),
        "rows_read": TableColumn("Rows read" if en else "读入行数", "count"),
        "rows_kept": TableColumn("Rows kept" if en else "保留行数", "count"),
        "rows_set_aside": TableColumn("Rows set aside" if en else "搁置行数", "count"),
        "closes": TableColumn("Closes" if en else "行数勾稽"),
        "debit_cents": TableColumn("Debits kept" if en else "保留借方合计", "amount"),
        "credit_cents": TableColumn("Credits kept" if en else "保留贷方合计", "amount"),
        "amount_cents": TableColumn("Amounts kept" if en else "保留金额合计", "amount"),
        "aside_debit_cents": TableColumn("Debits set aside" if en else "搁置借方合计", "amount"),
        "aside_credit_cents": TableColumn("Credits set aside" if en else "搁置贷方合计", "amount"),
    }


def _reading(file: InputFile, ledger: Ledger, language: Language) -> dict[str, object]:
    frames = {
        "journal": ledger.journal,
        "balances": ledger.balances,
        "budget": ledger.budget,
        "summary": ledger.summary,
    }
    aside = ledger.set_aside[ledger.set_aside["source_file"].eq(file.path)]
    kept = pd.concat([frames[kind][frames[kind]["source_file"].eq(file.path)] for kind in file.kinds])
    closes = file.rows_read == file.rows_kept + file.rows_set_aside
    words = {True: ("相符", "yes"), False: ("不符", "NO")}[closes]
    sums = {
        name: kept[name].sum() if name in kept else None for name in ("debit_cents", "credit_cents", "amount_cents")
    }
    return {
        "path": file.path,
        "kind": kinds_label(file.kinds, language),
        "rows_read": file.rows_read,
        "rows_kept": file.rows_kept,
        "rows_set_aside": file.rows_set_aside,
        "closes": words[1] if language == "en" else words[0],
        **sums,
        "aside_debit_cents": aside["debit_cents"].sum(),
        "aside_credit_cents": aside["credit_cents"].sum(),
    }


def set_aside_table(ledger: Ledger, language: Language = "zh") -> Table:
    """Rows set aside, counted by reason, with their amounts."""
    en = language == "en"
    by_reason = ledger.set_aside.groupby("reason", as_index=False).agg(
        rows=("reason", "size"), debit_cents=("debit_cents", "sum"), credit_cents=("credit_cents", "sum")
    )
    lines = by_reason.assign(reason=[reason_label(reason, language) for reason in by_reason["reason"]])
    if len(lines):
        amounts = ["rows", "debit_cents", "credit_cents"]
        lines = with_total(lines, summed(lines, amounts), ["reason"], language)
    columns = table_columns(["reason", "debit_cents", "credit_cents"], language)
    columns = {"reason": columns.pop("reason"), "rows": TableColumn("Rows" if en else "行数", "count"), **columns}
    return Table(
        title="Rows set aside, by reason" if en else "搁置的行：按原因",
        frame=lines,
        columns=columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        nothing="No row was set aside." if en else "没有搁置的行。",
    )


def set_aside_rows_table(ledger: Ledger, language: Language = "zh", *, limit: int = 500) -> Table:
    """The rows set aside that carry amounts or are not mere layout, with file and row; those not read first; folded.

    Args:
        ledger: whose rows.
        language: of headings and reasons.
        limit: how many rows at most; the title and a note say how many there are.
    """
    en, rows = language == "en", ledger.set_aside
    carries = rows["debit_cents"].ne(0) | rows["credit_cents"].ne(0)
    told = rows[carries | ~rows["reason"].isin(_LAYOUT)]
    ordered = told.assign(is_ordinary=told["reason"].isin(_ORDINARY)).sort_values(
        ["is_ordinary", "source_file", "source_sheet", "source_row"], ignore_index=True
    )
    shown = ordered.head(limit)
    left = len(ordered) - len(shown)
    note = (
        f"{left} more rows are not shown; ledger.set_aside has all."
        if en
        else f"另有 {left} 行未列出，见 ledger.set_aside。"
    )
    names = ["source_file", "source_sheet", "source_row", "reason", "row_text", "debit_cents", "credit_cents"]
    return Table(
        title=f"Rows set aside, one by one ({len(ordered)})" if en else f"搁置的行：逐行（共 {len(ordered)} 行）",
        frame=shown.assign(reason=[reason_label(reason, language) for reason in shown["reason"]]),
        columns=table_columns(names, language),
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[note] if left else [],
        nothing="No such row." if en else "没有这样的行。",
        is_folded=True,
    )
