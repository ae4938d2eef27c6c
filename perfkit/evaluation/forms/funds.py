"""The block of the funds: amounts as exact numbers, the total as a live sum, execution rate and its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import (
    Drawing,
    address,
    block,
    dash,
    entry,
    label,
    lacking,
    number,
    sum_of,
    with_sum,
)
from perfkit.evaluation.forms.layouts import Layout
from perfkit.evaluation.forms.shares import FundRow
from perfkit.evaluation.rules import ExecutionRule
from perfkit.ledger.forms import FormCell
from perfkit.ledger.points import in_points

_AMOUNTS: Final = ("original", "final", "actual")
_CENT: Final = Decimal("0.01")
_FINAL_BUDGET: Final[dict[Language, str]] = {"zh": "全年预算数", "en": "a final budget"}
_EXPLAIN: Final[dict[Language, str]] = {
    "zh": "执行率低于 {limit} %，须说明原因",
    "en": "the rate is below {limit} %: a reason is due",
}
_RESIDUAL: Final[dict[Language, str]] = {
    "zh": "{column}一列：各行按两位小数列示，其和与合计相差 {gap}，系四舍五入；公式按未舍入的数计算。",
    "en": "{column}: the rows as printed differ from the total by {gap}, from rounding; formulas use exact amounts.",
}
_UNLIKE: Final[dict[Language, str]] = {
    "zh": "{column}一列：{group}各行之和与年度资金总额相差 {gap}，账上未能归入任何一行。",
    "en": "{column}: the rows ({group}) differ from the total by {gap}, which no row can claim.",
}


@dataclass(frozen=True)
class Funds:
    """What the block shows.

    Args:
        layout: how it is drawn.
        total: all funds.
        rows: what they are split into; the first group adds up to the total.
        rule: how execution becomes points; None = it does not.
        centipoints: the points; None = not computable.
        money: the name of the money unit.
        language: of the words that are ours.
    """

    layout: Layout
    total: FundRow
    rows: Sequence[FundRow]
    rule: ExecutionRule | None
    centipoints: int | None
    money: str
    language: Language = "zh"


@dataclass(frozen=True)
class FundsDrawn:
    """What the rest of the form needs of the block: where points and score stand, and what must be said of it."""

    points: str
    score: str
    notes: tuple[str, ...]


def draw_funds(drawing: Drawing, funds: Funds) -> FundsDrawn:
    """Draw the block at the current row, and go on below it."""
    layout = funds.layout
    drawing.put(1, label(layout.funds_title.format(money=funds.money)), rows=2 + len(funds.rows))
    for field in layout.funds:
        drawing.put(field.first, label(field.heading), field.columns)
    drawing.down()
    at, total = drawing.row, _with_sums(funds, drawing.row)
    cells = _cells(funds, total, at)
    reason = _explain(funds)
    cells |= {**_points(funds, at, cells["rate"]), "label": label(total.label)}
    cells["reason"] = entry(reason) if reason else dash()
    for field in layout.funds:
        drawing.put(field.first, cells[field.name], field.columns)
    drawing.down()
    _draw_rows(drawing, funds)
    places = [layout.fund(name) for name in ("points", "score")]
    points, score = (address(at, place.first) if place and funds.rule else "" for place in places)
    stop = "." if funds.language == "en" else "。"
    return FundsDrawn(points, score, (*_sum_notes(funds), *([f"{reason}{stop}"] if reason else [])))


def _draw_rows(drawing: Drawing, funds: Funds) -> None:
    """The rows below the total; the first column of their label names the group, where there are groups."""
    for group, members in groupby(funds.rows, key=lambda row: row.group):
        parts = list(members)
        for place, row in enumerate(parts):
            cells = {**_cells(funds, row, drawing.row), "points": dash(), "score": dash(), "reason": dash()}
            for field in funds.layout.funds:
                if field.name != "label":
                    drawing.put(field.first, cells[field.name], field.columns)
                elif not group:
                    drawing.put(field.first, label(row.label), field.columns)
                else:
                    drawing.put(field.first + 1, label(row.label), field.columns - 1)
            if group and place == 0:
                drawing.put(funds.layout.label_column, label(group), rows=len(parts))
            drawing.down()


def _cells(funds: Funds, row: FundRow, at: int) -> dict[str, FormCell]:
    """The amounts of a row and their rate."""
    final, actual = number(row.final), number(row.actual)
    lacks = row.rate_lacks or row.final.lacks or row.actual.lacks
    columns = {field.name: field.first for field in funds.layout.funds}
    if lacks:
        rate = lacking(lacks, "rate")
    elif final and actual is not None:
        formula = f"{address(at, columns['actual'])}/{address(at, columns['final'])}"
        rate = entry(actual / final, "rate", formula=formula)
        if row.actual.measure:
            rate = replace(rate, measure="execution_rate", scope=row.actual.scope, select=row.actual.select)
    else:
        # Nothing planned and nothing spent has no rate; spending without a budget lacks one.
        rate = lacking(_FINAL_BUDGET[funds.language], "rate") if actual else dash()
    return {"original": row.original, "final": row.final, "actual": row.actual, "rate": rate}


def _points(funds: Funds, at: int, rate: FormCell) -> dict[str, FormCell]:
    """Points possible and scored for the execution of the total."""
    rule, total = funds.rule, funds.total
    points, share = funds.layout.fund("points"), funds.layout.fund("rate")
    if rule is None or points is None or share is None:
        return {"points": dash(), "score": dash()}
    possible = entry(rule.points, "points")
    if funds.centipoints is None:
        lacks = total.final.lacks or total.actual.lacks or _FINAL_BUDGET[funds.language]
        return {"points": possible, "score": lacking(lacks, "points")}
    note = rule.note_en if funds.language == "en" else rule.note_zh
    scored = entry(in_points(funds.centipoints), "points", note=note)
    known = number(rate)
    # A live formula only where it is the rule: else the points would change as soon as somebody recalculates.
    if known is not None and _rounded(rule.points * max(Decimal(0), min(known, Decimal(1)))) == scored.value:
        formula = f"ROUND({address(at, points.first)}*MAX(0,MIN({address(at, share.first)},1)),2)"
        scored = replace(scored, formula=formula)
    return {"points": possible, "score": scored}


def _with_sums(funds: Funds, at: int) -> FundRow:
    """The total as live sums of the rows of the first group."""
    total, parts = funds.total, [row for row in funds.rows if row.group == funds.rows[0].group]

    def summed(name: str) -> FormCell:
        field, cell = funds.layout.fund(name), total.amount(name)
        if field is None:
            return cell
        formula = f"SUM({block(at + 1, at + len(parts), field.first)})"
        return with_sum(cell, [row.amount(name) for row in parts], formula)

    return replace(total, original=summed("original"), final=summed("final"), actual=summed("actual"))


def _sum_notes(funds: Funds) -> list[str]:
    """What must be said of rows that do not add up to the total, exactly or as printed."""
    notes = []
    for field in funds.layout.funds:
        for group, members in groupby(funds.rows, key=lambda row: row.group):
            if field.name in _AMOUNTS:
                cells = [row.amount(field.name) for row in members]
                words, gap = _gap(funds.total.amount(field.name), cells, funds.language)
                shown = (
                    f"{_rounded(gap):,f} {funds.money}" if abs(gap) >= _CENT else f"{gap.normalize():,f} {funds.money}"
                )
                notes.append(words.format(column=field.heading, group=group or "分行", gap=shown) if gap else "")
    return [note for note in notes if note]


def _gap(total: FormCell, parts: Sequence[FormCell], language: Language) -> tuple[str, Decimal]:
    """How far the parts are from the total, and in which words; 0 if they agree or nobody knows."""
    whole, known = number(total), sum_of(parts)
    if whole is None or known is None:
        return "", Decimal(0)
    if known != whole:
        # What one of the parts lacks may well be the gap.
        return _UNLIKE[language], Decimal(0) if any(part.lacks for part in parts) else whole - known
    printed = [_rounded(value) for value in map(number, parts) if value is not None]
    return _RESIDUAL[language], _rounded(whole) - sum(printed, Decimal(0))


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _explain(funds: Funds) -> str:
    """What must be said of a rate below the limit of the rule; "" if nothing must."""
    final, actual = number(funds.total.final), number(funds.total.actual)
    limit = funds.rule.explain_below if funds.rule else None
    if limit is None or not final or actual is None or actual / final >= limit:
        return ""
    return _EXPLAIN[funds.language].format(limit=f"{limit * 100:.0f}")
