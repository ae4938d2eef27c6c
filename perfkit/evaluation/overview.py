"""Evaluations in short: one line per subject, and the points of one subject line by line, for tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.evaluate import Evaluation
from perfkit.ledger.targets import is_evidenced

_EXECUTION: Final[dict[Language, str]] = {"zh": "预算执行率", "en": "budget execution rate"}
_WHOLE: Final[dict[Language, str]] = {"zh": "单位整体", "en": "whole unit"}
_COUNTS: Final = ("indicators", "evidenced", "scored")
_POINTS: Final = (
    "execution_centipoints", "total_centipoints", "scorable_centipoints", "possible_centipoints",
)  # fmt: skip


def subject_name(evaluation: Evaluation, language: Language = "zh") -> str:
    """What is evaluated: a project by name, or the whole unit."""
    return evaluation.name if evaluation.project else _WHOLE[language]


def evaluation_overview(evaluations: Sequence[Evaluation], language: Language = "zh") -> pd.DataFrame:
    """The evaluations of a year side by side.

    *Grain*: one subject (the unit or a project), in the order given.

    Returns:
        name, execution_rate (on the final budget, all funds), execution_centipoints, indicators, evidenced (that a
        document or the ledger proves), scored (counts), total_centipoints (points scored), scorable_centipoints
        (points of what could be scored), possible_centipoints, grade ("" while anything is not scored), lacks (what
        stands in its way).
    """
    rows = [
        {
            "name": subject_name(one, language),
            "execution_rate": one.execution["execution_rate"].iloc[0],
            "indicators": len(one.scores),
            "evidenced": int(evidenced(one.scores).sum()),
            "scored": int(one.scores["score_centipoints"].notna().sum()),
            **{name: getattr(one, name) for name in _POINTS},
            "grade": "" if one.grade is None else (one.grade.name_en if language == "en" else one.grade.name_zh),
            "lacks": one.lacks[language],
        }
        for one in evaluations
    ]
    names = ["name", "execution_rate", "execution_centipoints", *_COUNTS, *_POINTS[1:], "grade", "lacks"]
    types = dict.fromkeys(_COUNTS, "int64") | dict.fromkeys(_POINTS, "Int64") | {"execution_rate": "Float64"}
    return pd.DataFrame(rows, columns=names).astype(types)


def evidenced(scores: pd.DataFrame) -> pd.Series:
    """Which indicators can be looked up, in a document or in the ledger."""
    pairs = zip(scores["evidence_document"], scores["actual_text"], strict=True)
    return pd.Series([is_evidenced(document, actual) for document, actual in pairs], scores.index, dtype="bool")


def points_by_subject(evaluations: Sequence[Evaluation], language: Language = "zh") -> pd.DataFrame:
    """Points gained, lost and not scored of each subject. *Grain* and order of `evaluation_overview`.

    Returns:
        name, gained_centipoints, lost_centipoints, unscored_centipoints (Int64; they add up to the points possible).
    """
    rows = [
        _sums(subject_name(one, language), one.possible_centipoints, points_by_indicator(one)) for one in evaluations
    ]
    return pd.DataFrame(rows, columns=["name", *_PARTS]).astype(dict.fromkeys(_PARTS, "Int64"))


def points_by_indicator(evaluation: Evaluation, language: Language = "zh") -> pd.DataFrame:
    """Points gained, lost and not scored, indicator by indicator, the execution rate first.

    *Grain*: one indicator: name, level1_name, gained_centipoints, lost_centipoints, unscored_centipoints (Int64; they
    add up to its weight).
    """
    scores = evaluation.scores
    weight, score = scores["weight_centipoints"].fillna(0), scores["score_centipoints"]
    lines = pd.DataFrame(
        {
            "name": scores["indicator_name"],
            "level1_name": scores["level1_name"],
            "gained_centipoints": score.fillna(0),
            "lost_centipoints": (weight - score).fillna(0),
            "unscored_centipoints": weight.where(score.isna(), 0),
        }
    )
    rule = evaluation.template.execution
    if rule is not None:
        possible, gained = int(rule.points * 100), evaluation.execution_centipoints
        first = _points_of(_EXECUTION[language], possible, gained)
        lines = pd.concat([pd.DataFrame([first]), lines], ignore_index=True)
    return lines.astype(dict.fromkeys(_PARTS, "Int64"))


_PARTS: Final = ("gained_centipoints", "lost_centipoints", "unscored_centipoints")


def _points_of(name: str, possible: int, gained: int | None) -> dict[str, object]:
    told = (0, 0, possible) if gained is None else (gained, possible - gained, 0)
    return {"name": name, "level1_name": name, **dict(zip(_PARTS, told, strict=True))}


def _sums(name: str, possible: int, lines: pd.DataFrame) -> dict[str, object]:
    """The sums of a subject; what no indicator claims of the points possible is not scored either."""
    gained, lost = int(lines["gained_centipoints"].sum()), int(lines["lost_centipoints"].sum())
    return {"name": name, **dict(zip(_PARTS, (gained, lost, possible - gained - lost), strict=True))}
