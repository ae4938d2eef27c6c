"""Budget books (预算指标, 预算批复, 追加 documents): one tidy row per amount that a document sets or changes.

Two forms are read: one row per document line with its 预算类型, or one row per project with 年初预算数, 追加, 调减,
上年结转 ... side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.amounts import Amounts, closed, codes, read_amounts
from perfkit.readers.cells import to_dates
from perfkit.readers.faults import UNKNOWN_BUDGET_TYPE, UNREADABLE_DATE, Fault
from perfkit.readers.rows import Reading, Source, Table, placed

#: How documents call a type -> the type. `adjustment` is one word for both directions: the sign decides.
_TYPES: Final = {
    **dict.fromkeys(("original", "年初", "年初预算", "年初批复", "年初预算数", "年初下达", "批复"), "original"),
    **dict.fromkeys(("supplement", "追加", "年中追加", "追加预算", "调增", "增加"), "supplement"),
    **dict.fromkeys(("reduction", "调减", "追减", "核减", "调减预算", "追减预算", "减少", "收回"), "reduction"),
    **dict.fromkeys(("transfer", "调剂", "预算调剂"), "transfer"),
    **dict.fromkeys(("carryover", "上年结转", "结转", "上年结转资金", "结转资金"), "carryover"),
    **dict.fromkeys(("adjustment", "调整", "预算调整", "追加(调减)", "追加调减"), "adjustment"),
}
_WIDE: Final = {
    name: {"budget_type": name}
    for name in ("original", "supplement", "reduction", "transfer", "carryover", "adjustment")
}
#: Field of an amount column -> its type. 上年结转 is also what balance tables call their opening balance.
_COLUMNS: Final = {"original_budget": _WIDE["original"], "opening_balance": _WIDE["carryover"], **_WIDE}
#: Changes that need a document. (A carry-over needs none: it follows from the accounts of the year before.)
_DOCUMENTED: Final = ("supplement", "reduction", "transfer")
UNDOCUMENTED: Final = FindingKind(
    "undocumented_budget_changes", "warning", "预算调整缺少文号", "budget change without a document number",
    "{place} 有 {found} 笔追加、调减或调剂没有文号，合计 {amount} 元（第 {rows} 行）；已计入，请补充文号。",
    "{place}: {found} supplements, reductions or transfers have no document number, {amount} in all "
    "(row {rows}); they are counted in the final budget. Add the numbers.",
)  # fmt: skip
FINAL_DIFFERS: Final = FindingKind(
    "final_budget_differs", "error", "全年预算数与年初数加调整数不符", "final budget is not original plus changes",
    "{place} 第 {row} 行：表内全年预算数为 {expected}，年初数加各项调整为 {found}，相差 {amount} 元。",
    "{place} row {row}: the printed final budget is {expected}, original and changes add up to {found}, "
    "a difference of {amount}.",
)  # fmt: skip


def read_budget(tables: Sequence[Table], source: Source) -> Reading:
    """The budget lines of all sheets of one budget book.

    *Grain*: one amount of a document: a row of the export, or one filled amount of a row with several. Reductions are
    negative whichever sign the export uses; a transfer keeps its sign. A book without types is an original budget.
    `period` is 0 for the original budget and for a change without a date of the year. A row of an unknown type, or
    with an amount or date nobody can read, is set aside and reported; a change without a document number is kept and
    reported. A printed 全年预算数 is compared with the original budget and its changes.

    Raises:
        BadConfiguration: see `read_amounts`.
    """
    sheets = [_sheet(table, source) for table in tables]
    lines = [_lines(sheet, source) for sheet in sheets]
    reading = closed(pd.concat(lines, ignore_index=True), "budget", sheets, source, lambda view: _signed(view)[1])
    told = [finding for sheet, frame in zip(sheets, lines, strict=True) for finding in _findings(sheet, frame, source)]
    return Reading(reading.frame, reading.set_aside, (*reading.findings, *told))


def _sheet(table: Table, source: Source) -> Amounts:
    amounts = read_amounts(table, source, _COLUMNS)
    dates = _date_texts(amounts.views[0])
    undated = Fault("unreadable_date", dates.ne("") & to_dates(dates).isna(), dates, UNREADABLE_DATE)
    unknown = [
        Fault("unknown_budget_type", _types(view).eq(""), view.texts("budget_type"), UNKNOWN_BUDGET_TYPE)
        for view in amounts.views
    ]
    return amounts.without([undated, *unknown], source)


def _date_texts(table: Table) -> pd.Series:
    """The date of the document; many books head it with 日期 alone."""
    dates = table.texts("document_date")
    return dates.where(dates.ne(""), table.texts("voucher_date"))


def _types(view: Table) -> pd.Series:
    """The type of every row, `adjustment` where the sign decides; "" = unknown."""
    texts = view.texts("budget_type")
    if not view.has("budget_type"):
        return texts.mask(texts.eq(""), "original")
    known = {text: _type(text) for text in texts.unique()}
    return texts.map(known).astype("str")


def _type(text: str) -> str:
    """The type that one cell means, such as 追加 or 02-追加."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
    return _TYPES.get(re.sub(r"^[\d.]+[-_.]*", "", plain), "")


