"""Why a printed figure may differ from the ledger: tried one by one, told only where the figure then comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.books import RATES, Books, Computed
from perfkit.evaluation.review.compare import match
from perfkit.evaluation.review.remarks import Words, both
from perfkit.evaluation.review.statements import Statement
from perfkit.ledger.scopes import Scope

_SLIPS: Final = {
    Decimal(10_000): ("单位误写（万元与元相差一万倍）", "the unit is wrong (yuan for 10,000 yuan, or the reverse)"),
    Decimal(1000): ("单位误写（千元与元）", "the unit is wrong (by a thousand)"),
    Decimal(10): ("小数点错位", "the decimal point is misplaced"),
    Decimal(100): ("小数点错位两位", "the decimal point is misplaced by two"),
}
_BUDGETS: Final = {
    "original_budget": ("final_budget", "把调整后预算当作年初预算", "the final budget is printed for the original one"),
    "final_budget": ("original_budget", "未含追加（等于年初预算）", "the supplements are missing (it is the original)"),
}


def likely_cause(one: Statement, found: Computed, books: Books) -> Words:
    """The first explanation under which the printed figure is the ledger's; blank if none is known."""
    for cause in _causes(one, found, books):
        return cause
    return {"zh": "", "en": ""}


def other_scope(one: Statement, found: Computed, books: Books) -> Scope | None:
    """The other scope, if the printed figure is the ledger's on it."""
    if found.scope is None:
        return None
    other = Scope.ALL if found.scope is Scope.FISCAL else Scope.FISCAL
    return other if _is_printed(one, books.computed(one, scope=other)) else None


def _causes(one: Statement, found: Computed, books: Books) -> Iterator[Words]:
    scope = other_scope(one, found, books)
    if scope is not None:
        yield both(f"口径：等于{scope.label()}口径的数", f"scope: it is the figure on {scope.label('en')}")
    if found.measure in RATES:
        yield from _other_base(one, found, books)
    if found.measure in _BUDGETS:
        measure, zh, en = _BUDGETS[found.measure]
        if _is_printed(one, books.computed(one, measure=measure)):
            yield both(zh, en)
    yield from _other_parts(one, books)
    yield from _slips(one, found)


def _other_base(one: Statement, found: Computed, books: Books) -> Iterator[Words]:
    names = {
        "original_execution_rate": ("年初预算", "the original budget"),
        "execution_rate": ("全年预算", "the final budget"),
    }
    for measure, (zh, en) in names.items():
        for scope in Scope:
            if (measure, scope) != (found.measure, found.scope) and _is_printed(
                one, books.computed(one, scope, measure)
            ):
                yield both(
                    f"分母：等于{scope.label()}口径支出与{zh}之比", f"base: it is over {en}, on {scope.label('en')}"
                )


def _other_parts(one: Statement, books: Books) -> Iterator[Words]:
    """A project with its sub-projects for one without them, or the reverse."""
    if one.subject is None or not one.subject.project:
        return
    for has_parts, zh, en in (
        (True, "含子项目", "with its sub-projects"),
        (False, "不含子项目", "without its sub-projects"),
    ):
        other = replace(one, subject=replace(one.subject, has_parts=has_parts))
        if _is_printed(one, books.computed(other)):
            yield both(f"范围：等于{zh}的数", f"extent: it is the figure {en}")


def _slips(one: Statement, found: Computed) -> Iterator[Words]:
    value, printed = found.value, one.quantity.value
    if not value or not printed:
        return
    for factor, (zh, en) in _SLIPS.items():
        if any(match(one.quantity, shifted) == "agrees" for shifted in (value * factor, value / factor)):
            yield both(zh, en)
    expected = (value / one.quantity.factor).quantize(Decimal(1).scaleb(-one.quantity.decimals))
    digits, others = (f"{abs(number):f}".replace(".", "") for number in (one.quantity.number, expected))
    if (
        digits != others
        and sorted(digits) == sorted(others)
        and sum(a != b for a, b in zip(digits, others, strict=True)) == 2
    ):
        yield both(f"数字换位（应为 {expected:,}）", f"two digits are swapped (it should be {expected:,})")


def _is_printed(one: Statement, found: Computed | None) -> bool:
    return found is not None and found.value is not None and match(one.quantity, found.value) == "agrees"
