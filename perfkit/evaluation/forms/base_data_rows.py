"""The rows of spending of the basic data form: final accounts of the year before, budget and accounts of the year.

*Source*: the mapping of rows to economic classes follows from the names of the classes (政府收支分类科目).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import dash, entry, in_money, lacking
from perfkit.evaluation.forms.facts import fact_cell, first_known
from perfkit.evaluation.forms.shares import KIND_LACKS, lack_words
from perfkit.evaluation.selection import project_words
from perfkit.ledger.forms import FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_text
from perfkit.ledger.scopes import Scope, in_scope
from perfkit.ledger.units import OTHER_CHART

Cells = tuple[FormCell, FormCell, FormCell]
_TYPES: Final = ("", "basic", "project")
_LACKS: Final[dict[str, dict[Language, str]]] = {
    "classes": {"zh": "按部门预算支出经济分类记的账", "en": "books kept by the national economic classes"},
    "undecided": {"zh": "经济分类的款（{amount} 未分解到款）", "en": "the economic class of {amount}"},
    "project": {"zh": "该项目上年决算数", "en": "the final account of this project of the year before"},
    "changes": {"zh": "上年预算调整数", "en": "the budget changes of the year before"},
}
_NO_PROJECT: Final = "未列明项目"


@dataclass(frozen=True)
class Line:
    """One row: its three amounts, and the place of the row that it is part of (-1 = none)."""

    label: str
    cells: Cells
    parent: int = -1


@dataclass(frozen=True)
class _Kind:
    """A row by economic class: whose facts it has, which classes, funds and types of expenditure count."""

    label: str
    fact: str
    classes: tuple[str, ...]
    scope: Scope
    types: tuple[str, ...]
    parent: int = -1
    has_budget_fact: bool = False

    def of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The lines of the funds and types that count, of every class."""
        lines = in_scope(frame, self.scope)
        return lines[lines["expenditure_type"].isin(self.types)]


_THREE_PUBLIC: Final = (
    _Kind("三公经费", "three_public", ("31013", "30913", "30231", "30212", "30217"), Scope.FISCAL, _TYPES, -1, True),
    _Kind("　1、公务用车购置和维护经费", "vehicles", ("31013", "30913", "30231"), Scope.FISCAL, _TYPES, 0),
    _Kind("　　　其中：公车购置", "vehicle_purchase", ("31013", "30913"), Scope.FISCAL, _TYPES, 1),
    _Kind("　　　　　　公车运行维护", "vehicle_running", ("30231",), Scope.FISCAL, _TYPES, 1),
    _Kind("　2、出国经费", "abroad", ("30212",), Scope.FISCAL, _TYPES, 0),
    _Kind("　3、公务接待", "reception", ("30217",), Scope.FISCAL, _TYPES, 0),
)
_OPERATING: Final = (
    _Kind("公用经费", "public_funds", ("302", "310"), Scope.ALL, ("basic",), -1, True),
    _Kind("　其中：办公经费", "office", ("30201",), Scope.ALL, ("basic",)),
    _Kind("　　　　水费、电费、差旅费", "utilities_travel", ("30205", "30206", "30211"), Scope.ALL, ("basic",)),
    _Kind("　　　　会议费、培训费", "meetings_training", ("30215", "30216"), Scope.ALL, ("basic",)),
)


def spending_lines(ledger: Ledger, language: Language) -> list[Line]:
    """Every row, in the order of the form."""
    rows = [_by_class(kind, ledger, language) for kind in _THREE_PUBLIC]
    rows += _by_project(len(rows), ledger, language)
    rows += [_by_class(kind, ledger, language) for kind in _OPERATING]
    procurement = ("procurement_prior_year", "procurement_budget", "procurement_actual")
    before, planned, bought = (fact_cell(ledger, fact, language) for fact in procurement)
    return [*rows, Line("政府采购金额", (before, planned, bought)), _changes(ledger, language)]


def controlled(fact: str, measure: str, ledger: Ledger, language: Language) -> FormCell:
    """Budget or accounts of the year of one row by economic class.

    Args:
        fact: three_public, public_funds and so on: the start of the names of its facts.
        measure: original_budget (as the unit states it, else as its budget book says) or actual.
    """
    kind = next(one for one in (*_THREE_PUBLIC, *_OPERATING) if one.fact == fact)
    cell = _class_cell(kind, measure, ledger, language)
    if measure == "original_budget" and kind.has_budget_fact:
        return first_known(fact_cell(ledger, f"{fact}_budget", language), cell)
    return cell


