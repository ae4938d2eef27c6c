"""科目余额及发生额 of GB/T 24589: one row per account and period -> one record per account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.money import as_yuan, to_cents
from perfkit.readers.standards.records import LeftOut, Records, places

_FIELDS: Final = (
    "fiscal_year", "account_code", "account_name", "aux", "opening_direction", "opening_balance", "debit", "credit",
    "closing_direction", "closing_balance",
)  # fmt: skip
_CLOSING: Final = ("closing_direction", "closing_balance")
_KEY: Final = ("fiscal_year", "account_code", "aux", "currency")


@dataclass(frozen=True)
class BalanceRow:
    """One row of the table: the file of the archive, its line there, its texts by field."""

    part: str
    line: int
    texts: Mapping[str, str]


def balance_records(rows: Sequence[BalanceRow]) -> tuple[list[Records], list[LeftOut]]:
    """One record for each account, auxiliary items and currency: opening of the first period, closing of the last.

    Movements are added up. The record stands on the row of the first period; the rows of the other periods are left
    out, as parts of it.
    """
    records, others = [], []
    merged = _merged(rows)
    for part in dict.fromkeys(row.part for row in rows):
        numbers = [number for number, row in enumerate(rows) if row.part == part]
        places_of = dict(zip(numbers, places([rows[number].line for number in numbers]), strict=True))
        first = [number for number in numbers if number in merged]
        columns = {name: [merged[number].get(name, "") for number in first] for name in _FIELDS}
        records.append(Records("balances", columns, [places_of[number] for number in first], part))
        rest = [number for number in numbers if number not in merged]
        texts = [" | ".join(rows[number].texts.values()) for number in rest]
        others.append(LeftOut("part_of_another_row", texts, [places_of[number] for number in rest], part))
    return records, [other for other in others if other.rows]


def _merged(rows: Sequence[BalanceRow]) -> dict[int, dict[str, str]]:
    """The number of the first period's row -> the texts of all periods together."""
    found: dict[int, dict[str, str]] = {}
    movements = {side: _movements(rows, side) for side in ("debit", "credit")}
    for numbers in _grouped(rows):
        first, last = numbers[0], numbers[-1]
        closing = {name: rows[last].texts.get(name, "") for name in _CLOSING}
        sums = {side: _sum(rows, numbers, side, cents) for side, cents in movements.items()}
        found[first] = {**rows[first].texts, **closing, **sums}
    return found


def _grouped(rows: Sequence[BalanceRow]) -> list[list[int]]:
    """The rows of the periods of one balance, in the order of the periods.

    Where one period has several rows that nothing tells apart, the first of each period are one balance, and so on.
    """
    periods = pd.to_numeric(pd.Series([row.texts.get("period", "") for row in rows], dtype="str"), errors="coerce")
    groups: dict[tuple[object, ...], list[int]] = {}
    met: dict[tuple[object, ...], int] = {}
    for number in periods.sort_values(kind="stable").index:
        key = tuple(rows[number].texts.get(name, "") for name in _KEY)
        period = (key, rows[number].texts.get("period", ""))
        met[period] = met.get(period, 0) + 1
        groups.setdefault((key, met[period]), []).append(number)
    return list(groups.values())


def _movements(rows: Sequence[BalanceRow], side: str) -> list[int | None]:
    texts = pd.Series([row.texts.get(side, "") for row in rows], dtype="str")
    return [None if cents is pd.NA else int(cents) for cents in to_cents(texts)]


def _sum(rows: Sequence[BalanceRow], numbers: Sequence[int], side: str, cents: Sequence[int | None]) -> str:
    """The movements of those rows together; where one is no amount, the record has that text instead."""
    unreadable = next((rows[number].texts[side] for number in numbers if cents[number] is None), "")
    return unreadable or as_yuan(sum(cents[number] or 0 for number in numbers))
