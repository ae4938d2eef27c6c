"""Sums inside the text: what stands behind 其中 adds up to what stands before it, a list to what its heading is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from perfkit.evaluation.review.compare import Match, sum_match
from perfkit.evaluation.review.outline import Outline
from perfkit.evaluation.review.quantities import Quantity
from perfkit.evaluation.review.remarks import Words, both, in_unit, remark, remark_kind, told_as
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.vocabulary import tokens, words
from perfkit.ledger.findings import Finding

#: What says that the figures behind it are parts of the one before.
_PARTS: Final = re.compile("其中|用于以下方面|具体(?:为|如下|包括)")
_HOLDS: Final = remark_kind(
    "agrees", "sums_in_the_text", ("分项之和等于总数", "parts add up"),
    "{place}：{whole} = {parts}。", "{place}: {whole} = {parts}.",
)  # fmt: skip
_ROUNDED: Final = remark_kind(
    "rounding", "sums_in_the_text", ("分项之和有尾差", "parts add up but for rounding"),
    "{place}：{parts}，合计 {sum}，总数为 {whole}，尾差 {gap}。",
    "{place}: {parts} add up to {sum}, the total is {whole}, {gap} of printed rounding.",
)  # fmt: skip
_FAILS: Final = remark_kind(
    "conflict", "sums_in_the_text", ("分项之和不等于总数", "parts do not add up"),
    "{place}：{parts}，合计 {sum}，总数为 {whole}，相差 {gap}。",
    "{place}: {parts} add up to {sum}, the total is {whole}, {gap} apart.",
)  # fmt: skip
_KINDS: Final = {"agrees": _HOLDS, "rounding": _ROUNDED, "differs": _FAILS}


def sums_in_the_text(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """Every sum that the text states, and whether it holds."""
    return [*_of_which(told), *_lists(document, told)]


def _of_which(told: Sequence[Statement]) -> Iterator[Finding]:
    """Parts behind 其中; where they need not be all parts, only more than the whole is wrong."""
    for whole, parts in of_which(told):
        values = [part.quantity.value for part in parts]
        gap = sum(values, Decimal(0)) - whole.quantity.value
        found = _match(gap, whole, parts)
        if found == "differs" and gap < 0 and not _is_partition(parts):
            continue
        if any(values) or whole.quantity.value:
            yield _told(whole, parts, found)


def of_which(told: Sequence[Statement]) -> list[tuple[Statement, list[Statement]]]:
    """(whole, parts) of every 其中: the last figure before it of the same unit, and those of that unit behind it."""
    found: list[tuple[Statement, list[Statement]]] = []
    for _, group in groupby(told, key=lambda one: one.paragraph):
        figures = [one for one in group if not one.change and not one.place.table]
        whole: Statement | None = None
        parts: list[Statement] = []
        for before, one in zip([None, *figures], figures, strict=False):
            begins = before is not None and bool(_PARTS.search(_between(before, one)))
            if begins or (whole is not None and one.group != whole.group and not _goes_on(whole, one)):
                found += [(whole, parts)] if whole is not None and parts else []
                whole = _whole(figures, one) if begins else None
                parts = []
            if whole is not None and one.quantity.kind != "rate" and _is_part(one, whole):
                parts.append(one)
        found += [(whole, parts)] if whole is not None and parts else []
    return found


def _whole(figures: Sequence[Statement], part: Statement) -> Statement | None:
    """The last figure before `part` that is counted in the same unit."""
    before = [one for one in figures if one.number < part.number and _alike(one.quantity, part.quantity)]
    return before[-1] if before else None


def _goes_on(whole: Statement, part: Statement) -> bool:
    """Whether a later sentence still lists parts: only the one right behind, which begins with 其中."""
    return part.group == whole.group + 1 and bool(_PARTS.match(part.sentence))


def _between(before: Statement, one: Statement) -> str:
    if before.group == one.group:
        return one.sentence[before.quantity.end : one.quantity.start]
    return one.sentence[: one.quantity.start]


def _is_part(one: Statement, whole: Statement) -> bool:
    """Whether a figure may be a part of another: counted alike, and not known to be something else."""
    return _alike(one.quantity, whole.quantity) and (not whole.measure or one.measure in ("", whole.measure))


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.kind == other.kind and (one.unit == other.unit or one.kind == "money")


def _is_partition(parts: Sequence[Statement]) -> bool:
    """Whether the parts are known to be all there are."""
    named = {f"{facet}={code}" for part in parts if part.subject for facet, code in part.subject.key}
    named |= {
        f"fact={fact['name']}"
        for part in parts
        for fact in words()["fact"]
        if any(word in part.label for word in fact["words"])
    }
    return any(set(partition["parts"]) <= named for partition in words()["partition"])


def _lists(document: Outline, told: Sequence[Statement]) -> Iterator[Finding]:
    """The items of a list, one amount each, against the amount that the text gives for what its heading names."""
    by_paragraph: dict[int, list[Statement]] = {}
    for one in told:
        by_paragraph.setdefault(one.paragraph, []).append(one)
    for heading, items in _runs(document):
        parts = [by_paragraph[item][0] for item in items if len(by_paragraph.get(item, ())) == 1]
        if len(parts) != len(items) or any(part.quantity.kind != "money" for part in parts):
            continue
        for whole in _wholes(heading, parts, told):
            gap = sum((part.quantity.value for part in parts), Decimal(0)) - whole.quantity.value
            yield _told(whole, parts, _match(gap, whole, parts))


def _match(gap: Decimal, whole: Statement, parts: Sequence[Statement]) -> Match:
    """How a sum compares; what is counted is never rounded."""
    if whole.quantity.kind == "count":
        return "differs" if gap else "agrees"
    return sum_match(gap, [part.quantity.step for part in (whole, *parts)])


def _runs(document: Outline) -> Iterator[tuple[str, list[int]]]:
    """(heading, numbers of its paragraphs) of each run of at least two items of a list below one heading."""
    for _, run in groupby(document.paragraphs, key=lambda one: (one.level, one.heading, one.lead.level)):
        items = list(run)
        if len(items) > 1 and not items[0].level and items[0].lead.level in (3, 4, 5):
            yield items[0].heading, [item.number for item in items]


def _wholes(heading: str, parts: Sequence[Statement], told: Sequence[Statement]) -> list[Statement]:
    """The statements about what the heading names, of the same measure and scope as the parts."""
    subjects = [token for token in tokens(heading) if token.kind == "subject" and token.name != "fund"]
    if not subjects:
        return []
    inside = {part.number for part in parts}
    wanted = ((subjects[-1].name, subjects[-1].code),)
    measures, fiscal = {part.measure for part in parts}, {part.is_fiscal for part in parts}
    return [
        one
        for one in told
        if one.number not in inside and one.is_bound and one.subject is not None and one.subject.key == wanted
        and {one.measure} == measures and {one.is_fiscal} == fiscal and not one.place.table
    ]  # fmt: skip


def _told(whole: Statement, parts: Sequence[Statement], found: Match) -> Finding:
    total = sum((part.quantity.value for part in parts), Decimal(0))
    gap = total - whole.quantity.value
    money = whole.quantity.kind == "money"

    def printed(value: object) -> str:
        return in_unit(value, whole) if money else f"{value}{whole.quantity.unit}"  # type: ignore[arg-type]

    sign = {"zh": "；" if found != "agrees" else " + ", "en": "; " if found != "agrees" else " + "}
    listed: Words = {
        "zh": sign["zh"].join(f"{told_as(part)}{part.quantity.text}" for part in parts),
        "en": sign["en"].join(f"“{told_as(part)}” {part.quantity.text}" for part in parts),
    }
    name = told_as(whole)
    whole_words = both(f"{name}{whole.quantity.text}", f"“{name}” {whole.quantity.text}")
    amount = gap if money else None
    kind = _KINDS[found]
    return remark(kind, whole.place, amount, whole=whole_words, parts=listed, sum=printed(total), gap=printed(abs(gap)))
