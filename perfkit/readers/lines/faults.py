"""Findings about rows that should have been lines and could not be read as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.lines.rows import Source, Table

#: More faults of one kind in one sheet than this are one fault of the export, told once.
MAX_TOLD: Final = 200

UNREADABLE_AMOUNT: Final = FindingKind(
    "unreadable_amount", "error", "金额无法识别", "unreadable amount",
    "{place} 第 {row} 行：应为{expected}，实为“{found}”；该行已搁置，未计入。",
    "{place} row {row}: expected {expected}, found “{found}”; the row was set aside and counts nowhere.",
)  # fmt: skip
UNREADABLE_DATE: Final = FindingKind(
    "unreadable_date", "error", "日期无法识别", "unreadable date", UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en
)
AMBIGUOUS_DATE: Final = FindingKind(
    "ambiguous_date", "error", "日期次序不明", "ambiguous date", UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en
)
UNREADABLE_DIRECTION: Final = FindingKind(
    "unreadable_direction", "error", "借贷方向无法识别", "unreadable direction",
    UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en,
)  # fmt: skip
NO_ACCOUNT: Final = FindingKind(
    "no_account", "error", "有金额而无科目", "amount without an account",
    UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en,
)  # fmt: skip
UNREADABLE_PERIOD: Final = FindingKind(
    "unreadable_period", "error", "期间无法识别", "unreadable period", UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en
)
UNKNOWN_BUDGET_TYPE: Final = FindingKind(
    "unknown_budget_types", "error", "预算类型无法识别", "unknown budget type",
    UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en,
)  # fmt: skip
UNKNOWN_MEASURE: Final = FindingKind(
    "unknown_measures", "error", "指标无法识别", "unknown measure", UNREADABLE_AMOUNT.zh, UNREADABLE_AMOUNT.en
)
MORE_FAULTS: Final = FindingKind(
    "more_unreadable_rows", "error", "另有多行无法识别", "more unreadable rows",
    "{place} 另有 {found} 行存在同样的问题（{what}），自第 {row} 行起；均已搁置。",
    "{place}: {found} more rows from row {row} on have the same fault ({what}); all were set aside.",
)  # fmt: skip
#: What stands in the sentence as `expected`.
_EXPECTED: Final = {
    UNREADABLE_AMOUNT.check: {"zh": "金额（如 1,234.50，精确到分）", "en": "an amount in whole cents such as 1,234.50"},
    UNREADABLE_DATE.check: {"zh": "日期（如 2021-12-31）", "en": "a date such as 2021-12-31"},
    AMBIGUOUS_DATE.check: {
        "zh": "日、月次序明确的日期（如 2021-12-31；整列没有大于 12 的日可资判断）",
        "en": "a date that tells the day from the month, such as 2021-12-31 (no other date of the column does)",
    },
    UNREADABLE_DIRECTION.check: {"zh": "借或贷", "en": "debit or credit"},
    NO_ACCOUNT.check: {"zh": "科目编码", "en": "an account code"},
    UNREADABLE_PERIOD.check: {
        "zh": "年度内的月份或季度（如 3、3月、2季度）",
        "en": "a month or quarter of the year such as 3",
    },
    UNKNOWN_BUDGET_TYPE.check: {
        "zh": "预算类型（年初、追加、调减、调剂、上年结转）",
        "en": "a budget type (original, supplement, reduction, transfer, carryover)",
    },
    UNKNOWN_MEASURE.check: {"zh": "指标（年初预算、全年预算、执行数、累计执行数）", "en": "a measure"},
}


@dataclass(frozen=True)
class Fault:
    """Rows that cannot be lines for one reason.

    Args:
        reason: a word of `perfkit.ledger.reasons`.
        rows: which rows of the sheet.
        found: what stands there instead, at least on those rows.
        kind: the finding to make of each row; None = setting aside says enough.
    """

    reason: str
    rows: pd.Series
    found: pd.Series
    kind: FindingKind | None = None


def refuse(
    why: pd.Series, faults: Iterable[Fault], table: Table, source: Source, stake: pd.Series | None = None
) -> tuple[pd.Series, list[Finding]]:
    """`why` with the reasons of `faults` where it had none, the first fault of a row winning, and their findings.

    `stake` is the amount on each row, null where it is not readable; a finding tells it.
    """
    findings: list[Finding] = []
    for fault in faults:
        hit = fault.rows & why.eq("")
        why = why.mask(hit, fault.reason)
        if fault.kind:
            findings += _told(fault.kind, fault.found[hit.index[hit]], table, source, stake)
    return why, findings


def other_year(table: Table, source: Source) -> Fault:
    """Rows that a column of years gives to another year: read with that year, not lost."""
    years = table.texts("fiscal_year")
    if table.has("fiscal_year"):
        years = years.str.extract(r"(\d{4})")[0].fillna("")
    return Fault("other_year", years.ne("") & years.ne(str(source.year)), years)


def _told(kind: FindingKind, found: pd.Series, table: Table, source: Source, stake: pd.Series | None) -> list[Finding]:
    """One finding per row of `found` (row of the sheet -> what stands there), the first MAX_TOLD of them."""
    expected = _EXPECTED[kind.check]
    rows = (found.index + 1).to_list()
    told = [
        Finding(
            kind,
            amount_cents=None if stake is None or pd.isna(stake[row - 1]) else int(stake[row - 1]),
            expected=expected["en"],
            found=text,
            source_file=source.source_file,
            source_sheet=table.sheet.name,
            source_row=row,
            parts={"expected": expected},
        )
        for row, text in zip(rows[:MAX_TOLD], found, strict=False)
    ]
    if len(rows) <= MAX_TOLD:
        return told
    more = Finding(
        MORE_FAULTS,
        found=str(len(rows) - MAX_TOLD),
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=rows[MAX_TOLD],
        parts={"what": {"zh": kind.title_zh, "en": kind.title_en}},
    )
    return [*told, more]
