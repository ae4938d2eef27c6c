"""The main figures that a report gives: the whole unit and each project, on either scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.statements import Statement
from perfkit.ledger.units import Unit

#: Whom the words may mean by the whole unit on the fiscal scope.
_FISCAL_WHOLE: Final = ((), (("fund", "11"),))


@dataclass(frozen=True)
class Sum:
    """An amount and the statements that it is the sum of; each figure of a report is counted once."""

    cents: Decimal
    parts: tuple[Statement, ...]

    @property
    def first(self) -> Statement:
        """The first of the statements."""
        return self.parts[0]


@dataclass
class Totals:
    """What the sentences of a report say of the whole unit and of its projects.

    Args:
        told: its statements.
        unit: whose projects; None without a ledger.
    """

    told: Sequence[Statement]
    unit: Unit | None = None
    amounts: list[Statement] = field(init=False)

    def __post_init__(self) -> None:
        """Leave tables, differences, bounds and other years aside."""
        self.amounts = [
            one
            for one in self.told
            if one.is_bound and one.quantity.kind == "money" and one.quantity.bound == "exact" and not one.place.table
        ]

    def whole(self, measure: str, *, fiscal: bool | None = None) -> Statement | None:
        """The first amount of that measure of the whole unit.

        Args:
            measure: of words.toml.
            fiscal: on the fiscal appropriation; False = on all funds, or on a scope that nothing names; None = either.
        """
        for one in self.amounts:
            key = one.subject.key if one.subject else None
            known = key in _FISCAL_WHOLE if one.is_fiscal else key == ()
            if one.measure == measure and known and fiscal in (None, one.is_fiscal):
                return one
        return None

    def of(self, facet: str, code: str, measure: str, *, fiscal: bool | None = None) -> Statement | None:
        """The first amount of that measure of one part of the unit, such as its basic expenditure."""
        for one in self.amounts:
            key = {pair for pair in one.subject.key if pair[0] != "fund"} if one.subject else set()
            if one.measure == measure and key == {(facet, code)} and fiscal in (None, one.is_fiscal):
                return one
        return None

    def projects(self, measure: str, *, fiscal: bool | None = None) -> dict[str, Sum]:
        """Budgeted project -> its amount of that measure, sub-projects that are told apart included."""
        found: dict[str, dict[tuple[str, bool | None], Statement]] = {}
        for one in self.amounts:
            code = one.subject.project if one.subject and one.subject.get("fund") != "other" else ""
            if code and one.measure == measure and fiscal in (None, one.is_fiscal):
                parts = one.subject.has_parts if one.subject else None
                found.setdefault(self.budgeted(code), {}).setdefault((code, parts), one)
        return {code: _sum(code, told) for code, told in found.items()}

    def budgeted(self, code: str) -> str:
        """The project that carries the budget of a project."""
        project = self.unit.project(code) if self.unit else None
        return project.budget_project_code or code if project else code

    def name(self, code: str) -> dict[str, str]:
        """A project in words of both languages."""
        if self.unit is None:
            return {"zh": code, "en": code}
        return {"zh": self.unit.project_name(code, "zh"), "en": self.unit.project_name(code, "en")}


def _sum(code: str, told: dict[tuple[str, bool | None], Statement]) -> Sum:
    """The amount told with its parts, else that of the project and of each sub-project."""
    whole = told.get((code, True))
    parts = (whole,) if whole else tuple({one[0]: statement for one, statement in told.items()}.values())
    return Sum(sum((part.quantity.value for part in parts), Decimal(0)), parts)
