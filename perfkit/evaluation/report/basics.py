"""Section 一: what the unit is, and what it promised for the year."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.evaluation.report.words import words
from perfkit.evaluation.report.writing import (
    MISSING,
    counted,
    fact,
    heading,
    joined,
    lines_of,
    listed,
    names,
    said,
    sentence,
)
from perfkit.evaluation.selection import project_words
from perfkit.ledger.documents import Block, Paragraph
from perfkit.ledger.facts import fact_number
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.targets import TARGETS

_STAFF: Final = ("staff_posts", "staff_in_post", "retired", "offices", "second_level_units")


def basics(ledger: Ledger) -> list[Block]:
    """一、基本情况."""
    return [
        heading("基本情况", 1),
        heading("部门基本情况", 2),
        *(words("部门基本情况", ledger, 2) or [Paragraph((f"部门职责和机构设置{MISSING}。",))]),
        _staff(ledger),
        heading("绩效目标", 2),
        *words("绩效目标", ledger, 2),
        heading("年度整体支出绩效目标", 3),
        *_goals(ledger),
        heading("专项资金绩效目标", 3),
        *_project_goals(ledger, granted_projects(ledger), no_granted_projects(ledger)),
        heading("其他项目支出绩效目标", 3),
        *_project_goals(ledger, added_projects(ledger), "没有其他项目支出。"),
    ]


def granted_projects(ledger: Ledger) -> list[str]:
    """The codes of the projects that the original budget names, in code order."""
    original = ledger.budget[ledger.budget["budget_type"].eq("original") & ledger.budget["amount_cents"].ne(0)]
    return sorted({*original["budget_project_code"]} - {""})


def no_granted_projects(ledger: Ledger) -> str:
    """What is said where `granted_projects` has none."""
    return "年初预算专项资金不可计算：缺预算文件。" if ledger.budget.empty else "年初预算未列明专项资金。"


def added_projects(ledger: Ledger) -> list[str]:
    """The codes of the other projects of the year: supplements, carry-overs, and spending without a budget."""
    return [code for code in ledger.project_codes() if code not in granted_projects(ledger)]


def _staff(ledger: Ledger) -> Paragraph:
    """Posts, staff and offices, as facts of the unit."""
    last = ledger.unit.calendar.last_day(ledger.year)
    if all(fact_number(ledger.facts, name) is None for name in _STAFF):
        return Paragraph((f"截至{last.year}年{last.month}月{last.day}日的编制、人员和机构情况{MISSING}。",))
    offices = names([*ledger.unit.departments.values()])
    return said(
        "截至{day}，编制{posts}，在职{staff}，退休{retired}；内设机构{offices}{named}，二级预算单位{units}。",
        day=f"{last.year}年{last.month}月{last.day}日",
        posts=fact("staff_posts", ledger),
        staff=fact("staff_in_post", ledger),
        retired=fact("retired", ledger),
        offices=fact("offices", ledger),
        named=f"（{offices}）" if offices else "",
        units=fact("second_level_units", ledger),
    )


def _goals(ledger: Ledger) -> list[Paragraph]:
    goals = goals_of(ledger, "")
    if goals.empty:
        return [Paragraph((f"年度整体支出绩效目标{MISSING}。",))]
    return listed(sentence(text) for text in goals["goal_text"])


def goals_of(ledger: Ledger, project: str) -> pd.DataFrame:
    """The overall goals of a budgeted project, or of the unit (""), in order."""
    goals = ledger.goals[ledger.goals["budget_project_code"].eq(project) & ledger.goals["goal_text"].ne("")]
    return goals.sort_values("goal_number", kind="stable")


def _project_goals(ledger: Ledger, projects: list[str], nothing: str) -> list[Paragraph]:
    """The goals of each project that has any; then those that have none, in one sentence."""
    promised = [project for project in projects if len(goals_of(ledger, project))]
    bare = [project_words(project, ledger) for project in projects if project not in promised]
    items: list[Paragraph | str] = [_promise(ledger, project) for project in promised]
    if bare:
        items.append(f"{names(bare)}未设定绩效目标。")
    return listed(items) if items else [Paragraph((nothing,))]


def _promise(ledger: Ledger, project: str) -> Paragraph:
    goals = "".join(sentence(text) for text in goals_of(ledger, project)["goal_text"])
    targets = ledger.targets[ledger.targets["budget_project_code"].eq(project)]
    measure = f"{ledger.unit.project_name(project)}绩效指标数"
    count = counted(f"{len(targets)}个", measure, lines_of(targets) or TARGETS)
    return joined(f"{project_words(project, ledger)}：", goals, "设定绩效指标", count, "。")
