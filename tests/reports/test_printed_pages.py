"""How forms fall on pages: nothing is set too small, no last page holds little more than a total."""

from __future__ import annotations

import pytest

from perfkit.reports.printed_pages import Paper, paper


def test_a_form_is_printed_one_page_wide():
    """A4 upright has 508.9 points between its margins, 733.9 from top to bottom; across 755.5 and 487.3."""
    narrow = paper((20, 20), is_landscape=False)
    assert (narrow.scale, round(narrow.capacity)) == (1.0, 734)
    wide = paper((100, 73), is_landscape=False)
    assert wide.scale == pytest.approx(508.9 / (173 * 5.25 + 7.5), abs=1e-3)
    assert wide.capacity * wide.scale == pytest.approx(733.9)
    across = paper((100, 73), is_landscape=True)
    assert (round(across.scale, 2), round(across.capacity * across.scale, 1)) == (0.83, 487.3)


@pytest.mark.parametrize(
    ("scale", "rows", "pages"),
    [
        (1.0, 10, 1),  # 100 points on 1000
        (1.0, 100, 1),
        (1.0, 150, 1),  # two thirds of the size are enough
        (1.0, 160, 0),
        (0.7, 105, 1),
        (0.7, 120, 0),  # 0.7 x 100 / 120 is too small
        (0.7, 214, 2),
        (0.5, 10, 0),  # too wide to be read: nothing makes it smaller still
    ],
)
def test_one_page_fewer_where_that_is_not_too_small(scale: float, rows: int, pages: int):
    assert Paper(scale, 1000).fitted(dict.fromkeys(range(rows), 10.0)) == pages


def last_page(told: dict[int, float], capacity: float, repeated: float) -> int:
    """How many rows the last page has."""
    pages, used = [0], 0.0
    for height in told.values():
        if used + height > capacity:
            pages.append(0)
            used = repeated
        pages[-1] += 1
        used += height
    return pages[-1]


@pytest.mark.parametrize("rows", [11, 12, 14, 21, 27])
def test_rows_are_loosened_until_the_last_page_has_some(rows: int):
    heights = dict.fromkeys(range(rows), 100.0)
    told = Paper(0.65, 1000).loosened(heights, range(1, rows), range(1, 2))
    assert list(told) == list(heights)
    assert told[0] == 100.0  # The title is no row of the form.
    assert len(set(list(told.values())[1:])) == 1
    assert 100 <= told[1] <= 160
    assert last_page(told, 1000, told[1]) >= 5


def test_what_prints_well_stays_as_it_is():
    heights = dict.fromkeys(range(16), 100.0)
    assert Paper(0.65, 1000).loosened(heights, range(16), range(0)) == heights
    # Notes alone on the last page: rows of the form join them.
    with_notes = {**dict.fromkeys(range(10), 100.0), 10: 50.0, 11: 50.0}
    told = Paper(0.65, 1000).loosened(with_notes, range(10), range(0))
    assert told[10] == told[11] == 50.0
    assert told[0] > 100


def test_a_form_of_a_few_rows_cannot_be_loosened():
    heights = {0: 600.0, 1: 600.0, 2: 600.0}
    assert Paper(0.65, 1000).loosened(heights, range(3), range(0)) == heights
