"""A reference to a figure -> the figure: its exact value, the words it is printed in, what it can be walked back to.

A reference that resolves to nothing is never a number: it becomes a finding, and words in the place of the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from perfkit.errors import Language
from perfkit.evaluation.amounts import (
    COMPARED,
    MEASURES,
    RATES,
    Amount,
    amount,
    base_words,
    measure_words,
    source_words,
)
from perfkit.evaluation.selection import CONDITIONS, Selection, Unresolved, selection
from perfkit.ledger.documents import Figure
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import CENTS_PER, as_printed
from perfkit.ledger.references import Reference, parse_reference
from perfkit.ledger.scopes import Scope
from perfkit.measures.published import select_rows

UNRESOLVED: Final = FindingKind(
    "unresolved_references",
    "error",
    "数字引用无法解析",
    "reference that resolves to nothing",
    "{at}引用 {reference} 无法解析：{why}。请改正后重新生成。",
    "{at}{reference} resolves to nothing: {why}. Correct it and run again.",
)
TWO_SCOPES: Final = FindingKind(
    "references_of_two_scopes",
    "error",
    "数字引用未写明口径",
    "reference of two scopes",
    "{at}引用 {reference} 未写明口径，而两个口径的数不同：{why}。"
    "请写明 scope=all_funds 或 scope=fiscal_appropriation。",
    "{at}{reference} names no scope, and the two scopes differ: {why}. Write scope=all_funds or "
    "scope=fiscal_appropriation.",
)
#: What a paragraph says in the place of a figure that a faulty reference asks for.
FAULTY: Final = "【数字引用有误】"

_WHOLE_UNIT: Final = "单位整体"
_OTHER_FUNDS: Final = "非财政拨款资金"
_PREFIXES: Final = {"yuan": "", "thousand": "千", "wan": "万", "million": "百万"}
_PRINTING: Final = ("unit", "decimals")


@dataclass(frozen=True)
class Resolved:
    """What a reference came to.

    Args:
        value: exact, in the unit asked for (a rate in per cent); None if it is no number.
        figure: as printed, with what it can be walked back to.
        finding: why the reference is at fault; None if it is not. A figure that lacks data is no fault.
    """

    value: Decimal | None
    figure: Figure
    finding: Finding | None = None


class _OpenScope(Unresolved):
    """No scope is named, and it matters which one is meant."""


def resolve(
    reference: str | Reference, ledger: Ledger, source_file: str = "", source_row: int = 0, source_sheet: str = ""
) -> Resolved:
    """The figure that `reference` names.

    Args:
        reference: as written ("{{ actual: scope=all_funds }}"), or parsed.
        ledger: whose figures.
        source_file, source_row, source_sheet: where it is written, for the finding.
    """
    text = reference if isinstance(reference, str) else reference.text
    try:
        parsed = parse_reference(reference) if isinstance(reference, str) else reference
        if parsed is None:
            raise Unresolved("写法应为 {{ 指标: 条件=值, … }}", "it must read {{ measure: condition=value, … }}")
        return _of_fact(parsed, ledger) if parsed.measure == "fact" else _of_ledger(parsed, ledger)
    except Unresolved as fault:
        kind = TWO_SCOPES if isinstance(fault, _OpenScope) else UNRESOLVED
        return _faulty(kind, fault, text, (source_file, source_sheet, source_row))


def place(source_file: str, source_row: int, source_sheet: str = "") -> dict[Language, str]:
    """How the sentences of findings begin: the file, sheet and line of what they are about; as far as that is told."""
    named = f"{source_file} {source_sheet}".strip()
    if not named or not source_row:
        return {"zh": f"{named}：" if named else "", "en": f"{named}: " if named else ""}
    # A sheet has rows, a text has lines.
    return {"zh": f"{named} 第 {source_row} 行：", "en": f"{named} {'row' if source_sheet else 'line'} {source_row}: "}


def _faulty(kind: FindingKind, fault: Unresolved, text: str, where: tuple[str, str, int]) -> Resolved:
    file, sheet, row = where
    parts: dict[str, object] = {"at": place(file, row, sheet), "reference": text.strip(), "why": fault.why}
    finding = Finding(kind, found=text.strip(), source_file=file, source_sheet=sheet, source_row=row, parts=parts)
    return Resolved(None, Figure(FAULTY, text, lacks=finding.text()), finding)


def _of_fact(reference: Reference, ledger: Ledger) -> Resolved:
    kind = fact_kinds().get(reference.name)
    if kind is None:
        raise Unresolved(f"没有基本信息“{reference.name}”", f"there is no fact “{reference.name}”")
    _require_known(reference.conditions, _PRINTING if kind.is_money else ())
    number, told = fact_number(ledger.facts, kind.fact), ledger.facts[ledger.facts["fact"].eq(kind.fact)]
    if number is None:
        return Resolved(None, Figure(_lacking(kind.name()), reference.text, kind.name(), lacks=kind.name()))
    source = "：".join(filter(None, (told["source_file"].iloc[0], told["fact_source"].iloc[0])))
    if not kind.is_money:
        return Resolved(number, Figure(f"{number:,f}{kind.measure_unit}", reference.text, kind.name(), source=source))
    value, text = _money(number * 100, reference.conditions, ledger)
    return Resolved(value, Figure(text, reference.text, kind.name(), source=source))


def _of_ledger(reference: Reference, ledger: Ledger) -> Resolved:
    measure, conditions = reference.measure, reference.conditions
    if measure not in MEASURES or reference.name:
        known, found = "、".join([*MEASURES, "fact"]), reference.name or measure
        raise Unresolved(f"没有指标“{found}”（有：{known}）", f"there is no measure “{found}” (known: {known})")
    _require_known(conditions, (*CONDITIONS, "scope", *_PRINTING))
    chosen = selection({name: value for name, value in conditions.items() if name in CONDITIONS}, ledger)
    _require_comparable(measure, chosen, ledger)
    _require_rows(chosen, ledger)
    scope, scope_words = _scope(reference, chosen, ledger)
    found_amount = amount(measure, scope, chosen, ledger)
    value, text = _printed(measure, found_amount, conditions, ledger)
    return Resolved(
        value,
        Figure(
            text,
            reference.text,
            measure=f"{chosen.subject or _WHOLE_UNIT}{measure_words(measure)}",
            scope=scope_words,
            base=base_words(measure),
            source=source_words(measure, scope, chosen, ledger),
            lacks=found_amount.lacks,
        ),
    )


def _require_known(conditions: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in conditions:
        if name not in known:
            told = ", ".join(known) or "—"
            raise Unresolved(f"没有条件“{name}”（有：{told}）", f"there is no condition “{name}” (known: {told})")


def _require_comparable(measure: str, chosen: Selection, ledger: Ledger) -> None:
    """A budget pays for the sub-projects, too: without their spending it is compared with too little."""
    if measure in COMPARED and chosen.is_exact and chosen.sub_projects:
        name = ledger.unit.project_name(chosen.project)
        raise Unresolved(
            f"{name}的预算包含其子项目，请改写为 budget_project={name}",
            f"the budget of {name} pays for its sub-projects, too: write budget_project={name}",
        )


def _require_rows(chosen: Selection, ledger: Ledger) -> None:
    """What is selected stands in budget or spending; that nothing of it is of a known fund is a true 0."""
    if len(chosen.budget) or len(chosen.spending):
        return
    project = ledger.unit.project(chosen.project)
    if project is not None and not chosen.is_exact and project.budget_project_code not in ("", project.code):
        name, parent = project.name_zh, ledger.unit.project_name(project.budget_project_code)
        raise Unresolved(
            f"{name}的预算列在{parent}，请改写为 project={name} 或 budget_project={parent}",
            f"{parent} has the budget of {name}: write project={name} or budget_project={parent}",
        )
    rest = ";".join(part for part in chosen.select.split(";") if not part.startswith("fund_code="))
    if rest and all(select_rows(frame, rest).empty for frame in (ledger.budget, ledger.spending)):
        raise Unresolved(
            f"{ledger.year} 年的预算和支出中没有{chosen.subject}",
            f"neither budget nor spending of {ledger.year} has {chosen.subject}",
        )


def _scope(reference: Reference, chosen: Selection, ledger: Ledger) -> tuple[Scope, str]:
    """The scope of the figure, and its words."""
    measure, asked = reference.measure, reference.conditions.get("scope", "")
    if asked and asked not in set(Scope):
        known = ", ".join(Scope)
        raise Unresolved(f"没有口径“{asked}”（有：{known}）", f"there is no scope “{asked}” (known: {known})")
    if measure == "other_actual":
        _require_known({"scope": asked} if asked else {}, (*CONDITIONS, *_PRINTING))
        return Scope.ALL, _OTHER_FUNDS
    if asked or measure == "completion_rate":
        scope = Scope(asked or Scope.ALL)
        return scope, scope.label()
    found = {scope: amount(measure, scope, chosen, ledger) for scope in ledger.scopes()}
    if len({one.number for one in found.values()}) > 1:
        texts = {scope: _printed(measure, one, reference.conditions, ledger)[1] for scope, one in found.items()}
        zh = "，".join(f"{scope.label()} {text}" for scope, text in texts.items())
        raise _OpenScope(zh, ", ".join(f"{scope.label('en')} {text}" for scope, text in texts.items()))
    is_both = len(found) > 1
    return Scope.ALL, f"{Scope.ALL.label()}，与财政拨款口径一致" if is_both else Scope.ALL.label()


def _printed(measure: str, found: Amount, conditions: Mapping[str, str], ledger: Ledger) -> tuple[Decimal | None, str]:
    """The value in the unit asked for, and its text."""
    if found.number is None:
        return None, _lacking(found.lacks)
    if measure not in RATES:
        return _money(found.number, conditions, ledger)
    asked = conditions.get("unit", "%")
    if asked != "%":
        raise Unresolved(f"{asked} 不是比率的单位，应为 %", f"{asked} is no unit of a rate, which is %")
    return found.number * 100, f"{_rounded(found.number * 100, conditions)}%"


def _lacking(lacks: str) -> str:
    return f"不可计算：缺{lacks}"


def _money(cents: Decimal, conditions: Mapping[str, str], ledger: Ledger) -> tuple[Decimal, str]:
    """Cents in the unit of money asked for, that of large amounts if none is."""
    words = {f"{prefix}{ledger.unit.currency_zh}": key for key, prefix in _PREFIXES.items()}
    word = conditions.get("unit") or f"{_PREFIXES[ledger.unit.money_unit]}{ledger.unit.currency_zh}"
    if word not in words:
        known = "、".join(words)
        raise Unresolved(f"没有金额单位“{word}”（有：{known}）", f"there is no unit “{word}” (known: {known})")
    value = cents / CENTS_PER[words[word]]
    return value, f"{_rounded(value, conditions)}{word}"


def _rounded(value: Decimal, conditions: Mapping[str, str]) -> str:
    """The number as printed: two decimals unless the reference asks for others, half away from zero."""
    decimals = conditions.get("decimals", "2")
    if decimals not in tuple("0123456"):
        raise Unresolved("decimals 应为 0 至 6", "decimals must be 0 to 6")
    return as_printed(value, int(decimals))
