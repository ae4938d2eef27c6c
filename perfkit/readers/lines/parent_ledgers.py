"""Detail ledgers of several levels: that of 1002 tells the lines of 100201 and 100202 again."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.rows import Source

DETAIL_LEDGERS: Final = FindingKind(
    "detail_ledgers", "notice", "按明细账读入", "read from detail ledgers",
    "{file} 是明细账：{accounts} 个科目的 {lines} 行，借方合计 {expected} {currency}，贷方合计 {found} {currency}。"
    "明细账逐科目列示，凭证的各行分散在各科目中。",
    "{file} holds detail ledgers: {lines} lines of {accounts} accounts, debits {expected}, credits {found}. The lines "
    "of a voucher stand with their accounts, apart from one another.",
)  # fmt: skip
PARENT_DIFFERS: Final = FindingKind(
    "parent_ledgers", "error", "上级科目明细账与下级不符", "parent ledger differs from its sub-accounts",
    "{file}：科目 {subject} 的明细账发生额合计 {expected} {currency}，其下级科目合计 {found} {currency}，"
    "相差 {gap} {currency}；两者均已计入，可能重复。请核对。",
    "{file}: the ledger of account {subject} moves by {expected}, those of its sub-accounts by {found}, {gap} apart; "
    "both are counted, perhaps twice. Compare them.",
)  # fmt: skip


def told_by_children(lines: pd.DataFrame, source: Source) -> tuple[frozenset[str], list[Finding]]:
    """The accounts of detail ledgers whose lines their sub-accounts tell, too, and what is to be said of the ledgers.

    Args:
        lines: all lines of detail ledgers of one file: account_code, debit_cents, credit_cents.
        source: where they come from.
    """
    sums = lines.groupby("account_code")[["debit_cents", "credit_cents"]].sum()
    moved = {str(code): (int(debit), int(credit)) for code, debit, credit in sums.itertuples() if code}
    codes = list(moved)
    leaves = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    findings, told = [_counted(lines, source)], set()
    for code in codes:
        if code in leaves:
            continue
        below = [moved[leaf] for leaf in leaves if leaf.startswith(code)]
        if (sum(debit for debit, _ in below), sum(credit for _, credit in below)) == moved[code]:
            told.add(code)
        else:
            findings.append(_differs(code, sum(moved[code]), sum(map(sum, below)), source))
    return frozenset(told), findings


def _counted(lines: pd.DataFrame, source: Source) -> Finding:
    parts: dict[str, object] = {"accounts": lines["account_code"].nunique(), "lines": len(lines)}
    debit, credit = (as_yuan(int(lines[f"{side}_cents"].sum())) for side in ("debit", "credit"))
    return Finding(DETAIL_LEDGERS, expected=debit, found=credit, source_file=source.source_file, parts=parts)


def _differs(code: str, own: int, below: int, source: Source) -> Finding:
    return Finding(
        PARENT_DIFFERS, subject=code, amount_cents=own - below, expected=as_yuan(own), found=as_yuan(below),
        source_file=source.source_file, parts={"gap": as_yuan(own - below)},
    )  # fmt: skip
