"""Every amount and rate that is bound, against what the ledger gives for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from perfkit.evaluation.amounts import MEASURES, measure_words
from perfkit.evaluation.review.books import RATES, Books, Computed
from perfkit.evaluation.review.causes import likely_cause, other_scope
from perfkit.evaluation.review.compare import match
from perfkit.evaluation.review.remarks import Words, in_unit, percent, remark, remark_kind, told_as
from perfkit.evaluation.review.statements import Statement
from perfkit.ledger.columns import column_label
from perfkit.ledger.facts import fact_kinds
from perfkit.ledger.findings import Finding

_CONFLICT: Final = remark_kind(
    "conflict", "figures_against_ledger", ("与账簿不符", "differs from the ledger"),
    "{place}：{what}印为 {printed}，账簿（{scope}）为 {computed}，相差 {gap}{cause}。",
    "{place}: “{what}” is printed as {printed}, the ledger ({scope}) gives {computed}, {gap} apart{cause}.",
)  # fmt: skip
_SCOPE: Final = remark_kind(
    "gap", "figures_against_ledger", ("数字的口径未写明或与标题不一致", "scope not named, or not that of the heading"),
    "{place}：{what} {printed} 等于{other}口径的数，按所在位置应为{scope}口径（{computed}），相差 {gap}；请写明口径。",
    "{place}: “{what}” {printed} is the figure on {other}, where it stands it should be on {scope} ({computed}), {gap} "
    "apart; name the scope.",
)  # fmt: skip
_ROUNDED: Final = remark_kind(
    "rounding", "figures_against_ledger", ("与账簿有尾差", "off by the last digit"),
    "{place}：{what}印为 {printed}，账簿（{scope}）为 {computed}，末位有差。",
    "{place}: “{what}” is printed as {printed}, the ledger ({scope}) gives {computed}: the last digit differs.",
)  # fmt: skip

Outcome = Literal["agrees", "rounding", "conflict", "gap", "not_computable", "unbound"]


@dataclass(frozen=True)
class Checked:
    """A statement beside the ledger.

    Args:
        statement: what is printed.
        outcome: how it compares; `unbound` = nobody knows what it is, `not_computable` = the ledger lacks something.
        computed: what the ledger gives; None where it gives nothing.
        lacks: what it lacks.
        remark: what must be said of it; None where it agrees.
    """

    statement: Statement
    outcome: Outcome
    computed: Computed | None = None
    lacks: str = ""
    remark: Finding | None = None


def against_ledger(told: Sequence[Statement], books: Books) -> list[Checked]:
    """Each amount and rate of `told`, in order. Counts are looked after elsewhere."""
    return [_checked(one, books) for one in told if one.quantity.kind in ("money", "rate")]


def _checked(one: Statement, books: Books) -> Checked:
    found = books.computed(one)
    if found is None:
        return Checked(one, "unbound")
    if found.value is None:
        return Checked(one, "not_computable", found, found.lacks)
    outcome = match(one.quantity, found.value)
    if outcome == "agrees":
        return Checked(one, "agrees", found)
    parts: dict[str, object] = {
        "what": told_as(one),
        "printed": one.quantity.text,
        "computed": printed(found.value, one),
        "gap": printed(abs(found.value - one.quantity.value), one),
        "scope": scope_words(found),
    }
    cents = None if one.quantity.kind == "rate" else found.value - one.quantity.value
    if outcome == "rounding":
        return Checked(one, "rounding", found, remark=remark(_ROUNDED, one.place, cents, **parts))
    other = other_scope(one, found, books)
    if other is not None and one.scope is None:
        named = {"zh": other.label("zh"), "en": other.label("en")}
        return Checked(one, "gap", found, remark=remark(_SCOPE, one.place, cents, **parts, other=named))
    cause = likely_cause(one, found, books)
    told = {
        "zh": f"；可能原因：{cause['zh']}" if cause["zh"] else "",
        "en": f"; likely {cause['en']}" if cause["en"] else "",
    }
    return Checked(one, "conflict", found, remark=remark(_CONFLICT, one.place, cents, **parts, cause=told))


def printed(value: Decimal, one: Statement) -> str:
    """A computed figure as the report would print it."""
    return percent(value) if one.quantity.kind == "rate" else in_unit(value, one)


def scope_words(found: Computed) -> Words:
    """The measure and scope of a computed figure, in words."""
    names: Words = {"zh": measure_name(found.measure), "en": measure_name(found.measure, english=True)}
    if found.scope is None:
        return names
    return {"zh": f"{names['zh']}，{found.scope.label('zh')}", "en": f"{names['en']}, {found.scope.label('en')}"}


def measure_name(measure: str, *, english: bool = False) -> str:
    """What a measure is, in words."""
    if measure in fact_kinds():
        return fact_kinds()[measure].name("en" if english else "zh")
    if not english:
        return measure_words(measure) if measure in MEASURES else measure
    column = measure if measure in RATES else f"{measure}_cents"
    return column_label(column, "en") if measure in MEASURES else measure
