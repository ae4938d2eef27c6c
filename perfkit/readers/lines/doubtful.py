"""Voucher lines that are kept although something about them is doubtful: no number, no amount, the same line twice."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.entries import balance_of_entries
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import selected
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.faults import MAX_TOLD
from perfkit.readers.lines.rows import Source, Table

NO_NUMBER: Final = FindingKind(
    "blank_voucher_number", "error", "分录没有凭证号", "line without a voucher number",
    "{place} 第 {row} 行没有凭证号（金额 {found} {currency}），不知属于哪张凭证；该行已计入。请补上凭证号。",
    "{place} row {row} has no voucher number (amount {found}): nobody knows its voucher. It counts. Add the number.",
)  # fmt: skip
NO_AMOUNT: Final = FindingKind(
    "blank_amount", "warning", "分录没有金额", "line without an amount",
    "{place} 第 {row} 行（科目 {subject}）没有金额，按 0 计入。请核对原凭证。",
    "{place} row {row} (account {subject}) has no amount and counts 0. Compare it with the voucher itself.",
)  # fmt: skip
REPEATED_LINE: Final = FindingKind(
    "duplicate_lines", "error", "分录重复", "duplicate line",
    "{place} 第 {row} 行与第 {first} 行完全相同（凭证 {subject}，金额 {found} {currency}），该凭证借贷不平："
    "多半被重复计入。请核对原凭证，删去多余的一行。",
    "{place} row {row} is the same as row {first} (voucher {subject}, amount {found}), and the voucher does not "
    "balance: probably it counts twice. Compare it with the voucher itself and remove the copy.",
)  # fmt: skip
LIKE_LINES: Final = FindingKind(
    "duplicate_lines", "notice", "凭证内有相同的分录", "like lines in a voucher",
    "{place} 有 {lines} 行与同一凭证的另一行完全相同（首个：第 {row} 行，凭证 {subject}，与第 {first} 行相同；"
    "共 {found} {currency}），凭证借贷相等，均已计入。",
    "{place}: {lines} lines are the same as another of their voucher (the first in row {row}, voucher {subject}, like "
    "row {first}; together {found}). The vouchers balance; all are counted.",
)  # fmt: skip
MORE_LINES: Final = FindingKind(
    "more_doubtful_lines", "error", "另有多行存疑", "more doubtful lines",
    "{place} 另有 {found} 行存在同样的问题（{what}），自第 {row} 行起；均已计入。",
    "{place}: {found} more rows from row {row} on have the same fault ({what}); all are counted.",
)  # fmt: skip
_VOUCHER: Final = ["period", "voucher_date", "voucher_type", "voucher_number"]


def doubtful_lines(table: Table, lines: pd.DataFrame, why: pd.Series, source: Source) -> list[Finding]:
    """Findings about the voucher lines of one sheet.

    Args:
        table: the sheet.
        lines: every row that stands as a line, readable or not: the columns of the frame `journal`, amounts null where
            unreadable, indexed by the rows of the sheet.
        why: why each row was set aside; "" = kept.
        source: where it comes from.
    """
    kept = selected(lines, why[lines.index].eq(""))
    stake = (kept["debit_cents"] + kept["credit_cents"]).astype("int64")
    unnumbered = kept["voucher_number"].eq("") & stake.ne(0) & table.has("voucher_number")
    blank = pd.Series(True, index=why.index)
    for name in ("debit", "credit", "amount"):
        blank &= table.texts(name).eq("")
    blank = blank[kept.index]
    place = _Place(table, source)
    return [
        *place.each(NO_NUMBER, kept[unnumbered], stake),
        *place.each(NO_AMOUNT, kept[blank], stake),
        *_repeated(place, lines),
    ]


def _repeated(place: _Place, lines: pd.DataFrame) -> list[Finding]:
    """Lines of which every cell is that of another line of their voucher.

    A voucher may pay two people the same. Where it does not balance, one of the two is a copy.
    """
    if place.table.is_records:
        return []
    cells = place.table.sheet.cells
    key = [*_VOUCHER, "account_code", "debit_cents", "credit_cents"]
    numbered = lines[lines["voucher_number"].ne("")]
    alike = numbered[numbered.duplicated(key, keep=False)]
    texts = cells.loc[alike.index].agg(" | ".join, axis="columns") if len(alike) else pd.Series(dtype="str")
    first = texts.index.to_series().groupby([alike[name] for name in key] + [texts], dropna=False).transform("min")
    copies = alike[first.ne(first.index.to_series())].assign(first=first + 1)
    copies = copies[(copies["debit_cents"] + copies["credit_cents"]).fillna(0).ne(0)]
    if copies.empty:
        return []
    is_off = balance_of_entries(numbered)[copies.index].eq("none") & (place.table.header.ledger is None)
    stake = (copies["debit_cents"] + copies["credit_cents"]).astype("int64")
    return [*place.each(REPEATED_LINE, copies[is_off], stake), *place.together(copies[~is_off], stake)]


class _Place:
    """Where the lines of these findings stand."""

    def __init__(self, table: Table, source: Source) -> None:
        self.table = table
        self.source = source

    def each(self, kind: FindingKind, lines: pd.DataFrame, stake: pd.Series) -> list[Finding]:
        """One finding for each line, the first MAX_TOLD of them."""
        told = [self._at(kind, lines.loc[row], int(stake[row])) for row in lines.index[:MAX_TOLD]]
        rest = lines.index[MAX_TOLD:]
        if len(rest):
            what = {"zh": kind.title_zh, "en": kind.title_en}
            told.append(
                self._at(MORE_LINES, lines.loc[rest[0]], int(stake[rest].sum()), found=str(len(rest)), what=what)
            )
        return told

    def together(self, lines: pd.DataFrame, stake: pd.Series) -> list[Finding]:
        """One finding for all lines, if there are any."""
        cents = int(stake[lines.index].sum())
        return [self._at(LIKE_LINES, lines.iloc[0], cents, lines=len(lines))] if len(lines) else []

    def _at(self, kind: FindingKind, line: pd.Series, cents: int, found: str = "", **parts: object) -> Finding:
        currency = {"zh": self.source.unit.currency_zh, "en": self.source.unit.currency_en}
        name = f"{line['voucher_type']}{'-' if line['voucher_type'] else ''}{line['voucher_number']}"
        return Finding(
            kind,
            subject=line["account_code"] if kind is NO_AMOUNT else name,
            amount_cents=cents,
            found=found or as_yuan(cents),
            source_file=self.source.source_file,
            source_sheet=self.table.sheet.name,
            source_row=int(line.name) + 1,  # type: ignore[call-overload]  # the index of a sheet's rows
            parts={"first": int(line.get("first", 0)), "currency": currency, **parts},
        )
