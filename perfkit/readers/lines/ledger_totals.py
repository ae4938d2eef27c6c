"""What a detail ledger says of itself: 本月合计, 本年累计 and the running balance must follow from its lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.texts import first_given
from perfkit.readers.lines.control_totals import total_differs
from perfkit.readers.lines.faults import MAX_TOLD
from perfkit.readers.lines.rows import Source, Table, row_texts
from perfkit.readers.lines.sides import directions

RUNNING_BALANCE: Final = FindingKind(
    "running_balance", "error", "明细账余额与发生额不符", "running balance of a detail ledger is off",
    "{place} 第 {row} 行（科目 {subject}）：按上一余额和发生额，余额应为 {expected}，表列 {found}，相差 {gap} "
    "{currency}（贷方余额为负）。",
    "{place} row {row} (account {subject}): by the balance before and the movements since, the balance is {expected}; "
    "the ledger says {found}, {gap} apart (credit balances are negative).",
)  # fmt: skip
_WORD: Final = r"(?:^|\| )\s*([^|0-9]{0,6}(?:合\s*计|总\s*计|累\s*计|[日月季年]\s*计))\s*(?: \||$)"


def ledger_totals(
    table: Table, why: pd.Series, amounts: dict[str, pd.Series], period: pd.Series, source: Source
) -> list[Finding]:
    """Compare the totals and balances of every account of a sheet of detail ledgers with its lines.

    A total covers the account's lines since the last total of that word, or all of them so far; 本年累计 also what came
    before a ledger that begins later than the year. 小计 is not compared.

    Args:
        table: the sheet.
        why: why each row is no line; "" = line.
        amounts: debit_cents and credit_cents of every row.
        period: of every line.
        source: where it comes from.
    """
    ledger = table.header.ledger
    if ledger is None:
        return []
    cents = pd.DataFrame(amounts).fillna(0).astype("int64")
    running = cents.where(why.eq(""), 0).groupby(ledger.block).cumsum()
    return [*_totals(table, why, cents, running, period, source), *_balances(table, why, running, source)]


def _totals(
    table: Table, why: pd.Series, cents: pd.DataFrame, running: pd.DataFrame, period: pd.Series, source: Source
) -> Iterator[Finding]:
    block = table.header.ledger.block if table.header.ledger else running.index
    begins = period.groupby(block).min().to_dict()
    words = row_texts(table.sheet.cells[why.eq("subtotal")]).str.extract(_WORD)[0].dropna()
    before: dict[tuple[int, str], tuple[int, int]] = {}
    for row, text in zip(words.index.to_list(), words, strict=True):
        word, of = "".join(text.split()), int(block[row])
        printed, so_far = _pair(cents, row), _pair(running, row)
        if word.endswith("累计"):
            earlier = _minus(printed, so_far)
            known = before.get((of, word), earlier if begins.get(of, 13) > 1 else (0, 0))
            before[of, word] = earlier
            if any(printed) and earlier != known:
                yield total_differs(table, source, row, word, printed, _minus(so_far, (-known[0], -known[1])))
        else:
            since = _minus(so_far, before.get((of, word), (0, 0)))
            before[of, word] = so_far
            if any(printed) and printed not in (since, so_far):
                yield total_differs(table, source, row, word, printed, since)


def _balances(table: Table, why: pd.Series, running: pd.DataFrame, source: Source) -> list[Finding]:
    """Balances that do not follow from the balance before them. One wrong balance is told once, not at the next too."""
    net = running["debit_cents"] - running["credit_cents"]
    printed = _printed(table, why, net)
    findings: list[Finding] = []
    code = first_given(table.texts("account_code"), table.texts("account_name"))
    block = table.header.ledger.block if table.header.ledger else net
    for _, balances in printed.groupby(block[printed.index]):
        opening = (balances - net[balances.index]).tolist()
        rows, known = balances.index.to_list(), opening[0]
        for (row, here), (_, following) in pairwise([*zip(rows, opening, strict=True), (-1, opening[-1])]):
            if here == known:
                continue
            if len(findings) < MAX_TOLD:
                findings.append(_off(table, source, row, code[row], known + int(net[row]), int(balances[row])))
            known = known if following == known else here
    return findings


def _printed(table: Table, why: pd.Series, net: pd.Series) -> pd.Series:
    """The balance of every row that prints one, int64, debit balances positive.

    Without 借 or 贷 beside them the balances of an account are of the side that fits its lines better.
    """
    texts, told = table.texts("closing_balance"), directions(table.texts("direction"))
    cents = table.cents("closing_balance")
    there = ~why.isin(["title", "header", "blank", "footer"]) & cents.notna()
    there &= texts.ne("") | table.texts("direction").eq("平")
    signed = cents.where(told.ne("credit"), -cents)[there].astype("int64")
    if told[there].isin(["debit", "credit"]).any() or table.header.ledger is None:
        return signed
    block = table.header.ledger.block[signed.index]
    breaks = [(side * signed - net[signed.index]).groupby(block).diff().fillna(0).ne(0) for side in (1, -1)]
    is_credit = breaks[1].groupby(block).transform("sum") < breaks[0].groupby(block).transform("sum")
    return signed.where(~is_credit, -signed)


def _off(table: Table, source: Source, row: int, code: str, expected: int, found: int) -> Finding:
    currency = {"zh": source.unit.currency_zh, "en": source.unit.currency_en}
    return Finding(
        RUNNING_BALANCE, subject=code, amount_cents=found - expected, expected=as_yuan(expected), found=as_yuan(found),
        source_file=source.source_file, source_sheet=table.sheet.name, source_row=row + 1,
        parts={"gap": as_yuan(found - expected), "currency": currency},
    )  # fmt: skip


def _pair(frame: pd.DataFrame, row: int) -> tuple[int, int]:
    return int(frame["debit_cents"][row]), int(frame["credit_cents"][row])


def _minus(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    return left[0] - right[0], left[1] - right[1]
