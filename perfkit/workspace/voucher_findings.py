"""What is to be said of vouchers that several journals tell (voucher_versions.py)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.checks.vouchers import voucher_name
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.workspace.once import TOLD_TWICE, told_twice

WITHOUT_NUMBERS: Final = FindingKind(
    "overlapping_files",
    "warning",
    "两个文件有相同的无凭证号分录，只计一次",
    "lines without voucher numbers told by two files",
    "{file} 有 {lines} 行没有凭证号的分录（自第 {row} 行起，金额 {found} {currency}），日期、科目、金额和摘要与 "
    "{other} 相同，只计一次。如确为不同业务，请导出凭证号。",
    "{lines} rows of {file} without a voucher number (from row {row}, {found}) are the same in date, account, amount "
    "and summary as rows of {other}, and count once. If they are other transactions, export the voucher numbers.",
)
CONFLICT: Final = FindingKind(
    "conflicting_vouchers",
    "error",
    "两个文件的同一凭证不一致",
    "one voucher told in two ways",
    "凭证 {subject} 在 {other}（第 {other_row} 行起）与 {file}（第 {row} 行起）中不一致：不同的分录合计分别为 "
    "{expected} 和 {found} {currency}，相差 {gap} {currency}。已采用后收到的 {file}，{other} 的 {lines} 行搁置。"
    "请核对原凭证，移出错误的文件。",
    "Voucher {subject} differs between {other} (from row {other_row}) and {file} (from row {row}): the lines that "
    "differ come to {expected} and {found}, {gap} apart. {file}, received last, is used; {lines} rows of {other} are "
    "set aside. Look into the voucher and remove the file that is wrong.",
)
REWORDED: Final = FindingKind(
    "conflicting_vouchers",
    "warning",
    "两个文件的同一凭证摘要或日期不同",
    "one voucher told in other words",
    "{found} 张凭证在 {other} 与 {file} 中科目和金额相同，摘要或日期不同（首张：{subject}，分别在第 {other_row} 行和"
    "第 {row} 行）。已采用后收到的 {file}，{other} 的 {lines} 行搁置。",
    "{found} vouchers have the same accounts and amounts in {other} and {file}, but another summary or date (first: "
    "{subject}, rows {other_row} and {row}). {file}, received last, is used; {lines} rows of {other} are set aside.",
)
MORE_CONFLICTS: Final = FindingKind(
    "more_conflicting_vouchers",
    "error",
    "另有多张凭证不一致",
    "more vouchers told in two ways",
    "另有 {found} 张凭证在 {file} 与先收到的文件中不一致（首张：{subject}，第 {row} 行）；均已采用 {file}。",
    "{found} more vouchers of {file} differ from files received before (first: {subject}, row {row}); {file} is used.",
)
#: More conflicts of one file than this are one fault of the export, told once.
MAX_TOLD: Final = 200


def same_lines(journal: pd.DataFrame, same: pd.DataFrame) -> list[Finding]:
    """One finding per pair of files, and for lines with and without voucher numbers apart.

    Args:
        journal: the lines of all files.
        same: `out` and `instead`, index of each line taken out and of the line that stays.
    """
    out = journal.loc[same["out"]]
    other = journal.loc[same["instead"], "source_file"].to_numpy()
    findings = []
    for (_, kept_in, numberless), rows in out.groupby(["source_file", other, out["voucher_number"].eq("")]):
        kind = WITHOUT_NUMBERS if numberless else TOLD_TWICE
        findings.append(told_twice(rows, str(kept_in), "debit_cents", kind))
    return findings


def conflicts(journal: pd.DataFrame, old: pd.Series, new: pd.Series, reworded: pd.Index) -> list[Finding]:
    """The vouchers that one file tells otherwise than those before it.

    Args:
        journal: the lines of all files.
        old, new: index of `journal` -> number of the voucher, for the lines taken out and for those in their place.
        reworded: the vouchers of which only summary or date differ.
    """
    findings = []
    told = old[~old.isin(reworded)].unique()
    for voucher in told[:MAX_TOLD]:
        findings.append(_conflict(journal.loc[old.index[old.eq(voucher)]], journal.loc[new.index[new.eq(voucher)]]))
    if len(told) > MAX_TOLD:
        first = journal.loc[new.index[new.eq(told[MAX_TOLD])][0]]
        findings.append(_finding(MORE_CONFLICTS, first, None, "", str(len(told) - MAX_TOLD), {}))
    before = old[old.isin(reworded)]
    for _, lines in before.groupby(journal.loc[before.index, "source_file"]):
        first_old = journal.loc[lines.index[0]]
        first_new = journal.loc[new.index[new.eq(lines.iloc[0])][0]]
        parts = _other(first_old, len(lines))
        findings.append(_finding(REWORDED, first_new, 0, "", str(lines.nunique()), parts))
    return findings


def _conflict(old: pd.DataFrame, new: pd.DataFrame) -> Finding:
    sums = {name: (int(old[name].sum()), int(new[name].sum())) for name in ("debit_cents", "credit_cents")}
    expected, found = next((pair for pair in sums.values() if pair[0] != pair[1]), sums["debit_cents"])
    parts = {"gap": as_yuan(found - expected), **_other(old.iloc[0], len(old))}
    return _finding(CONFLICT, new.iloc[0], found - expected, as_yuan(expected), as_yuan(found), parts)


def _other(line: pd.Series, lines: int) -> dict[str, object]:
    return {"other": line["source_file"], "other_row": int(line["source_row"]), "lines": lines}


def _finding(
    kind: FindingKind, line: pd.Series, cents: int | None, expected: str, found: str, parts: dict[str, object]
) -> Finding:
    return Finding(
        kind,
        subject=voucher_name(line),
        amount_cents=cents,
        expected=expected,
        found=found,
        source_file=line["source_file"],
        source_sheet=line["source_sheet"],
        source_row=int(line["source_row"]),
        parts=parts,
    )
