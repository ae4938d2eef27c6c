"""Sections 七 to 十: what was found, what will be done, where it is published, what else must be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.report.scores import indicators
from perfkit.evaluation.report.special import limit
from perfkit.evaluation.report.words import words
from perfkit.evaluation.report.writing import (
    ALL,
    FISCAL,
    MISSING,
    NONE,
    counted,
    figure,
    heading,
    joined,
    listed,
    said,
    sentence,
)
from perfkit.evaluation.selection import project_words
from perfkit.ledger.documents import Block, Paragraph
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.ledger import Ledger

#: How items are numbered below a heading （一）, or below 一、 where no other heading stands between.
_BELOW: Final = "{}."


def problems(ledger: Ledger, evaluations: Sequence[Evaluation]) -> list[Block]:
    """七、存在的问题及原因分析."""
    found = _in_the_books(ledger)
    with_targets = [one for one in evaluations if len(one.scores)]
    return [
        heading("存在的问题及原因分析", 1),
        heading("账务数据反映的问题", 2),
        *(found or [Paragraph(("账务数据检查未发现需要说明的问题。",))]),
        heading("绩效指标和佐证方面的问题", 2),
        *listed([indicators(one) for one in with_targets] or [f"绩效指标{MISSING}。"], _BELOW),
        heading("单位查找的问题及原因", 2),
        *(words("存在的问题及原因分析", ledger, 2) or [Paragraph((f"{MISSING}。",))]),
    ]


def measures(ledger: Ledger) -> list[Block]:
    """八、下一步改进措施."""
    pairs = zip(ledger.targets["indicator_name"], ledger.targets["improvement"], strict=True)
    told = [f"{name}：{sentence(improvement)}" for name, improvement in pairs if improvement]
    filled = [Paragraph(("各项绩效指标填报的改进措施：",)), *listed(told)] if told else []
    own = words("下一步改进措施", ledger, 1)
    return [heading("下一步改进措施", 1), *(own or filled or [Paragraph((f"{MISSING}。",))]), *(filled if own else [])]


def disclosure(ledger: Ledger) -> list[Block]:
    """九、绩效自评结果拟应用和公开情况."""
    name = "绩效自评结果拟应用和公开情况"
    return [heading(name, 1), *(words(name, ledger, 1) or [Paragraph((f"{MISSING}。",))])]


def others(ledger: Ledger) -> list[Block]:
    """十、其他需要说明的情况."""
    name, told = "其他需要说明的情况", _remarks(ledger)
    return [heading(name, 1), *(words(name, ledger, 1) + listed(told, _BELOW) or [Paragraph((NONE,))])]


def _remarks(ledger: Ledger) -> list[Paragraph | str]:
    """What the reader must know of the data, and what could not be computed for want of it."""
    remarks: list[Paragraph | str] = []
    notice = ledger.unit.notice(ledger.year)
    if notice:
        remarks.append(f"数据说明：{sentence(notice)}")
    if ledger.corrections:
        count = counted(f"{len(ledger.corrections)}处", "账务数据更正", "corrections.toml")
        remarks.append(said("账务数据按已登记的更正处理{count}，原因和决定人见数据质量检查。", count=count))
    lacking = [kind.name() for kind in fact_kinds().values() if fact_number(ledger.facts, kind.fact) is None]
    if lacking:
        remarks.append(f"下列数据{MISSING}，有关指标不可计算：{'；'.join(lacking)}。")
    return remarks


def _in_the_books(ledger: Ledger) -> list[Paragraph]:
    """The remarks of the checks, with their figures; those about single records only counted."""
    chosen = [finding for finding in ledger.findings if finding.kind.severity != "notice"]
    told = [_SENTENCES[one.kind.check](ledger, one.subject) for one in chosen if one.kind.check in _SENTENCES]
    others = Counter(one.kind.title() for one in chosen if one.kind.check not in (*_SENTENCES, *_TOLD_ELSEWHERE))
    if others:
        counts = [
            said(f"{lead}{{title}}{{count}}", title=title, count=counted(f"{count}项", title, "数据质量检查"))
            for lead, (title, count) in zip(("", *["、"] * len(others)), others.items(), strict=False)
        ]
        told.append(joined("账务数据检查另发现：", *counts, "，逐项说明见数据质量检查。"))
    reasons = Paragraph(("执行偏差的原因见本报告“专项资金支出绩效情况”；其中尚未填报的，应由单位补充。",))
    return [*listed(told, _BELOW), *([reasons] if any(one.kind.check in _DEVIATIONS for one in chosen) else [])]


def _overspent(ledger: Ledger, project: str) -> Paragraph:
    return said(
        "{name}全年执行数{actual}，全年预算{final}，超支{gap}（均为全口径），预算文件中没有相应追加。",
        name=project_words(project, ledger),
        actual=figure("actual", ledger, budget_project=project, scope=ALL),
        final=figure("final_budget", ledger, budget_project=project, scope=ALL),
        gap=figure("overspent", ledger, budget_project=project, scope=ALL),
    )


def _underexecuted(ledger: Ledger, project: str) -> Paragraph:
    return said(
        "{name}执行率（全口径，按全年预算）{rate}，低于{limit}，结余（全口径）{gap}。",
        name=project_words(project, ledger),
        rate=figure("execution_rate", ledger, budget_project=project, scope=ALL),
        limit=limit(ledger),
        gap=figure("remaining", ledger, budget_project=project, scope=ALL),
    )


def _no_budget(ledger: Ledger, project: str) -> Paragraph:
    actual = figure("actual", ledger, budget_project=project, scope=ALL)
    return said("{name}支出（全口径）{actual}，没有任何预算。", name=project_words(project, ledger), actual=actual)


def _no_spending(ledger: Ledger, project: str) -> Paragraph:
    final = figure("final_budget", ledger, budget_project=project, scope=ALL)
    return said("{name}全年预算（全口径）{final}，没有任何支出。", name=project_words(project, ledger), final=final)


def _flattering(ledger: Ledger, _subject: str) -> Paragraph:
    return said(
        "按年初预算计算的执行率{original}与按全年预算计算的执行率{final}（均为全口径）不同，原因是年初预算不含年中追加"
        "（调减）{change}（全口径），而执行数包含追加项目的支出。",
        original=figure("original_execution_rate", ledger, scope=ALL),
        final=figure("execution_rate", ledger, scope=ALL),
        change=figure("supplementary_budget", ledger, scope=ALL),
    )


def _outside_projects(ledger: Ledger, _subject: str) -> Paragraph:
    basic = {"expenditure_type": "basic", "scope": ALL}
    return said(
        "年初预算中有{original}未列入任何项目（按基本支出归类），全年执行数{actual}，结余{gap}（均为全口径），"
        "执行率（全口径，按全年预算）{rate}，未见说明。",
        original=figure("original_budget", ledger, **basic),
        actual=figure("actual", ledger, **basic),
        gap=figure("remaining", ledger, **basic),
        rate=figure("execution_rate", ledger, **basic),
    )


def _two_scopes(ledger: Ledger, _subject: str) -> Paragraph:
    return said(
        "总支出全口径{all}，财政拨款口径{fiscal}，相差{other}，引用总支出时须写明口径。",
        all=figure("actual", ledger, scope=ALL),
        fiscal=figure("actual", ledger, scope=FISCAL),
        other=figure("other_actual", ledger),
    )


_Sentence = Callable[[Ledger, str], Paragraph]
#: Check -> how the report tells its finding, by the finding's subject.
_SENTENCES: Final[dict[str, _Sentence]] = {
    "overspent_projects": _overspent,
    "underexecuted_projects": _underexecuted,
    "spending_without_budget": _no_budget,
    "budget_without_spending": _no_spending,
    "flattering_rate": _flattering,
    "budget_outside_projects": _outside_projects,
    "scope_difference": _two_scopes,
}
#: Checks whose findings another section tells with figures.
_TOLD_ELSEWHERE: Final = ("project_scope_difference", "scope_difference_outside_projects")
_DEVIATIONS: Final = ("overspent_projects", "underexecuted_projects", "budget_without_spending")
