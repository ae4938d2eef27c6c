"""Material variances that nobody explained, explanations of figures that have changed, explanations of nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import pandas as pd

from perfkit.checks.evidence import named_files
from perfkit.checks.target_rows import each_row
from perfkit.errors import LANGUAGES, Language
from perfkit.ledger.explanations import EXPLANATIONS, threshold_text
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_rate, as_yuan
from perfkit.ledger.units import Unit

UNEXPLAINED: Final = FindingKind(
    "unexplained_variances",
    "warning",
    "重大差异未说明原因",
    "material variance not explained",
    "{name}全年预算 {expected} {currency}，执行 {found} {currency}，{side} {gap} {currency}（{rate}），"
    "属重大差异（{limit}须说明），没有说明原因。请在 explanations.toml 中说明。",
    "{name}: final budget {expected}, actual {found}, {side} by {gap} ({rate}); that is material ({limit}), and "
    "nobody has explained it. Do so in explanations.toml.",
)
UNEXPLAINED_PERIODS: Final = FindingKind(
    "unexplained_variances",
    "warning",
    "分期重大差异未说明原因",
    "material variances of periods not explained",
    "{name}有 {count} 个期间的执行与分期预算有重大差异，没有说明原因：{listed}。请在 explanations.toml 中说明。",
    "{name}: in {count} periods the variance of actual and plan is material, and nobody has explained it: {listed}. Do "
    "so in explanations.toml.",
)
STALE: Final = FindingKind(
    "stale_explanations",
    "warning",
    "差异说明已过时",
    "stale explanation of a variance",
    "{file} 第 {number} 条说明的是{name}（{period}）的差异 {expected} {currency}，现为 {found} {currency}：数字已变，"
    "请核对说明并更新 variance。",
    "{file}, entry {number}, explains a variance of {name} ({period}) of {expected}, which is {found} now: the figure "
    "has changed. Look the explanation through and correct its variance.",
)
NOTHING: Final = FindingKind(
    "explanations_of_nothing",
    "warning",
    "所说明的差异不存在",
    "explanation of no variance",
    "{file} 第 {number} 条说明的“{name}”（{period}）在本年度没有可比较的预算与执行。请核对项目和期间。",
    "{file}, entry {number}: there is no budget and actual of “{name}” ({period}) to compare in this year. Check "
    "project and period.",
)
NOT_MATERIAL: Final = FindingKind(
    "explanations_of_nothing",
    "notice",
    "所说明的差异不属重大差异",
    "explanation of a variance that is not material",
    "{file} 第 {number} 条说明的{name}（{period}）的差异为 {found} {currency}，不属重大差异，可以不说明。",
    "{file}, entry {number}: the variance of {name} ({period}) is {found}, which is not material; it needs no "
    "explanation.",
)
NO_FILE: Final = FindingKind(
    "missing_evidence_files",
    "warning",
    "佐证文件不存在",
    "evidence file not there",
    "{file} 第 {number} 条的佐证材料“{found}”不在 evidence 文件夹中；请放入该文件或改正文件名。",
    "{file}, entry {number}: the evidence “{found}” is not in the folder evidence. Put it there, or correct its name.",
)
_NO_PROJECT: Final[dict[Language, str]] = {"zh": "无项目的支出（基本支出等）", "en": "what belongs to no project"}
_YEAR: Final[dict[Language, str]] = {"zh": "全年", "en": "the year"}
_UNSPENT: Final[dict[Language, str]] = {"zh": "结余", "en": "unspent"}
_OVERSPENT: Final[dict[Language, str]] = {"zh": "超支", "en": "overspent"}
_NO_BUDGET: Final[dict[Language, str]] = {"zh": "没有预算", "en": "no budget"}
_KEY: Final = ["budget_project_code", "period"]
#: How many periods one sentence names.
_NAMED: Final = 12


def unexplained_variances(explained: pd.DataFrame, unit: Unit) -> list[Finding]:
    """One finding for the year of each project, and one for its periods.

    Args:
        explained: frame of `measures.explained_variances`, on all funds.
        unit: names, thresholds and calendar.
    """
    open_ = explained[explained["explanation_state"].eq("unexplained")]
    of_year = [_of_year(row, unit) for row in each_row(open_[open_["period"].eq(0)])]
    by_project = open_[open_["period"].gt(0)].groupby("budget_project_code", sort=True)
    return [*of_year, *(_of_periods(rows, unit) for _, rows in by_project)]


def _of_year(row: Mapping[str, Any], unit: Unit) -> Finding:
    gap = int(row["variance_cents"])
    return Finding(
        UNEXPLAINED,
        subject=row["budget_project_code"],
        amount_cents=-gap,
        expected=as_yuan(row["final_budget_cents"]),
        found=as_yuan(row["actual_cents"]),
        parts={
            "name": _name(unit, row["budget_project_code"]),
            "side": _UNSPENT if gap > 0 else _OVERSPENT,
            "gap": as_yuan(abs(gap)),
            "rate": _share(row["variance_rate"]),
            "limit": {language: threshold_text(unit.materiality, gap, language) for language in LANGUAGES},
        },
    )


def _share(rate: float) -> dict[Language, str]:
    """How large a variance is beside the budget, in words."""
    if pd.isna(rate):
        return _NO_BUDGET
    share = as_rate(abs(rate))
    return {"zh": f"占预算 {share}", "en": f"{share} of the budget"}


def _of_periods(rows: pd.DataFrame, unit: Unit) -> Finding:
    told = [(int(row["period"]), as_yuan(row["variance_cents"])) for row in each_row(rows.head(_NAMED))]
    more = len(rows) > _NAMED
    project = str(rows["budget_project_code"].iloc[0])
    separators: dict[Language, str] = {"zh": "，", "en": ", "}
    listed = {
        language: separator.join(f"{unit.calendar.period_label(period, language)} {gap}" for period, gap in told)
        + (" …" if more else "")
        for language, separator in separators.items()
    }
    parts: dict[str, object] = {"name": _name(unit, project), "count": len(rows), "listed": listed}
    return Finding(UNEXPLAINED_PERIODS, subject=project, parts=parts)


def stale_explanations(explained: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Explanations of a material variance that was another one when it was explained.

    Args:
        explained: frame of `measures.explained_variances`.
        unit: names and calendar.
    """
    stale = explained[explained["explanation_state"].eq("stale")]
    return [
        _about(STALE, row, unit, as_yuan(row["explained_cents"]), as_yuan(row["variance_cents"]))
        for row in each_row(stale)
    ]


