"""Where the points of targets do not fit those of their form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from perfkit.checks.target_rows import about_rows
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.points import as_points
from perfkit.ledger.units import Unit

WEIGHTS: Final = FindingKind(
    "target_weights",
    "error",
    "分值之和不等于应有分值",
    "points do not add up",
    "{name}的“{level1}”共 {count} 个指标（{place} 第 {row} 行起），分值合计 {found}，应为 {expected}，相差 {gap}；"
    "请调整分值，或全部留空以平均分配。",
    "The {count} indicators of “{level1}” of {name} ({place}, from row {row}) have {found} points, they must have "
    "{expected}, {gap} apart. Change the points, or leave all blank to share them evenly.",
)
SOME_WEIGHTS: Final = FindingKind(
    "target_weights",
    "error",
    "分值只填了一部分",
    "points given for some indicators only",
    "{name}的“{level1}”共 {count} 个指标（{place} 第 {row} 行起），其中 {blank} 个没有分值，"
    "已填分值合计 {found}，应为 {expected}；请补齐，或全部留空以平均分配。",
    "Of the {count} indicators of “{level1}” of {name} ({place}, from row {row}), {blank} have no points; the others "
    "have {found} of {expected}. Fill them in, or leave all blank to share them evenly.",
)
SHIFTED: Final = FindingKind(
    "shifted_target_weights",
    "warning",
    "一级指标的分值与模板不同",
    "first-level points differ from the template",
    "{name}的“{level1}”共 {count} 个指标（{place} 第 {row} 行起），分值合计 {found}，模板为 {expected}；"
    "各一级指标的总分仍等于模板。特殊情况下可以调整，请说明理由。",
    "The {count} indicators of “{level1}” of {name} ({place}, from row {row}) have {found} points, the template gives "
    "{expected}; all levels together have those of the template. In special cases that is allowed: give a reason.",
)
UNKNOWN_LEVEL: Final = FindingKind(
    "target_levels",
    "error",
    "一级指标不在评分模板中",
    "first-level indicator not in the template",
    "{name}的一级指标“{level1}”（{place} 第 {row} 行起，{count} 个指标）不在评分模板中（模板有：{expected}），"
    "没有分值；请从下拉列表中选择。",
    "The first-level indicator “{level1}” of {name} ({place}, from row {row}, {count} indicators) is not in the "
    "template ({expected}) and has no points. Choose one from the list.",
)


def target_weights(targets: pd.DataFrame, points: Mapping[str, int], unit: Unit) -> list[Finding]:
    """First-level groups whose points are given and do not add up, and groups that the form does not have.

    Where all groups of a subject together have the points of the form, another split is only a remark: the rule allows
    it in special cases (财预〔2020〕10号).

    Args:
        targets: the indicators that are scored by one form: those of the unit, or those of its projects.
        points: first-level indicator -> the hundredths of a point that the form gives it.
        unit: names of the projects.
    """
    named = targets[targets["level1_name"].ne("")]
    return [
        finding
        for _, rows in named.groupby("budget_project_code", sort=False)
        for level1, group in rows.groupby("level1_name", sort=False)
        for finding in _weights(group, str(level1), points, unit, is_whole=_adds_up(rows, points))
    ]


def _adds_up(rows: pd.DataFrame, points: Mapping[str, int]) -> bool:
    """Whether one subject gives points to every indicator, all of known levels, that add up to those of the form."""
    weights = rows["weight_centipoints"]
    return (
        bool(weights.notna().all())
        and set(rows["level1_name"]) <= set(points)
        and weights.sum() == sum(points.values())
    )


def _weights(
    rows: pd.DataFrame, level1: str, points: Mapping[str, int], unit: Unit, *, is_whole: bool
) -> Iterator[Finding]:
    if level1 not in points:
        yield about_rows(UNKNOWN_LEVEL, rows, unit, "、".join(points), level1=level1)
        return
    weights, expected = rows["weight_centipoints"], points[level1]
    given, blank = int(weights.sum()), int(weights.isna().sum())
    told = (as_points(expected), as_points(given))
    if blank == len(rows):
        return
    if blank:
        yield about_rows(SOME_WEIGHTS, rows, unit, *told, level1=level1, blank=blank)
    elif given != expected:
        kind = SHIFTED if is_whole else WEIGHTS
        yield about_rows(kind, rows, unit, *told, level1=level1, gap=as_points(given - expected))
