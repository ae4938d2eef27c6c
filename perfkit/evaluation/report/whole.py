"""Section 六（一）: the unit as a whole: each rate by its name, the two scopes, goals, points."""

from __future__ import annotations

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.report.basics import goals_of
from perfkit.evaluation.report.money import changes, has_two_scopes
from perfkit.evaluation.report.scores import scored
from perfkit.evaluation.report.words import words
from perfkit.evaluation.report.writing import (
    ALL,
    FISCAL,
    MISSING,
    asked,
    figure,
    heading,
    joined,
    listed,
    said,
    sentence,
    series,
)
from perfkit.evaluation.selection import project_words
from perfkit.ledger.documents import Block, Paragraph
from perfkit.ledger.ledger import Ledger


def whole_unit(ledger: Ledger, evaluation: Evaluation) -> list[Block]:
    """（一）部门整体支出绩效情况."""
    return [
        heading("部门整体支出绩效情况", 2),
        heading("预算执行情况", 3),
        _execution(ledger),
        *_rates(ledger),
        *_scopes(ledger),
        heading("整体绩效目标完成情况", 3),
        *words("部门整体支出绩效情况", ledger, 3),
        *achieved(ledger, "", "年度整体支出绩效目标"),
        heading("自评得分", 3),
        *scored(evaluation, ledger),
    ]


def _execution(ledger: Ledger) -> Paragraph:
    spent = said(
        "{year}年度全年预算（全口径）{final}，全年执行数（全口径）{actual}",
        year=str(ledger.year),
        final=figure("final_budget", ledger, scope=ALL),
        actual=figure("actual", ledger, scope=ALL),
    )
    return joined(spent, "，", remainder(ledger), "。")


def remainder(ledger: Ledger, **conditions: str) -> Paragraph:
    """结余 or 超支 on all funds; what it lacks if neither is known."""
    remaining = asked("remaining", ledger, scope=ALL, **conditions)
    if remaining.value is not None and remaining.value < 0:
        return said("超支（全口径）{gap}", gap=figure("overspent", ledger, scope=ALL, **conditions))
    return said("结余（全口径）{gap}", gap=remaining.figure)


def _rates(ledger: Ledger) -> list[Paragraph]:
    """The four rates that circulate under one name, each with its numerator and its base."""
    original = said(
        "全口径全年执行数÷全口径年初预算：{rate}（分母不含年中变动，分子含其支出；{changes}）",
        rate=figure("original_execution_rate", ledger, scope=ALL),
        changes=changes(ledger),
    )
    final = said(
        "全口径全年执行数÷全口径全年预算（调整后）：{rate}，自评表按此计分",
        rate=figure("execution_rate", ledger, scope=ALL),
    )
    fiscal = said(
        "财政拨款支出÷财政拨款全年预算（调整后）：{rate}",
        rate=figure("execution_rate", ledger, scope=FISCAL),
    )
    completion = said(
        "预算完成率（全口径，全年预算扣除年末结余后÷全年预算）：{rate}",
        rate=figure("completion_rate", ledger),
    )
    head = Paragraph(("预算执行率因口径和分母不同有以下四种，引用时应写明名称：",))
    return [head, *series([final, original, fiscal, completion])]


def _scopes(ledger: Ledger) -> list[Paragraph]:
    """The gap between the scopes, and what it was spent on."""
    other = asked("other_actual", ledger)
    if not has_two_scopes(ledger) or not other.value:
        return []
    head = said(
        "全口径全年执行数{all}，财政拨款支出{fiscal}，相差{other}，由非财政拨款资金支付，其中：",
        all=figure("actual", ledger, scope=ALL),
        fiscal=figure("actual", ledger, scope=FISCAL),
        other=other.figure,
    )
    projects = {code: asked("other_actual", ledger, budget_project=code) for code in ledger.project_codes()}
    parts = [joined(project_words(code, ledger), found.figure) for code, found in projects.items() if found.value]
    if ledger.spending["expenditure_type"].eq("basic").any():
        basic = asked("other_actual", ledger, expenditure_type="basic")
        parts += [joined("基本支出", basic.figure)] if basic.value else []
    between = [piece for part in parts for piece in ("，", part)][1:]
    return [joined(head, *between, "。")]


def achieved(ledger: Ledger, project: str, name: str) -> list[Paragraph]:
    """What was achieved of each goal, as filled in."""
    goals = goals_of(ledger, project)
    if goals.empty:
        return [Paragraph((f"{name}未提供，完成情况不可评价。",))]
    pairs = zip(goals["goal_text"], goals["achieved_text"], strict=True)
    return listed(f"{sentence(goal)}完成情况：{sentence(done) or MISSING + '。'}" for goal, done in pairs)
