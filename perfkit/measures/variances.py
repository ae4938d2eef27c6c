"""Variances between final budget and actual, which of them are material, and what was said of those that are.

*Source*: IPSAS 24 (material differences between budget and actual are explained); 财预〔2019〕136号 (reasons of
deviation); the thresholds are the unit's (`perfkit.ledger.materiality`).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.explanations import State
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.materiality import Materiality
from perfkit.ledger.money import ratio
from perfkit.ledger.scopes import Scope
from perfkit.measures.execution import execution

_PROJECT: Final = "budget_project_code"
_KEY: Final = [_PROJECT, "period"]
_COLUMNS: Final = [
    *_KEY, "scope", "final_budget_cents", "actual_cents", "variance_cents", "variance_rate", "is_material",
]  # fmt: skip
_SAID: Final = [
    "explanation_number", "explained_cents", "cause", "explanation", "author", "explained_date", "evidence_document",
]  # fmt: skip
#: What must be explained first stands first.
_ORDER: Final[tuple[State, ...]] = ("unexplained", "stale", "explained")


def variances(
    budget: pd.DataFrame, spending: pd.DataFrame, timeline: pd.DataFrame, materiality: Materiality, scope: Scope | str
) -> pd.DataFrame:
    """Final budget less actual of every project, and of every period of the projects that have a plan by period.

    A project has one where its budget lines, original ones among them, all name a period. An even split of the year is
    no plan, and the date of a supplement is none either.

    *Grain*: one project and year (period 0) or one project and period; what belongs to no project is a line of its own.

    Args:
        budget, spending, timeline: classified frames.
        materiality: the thresholds of the unit.
        scope: which funds count.

    Returns:
        budget_project_code, period, scope, final_budget_cents, actual_cents, variance_cents (Int64; positive = unspent;
        null where nobody knows budget or actual), variance_rate (Float64), is_material (bool; not where null).
    """
    year = execution(budget, spending, [_PROJECT], scope).assign(period=0)
    planned = _planned(budget)
    lines = timeline[timeline[_PROJECT].isin(planned) & timeline["period"].gt(0)]
    plan = budget[budget[_PROJECT].isin(planned)]
    periods = execution(plan, lines if len(timeline) else timeline, _KEY, scope) if planned else year.iloc[:0]
    found = pd.concat([year, periods], ignore_index=True).sort_values(_KEY, ignore_index=True)
    amounts = zip(found["variance_cents"], found["final_budget_cents"], strict=True)
    is_material = [pd.notna(gap) and materiality.is_material(int(gap), int(base)) for gap, base in amounts]
    rate = ratio(found["variance_cents"], found["final_budget_cents"])
    return found.assign(variance_rate=rate, is_material=pd.Series(is_material, found.index, dtype="bool"))[_COLUMNS]


def _planned(budget: pd.DataFrame) -> list[str]:
    """The projects that have a plan by period."""
    told = budget.assign(is_told=budget["period"].gt(0), is_original=budget["budget_type"].eq("original"))
    by_project = told.groupby(_PROJECT)[["is_told", "is_original"]].agg({"is_told": "all", "is_original": "any"})
    return [str(code) for code in by_project.index[by_project.all(axis="columns")]]


def explained_variances(variances: pd.DataFrame, explanations: pd.DataFrame) -> pd.DataFrame:
    """Each material variance beside what was said of it.

    *Grain*: one material variance and one explanation of it; a variance that nobody explained has one row. Those not
    explained come first, then those whose explanation is of another figure.

    Args:
        variances: as measured.
        explanations: the frame of that name.

    Returns:
        The columns of `variances` but is_material, explanation_state, and of the explanation explanation_number (0 =
        none), explained_cents (Int64, null where there is none), cause, explanation, author, explained_date,
        evidence_document.
    """
    material = variances[variances["is_material"]].drop(columns="is_material")
    found = material.merge(explanations[[*_KEY, *_SAID]], how="left", on=_KEY)
    is_said = found["explanation_number"].notna()
    is_fresh = found["explained_cents"].eq(found["variance_cents"]).fillna(False)
    state = pd.Series("unexplained", index=found.index, dtype="str")
    state = state.mask(is_said, "stale").mask(is_said & is_fresh, "explained")
    texts = {name: found[name].fillna("") for name in ("cause", "explanation", "author", "evidence_document")}
    number = found["explanation_number"].fillna(0).astype("int64")
    guard = found["explained_cents"].astype("Int64")
    told = found.assign(explanation_state=state, explanation_number=number, explained_cents=guard, **texts)
    place = {name: rank for rank, name in enumerate(_ORDER)}
    told = told.sort_values("explanation_state", key=lambda states: states.map(place), kind="stable")
    return told.reset_index(drop=True)[[*material.columns, "explanation_state", *_SAID]]


def material_variances(ledger: Ledger) -> pd.DataFrame:
    """`explained_variances` of a year on all funds, the scope that no payment escapes."""
    materiality = ledger.unit.materiality
    found = variances(ledger.budget, ledger.spending, ledger.timeline, materiality, Scope.ALL)
    return explained_variances(found, ledger.explanations)


def without_explanation(explained: pd.DataFrame) -> int:
    """How many material variances have no explanation that fits their figure.

    Args:
        explained: frame of `explained_variances`.
    """
    fitting = explained.loc[explained["explanation_state"].eq("explained"), _KEY].drop_duplicates()
    return len(explained[_KEY].drop_duplicates()) - len(fitting)
