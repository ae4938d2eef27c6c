"""Slips of the pen: what was never filled in, wrong years, mixed units, too many decimals, headings out of number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import Final

from perfkit.evaluation.review.outline import Outline, Paragraph
from perfkit.evaluation.review.remarks import remark, remark_kind
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.vocabulary import phrase, words
from perfkit.evaluation.review.wording import YEAR
from perfkit.ledger.findings import Finding
from perfkit.ledger.narrative import OUTLINE

_PLACEHOLDER: Final = remark_kind(
    "conflict", "placeholders", ("有未填写的内容", "something was never filled in"),
    "{place}：“{words}”应为待填写的内容（{found}）。", "{place}: “{words}” was never filled in ({found}).",
)  # fmt: skip
_WRONG_YEAR: Final = remark_kind(
    "conflict", "years", ("年度有误", "wrong year"),
    "{place}：“{words}”写 {found} 年，报告年度为 {year} 年。", "{place}: “{words}” says {found}, not {year}.",
)  # fmt: skip
_OTHER_YEAR: Final = remark_kind(
    "note", "years", ("出现报告年度和上年以外的年份", "a year that is neither of the report nor the one before"),
    "{place}：“{words}”提到 {found} 年，请核对。", "{place}: “{words}” names {found}; check it.",
)  # fmt: skip
_UNITS: Final = remark_kind(
    "note", "mixed_units", ("一句话中混用金额单位", "units of money mixed in one sentence"),
    "{place}：同一句中混用{units}：“{words}”。", "{place}: one sentence mixes {units}: “{words}”.",
)  # fmt: skip
_DECIMALS: Final = remark_kind(
    "note", "decimals", ("金额小数过多", "too many decimals"),
    "{place}：“{words}”有 {count} 位小数，应不超过两位。", "{place}: “{words}” has {count} decimals, two are the most.",
)  # fmt: skip
_NUMBERING: Final = remark_kind(
    "note", "heading_numbers", ("标题编号不连贯", "headings out of number"),
    "{place}：标题“{words}”的编号“{found}”与同级标题“{before}”不连贯。",
    "{place}: the number “{found}” of the heading “{words}” does not go on from “{before}” of its level.",
)  # fmt: skip
_MISPLACED: Final = remark_kind(
    "note", "heading_contents", ("标题与内容不符", "heading and contents differ"),
    "{place}：标题为“{heading}”，其下却有单位总数“{words}”。",
    "{place}: below the heading “{heading}” stands a total of the whole unit, “{words}”.",
)  # fmt: skip
_AS_OF: Final = re.compile(r"截[至止到]((?:19|20)\d{2})年(?:12月)?")
_OF_YEAR: Final = re.compile(r"((?:19|20)\d{2})年度")
_AROUND: Final = 14
_MOST_DECIMALS: Final = 2
_CHINESE: Final = "一二三四五六七八九十"


def slips(document: Outline, told: Sequence[Statement], year: int) -> list[Finding]:
    """Every slip of the pen in the document."""
    return [
        *_placeholders(document),
        *_years(document, year),
        *_mixed_units(told),
        *_decimals(told),
        *_numbering(document),
        *_misplaced(told),
    ]


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(words()["placeholders"]["patterns"]))


def _placeholders(document: Outline) -> Iterator[Finding]:
    for paragraph in document.paragraphs:
        for found in _pattern().finditer(paragraph.text):
            yield remark(_PLACEHOLDER, paragraph.place, words=_around(paragraph.text, found), found=found[0])


def _years(document: Outline, year: int) -> Iterator[Finding]:
    """Years that a heading, a closing date or an amount must not have; other years are only pointed out."""
    for paragraph in document.paragraphs:
        wrong = [found for found in _AS_OF.finditer(paragraph.text) if int(found[1]) != year]
        wrong += [found for found in _OF_YEAR.finditer(paragraph.text) if _is_wrong(found, paragraph, year)]
        places = {found.start(1) for found in wrong}
        for found in wrong:
            parts = {"words": _around(paragraph.text, found), "found": found[1], "year": year}
            yield remark(_WRONG_YEAR, paragraph.place, **parts)
        for found in YEAR.finditer(paragraph.text):
            named = int(found[1])
            is_future = named == year + 1 and (paragraph.topic == "plans" or phrase("future").search(paragraph.text))
            if named not in (year, year - 1) and found.start(1) not in places and not is_future:
                yield remark(_OTHER_YEAR, paragraph.place, words=_around(paragraph.text, found), found=found[1])


def _is_wrong(found: re.Match[str], paragraph: Paragraph, year: int) -> bool:
    """Whether a fiscal year is neither that of the report nor, beside a word of comparison, the one before."""
    named = int(found[1])
    if named == year:
        return False
    before = paragraph.text[max(0, found.start() - 6) : found.start()]
    is_compared = bool(phrase("compared").search(before)) or not paragraph.level
    return not (named == year - 1 and is_compared) and (bool(paragraph.level) or named > year)


def _mixed_units(told: Sequence[Statement]) -> Iterator[Finding]:
    for _, group in groupby((one for one in told if not one.place.table), key=lambda one: one.group):
        money = [one for one in group if one.quantity.kind == "money" and one.quantity.text != one.sentence]
        units = list(dict.fromkeys(one.quantity.unit for one in money))
        if len(units) > 1:
            text = "，".join(one.quantity.text for one in money[:6])
            yield remark(_UNITS, money[0].place, units={"zh": "、".join(units), "en": ", ".join(units)}, words=text)


def _decimals(told: Sequence[Statement]) -> Iterator[Finding]:
    for one in told:
        quantity = one.quantity
        if quantity.kind == "money" and quantity.decimals > _MOST_DECIMALS and quantity.unit != "亿元":
            yield remark(_DECIMALS, one.place, words=quantity.text, count=quantity.decimals)


def _numbering(document: Outline) -> Iterator[Finding]:
    """Headings of the usual outline whose numbers are of another kind than the first of them, or leave one out."""
    own = [one for one in document.headings if _level(one) == 1]
    yield from _out_of_number(own)
    runs = groupby(document.headings, key=lambda one: _level(one) == 2)
    for is_part, run in runs:
        if is_part:
            yield from _out_of_number(list(run))


def _out_of_number(headings: Sequence[Paragraph]) -> Iterator[Finding]:
    """Those of `headings`, which stand side by side, that do not go on from the one before."""
    for before, one in pairwise(headings):
        if not before.lead.number or not one.lead.number:
            continue
        is_next = _count(one.lead.number) == _count(before.lead.number) + 1
        if one.lead.level != headings[0].lead.level or not is_next:
            parts = {"words": one.text, "found": one.lead.number, "before": before.lead.number + before.text}
            yield remark(_NUMBERING, one.place, **parts)


def _level(heading: Paragraph) -> int:
    if heading.text in OUTLINE:
        return 1
    return 2 if any(heading.text in parts for parts in OUTLINE.values()) else 0


def _count(number: str) -> int:
    """The count in a number of a heading: （十一） -> 11."""
    digits = re.sub(r"\D", "", number)
    if digits:
        return int(digits)
    text = "".join(sign for sign in number if sign in _CHINESE)
    tens, _, ones = text.partition("十")
    value = {sign: at for at, sign in enumerate(_CHINESE, start=1)}
    if "十" not in text:
        return value.get(text, 0)
    return value.get(tens, 1) * 10 + (value.get(ones, 0) if ones else 0)


def _misplaced(told: Sequence[Statement]) -> Iterator[Finding]:
    """Totals of the whole unit below a heading of basic expenditure."""
    for one in told:
        heading = one.place.heading
        is_whole = one.is_bound and one.subject is not None and one.subject.key in ((), (("fund", "11"),))
        if heading.startswith("基本支出") and is_whole and one.measure == "actual" and not one.place.table:
            yield remark(_MISPLACED, one.place, heading=heading, words=f"{one.label}{one.quantity.text}")


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _AROUND // 2) : found.end() + _AROUND]
