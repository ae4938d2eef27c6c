"""The sentences below a form: scope and base of its amounts, the rules it follows, what it lacks, where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.rules import Status, Template
from perfkit.ledger.ledger import Ledger

_STATUSES: Final[dict[Status, dict[Language, str]]] = {
    "V": {"zh": "已核对", "en": "verified"},
    "M": {"zh": "通行做法，未核对原文", "en": "widely known, the text itself was not read"},
    "U": {"zh": "未核实", "en": "not verified"},
}
_FOLLOWS: Final[dict[Language, str]] = {
    "zh": "填报依据：{source}（{status}）。",
    "en": "Rules: {source} ({status}).",
}
_SAYS: Final[dict[Language, str]] = {"zh": "{words}（{status}）。", "en": "{words} ({status})."}
_DIGITS: Final = 12


def rules_note(template: Template, language: Language) -> str:
    """Which rules the form follows, and how sure we are of them."""
    return _FOLLOWS[language].format(source=template.source, status=_STATUSES[template.status][language])


def rule_notes(template: Template, rules: Sequence[str], language: Language) -> list[str]:
    """What the named rules of a template say, each with how sure we are of it."""
    stated = {rule.rule: rule for rule in template.rules}
    told = [stated[name] for name in rules if name in stated]
    return [_SAYS[language].format(words=one.words(language), status=_STATUSES[one.status][language]) for one in told]


def notice_note(ledger: Ledger, language: Language) -> list[str]:
    """What every page must say of these data."""
    notice = ledger.unit.notice(ledger.year, language)
    return [notice] if notice else []


def source_line(ledger: Ledger, language: Language) -> str:
    """The files behind the form, each with the beginning of its hash."""
    frames = (ledger.budget, ledger.spending, ledger.targets, ledger.goals, ledger.facts)
    used = {name for frame in frames for name in frame["source_file"]}
    hashes = {one.path: one.sha256[:_DIGITS] for one in ledger.inputs}
    told = [f"{name}（SHA-256 {hashes[name]}）" if name in hashes else name for name in sorted(used - {""})]
    if language == "en":
        return f"Source: {', '.join(told).replace('（', ' (').replace('）', ')')}" if told else ""
    return f"数据来源：{'、'.join(told)}" if told else ""
