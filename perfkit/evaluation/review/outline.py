"""The frame `prose` -> the document: paragraphs below their headings, tables below their titles.

Headings are known by their marks and names; their numbers are only a hint, because people number them wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from perfkit.evaluation.review.quantities import quantities
from perfkit.evaluation.review.statements import Place
from perfkit.evaluation.review.vocabulary import tokens, topic_of
from perfkit.evaluation.review.wording import Lead, lead, plain
from perfkit.ledger.narrative import OUTLINE
from perfkit.ledger.prose import CELLS
from perfkit.ledger.scopes import Scope

#: Headings of the outline of self-evaluations, by their names: they keep their level whatever number they have.
_LEVELS: Final = dict.fromkeys(OUTLINE, 1) | {part: 2 for parts in OUTLINE.values() for part in parts}
_LONGEST_HEADING: Final = 40
_NO_HEADING: Final = re.compile(r"[。；;，,：:]\s*$")
_UNIT_OF_TABLE: Final = re.compile(r"(?:金额)?单位[:：]\s*(?:人民币)?([千百万亿]*元)")
_CAPTION_END: Final = re.compile(r"表\s*\d*(?:\s*[（(][^）)]*[）)])?$")
#: How many paragraphs above a table its title and unit are looked for.
_ABOVE: Final = 3


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Args:
        number: counted from 0 over the document.
        place: with the heading above it.
        lead: its number or mark.
        text: its words, plain.
        level: as a heading, 0 = it is none.
        heading: the words of the heading above; of a heading, its own.
        topic: what the heading is about; where that says nothing, what the one above it is about.
        scope, fund: what the heading above means for figures that name none.
        measure: what the heading says its figures are; "" if nothing.
    """

    number: int
    place: Place
    lead: Lead
    text: str
    level: int = 0
    heading: str = ""
    topic: str = ""
    scope: Scope | None = None
    fund: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: `title` and the unit of its amounts ("" = not told), its rows with their numbers, cells plain."""

    number: int
    place: Place
    title: str
    unit: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Outline:
    """The document in order."""

    paragraphs: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]

    @property
    def headings(self) -> list[Paragraph]:
        """The paragraphs that are headings."""
        return [paragraph for paragraph in self.paragraphs if paragraph.level]


@dataclass
class _Reader:
    """Where in the document the reading is: the open headings by level, and what they mean."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    open: dict[int, Paragraph] = field(default_factory=dict)

    def add(self, file: str, row: int, text: str) -> None:
        begin, words = lead(plain(text))
        number, level = len(self.paragraphs), _heading_level(begin, words)
        if level:
            self.open = {above: one for above, one in self.open.items() if above < level}
        meaning = self._meaning(words if level else "")
        heading = words if level else self._nearest().text if self._nearest() else ""
        told = Paragraph(number, Place(file, row, heading=heading), begin, words, level, heading, *meaning)
        self.paragraphs.append(told)
        if level:
            self.open[level] = told

    def _nearest(self) -> Paragraph:
        return self.open[max(self.open)] if self.open else _NOWHERE

    def _meaning(self, heading: str) -> tuple[str, Scope | None, str, str]:
        """Topic, scope, fund and measure for what stands below the open headings and `heading`."""
        around = self._nearest()
        if not heading:
            return around.topic, around.scope, around.fund, around.measure
        found = tokens(heading)
        funds = [token.code for token in found if token.kind == "subject" and token.name == "fund"]
        named = [token.name for token in found if token.kind == "scope"]
        fund = funds[0] if funds else "" if named else around.fund
        scope = _scope_of(fund) if funds else Scope(named[0]) if named else around.scope
        # 项目支出 is spending by its name.
        spending = ("outturn", "expenditure_type")
        told = [one for one in found if one.kind == "measure" or one.name == "expenditure_type"]
        measures = ["actual" if one.name in spending else one.name for one in told]
        return topic_of(heading) or around.topic, scope, fund, measures[-1] if measures else around.measure


_NOWHERE: Final = Paragraph(-1, Place("", 0), Lead(), "")
_FISCAL_FUNDS: Final = ("11", "12", "13")


def _scope_of(fund: str) -> Scope | None:
    return Scope.FISCAL if fund in _FISCAL_FUNDS else None


def outline(prose: pd.DataFrame) -> Outline:
    """The document that the rows of `prose` are, in their order."""
    reader = _Reader()
    grids: list[Grid] = []
    told = prose[["source_file", "source_sheet", "source_row", "row_text"]].itertuples(index=False, name=None)
    rows: list[tuple[str, str, int, str]] = list(told)
    at = 0
    while at < len(rows):
        file, sheet, row, text = rows[at]
        if not sheet:
            reader.add(file, row, text)
            at += 1
            continue
        end = at
        while end < len(rows) and rows[end][:2] == (file, sheet):
            end += 1
        grids.append(_grid(len(grids), rows[at:end], reader.paragraphs))
        at = end
    return Outline(tuple(reader.paragraphs), tuple(grids))


def _heading_level(begin: Lead, words: str) -> int:
    """The level of a heading; 0 if it is none."""
    known = _LEVELS.get(words, 0)
    if known:
        return known
    if begin.marked:
        return begin.marked
    is_numbered = 0 < begin.level < 5
    if not is_numbered or len(words) > _LONGEST_HEADING or _NO_HEADING.search(words) or quantities(words):
        return 0
    return begin.level


def _grid(number: int, rows: list[tuple[str, str, int, str]], above: list[Paragraph]) -> Grid:
    file = rows[0][0]
    near = [one for one in above[-_ABOVE:] if one.place.file == file]
    cells = tuple((row, tuple(plain(cell) for cell in text.split(CELLS))) for _, _, row, text in rows)
    title = next(_titles(near), "")
    units = [_UNIT_OF_TABLE.search(one.text) for one in reversed(near)]
    units += [_UNIT_OF_TABLE.search(cell) for _, line in cells[:3] for cell in line]
    unit = next((found[1] for found in units if found), "")
    place = Place(file, 0, number + 1, heading=title)
    return Grid(number, place, title, unit, cells)


def _titles(near: list[Paragraph]) -> Iterator[str]:
    """The paragraphs above a table that may be its title, the likeliest first."""
    for one in reversed(near):
        if one.place.row == 0:
            yield re.sub(r"^\d+[_\-.\s]*", "", one.text)
        if _CAPTION_END.search(one.text) and len(one.text) <= _LONGEST_HEADING:
            yield one.text
    for one in reversed(near):
        if one.level:
            yield one.text


def whole_text(document: Outline) -> str:
    """Everything the document says, paragraph by paragraph, then the cells of its tables."""
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += ["".join(cells) for grid in document.grids for _, cells in grid.rows]
    return "\n".join(lines)


def at_column(place: Place, row: int, column: int) -> Place:
    """The place of a cell of a table."""
    return replace(place, row=row, column=column)
