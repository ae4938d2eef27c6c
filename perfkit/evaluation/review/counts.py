"""Counts against what is known of the unit: its facts (staff, offices), the targets and actuals of its indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

import pandas as pd

from perfkit.evaluation.review.compare import match
from perfkit.evaluation.review.outline import Outline
from perfkit.evaluation.review.remarks import both, remark, remark_kind, told_as
from perfkit.evaluation.review.statements import Place, Statement
from perfkit.evaluation.review.vocabulary import words
from perfkit.evaluation.review.wording import clauses
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.findings import Finding
from perfkit.ledger.targets import has_evidence

_FACT_HOLDS: Final = remark_kind(
    "agrees", "counts_against_facts", ("与单位基本信息一致", "agrees with the facts of the unit"),
    "{place}：{fact} {printed}，与单位基本信息一致。", "{place}: {fact} {printed} agrees with the facts of the unit.",
)  # fmt: skip
_FACT_DIFFERS: Final = remark_kind(
    "conflict", "counts_against_facts", ("与单位基本信息不符", "differs from the facts of the unit"),
    "{place}：{fact}印为 {printed}，单位基本信息（{source}）为 {known}。",
    "{place}: {fact} is printed as {printed}, the facts of the unit ({source}) say {known}.",
)  # fmt: skip
_TARGET_HOLDS: Final = remark_kind(
    "agrees", "counts_against_targets", ("与绩效目标表一致", "agrees with the sheet of targets"),
    "{place}：{printed}与指标“{indicator}”的{which}一致。",
    "{place}: {printed} agrees with the {which} of the indicator “{indicator}”.",
)  # fmt: skip
_TARGET_DIFFERS: Final = remark_kind(
    "conflict", "counts_against_targets", ("与绩效目标表不符", "differs from the sheet of targets"),
    "{place}：印为 {printed}，指标“{indicator}”的{which}为 {known}。",
    "{place}: {printed} is printed, the {which} of the indicator “{indicator}” is {known}.",
)  # fmt: skip
_SELF_PROVEN: Final = remark_kind(
    "unproven", "counts_without_evidence", ("数量没有佐证", "counts without evidence"),
    "{count} 项数量只有报告自述，没有其他佐证：{listed}。",
    "{count} counts are told by the report itself and proved by nothing else: {listed}.",
)  # fmt: skip
#: Measure words that count the same things.
_SAME: Final = {
    "名": "人",
    "位": "人",
    "台": "辆",
    "次": "次",
    "起": "次",
    "件": "次",
    "处": "个",
    "所": "个",
    "户": "家",
}
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")
_ENOUGH: Final = 0.4
_ITSELF: Final = "自评报告"
_NONE: Final = "(?:没有|无)(?:其他|其它|任何|下属)?"
_TAIL: Final = "(?:共有|共|为|有|数|人数|：|总计)*$"


@dataclass(frozen=True)
class _Indicator:
    """An indicator that counts are looked up in: its figures, and whether anything but the report proves them."""

    name: str
    unit: str
    target: str
    actual: str
    is_proven: bool


def counts_against_facts(document: Outline, told: Sequence[Statement], facts: pd.DataFrame) -> list[Finding]:
    """Counts that words of a fact stand before or behind, against that fact; a fact that is not given says nothing."""
    found: list[Finding] = []
    for one in told:
        fact = _fact_of(one) if one.quantity.kind == "count" and not one.place.table else ""
        known = fact_number(facts, fact) if fact else None
        if known is not None:
            holds = match(one.quantity, known) == "agrees"
            found.append(_about_fact(fact, one.quantity.text, known, one.place, facts, holds=holds))
    return [*found, *_none_of(document, facts)]


def _fact_of(one: Statement) -> str:
    """The fact that the words around a count mean; "" if none."""
    behind = one.sentence[one.quantity.end :]
    best = ("", 0)
    for fact in words()["fact"]:
        for word in fact["words"]:
            if re.search(re.escape(word) + _TAIL, one.label) and len(word) > best[1]:
                best = (fact["name"], len(word))
        for noun in fact["nouns"]:
            if behind.startswith(noun) and len(noun) > best[1]:
                best = (fact["name"], len(noun))
    return best[0]


def _none_of(document: Outline, facts: pd.DataFrame) -> Iterator[Finding]:
    """没有其他二级预算单位 says that there are 0."""
    for paragraph in document.paragraphs:
        for fact in words()["fact"]:
            said = re.search(_NONE + "(?:" + "|".join(fact["nouns"]) + ")", paragraph.text)
            known = fact_number(facts, fact["name"]) if said else None
            if said and known is not None:
                yield _about_fact(fact["name"], said[0], known, paragraph.place, facts, holds=known == 0)


def _about_fact(fact: str, printed: str, known: Decimal, place: Place, facts: pd.DataFrame, *, holds: bool) -> Finding:
    kind = fact_kinds()[fact]
    source = facts.loc[facts["fact"].eq(fact), "fact_source"].iloc[0] or "unit.toml"
    names = {"zh": kind.name("zh"), "en": kind.name("en")}
    number = f"{known:,f}{kind.measure_unit}"
    form = _FACT_HOLDS if holds else _FACT_DIFFERS
    return remark(form, place, fact=names, printed=printed, known=number, source=source)


def counts_against_targets(told: Sequence[Statement], targets: pd.DataFrame) -> list[Finding]:
    """Counts that the words of one indicator fit, against its target (below goals) or its actual."""
    indicators = _indicators(targets)
    beside: dict[int, list[Statement]] = {}
    for one in told:
        beside.setdefault(one.group, []).append(one)
    found: list[Finding] = []
    bare: list[str] = []
    for one in told:
        if one.quantity.kind != "count" or one.place.table:
            continue
        indicator = _indicator_of(one, beside[one.group], indicators)
        known = (indicator.target if one.topic == "goals" else indicator.actual) if indicator else ""
        if indicator is None or not known:
            continue
        which = both("指标值", "target") if one.topic == "goals" else both("完成值", "actual")
        holds = match(one.quantity, Decimal(known)) == "agrees"
        parts = {"printed": one.quantity.text, "indicator": indicator.name, "which": which, "known": known}
        found.append(remark(_TARGET_HOLDS if holds else _TARGET_DIFFERS, one.place, **parts))
        if one.topic != "goals" and not indicator.is_proven:
            bare.append(f"{told_as(one)}{one.quantity.text}")
    if bare:
        at = Place(found[0].source_file, 0)
        found.append(remark(_SELF_PROVEN, at, count=len(bare), listed=both("、".join(bare))))
    return found


def _indicators(targets: pd.DataFrame) -> list[_Indicator]:
    rows: list[dict[str, Any]] = targets.to_dict(orient="records")  # type: ignore[assignment]  # names of columns
    return [
        _Indicator(
            row["indicator_name"],
            row["measure_unit"],
            row["target_number"],
            row["actual_number"],
            has_evidence(row["evidence_document"]) and _ITSELF not in row["evidence_document"],
        )
        for row in rows
        if row["measure_unit"] and (row["target_number"] or row["actual_number"])
    ]


def _indicator_of(one: Statement, beside: Sequence[Statement], indicators: Sequence[_Indicator]) -> _Indicator | None:
    """The one indicator of the same unit of measure whose name the words around a count fit best.

    `beside`: the figures of its sentence.
    """
    unit = _SAME.get(one.quantity.unit, one.quantity.unit)
    near = _around(one, beside)
    scored = sorted(
        ((_fit(indicator.name, near, one.sentence), indicator) for indicator in indicators if _unit(indicator) == unit),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] < _ENOUGH:
        return None
    is_tie = len(scored) > 1 and scored[0][0] == scored[1][0]
    return None if is_tie else scored[0][1]


def _unit(indicator: _Indicator) -> str:
    return _SAME.get(indicator.unit, indicator.unit)


def _around(one: Statement, beside: Sequence[Statement]) -> str:
    """The words from the figure before to the end of the clause of this one."""
    ends = (other.quantity.end for other in beside)
    start = max((end for end in ends if end <= one.quantity.start), default=0)
    return one.sentence[start : one.quantity.end] + clauses(one.sentence[one.quantity.end :])[0][1]


def _fit(name: str, near: str, sentence: str) -> float:
    """Which share of the pairs of signs of a name stands nearby; those elsewhere in the sentence count a quarter."""
    wanted = _pairs(name)
    if not wanted:
        return 0.0
    close, far = wanted & _pairs(near), wanted & _pairs(sentence)
    return (3 * len(close) + len(far)) / (4 * len(wanted))


@cache
def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _CHINESE.findall(text) for at in range(len(run) - 1))
