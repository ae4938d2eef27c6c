"""Words of comparison against the amounts: larger, smaller, equal; more and less; how much over or under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from perfkit.evaluation.review.compare import sum_match
from perfkit.evaluation.review.outline import Outline
from perfkit.evaluation.review.remarks import in_unit, remark, remark_kind
from perfkit.evaluation.review.statements import Statement
from perfkit.ledger.findings import Finding

_HOLDS: Final = remark_kind(
    "agrees", "words_of_comparison", ("比较用语与金额相符", "words of comparison hold"),
    "{place}：“{words}”与 {spent}、{budget} 相符。", "{place}: “{words}” agrees with {spent} and {budget}.",
)  # fmt: skip
_FAILS: Final = remark_kind(
    "conflict", "words_of_comparison", ("比较用语与金额不符", "words of comparison are wrong"),
    "{place}：写“{words}”，而支出 {spent}、预算 {budget}，应为“{should}”。",
    "{place}: it says “{words}”, and the spending is {spent}, the budget {budget}: it should say “{should}”.",
)  # fmt: skip
_AMOUNT: Final = remark_kind(
    "conflict", "words_of_comparison", ("差额与金额不符", "difference does not follow from its amounts"),
    "{place}：写“{words}”，而支出 {spent}、预算 {budget}，差额为 {gap}。",
    "{place}: it says “{words}”, and the spending is {spent}, the budget {budget}: the difference is {gap}.",
)  # fmt: skip
_OPPOSITE: Final = remark_kind(
    "conflict", "words_of_comparison", ("增减用语自相矛盾", "more and less at once"),
    "{place}：同一句写“{words}”，一增一减，自相矛盾。", "{place}: one sentence says “{words}”, both more and less.",
)  # fmt: skip
_COMPARED: Final = re.compile(
    "(?:支出)?(?:决算|执行|支出)数?(?P<sign>大于|高于|超过|小于|低于|少于|等于|(?:与|和|同))(?:年初|全年)?预算数?(?P<equal>基本持平|持平|一致|相等)?"
)
_SIGNS: Final = {"大于": 1, "高于": 1, "超过": 1, "小于": -1, "低于": -1, "少于": -1, "等于": 0}
_SHOULD: Final = {1: "大于", -1: "小于", 0: "等于"}
#: What is nearly equal: within a hundredth of the budget.
_NEARLY: Final = Decimal("0.01")
_OVER: Final = ("超支", "超出", "多支出")
_UNDER: Final = ("节约", "节省", "少支出", "结余")


def words_of_comparison(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """Every comparison in words whose amounts the paragraph gives, and whether it is right."""
    found: list[Finding] = []
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    carried: list[Statement] = []
    for number, group in groupby((one for one in told if not one.place.table), key=lambda one: one.paragraph):
        statements = list(group)
        pair = _pair(statements)
        carried = list(pair) if pair else []
        if carried:
            found += _of_words(texts[number], *carried)
            found += _of_differences(statements, *carried)
        found += _opposites(statements)
    return found + _in_the_next_paragraph(document, told)


def _in_the_next_paragraph(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """A comparison that a line break parted from its amounts."""
    with_figures = {one.paragraph for one in told}
    found: list[Finding] = []
    for before, paragraph in pairwise(document.paragraphs):
        if paragraph.number in with_figures or not _COMPARED.match(paragraph.text):
            continue
        pair = _pair([one for one in told if one.paragraph == before.number])
        found += _of_words(paragraph.text, *pair) if pair else []
    return found


def _pair(statements: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The first spending and the budget before it in a paragraph."""
    money = [one for one in statements if one.quantity.kind == "money" and not one.change]
    for budget, spent in pairwise(money):
        if budget.measure in ("original_budget", "final_budget") and spent.measure == "actual":
            return spent, budget
    return None


def _of_words(text: str, spent: Statement, budget: Statement) -> Iterator[Finding]:
    gap = spent.quantity.value - budget.quantity.value
    for found in _COMPARED.finditer(text):
        if found["sign"] not in _SIGNS and not found["equal"]:
            continue
        said = _SIGNS.get(found["sign"], 0) if not found["equal"] else 0
        is_true = abs(gap) <= abs(budget.quantity.value) * _NEARLY if found["equal"] else (gap > 0) - (gap < 0) == said
        kind = _HOLDS if is_true else _FAILS
        should = _SHOULD[(gap > 0) - (gap < 0)]
        parts = {"words": found[0], "spent": spent.quantity.text, "budget": budget.quantity.text, "should": should}
        yield remark(kind, spent.place, gap, **parts)


def _of_differences(statements: Sequence[Statement], spent: Statement, budget: Statement) -> Iterator[Finding]:
    """An overspending or a balance that the paragraph gives in figures."""
    gap = spent.quantity.value - budget.quantity.value
    for one in statements:
        said = next((sign for words, sign in ((_OVER, 1), (_UNDER, -1)) if any(word in one.label for word in words)), 0)
        if not said or one.quantity.kind != "money" or one.number < spent.number or one.subject != spent.subject:
            continue
        steps = [each.quantity.step for each in (one, spent, budget)]
        if sum_match(gap * said - one.quantity.value, steps) == "differs":
            words = f"{one.label.strip('，、')}{one.quantity.text}"
            yield remark(
                _AMOUNT, one.place, gap, words=words, spent=spent.quantity.text, budget=budget.quantity.text,
                gap=in_unit(gap * said, one),
            )  # fmt: skip


def _opposites(statements: Sequence[Statement]) -> Iterator[Finding]:
    """A difference and its rate in one sentence, one up and one down."""
    for amount, rate in pairwise(statements):
        are_one = amount.group == rate.group and amount.quantity.kind == "money" and rate.quantity.kind == "rate"
        if are_one and {amount.change, rate.change} == {"increase", "decrease"}:
            words = amount.sentence[amount.quantity.start - len(amount.label) : rate.quantity.end]
            yield remark(_OPPOSITE, rate.place, words=words.strip("，"))
