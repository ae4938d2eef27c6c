"""How high the rows of a form must be for its wrapped text to be seen: spreadsheets do not fit merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import Final

from perfkit.ledger.forms import FormCell

#: Points of one line in proportion to the size of its font, and above and below the lines together.
_LINE: Final = 1.3
_PADDING: Final = 5
#: The least a row is high, and the most that spreadsheets allow.
LEAST, MOST = 18.0, 409.0
#: Narrow characters of one point that stand in one unit of column width; a little less than there is room for.
_PER_WIDTH: Final = 10.3
_WIDE: Final = frozenset("WFA")
#: What is never torn apart (a word or a number), and one sign or blank of everything else.
_PIECES: Final = re.compile(r"[!-~]+|.")
#: Signs that never begin a line: they take the one before them along.
_CLOSING: Final = frozenset("，。；：、？！）》”’％%)")


def text_width(text: str) -> int:
    """The width of a text in narrow characters; a Chinese one counts as 2."""
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)


def text_height(text: str, width: float, size: float) -> float:
    """Points that `text` takes in a cell `width` units wide, in a font of `size` points."""
    fitting = max(2.0, width * _PER_WIDTH / size)
    return sum(_lines(line, fitting) for line in text.split("\n")) * size * _LINE + _PADDING


def _lines(text: str, fitting: float) -> int:
    """How many lines a text takes that are `fitting` narrow characters wide."""
    lines, filled = 1, 0
    for piece in _PIECES.findall(text):
        width = text_width(piece)
        if filled + width <= fitting:
            filled += width
        elif width > fitting:
            # Too long a word is torn where the line ends.
            torn = ceil((filled + width) / fitting)
            lines, filled = lines + torn - 1, filled + width - floor((torn - 1) * fitting)
        else:
            lines, filled = lines + 1, width + (2 if piece in _CLOSING else 0)
    return lines


def fitting_size(text: str, width: float, sizes: Sequence[float]) -> float:
    """The first of `sizes`, largest first, in which `text` fits the highest row; the last one if it fits in none."""
    return next((size for size in sizes if text_height(text, width, size) <= MOST), sizes[-1])


def row_heights(cells: Sequence[FormCell], heights: Mapping[tuple[int, int], float], rows: int) -> list[float]:
    """The height of each row of a form in points.

    Args:
        cells: of the form.
        heights: row and column of a cell -> the points that it needs.
        rows: how many the form has.
    """
    needed = [LEAST] * rows
    for cell in sorted(cells, key=lambda one: one.rows):
        covered = range(cell.row - 1, cell.row - 1 + cell.rows)
        gap = heights.get((cell.row, cell.column), 0.0) - sum(needed[row] for row in covered)
        if gap > 0:
            for row in covered:
                needed[row] += gap / cell.rows
    return [round(min(height, MOST), 2) for height in needed]
