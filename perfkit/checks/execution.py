"""What is remarkable in the execution of a budget. Each check takes measured frames (`perfkit.measures.execution`)."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_rate, as_yuan
from perfkit.ledger.units import Unit

OVERSPENT: Final = FindingKind(
    "overspent_projects",
    "warning",
    "超预算支出",
    "overspent",
    "{name}执行 {found} {currency}，全年预算 {expected} {currency}，超支 {gap} {currency}，执行率（全年预算）{rate}；"
    "预算文件中没有相应追加。",
    "{name} spent {found} on a final budget of {expected}: {gap} over, execution rate (final budget) {rate}; no "
    "supplement covers it.",
)
UNDEREXECUTED: Final = FindingKind(
    "underexecuted_projects",
    "warning",
    "执行率偏低",
    "under-executed",
    "{name}执行 {found} {currency}，全年预算 {expected} {currency}，结余 {gap} {currency}，"
    "执行率（全年预算）{rate}，低于 {limit}。",
    "{name} spent {found} of a final budget of {expected}: {gap} unspent, execution rate (final budget) {rate}, below "
    "{limit}.",
)
NO_BUDGET: Final = FindingKind(
    "spending_without_budget",
    "warning",
    "有支出无预算",
    "spending without a budget",
    "{name}支出 {found} {currency}，预算文件中没有任何预算。",
    "{name} spent {found} and has no budget line at all.",
)
NO_SPENDING: Final = FindingKind(
    "budget_without_spending",
    "warning",
    "有预算无支出",
    "budget without spending",
    "{name}全年预算 {expected} {currency}，没有任何支出。",
    "{name} has a final budget of {expected} and no spending at all.",
)
FLATTERING_RATE: Final = FindingKind(
    "flattering_rate",
    "warning",
    "执行率的分母未含追加",
    "the rate's base leaves out supplements",
    "全口径执行率按年初预算计算为 {original}，但分子含追加项目支出 {found} {currency}而分母不含；"
    "按全年预算计算为 {final}，剔除追加项目为 {without}。",
    "On all funds the rate over the original budget is {original}, but its numerator holds {found} spent on "
    "supplements that its base leaves out; over the final budget it is {final}, without the supplements {without}.",
)
BUDGET_OUTSIDE_PROJECTS: Final = FindingKind(
    "budget_outside_projects",
    "warning",
    "年初预算有一部分未列明项目且执行偏低",
    "original budget named by no project, and under-executed",
    "年初预算 {total} {currency}中有 {expected} {currency}未列入任何项目（推断为基本支出）；"
    "基本支出财政拨款口径执行 {fiscal} {currency}，占 {rate}，"
    "少用 {gap_fiscal} {currency}；"
    "全口径执行 {found} {currency}，少用 {gap} {currency}。",
    "Of the original budget of {total}, {expected} belong to no project (inferred: basic expenditure); "
    "basic spending is {fiscal} on the fiscal scope ({rate}, {gap_fiscal} unspent) "
    "and {found} on all funds ({gap} unspent).",
)

TIMELINE: Final = FindingKind(
    "timeline_against_year",
    "warning",
    "分期间数与全年数不符",
    "periods do not add up to the year",
    "按期间列示的支出合计 {found} {currency}，全年支出 {expected} {currency}，相差 {gap} {currency}：两份来源不一致，"
    "均原样列示。",
    "Spending by period adds up to {found}, the year's spending is {expected}, {gap} apart: the two sources disagree "
    "and are both shown as they are.",
)
NO_TIMELINE: Final = FindingKind(
    "timeline_against_year",
    "notice",
    "没有分期间数据",
    "nothing is told by period",
    "来源没有按期间列示支出：执行进度不可计算。",
    "The source does not tell spending by period: progress over the year is not computable.",
)


def _name(unit: Unit, code: str) -> dict[str, str]:
    return {"zh": unit.project_name(code, "zh"), "en": unit.project_name(code, "en")}


def _about(kind: FindingKind, row: pd.Series, unit: Unit, cents: int) -> Finding:
    rate = row["execution_rate"]
    return Finding(
        kind,
        subject=row["budget_project_code"],
        amount_cents=int(cents),
        expected=as_yuan(row["final_budget_cents"]),
        found=as_yuan(row["actual_cents"]),
        parts={
            "name": _name(unit, row["budget_project_code"]),
            "gap": as_yuan(abs(int(cents))),
            "rate": "—" if pd.isna(rate) else as_rate(rate),
            "limit": as_rate(unit.review_rate),
        },
    )


def project_execution(projects: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Projects that were overspent, under-executed, spent without a budget or budgeted without spending.

    Args:
        projects: `execution` by budget_project_code on one scope; rows without a project are passed over, as are
            rows whose budget is not known.
        unit: names, and the rate below which execution is remarked on.
    """
    rows = projects[projects["budget_project_code"].ne("") & projects["final_budget_cents"].notna()]
    return [finding for _, row in rows.iterrows() for finding in _of_project(row, unit)]


