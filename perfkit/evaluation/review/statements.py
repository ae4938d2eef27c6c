"""What a report says: one statement for each figure, bound to what the words around it say it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.review.quantities import Quantity
from perfkit.ledger.scopes import Scope

#: How much of a heading a place shows.
_SHOWN: Final = 24


@dataclass(frozen=True)
class Place:
    """Where in the document: a paragraph (`table` 0), or a row and column of a table; the heading above it."""

    file: str
    row: int
    table: int = 0
    column: int = 0
    heading: str = ""

    def words(self, language: Language = "zh") -> str:
        """The place in words."""
        head = self.heading[:_SHOWN] + ("…" if len(self.heading) > _SHOWN else "")
        if language == "en":
            at = f"table {self.table}" if self.table else f"paragraph {self.row}" if self.row else self.file
            at += f", row {self.row}" if self.table and self.row else ""
            return f"{at}{f', column {self.column}' if self.column else ''}{f' (“{head}”)' if head else ''}"
        at = f"表{self.table}" if self.table else f"第{self.row}段" if self.row else self.file
        at += f"第{self.row}行" if self.table and self.row else ""
        return f"{f'“{head}”' if head else ''}{at}{f'第{self.column}列' if self.column else ''}"


@dataclass(frozen=True)
class Subject:
    """What a figure is about: (facet, code) pairs in order; none = the whole unit.

    Facets are the conditions of references (project, expenditure_type, basic_kind, fund, economic) with `economic`
    codes joined by +, and three more: `item` (a line that a table of the document has), `fact` and `label`.
    `has_parts` tells whether a project is meant with its sub-projects (None = the words do not say).
    """

    facets: tuple[tuple[str, str], ...] = ()
    has_parts: bool | None = None

    @property
    def project(self) -> str:
        """The code of the project; "" if it is none."""
        return dict(self.facets).get("project", "")

    def get(self, facet: str) -> str:
        """The code in a facet; "" without it."""
        return dict(self.facets).get(facet, "")

    def without(self, facet: str) -> Subject:
        """The same without one facet."""
        return Subject(tuple(pair for pair in self.facets if pair[0] != facet), self.has_parts)

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The facets without those that others imply: personnel and public funds are basic expenditure."""
        implied = {"expenditure_type"} if self.get("basic_kind") else set()
        return tuple(pair for pair in self.facets if pair[0] not in implied)

    def merged(self, other: Subject) -> Subject:
        """The facets of both; those of `self` win."""
        facets = {**dict(other.facets), **dict(self.facets)}
        return Subject(tuple(sorted(facets.items())), other.has_parts if self.has_parts is None else self.has_parts)


WHOLE: Final = Subject()


@dataclass(frozen=True)
class Statement:
    """One figure and what it is said to be.

    Args:
        number: counted from 0 over the document.
        place, sentence: where, and the sentence (or the cells of the row) as printed.
        quantity: the figure.
        label: the words that it was bound by.
        measure: one of words.toml; "" = not known.
        subject: None = not known.
        scope: the scope that the words around the figure name; None = they name none.
        heading_scope: the one that the heading above means.
        heading_fund: the code of the fund that the heading above names.
        year: the fiscal year, 0 = that of the report.
        change: "increase", "decrease" or "difference" for a difference, "" for a figure itself.
        paragraph: number of its paragraph or table row in the outline, `group`: of its sentence.
        topic: what the heading above is about.
        is_carried: whether subject or measure come from the words of an earlier figure.
        about: the words that named the subject, where they stand before those of the figure.
    """

    number: int
    place: Place
    sentence: str
    quantity: Quantity
    label: str = ""
    measure: str = ""
    subject: Subject | None = None
    scope: Scope | None = None
    heading_scope: Scope | None = None
    heading_fund: str = ""
    year: int = 0
    change: str = ""
    paragraph: int = 0
    group: int = 0
    topic: str = ""
    is_carried: bool = False
    about: str = ""

    @property
    def effective_scope(self) -> Scope | None:
        """The scope named, else that of the heading."""
        return self.scope or self.heading_scope

    @property
    def is_fiscal(self) -> bool:
        """Whether it speaks of the fiscal appropriation, by its own words or its heading's."""
        return self.effective_scope is Scope.FISCAL

    @property
    def is_bound(self) -> bool:
        """Whether measure and subject are both known, and it is no difference and of this year."""
        return bool(self.measure) and self.subject is not None and not self.change and not self.year
