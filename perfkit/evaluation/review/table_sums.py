"""Sums inside tables: totals over lines, codes over the codes below them, a first column over those beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.compare import sum_match
from perfkit.evaluation.review.grids import Line, Panel, numbered_details, panels
from perfkit.evaluation.review.outline import Grid, at_column
from perfkit.evaluation.review.register import is_total
from perfkit.evaluation.review.remarks import remark, remark_kind
from perfkit.ledger.findings import Finding

_HOLD: Final = remark_kind(
    "agrees", "sums_in_tables", ("表内合计相符", "totals of a table hold"),
    "{place}：表内 {count} 处合计与分项相符。", "{place}: {count} totals equal their parts.",
)  # fmt: skip
_ROUNDED: Final = remark_kind(
    "rounding", "sums_in_tables", ("表内合计有尾差", "total of a table is rounded"),
    "{place}：{what}分项之和 {sum}，表列 {printed}，尾差 {gap}。",
    "{place}: the parts of {what} add up to {sum}, the table says {printed}, {gap} of printed rounding.",
)  # fmt: skip
_FAILS: Final = remark_kind(
    "conflict", "sums_in_tables", ("表内合计与分项不符", "total of a table is wrong"),
    "{place}：{what}分项之和 {sum}，表列 {printed}，相差 {gap}。",
    "{place}: the parts of {what} add up to {sum}, the table says {printed}, {gap} apart.",
)  # fmt: skip
#: A total, its column, and its parts (line, column).
_Sum = tuple[Line, int, list[tuple[Line, int]]]
_SUM_HEADINGS: Final = ("合计", "小计", "总计")


def sums_in_tables(grids: Sequence[Grid]) -> list[Finding]:
    """Every total in the tables that its parts do not make, and for each table the number of those that hold."""
    return [finding for grid in grids for finding in _of_grid(grid)]


def _of_grid(grid: Grid) -> Iterator[Finding]:
    holding = 0
    for panel in panels(grid):
        for total, column, parts in _sums(panel):
            gap, printed = _gap(total, column, parts)
            figures = [line.figures[at] for line, at in parts if at in line.figures]
            found = sum_match(gap, [Decimal(1).scaleb(-one.decimals) for one in (total.figures[column], *figures)])
            if found == "agrees":
                holding += 1
                continue
            kind = _ROUNDED if found == "rounding" else _FAILS
            what = {"zh": f"“{total.label}”", "en": f"“{total.label}”"}
            place = at_column(grid.place, total.row, column + 1)
            yield remark(kind, place, what=what, sum=f"{printed + gap:,}", printed=f"{printed:,}", gap=f"{abs(gap):,}")
    if holding:
        yield remark(_HOLD, grid.place, count=holding)


def _gap(total: Line, column: int, parts: Sequence[tuple[Line, int]]) -> tuple[Decimal, Decimal]:
    """(sum of the parts - total, total)."""
    printed = total.figures[column].number
    told = sum((line.figures[at].number for line, at in parts if at in line.figures), Decimal(0))
    return told - printed, printed


def _sums(panel: Panel) -> Iterator[_Sum]:
    amounts = [column for column in panel.columns if panel.is_money(column)]
    for total, lines in [*_coded(panel.lines), *_totals(panel.lines)]:
        for column in amounts:
            if column in total.figures and any(column in line.figures for line in lines):
                yield total, column, [(line, column) for line in lines]
    yield from _across(panel, amounts)


def _coded(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """A line with a code over the lines with one code more; those are all there are."""
    for line in lines:
        if line.path and all(code.isdigit() for code in line.path):
            depth = len(line.path) + 1
            below = [one for one in lines if len(one.path) == depth and one.path[:-1] == line.path]
            if below:
                yield line, below


def _totals(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """A total by its name, over the lines above it up to another total (below it, if it is the first)."""
    details = numbered_details(lines)
    own = [line for line in lines if line.row not in details and line.figures]
    is_coded = any(line.path and line.path[0].isdigit() for line in own)
    for at, line in enumerate(own):
        if not is_total(line.label):
            continue
        above = own[:at]
        last = max((number for number, one in enumerate(above) if is_total(one.label)), default=-1)
        parts = above[max(last, 0) :] if last >= 0 else above
        if not above:
            parts = _until_total(own[1:])
        if is_coded:
            parts = [one for one in (above or own[1:]) if len(one.path) == 1 and one.path[0].isdigit()]
        if parts:
            yield line, parts


def _until_total(lines: Sequence[Line]) -> list[Line]:
    end = next((at for at, line in enumerate(lines) if is_total(line.label)), len(lines))
    return list(lines[:end])


def _across(panel: Panel, amounts: Sequence[int]) -> Iterator[_Sum]:
    """The column of sums over those on its right, where every one of them is a part of it."""
    for at, column in enumerate(amounts):
        beside = amounts[at + 1 :]
        names = [panel.columns[one][-1] if panel.columns[one] else "" for one in (column, *beside)]
        is_sum = names[0].endswith(_SUM_HEADINGS) and len(set(names)) == len(names)
        if not is_sum or not beside or any(name.endswith(_SUM_HEADINGS) for name in names[1:]):
            continue
        for line in panel.lines:
            if column in line.figures and any(one in line.figures for one in beside):
                yield line, column, [(line, one) for one in beside]