def _by_class(kind: _Kind, ledger: Ledger, language: Language) -> Line:
    budget, actual = (controlled(kind.fact, measure, ledger, language) for measure in ("original_budget", "actual"))
    return Line(kind.label, (fact_cell(ledger, f"{kind.fact}_prior_year", language), budget, actual), kind.parent)


def _class_cell(kind: _Kind, measure: str, ledger: Ledger, language: Language) -> FormCell:
    missing = lack_words(ledger, measure, kind.scope, language)
    if missing or ledger.unit.chart == OTHER_CHART:
        return lacking(missing or _LACKS["classes"][language])
    lines, column = _amounts(ledger, measure)
    lines = kind.of(lines)
    # What is booked on 302 or on nothing may be any of its classes: without it the row would be too small.
    above = {one[:length] for one in kind.classes for length in range(len(one))}
    undecided = int(lines.loc[lines["economic_code"].isin(above), column].sum())
    if undecided:
        amount = money_text(undecided, ledger.unit, language)
        return lacking(_LACKS["undecided"][language].format(amount=amount))
    found = lines.loc[lines["economic_code"].str.startswith(kind.classes), column]
    select = f"economic_code={kind.classes[0]}" if len(kind.classes) == 1 else ""
    return _amount(int(found.sum()), ledger, measure, kind.scope, select if kind.types == _TYPES else "")


def _by_project(place: int, ledger: Ledger, language: Language) -> list[Line]:
    """The row of all projects, then one per project."""
    before = fact_cell(ledger, "project_spending_prior_year", language)
    rows = [Line("项目支出：", (before, *_project_cells("", ledger, language)))]
    prior = lacking(_LACKS["project"][language])
    for project in ledger.project_codes():
        label = f"　{len(rows)}、{project_words(project, ledger)}"
        rows.append(Line(label, (prior, *_project_cells(project, ledger, language)), place))
    if any(len(_unnamed(frame)) for frame in (ledger.budget, ledger.spending)):
        budget, actual = (_unnamed_cell(measure, ledger, language) for measure in ("original_budget", "actual"))
        rows.append(Line(f"　{len(rows)}、{_NO_PROJECT}", (prior, budget, actual), place))
    return rows


def _project_cells(project: str, ledger: Ledger, language: Language) -> tuple[FormCell, FormCell]:
    """Original budget and actual of one project, or of all project expenditure if `project` is ""."""
    cells = []
    for measure in ("original_budget", "actual"):
        missing, (lines, column) = lack_words(ledger, measure, Scope.ALL, language), _amounts(ledger, measure)
        if missing or lines["expenditure_type"].eq("").all():
            cells.append(lacking(missing or KIND_LACKS[language]))
            continue
        chosen = lines[lines["expenditure_type"].eq("project")]
        chosen = chosen[chosen["budget_project_code"].eq(project)] if project else chosen
        select = f"budget_project_code={project}" if project else "expenditure_type=project"
        cells.append(_amount(int(chosen[column].sum()), ledger, measure, Scope.ALL, select))
    return cells[0], cells[1]


def _unnamed(frame: pd.DataFrame) -> pd.DataFrame:
    """Project expenditure whose project nobody names."""
    return frame[frame["expenditure_type"].eq("project") & frame["budget_project_code"].eq("")]


def _unnamed_cell(measure: str, ledger: Ledger, language: Language) -> FormCell:
    missing, (lines, column) = lack_words(ledger, measure, Scope.ALL, language), _amounts(ledger, measure)
    if missing:
        return lacking(missing)
    return _amount(int(_unnamed(lines)[column].sum()), ledger, measure, Scope.ALL, "")


def _changes(ledger: Ledger, language: Language) -> Line:
    """The net change of the budget in the year; an original budget has none by its nature."""
    missing = lack_words(ledger, "final_budget", Scope.ALL, language)
    changed = ledger.budget.loc[ledger.budget["budget_type"].ne("original"), "amount_cents"]
    net = lacking(missing) if missing else entry(in_money(int(changed.sum()), ledger.unit), "amount")
    return Line("部门整体支出预算调整", (lacking(_LACKS["changes"][language]), dash(), net))


def _amounts(ledger: Ledger, measure: str) -> tuple[pd.DataFrame, str]:
    """The lines that a measure sums, and their column."""
    if measure == "actual":
        return ledger.spending, "actual_cents"
    return ledger.budget[ledger.budget["budget_type"].eq("original")], "amount_cents"


def _amount(cents: int, ledger: Ledger, measure: str, scope: Scope, select: str) -> FormCell:
    traced = {"measure": measure, "scope": str(scope), "select": select} if select else {}
    return entry(in_money(cents, ledger.unit), "amount", **traced)
