"""Codes that nobody defines, and spending that lacks the codes its reports need. Its amounts keep their own line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.charts import account_alias, chart_of
from perfkit.ledger.classifications import code_list, funds
from perfkit.ledger.columns import columns
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import OTHER_CHART, Unit

UNKNOWN_ACCOUNT: Final = FindingKind(
    "unknown_accounts",
    "error",
    "科目不在会计制度科目表中",
    "account not in the chart",
    "科目 {subject} {name}（{file} 第 {row} 行等 {lines} 行，借方 {found} {currency}）不在{chart}中，{counted}；"
    "请核对科目编码，或在 accounts.csv 中写明对应的科目。",
    "Account {subject} {name} ({file} row {row}, {lines} lines, debits {found}) is not in {chart} and {counted}; check "
    "the code, or say in accounts.csv which account it is.",
)
UNCOUNTED_ACCOUNTS: Final = FindingKind(
    "uncounted_accounts",
    "notice",
    "既非支出也非收入的科目",
    "accounts that are neither spending nor income",
    "{lines} 个科目（{subject}）按 unit.toml 的 [accounts] 既不是支出也不是收入，借方合计 {found} {currency}，未计入。"
    "如其中有支出科目，请补充。",
    "By [accounts] of unit.toml, {lines} accounts ({subject}) are neither spending nor income; their debits of {found} "
    "count nowhere. Add those that are spending.",
)
UNREVIEWED_ALIASES: Final = FindingKind(
    "unreviewed_aliases",
    "warning",
    "科目对照未经审核",
    "account aliases not reviewed",
    "accounts.csv 中有 {lines} 条科目对照（{subject}）没有审核人和日期，涉及借方 {found} {currency}；已按对照换算，"
    "请审核。",
    "{lines} lines of accounts.csv ({subject}) name no reviewer and date; debits of {found} were mapped by them. Have "
    "them reviewed.",
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
_NO_PARTS: Final[Mapping[str, object]] = {}
#: How many codes one sentence names.
_NAMED: Final = 20
_ALIAS_TABLE: Final[dict[Language, str]] = {"zh": "科目对照表 accounts.csv ", "en": "the alias table accounts.csv"}
_CHART: Final[dict[Language, str]] = {"zh": "{name}科目表", "en": "the chart of accounts ({name})"}
#: Whether an unknown account counts as spending -> how the sentence says so.
_COUNTED: Final[dict[bool, dict[Language, str]]] = {
    True: {"zh": "按编码首位计入支出", "en": "counts as spending, by the first digits of its code"},
    False: {"zh": "未计入支出", "en": "does not count as spending"},
}


def _what(column: str) -> dict[Language, str]:
    defined = columns()[column]
    return {"zh": defined.name_zh, "en": defined.name_en}


def _by_code(
    kind: FindingKind, rows: pd.DataFrame, column: str, amount: str, parts: Mapping[str, object] = _NO_PARTS
) -> list[Finding]:
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
                parts={"lines": len(lines), "what": _what(column), "name": first.get("account_name", ""), **parts},
            )
        )
    return findings


def unknown_accounts(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Accounts that stand below no account of the unit's chart; in another chart, those its alias table leaves out.

    They keep their line: an account counts as spending where its first digit is that of spending.
    """
    chart, codes = chart_of(unit), journal["account_code"]
    table = _ALIAS_TABLE
    known = _aliased(journal, unit) if unit.account_aliases else pd.Series(True, index=journal.index)
    if chart.is_national:
        table = {language: words.format(name=chart.name[language]) for language, words in _CHART.items()}
        known = chart.is_listed(codes)
    findings = []
    for is_spending, counted in _COUNTED.items():
        rows = journal[~known & chart.is_spending(codes).eq(is_spending)]
        parts = {"chart": table, "counted": counted}
        findings += _by_code(UNKNOWN_ACCOUNT, rows, "account_code", "debit_cents", parts)
    return findings


def uncounted_accounts(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """In another chart, the accounts that `[accounts]` of unit.toml calls neither spending nor income; one finding."""
    chart, codes = chart_of(unit), journal["account_code"]
    if chart.is_national or not unit.account_prefixes:
        return []
    rows = journal[chart.having(codes, lambda account: not account.code)]
    return _together(UNCOUNTED_ACCOUNTS, rows, sorted(rows["account_code"].unique()))


def unreviewed_aliases(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Lines of the alias table that map accounts of the journal and that nobody has reviewed; one finding."""
    exported = journal["exported_account_code"]
    aliases = {code: account_alias(code, unit) for code in exported.unique()}
    open_ = {code: alias.own_code for code, alias in aliases.items() if alias and not alias.reviewed_by}
    return _together(UNREVIEWED_ALIASES, journal[exported.isin(list(open_))], sorted(set(open_.values())))


def _together(kind: FindingKind, rows: pd.DataFrame, codes: list[str]) -> list[Finding]:
    """One finding for all of `codes`, the first of them named, with the debits of `rows`."""
    if rows.empty:
        return []
    cents = int(rows["debit_cents"].sum())
    named = ", ".join(codes[:_NAMED]) + (" …" if len(codes) > _NAMED else "")
    return [Finding(kind, subject=named, amount_cents=cents, found=as_yuan(cents), parts={"lines": len(codes)})]


def _aliased(journal: pd.DataFrame, unit: Unit) -> pd.Series:
    """Which lines stand on accounts that the alias table knows."""
    exported = journal["exported_account_code"]
    return exported.isin([code for code in exported.unique() if account_alias(code, unit)])


def unknown_projects(rows: pd.DataFrame, unit: Unit, amount: str) -> list[Finding]:
    """Projects of a budget or spending frame that projects.csv does not have. `amount` names its amount column."""
    known = [project.code for project in unit.projects]
    return _by_code(UNKNOWN_PROJECT, _not_in(rows, "project_code", known), "project_code", amount)


def unknown_codes(rows: pd.DataFrame, unit: Unit, amount: str) -> list[Finding]:
    """Funds and economic classes that no list has, national or the unit's own; an account may stand for a class."""
    economic = code_list("economic_classes")
    lists: dict[str, Collection[str]] = {
        "fund_code": funds(unit),
        "economic_code": {*economic, *(row["class_code"] for row in economic.values()), *unit.economic_classes},
    }
    if unit.chart == OTHER_CHART:
        lists["economic_code"] = {*lists["economic_code"], *rows["account_code"]}
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
