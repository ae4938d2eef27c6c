"""Where the targets of a year do not fit the unit and its budget, or their own actuals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from perfkit.checks.target_rows import about_row, about_rows, each_row, subject_name
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.targets import target_words
from perfkit.ledger.units import Unit

UNKNOWN_DEPARTMENT: Final = FindingKind(
    "unknown_target_departments",
    "warning",
    "责任部门不在单位的部门表中",
    "department not known",
    "{place} 第 {row} 行“{indicator}”的责任部门“{found}”不在 unit.toml 的部门表中（有：{expected}）；"
    "请从下拉列表中选择，或补充部门。",
    "{place} row {row}: “{found}”, responsible for “{indicator}”, is no department of unit.toml ({expected}). Choose "
    "one from the list, or add it.",
)
NO_REASON: Final = FindingKind(
    "missed_targets_without_reason",
    "warning",
    "未完成的指标没有偏差原因",
    "missed target without a reason",
    "{place} 第 {row} 行“{indicator}”年度指标值 {expected}，实际 {found}，没有完成，也没有说明偏差原因；请补充。",
    "{place} row {row}: “{indicator}” has the target {expected}, reached {found}, and gives no reason. Fill it in.",
)
NO_TARGETS: Final = FindingKind(
    "projects_without_targets",
    "warning",
    "有预算的项目没有绩效指标",
    "budgeted project without targets",
    "{name}全年预算 {expected} {currency}，没有任何绩效指标，无法自评；请在 targets.xlsx 中补充。",
    "{name} has a final budget of {expected} {currency} and no indicator at all: it cannot be evaluated. Add some to "
    "targets.xlsx.",
)
NO_BUDGET: Final = FindingKind(
    "targets_without_budget",
    "warning",
    "有绩效指标的项目没有预算",
    "targets of a project without a budget",
    "{name}有 {count} 个绩效指标（{place} 第 {row} 行起），本年没有预算，不会出具自评表；请核对对象是否选错。",
    "{name} has {count} indicators ({place}, from row {row}) and no budget this year: no form is made of it. Look "
    "whether the subject was chosen wrongly.",
)
#: As points are given: = is missed by less, and only a target of 0 by more.
_MISSED: Final = {
    "at_least": lambda target, actual: actual < target,
    "equal": lambda target, actual: actual < target or target == 0 < actual,
    "at_most": lambda target, actual: actual > target,
}


def unknown_departments(targets: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Responsible departments that the unit does not have, by code or by name."""
    known = {*unit.departments, *unit.departments.values(), *unit.departments_en.values(), ""}
    names = "、".join(unit.departments.values()) or "—"
    odd = targets[~targets["department_name"].isin(known)]
    return [about_row(UNKNOWN_DEPARTMENT, row, names, row["department_name"]) for row in each_row(odd)]


def missed_targets_without_reason(targets: pd.DataFrame) -> list[Finding]:
    """Indicators whose actual misses the target, or whose tier says so, without a reason of the deviation.

    An actual that refers to the ledger is passed over: its score asks for the reason (`needs_reason`).
    """
    return [
        about_row(
            NO_REASON,
            row,
            expected=target_words(row["comparison"], row["target_text"], row["measure_unit"]),
            found=target_words("", row["actual_text"], row["measure_unit"]) or "—",
        )
        for row in each_row(targets[targets["deviation_reason"].eq("")])
        if _is_missed(row)
    ]


def _is_missed(row: Mapping[str, Any]) -> bool:
    if row["comparison"] == "qualitative":
        return row["tier"] in ("partly", "missed")
    missed = _MISSED.get(row["comparison"])
    if missed is None or not row["target_number"] or not row["actual_number"]:
        return False
    return bool(missed(Decimal(row["target_number"]), Decimal(row["actual_number"])))


def projects_without_targets(targets: pd.DataFrame, budget: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Projects with a budget and without an indicator; none where nobody has entered any indicator."""
    if targets.empty:
        return []
    granted = budget[budget["budget_project_code"].ne("")].groupby("budget_project_code")["amount_cents"].sum()
    told = set(targets["budget_project_code"])
    return [
        Finding(
            NO_TARGETS,
            subject=str(code),
            amount_cents=int(cents),
            expected=as_yuan(cents),
            parts={"name": subject_name(unit, str(code))},
        )
        for code, cents in granted.items()
        if cents and code not in told
    ]


def targets_without_budget(targets: pd.DataFrame, budget: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Known projects with indicators and without a budget; none where the year has no budget by project at all."""
    granted = set(budget["budget_project_code"]) - {""}
    known = {project.code for project in unit.projects}
    rows = targets[targets["budget_project_code"].isin(known - granted)] if granted else targets.iloc[:0]
    return [about_rows(NO_BUDGET, group, unit) for _, group in rows.groupby("budget_project_code", sort=False)]
