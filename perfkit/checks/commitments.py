"""Contracts that no budget covers, that go beyond it, that were overpaid or entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from perfkit.checks.target_rows import each_row
from perfkit.errors import LANGUAGES
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit

NO_BUDGET: Final = FindingKind(
    "commitments_without_budget",
    "warning",
    "有合同无预算",
    "commitment without a budget",
    "{name}有已签合同未付款 {found} {currency}，预算文件中没有任何预算。",
    "{name} has {found} committed by contracts and no budget line at all.",
)
BEYOND: Final = FindingKind(
    "commitments_beyond_budget",
    "warning",
    "执行数加合同未付款超过预算",
    "actual and commitments exceed the budget",
    "{name}执行 {actual} {currency}，合同未付款 {committed} {currency}，合计 {found} {currency}，超过全年预算 "
    "{expected} {currency}，超出 {gap} {currency}。",
    "{name}: actual {actual} and {committed} committed come to {found}, which is {gap} beyond the final budget of "
    "{expected}.",
)
OVERPAID: Final = FindingKind(
    "overpaid_contracts",
    "warning",
    "已付金额超过合同金额",
    "contract paid beyond its amount",
    "{place} 第 {row} 行合同 {subject}：合同金额 {expected} {currency}，已付 {found} {currency}，"
    "多付 {gap} {currency}；未付款按 0 计。请核对合同金额或补充变更协议。",
    "{place} row {row}, contract {subject}: {found} was paid on an amount of {expected}, {gap} too much; nothing "
    "counts as open. Check the amount, or enter the amended one.",
)
REPEATED: Final = FindingKind(
    "repeated_contracts",
    "warning",
    "合同编号重复",
    "contract entered twice",
    "{place} 第 {row} 行的合同编号 {subject} 与第 {first} 行（{other}）相同，两行均已计入；如为同一合同，请删去一行。",
    "{place} row {row}: contract {subject} stands in row {first} ({other}), too, and both count. If it is one "
    "contract, remove one of them.",
)
PAID_UNKNOWN: Final = FindingKind(
    "contracts_without_paid_amount",
    "notice",
    "合同未填已付金额",
    "contracts that do not tell what was paid",
    "{found} 份合同没有填写已付金额，合计 {amount} {currency}，按全额列为未付款；已付部分同时在执行数中，请补填。",
    "{found} contracts of {amount} in all do not tell what was paid; they count as open in full, though what was paid "
    "is part of the actual, too. Fill it in.",
)
AFTER_YEAR: Final = FindingKind(
    "contracts_after_year",
    "warning",
    "合同签订于年度结束之后",
    "contract signed after the year",
    "{place} 第 {row} 行合同 {subject} 签订于 {found}，晚于本年度最后一日 {expected}；已计入。请核对日期和年度。",
    "{place} row {row}: contract {subject} was signed on {found}, after the last day of the year, {expected}; it "
    "counts. Check its date and year.",
)


def commitments_and_budget(execution: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Projects whose contracts have no budget, or with what was spent go beyond it.

    Args:
        execution: `measures.execution` by budget_project_code on all funds, with commitments; nothing without these.
        unit: names.
    """
    if "committed_cents" not in execution:
        return []
    told = execution[execution["committed_cents"].gt(0) & execution["final_budget_cents"].notna()]
    return [finding for row in each_row(told) for finding in _of_project(row, unit)]


def _of_project(row: Mapping[str, Any], unit: Unit) -> list[Finding]:
    code, committed, final = row["budget_project_code"], int(row["committed_cents"]), int(row["final_budget_cents"])
    unnamed = {"zh": "无项目的合同", "en": "What belongs to no project"}
    name = {language: unit.project_name(code, language) for language in LANGUAGES} if code else unnamed
    if final == 0:
        return [Finding(NO_BUDGET, code, committed, found=as_yuan(committed), parts={"name": name})]
    actual = 0 if pd.isna(row["actual_cents"]) else int(row["actual_cents"])
    gap = actual + committed - final
    # What is overspent without the contracts is told by another check.
    if gap <= 0 or actual > final:
        return []
    parts = {"name": name, "actual": as_yuan(actual), "committed": as_yuan(committed), "gap": as_yuan(gap)}
    return [Finding(BEYOND, code, gap, as_yuan(final), as_yuan(actual + committed), parts=dict(parts))]


def contract_faults(commitments: pd.DataFrame, last_day: date) -> list[Finding]:
    """What is wrong in the list of contracts itself.

    Args:
        commitments: the frame of that name.
        last_day: of the fiscal year.
    """
    over = commitments[commitments["is_paid_known"] & commitments["paid_cents"].gt(commitments["amount_cents"])]
    late = commitments[commitments["contract_date"].gt(pd.Timestamp(last_day))]
    return [
        *(_overpaid(row) for row in each_row(over)),
        *_repeated(commitments[commitments["contract_number"].ne("")]),
        *(_at(AFTER_YEAR, row, str(last_day), f"{row['contract_date']:%Y-%m-%d}") for row in each_row(late)),
        *_unknown(commitments[~commitments["is_paid_known"]]),
    ]


def _overpaid(row: Mapping[str, Any]) -> Finding:
    gap = int(row["paid_cents"] - row["amount_cents"])
    return _at(OVERPAID, row, as_yuan(row["amount_cents"]), as_yuan(row["paid_cents"]), gap, gap=as_yuan(gap))


def _repeated(numbered: pd.DataFrame) -> list[Finding]:
    """Contracts whose number an earlier row has."""
    first: dict[str, Mapping[str, Any]] = {}
    found = []
    for row in each_row(numbered):
        before = first.setdefault(row["contract_number"].casefold(), row)
        if before is not row:
            parts = {"first": int(before["source_row"]), "other": before["source_file"]}
            found.append(_at(REPEATED, row, cents=int(row["amount_cents"]), **parts))
    return found


def _unknown(rows: pd.DataFrame) -> list[Finding]:
    if rows.empty:
        return []
    cents, first = int(rows["amount_cents"].sum()), next(each_row(rows))
    found, amount = str(len(rows)), as_yuan(cents)
    return [Finding(PAID_UNKNOWN, "", cents, found=found, source_file=first["source_file"], parts={"amount": amount})]


def _at(
    kind: FindingKind,
    row: Mapping[str, Any],
    expected: str = "",
    found: str = "",
    cents: int | None = None,
    **parts: object,
) -> Finding:
    """A finding about one contract; it belongs to the page of the project that pays for it."""
    return Finding(
        kind,
        subject=row["budget_project_code"],
        amount_cents=cents,
        expected=expected,
        found=found,
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=int(row["source_row"]),
        parts={"subject": row["contract_number"] or "—", **parts},
    )