def _of_project(row: pd.Series, unit: Unit) -> list[Finding]:
    final, actual = row["final_budget_cents"], row["actual_cents"]
    if pd.isna(actual):
        return []
    if final == 0:
        return [_about(NO_BUDGET, row, unit, actual)] if actual else []
    if actual == 0:
        return [_about(NO_SPENDING, row, unit, final)]
    if actual > final:
        return [_about(OVERSPENT, row, unit, actual - final)]
    if row["execution_rate"] < unit.review_rate:
        return [_about(UNDEREXECUTED, row, unit, actual - final)]
    return []


def flattering_rate(total: pd.DataFrame, projects: pd.DataFrame) -> list[Finding]:
    """A rate over the original budget that counts spending for which the original budget had nothing.

    Args:
        total: `execution` of the whole unit on all funds (one row).
        projects: the same by budget_project_code.
    """
    row = total.iloc[0]
    added = projects[projects["original_budget_cents"].eq(0) & projects["supplementary_budget_cents"].gt(0)]
    cents = int(added["actual_cents"].sum())
    if cents == 0 or pd.isna(row["original_execution_rate"]):
        return []
    without = (row["actual_cents"] - cents) / row["original_budget_cents"]
    rates = {"original": row["original_execution_rate"], "final": row["execution_rate"], "without": without}
    parts: dict[str, object] = {name: as_rate(rate) for name, rate in rates.items()}
    return [Finding(FLATTERING_RATE, amount_cents=cents, found=as_yuan(cents), parts=parts)]


def budget_outside_projects(projects: pd.DataFrame, fiscal_projects: pd.DataFrame, unit: Unit) -> list[Finding]:
    """The part of the original budget that names no project, if it was spent well below its size.

    A budget that names no project at all is not broken down by projects: then there is nothing to remark on.

    Args:
        projects, fiscal_projects: `execution` by budget_project_code on all funds and on the fiscal appropriation.
        unit: the rate below which execution is remarked on.
    """
    rest = projects[projects["budget_project_code"].eq("") & projects["original_budget_cents"].gt(0).fillna(False)]
    if rest.empty or rest["actual_cents"].isna().any() or projects["budget_project_code"].eq("").all():
        return []
    budget, actual = int(rest["original_budget_cents"].iloc[0]), int(rest["actual_cents"].iloc[0])
    fiscal = int(fiscal_projects.loc[fiscal_projects["budget_project_code"].eq(""), "actual_cents"].sum())
    if fiscal / budget >= unit.review_rate:
        return []
    parts: dict[str, object] = {
        "total": as_yuan(int(projects["original_budget_cents"].sum())),
        "fiscal": as_yuan(fiscal),
        "rate": as_rate(fiscal / budget),
        "gap": as_yuan(budget - actual),
        "gap_fiscal": as_yuan(budget - fiscal),
    }
    told = (as_yuan(budget), as_yuan(actual))
    return [Finding(BUDGET_OUTSIDE_PROJECTS, "basic", budget, *told, parts=parts)]


def timeline_against_year(timeline: pd.DataFrame, spending: pd.DataFrame) -> list[Finding]:
    """An execution summary whose periods do not add up to its year, or that tells no periods."""
    told, year = int(timeline["actual_cents"].sum()), int(spending["actual_cents"].sum())
    if timeline.empty and year:
        return [Finding(NO_TIMELINE)]
    if told == year:
        return []
    parts: dict[str, object] = {"gap": as_yuan(told - year)}
    return [Finding(TIMELINE, amount_cents=told - year, expected=as_yuan(year), found=as_yuan(told), parts=parts)]
