"""The set of forms that goes with a self-evaluation report, in the order in which it is attached."""

from __future__ import annotations

from perfkit.errors import Language
from perfkit.evaluation.evaluate import evaluate_projects, evaluate_unit
from perfkit.evaluation.forms.base_data import base_data_form
from perfkit.evaluation.forms.index import index_form
from perfkit.evaluation.forms.self_evaluation import project_form, unit_form
from perfkit.evaluation.index import unit_index
from perfkit.evaluation.templates import keeps
from perfkit.ledger.forms import Form
from perfkit.ledger.ledger import Ledger


def unit_forms(ledger: Ledger, language: Language = "zh") -> list[Form]:
    """The forms of the unit as a whole: basic data, self-evaluation, index.

    Basic data and index are kept by some provinces only; where none is in force and unit.toml names none, they are
    not in the set.
    """
    forms = [base_data_form(ledger, language)] if _keeps_base_data(ledger) else []
    forms.append(unit_form(ledger, evaluate_unit(ledger), language))
    if keeps("index", ledger.unit, ledger.year):
        forms.append(index_form(ledger, unit_index(ledger), language))
    return forms


def all_forms(ledger: Ledger, language: Language = "zh") -> list[Form]:
    """Every form of the year, in the order of the attachments: basic data, unit, one per project, index."""
    projects = [project_form(ledger, one, language) for one in evaluate_projects(ledger)]
    forms = unit_forms(ledger, language)
    place = 1 + int(_keeps_base_data(ledger))
    return [*forms[:place], *projects, *forms[place:]]


def _keeps_base_data(ledger: Ledger) -> bool:
    return keeps("base_data", ledger.unit, ledger.year)
