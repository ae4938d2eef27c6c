"""Codes that nobody defines, and spending that lacks the codes its reports need. Its amounts keep their own line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.classifications import code_list, funds
from perfkit.ledger.columns import columns
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit

UNKNOWN_ACCOUNT: Final = FindingKind(
    "unknown_accounts",
    "error",
    "科目不在会计制度科目表中",
    "account not in the chart",
    "科目 {subject} {name}（{file} 第 {row} 行等 {lines} 行，借方 {found} {currency}）不在政府会计制度科目表中；"
    "请核对科目编码，或在映射文件中写明对应关系。",
    "Account {subject} {name} ({file} row {row}, {lines} lines, debits {found}) is not in the chart of accounts; check "
    "the code or map it.",
)
UNKNOWN_PROJECT: Final = FindingKind(
    "unknown_projects",
    "warning",
    "项目不在项目表中",
    "project not in the register",
    "项目“{subject}”（{file} 第 {row} 行等 {lines} 行，金额 {found} {currency}）不在 projects.csv 中；"
    "请补充项目或其别名。",
    "Project '{subject}' ({file} row {row}, {lines} lines, {found}) is not in projects.csv; add it or an alias.",
)
UNKNOWN_CODE: Final = FindingKind(
    "unknown_codes",
    "warning",
    "分类代码无法识别",
    "unknown classification code",
    "{what}“{subject}”（{file} 第 {row} 行等 {lines} 行，金额 {found} {currency}）不在代码表中，单列一行，"
    "未并入其他类别。",
    "{what} '{subject}' ({file} row {row}, {lines} lines, {found}) is in no code list; it keeps a line of its own.",
)
MISSING_CODE: Final = FindingKind(
    "missing_codes",
    "warning",
    "支出缺少分类",
    "spending without a code",
    "{lines} 行支出（自 {file} 第 {row} 行起，金额 {found} {currency}）没有{what}，按“未分解”单列。"
    "请在导出中带上该项，或写映射文件说明。",
    "{lines} lines of spending (from {file} row {row}, {found}) have no {what}; they are shown as not broken down. "
    "Export it, or tell it in a mapping file.",
)


def _what(column: str) -> dict[Language, str]:
    defined = columns()[column]
    return {"zh": defined.name_zh, "en": defined.name_en}


def _by_code(kind: FindingKind, rows: pd.DataFrame, column: str, amount: str) -> list[Finding]:
    """One finding per value of `column`, at its first row, with the number of lines and the sum."""
    findings = []
    for code, lines in rows.groupby(column):
        first, cents = lines.iloc[0], int(lines[amount].sum())
        findings.append(
            Finding(
                kind,
                subject=str(code),
                amount_cents=cents,
                found=as_yuan(cents),
                source_file=first["source_file"],
                source_sheet=first["source_sheet"],
                source_row=int(first["source_row"]),
                parts={"lines": len(lines), "what": _what(column), "name": first.get("account_name", "")},
            )
        )
    return findings


def unknown_accounts(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Accounts whose first four digits the government chart of 2019 does not have (other charts: none to check).

    A public institution may split 7201 into 72xx accounts of its own (chart, note on 7201): those are known.
    """
    if unit.chart != "government_2019":
        return []
    listed = journal["account_code"].str[:4].isin(list(code_list("accounts")))
    known = listed | journal["account_code"].str.match(r"72\d\d")
    return _by_code(UNKNOWN_ACCOUNT, journal[~known], "account_code", "debit_cents")


def unknown_projects(rows: pd.DataFrame, unit: Unit, amount: str) -> list[Finding]:
    """Projects of a budget or spending frame that projects.csv does not have. `amount` names its amount column."""
    known = [project.code for project in unit.projects]
    return _by_code(UNKNOWN_PROJECT, _not_in(rows, "project_code", known), "project_code", amount)


def unknown_codes(rows: pd.DataFrame, unit: Unit, amount: str) -> list[Finding]:
    """Funds and economic classes that no list has, national or the unit's own."""
    economic = code_list("economic_classes")
    lists: dict[str, Collection[str]] = {
        "fund_code": funds(unit),
        "economic_code": {*economic, *(row["class_code"] for row in economic.values()), *unit.economic_classes},
    }
    return [
        finding
        for column, known in lists.items()
        for finding in _by_code(UNKNOWN_CODE, _not_in(rows, column, known), column, amount)
    ]


def missing_codes(spending: pd.DataFrame) -> list[Finding]:
    """Spending without an economic class; without a fund its scope is unknown (`unknown_funds`)."""
    return _by_code(MISSING_CODE, spending[spending["economic_code"].eq("")], "economic_code", "actual_cents")


def _not_in(rows: pd.DataFrame, column: str, known: Collection[str]) -> pd.DataFrame:
    return rows[~rows[column].isin([*known, ""])]
