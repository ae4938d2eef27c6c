"""Balance tables with a group of columns for each month: 1月.借方, 1月.贷方, 2月.借方 ... The movement is their sum."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.layouts.kinds import MOVEMENT_OF_MONTH
from perfkit.readers.lines.faults import MAX_TOLD, UNREADABLE_AMOUNT, Fault
from perfkit.readers.lines.rows import Source, Table

MONTHS_DIFFER: Final = FindingKind(
    "month_groups", "error", "各月发生额之和与本年累计不符", "months differ from the year to date",
    "{place} 第 {row} 行（科目 {subject}）：各月发生额之和为 {found}，本年累计为 {expected}，相差 {gap} {currency}；"
    "按各月之和计入。",
    "{place} row {row} (account {subject}): the months add up to {found}, the year to date says {expected}, {gap} "
    "apart; the sum of the months is counted.",
)  # fmt: skip
MORE_DIFFER: Final = FindingKind(
    "month_groups", "error", "另有多行各月之和与本年累计不符", "more rows whose months differ",
    "{place} 另有 {found} 行各月发生额之和与本年累计不符，自第 {row} 行起。",
    "{place}: in {found} more rows from row {row} on the months differ from the year to date.",
)  # fmt: skip


def movements(table: Table) -> tuple[dict[str, pd.Series], list[Fault]]:
    """debit_cents and credit_cents of every row (Int64, null = unreadable), and what is unreadable.

    The sum of the months, where the table has months; else that of the period printed; else the year to date.
    """
    plain = "" if table.has("debit") or table.has("credit") else "ytd_"
    is_monthly = any(table.has(name) for names in MOVEMENT_OF_MONTH.values() for name in names)
    amounts, faults = {}, []
    for side, names in MOVEMENT_OF_MONTH.items():
        columns = [name for name in names if table.has(name)] if is_monthly else [f"{plain}{side}"]
        cents = {name: table.cents(name) for name in columns}
        total = sum(cents.values(), pd.Series(0, index=table.sheet.cells.index, dtype="Int64"))
        amounts[f"{side}_cents"] = total
        faults += [
            Fault("unreadable_amount", part.isna(), table.texts(name), UNREADABLE_AMOUNT)
            for name, part in cents.items()
        ]
    return amounts, faults


def month_totals(
    table: Table, why: pd.Series, amounts: dict[str, pd.Series], codes: pd.Series, source: Source
) -> list[Finding]:
    """Lines whose months do not add up to the year to date that the table prints beside them."""
    if not any(table.has(name) for names in MOVEMENT_OF_MONTH.values() for name in names):
        return []
    apart = []
    for side in ("debit", "credit"):
        if table.has(f"ytd_{side}"):
            told = pd.DataFrame({"expected": table.cents(f"ytd_{side}"), "found": amounts[f"{side}_cents"]})[why.eq("")]
            apart.append(told[told["expected"].fillna(0).ne(told["found"])].fillna(0).astype("int64"))
    off = pd.concat(apart).sort_index(kind="stable") if apart else pd.DataFrame()
    findings = [
        _at(MONTHS_DIFFER, table, row, codes[row], int(expected), int(found), source)
        for row, expected, found in off.head(MAX_TOLD).itertuples()
    ]
    rest = off.iloc[MAX_TOLD:]
    if len(rest):
        expected, found = int(rest["expected"].sum()), int(rest["found"].sum())
        findings.append(_at(MORE_DIFFER, table, int(rest.index[0]), "", expected, found, source, str(len(rest))))
    return findings


def _at(
    kind: FindingKind, table: Table, row: int, code: str, expected: int, found: int, source: Source, said: str = ""
) -> Finding:
    currency = {"zh": source.unit.currency_zh, "en": source.unit.currency_en}
    return Finding(
        kind, subject=code, amount_cents=found - expected, expected=as_yuan(expected), found=said or as_yuan(found),
        source_file=source.source_file, source_sheet=table.sheet.name, source_row=row + 1,
        parts={"gap": as_yuan(found - expected), "currency": currency},
    )  # fmt: skip
