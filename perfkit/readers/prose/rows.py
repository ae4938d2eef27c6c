"""What every kind of report is read into: paragraphs and rows of tables, in the order of the document.

A heading that the file itself marks as one begins with as many `#` as its level. The cells of a row are parted by tabs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import pandas as pd

from perfkit.errors import TooLarge
from perfkit.ledger.frames import conform
from perfkit.ledger.prose import CELLS

#: No report is longer; what is longer is no report.
MAX_ROWS: Final = 50_000
MAX_CHARACTERS: Final = 4_000_000
_PAGE: Final = 4000


@dataclass(frozen=True)
class Row:
    """A paragraph (`table` 0) or a row of the table of that number; `row` is counted from 1 within either."""

    text: str
    row: int
    table: int = 0


def cells_text(cells: Sequence[str]) -> str:
    """The cells of a row as one text; what parts cells does not stand in them."""
    return CELLS.join(" ".join(cell.split()) for cell in cells)


def prose_frame(rows: Iterable[Row], unit_code: str, year: int, source_file: str) -> pd.DataFrame:
    """The frame `prose` of one file; blank paragraphs and rows are left out, their numbers stay.

    Raises:
        TooLarge: more rows or characters than a report has.
    """
    kept: list[dict[str, object]] = []
    characters = 0
    for row in chain.from_iterable(map(_pieces, rows)):
        characters += len(row.text)
        if not row.text.strip():
            continue
        if len(kept) >= MAX_ROWS or characters > MAX_CHARACTERS:
            raise _too_long(source_file)
        sheet = str(row.table) if row.table else ""
        kept.append({"row_text": row.text.rstrip("\n"), "source_sheet": sheet, "source_row": row.row})
    told = pd.DataFrame(kept).assign(unit_code=unit_code, fiscal_year=year, source_file=source_file)
    return conform(told, "prose")


def _pieces(row: Row) -> Iterator[Row]:
    """A paragraph that is longer than a page, in pieces that end with sentences where they can."""
    text = row.text
    while len(text) > _PAGE and not row.table:
        cut = text.rfind("。", 0, _PAGE) + 1 or _PAGE
        yield replace(row, text=text[:cut])
        text = text[cut:]
    yield replace(row, text=text)


def _too_long(name: str) -> TooLarge:
    expected = {
        "zh": f"{MAX_ROWS:,} 段、{MAX_CHARACTERS:,} 字",
        "en": f"{MAX_ROWS:,} paragraphs, {MAX_CHARACTERS:,} characters",
    }
    return TooLarge(path=name, expected=expected, found={"zh": "更多", "en": "more"})
