"""What the sheets that people fill in share: fonts and colours, the height of rows, how they print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

from perfkit.reports.row_heights import MOST, text_height
from perfkit.reports.spreadsheets import A4, in_xml

SIZE, TITLE_SIZE = 10, 14
FONT: Final = {"font_name": "宋体", "font_family": 1, "font_charset": 134, "font_size": SIZE}
CELL: Final = {**FONT, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
HEAD: Final = {**CELL, "bold": True, "align": "center", "bg_color": "#DCE6F1"}
#: The colour of what must be filled in, and its heading.
ASKED: Final = "#FFF2CC"
REQUIRED: Final = {**HEAD, "bg_color": ASKED}
#: Rows that drop-downs and hints reach.
ROWS: Final = 1000
_LEAST: Final = 20.0
_LONGEST: Final = 2000


@dataclass(frozen=True)
class Hint:
    """How one column is filled in.

    Args:
        words: in one or two short sentences.
        example: of a cell.
        width: of the column, in characters.
        is_required: whether a row says nothing without it.
    """

    words: str
    example: str
    width: int
    is_required: bool = False

    def message(self, heading: str) -> dict[str, str]:
        """What shows when a cell of the column is chosen, no longer than spreadsheet programs allow."""
        return {"input_title": heading[:32], "input_message": f"{self.words}例：{self.example}"[:255]}


def row_height(text: str, width: float) -> float:
    """Points that the row of a cell takes; spreadsheet programs do not all fit rows that are drawn elsewhere."""
    return min(MOST, max(_LEAST, text_height(text, width, SIZE)))


def plain(text: str) -> str:
    """`text` without what XML cannot hold, and no longer than a form can print."""
    return in_xml(text)[:_LONGEST]


def printing(sheet: Worksheet, last: int, right: int, header: int | None, key: int | None = None) -> None:
    """A4, one page wide, the header on every page, page numbers, green corners off.

    Args:
        sheet: the sheet.
        last, right: its last row and column, counted from 0.
        header: the row that every page repeats, in landscape; None = a page of text, upright.
        key: of a table too wide to be read on one page, the column that names a row: it takes two pages and has that
            column on both; None = one page is wide enough.
    """
    if header is not None:
        sheet.set_landscape()
        sheet.repeat_rows(header)
    if key is None:
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
    else:
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(key, key)
        sheet.print_across()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.ignore_errors({"number_stored_as_text": f"A1:{chr(ord('A') + right)}{max(last + 1, ROWS)}"})
