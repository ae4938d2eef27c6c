"""The evaluation of a project or of the whole unit: execution and indicators scored by the template in force.

A total and a grade need every indicator scored and weights that add up to the points possible; until then the
evaluation tells how far the points go and what stands in the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.figures import Resolved, resolve
from perfkit.evaluation.index import index_levels
from perfkit.evaluation.rules import Grade, Template
from perfkit.evaluation.scoring import Score, rounded, score
from perfkit.evaluation.templates import choose
from perfkit.evaluation.weights import group_centipoints, with_weights
from perfkit.ledger.described import Described
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points
from perfkit.ledger.scopes import Scope
from perfkit.ledger.targets import refers_to_ledger
from perfkit.measures import execution
from perfkit.measures.published import lack

Words = dict[Language, str]
_FINAL_BUDGET: Final[Words] = {"zh": "全年预算", "en": "a final budget"}
_OF_INDICATORS: Final[Words] = {"zh": "{count}个指标的{lacks}", "en": "{lacks} of {count} indicators"}
_UNSET: Final[Words] = {"zh": "“{level1}”的指标", "en": "indicators of “{level1}”"}
_EXECUTION: Final[Words] = {"zh": "预算执行率得分所需的{lacks}", "en": "{lacks} for the points of execution"}
_SUM: Final[Words] = {
    "zh": "合计为 {expected} 分的分值（现合计 {found} 分）",
    "en": "points possible that add up to {expected} (they add up to {found})",
}
_BETWEEN: Final[Words] = {"zh": "、", "en": ", "}


@dataclass(frozen=True, repr=False)
class Evaluation(Described):
    """One subject scored.

    Args:
        project: code of the budgeted project; "" = the whole unit.
        name: of the project or the unit.
        template: whose rules.
        execution: one-row frame of `measures.execution` on all funds.
        execution_centipoints: points for the execution rate; None if it cannot be computed, or is not scored.
        scores: the targets of the subject (columns of the frame `targets`), weights filled in, with actual_shown (a
            reference as its figure), score_centipoints, is_weight_default, needs_reason (missed or far above its
            target), and lacks, remark and rule in both languages.
        total_centipoints: points scored.
        scorable_centipoints: points possible of what was scored.
        possible_centipoints: points possible of the form.
        grade: None until everything is scored.
        lacks: what stands in the way of a total and a grade; "" if nothing.
    """

    project: str
    name: str
    template: Template
    execution: pd.DataFrame
    execution_centipoints: int | None
    scores: pd.DataFrame
    total_centipoints: int
    scorable_centipoints: int
    possible_centipoints: int
    grade: Grade | None
    lacks: Words

    def tells(self, language: Language) -> tuple[str, list[tuple[str, str]]]:
        """Points, grade, and what stands in their way."""
        en = language == "en"
        points = (self.total_centipoints, self.scorable_centipoints, self.possible_centipoints)
        total, scorable, possible = map(as_points, points)
        grade = self.grade and (self.grade.name_en if en else self.grade.name_zh)
        return self.name, [
            ("Points" if en else "得分", f"{total} / {scorable}"),
            ("Points of the form" if en else "满分", possible),
            ("Grade" if en else "等级", grade or ""),
            ("Not computable, lacks" if en else "不可计算，缺", self.lacks.get(language, "")),
        ]


def evaluate_unit(ledger: Ledger) -> Evaluation:
    """The unit as a whole, by the targets that name no project.

    Raises:
        BadConfiguration: unit.toml names a template that is not there.
    """
    template = choose("unit", ledger.unit, ledger.year)
    of_index = ledger.targets["level1_name"].isin(index_levels(ledger))
    return _evaluated(ledger, "", ledger.unit.name(), template, ledger.targets[~of_index])


def evaluate_projects(ledger: Ledger) -> list[Evaluation]:
    """Every budgeted project of the year, in code order."""
    return [evaluate_project(ledger, code) for code in ledger.project_codes()]


def evaluate_project(ledger: Ledger, project: str) -> Evaluation:
    """One budgeted project; without targets it has nothing scored but its execution.

    Raises:
        BadConfiguration: unit.toml names a template that is not there.
    """
    template = choose("project", ledger.unit, ledger.year)
    return _evaluated(ledger, project, ledger.unit.project_name(project), template, ledger.targets)


def scores_of(evaluations: Sequence[Evaluation], language: Language = "zh") -> pd.DataFrame:
    """The indicators of several evaluations under each other: `scores`, led by name (whose they are)."""
    whole: Words = {"zh": "单位整体", "en": "whole unit"}
    frames = [one.scores.assign(name=one.name if one.project else whole[language]) for one in evaluations]
    return pd.concat(frames, ignore_index=True)


def _evaluated(ledger: Ledger, project: str, name: str, template: Template, targets: pd.DataFrame) -> Evaluation:
    own = targets[targets["budget_project_code"].eq(project)].reset_index(drop=True)
    scores = _scored(with_weights(own, group_centipoints(template)), ledger, template)
    part = ledger.of_project(project) if project else ledger
    executed = execution(part.budget, part.spending, [], Scope.ALL)
    points = _execution_centipoints(executed, template)
    done = scores[scores["score_centipoints"].notna()]
    rule_points = int(template.execution.points * 100) if template.execution and points is not None else 0
    scorable = int(done["weight_centipoints"].sum()) + rule_points
    total = int(done["score_centipoints"].sum()) + (points or 0)
    possible = int(template.total_points * 100)
    lacks = _lacks(scores, points, template, ledger)
    is_whole = not lacks["zh"]
    return Evaluation(
        project, name, template, executed, points, scores, total, scorable, possible,
        _grade(total, template) if is_whole else None, lacks,
    )  # fmt: skip


def _scored(targets: pd.DataFrame, ledger: Ledger, template: Template) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [{str(key): value for key, value in row.items()} for row in targets.to_dict("records")]
    figures = [resolve(row["actual_text"], ledger) if refers_to_ledger(row["actual_text"]) else None for row in rows]
    found = [score(row, _actual(row, figure), template) for row, figure in zip(rows, figures, strict=True)]
    shown = [figure.figure.text if figure else row["actual_text"] for row, figure in zip(rows, figures, strict=True)]
    return targets.assign(
        actual_shown=pd.array(shown, "str"),
        score_centipoints=pd.array([one.centipoints for one in found], "Int64"),
        needs_reason=pd.array([one.is_missed or bool(one.remark["zh"]) for one in found], "bool"),
        **{
            f"{part}_{language}": pd.array(_words(found, part, language), "str")
            for part in ("lacks", "remark", "rule")
            for language in ("zh", "en")
        },
    )


def _words(found: Sequence[Score], part: str, language: Language) -> list[str]:
    return [getattr(one, part)[language] for one in found]


def _actual(row: dict[str, Any], figure: Resolved | None) -> Decimal | None:
    """The actual as a number: as filled in, or the figure that it refers to."""
    if figure is not None:
        return figure.value
    return Decimal(row["actual_number"]) if row["actual_number"] else None


def _execution_centipoints(executed: pd.DataFrame, template: Template) -> int | None:
    """Points x actual / final budget, capped at both ends; None without a rule, a budget or spending."""
    final, actual = executed["final_budget_cents"].iloc[0], executed["actual_cents"].iloc[0]
    if template.execution is None or pd.isna(final) or pd.isna(actual) or int(final) <= 0:
        return None
    rate = min(Decimal(1), max(Decimal(0), Decimal(int(actual)) / int(final)))
    return rounded(template.execution.points * 100 * rate)


def _lacks(scores: pd.DataFrame, points: int | None, template: Template, ledger: Ledger) -> Words:
    """Everything that stands in the way of a total, in words."""
    return {
        language: _BETWEEN[language].join(_each_lack(scores, points, template, ledger, language))
        for language in ("zh", "en")
    }


def _each_lack(
    scores: pd.DataFrame, points: int | None, template: Template, ledger: Ledger, language: Language
) -> list[str]:
    told = []
    if template.execution is not None and points is None:
        missing = lack(ledger.budget, ledger.spending, ledger.budget.iloc[:0], "execution_rate", Scope.ALL)
        words = missing[language == "en"] if missing else _FINAL_BUDGET[language]
        told.append(_EXECUTION[language].format(lacks=words))
    groups = {group.level1_name for group in template.groups if group.points}
    unset = [name for name in group_centipoints(template) if name in groups - set(scores["level1_name"])]
    told += [_UNSET[language].format(level1=name) for name in unset]
    counts = scores.loc[scores["score_centipoints"].isna(), f"lacks_{language}"].value_counts(sort=False)
    told += [_OF_INDICATORS[language].format(lacks=words, count=count) for words, count in counts.items()]
    execution_points = template.execution.points if template.execution else 0
    weights = int(scores["weight_centipoints"].sum()) + int(execution_points * 100)
    possible = int(template.total_points * 100)
    if not unset and weights != possible:
        told.append(_SUM[language].format(expected=as_points(possible), found=as_points(weights)))
    return told


def _grade(total: int, template: Template) -> Grade | None:
    """The grade of a total, on a scale of 100 whatever the form's points add up to."""
    of_hundred = Decimal(total) / template.total_points
    return next((grade for grade in template.grades if of_hundred >= grade.low), None)
