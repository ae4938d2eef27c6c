"""The totals of voucher heads are control totals: each must be the sum of the voucher's lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.lines.accounts import accounts, books
from perfkit.readers.lines.faults import MAX_TOLD
from perfkit.readers.lines.rows import Source, Table, reasons
from perfkit.readers.lines.sides import sides

HEAD_DIFFERS: Final = FindingKind(
    "voucher_heads_differ", "error", "凭证头合计与分录不符", "voucher head differs from its lines",
    "{place} 第 {row} 行：凭证 {subject} 的凭证头{side}为 {expected}，其分录之和为 {found}，相差 {amount} {currency}。",
    "{place} row {row}: the head of voucher {subject} says {side} {expected}, its lines add up to {found}, "
    "a difference of {amount} {currency}.",
)  # fmt: skip
WITHOUT_LINES: Final = FindingKind(
    "voucher_without_lines", "error", "凭证只有凭证头，没有分录", "voucher without lines",
    "{place} 第 {row} 行：凭证 {subject} 只有凭证头（借方合计 {expected} {currency}），没有分录。请补充缺少的分录表。",
    "{place} row {row}: voucher {subject} has a head (debits {expected} {currency}) and no lines. "
    "Add the table that holds them.",
)  # fmt: skip
NO_LINES: Final = FindingKind(
    "voucher_without_lines", "error", "只有凭证头，没有分录表", "voucher heads without any lines",
    "{place} 有 {found} 张凭证的凭证头（借方合计 {expected} {currency}），同一文件夹中没有它们的分录。请补充分录表。",
    "{place} holds the heads of {found} vouchers (debits {expected} {currency}); their lines are nowhere in the "
    "folder. Add the table that holds them.",
)  # fmt: skip
WITHOUT_HEAD: Final = FindingKind(
    "lines_without_head", "error", "分录找不到凭证头", "lines without a voucher head",
    "{place} 有 {found} 行分录找不到凭证头（首行为第 {row} 行，凭证标识 {subject}），借方 {expected}、贷方 {credit} "
    "{currency}；不知其日期和凭证号，已搁置，未计入。请补充凭证头表。",
    "{place}: {found} lines have no voucher head (the first in row {row}, key {subject}), debits {expected}, credits "
    "{credit} {currency}; nobody tells their date and number, so they were set aside and count nowhere. "
    "Add the table of heads.",
)  # fmt: skip
MORE_HEADS: Final = FindingKind(
    "more_voucher_heads", "error", "另有多张凭证头有同样问题", "more voucher heads",
    "{place} 另有 {found} 张凭证有同样的问题（{what}），自第 {row} 行起。",
    "{place}: {found} more vouchers from row {row} on have the same fault ({what}).",
)  # fmt: skip
#: Column of a sum -> how people read it. Budget totals stand apart where the head has columns for them.
_SIDES: Final = {
    "debit": {"zh": "借方合计", "en": "debits"},
    "credit": {"zh": "贷方合计", "en": "credits"},
    "budget_debit": {"zh": "预算借方合计", "en": "budget debits"},
    "budget_credit": {"zh": "预算贷方合计", "en": "budget credits"},
}


def head_amounts(table: Table) -> dict[str, pd.Series]:
    """debit_cents and credit_cents of every head: those of both books."""
    return {
        f"{side}_cents": table.cents(side).fillna(0) + table.cents(f"budget_{side}").fillna(0)
        for side in ("debit", "credit")
    }


def line_sums(table: Table, keys: pd.Series, unit: Unit) -> pd.DataFrame:
    """The sums of the lines of every voucher.

    *Grain*: one row per voucher key; debit and credit of all its lines, budget_debit and budget_credit of those in the
    budget book.
    """
    amounts, _ = sides(table)
    is_budget = books(accounts(table, unit).code, unit).eq("budget")
    cents = {side: amounts[f"{side}_cents"].fillna(0).astype("int64") for side in ("debit", "credit")}
    columns = {**cents, **{f"budget_{side}": values.where(is_budget, 0) for side, values in cents.items()}}
    return pd.DataFrame(columns)[keys.ne("")].groupby(keys[keys.ne("")]).sum()


def head_findings(table: Table, keys: pd.Series, files: Sequence[pd.DataFrame], source: Source) -> list[Finding]:
    """Heads of `table` without lines, and heads whose totals are not the sums of their lines.

    Args:
        table: the heads.
        keys: the key of each.
        files: `line_sums` of every table of lines; a voucher told by two of them need not be told by both together.
        source: where the heads come from.
    """
    rows = keys.index[keys.ne("")]
    head = pd.DataFrame({side: table.cents(side).fillna(0).astype("int64") for side in _SIDES}).loc[rows]
    key = keys[rows]
    together = pd.concat(files).groupby(level=0).sum() if files else pd.DataFrame(columns=list(_SIDES), dtype="int64")
    bare = ~key.isin(together.index)
    names = first_given(table.texts("voucher_number")[rows], key)
    told = _Told(names, head, table.sheet.name, source)
    if len(rows) and bare.all():
        return [told.no_lines()]
    expected, differs = _compared(table, head, key, together, files)
    return [*told.without_lines(rows[bare]), *told.differing(rows[differs & ~bare], expected)]


def _compared(
    table: Table, head: pd.DataFrame, key: pd.Series, together: pd.DataFrame, files: Sequence[pd.DataFrame]
) -> tuple[pd.DataFrame, pd.Series]:
    """(what the totals of the heads should be, which heads say otherwise)."""
    expected = _expected(table, head, _of_heads(together, key))
    differs = ~expected.eq(head).all(axis="columns")
    for sums in files if len(files) > 1 else ():
        differs &= ~_expected(table, head, _of_heads(sums, key)).eq(head).all(axis="columns")
    return expected, differs & (table.has("debit") and table.has("credit"))


def _of_heads(sums: pd.DataFrame, key: pd.Series) -> pd.DataFrame:
    return sums.reindex(key).fillna(0).astype("int64").set_index(key.index)


def _expected(table: Table, head: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """What the totals of the heads should be.

    Where heads have totals of the budget book, the others are those of the financial book; some systems write those of
    both books there, which is as right.
    """
    if not table.has("budget_debit"):
        return sums.assign(budget_debit=0, budget_credit=0)
    parts = {side: sums[side] - sums[f"budget_{side}"] for side in ("debit", "credit")}
    both = head["debit"].eq(sums["debit"]) & head["credit"].eq(sums["credit"])
    return sums.assign(**{side: sums[side].where(both, part) for side, part in parts.items()})


@dataclass(frozen=True)
class _Told:
    """Findings about the heads of one sheet, by row: no more than MAX_TOLD of a kind, the rest in one."""

    names: pd.Series
    head: pd.DataFrame
    sheet: str
    source: Source

    def no_lines(self) -> Finding:
        cents = int((self.head["debit"] + self.head["budget_debit"]).sum())
        return self._finding(NO_LINES, 0, cents, {}, "", as_yuan(cents), str(len(self.head)))

    def without_lines(self, rows: pd.Index) -> list[Finding]:
        debits = self.head["debit"] + self.head["budget_debit"]
        return self._each(WITHOUT_LINES, rows, lambda row: self._bare(row, int(debits[row])))

    def differing(self, rows: pd.Index, expected: pd.DataFrame) -> list[Finding]:
        return self._each(HEAD_DIFFERS, rows, lambda row: self._differs(row, expected))

    def _bare(self, row: int, cents: int) -> Finding:
        return self._finding(WITHOUT_LINES, row + 1, cents, {}, str(self.names[row]), as_yuan(cents))

    def _differs(self, row: int, expected: pd.DataFrame) -> Finding:
        pairs = {side: (int(self.head[side][row]), int(expected[side][row])) for side in _SIDES}
        side, (said, found) = next((side, pair) for side, pair in pairs.items() if pair[0] != pair[1])
        parts: dict[str, object] = {"side": _SIDES[side], "amount": as_yuan(said - found)}
        name = str(self.names[row])
        return self._finding(HEAD_DIFFERS, row + 1, said - found, parts, name, as_yuan(said), as_yuan(found))

    def _each(self, kind: FindingKind, rows: pd.Index, make: Callable[[int], Finding]) -> list[Finding]:
        told = [make(int(row)) for row in rows[:MAX_TOLD]]
        if len(rows) <= MAX_TOLD:
            return told
        parts: dict[str, object] = {"what": {"zh": kind.title_zh, "en": kind.title_en}}
        more = self._finding(MORE_HEADS, int(rows[MAX_TOLD]) + 1, None, parts, found=str(len(rows) - MAX_TOLD))
        return [*told, more]

    def _finding(
        self,
        kind: FindingKind,
        row: int,
        cents: int | None,
        parts: dict[str, object],
        subject: str = "",
        expected: str = "",
        found: str = "",
    ) -> Finding:
        unit = self.source.unit
        return Finding(
            kind, subject, cents, expected, found, self.source.source_file, self.sheet, row,
            {**parts, "currency": {"zh": unit.currency_zh, "en": unit.currency_en}},
        )  # fmt: skip


def lines_without_head(table: Table, source: Source) -> list[Finding]:
    """The lines of a joined table whose head is nowhere, told once."""
    key, headed = table.texts("voucher_key"), table.texts("voucher_head")
    orphans = key.index[reasons(table).eq("") & headed.eq("")]
    if orphans.empty:
        return []
    amounts, _ = sides(table)
    debit, credit = (int(amounts[f"{side}_cents"][orphans].sum()) for side in ("debit", "credit"))
    first = int(orphans[0])
    currency = {"zh": source.unit.currency_zh, "en": source.unit.currency_en}
    parts: dict[str, object] = {"credit": as_yuan(credit), "currency": currency}
    return [
        Finding(
            WITHOUT_HEAD, str(key[first]) or "-", debit, expected=as_yuan(debit), found=str(len(orphans)),
            source_file=source.source_file, source_sheet=table.sheet.name, source_row=first + 1, parts=parts,
        )
    ]  # fmt: skip
