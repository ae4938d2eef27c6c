"""A table of text cells -> its headings, its lines and its figures; nothing is known of the form but how forms are.

A table may hold two side by side (收入 | 支出). Codes in front of a line make a tree: 201, 201 06, 201 06 01.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from perfkit.evaluation.review.outline import Grid
from perfkit.evaluation.review.wording import Lead, lead

_NUMBER: Final = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_EXACT: Final = re.compile(r"[.,%]")
_CODE_HEADING: Final = re.compile("[类款项目]|序号|行次|栏次|.*(?:编码|代码).*")
_NUMBER_HEADING: Final = re.compile("数|额|元|率|比|计|支出|收入|拨款|预算")
#: Columns that hold no amounts of money: counts, points, targets.
_OTHER_HEADING: Final = re.compile("人数|编制|分值|得分|权重|指标值|完成值|面积|㎡|数量|个数")
_MOST_HEADING_ROWS: Final = 8


@dataclass(frozen=True)
class Figure:
    """A figure in a table: its column, its text and number, how many decimals are printed."""

    column: int
    text: str
    number: Decimal

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        return len(self.text.rstrip("%").partition(".")[2])


@dataclass(frozen=True)
class Line:
    """A line of one panel of a table.

    Args:
        row: its number in the table.
        label: the cell that names it; "" = none does.
        lead: the number before the label (一、).
        path: its codes, or the names of the groups it is in; () without any.
        figures: by column; blank cells have none.
    """

    row: int
    label: str
    lead: Lead
    path: tuple[str, ...]
    figures: dict[int, Figure]


@dataclass(frozen=True)
class Panel:
    """One of the tables side by side: the columns of its figures with their headings (level by level), its lines."""

    columns: dict[int, tuple[str, ...]]
    lines: tuple[Line, ...]

    def heading(self, column: int) -> str:
        """The heading of a column, all levels."""
        return "".join(self.columns[column])

    def is_rate(self, column: int) -> bool:
        """Whether the figures of a column are rates."""
        heading = self.heading(column)
        return "%" in heading or "率" in heading or "占比" in heading

    def is_money(self, column: int) -> bool:
        """Whether the figures of a column are amounts of money."""
        return not self.is_rate(column) and not _OTHER_HEADING.search(self.heading(column))


def panels(grid: Grid) -> list[Panel]:
    """The panels of a table, from left to right; none if it holds no figure."""
    width = max((len(cells) for _, cells in grid.rows), default=0)
    rows = [(row, (*cells, *[""] * (width - len(cells)))) for row, cells in grid.rows]
    numeric = {column for column in range(width) if _is_numeric([cells[column] for _, cells in rows])}
    first = next((at for at, (_, cells) in enumerate(rows) if any(_figure(cells, one) for one in numeric)), len(rows))
    head, body = [cells for _, cells in rows[: min(first, _MOST_HEADING_ROWS)]], rows[first:]
    return [
        Panel({column: _heading(head, column) for column in figures}, tuple(_lines(body, labels, figures)))
        for labels, figures in _blocks(width, numeric, _blank_columns(body, width))
    ]


def _blank_columns(body: Sequence[tuple[int, Sequence[str]]], width: int) -> set[int]:
    return {column for column in range(width) if not any(cells[column] for _, cells in body)}


def _is_numeric(cells: Sequence[str]) -> bool:
    """Whether the figures of a column are amounts, and not codes or numbers of lines."""
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    if any(_EXACT.search(cell) for cell in numbers):
        return True
    words = [cell for cell in cells[:_MOST_HEADING_ROWS] if not _NUMBER.fullmatch(cell)]
    is_code = any(cell.startswith("0") and len(cell) > 1 for cell in numbers)
    is_code = is_code or any(_CODE_HEADING.fullmatch(word) for word in words)
    return bool(numbers) and not is_code and any(_NUMBER_HEADING.search(word) for word in words)


def _blocks(width: int, numeric: set[int], blank: set[int]) -> Iterator[tuple[list[int], list[int]]]:
    """(columns of labels, columns of figures) of each panel; blank columns part none."""
    labels: list[int] = []
    figures: list[int] = []
    for column in range(width):
        if column in blank:
            continue
        if column in numeric:
            figures.append(column)
        elif figures and column + 1 < width and numeric & set(range(column + 1, width)):
            yield labels, figures
            labels, figures = [column], []
        else:
            labels.append(column)
    if figures:
        yield labels, figures


def _heading(head: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    """The headings above a column; a blank cell belongs to the one on its left, unless a new group began above."""
    told: list[str] = []
    for level, cells in enumerate(head):
        left = next((at for at in range(column, -1, -1) if cells[at]), None)
        begun = left is None or any(above[at] for above in head[:level] for at in range(left + 1, column + 1))
        if left is not None and not begun and not (told and told[-1] == cells[left]):
            told.append(cells[left])
    return tuple(told)


def _lines(body: Sequence[tuple[int, Sequence[str]]], labels: Sequence[int], figures: Sequence[int]) -> Iterator[Line]:
    for row, cells in body:
        texts = [cells[column] for column in labels if cells[column]]
        names = [text for text in texts if not text.isdigit()]
        codes = [text for text in texts if text.isdigit()]
        begin, label = lead(names[-1]) if names else (Lead(), "")
        found = {column: figure for column in figures if (figure := _figure(cells, column))}
        if label or found:
            yield Line(row, label, begin, tuple(codes or (names if len(names) > 1 else ())), found)


def _figure(cells: Sequence[str], column: int) -> Figure | None:
    text = cells[column]
    if not _NUMBER.fullmatch(text):
        return None
    return Figure(column, text, Decimal(text.rstrip("%").replace(",", "").replace("－", "-")))


def numbered_details(lines: Sequence[Line]) -> dict[int, Line]:
    """Row of a detail -> the line above that it details: lines that count anew (一、) below one without number."""
    found: dict[int, Line] = {}
    above: Line | None = None
    has_counted = False
    for before, line in pairwise([None, *lines]):
        assert line is not None  # noqa: S101 - only the first of the pairs has none
        if not line.lead.number:
            above = line if has_counted else above
        elif above is not None and (line.lead.number.startswith("一") or (before and before.row in found)):
            found[line.row] = above
        has_counted = has_counted or bool(line.lead.number)
    return found
