"""A sheet that is told cell by cell, with merged cells: HTML tables and XML spreadsheets -> `RawSheet.cells`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Final

import pandas as pd

from perfkit.errors import Language, TooLarge
from perfkit.readers.files.rawsheet import RawSheet

#: As wide as a spreadsheet can be.
MAX_COLUMNS: Final = 16_384
#: Of all sheets of one file, blank ones included: two million rows of a journal with sixteen columns.
MAX_CELLS: Final = 2**25
_COLUMNS: Final[dict[Language, str]] = {"zh": "列", "en": "columns"}
_CELLS: Final[dict[Language, str]] = {"zh": "个单元格", "en": "cells"}


class Grid:
    """One sheet while it is read. A merged cell has its text in its first cell, as in any workbook.

    Args:
        name: how messages call the file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[list[str]] = []
        #: Column -> the row up to which a merged cell from above covers it.
        self.covered: dict[int, int] = {}
        self.column = self.put_cells = 0
        #: Column -> rows, from 0, of the cells in red letters.
        self.red: dict[int, set[int]] = defaultdict(set)

    def start_row(self, number: int = 0) -> None:
        """Go on to row `number`, counted from 1, or to the next if it says nothing new."""
        rows = max(number, len(self.rows) + 1)
        if rows > MAX_CELLS:
            raise too_large(self.name, MAX_CELLS, _CELLS)
        self.rows.extend([] for _ in range(rows - len(self.rows)))
        self.column = 0

    def put(self, text: str, across: int = 1, down: int = 1, column: int = 0, *, is_red: bool = False) -> None:
        """Put a cell in `column`, counted from 1, or in the next that no merged cell covers; it spans some cells."""
        row = len(self.rows)
        place = column - 1 if column else self.column
        while not column and self.covered.get(place, 0) >= row:
            place += 1
        if place + across > MAX_COLUMNS:
            raise too_large(self.name, MAX_COLUMNS, _COLUMNS)
        if down > 1:
            self.covered.update(dict.fromkeys(range(place, place + across), row + down - 1))
        cells = self.rows[-1]
        cells.extend([""] * (place + 1 - len(cells)))
        cells[place] = text
        if is_red:
            self.red[place].add(row - 1)
        self.column = place + across
        self.put_cells += across
        if self.put_cells > MAX_CELLS:
            raise too_large(self.name, MAX_CELLS, _CELLS)

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(chain.from_iterable(self.rows))


def sheets(names: Sequence[str], grids: Sequence[Grid]) -> tuple[RawSheet, ...]:
    """Each grid as a sheet of that name, short rows filled up with "".

    Raises:
        TooLarge: together they are more than MAX_CELLS.
    """
    sizes = [(len(grid.rows), max(map(len, grid.rows), default=0)) for grid in grids]
    if sum(height * width for height, width in sizes) > MAX_CELLS:
        raise too_large(grids[0].name, MAX_CELLS, _CELLS)
    return tuple(
        RawSheet(name, _frame(grid, width), {column: frozenset(rows) for column, rows in grid.red.items()})
        for name, grid, (_, width) in zip(names, grids, sizes, strict=True)
    )


def too_large(name: str, most: int, what: dict[Language, str]) -> TooLarge:
    """The refusal of more than `most` of something."""
    expected = {language: f"{most:,} {word}" for language, word in what.items()}
    return TooLarge(path=name, expected=expected, found={"zh": "更多", "en": "more"})


def _frame(grid: Grid, width: int) -> pd.DataFrame:
    columns = {number: [row[number] if number < len(row) else "" for row in grid.rows] for number in range(width)}
    return pd.DataFrame(columns, index=range(len(grid.rows)), dtype="str")
