"""Faults of vouchers: unbalanced, twice, outside the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from perfkit.ledger.entries import SPANNING, balance_of_entries
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import CODES, VOUCHER
from perfkit.ledger.money import as_yuan

UNBALANCED: Final = FindingKind(
    "unbalanced_vouchers",
    "error",
    "凭证借贷不平",
    "unbalanced voucher",
    "凭证 {subject}（{file} 第 {row} 行起）借方合计 {expected} {currency}，贷方合计 {found} {currency}，"
    "相差 {gap} {currency}。请核对原凭证，或重新导出。",
    "Voucher {subject} ({file}, from row {row}) has debits of {expected} and credits of {found}, {gap} apart. "
    "Compare it with the voucher itself, or export again.",
)
DUPLICATE: Final = FindingKind(
    "duplicate_vouchers",
    "error",
    "凭证重复",
    "duplicate voucher",
    "凭证 {subject} 出现两次：{first} 行起和 {place} 第 {row} 行起，{lines} 条分录完全相同，"
    "金额 {found} {currency}被重复计算。请删去其中一份。",
    "Voucher {subject} stands twice, from {first} and from {place} row {row}: {lines} identical lines, {found} too "
    "much. Remove one of the two.",
)
OUTSIDE_YEAR: Final = FindingKind(
    "dates_outside_year",
    "error",
    "凭证日期不在本年度",
    "date outside the year",
    "{file} 第 {row} 行凭证 {subject} 的日期是 {found}，应在 {expected} 之间。请改正日期，或将其移入所属年度。",
    "Voucher {subject} in {file} row {row} is dated {found}, which is not within {expected}. Correct the date, or move "
    "it to its year.",
)
SPANS_VOUCHERS: Final = FindingKind(
    "unbalanced_vouchers",
    "notice",
    "分录跨凭证字或跨月",
    "entries that span vouchers",
    "{entries} 笔分录分记在几个凭证字或月份下，合在一起借贷相等（首笔：{file} 第 {row} 行 {subject}），"
    "借方合计 {found} {currency}。",
    "{entries} entries are written under several journals or months and balance only together (first: {subject}, "
    "{file} row {row}); debits of {found} in all.",
)


def voucher_name(line: pd.Series) -> str:
    """How people call the voucher of a line: date, type, number."""
    day = "" if pd.isna(line["voucher_date"]) else f"{line['voucher_date']:%Y-%m-%d} "
    return f"{day}{line['voucher_type']}{'-' if line['voucher_type'] else ''}{line['voucher_number']}"


def _finding(kind: FindingKind, line: pd.Series, cents: int, expected: str, found: str, **parts: object) -> Finding:
    return Finding(
        kind,
        subject=voucher_name(line),
        amount_cents=int(cents),
        expected=expected,
        found=found,
        source_file=line["source_file"],
        source_sheet=line["source_sheet"],
        source_row=int(line["source_row"]),
        parts=parts,
    )


def unbalanced_vouchers(journal: pd.DataFrame) -> list[Finding]:
    """Vouchers whose debits are not their credits, to the cent.

    With parallel books (平行记账) a voucher may hold a financial and a budget entry; each must balance on its own.
    Vouchers that balance only together are one entry (`balance_of_entries`), told once as a notice.
    """
    balance = balance_of_entries(journal)
    sums = (
        journal[balance.eq("none")]
        .groupby([*VOUCHER, "book"], sort=False)
        .agg(debit=("debit_cents", "sum"), credit=("credit_cents", "sum"), first=("source_row", "idxmin"))
    )
    unbalanced = [
        _unbalanced(journal.loc[first], debit, credit)
        for debit, credit, first in sums[sums["debit"].ne(sums["credit"])].itertuples(index=False)
    ]
    return [
        *unbalanced,
        *(_spanning(journal[balance.eq(name)], entry) for name, entry in SPANNING.items() if balance.eq(name).any()),
    ]


def _unbalanced(line: pd.Series, debit: int, credit: int) -> Finding:
    gap = as_yuan(debit - credit)
    return _finding(UNBALANCED, line, debit - credit, as_yuan(debit), as_yuan(credit), gap=gap)


def _spanning(lines: pd.DataFrame, entry: Sequence[str]) -> Finding:
    debit, entries = int(lines["debit_cents"].sum()), len(lines.drop_duplicates(list(entry)))
    return _finding(SPANS_VOUCHERS, lines.iloc[0], debit, "", as_yuan(debit), entries=entries)


def duplicate_vouchers(journal: pd.DataFrame) -> list[Finding]:
    """Vouchers of which every line stands at least twice: the same export loaded twice, or pasted twice."""
    content = [*VOUCHER, "voucher_date", "summary", "account_code", "debit_cents", "credit_cents", *CODES]
    # In most journals no two lines are alike even in these, which is soon seen.
    alike = journal.duplicated(["voucher_number", "account_code", "debit_cents", "credit_cents"], keep=False)
    if not alike.any():
        return []
    copies = journal.groupby(content, sort=False, dropna=False)["source_row"].transform("size")
    fewest = copies.groupby([journal[name] for name in VOUCHER], sort=False).transform("min")
    findings = []
    for _, lines in journal[fewest.ge(2)].groupby(list(VOUCHER), sort=False):
        repeated = lines[lines.duplicated(content)]
        debit = int(repeated["debit_cents"].sum())
        first = lines.iloc[0]
        place = f"{first['source_file']} {first['source_sheet']}".strip()
        where = {"zh": f"{place} 第 {first['source_row']}", "en": f"{place} row {first['source_row']}"}
        parts = {"first": where, "lines": len(repeated)}
        findings.append(_finding(DUPLICATE, repeated.iloc[0], debit, "", as_yuan(debit), **parts))
    return findings


def dates_outside_year(journal: pd.DataFrame, first_day: date, last_day: date) -> list[Finding]:
    """Vouchers dated before the first or after the last day of the fiscal year; never waivable.

    A journal that tells only periods has no dates to be outside.
    """
    dates = journal["voucher_date"]
    outside = dates.notna() & ~dates.between(pd.Timestamp(first_day), pd.Timestamp(last_day))
    heads = journal[outside].drop_duplicates(list(VOUCHER))
    sums = journal[outside].groupby(list(VOUCHER), sort=False)["debit_cents"].sum().tolist()
    return [
        _finding(OUTSIDE_YEAR, line, cents, f"{first_day} ~ {last_day}", f"{line['voucher_date']:%Y-%m-%d}")
        for (_, line), cents in zip(heads.iterrows(), sums, strict=True)
    ]
