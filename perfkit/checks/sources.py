"""What the exports of a year lack, say twice, or say differently from one another."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.charts import chart_of
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import SOURCE
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit

REPEATED_FILE: Final = FindingKind(
    "repeated_lines",
    "error",
    "文件内容重复",
    "file told twice",
    "{file} 的 {lines} 条记录（自第 {row} 行起，金额 {found} {currency}）全部与 {other} 相同，被重复计入。"
    "请删去其中一份。",
    "All {lines} entries of {file} (from row {row}, {found}) stand in {other} too and are counted twice. Remove one of "
    "the files.",
)
REPEATED_LINES: Final = FindingKind(
    "repeated_lines",
    "warning",
    "两个文件有相同的行",
    "lines told by two files",
    "{file} 有 {lines} 条记录（自第 {row} 行起，金额 {found} {currency}）与 {other} 相同，均已计入；"
    "如属重复导出，请删去。",
    "{lines} entries of {file} (from row {row}, {found}) stand in {other} too and are counted in both. If they were "
    "exported twice, remove one of them.",
)
NO_ACTUALS: Final = FindingKind(
    "no_actuals",
    "error",
    "没有支出数据",
    "no source of actuals",
    "{what}：全年执行数不可计算，报告中的 0 不表示没有支出。请放入含预算会计分录的序时账，或预算执行汇总表；"
    "如该年度用的是另一套科目表，请在 unit.toml 中写明（chart、chart_by_year、[accounts]）。",
    "{what}: the year's actual is not computable, and a 0 in the reports does not mean that nothing was spent. Put in "
    "a journal with the budget book, or an execution summary; if the year's books follow another chart of accounts, "
    "name it in unit.toml (chart, chart_by_year, [accounts]).",
)
SUMMARY_AGREES: Final = FindingKind(
    "summary_against_ledger",
    "notice",
    "执行汇总表只作核对",
    "execution summary only compared",
    "已有{what}，执行汇总表（{file}）只作核对，未计入；两者合计一致：{found} {currency}。",
    "There is a {what}, so the execution summary ({file}) is only compared with it and counts nowhere; both add up to "
    "{found}.",
)
SUMMARY_DIFFERS: Final = FindingKind(
    "summary_against_ledger",
    "warning",
    "执行汇总表与账簿不符",
    "execution summary differs",
    "已有{what}（合计 {expected} {currency}），执行汇总表（{file}）合计 {found} {currency}，相差 {gap} {currency}；"
    "以{what}为准，汇总表未计入。请核对两者口径。",
    "The {what} adds up to {expected}, the execution summary ({file}) to {found}, {gap} apart; the {what} is counted, "
    "the summary is not. Compare what the two cover.",
)
DOCUMENT_OUTSIDE_YEAR: Final = FindingKind(
    "documents_outside_year",
    "warning",
    "预算调整文件日期不在本年度",
    "budget change dated outside the year",
    "{file} 第 {row} 行：预算调整文件 {subject} 的日期是 {found}，应在 {expected} 之间；金额已计入。请核对日期和年度。",
    "{file} row {row}: budget change {subject} is dated {found}, which is not within {expected}; it is counted. Check "
    "its date and year.",
)
_JOURNAL_WITHOUT: Final[dict[Language, str]] = {
    "zh": "序时账中没有支出科目的分录（{name}：{codes} 开头）",
    "en": "The journal has no entry on a spending account ({name}: {codes}...)",
}
_SPENDING_UNKNOWN: Final[dict[Language, str]] = {
    "zh": "unit.toml 的 [accounts] 没有写明哪些科目是支出（spending）",
    "en": "[accounts] of unit.toml does not say which accounts are spending",
}
_NO_SOURCE: Final[dict[Language, str]] = {
    "zh": "没有可用的序时账，也没有可用的预算执行汇总表",
    "en": "There is no journal and no execution summary that could be used",
}
SOURCES: Final[dict[str, dict[Language, str]]] = {
    "actual_cents": {"zh": "序时账支出", "en": "spending of the journal"},
    "amount_cents": {"zh": "预算文件", "en": "budget book"},
}


def repeated_lines(frame: pd.DataFrame, amount: str) -> list[Finding]:
    """Lines of a budget book or summary that an earlier file has told already, amount and all.

    One finding per file. (The lines of a journal are compared by voucher: see `duplicate_vouchers`.)
    """
    content = [name for name in frame.columns if name not in SOURCE]
    first = frame.groupby(content, dropna=False, sort=False)["source_file"].transform("first")
    again = frame[frame["source_file"].ne(first) & frame[amount].ne(0)].assign(other=first)
    told = frame[frame[amount].ne(0)].groupby("source_file").size()
    findings = []
    for file, lines in again.groupby("source_file"):
        kind = REPEATED_FILE if len(lines) == told[file] else REPEATED_LINES
        parts: dict[str, object] = {"lines": len(lines), "other": lines["other"].iloc[0]}
        findings.append(_at(kind, lines.iloc[0], int(lines[amount].sum()), parts))
    return findings


def no_actuals(journal: pd.DataFrame, spending: pd.DataFrame, unit: Unit) -> list[Finding]:
    """A year of which nobody tells the spending: a sum of 0 is then no result."""
    if len(spending):
        return []
    return [Finding(NO_ACTUALS, parts={"what": _NO_SOURCE if journal.empty else _without_spending(unit)})]


def _without_spending(unit: Unit) -> dict[Language, str]:
    chart = chart_of(unit)
    prefixes = chart.spending_prefixes()
    if not prefixes:
        return _SPENDING_UNKNOWN
    codes: dict[Language, str] = {"zh": "、".join(prefixes), "en": ", ".join(prefixes)}
    return {
        language: text.format(name=chart.name[language], codes=codes[language])
        for language, text in _JOURNAL_WITHOUT.items()
    }


def summary_against_ledger(told: pd.DataFrame, counted: pd.DataFrame, amount: str) -> list[Finding]:
    """An execution summary beside a journal or budget book: the latter counts, the former is compared with it.

    Args:
        told: budget or spending that the summary tells.
        counted: the same as the ledger counts it.
        amount: the amount column of both, a key of SOURCES.
    """
    if told.empty or counted["source_file"].isin(list(told["source_file"])).any():
        return []
    expected, found = int(counted[amount].sum()), int(told[amount].sum())
    kind = SUMMARY_AGREES if expected == found else SUMMARY_DIFFERS
    parts: dict[str, object] = {"what": SOURCES[amount], "gap": as_yuan(found - expected)}
    return [_at(kind, told.iloc[0], found - expected, parts, as_yuan(expected), as_yuan(found))]


def documents_outside_year(budget: pd.DataFrame, first_day: date, last_day: date) -> list[Finding]:
    """Changes of the budget dated outside the year; original budgets are often decided before it begins."""
    dates = budget["document_date"]
    outside = dates.notna() & ~dates.between(pd.Timestamp(first_day), pd.Timestamp(last_day))
    changes = budget[outside & ~budget["budget_type"].isin(["original", "carryover"])]
    return [
        _at(
            DOCUMENT_OUTSIDE_YEAR,
            line,
            int(line["amount_cents"]),
            {"subject": line["document_number"]},
            f"{first_day} ~ {last_day}",
            f"{line['document_date']:%Y-%m-%d}",
        )
        for _, line in changes.iterrows()
    ]


def _at(
    kind: FindingKind, line: pd.Series, cents: int, parts: dict[str, object], expected: str = "", found: str = ""
) -> Finding:
    return Finding(
        kind,
        amount_cents=cents,
        expected=expected,
        found=found or as_yuan(cents),
        source_file=line["source_file"],
        source_sheet=line["source_sheet"],
        source_row=int(line["source_row"]),
        parts=parts,
    )
