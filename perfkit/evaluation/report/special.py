"""Section 六（二）: special funds one by one, what they were spent on and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.figures import Resolved
from perfkit.evaluation.report.basics import added_projects, goals_of, granted_projects, no_granted_projects
from perfkit.evaluation.report.money import has_two_scopes
from perfkit.evaluation.report.reasons import reason
from perfkit.evaluation.report.scores import indicators
from perfkit.evaluation.report.whole import achieved, remainder
from perfkit.evaluation.report.words import words
from perfkit.evaluation.report.writing import (
    ALL,
    FISCAL,
    NONE,
    asked,
    counted,
    figure,
    heading,
    joined,
    listed,
    names,
    said,
    series,
)
from perfkit.evaluation.selection import project_words
from perfkit.ledger.documents import Block, Figure, Paragraph
from perfkit.ledger.ledger import Ledger


def special_funds(ledger: Ledger, evaluations: Sequence[Evaluation]) -> list[Block]:
    """（二）专项资金支出绩效情况."""
    return [
        heading("专项资金支出绩效情况", 2),
        heading("资金使用", 3),
        *words("资金使用", ledger, 3),
        *_granted(ledger),
        *_added(ledger),
        heading("绩效情况", 3),
        *words("绩效情况", ledger, 3),
        *[block for one in evaluations for block in _outcome(one, ledger)],
        *_without_targets(ledger, evaluations),
    ]


def _granted(ledger: Ledger) -> list[Paragraph]:
    projects = granted_projects(ledger)
    if not projects:
        return [Paragraph((no_granted_projects(ledger),))]
    source = names([*dict.fromkeys(ledger.budget["source_file"])])
    head = said(
        "{year}年年初预算专项资金共{count}，具体如下：",
        year=str(ledger.year),
        count=counted(f"{len(projects)}个", "年初预算列明的专项资金", source),
    )
    return [head, *listed([_project(ledger, project) for project in projects])]


def _project(ledger: Ledger, project: str) -> Paragraph:
    of_project = {"budget_project": project}
    spent = said(
        "{name}：年初预算{original}，全年预算{final}，全年执行数{actual}（均为全口径）",
        name=project_words(project, ledger),
        original=figure("original_budget", ledger, **of_project, scope=ALL),
        final=figure("final_budget", ledger, **of_project, scope=ALL),
        actual=figure("actual", ledger, **of_project, scope=ALL),
    )
    parts = [spent]
    if has_two_scopes(ledger):
        fiscal = figure("actual", ledger, **of_project, scope=FISCAL)
        parts.append(said("，其中财政拨款支出{fiscal}", fiscal=fiscal))
    rate = asked("execution_rate", ledger, **of_project, scope=ALL)
    told = said("，执行率（全口径，按全年预算）{rate}。", rate=rate.figure)
    return joined(*parts, "；", remainder(ledger, **of_project), told, _verdict(rate, ledger, project))


def _verdict(rate: Resolved, ledger: Ledger, project: str) -> Paragraph:
    """What an execution rate asks for; nothing if it needs no reason."""
    if rate.value is not None and rate.value > 100:
        return Paragraph((f"属超预算支出，原因{reason(ledger, project)}",))
    if rate.value is not None and rate.value < Decimal(str(ledger.unit.review_rate)) * 100:
        return joined("执行率低于", limit(ledger), f"，原因{reason(ledger, project)}")
    return Paragraph(())


def limit(ledger: Ledger) -> Figure:
    """The execution rate below which the unit asks for a reason."""
    percent = (Decimal(str(ledger.unit.review_rate)) * 100).normalize()
    return counted(f"{percent:f}%", "须说明原因的执行率界线", "unit.toml")


def _added(ledger: Ledger) -> list[Paragraph]:
    projects = added_projects(ledger)
    if not projects or ledger.budget.empty:
        return []
    source = names([*dict.fromkeys(ledger.budget["source_file"])])
    head = said("另有{count}未列入年初预算：", count=counted(f"{len(projects)}个项目", "未列入年初预算的项目", source))
    return [head, *series([_added_project(ledger, project) for project in projects])]


def _added_project(ledger: Ledger, project: str) -> Paragraph:
    """Where the money of a project came from that the original budget does not name, and what was spent."""
    of_project = {"budget_project": project, "scope": ALL}
    told = joined(
        *(
            joined(words, found.figure, "，")
            for words, measure in (("追加（调减）", "supplementary_budget"), ("上年结转", "carryover"))
            for found in [asked(measure, ledger, **of_project)]
            if found.value
        )
    )
    spent = said("全年执行数{actual}（均为全口径）", actual=figure("actual", ledger, **of_project))
    return joined(f"{project_words(project, ledger)}：", told if told.parts else "没有预算，", spent)


def _outcome(evaluation: Evaluation, ledger: Ledger) -> list[Block]:
    """What came of a project that has goals or targets."""
    project = evaluation.project
    if evaluation.scores.empty and goals_of(ledger, project).empty:
        return []
    name = project_words(project, ledger)
    return [heading(name, 4), *achieved(ledger, project, f"{name}绩效目标"), indicators(evaluation)]


def _without_targets(ledger: Ledger, evaluations: Sequence[Evaluation]) -> list[Paragraph]:
    bare = [one.project for one in evaluations if one.scores.empty and goals_of(ledger, one.project).empty]
    if not evaluations:
        return [Paragraph((NONE,))]
    told = names([project_words(project, ledger) for project in bare])
    return [Paragraph((f"{told}未设定绩效目标和指标，绩效情况不可评价。",))] if bare else []
