"""The account-balance table against itself and against the journal: the proof that no voucher is missing."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan

ROLL_FORWARD: Final = FindingKind(
    "balance_roll_forward",
    "error",
    "余额表期初加发生额不等于期末",
    "opening plus movements is not closing",
    "{file} 第 {row} 行科目 {subject}：期初 + 借方 − 贷方 = {expected} {currency}，表列期末 {found} {currency}，"
    "相差 {gap} {currency}。",
    "{file} row {row}, account {subject}: opening + debits - credits = {expected}, the table says {found}: {gap} off.",
)
MOVEMENT: Final = FindingKind(
    "balance_against_journal",
    "error",
    "余额表发生额与序时账不符",
    "movements differ from the journal",
    "科目 {subject}：余额表净发生额 {expected} {currency}（{file} 第 {row} 行），序时账净发生额 {found} {currency}，"
    "相差 {gap} {currency}。",
    "Account {subject}: the balance table moves by {expected} ({file} row {row}), the journal by {found}, {gap} apart.",
)
NOT_IN_TABLE: Final = FindingKind(
    "balance_against_journal",
    "error",
    "余额表中没有该科目",
    "account missing from the balance table",
    "科目 {subject}：余额表中没有这一科目，序时账（{place} 第 {row} 行起）净发生额 {found} {currency}。"
    "请核对余额表是否完整。",
    "Account {subject} is not in the balance table; the journal ({place}, from row {row}) moves it by {found}. "
    "Is the table whole?",
)
NO_BALANCES: Final = FindingKind(
    "balance_against_journal",
    "notice",
    "没有科目余额表，完整性未验证",
    "no balance table: completeness not proved",
    "没有科目余额表：无法验证序时账是否完整。请同时导出科目余额表。",
    "There is no balance table: the journal's completeness cannot be proved. Export it too.",
)


def _net(frame: pd.DataFrame, prefix: str = "") -> pd.Series:
    return frame[f"{prefix}debit_cents"] - frame[f"{prefix}credit_cents"]


def _tells_movement(balances: pd.DataFrame) -> pd.Series:
    """Whether the table of each row tells movements at all.

    SIE files and many printed tables have opening and closing balances only: every movement is 0 there, and only that
    shows it, because an amount is never null.
    """
    return _in_its_table(balances["debit_cents"].ne(0) | balances["credit_cents"].ne(0), balances)


def _tells_year(balances: pd.DataFrame) -> pd.Series:
    """Whether the table of each row tells more than the openings: some account of it moves or closes otherwise."""
    return _tells_movement(balances) | _in_its_table(
        _net(balances, "closing_").ne(_net(balances, "opening_")), balances
    )


def _in_its_table(of_row: pd.Series, balances: pd.DataFrame) -> pd.Series:
    return of_row.groupby([balances[name] for name in ("source_file", "source_sheet")]).transform("any")


def balance_roll_forward(balances: pd.DataFrame) -> list[Finding]:
    """Leaf accounts whose opening balance + movements is not their closing balance, where movements are told."""
    leaves = balances[balances["is_leaf"] & _tells_movement(balances)]
    expected, found = _net(leaves, "opening_") + _net(leaves), _net(leaves, "closing_")
    return [
        _apart(ROLL_FORWARD, leaves.loc[i], int(expected[i]), int(found[i])) for i in leaves.index[expected.ne(found)]
    ]


def balance_against_journal(balances: pd.DataFrame, journal: pd.DataFrame) -> list[Finding]:
    """Accounts whose net movement in the balance table is not that of the journal.

    Where the table tells no movement, it is closing less opening balance; a table of openings alone proves nothing.
    Leaves only. An account of the journal that
    the table does not have is compared with its nearest parent there; one that has none at all has a movement of zero
    in the table.
    """
    if journal.empty:
        return []
    leaves = balances[balances["is_leaf"] & _tells_year(balances)]
    if leaves.empty:
        return [Finding(NO_BALANCES)]
    change = _net(leaves, "closing_") - _net(leaves, "opening_")
    moved = _net(leaves).where(_tells_movement(leaves), change)
    told = pd.Series(moved.to_numpy(), index=leaves["account_code"]).groupby(level=0).sum()
    nearest = _nearest(journal["account_code"], set(told.index))
    posted = _net(journal).groupby(nearest).sum()
    both = pd.DataFrame({"told": told, "posted": posted}).fillna(0).astype("int64")
    rows = leaves.drop_duplicates("account_code").set_index("account_code")
    lines = journal.assign(account_code=nearest).drop_duplicates("account_code").set_index("account_code")
    return [
        _apart(MOVEMENT, rows.loc[code], int(told), int(posted), code)
        if code in rows.index
        else _apart(NOT_IN_TABLE, lines.loc[code], 0, int(posted), code)
        for code, told, posted in both[both["told"].ne(both["posted"])].itertuples()
    ]


def _nearest(codes: pd.Series, known: set[str]) -> pd.Series:
    """Each code itself if the table has it, else its longest prefix there, else itself."""
    nearest = {
        code: next((code[:n] for n in range(len(code), 2, -1) if code[:n] in known), code) for code in codes.unique()
    }
    return codes.map(nearest)


def _apart(kind: FindingKind, row: pd.Series, expected: int, found: int, subject: str = "") -> Finding:
    return Finding(
        kind,
        subject=subject or row["account_code"],
        amount_cents=int(found - expected),
        expected=as_yuan(expected),
        found=as_yuan(found),
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=int(row["source_row"]),
        parts={"gap": as_yuan(found - expected)},
    )
