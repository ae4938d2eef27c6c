"""How a form falls on pages of A4: its scale, how many pages it is fitted to, rows loosened so that none is an orphan.

Spreadsheet programs ignore manual page breaks in a sheet that is fitted to the width of a page; what is left are the
heights of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

#: The longer and the shorter side, and what margins are measured in, in points.
_A4_POINTS: Final = (841.9, 595.3)
_INCH: Final = 72
#: Width of a column in points: so many per character, and so many besides.
_POINTS_PER_WIDTH, _POINTS_PER_COLUMN = 5.25, 3.75
MARGINS: Final = {"left": 0.6, "right": 0.6, "top": 0.75, "bottom": 0.75}
#: How small a form may be printed, in proportion: a 10-point text must stay readable.
_LEAST_SCALE: Final = 0.65
#: How many rows the last page must have, and by how much rows may be loosened for that, in hundredths.
_LEAST_ROWS: Final = 5
_LOOSEST: Final = 60


@dataclass(frozen=True)
class Paper:
    """One sheet of A4: at which scale a form is one page wide, and how many points of rows go on it at that scale."""

    scale: float
    capacity: float

    def fitted(self, heights: Mapping[int, float]) -> int:
        """How many pages the rows are fitted to; 0 = as many as they take.

        One page fewer than they would begin, if that does not make them too small.
        """
        taken = sum(heights.values()) / self.capacity
        fewer = max(1, floor(taken))
        return fewer if self.scale * min(1.0, fewer / taken) >= _LEAST_SCALE else 0

    def loosened(self, heights: Mapping[int, float], grid: range, repeated: range) -> dict[int, float]:
        """The rows a little higher where the last page would else hold little more than a total.

        Args:
            heights: row -> points, in order.
            grid: the rows of the form itself; notes below it keep their height.
            repeated: the rows that are printed again at the head of each further page.
        """
        ways = [
            {row: height * (1 + more / 100) if row in grid else height for row, height in heights.items()}
            for more in range(0, _LOOSEST + 1, 5)
        ]
        # The first of those that are best: no looser than it must be.
        return max(ways, key=lambda told: self._last_rows(told, grid, repeated))

    def _last_rows(self, heights: Mapping[int, float], grid: range, repeated: range) -> int:
        """How many rows of the form the last page has, as far as more of them make it any better."""
        last = self._pages(heights, sum(heights[row] for row in repeated))[-1]
        return min(_LEAST_ROWS, sum(row in grid for row in last))

    def _pages(self, heights: Mapping[int, float], repeated: float) -> list[list[int]]:
        """The rows of each page."""
        pages: list[list[int]] = [[]]
        used = 0.0
        for row, height in heights.items():
            if pages[-1] and used + height > self.capacity:
                pages.append([])
                used = repeated
            pages[-1].append(row)
            used += height
        return pages


def paper(widths: Sequence[int], *, is_landscape: bool) -> Paper:
    """The paper of a form whose columns are so many characters wide."""
    long, short = _A4_POINTS if is_landscape else reversed(_A4_POINTS)
    across = long - (MARGINS["left"] + MARGINS["right"]) * _INCH
    down = short - (MARGINS["top"] + MARGINS["bottom"]) * _INCH
    scale = min(1.0, across / sum(_POINTS_PER_WIDTH * width + _POINTS_PER_COLUMN for width in widths))
    return Paper(scale, down / scale)
