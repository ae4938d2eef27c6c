"""An unknown layout: which row is most like a header, and what its columns may be, by their headings and contents.

Nothing is read by these guesses: they fill in the draft of a mapping file, which a person looks through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.money import parse_cents, to_cents
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.sheets import ENDINGS, read_bytes, read_sheets
from perfkit.readers.layouts.header import SEARCHED_ROWS, Header, header_rows, normal, understood
from perfkit.readers.layouts.kinds import NEEDS, kind_of, lacking
from perfkit.readers.layouts.systems import encodings_of
from perfkit.readers.layouts.taken import first_filled
from perfkit.readers.lines.cells import parse_date
from perfkit.readers.standards.formats import endings

#: Rows below the header that are looked at, and the share of filled cells that must be of one nature: of five rows
#: one may be a total.
_ROWS: Final = 500
_MOST: Final = 0.8
#: Rows below a row that show whether it is a header.
_BELOW: Final = 20
_LONGEST_HEADING: Final = 40
#: Sheets that are looked at: a layout that is not in the first ones is that of no table of the export.
_SHEETS: Final = 20
_SERIAL: Final = re.compile(r"\d{5}(\.\d+)?")
_ACCOUNT: Final = re.compile(r"'?[1-9]\d{3}(?:\d{1,3})*(?:[.-]\d+)*\.?(?:[\\/_|:\s-]*[^\d.\s].*)?")
_VOUCHER: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{0,6}[-—_字第\s]*\d[\d-]{0,15}号?")
_PERIOD: Final = re.compile(r"第?0?([1-9]|1[0-2])(?:月|期)?份?|(?:19|20)\d{2}[-/.年]?(?:0?[1-9]|1[0-2])月?")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}年?(?:度)?")
_SIDE: Final = re.compile(r"借|贷|平|借方|贷方|[dc]r?|debit|credit", re.IGNORECASE)
_DECIMALS: Final = re.compile(r"-?[\d,]+\.\d{1,2}")
_WORDS: Final = re.compile(r".*[\u4e00-\u9fffA-Za-z]{2}.*", re.DOTALL)


@dataclass(frozen=True)
class Guess:
    """What an unknown layout may be.

    Args:
        sheet: where; the sheet most like a table.
        sheets: the names of all sheets that hold anything.
        header: the row, or two rows, most like a header.
        by_content: field -> its column, for what only the contents tell.
        kind: what it may be, "" where nothing tells.
        lacking: what is still missing for that, in words; "" if nothing is.
        encoding: of a text file.
    """

    sheet: RawSheet
    sheets: tuple[str, ...]
    header: Header
    by_content: dict[str, int]
    kind: str
    lacking: dict[Language, str]
    encoding: str

    @property
    def fields(self) -> dict[str, int]:
        """Field -> column, by headings and by contents."""
        return {**self.by_content, **self.header.fields}

    def example(self, column: int) -> str:
        """The first filled cell of a column."""
        return first_filled(self.sheet.cells[column].iloc[self.header.first_data_row - 1 :][:_ROWS])


def guess(path: Path) -> Guess:
    """Look at the spreadsheet or text file at `path`.

    Raises:
        ReadError: it cannot be taken apart at all; see `read_bytes` and `read_sheets`.
    """
    data = read_bytes(path, path.name, {**ENDINGS, **dict.fromkeys(endings())})
    file = read_sheets(data, path.name, path.suffix.lower(), encodings_of(data))
    filled = [sheet for sheet in file.sheets if len(sheet.cells)]
    candidates = [(score, sheet, header) for sheet in filled[:_SHEETS] for score, header in _scored(sheet)]
    _, sheet, header = max(candidates, key=lambda candidate: candidate[0])
    by_content = _by_content(sheet, header)
    fields = {*by_content, *header.fields}
    kind = kind_of(fields) or _nearest(fields)
    return Guess(
        sheet=sheet,
        sheets=tuple(sheet.name for sheet in filled),
        header=header,
        by_content=by_content,
        kind=kind,
        lacking=lacking(fields, kind),
        encoding=file.encoding,
    )


def _nearest(fields: Collection[str]) -> str:
    """The kind that lacks least; "" if nothing of any kind is there."""
    unmet = {kind: sum(not need.met(fields) for need in needs) for kind, needs in NEEDS.items()}
    near = [kind for kind, count in unmet.items() if count < len(NEEDS[kind])]
    return min(near, key=lambda kind: unmet[kind], default="")


def _scored(sheet: RawSheet) -> Iterator[tuple[tuple[int, int, int], Header]]:
    """How much each row, or pair of rows, is like a header: words in it, above values; the higher the likelier.

    As likely in one row is better than in two, and further up better than below.
    """
    head = sheet.cells.head(SEARCHED_ROWS + _BELOW)
    filled, values = (head != "").to_numpy(), head.map(_is_value).to_numpy(dtype=bool)
    for titles, row, first_data_row in header_rows(sheet, None):
        header = understood(titles, None, row, first_data_row)
        words = {title for title in titles if title and not _is_value(title) and len(title) <= _LONGEST_HEADING}
        below = slice(first_data_row - 1, first_data_row - 1 + _BELOW)
        valued = values[below].sum(axis=0) * 2 >= filled[below].sum(axis=0).clip(min=1)
        wrong = values[row - 1 : first_data_row - 1].sum()
        score = 2 * len(header.fields) + len(words) + int(valued.sum()) - 3 * int(wrong) if len(words) > 1 else 0
        yield (score, row - first_data_row, -row), header


def _is_value(text: str) -> bool:
    plain = text.strip()
    return plain != "" and (parse_date(plain) is not None or _is_amount(plain))


def _is_amount(text: str) -> bool:
    return any(letter.isdigit() for letter in text) and parse_cents(text) is not None


def _filled(cells: pd.Series) -> pd.Series:
    stripped = cells.str.strip()
    return stripped[stripped.ne("")]


def _share(texts: pd.Series, test: Callable[[str], object]) -> float:
    """The share of `texts` that pass; 0 where there are none."""
    return float(texts.map(lambda text: bool(test(text))).mean()) if len(texts) else 0.0


class _Columns:
    """The columns that no heading explains, and what is found of them."""

    def __init__(self, sheet: RawSheet, header: Header) -> None:
        rows = sheet.cells.iloc[header.first_data_row - 1 :][:_ROWS]
        # Titles of sections and totals have few filled cells; they would blur what a column is.
        self.rows = rows[(rows != "").sum(axis="columns") * 3 >= len([title for title in header.titles if title])]
        self.known = header.fields
        explained = set(header.fields.values())
        # A mapping names columns by their headings: of those that share one, none can be named by itself.
        times = Counter(normal(title) for title in header.titles)
        once = [index for index, title in enumerate(header.titles) if normal(title) and times[normal(title)] == 1]
        self.free = [index for index in once if index not in explained]
        self.found: dict[str, int] = {}

    def has(self, name: str) -> bool:
        return name in self.known or name in self.found

    def take(self, name: str, index: int) -> None:
        self.found[name] = index
        self.free.remove(index)

    def look_for(self, name: str, test: Callable[[str], object]) -> None:
        """Take the first free column nearly all of whose cells pass `test` for the field `name`."""
        passing = (index for index in self.free if _share(_filled(self.rows[index]), test) >= _MOST)
        index = None if self.has(name) else next(passing, None)
        if index is not None:
            self.take(name, index)

    def cents(self, index: int) -> pd.Series:
        return to_cents(self.rows[index])

    def amounts(self) -> list[int]:
        return [index for index in self.free if _share(_filled(self.rows[index]), _is_amount) >= _MOST]


def _by_content(sheet: RawSheet, header: Header) -> dict[str, int]:
    """Field -> column, for columns whose headings say nothing."""
    columns = _Columns(sheet, header)
    columns.look_for("voucher_date", lambda text: not _SERIAL.fullmatch(text) and parse_date(text))
    columns.look_for("direction", _SIDE.fullmatch)
    _sides(columns)
    columns.look_for("fiscal_year", _YEAR.fullmatch)
    columns.look_for("account_code", lambda text: _ACCOUNT.fullmatch(text) and not parse_date(text))
    if not columns.has("voucher_date"):
        columns.look_for("period", _PERIOD.fullmatch)
    columns.look_for("voucher_number", lambda text: _VOUCHER.fullmatch(text) and not parse_date(text))
    _words(columns)
    return columns.found


def _sides(columns: _Columns) -> None:
    """Two columns of which each row fills one are debit and credit; one beside a direction is the amount."""
    free = columns.amounts()
    if columns.has("direction"):
        decimal = {index: _share(_filled(columns.rows[index]), _DECIMALS.fullmatch) for index in free}
        if any(decimal.values()) and not columns.has("amount"):
            columns.take("amount", max(free, key=lambda index: decimal[index]))
        return
    debit, credit = columns.known.get("debit"), columns.known.get("credit")
    pairs: Iterable[tuple[int, int]] = combinations(free, 2)
    if debit is not None or credit is not None:
        pairs = product(free if debit is None else [debit], free if credit is None else [credit])
    found = next((pair for pair in pairs if _exclusive(columns, *pair)), ())
    for name, index in zip(("debit", "credit"), found, strict=False):
        if index in columns.free:
            columns.take(name, index)


def _exclusive(columns: _Columns, debit: int, credit: int) -> bool:
    one, other = columns.cents(debit).fillna(0).ne(0), columns.cents(credit).fillna(0).ne(0)
    return bool(one.any() and other.any() and (one ^ other).mean() >= _MOST)


def _words(columns: _Columns) -> None:
    """The column of words beside the account code is its name; of the others, the one that varies most the summary."""
    wordy = [index for index in columns.free if _share(_filled(columns.rows[index]), _WORDS.fullmatch) >= _MOST]
    beside = {**columns.known, **columns.found}.get("account_code", -2) + 1
    if beside in wordy and not columns.has("account_name"):
        columns.take("account_name", beside)
        wordy.remove(beside)
    if wordy and not columns.has("summary") and (columns.has("debit") or columns.has("amount")):
        columns.take("summary", max(wordy, key=lambda index: columns.rows[index].nunique()))
