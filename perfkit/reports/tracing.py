"""The check that every traced amount of a page is the sum of the lines that the page opens for it.

What is checked is the page's own text: the digits that a reader sees, against the lines that a click opens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from perfkit.errors import UntraceableAmount
from perfkit.ledger.commitments import with_open
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import split_evenly
from perfkit.ledger.traces import ROW, Condition, Key, Lines
from perfkit.measures import income
from perfkit.reports.traced_html import TracedCell, TracedHtml, TracedTable, number


def check_amounts(html: str, load: Callable[[int], Ledger]) -> int:
    """Compare every traced amount of `html` with the sum of its lines.

    Args:
        html: of a page, or of the outputs of its notebook.
        load: gives the ledger of a year; 0 = of the page's year.

    Returns:
        How many amounts were compared.

    Raises:
        UntraceableAmount: one is not what its lines add up to.
    """
    traced = TracedHtml(html)
    books = _Books(load)
    return sum(_check_table(table, books) for table in traced.tables) + sum(
        _check_cell(cell, books) for cell in traced.cells
    )


class _Books:
    """The lines of the ledgers that a page walks back to, each chosen once."""

    def __init__(self, load: Callable[[int], Ledger]) -> None:
        self._load = cache(load)
        self._frame = cache(self._frame_of)
        self._chosen = cache(self._places_of)

    def _frame_of(self, frame: str, year: int) -> pd.DataFrame:
        """All lines of a frame, their number as a column."""
        ledger = self._load(year)
        measured = {
            "income": lambda: income(ledger.journal, ledger.unit),
            "commitments": lambda: with_open(ledger.commitments),
        }
        rows = measured[frame]() if frame in measured else getattr(ledger, frame)
        return rows.assign(**{ROW: rows.index})

    def _places_of(self, frame: str, year: int, where: tuple[Condition, ...]) -> np.ndarray[Any, Any]:
        """The places of the lines of a frame for which all conditions hold."""
        rows = self._frame(frame, year)
        chosen = np.ones(len(rows), dtype=bool)
        for column, operator, value in where:
            chosen &= _holds(rows[column], operator, value).to_numpy(dtype=bool)
        return chosen.nonzero()[0]

    def sums(self, lines: Lines, by: list[str], keys: list[Key]) -> list[int]:
        """What `lines` add up to in each row of a table."""
        chosen = self._chosen(lines.frame, lines.year, _frozen(lines.where))
        frame = self._frame(lines.frame, lines.year)
        # Of lines of thirty columns only those are taken that are added up.
        amounts = frame[lines.amount].iloc[chosen]
        total = int(amounts.sum())
        told = _by_period(total, lines.spread) if lines.spread else _by_key(frame, chosen, by, amounts)
        sums, above = [], 0
        for key in keys:
            own = total if key == () else told.get(key or (), 0)
            above += own
            sums.append(lines.sign * (above if lines.is_cumulated else own))
        return sums


def _holds(values: pd.Series, operator: str, value: Any) -> pd.Series:
    if operator == "in":
        return values.isin(value)
    return values.str.startswith(value) if operator == "begins" else values.eq(value)


def _frozen(where: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions as a key of a cache: lists become tuples."""
    return tuple((column, operator, tuple(value) if operator == "in" else value) for column, operator, value in where)


def _by_key(frame: pd.DataFrame, chosen: np.ndarray[Any, Any], by: list[str], amounts: pd.Series) -> dict[Key, int]:
    if not by:
        return {}
    sums = amounts.groupby([frame[name].iloc[chosen] for name in by]).sum()
    return {key if isinstance(key, tuple) else (key,): int(cents) for key, cents in sums.items()}


def _by_period(total: int, periods: int) -> dict[Key, int]:
    return {(period,): part for period, part in enumerate(split_evenly(total, periods), start=1)}


def _check_table(table: TracedTable, books: _Books) -> int:
    rows = [row for row in table.rows if row.key is not None]
    count = 0
    for place, lines in table.columns.items():
        sums = [books.sums(one, table.by, [row.key for row in rows]) for one in lines]
        for row, *parts in zip(rows, *sums, strict=True):
            count += _compare(row.texts[place], sum(parts), 100, f"{table.title} · {row.texts[0]}")
    return count


def _check_cell(cell: TracedCell, books: _Books) -> int:
    total = sum(books.sums(one, [], [()])[0] for one in cell.lines)
    return _compare(cell.text, total, cell.step, cell.place)


def _compare(text: str, cents: int, step: int, place: str) -> int:
    """1 if `text` prints `cents`, 0 if it prints no number."""
    printed = number(text)
    if printed is None:
        return 0
    found = (Decimal(cents) / step).quantize(printed, rounding=ROUND_HALF_UP)
    if found != printed:
        raise UntraceableAmount(place=place, expected=text.strip(), found=f"{found:,}")
    return 1
