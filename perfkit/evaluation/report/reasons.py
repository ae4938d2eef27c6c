"""Why the execution of a project deviates, in the words of the unit: explanations.toml first, then its targets."""

from __future__ import annotations

from perfkit.evaluation.report.writing import MISSING, sentence
from perfkit.ledger.explanations import causes
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.measures.execution import totals

_STALE = "（原有说明所依据的数额已变）"


def reason(ledger: Ledger, project: str) -> str:
    """The reason of a budgeted project's deviation over the year; that nobody gave one, if so.

    An explanation of another figure than the present one is none.
    """
    given = ledger.explanations
    own = given[given["budget_project_code"].eq(project) & given["period"].eq(0)]
    fresh = own[own["explained_cents"].eq(_variance_cents(ledger, project))]
    if len(fresh):
        pairs = zip(fresh["cause"], fresh["explanation"], strict=True)
        return f"说明为：{''.join(f'（{causes()[cause].name()}）{sentence(text)}' for cause, text in pairs)}"
    filled = ledger.targets.loc[ledger.targets["budget_project_code"].eq(project), "deviation_reason"]
    reasons = [sentence(text) for text in dict.fromkeys(filled) if text]
    if reasons:
        return f"填报为：{''.join(reasons)}"
    return f"{MISSING}{_STALE if len(own) else ''}。"


def _variance_cents(ledger: Ledger, project: str) -> int:
    """Final budget - actual on all funds."""
    budget, spending = (frame[frame["budget_project_code"].eq(project)] for frame in (ledger.budget, ledger.spending))
    found = totals(budget, spending, Scope.ALL)
    return sum(found.values()) - 2 * found["actual_cents"]