def _lines(sheet: Amounts, source: Source) -> pd.DataFrame:
    lines = pd.concat([_of_view(view, sheet.why, source) for view in sheet.views])
    return lines.sort_values("source_row", kind="stable")


def _signed(view: Table) -> tuple[pd.Series, pd.Series]:
    """(type, amount) of every row, reductions negative whichever sign they are printed with."""
    cents, kinds = view.cents("amount").fillna(0).astype("int64"), _types(view)
    falls = kinds.eq("reduction") | (kinds.isin(["adjustment", "supplement"]) & cents.lt(0))
    kinds = kinds.mask(falls, "reduction").mask(kinds.eq("adjustment") & ~falls, "supplement")
    return kinds, cents.mask(falls, -cents.abs())


def _of_view(view: Table, why: pd.Series, source: Source) -> pd.DataFrame:
    kinds, cents = _signed(view)
    days = to_dates(_date_texts(view))
    in_year = kinds.ne("original") & source.unit.calendar.contains(days, source.year)
    frame = codes(view, source.unit).assign(
        period=source.unit.calendar.period_of(days).where(in_year, 0),
        budget_type=kinds,
        document_number=view.texts("document_number"),
        document_date=days,
        summary=view.texts("summary"),
        amount_cents=cents,
    )
    # A change of nothing, as 0 in a column of changes, is no change.
    told = why.eq("") & view.texts("amount").ne("") & (cents.ne(0) | kinds.eq("original"))
    return placed(frame, view.sheet, source)[told]


def _findings(sheet: Amounts, lines: pd.DataFrame, source: Source) -> list[Finding]:
    where = {"source_file": source.source_file, "source_sheet": sheet.table.sheet.name}
    findings = []
    bare = lines[lines["document_number"].eq("") & lines["budget_type"].isin(_DOCUMENTED)]
    if len(bare):
        cents = int(bare["amount_cents"].sum())
        rows = ", ".join(str(row) for row in bare["source_row"].unique()[:20])
        parts: dict[str, object] = {"amount": as_yuan(cents), "rows": rows}
        found, first = str(len(bare)), int(bare["source_row"].iloc[0])
        findings.append(Finding(UNDOCUMENTED, amount_cents=cents, found=found, source_row=first, parts=parts, **where))
    if sheet.table.has("final_budget"):
        computed = lines.groupby("source_row")["amount_cents"].sum()
        printed = sheet.table.cents("final_budget").where(sheet.table.texts("final_budget").ne(""))
        printed.index = printed.index + 1
        for row in computed.index[printed[computed.index].ne(computed).fillna(False)]:
            findings.append(_final_differs(int(row), int(printed[row]), int(computed[row]), where))
    return findings


def _final_differs(row: int, printed: int, computed: int, where: dict[str, str]) -> Finding:
    parts: dict[str, object] = {"amount": as_yuan(printed - computed)}
    return Finding(
        FINAL_DIFFERS, amount_cents=printed - computed, expected=as_yuan(printed), found=as_yuan(computed),
        source_row=row, parts=parts, **where,
    )  # fmt: skip
