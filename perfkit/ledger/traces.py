"""The way back from a printed amount to the lines it is the sum of.

A table declares the lines of its amounts; the page checks that they add up to what is printed and opens them on a
click. The declaration is text (JSON) inside the HTML, so that page, check and browser read the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final, Literal

from perfkit.ledger.frames import BUDGET_COLUMN_OF
from perfkit.ledger.published import AMOUNT_MEASURES, HIERARCHICAL, conditions
from perfkit.ledger.scopes import Scope

FrameName = Literal["spending", "timeline", "budget", "income", "journal", "commitments"]
#: Column, comparison, value. `begins` compares the beginning of a code, `in` a list of values.
Condition = tuple[str, Literal["is", "begins", "in"], Any]
#: What the lines of each frame add up.
AMOUNT_OF: Final[dict[str, str]] = {
    "spending": "actual_cents",
    "timeline": "actual_cents",
    "budget": "amount_cents",
    "income": "income_cents",
    "commitments": "committed_cents",
}
#: The key that stands for the number of a line in its frame.
ROW: Final = "row"


@dataclass(frozen=True)
class Lines:
    """Some lines of one frame, which an amount is the sum of, or a part of that sum.

    Args:
        frame: of the ledger.
        where: conditions that all hold.
        sign: -1 where the lines are taken off.
        year: of the ledger that has the lines; 0 = the year of the page.
        column: what is added up; "" = the amount of the frame (AMOUNT_OF).
        spread: not 0 = the sum is split evenly over that many periods, and the amount is the part of its period.
        is_cumulated: the amount also holds the lines of the rows above it.
    """

    frame: FrameName
    where: tuple[Condition, ...] = ()
    sign: int = 1
    year: int = 0
    column: str = ""
    spread: int = 0
    is_cumulated: bool = False

    @property
    def amount(self) -> str:
        """The column that is added up."""
        return self.column or AMOUNT_OF[self.frame]

    def told(self) -> dict[str, Any]:
        """As the page tells it: without what is as usual."""
        usual = asdict(Lines(self.frame))
        return {name: value for name, value in asdict(self).items() if name == "frame" or value != usual[name]}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Lines:
        """The lines that a page tells."""
        where = tuple((column, operator, value) for column, operator, value in told.get("where", []))
        return cls(**{**told, "where": where})


#: The key of a row: one value per column of `Trace.by`; () = all lines; None = the row cannot be walked back.
Key = tuple[Any, ...] | None


@dataclass(frozen=True)
class Trace:
    """Which lines are behind the amounts of a table.

    Args:
        columns: printed column -> its lines; those of one cell are further chosen by the key of its row.
        by: the columns that choose them; ROW = the number of a line.
        keys: the key of each row of the table.
        where: conditions on the lines of every column.
        cells: printed column -> the lines of each of its cells, complete; where every row is of another kind. A cell
            of a column that is no amount opens its lines without their sum.
        steps: printed column -> how many cents one printed unit of each of its cells is; by default 100.
    """

    columns: Mapping[str, tuple[Lines, ...]] = field(default_factory=dict)
    by: Sequence[str] = ()
    keys: Sequence[Key] = ()
    where: tuple[Condition, ...] = ()
    cells: Mapping[str, Sequence[tuple[Lines, ...]]] = field(default_factory=dict)
    steps: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def with_total(self) -> Trace:
        """This trace for a table with a total line of all lines below its rows."""
        return replace(self, keys=[*self.keys, ()])


def scope_condition(scope: Scope | str) -> tuple[Condition, ...]:
    """What a line must be to count on `scope`."""
    return (("is_fiscal_appropriation", "is", True),) if Scope(scope) is Scope.FISCAL else ()


def budget_lines(column: str) -> tuple[Lines, ...]:
    """The budget lines that add up to a column of `measures.execution`."""
    types = [kind for kind, of in BUDGET_COLUMN_OF.items() if of == column]
    return (Lines("budget", (("budget_type", "in", types),) if types else ()),)


def figure_lines(measure: str, scope: str, select: str) -> tuple[Lines, ...]:
    """The lines behind a figure that is named as in published.csv; none where it is no sum of lines."""
    if scope not in set(Scope):
        return ()
    chosen = [_selected(column, value) for column, value in conditions(select)]
    where = (*scope_condition(scope), *chosen)
    if measure == "income":
        return (Lines("income", where),)
    if measure not in AMOUNT_MEASURES:
        return ()
    if measure == "actual":
        return (Lines("spending", where),)
    (lines,) = budget_lines(AMOUNT_MEASURES[measure])
    return (Lines("budget", (*lines.where, *where)),)


def _selected(column: str, value: str) -> Condition:
    return column, "begins" if column in HIERARCHICAL else "is", value
