"""Rates inside the text, recomputed from the amounts that stand beside them: execution, share, growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from perfkit.evaluation.review.compare import match
from perfkit.evaluation.review.register import Register
from perfkit.evaluation.review.remarks import percent, remark, remark_kind, told_as
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.sums import of_which
from perfkit.ledger.findings import Finding

_HOLDS: Final = remark_kind(
    "agrees", "rates_in_the_text", ("比率与金额相符", "rate follows from its amounts"),
    "{place}：{rate} = {formula}（{exact}）。", "{place}: {rate} = {formula} ({exact}).",
)  # fmt: skip
_ROUNDED: Final = remark_kind(
    "rounding", "rates_in_the_text", ("比率有尾差", "rate is off by its last digit"),
    "{place}：印为 {rate}，按 {formula} 计算为 {exact}，末位有差。",
    "{place}: {rate} is printed, {formula} gives {exact}; the last digit differs.",
)  # fmt: skip
_FAILS: Final = remark_kind(
    "conflict", "rates_in_the_text", ("比率与金额不符", "rate does not follow from its amounts"),
    "{place}：印为 {rate}，按 {formula} 计算为 {exact}{cause}。",
    "{place}: {rate} is printed, {formula} gives {exact}{cause}.",
)  # fmt: skip
_KINDS: Final = {"agrees": _HOLDS, "rounding": _ROUNDED, "differs": _FAILS}
_BUDGETS: Final = ("original_budget", "final_budget")


def rates_in_the_text(told: Sequence[Statement], register: Register) -> list[Finding]:
    """Every rate whose amounts the text gives, and whether it follows from them."""
    wholes = {part.number: whole for whole, parts in of_which(told) for part in parts}
    found = []
    for _, group in groupby((one for one in told if not one.place.table), key=lambda one: one.paragraph):
        paragraph = list(group)
        for rate in paragraph:
            if rate.quantity.kind == "rate":
                before = [one for one in paragraph if one.number < rate.number and one.quantity.kind == "money"]
                found += list(_of_rate(rate, before, wholes, told, register))
    return found


def _of_rate(
    rate: Statement,
    before: Sequence[Statement],
    wholes: dict[int, Statement],
    told: Sequence[Statement],
    register: Register,
) -> Iterator[Finding]:
    if rate.measure == "execution_rate":
        pair = spent_and_budget(rate, before)
        if pair:
            yield _told(rate, *pair)
    elif rate.measure == "share" and before:
        whole = _base(rate, told, register) or wholes.get(before[-1].number)
        if whole is not None and whole.number != before[-1].number:
            yield _told(rate, before[-1], whole)
    elif rate.change and len(before) > 1 and before[-1].change:
        yield from _of_growth(rate, before)


def spent_and_budget(rate: Statement, before: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The spending and the budget of the same subject that stand before a rate; the last of each."""
    own = [one for one in before if not one.change and one.subject == rate.subject and rate.subject is not None]
    spent = [one for one in own if one.measure == "actual"]
    budgets = [one for one in own if one.measure in _BUDGETS]
    return (spent[-1], budgets[-1]) if spent and budgets else None


def _base(rate: Statement, told: Sequence[Statement], register: Register) -> Statement | None:
    """The figure that the words of a share name as its whole (占本年支出合计的)."""
    meaning = register.meaning(rate.label.replace("占", "", 1))
    if not meaning.measure or meaning.subject is None or not (meaning.is_whole or meaning.subject.facets):
        return None
    named = [
        one
        for one in told
        if one.is_bound and one.subject is not None and one.subject.facets == meaning.subject.facets
        and one.measure == meaning.measure and one.scope == meaning.scope and one.quantity.kind == "money"
    ]  # fmt: skip
    return named[0] if named else None


def _of_growth(rate: Statement, before: Sequence[Statement]) -> Iterator[Finding]:
    """A difference over what there was before it: the figure of this year less the difference."""
    change = before[-1]
    now = next((one for one in reversed(before[:-1]) if not one.change and one.measure), None)
    if now is None or change.subject != now.subject:
        return
    sign = 1 if change.change == "increase" else -1
    base = now.quantity.value - sign * change.quantity.value
    if base > 0:
        formula = f"{change.quantity.text} ÷ ({now.quantity.text} {'−' if sign > 0 else '+'} {change.quantity.text})"
        yield _verdict(rate, change.quantity.value / base, formula, change.quantity.value)
    else:
        yield _verdict(rate, Decimal(0), f"{change.quantity.text} ÷ {now.quantity.text}", change.quantity.value)


def _told(rate: Statement, above: Statement, below: Statement) -> Finding:
    formula = f"{above.quantity.text} ÷ {below.quantity.text}"
    if not below.quantity.value:
        return _verdict(rate, Decimal(0), formula, above.quantity.value)
    return _verdict(rate, above.quantity.value / below.quantity.value, formula, above.quantity.value)


def _verdict(rate: Statement, value: Decimal, formula: str, cents: Decimal) -> Finding:
    found = match(rate.quantity, value)
    cause = {"zh": "", "en": ""}
    printed = rate.quantity.value
    if found == "differs" and value and abs(1 / value - printed) <= rate.quantity.step:
        cause = {"zh": "（分子分母颠倒）", "en": " (upside down)"}
    elif found == "differs" and abs(1 - value - printed) <= rate.quantity.step:
        cause = {"zh": "（印的是余下的部分）", "en": " (the rest is printed)"}
    text = f"{told_as(rate)}{rate.quantity.text}"
    return remark(_KINDS[found], rate.place, cents, rate=text, formula=formula, exact=percent(value), cause=cause)