def explanations_of_nothing(explanations: pd.DataFrame, variances: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Explanations of projects or periods that have no variance, and of variances that need none.

    Args:
        explanations: the frame of that name.
        variances: of `measures.variances`, on all funds.
        unit: names and calendar.
    """
    known = variances.dropna(subset=["variance_cents"])[[*_KEY, "variance_cents", "is_material"]]
    told = explanations.merge(known, how="left", on=_KEY)
    missing, needless = told["variance_cents"].isna(), told["is_material"].eq(False)
    return [
        *(_about(NOTHING, row, unit) for row in each_row(told[missing])),
        *(_about(NOT_MATERIAL, row, unit, found=as_yuan(row["variance_cents"])) for row in each_row(told[needless])),
    ]


def missing_files_of_explanations(
    explanations: pd.DataFrame, evidence_files: Collection[str], unit: Unit
) -> list[Finding]:
    """Evidence that is named like a file, and is none of those in the folder evidence; case makes no difference."""
    there = {name.casefold() for name in evidence_files}
    return [
        _about(NO_FILE, row, unit, found=name)
        for row in each_row(explanations)
        for name in named_files(row["evidence_document"])
        if name.casefold() not in there
    ]


def _about(kind: FindingKind, row: Mapping[str, Any], unit: Unit, expected: str = "", found: str = "") -> Finding:
    """A finding about one explanation."""
    period = int(row["period"])
    told = {language: unit.calendar.period_label(period, language) for language in LANGUAGES} if period else _YEAR
    return Finding(
        kind,
        subject=row["budget_project_code"],
        expected=expected,
        found=found,
        source_file=EXPLANATIONS,
        parts={
            "name": _name(unit, row["budget_project_code"]),
            "period": told,
            "number": int(row["explanation_number"]),
        },
    )


def _name(unit: Unit, code: str) -> dict[Language, str]:
    if not code:
        return _NO_PROJECT
    return {language: unit.project_name(code, language) for language in LANGUAGES}
