"""The lines behind the columns of the tables: declared here once per kind of amount, whatever the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from perfkit.ledger.frames import BUDGET_COLUMN_OF
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Condition, FrameName, Key, Lines, Trace, budget_lines, scope_condition


def lines_of(column: str, spending: FrameName = "spending") -> tuple[Lines, ...]:
    """The lines behind a column of `measures.execution`; none for one that is no amount of it.

    Args:
        column: its name.
        spending: the frame that tells the actuals.
    """
    if column == "actual_cents":
        return (Lines(spending),)
    if column == "variance_cents":
        return (Lines("budget"), Lines(spending, sign=-1))
    if column == "committed_cents":
        return (Lines("commitments"),)
    known = {*BUDGET_COLUMN_OF.values(), "final_budget_cents"}
    return budget_lines(column) if column in known else ()


def execution_trace(
    execution: pd.DataFrame, ledger: Ledger, by: Sequence[str], columns: Iterable[str], scope: Scope | str
) -> Trace:
    """The lines behind a table of `measures.execution` (by period: of `measures.execution_by_period`).

    Args:
        execution: the measured frame.
        ledger: whose lines.
        by: its code columns.
        columns: the printed columns.
        scope: the scope it was measured on.
    """
    is_by_period = list(by) == ["period"]
    traced = {name: lines_of(name, "timeline" if is_by_period else "spending") for name in columns}
    if is_by_period:
        traced = {name: _spread(lines, len(ledger.unit.calendar.periods)) for name, lines in traced.items()}
    return traced_by(by, execution, {name: lines for name, lines in traced.items() if lines}, ledger, scope)


def traced_by(
    by: Sequence[str], frame: pd.DataFrame, columns: Mapping[str, tuple[Lines, ...]], ledger: Ledger, scope: Scope | str
) -> Trace:
    """A trace whose rows are chosen by the values of `by`, on `scope`, within what `ledger` is restricted to."""
    return Trace(
        columns=columns,
        by=by,
        keys=keys_of(frame, by),
        where=(*scope_condition(scope), *restriction(ledger)),
    )


def keys_of(frame: pd.DataFrame, by: Sequence[str]) -> list[Key]:
    """The values of `by`, row by row, as JSON can hold them; one () per row if `by` is empty."""
    values = frame[list(by)].to_dict(orient="split")["data"]
    return [tuple(row) for row in values] if by else [()] * len(frame)


def restriction(ledger: Ledger) -> tuple[Condition, ...]:
    """What a line must be to belong to a ledger of one project."""
    return (("budget_project_code", "is", ledger.project),) if ledger.project else ()


def _spread(lines: tuple[Lines, ...], periods: int) -> tuple[Lines, ...]:
    """Budget lines belong to the year: a period is given its part of their sum, each kind of budget being split alone.

    Hence the whole budget is told as its parts.
    """
    whole = Lines("budget")
    kinds = [one for column in dict.fromkeys(BUDGET_COLUMN_OF.values()) for one in budget_lines(column)]
    told = [part for one in lines for part in (kinds if one == whole else [one])]
    return tuple(replace(one, spread=periods) if one.frame == "budget" else one for one in told)
