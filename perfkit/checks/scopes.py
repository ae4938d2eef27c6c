"""Where the two scopes differ: in total, by project, and the rest that no project explains."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.classifications import funds
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit

TOTAL: Final = FindingKind(
    "scope_difference",
    "warning",
    "两个口径的总支出不同",
    "the two scopes differ in total",
    "总支出全口径 {found} {currency}，财政拨款口径 {expected} {currency}，相差 {gap} {currency}："
    "引用总支出时必须写明口径。",
    "Total spending is {found} on all funds and {expected} on the fiscal appropriation, {gap} apart: name the scope.",
)
PROJECT: Final = FindingKind(
    "project_scope_difference",
    "warning",
    "项目支出两个口径不同",
    "the two scopes differ for a project",
    "{name}全口径 {found} {currency}，财政拨款口径 {expected} {currency}，相差 {gap} {currency}，"
    "由非财政拨款资金支付。",
    "{name} spent {found} on all funds and {expected} on the fiscal appropriation; {gap} was paid from other funds.",
)
OUTSIDE_PROJECTS: Final = FindingKind(
    "scope_difference_outside_projects",
    "warning",
    "口径差额中有一部分不属于任何项目",
    "part of the scope difference belongs to no project",
    "口径差额 {expected} {currency}中，各项目合计 {found} {currency}，其余 {gap} {currency}是非财政拨款的基本支出。",
    "Of the scope difference of {expected}, projects explain {found}; the other {gap} is basic expenditure from other "
    "funds.",
)

UNKNOWN_FUNDS: Final = FindingKind(
    "spending_of_unknown_funds",
    "warning",
    "部分支出的资金性质不明，财政拨款口径不完整",
    "spending of unknown funds: the fiscal scope is incomplete",
    "{lines} 行支出（自 {file} 第 {row} 行起，金额 {found} {currency}，总支出 {expected} {currency}）没有可识别的"
    "资金性质，无法判断是否属于财政拨款：财政拨款口径不可计算或不完整。请在导出中带上资金性质，"
    "或在映射文件 [constants] 中写明 fund_code。",
    "{lines} lines of spending (from {file} row {row}, {found} of {expected}) have no fund that is known: nobody can "
    "say whether they are fiscal appropriation: that scope is incomplete or not computable. Export the fund, or name "
    "fund_code in [constants] of a mapping file.",
)


def unknown_funds(spending: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Spending that may or may not be fiscal appropriation: its fund is not told, or nobody defines it."""
    unknown = spending[~spending["fund_code"].isin(list(funds(unit)))]
    if unknown.empty:
        return []
    first, cents = unknown.iloc[0], int(unknown["actual_cents"].sum())
    return [
        Finding(
            UNKNOWN_FUNDS,
            amount_cents=cents,
            expected=as_yuan(int(spending["actual_cents"].sum())),
            found=as_yuan(cents),
            source_file=first["source_file"],
            source_sheet=first["source_sheet"],
            source_row=int(first["source_row"]),
            parts={"lines": len(unknown)},
        )
    ]


def scope_difference(total: pd.DataFrame) -> list[Finding]:
    """The unit's spending differs between the scopes. `total`: `scope_reconciliation` by nothing (one row)."""
    row = total.iloc[0]
    return [_apart(TOTAL, row, "")] if row["other_actual_cents"] != 0 else []


def project_scope_differences(projects: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Projects that were partly paid from other funds. `projects`: `scope_reconciliation` by budget_project_code."""
    rows = projects[projects["budget_project_code"].ne("") & projects["other_actual_cents"].ne(0)]
    return [_apart(PROJECT, row, row["budget_project_code"], unit) for _, row in rows.iterrows()]


def scope_difference_outside_projects(projects: pd.DataFrame) -> list[Finding]:
    """The rest of the difference that no project explains: basic expenditure from other funds."""
    is_project = projects["budget_project_code"].ne("")
    other = projects["other_actual_cents"]
    explained, rest = int(other[is_project].sum()), int(other[~is_project].sum())
    if rest == 0 or explained == 0:
        return []
    told = (as_yuan(explained + rest), as_yuan(explained))
    return [Finding(OUTSIDE_PROJECTS, "basic", rest, *told, parts={"gap": as_yuan(rest)})]


def _apart(kind: FindingKind, row: pd.Series, subject: str, unit: Unit | None = None) -> Finding:
    name = {"zh": unit.project_name(subject, "zh"), "en": unit.project_name(subject, "en")} if unit else ""
    return Finding(
        kind,
        subject=subject,
        amount_cents=int(row["other_actual_cents"]),
        expected=as_yuan(row["fiscal_actual_cents"]),
        found=as_yuan(row["all_actual_cents"]),
        parts={"gap": as_yuan(row["other_actual_cents"]), "name": name},
    )
