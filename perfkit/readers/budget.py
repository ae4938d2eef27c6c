"""Budget books (预算指标, 预算批复, 追加 documents): one tidy row per amount that a document sets or changes.

Two forms are read: one row per document line with its 预算类型, or one row per project with 年初预算数, 追加, 调减,
上年结转 ... side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.ledger.charts import chart_of
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.lines.accounts import accounts
from perfkit.readers.lines.amounts import Amounts, closed, codes, read_amounts
from perfkit.readers.lines.cells import to_dates, to_months
from perfkit.readers.lines.faults import UNKNOWN_BUDGET_TYPE, UNREADABLE_DATE, Fault
from perfkit.readers.lines.rows import Reading, Source, Table, placed
from perfkit.readers.lines.vouchers import periods

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

NOT_SPENDING: Final = FindingKind(
    "budget_not_of_spending", "notice", "非支出科目的预算", "budget of other accounts than spending",
    "{place} 第 {row} 行起有 {lines} 行预算不在支出科目上（{subject}），合计 {found} {currency}："
    "不计入支出预算，不参与执行率计算。",
    "{place}: from row {row} on, {lines} lines are budgets of accounts that are no spending ({subject}), {found} in "
    "all; they are no part of the budget that execution is measured by.",
)  # fmt: skip


def read_budget(tables: Sequence[Table], source: Source) -> Reading:
    """The budget lines of all sheets of one budget book.

    *Grain*: one amount of a document: a row of the export, or one filled amount of a row with several. Reductions are
    negative whichever sign the export uses; a transfer keeps its sign. A book without types is an original budget.
    `period` is that of the date of a change, else the one that the row says it is for, else 0. A row of an unknown
    type, or with an amount or date nobody can read, is set aside and reported; a change without a document number is
    kept and reported. A printed 全年预算数 is compared with the original budget and its changes.

    Raises:
        BadConfiguration: see `read_amounts`.
    """
    sheets = [_sheet(table, source) for table in tables]
    lines = [_lines(sheet, source) for sheet in sheets]
    reading = closed(pd.concat(lines, ignore_index=True), "budget", sheets, source, lambda view: _signed(view)[1])
    told = [finding for sheet, frame in zip(sheets, lines, strict=True) for finding in _findings(sheet, frame, source)]
    return replace(reading, findings=(*reading.findings, *told))


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
    return first_given(dates, table.texts("voucher_date"))


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
    days, account = to_dates(_date_texts(view)), accounts(view, source.unit)
    told_for = _told_periods(view, source.unit)
    frame = codes(view, source.unit).assign(
        account_code=account.code,
        account_name=account.name,
        period=document_periods(kinds, days, source.unit.calendar, source.year).where(lambda of: of.ne(0), told_for),
        budget_type=kinds,
        document_number=view.texts("document_number"),
        document_date=days,
        summary=view.texts("summary"),
        amount_cents=cents,
    )
    # A change of nothing, as 0 in a column of changes, is no change.
    told = why.eq("") & view.texts("amount").ne("") & (cents.ne(0) | kinds.eq("original"))
    return placed(frame, view.sheet, source)[told]


def _told_periods(view: Table, unit: Unit) -> pd.Series:
    """The period that each row says it is for, as budgets by month do; 0 where it names none of the year."""
    texts = view.texts("period")
    number, _ = to_months(texts)
    found = periods(pd.Series(pd.NaT, index=texts.index), texts, unit)
    return found.where(number.between(1, 12) & found.between(1, unit.calendar.periods_per_year), 0)


def document_periods(types: pd.Series, days: pd.Series, calendar: FiscalCalendar, year: int) -> pd.Series:
    """The period in which each line of a budget book takes effect: 0 for the original budget and outside the year."""
    in_year = types.ne("original") & calendar.contains(days, year)
    return calendar.period_of(days).where(in_year, 0)


def _findings(sheet: Amounts, lines: pd.DataFrame, source: Source) -> list[Finding]:
    where = {"source_file": source.source_file, "source_sheet": sheet.table.sheet.name}
    findings = _not_spending(lines, source)
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


def _not_spending(lines: pd.DataFrame, source: Source) -> list[Finding]:
    """Lines that `perfkit.measures.classified_budget` leaves out, because their account is none of spending."""
    others = lines[~chart_of(source.unit).is_budgeted_spending(lines["account_code"])]
    if others.empty:
        return []
    cents, first, named = int(others["amount_cents"].sum()), others.iloc[0], list(others["account_code"].unique())
    return [
        Finding(
            NOT_SPENDING,
            subject=", ".join(named[:20]) + (" …" if len(named) > 20 else ""),
            amount_cents=cents,
            found=as_yuan(cents),
            source_file=source.source_file,
            source_sheet=first["source_sheet"],
            source_row=int(first["source_row"]),
            parts={"lines": len(others)},
        )
    ]


def _final_differs(row: int, printed: int, computed: int, where: dict[str, str]) -> Finding:
    parts: dict[str, object] = {"amount": as_yuan(printed - computed)}
    return Finding(
        FINAL_DIFFERS, amount_cents=printed - computed, expected=as_yuan(printed), found=as_yuan(computed),
        source_row=row, parts=parts, **where,
    )  # fmt: skip
