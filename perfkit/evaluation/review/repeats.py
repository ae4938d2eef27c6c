"""The same thing told twice, in sentences and in tables: it must be the same figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.outline import Outline
from perfkit.evaluation.review.register import title_words
from perfkit.evaluation.review.remarks import remark, remark_kind, told_as
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.vocabulary import tokens
from perfkit.ledger.findings import Finding
from perfkit.ledger.scopes import Scope

_SAME: Final = remark_kind(
    "agrees", "repeated_figures", ("多处表述一致", "told alike everywhere"),
    "“{what}”{value}在 {count} 处表述一致（{place}；{others}）。",
    "“{what}” {value} is told alike in {count} places ({place}; {others}).",
)  # fmt: skip
_ROUNDED: Final = remark_kind(
    "rounding", "repeated_figures", ("多处表述有尾差", "told twice but for rounding"),
    "“{what}”在{place}为 {value}，在{others}为 {other}，尾差 {gap}。",
    "“{what}” is {value} in {place} and {other} in {others}, {gap} of printed rounding.",
)  # fmt: skip
_DIFFERS: Final = remark_kind(
    "conflict", "repeated_figures", ("同一数字前后不一致", "told differently in two places"),
    "“{what}”在{place}为 {value}，在{others}为 {other}，相差 {gap}。",
    "“{what}” is {value} in {place} and {other} in {others}, {gap} apart.",
)  # fmt: skip
_BLANK: Final = remark_kind(
    "conflict", "blank_tables", ("文字有数、表内空白", "told in words, blank in the table"),
    "{place}写“{what}”{value}，而表“{table}”没有任何数字。",
    "{place} says “{what}” {value}, and the table “{table}” holds no figure at all.",
)  # fmt: skip
_Key = tuple[tuple[tuple[str, str], ...], str, Scope | None]


def repeated_figures(told: Sequence[Statement]) -> list[Finding]:
    """Each figure that is told more than once: on the same scope it must be equal, on an unknown one it may be."""
    groups: dict[_Key, list[Statement]] = {}
    loose: dict[_Key, list[Statement]] = {}
    for one in told:
        if one.is_bound and one.quantity.kind == "money" and one.quantity.bound == "exact" and one.measure != "share":
            groups.setdefault(_key(one, one.effective_scope), []).append(one)
            loose.setdefault(_key(one, one.scope), []).append(one)
    found = [finding for group in groups.values() for finding in _of_group(group)]
    apart = {one.number for group in groups.values() if len(group) > 1 for one in group}
    return found + [finding for group in loose.values() if len(group) > 1 for finding in _alike(group, apart)]


def blank_tables(document: Outline, told: Sequence[Statement]) -> list[Finding]:
    """Tables without a single figure, about something that a sentence gives an amount of."""
    filled = {-1 - one.paragraph for one in told if one.place.table}
    found = []
    for grid in document.grids:
        named = [token for token in tokens(title_words(grid.title)) if token.kind == "subject" and token.name != "fund"]
        if grid.number in filled or not named:
            continue
        wanted = (named[-1].name, named[-1].code)
        amounts = [one for one in told if one.is_bound and not one.place.table and one.quantity.kind == "money"]
        for one in amounts:
            if one.subject is not None and wanted in one.subject.facets and one.quantity.value:
                value = one.quantity.text
                found.append(remark(_BLANK, one.place, what=told_as(one), value=value, table=grid.title))
    return found


def _key(one: Statement, scope: Scope | None) -> _Key:
    """What a statement is about. A project told with and without its parts is not the same."""
    assert one.subject is not None  # noqa: S101 - bound
    parts = (("parts", str(one.subject.has_parts)),) if one.subject.project else ()
    return (*one.subject.key, *parts), one.measure, scope


def _of_group(group: Sequence[Statement]) -> Iterator[Finding]:
    """The group against its first figure; those equal are told together."""
    first, *others = group
    same = [one for one in others if one.quantity.value == first.quantity.value]
    if same:
        yield _told(first, same)
    seen: set[Decimal] = set()
    for one in others:
        if one.quantity.value != first.quantity.value and one.quantity.value not in seen:
            seen.add(one.quantity.value)
            yield _apart(first, one)


def _alike(group: Sequence[Statement], apart: set[int]) -> Iterator[Finding]:
    """Equal figures of which one stands below a heading that means a scope: they agree, or nothing is said."""
    first, *others = group
    same = [one for one in others if one.quantity.value == first.quantity.value and one.number not in apart]
    if same and len(same) == len(others):
        yield _told(first, same)


def _told(first: Statement, same: Sequence[Statement]) -> Finding:
    others = {
        "zh": "、".join(dict.fromkeys(one.place.words("zh") for one in same[:3])),
        "en": ", ".join(dict.fromkeys(one.place.words("en") for one in same[:3])),
    }
    return remark(
        _SAME, first.place, what=told_as(first), value=first.quantity.text, count=len(same) + 1, others=others
    )


def _apart(first: Statement, other: Statement) -> Finding:
    gap = other.quantity.value - first.quantity.value
    step = max(first.quantity.step, other.quantity.step)
    kind = _ROUNDED if abs(gap) <= step else _DIFFERS
    unit = first.quantity.factor
    return remark(
        kind, first.place, gap, what=told_as(first), value=first.quantity.text, other=other.quantity.text,
        others={"zh": other.place.words("zh"), "en": other.place.words("en")},
        gap=f"{abs(gap) / unit:,.2f}{first.quantity.unit}",
    )  # fmt: skip
