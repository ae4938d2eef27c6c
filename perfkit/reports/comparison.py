"""reports/units.html: the units of a district side by side, year by year.

Made from the summary of each unit and year that its manifest holds, so that no ledger is loaded for it, however many
units there are. Units are compared where their books have one currency; without two such units there is no page.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from perfkit.errors import Language, PerfkitError
from perfkit.figures import units_chart
from perfkit.ledger.columns import DTYPES, columns
from perfkit.ledger.money import money_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit
from perfkit.measures import units_compared
from perfkit.reports.page import data_block
from perfkit.tables import units_table

if TYPE_CHECKING:
    from perfkit.workspace import Workspace

_SUMMARY: Final = (
    "unit_code", "unit_name", "fiscal_year", "scope", "original_budget_cents", "final_budget_cents", "actual_cents",
    "variance_cents", "execution_rate", "error_count", "warning_count",
)  # fmt: skip


def comparisons(workspace: Workspace, manifests: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """What the page shows: per currency and year, newest first, the exhibits of each scope.

    Args:
        workspace: whose units.
        manifests: of the years of all units.
        language: of all words.
    """
    views = [manifest["overview"] for manifest in manifests]
    found = []
    for units in _by_currency(workspace, sorted({view["unit"] for view in views})):
        own = [view for view in views if view["unit"] in units]
        any_unit, summaries = next(iter(units.values())), _summaries(own)
        for year in sorted({view["year"] for view in own}, reverse=True):
            exhibits = _exhibits(summaries, any_unit, year, language, _left_out(own, year, language))
            if exhibits:
                found.append({"year": year, "money": money_label(any_unit, language), "exhibits": exhibits})
    return found


def _by_currency(workspace: Workspace, codes: list[str]) -> list[dict[str, Unit]]:
    """The units that can be compared, by code: groups of two and more."""
    groups: dict[tuple[str, str], dict[str, Unit]] = {}
    for code in codes:
        with suppress(PerfkitError):  # its year says what is wrong with it
            unit = workspace.unit(code)
            groups.setdefault((unit.currency_zh, unit.money_unit), {})[code] = unit
    return [units for units in groups.values() if len(units) > 1]


def _summaries(views: list[dict[str, Any]]) -> pd.DataFrame:
    """*Grain*: one row per unit, year and scope."""
    lines = [
        {
            "unit_code": view["unit"], "unit_name": view["unit_name"], "fiscal_year": view["year"],
            "error_count": view["finding_counts"]["error"], "warning_count": view["finding_counts"]["warning"],
            **{name: value for name, value in figures.items() if name in _SUMMARY},
        }
        for view in views for figures in view["figures"]
    ]  # fmt: skip
    kinds = {name: columns()[name].type for name in _SUMMARY}
    types = {name: "Int64" if kind == "cents" else DTYPES[kind] for name, kind in kinds.items()}
    return pd.DataFrame(lines, columns=list(_SUMMARY)).astype(types)


def _left_out(views: list[dict[str, Any]], year: int, language: Language) -> list[str]:
    names = [view["unit_name"] for view in views if view["year"] == year and view["fault"]]
    if not names:
        return []
    if language == "en":
        return [f"Not in it, because the data could not be loaded: {', '.join(names)}."]
    return [f"数据未能读取，未列入：{'、'.join(names)}。"]


def _exhibits(
    summaries: pd.DataFrame, unit: Unit, year: int, language: Language, notes: list[str]
) -> list[dict[str, Any]]:
    """Chart and table of each scope on which two or more units have figures."""
    exhibits = []
    for scope in Scope:
        compared = units_compared(summaries, year, scope)
        if len(compared) > 1:
            chart = json.loads(units_chart(compared, unit, year, scope, language).to_json())
            table = units_table(compared, unit, year, scope, language, notes=notes)
            exhibits.append({"chart": data_block(chart), "table": replace(table, is_folded=True)._repr_html_()})
    return exhibits
