"""A printed table: a measured frame that knows its title, its units, its notes and where it came from.

The frame keeps exact values (cents, rates of 0-1); only `printed` and the HTML turn them into what people read. What
is not known is never printed as 0: a null reads “不可计算：缺…”, and a column that is null throughout says so once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.money import as_rate, as_yuan
from perfkit.ledger.points import as_points
from perfkit.ledger.traces import Key, Trace
from perfkit.tables.templates import render

Kind = Literal["text", "prose", "code", "hash", "amount", "rate", "points", "count", "printed", "date"]
#: Kinds that are printed flush right in tabular figures.
NUMBERS: Final = frozenset({"amount", "rate", "points", "count", "printed"})
#: Kinds that are a sort of another: their CSS classes.
_WITHIN: Final = {"hash": "code hash", "prose": "text prose"}
_DASH: Final = "—"


@dataclass(frozen=True)
class TableColumn:
    """How one column of the frame is printed.

    Args:
        label: its heading.
        kind: amount = cents, rate = 0-1, points = hundredths of a point, count = whole number, printed = a number that
            is text already, prose = whole sentences, code = text that is an identifier, hash = one so long
            that it may break anywhere.
        lacks: what is missing where a value is null; empty where null means that there is nothing to say.
    """

    label: str
    kind: Kind = "text"
    lacks: str = ""


@dataclass(frozen=True)
class OwnLines:
    """The lines of one cell, as the page tells them.

    Args:
        told: the lines.
        attribute: `lines` = the cell is their sum, `open` = it only opens them.
        step: how many cents one printed unit is.
    """

    told: Sequence[dict[str, Any]] = ()
    attribute: str = "lines"
    step: int = 100


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table as it is printed.

    Args:
        title: what it shows, with its scope.
        frame: the rows in the order they are printed, values exact. Two text columns are not printed as such:
            `row_class` marks rows (`total`, `unexplained`, or a severity), `row_remark` stands below the name of a row.
        columns: the printed columns of `frame`, in order; the first one names the row.
        language: of the words that the table adds itself.
        currency: what amounts are counted in (元); empty if the table has none.
        notes: sentences below the table.
        source: where the rows came from.
        nothing: the sentence in place of rows if there are none.
        is_folded: whether the page shows the title only, the rows on a click.
        trace: the lines behind the amounts, which pages check and open.
    """

    title: str
    frame: pd.DataFrame
    columns: Mapping[str, TableColumn]
    language: Language = "zh"
    currency: str = ""
    notes: Sequence[str] = ()
    source: str = ""
    nothing: str = ""
    is_folded: bool = False
    trace: Trace | None = None

    def printed(self) -> pd.DataFrame:
        """Every cell as the text people read; columns named as in `frame`."""
        texts = {name: [text for text, _ in self._cells(name)] for name in self.columns}
        return pd.DataFrame(texts, index=self.frame.index, dtype="str")

    def all_notes(self) -> list[str]:
        """The notes, with one more for each thing whose lack leaves whole columns unknown."""
        unknown: dict[str, list[str]] = {}
        for name, column in self.columns.items():
            if self._is_unknown(name):
                unknown.setdefault(column.lacks, []).append(column.label)
        return [*self.notes, *(self._not_computable(lacks, labels) for lacks, labels in unknown.items())]

    def __str__(self) -> str:
        """Plain text, for terminals and the text form of a notebook's output."""
        headings = {name: column.label for name, column in self.columns.items()}
        with pd.option_context("display.unicode.east_asian_width", True):
            body = self.printed().rename(columns=headings).to_string(index=False) if len(self.frame) else self.nothing
        return "\n".join(line for line in (self.title, body, *self.all_notes(), self.source) if line)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        names = list(self.columns)
        cells = zip(*(self._cells(name) for name in names), strict=True)
        return render(
            "table.html",
            table=self,
            trace=self._told_trace(),
            columns=[(column, _css_class(column)) for column in self.columns.values()],
            rows=list(zip(self._marks(), self._keys(), cells, self._own_lines(), self._remarks(), strict=True)),
            notes=self.all_notes(),
        )

    def _told_trace(self) -> dict[str, Any]:
        """What chooses the lines of the amounts, by the place of their column; empty if nothing does."""
        if not self.trace or not self.trace.columns:
            return {}
        places = {name: str(place) for place, name in enumerate(self.columns)}
        columns = {
            places[name]: [one.told() for one in lines] for name, lines in self.trace.columns.items() if name in places
        }
        return {"by": self.trace.by, "where": self.trace.where, "columns": columns}

    def _keys(self) -> Sequence[Key]:
        """The key of each row; None where it has none."""
        return (self.trace and self.trace.keys) or [None] * len(self.frame)

    def _own_lines(self) -> list[list[OwnLines]]:
        """The lines of each cell that has lines of its own, row by row."""
        return [[self._own_lines_of(name, place) for name in self.columns] for place in range(len(self.frame))]

    def _own_lines_of(self, name: str, place: int) -> OwnLines:
        trace = self.trace or Trace()
        if name not in trace.cells:
            return OwnLines()
        told = [one.told() for one in trace.cells[name][place]]
        step = trace.steps[name][place] if name in trace.steps else 100
        is_sum = self.columns[name].kind == "amount" or name in trace.steps
        return OwnLines(told, "lines" if is_sum else "open", step)

    def _is_unknown(self, name: str) -> bool:
        return bool(self.columns[name].lacks) and len(self.frame) > 0 and bool(self.frame[name].isna().all())

    def _not_computable(self, lacks: str, labels: list[str]) -> str:
        if self.language == "en":
            return f"{', '.join(labels)}: not computable, lacks {lacks}."
        return f"{'、'.join(labels)}：不可计算，缺{lacks}。"

    def _remarks(self) -> list[str]:
        return list(self.frame["row_remark"].fillna("")) if "row_remark" in self.frame else [""] * len(self.frame)

    def _marks(self) -> list[str]:
        return list(self.frame["row_class"]) if "row_class" in self.frame else [""] * len(self.frame)

    def _cells(self, name: str) -> list[tuple[str, str]]:
        """Text and CSS classes of each cell of a column."""
        column = self.columns[name]
        absent = _DASH if self._is_unknown(name) or not column.lacks else _lacks_text(column, self.language)
        return [
            _absent_cell(column, absent, mark) if pd.isna(value) else _cell(column, value)
            for value, mark in zip(self.frame[name], self._marks(), strict=True)
        ]


def _absent_cell(column: TableColumn, absent: str, mark: str) -> tuple[str, str]:
    # A total has no date, file or row; that is not something missing.
    text = "" if mark == "total" and not column.lacks else absent
    return text, f"{_css_class(column)} absent"


def _cell(column: TableColumn, value: object) -> tuple[str, str]:
    text = _text(value, column.kind)
    is_negative = column.kind in NUMBERS and text.startswith("-")
    return text, f"{_css_class(column)} negative" if is_negative else _css_class(column)


def _css_class(column: TableColumn) -> str:
    if column.kind in NUMBERS:
        return "number"
    return _WITHIN.get(column.kind, column.kind)


def _lacks_text(column: TableColumn, language: Language) -> str:
    return f"not computable: lacks {column.lacks}" if language == "en" else f"不可计算：缺{column.lacks}"


def _text(value: Any, kind: Kind) -> str:
    if kind == "amount":
        return as_yuan(value)
    if kind == "rate":
        return as_rate(value)
    if kind == "points":
        return as_points(value)
    if kind == "count":
        return f"{value:,}"
    return f"{value:%Y-%m-%d}" if kind == "date" else str(value)
