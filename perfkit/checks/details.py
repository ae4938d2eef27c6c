"""Detail ledgers of some accounts hold a part of each voucher: what can be checked of a voucher then, and what not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan

PARTS_OF_VOUCHERS: Final = FindingKind(
    "parts_of_vouchers",
    "warning",
    "明细账不全，未核对凭证平衡",
    "detail ledgers of some accounts only",
    "明细账（{file}）借方合计 {expected} {currency}，贷方合计 {found} {currency}，相差 {gap} {currency}：只含部分科目，"
    "或有分录遗漏。这些分录未按凭证核对借贷平衡和编号连续。请补充其余科目的明细账，或导出序时账。",
    "The detail ledgers ({file}) have debits of {expected} and credits of {found}, {gap} apart: they are those of some "
    "accounts only, or lack lines. Whether their vouchers balance and are numbered without gaps was not checked. Add "
    "the ledgers of the other accounts, or export the journal.",
)


def whole_vouchers(journal: pd.DataFrame, ledgers: Collection[str]) -> pd.DataFrame:
    """The lines of which every voucher is told whole: those of detail ledgers only if their debits are their credits.

    Args:
        journal: all lines of the year.
        ledgers: the source files that are detail ledgers.
    """
    return journal[~_is_part(journal, ledgers)]


def parts_of_vouchers(journal: pd.DataFrame, ledgers: Collection[str]) -> list[Finding]:
    """That detail ledgers do not tell whole vouchers, with the amount that they lack."""
    lines = journal[_is_part(journal, ledgers)]
    if lines.empty:
        return []
    debit, credit = int(lines["debit_cents"].sum()), int(lines["credit_cents"].sum())
    files = ", ".join(lines["source_file"].unique())
    return [
        Finding(
            PARTS_OF_VOUCHERS,
            amount_cents=debit - credit,
            expected=as_yuan(debit),
            found=as_yuan(credit),
            source_file=files,
            parts={"gap": as_yuan(debit - credit)},
        )
    ]


def told_accounts(balances: pd.DataFrame, journal: pd.DataFrame, ledgers: Collection[str]) -> pd.DataFrame:
    """The balances that can be compared with the journal: beside a part of the ledgers, those of their accounts."""
    if not _is_part(journal, ledgers).any():
        return balances
    codes = tuple(journal["account_code"].unique())
    told = {code for code in balances["account_code"].unique() if any(one.startswith(code) for one in codes)}
    return balances[balances["account_code"].isin(told)]


def _is_part(journal: pd.DataFrame, ledgers: Collection[str]) -> pd.Series:
    """Which lines stand in detail ledgers that do not hold both sides of their vouchers."""
    of_ledgers = journal["source_file"].isin(list(ledgers))
    sums = journal[of_ledgers].groupby("book")[["debit_cents", "credit_cents"]].sum()
    return of_ledgers & bool(sums["debit_cents"].ne(sums["credit_cents"]).any())
