"""What the HTML of a page says of the lines behind its amounts (`perfkit.ledger.traces`), read back from it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any, Final

from perfkit.ledger.traces import Key, Lines

#: Cents in one printed unit where a page says nothing else.
_YUAN: Final = 100


@dataclass
class TracedRow:
    """One row of a table: its key (`Trace.keys`) and the texts of its cells."""

    key: Key
    texts: list[str] = field(default_factory=list)


@dataclass
class TracedTable:
    """A table whose columns have lines behind them: see `perfkit.ledger.traces.Trace`."""

    title: str
    by: list[str]
    columns: dict[int, list[Lines]]
    rows: list[TracedRow] = field(default_factory=list)


@dataclass
class TracedCell:
    """An amount that names its own lines; `step` is how many cents one of its unit is."""

    place: str
    lines: list[Lines]
    step: int
    text: str = ""


class TracedHtml(HTMLParser):
    """The traced tables and cells of some HTML, in order."""

    def __init__(self, html: str) -> None:
        """Read `html`."""
        super().__init__(convert_charrefs=True)
        self.tables: list[TracedTable] = []
        self.cells: list[TracedCell] = []
        self._title: list[str] = []
        self._texts: list[list[str]] = []
        self._table: TracedTable | None = None
        self._row: TracedRow | None = None
        self._own: tuple[TracedCell, str] | None = None
        self.feed(html)
        self.close()

    def years(self, own: int) -> list[int]:
        """The years whose lines are behind the amounts, the last one first; `own` is that of the page."""
        lines = [one for table in self.tables for column in table.columns.values() for one in column]
        lines += [one for cell in self.cells for one in cell.lines]
        return sorted({one.year or own for one in lines}, reverse=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what is traced."""
        told = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._title = []
            self._table = self._traced_table(json.loads(told["data-trace"])) if "data-trace" in told else None
        elif tag == "caption":
            self._texts.append(self._title)
        elif tag == "span" and self._texts and self._texts[-1] is self._title:
            self._texts[-1] = []  # the money unit beside the title
        elif tag == "tr":
            self._row = TracedRow(tuple(json.loads(told["data-key"]))) if "data-key" in told else None
            if self._row and self._table:
                self._table.rows.append(self._row)
        elif tag in ("td", "th"):
            self._texts.append([])
        if "data-lines" in told:
            lines = [Lines.of(one) for one in json.loads(told["data-lines"])]
            cell = TracedCell(_joined(self._title), lines, int(told.get("data-step", _YUAN)))
            self._own = (cell, tag)
            self.cells.append(cell)

    def handle_data(self, data: str) -> None:
        """Collect the text of what is open."""
        if self._texts:
            self._texts[-1].append(data)
        if self._own:
            self._own[0].text += data

    def handle_endtag(self, tag: str) -> None:
        """End what is traced."""
        if self._own and self._own[1] == tag:
            self._own = None
        if tag == "caption" and self._texts:
            self._texts.pop()
            if self._table:
                self._table.title = _joined(self._title)
        elif tag in ("td", "th") and self._texts:
            text = _joined(self._texts.pop())
            if self._row and self._table:
                self._row.texts.append(text)
        elif tag == "table":
            self._table = self._row = None

    def _traced_table(self, told: dict[str, Any]) -> TracedTable:
        where = [tuple(condition) for condition in told["where"]]
        columns = {
            int(place): [Lines.of({**one, "where": [*one.get("where", []), *where]}) for one in lines]
            for place, lines in told["columns"].items()
        }
        table = TracedTable("", told["by"], columns)
        self.tables.append(table)
        return table


def number(text: str) -> Decimal | None:
    """The number that a cell prints; None if it prints words (not computable) or nothing."""
    try:
        return Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None


def _joined(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())
