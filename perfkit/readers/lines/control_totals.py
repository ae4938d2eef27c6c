"""合计 and 总计 rows are control totals: they must equal the lines above them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.rows import Source, Table, row_texts

CONTROL_TOTAL: Final = FindingKind(
    "control_totals", "error", "合计数与明细不符", "total differs from its lines",
    "{place} 第 {row} 行“{word}”：表内合计为 {expected}，读入的明细之和为 {found}，相差 {difference} {currency}。",
    "{place} row {row} ({word}): the printed total is {expected}, the lines read add up to {found}, "
    "a difference of {difference} {currency}.",
)  # fmt: skip
#: The amounts of one row, in the order of the table's columns.
Amounts = tuple[int, ...]
_WORD: Final = r"(?:^|\| )\s*([^|0-9]{0,6}(?:合\s*计|总\s*计))\s*(?: \||$)"


def control_totals(sheets: Iterable[tuple[Table, pd.Series, dict[str, pd.Series]]], source: Source) -> list[Finding]:
    """Compare every 合计, 总计, 本月合计 ... with the lines it covers.

    A total may cover the lines since the last total of the same word, all lines of the sheet, or all lines of the file
    so far, and one above the first line those below it: it holds if any of these equals it. 本年累计 and 小计 cover
    what only their system knows; they are not compared.

    Args:
        sheets: per sheet the table, why each row is no line ("" = line), and its amounts by name, such as debit_cents
            and credit_cents, for every row.
        source: where it comes from.
    """
    findings: list[Finding] = []
    before: Amounts = ()
    for table, why, amounts in sheets:
        if table.header.ledger:
            continue  # Its totals are those of one account: perfkit.readers.lines.ledger_totals.
        cents = pd.DataFrame(amounts).fillna(0).astype("int64")
        running = cents.where(why.eq(""), 0).cumsum()
        words = row_texts(table.sheet.cells[why.eq("subtotal")]).str.extract(_WORD)[0].dropna()
        start: dict[str, Amounts] = {}
        for row, word in zip(words.index.to_list(), words, strict=True):
            printed = _amounts(cents, row)
            so_far = _amounts(running, row)
            since = _minus(so_far, start.get(word, ()))
            start[word] = so_far
            if not any(so_far):  # A total above the first line is that of the lines below it.
                so_far = _amounts(running, len(running) - 1)
            whole = _plus(so_far, before)
            if any(printed) and printed not in (since, so_far, whole):
                nearest = since if any(since) else so_far
                findings.append(total_differs(table, source, row, word, printed, nearest))
        before = _plus(_amounts(running, len(running) - 1), before)
    return findings


def _amounts(frame: pd.DataFrame, row: int) -> Amounts:
    """The amounts of one row; the index of a sheet's rows is 0, 1, ..."""
    return tuple(int(cents) for cents in frame.iloc[row])


def _plus(left: Amounts, right: Amounts) -> Amounts:
    return tuple(one + other for one, other in zip_longest(left, right, fillvalue=0))


def _minus(left: Amounts, right: Amounts) -> Amounts:
    return _plus(left, tuple(-cents for cents in right))


def total_differs(table: Table, source: Source, row: int, word: str, printed: Amounts, found: Amounts) -> Finding:
    """The finding that a total in row `row`, counted from 0, is not what the lines it covers add up to."""
    difference = next(cents for cents in _minus(printed, found) if cents)
    currency = {"zh": source.unit.currency_zh, "en": source.unit.currency_en}
    return Finding(
        CONTROL_TOTAL,
        subject=word,
        amount_cents=difference,
        expected=" / ".join(as_yuan(cents) for cents in printed),
        found=" / ".join(as_yuan(cents) for cents in found),
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=row + 1,
        parts={
            "word": "".join(word.split()),
            "difference": as_yuan(difference),
            "currency": currency,
        },
    )
