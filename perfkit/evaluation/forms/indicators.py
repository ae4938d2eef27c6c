"""The blocks of goals and indicators: one row each, first and second level merged, groups without indicators drawn too.

An indicator that was not scored says what it lacks where its score would stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.figures import resolve
from perfkit.evaluation.forms.drawing import Drawing, block, dash, entry, label, lacking, number, sum_of
from perfkit.evaluation.forms.layouts import Layout
from perfkit.evaluation.rules import Template
from perfkit.ledger.forms import FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import in_points
from perfkit.ledger.targets import COMPARISON_SIGNS, REFERENCE_START, target_words

#: One row of the frame of scores.
Score = dict[str, Any]
_GOALS, _INDICATORS = "年度总体目标", "绩效指标"
_NO_GOAL, _NO_RESULT = "（未填报年度总体目标）", "（未填报实际完成情况）"
_NO_INDICATOR, _NO_LEVEL = "（未设定指标）", "（未填二级指标）"
_QUALITATIVE: Final = "定性"
_ACTUAL: Final[dict[Language, str]] = {"zh": "实际完成值", "en": "the actual"}
_WEIGHT: Final[dict[Language, str]] = {"zh": "分值", "en": "the points possible"}
_ANY: Final[dict[Language, str]] = {"zh": "数据或佐证", "en": "data or evidence"}
_REASON_DUE: Final[dict[Language, str]] = {"zh": "须说明偏差原因（未填）", "en": "a reason is due and not given"}


@dataclass(frozen=True)
class IndicatorsDrawn:
    """What the rest of the form needs of the block.

    Args:
        points, scores: the addresses of both columns; "" if the layout has none.
        weight: the points of all indicators; None if some are not given, or there are no indicators.
        score: the points scored; None unless every indicator is scored.
        heading: the row of the headings.
    """

    points: str
    scores: str
    weight: Decimal | None
    score: Decimal | None
    heading: int


@dataclass(frozen=True)
class _Group:
    """A first-level group, with its second-level ones and their indicators, in the order of the form."""

    name: str
    points: Decimal | None
    parts: tuple[tuple[str, tuple[Score, ...]], ...]

    @property
    def rows(self) -> int:
        return sum(max(1, len(scores)) for _, scores in self.parts)


def draw_goals(drawing: Drawing, layout: Layout, goals: pd.DataFrame) -> None:
    """Draw the overall goals: expected and achieved side by side, one row per goal."""
    told = goals.sort_values("goal_number", kind="stable")
    pairs = list(zip(told["goal_text"], told["achieved_text"], strict=True)) or [(_NO_GOAL, _NO_RESULT)]
    drawing.put(1, label(_GOALS), rows=1 + len(pairs))
    for field in layout.goals:
        drawing.put(field.first, label(field.heading), field.columns)
    drawing.down()
    for place, (goal, achieved) in enumerate(pairs, start=1):
        lead = f"{place}. " if len(pairs) > 1 else ""
        for field, text in zip(layout.goals, (goal, achieved or _NO_RESULT), strict=True):
            drawing.put(field.first, entry(f"{lead}{text}"), field.columns)
        drawing.down()


def draw_indicators(
    drawing: Drawing, layout: Layout, template: Template, scores: pd.DataFrame, ledger: Ledger, language: Language
) -> IndicatorsDrawn:
    """Draw the indicators in the order of the template, then those of groups that it does not have."""
    groups, heading = _groups(template, scores), drawing.row
    drawing.put(1, label(_INDICATORS), rows=1 + sum(group.rows for group in groups))
    for field in layout.indicators:
        drawing.put(field.first, label(field.heading), field.columns)
    drawing.down()
    cells: list[dict[str, FormCell]] = []
    for group in groups:
        drawing.put(2, label(_group_label(group)), rows=group.rows)
        for name, members in group.parts:
            drawing.put(3, label(name or _NO_LEVEL), rows=max(1, len(members)))
            for row in [_cells(score, layout, ledger, language) for score in members] or [_nothing()]:
                _draw_row(drawing, layout, row)
                cells.append(row)
    return _drawn(layout, cells, heading, drawing.row - 1)


def _draw_row(drawing: Drawing, layout: Layout, row: dict[str, FormCell]) -> None:
    for field in layout.indicators:
        if field.name in row:
            drawing.put(field.first, row[field.name], field.columns)
    drawing.down()


def _drawn(layout: Layout, cells: Sequence[dict[str, FormCell]], heading: int, last: int) -> IndicatorsDrawn:
    points, scores = layout.indicator("points"), layout.indicator("score")
    told = [row for row in cells if row["points"].kind != "dash"]

    def total(name: str) -> Decimal | None:
        column = [row[name] for row in told]
        return sum_of(column) if column and all(number(cell) is not None for cell in column) else None

    if points is None or scores is None:
        return IndicatorsDrawn("", "", None, None, heading)
    columns = [block(heading + 1, last, field.first) for field in (points, scores)]
    return IndicatorsDrawn(columns[0], columns[1], total("points"), total("score"), heading)


def _groups(template: Template, scores: pd.DataFrame) -> list[_Group]:
    """Every group of the template, with or without indicators, then the others in order of appearance."""
    rows: list[Score] = [{str(name): value for name, value in row.items()} for row in scores.to_dict("records")]
    known = {group.level1_name: group for group in template.groups}
    names = dict.fromkeys([*known, *(row["level1_name"] for row in rows)])
    groups = []
    for name in names:
        members = [row for row in rows if row["level1_name"] == name]
        own = known.get(name)
        levels = dict.fromkeys([*(own.level2_names if own else ()), *(row["level2_name"] for row in members)])
        parts = tuple((level, tuple(row for row in members if row["level2_name"] == level)) for level in levels)
        groups.append(_Group(name, own.points if own else None, parts or (("", ()),)))
    return groups


def _group_label(group: _Group) -> str:
    return f"{group.name}\n（{group.points}分）" if group.points else group.name


def _nothing() -> dict[str, FormCell]:
    """The row of a group that no indicator was set for."""
    names = ("nature", "target", "measure_unit", "actual", "points", "score", "reason")
    return {"indicator": entry(_NO_INDICATOR), **{name: dash() for name in names}}


def _cells(score: Score, layout: Layout, ledger: Ledger, language: Language) -> dict[str, FormCell]:
    """What the columns of an indicator can show; the target has sign and unit unless they have their own columns."""
    comparison, target = score["comparison"], score["target_text"]
    if not layout.indicator("nature"):
        target = target_words(comparison, target, score["measure_unit"])
    return {
        "indicator": entry(score["indicator_name"]),
        "nature": entry(COMPARISON_SIGNS.get(comparison) or _QUALITATIVE),
        "target": entry(target),
        "measure_unit": entry(score["measure_unit"]) if score["measure_unit"] else dash(),
        "actual": _actual(score["actual_text"], ledger, language),
        "points": _points(score["weight_centipoints"], _WEIGHT[language]),
        "score": replace(
            _points(score["score_centipoints"], score[f"lacks_{language}"] or _ANY[language]),
            note=score[f"rule_{language}"],
        ),
        "reason": _reason(score, language),
    }


def _actual(text: str, ledger: Ledger, language: Language) -> FormCell:
    """The actual as filled in; a reference becomes the figure that it names."""
    if not text.strip():
        return lacking(_ACTUAL[language], "text")
    if not text.strip().startswith(REFERENCE_START):
        return entry(text)
    figure = resolve(text.strip(), ledger).figure
    return lacking(figure.lacks, "text") if figure.lacks else entry(figure.text, note=figure.source)


def _points(centipoints: Any, lacks: str) -> FormCell:
    return lacking(lacks, "points") if pd.isna(centipoints) else entry(in_points(int(centipoints)), "points")


def _reason(score: Score, language: Language) -> FormCell:
    """Reason and measure as filled in, what the rule remarks, and whether a reason is due."""
    given = [score["deviation_reason"], score["improvement"]]
    due = [_REASON_DUE[language]] if score["needs_reason"] and not score["deviation_reason"] else []
    parts = [part.strip().rstrip("。；;.") for part in (*given, score[f"remark_{language}"], *due)]
    words = (". " if language == "en" else "；").join(part for part in parts if part)
    return entry(words) if words else dash()
