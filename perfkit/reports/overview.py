"""What the indexes say of a unit and year, taken from its ledger once, when its runs are planned.

Plain data and finished HTML: ledgers of many units need not stay in memory while their notebooks run.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.findings import SEVERITIES
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, money_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit
from perfkit.measures import (
    execution,
    material_variances,
    overspent,
    underexecuted,
    with_commitments,
    without_explanation,
)
from perfkit.reports.tracing import check_amounts
from perfkit.tables.execution import execution_table
from perfkit.tables.findings import findings_table
from perfkit.tables.key_figures import key_figures
from perfkit.tables.provenance import inputs_table
from perfkit.tables.variances import variances_table


@dataclass(frozen=True)
class Overview:
    """A unit and year in short.

    Args:
        unit, year: whose.
        unit_name: in the language of the batch.
        notice: what must be said of the data.
        money: what printed amounts are counted in (万元).
        figures: one dict per scope of `ledger.scopes`: its label, the amounts and rates of `measures.execution`, null =
            not known, and the same as `printed`.
        finding_counts: findings by severity.
        material, unexplained: material variances on all funds, and those without an explanation that fits.
        inputs: the raw files, as `ledger.inputs`.
        corrections: what was corrected in them, as `ledger.corrections`.
        explanations: what was said of variances, as `ledger.explanations`, all texts.
        tables: name -> HTML of the tables of the dossier's index.
        fault: why the data could not be loaded; then all else is empty.
    """

    unit: str
    year: int
    unit_name: str
    notice: str = ""
    money: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    finding_counts: dict[str, int] = field(default_factory=dict)
    material: int = 0
    unexplained: int = 0
    inputs: list[dict[str, Any]] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    explanations: list[dict[str, str]] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    fault: str = ""


def overview(ledger: Ledger, language: Language) -> Overview:
    """The overview of a loaded year.

    Raises:
        UntraceableAmount: an amount of its tables is not the sum of its lines.
    """
    counts = Counter(finding.kind.severity for finding in ledger.findings)
    explained = material_variances(ledger)
    told = ledger.explanations.astype("str")
    tables = {**_tables(ledger, language), "variances": variances_table(explained, ledger, language)._repr_html_()}
    check_amounts("".join(tables.values()), lambda _: ledger)
    return Overview(
        unit=ledger.unit.code,
        year=ledger.year,
        unit_name=ledger.unit.name(language),
        notice=ledger.unit.notice(ledger.year, language),
        money=money_label(ledger.unit, language),
        figures=[_figures(ledger, scope, language) for scope in ledger.scopes()],
        material=len(explained[["budget_project_code", "period"]].drop_duplicates()),
        unexplained=without_explanation(explained),
        finding_counts={severity: counts[severity] for severity in SEVERITIES},
        # As JSON has it: what an earlier manifest says is compared with this.
        inputs=[{**asdict(file), "kinds": list(file.kinds)} for file in ledger.inputs],
        corrections=[asdict(correction) for correction in ledger.corrections],
        explanations=[{str(name): value for name, value in row.items()} for row in told.to_dict("records")],
        tables=tables,
    )


def overview_of_fault(unit: str, year: int, fault: str) -> Overview:
    """The overview of a year that could not be loaded."""
    return Overview(unit=unit, year=year, unit_name=unit, fault=fault)


def _figures(ledger: Ledger, scope: Scope, language: Language) -> dict[str, Any]:
    row = execution(ledger.budget, ledger.spending, [], scope).iloc[0]
    names = [name for name in row.index if name.endswith(("_cents", "_rate"))]
    values = {name: None if pd.isna(row[name]) else row[name].item() for name in names}
    printed = {name: _printed(name, value, ledger.unit) for name, value in values.items()}
    beyond = _beyond(ledger, scope, language)
    return {"scope": scope.value, "scope_label": scope.label(language), **values, "printed": printed, **beyond}


def _beyond(ledger: Ledger, scope: Scope, language: Language) -> dict[str, Any]:
    by = ledger.dimensions()[:1]
    lines = execution(ledger.budget, ledger.spending, by, scope)
    if not by or lines["final_budget_cents"].isna().any():  # a budget of the whole is no budget of its lines
        return {"is_told_by_line": False, "over": [], "under": []}
    lines = lines.assign(label=[ledger.label(by[0], code, language) for code in lines[by[0]]])
    over, under = overspent(lines), underexecuted(lines, ledger.unit.review_rate)
    excess = [as_money(-int(cents), ledger.unit) for cents in over["variance_cents"]]
    rates = [as_rate(rate) for rate in under["execution_rate"]]
    return {
        "is_told_by_line": True,
        "over": [list(told) for told in zip(over["label"], excess, strict=True)],
        "under": [list(told) for told in zip(under["label"], rates, strict=True)],
    }


def _printed(name: str, value: float | None, unit: Unit) -> str:
    if value is None:
        return "—"
    return as_rate(value) if name.endswith("_rate") else as_money(int(value), unit)


def _tables(ledger: Ledger, language: Language) -> dict[str, str]:
    wholes = [execution(ledger.budget, ledger.spending, [], scope) for scope in ledger.scopes()]
    by = ledger.dimensions()[:1]
    lines = [
        with_commitments(execution(ledger.budget, ledger.spending, by, scope), ledger.commitments, by)
        for scope in ledger.scopes()
    ]
    return {
        "key_figures": key_figures(wholes, ledger, language)._repr_html_(),
        "lines": "".join(execution_table(one, ledger, by, language)._repr_html_() for one in lines) if by else "",
        "findings": findings_table(ledger.findings, ledger, language)._repr_html_(),
        "inputs": inputs_table(ledger, language)._repr_html_(),
    }
