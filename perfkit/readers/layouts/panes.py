"""Sheets that hold several tables side by side, as 收入 beside 支出: a mapping says how wide they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from perfkit.errors import TablesSideBySide
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import Header, normal
from perfkit.readers.layouts.kinds import ACCOUNT, BALANCE, BUDGET_AMOUNT, MEASURED, SUBJECT
from perfkit.readers.layouts.mappings import Mapping


def side_by_side(sheets: Sequence[RawSheet], mapping: Mapping | None) -> list[RawSheet]:
    """Each sheet, or each of its tables as a sheet of its own: "1", "2", ... behind the name of the sheet.

    *Grain*: rows keep their numbers, so that a row of the sheet is one row of each table. What is wider than the
    mapping says belongs to the last table.
    """
    widths = mapping.side_by_side if mapping else ()
    return [pane for sheet in sheets for pane in _panes(sheet, widths)] if widths else list(sheets)


def repeated(header: Header) -> tuple[int, ...]:
    """The columns in which each of the tables begins, where headings stand side by side again; () for one table.

    What the table is of and an amount of it must both recur: 金额 alone is in one table of vouchers twice.
    """
    plain = [normal(title).rpartition(".")[2] for title in header.titles]
    subjects, amounts = (
        {plain[place] for name, place in header.fields.items() if name in names} for names in (_SUBJECTS, _AMOUNTS)
    )
    again = [[index for index, title in enumerate(plain) if title == wanted] for wanted in sorted(subjects)]
    begins = max(again, key=lambda places: (len(places), -places[0]), default=[])
    recurs = len(begins) > 1 and any(plain.count(title) > 1 for title in amounts)
    return tuple(begins) if recurs and header.kind != "journal" else ()


def require_one_table(header: Header, sheet: RawSheet, source_file: str) -> None:
    """Refuse a sheet whose headings recur.

    Raises:
        TablesSideBySide
    """
    begins = repeated(header)
    if begins:
        raise TablesSideBySide(
            path=source_file,
            sheet=sheet.name or {"zh": "文本", "en": "text"},
            row=header.header_row,
            found=header.titles[begins[0]],
            times=len(begins),
        )


def _fields(*needs: Collection[frozenset[str]]) -> frozenset[str]:
    return frozenset(name for alternatives in needs for alternative in alternatives for name in alternative)


_SUBJECTS = _fields(ACCOUNT.alternatives, SUBJECT.alternatives)
_AMOUNTS = _fields(BALANCE.alternatives, BUDGET_AMOUNT.alternatives, MEASURED.alternatives)


def _panes(sheet: RawSheet, widths: Sequence[int]) -> Iterator[RawSheet]:
    start = 0
    for number, width in enumerate(widths, start=1):
        end = start + width if number < len(widths) else sheet.cells.shape[1]
        cells = sheet.cells.iloc[:, start:end]
        red = {column - start: rows for column, rows in sheet.red.items() if start <= column < end}
        yield RawSheet(f"{sheet.name}{number}", cells.set_axis(range(cells.shape[1]), axis="columns"), red)
        start += width
