"""What a review finds: findings that carry a verdict, made of statements and their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from perfkit.errors import Language
from perfkit.evaluation.review.register import name_of
from perfkit.evaluation.review.statements import Place, Statement
from perfkit.ledger.findings import Finding, FindingKind, Severity
from perfkit.ledger.money import CENTS_PER, as_rate, as_wan, as_yuan

Verdict = Literal["conflict", "gap", "unproven", "missing", "note", "rounding", "agrees"]
#: From what must be mended to what holds.
VERDICTS: Final[tuple[Verdict, ...]] = ("conflict", "gap", "unproven", "missing", "note", "rounding", "agrees")
_SEVERITIES: Final[dict[Verdict, Severity]] = {
    "conflict": "error", "gap": "warning", "unproven": "warning", "missing": "warning",
    "note": "notice", "rounding": "notice", "agrees": "notice",
}  # fmt: skip
#: How many places one sentence names.
_NAMED: Final = 6
_HUNDREDTH_WAN: Final = CENTS_PER["wan"] // 100

#: Words of both languages, as the parts of a finding hold them.
Words = dict[Language, str]


@dataclass(frozen=True)
class RemarkKind(FindingKind):
    """What a check of a review finds. Its sentences may name {place}."""

    verdict: Verdict = "gap"


def remark_kind(verdict: Verdict, check: str, titles: tuple[str, str], zh: str, en: str) -> RemarkKind:
    """A kind of remark; its severity follows from the verdict.

    Args:
        verdict: conflict, gap, ...
        check: its name.
        titles: in Chinese and English.
        zh, en: the sentence, a template over the remark's parts.
    """
    return RemarkKind(check, _SEVERITIES[verdict], *titles, zh, en, verdict)


def remark(kind: RemarkKind, place: Place, amount_cents: Decimal | int | None = None, /, **parts: object) -> Finding:
    """A remark about one place."""
    cents = None if amount_cents is None else int(amount_cents)
    sheet = f"#{place.table}" if place.table else ""
    words: dict[str, object] = {"place": {"zh": place.words("zh"), "en": place.words("en")}, **parts}
    return Finding(kind, "", cents, source_file=place.file, source_sheet=sheet, source_row=place.row, parts=words)


def verdict_of(finding: Finding) -> Verdict:
    """The verdict that a remark carries."""
    kind = finding.kind
    return kind.verdict if isinstance(kind, RemarkKind) else "gap"


def by_verdict(remarks: Iterable[Finding]) -> list[Finding]:
    """Conflicts first; within a verdict in the order given."""
    return sorted(remarks, key=lambda one: VERDICTS.index(verdict_of(one)))


def money(cents: Decimal | int) -> Words:
    """An amount, exact: 163.74 万元 where that is all of it, else in 元. English has no word for 万."""
    whole = int(cents)
    zh = f"{as_wan(whole)} 万元" if whole % _HUNDREDTH_WAN == 0 else f"{as_yuan(whole)} 元"
    return {"zh": zh, "en": f"{as_yuan(whole)} yuan"}


def in_unit(cents: Decimal | int, statement: Statement) -> str:
    """An amount in the unit that a statement is printed in, to its own precision: 223.2万元."""
    quantity = statement.quantity
    value = Decimal(cents) / quantity.factor
    places = max(quantity.decimals, 2)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded or abs(rounded):,}{quantity.unit}"


def told_as(statement: Statement) -> str:
    """What a statement calls its figure: 机关运转（含会议专项）预算支出."""
    label = name_of(statement.label)
    return label if statement.about in label else f"{statement.about}{label}"


def percent(rate: Decimal | float) -> str:
    """A rate of 0-1 with two decimals: 86.69 %."""
    return as_rate(float(rate))


def places(found: Iterable[Place]) -> Words:
    """Several places in words."""
    told = list(dict.fromkeys(found))
    more = len(told) - _NAMED
    return {
        "zh": "、".join(one.words("zh") for one in told[:_NAMED]) + (f"等{len(told)}处" if more > 0 else ""),
        "en": ", ".join(one.words("en") for one in told[:_NAMED]) + (f" and {more} more" if more > 0 else ""),
    }


def both(zh: str, en: str = "") -> Words:
    """Words of both languages; the Chinese ones of the document itself are quoted in English."""
    return {"zh": zh, "en": en or f"“{zh}”"}
