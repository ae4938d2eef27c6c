"""What a ledger gives for a statement: the same selection, measure and scope that a reference would ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from perfkit.evaluation.amounts import MEASURES, Amount, amount
from perfkit.evaluation.review.statements import Statement, Subject
from perfkit.evaluation.selection import Unresolved, selection
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope

#: Facets that a ledger knows nothing of.
_DOCUMENT_ONLY: Final = ("item", "label", "column")
_BUDGETS: Final = ("original_budget", "final_budget", "supplementary_budget", "carryover", "remaining")
RATES: Final = ("original_execution_rate", "execution_rate")


@dataclass(frozen=True)
class Computed:
    """What the ledger gives: the value (cents, or a rate of 0-1) on a scope; None with what it lacks."""

    value: Decimal | None
    measure: str
    scope: Scope | None
    lacks: str = ""


@dataclass
class Books:
    """A ledger that answers for the statements of one document."""

    ledger: Ledger
    told: Sequence[Statement]
    #: A report gives the same figure in several places, and causes are tried one by one.
    known: dict[tuple[object, ...], Amount | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the statements by sentence, and the projects that are told by measure and side."""
        self.groups: dict[int, list[Statement]] = {}
        self.projects: dict[tuple[str, bool], set[str]] = {}
        for one in self.told:
            self.groups.setdefault(one.group, []).append(one)
            if one.subject and one.subject.project:
                self.projects.setdefault((one.measure, one.is_fiscal), set()).add(one.subject.project)

    def computed(self, one: Statement, scope: Scope | None = None, measure: str = "") -> Computed | None:
        """The figure for a statement; None if no ledger could give it (its subject or measure is not known).

        Args:
            one: the statement.
            scope: another scope than its own.
            measure: another measure than its own.
        """
        if not one.is_bound or one.subject is None or any(one.subject.get(facet) for facet in _DOCUMENT_ONLY):
            return None
        fact = "year_end_balance" if one.measure == "year_end_balance" else one.subject.get("fact")
        if fact:
            return self._fact(fact, one)
        measure = measure or self.measure(one)
        if measure not in MEASURES or (measure in RATES) != (one.quantity.kind == "rate"):
            return None
        scope = scope or one.effective_scope or Scope.ALL
        return self._amount(measure, scope, one.subject, is_exact=self._is_exact(one))

    def measure(self, one: Statement) -> str:
        """The measure that the ledger calls it by: a rate is over the budget that its words or its sentence name."""
        if one.measure != "execution_rate":
            return one.measure
        if "年初" in one.label:
            return "original_execution_rate"
        if "全年" in one.label or "调整" in one.label:
            return "execution_rate"
        beside = [other.measure for other in self.groups[one.group] if other.number < one.number]
        budgets = [measure for measure in beside if measure in ("original_budget", "final_budget")]
        return "original_execution_rate" if budgets[-1:] == ["original_budget"] else "execution_rate"

    def _is_exact(self, one: Statement) -> bool:
        """Whether a project is meant without its sub-projects: the words say so, or one of them is listed apart.

        Listed beside this figure, or beside one of the same project in the same sentence.
        """
        assert one.subject is not None  # noqa: S101 - bound
        if one.subject.has_parts is not None:
            return not one.subject.has_parts
        project = one.subject.project
        if one.measure in _BUDGETS or one.quantity.kind == "rate":
            return False
        sides = {other.is_fiscal for other in self.groups[one.group] if other.subject == one.subject}
        apart = {code for side in sides for code in self.projects.get((one.measure, side), set())} - {project}
        parents = {other.code: other.budget_project_code or other.code for other in self.ledger.unit.projects}
        return any(parents.get(code) == project for code in apart) or parents.get(project, project) != project

    def _fact(self, fact: str, one: Statement) -> Computed | None:
        kind = fact_kinds().get(fact)
        if kind is None or (one.quantity.kind == "money") != kind.is_money:
            return None
        number = fact_number(self.ledger.facts, fact)
        if number is None:
            return Computed(None, fact, None, kind.name())
        return Computed(number * 100 if kind.is_money else number, fact, None)

    def _amount(self, measure: str, scope: Scope, subject: Subject, *, is_exact: bool) -> Computed | None:
        total, codes = Decimal(0), (subject.get("economic") or "").split("+")
        if subject.get("fund") == "other":
            # What no fiscal appropriation paid for is a measure of its own, on no scope.
            measure, subject = {"actual": "other_actual"}.get(measure, ""), subject.without("fund")
        for code in codes if measure else []:
            found = self._known(measure, scope, _conditions(subject, code, is_exact=is_exact))
            if found is None:
                return None
            if found.number is None:
                return Computed(None, measure, scope, found.lacks)
            total += found.number
        return Computed(total, measure, scope) if measure else None

    def _known(self, measure: str, scope: Scope, conditions: dict[str, str]) -> Amount | None:
        """A figure, computed once; None if the ledger does not know what is asked for."""
        key = (measure, scope, *sorted(conditions.items()))
        if key not in self.known:
            try:
                self.known[key] = amount(measure, scope, selection(conditions, self.ledger), self.ledger)
            except Unresolved:
                self.known[key] = None
        return self.known[key]


def _conditions(subject: Subject, economic: str, *, is_exact: bool) -> dict[str, str]:
    """The conditions of a reference to the same rows."""
    conditions = dict(subject.key)
    if economic:
        conditions["economic"] = economic
    if "project" in conditions and not is_exact:
        conditions["budget_project"] = conditions.pop("project")
    return conditions
