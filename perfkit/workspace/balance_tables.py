"""Balance tables of one year in several files: an account stands in the ledger once, or once per stretch of the year.

Two tables that tell the same account alike tell it once. Where they tell it differently, either one begins with what
the other ends with (a table per month: their movements add up, both stay), or they are of different dates (one of June,
one of December: the later one holds), or they contradict each other: the one received last holds, which is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import empty
from perfkit.workspace.once import Once, taken_out, told_twice

CONSECUTIVE: Final = FindingKind(
    "balance_tables",
    "notice",
    "余额表前后相接",
    "balance tables of consecutive periods",
    "{file} 各科目的期初余额就是 {other} 的期末余额：两份余额表前后相接，发生额相加，均已采用。",
    "{file} begins with the closing balances of {other}: they are of consecutive periods, and their movements add up.",
)
LATER: Final = FindingKind(
    "balance_tables",
    "notice",
    "余额表截止期不同，采用较晚的一份",
    "balance tables of different dates",
    "两份余额表截止期不同：采用 {file}（截至 {found}）；{other}（截至 {expected}）中相同科目的 {lines} 行搁置。",
    "The balance tables are of different dates: {file} (up to {found}) is used; {lines} rows of {other} (up to "
    "{expected}) on the same accounts are set aside.",
)
CONTRADICTING: Final = FindingKind(
    "balance_tables",
    "error",
    "两份余额表不一致",
    "balance tables that contradict each other",
    "{other} 与 {file} 中 {accounts} 个科目的余额或发生额不同（如 {subject}，{file} 第 {row} 行），"
    "且看不出各自的截止期。已采用 {file}，{other} 的 {lines} 行搁置。请只保留一份。",
    "{other} and {file} differ on {accounts} accounts (such as {subject}, {file} row {row}), and do not tell of what "
    "dates they are. {file} is used; {lines} rows of {other} are set aside. Keep one of them.",
)
_AMOUNTS: Final = (
    "opening_debit_cents", "opening_credit_cents", "debit_cents", "credit_cents",
    "closing_debit_cents", "closing_credit_cents",
)  # fmt: skip
#: 2021年1-6月, 2021年1月至6月.
_MONTHS: Final = re.compile(r"((?:19|20)\d{2})年度?第?\d{1,2}[月期]?[-—~至到]第?(1[0-2]|0?[1-9])[月期]")
#: 2021年6月, 2021-06-30, 2021.06, 20210630.
_MONTH: Final = re.compile(r"((?:19|20)\d{2})[年./-]?(1[0-2]|0[1-9]|[1-9])(?=\D|\d\d(?!\d)|$)")
_BARE_MONTH: Final = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")
#: When it was printed says nothing about up to when it is.
_PRINTED: Final = re.compile(r"(?:打印|制表|导出|编制)[^|]*")
#: Year and month up to which a table is; (0, 0) = nobody knows.
Until = tuple[int, int]


def balances_once(balances: pd.DataFrame, set_aside: pd.DataFrame, order: Sequence[str]) -> Once:
    """The balance tables of all files with every account once, or once per stretch of the year.

    Args:
        balances: the frame `balances`.
        set_aside: rows set aside on reading: titles tell up to when a table is.
        order: its files, the one received last at the end.
    """
    present = [file for file in order if file in set(balances["source_file"].unique())]
    if len(present) < 2:
        return Once(balances, empty("set_aside"))
    titles = set_aside[set_aside["reason"].eq("title")].groupby("source_file")["row_text"].agg(" | ".join)
    year = int(balances["fiscal_year"].iloc[0])
    until = {file: _until(titles.get(file, ""), file, year) for file in present}
    files = sorted(present, key=lambda file: until[file])
    kept = balances[balances["source_file"].eq(files[0])]
    aside, findings = [empty("set_aside")], []
    for file in files[1:]:
        new = balances[balances["source_file"].eq(file)]
        out, said = _decide(kept[kept["account_code"].isin(new["account_code"])], new, until)
        kept = pd.concat([kept, new]).drop(list(out.index))
        aside += [taken_out(balances.loc[rows.index], "balances", str(reason)) for reason, rows in out.groupby(out)]
        findings += said
    return Once(kept.sort_index().reset_index(drop=True), pd.concat(aside, ignore_index=True), tuple(findings))


def _decide(old: pd.DataFrame, new: pd.DataFrame, until: Mapping[str, Until]) -> tuple[pd.Series, list[Finding]]:
    """Index of each row to take out -> for which reason; what is to be said.

    Args:
        old: what was kept so far on the accounts that `new` tells.
        new: the table of a further file.
        until: up to when each table is.
    """
    same_old, same_new = _same(old, new)
    own_old, own_new = old.drop(same_old), new.drop(same_new)
    differ = own_old[own_old["account_code"].isin(own_new["account_code"])]
    # A table of first-level accounts takes for a leaf what the other knows the sub-accounts of.
    is_parent = old.loc[same_old, "is_leaf"].to_numpy() & ~new.loc[same_new, "is_leaf"].to_numpy()
    again = pd.Series("told_elsewhere", index=same_new.where(~is_parent, same_old), dtype="str")
    if differ.empty:
        twice = [told_twice(new.loc[same_new], old["source_file"].iloc[0], "debit_cents")] if len(same_new) else []
        return again, twice
    other, file = differ["source_file"].iloc[-1], new["source_file"].iloc[0]
    first = own_new[own_new["account_code"].isin(differ["account_code"])].iloc[0]
    if _follows(old, new):
        return again[:0], [_finding(CONSECUTIVE, first, other)]
    out = pd.concat([again, pd.Series("conflicting_version", index=differ.index, dtype="str")])
    accounts = differ["account_code"].nunique()
    if (0, 0) < until[other] < until[file]:
        shown = [f"{year}-{month:02d}" for year, month in (until[other], until[file])]
        return out, [_finding(LATER, first, other, len(differ), accounts, *shown)]
    return out, [_finding(CONTRADICTING, first, other, len(differ), accounts)]


def _same(old: pd.DataFrame, new: pd.DataFrame) -> tuple[pd.Index, pd.Index]:
    """Rows of `old` and of `new` that tell the same account alike, amount for amount."""
    content = ["account_code", *_AMOUNTS]
    both = [
        rows[content].assign(nth=rows.groupby(content).cumcount(), at=rows.index).astype({"at": "int64"})
        for rows in (old, new)
    ]
    matched = both[0].merge(both[1], on=[*content, "nth"])
    return pd.Index(matched["at_x"]), pd.Index(matched["at_y"])


def _follows(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether `new` opens every account with the balance that the last table of `old` closes it with."""
    last = old[old["source_file"].eq(old.groupby("account_code")["source_file"].transform("last"))]
    closing = (last["closing_debit_cents"] - last["closing_credit_cents"]).groupby(last["account_code"]).sum()
    opening = (new["opening_debit_cents"] - new["opening_credit_cents"]).groupby(new["account_code"]).sum()
    return bool(closing.eq(opening[closing.index]).all())


def _until(titles: str, file: str, year: int) -> Until:
    """The last month that the titles of a table name, else that its file's name does."""
    for text in (titles, file):
        plain = _PRINTED.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        months = [(int(found[1]), int(found[2])) for form in (_MONTHS, _MONTH) for found in form.finditer(plain)]
        if months:
            return max(months)
    return max(((year, int(found[1])) for found in _BARE_MONTH.finditer(file)), default=(0, 0))


def _finding(
    kind: FindingKind,
    row: pd.Series,
    other: str,
    lines: int = 0,
    accounts: int = 0,
    expected: str = "",
    found: str = "",
) -> Finding:
    return Finding(
        kind,
        subject=row["account_code"],
        expected=expected,
        found=found,
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=int(row["source_row"]),
        parts={"other": other, "lines": lines, "accounts": accounts},
    )
