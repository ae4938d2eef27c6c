"""What was read of each export, and what was set aside: rows and amounts close, or the page says so."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.completeness import FileSum, file_sums
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.reasons import reason_label
from perfkit.ledger.traces import Condition, Lines, Trace
from perfkit.tables.lines import summed, table_columns, with_total
from perfkit.tables.provenance import kinds_label
from perfkit.tables.table import Table, TableColumn

#: Rows of a page's layout: no reader of a report misses them unless they carry an amount.
_LAYOUT: Final = frozenset({"title", "header", "blank", "footer", "directive"})
#: Rows that every sound export has; what is none of these was a line that could not be read.
_ORDINARY: Final = _LAYOUT | {"subtotal", "carried_forward", "other_year", "auxiliary_detail", "part_of_another_row"}


def reading_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per export: rows read = kept + set aside, and whether its amounts close, too (`amounts_read_table`)."""
    en = language == "en"
    gaps = {one.file for one in file_sums(ledger) if one.gap}
    rows = [
        (file.path, kinds_label(file.kinds, language), file.rows_read, file.rows_kept, file.rows_set_aside,
         _closes(file.rows_read - file.rows_kept - file.rows_set_aside, language), _closes(file.path in gaps, language))
        for file in ledger.inputs
    ]  # fmt: skip
    columns = {
        "path": TableColumn("File" if en else "文件", "code"),
        "kind": TableColumn("Kind" if en else "类别"),
        "rows_read": TableColumn("Rows read" if en else "读入行数", "count"),
        "rows_kept": TableColumn("Rows kept" if en else "保留行数", "count"),
        "rows_set_aside": TableColumn("Rows set aside" if en else "搁置行数", "count"),
        "closes": TableColumn("Rows close" if en else "行数勾稽"),
        "amounts_close": TableColumn("Amounts close" if en else "金额勾稽"),
    }
    return Table(
        title="What was read: read = kept + set aside" if en else "读取情况：读入 = 保留 + 搁置",
        frame=pd.DataFrame(rows, columns=list(columns)),
        columns=columns,
        language=language,
        notes=[
            "Set aside = in no frame, for the reasons listed below." if en else "搁置 = 未进入数据的行，原因见下表。"
        ],
        nothing="No export was read." if en else "没有读入任何导出文件。",
    )


def amounts_read_table(ledger: Ledger, language: Language = "zh") -> Table:
    """One line per sum of an export: over all its rows as read (and corrected) = over those kept + those set aside.

    The sums are taken where the file is read, before a row is kept or set aside. Those set aside are for the greater
    part subtotals, which repeat amounts that were kept.
    """
    en = language == "en"
    sums = file_sums(ledger)
    rows = [
        (one.file, one.name(language), one.read, one.corrected, one.kept, one.set_aside, _closes(one.gap, language))
        for one in sums
    ]
    columns = {
        "path": TableColumn("File" if en else "文件", "code"),
        "side": TableColumn("Sum of" if en else "合计"),
        "read_cents": TableColumn("Of the file" if en else "文件合计", "amount"),
        "corrected_cents": TableColumn("Corrections" if en else "更正", "amount"),
        "kept_cents": TableColumn("Kept" if en else "保留", "amount"),
        "aside_cents": TableColumn("Set aside" if en else "搁置", "amount"),
        "closes": TableColumn("Closes" if en else "勾稽"),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    if not any(one.corrected for one in sums):
        columns.pop("corrected_cents")
    return Table(
        title="Amounts: of the file = kept + set aside" if en else "金额勾稽：文件合计 = 保留 + 搁置",
        frame=frame,
        columns=columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[
            "Most amounts set aside are printed totals, which repeat the lines above them."
            if en
            else "搁置的金额多为表内合计行，与明细重复。"
        ],
        nothing="No export told amounts." if en else "没有读入含金额的导出文件。",
        trace=Trace(cells={"kept_cents": [_kept_lines(one, ledger) for one in sums]}),
    )


def _kept_lines(one: FileSum, ledger: Ledger) -> tuple[Lines, ...]:
    """The lines behind a sum of what was kept; none if the file is of a kind that pages do not open."""
    (kinds,) = (set(file.kinds) for file in ledger.inputs if file.path == one.file)
    if not kinds <= {"journal", "budget"}:
        return ()
    where: tuple[Condition, ...] = (("source_file", "is", one.file),)
    booked = [Lines("journal", where, column=name) for name in one.columns if name != "amount_cents"]
    return (*booked, *(Lines("budget", where) for name in one.columns if name == "amount_cents"))


def _closes(gap: int, language: Language) -> str:
    zh, en = ("不符", "NO") if gap else ("相符", "yes")
    return en if language == "en" else zh


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
