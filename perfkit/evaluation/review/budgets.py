"""Budget against spending inside the text: what the rate leaves out, what no project names, what nobody explains."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.outline import Outline
from perfkit.evaluation.review.remarks import Words, money, percent, remark, remark_kind
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.totals import Sum, Totals
from perfkit.evaluation.review.vocabulary import phrase
from perfkit.ledger.findings import Finding

_BASE: Final = remark_kind(
    "gap", "base_of_the_rate", ("执行率的分母未含追加", "the rate's base leaves out supplements"),
    "{place}：执行率 {printed} 按年初预算计算，分子含追加支出 {added}而分母不含；按调整后预算 {final}"
    "（年初 + 追加，未计调减和上年结转）为 {rate}，剔除追加支出为 {without}。",
    "{place}: the rate {printed} is over the original budget, its numerator holds {added} of supplements "
    "that its base leaves out; over the final budget of {final} (original + supplements) it is {rate}, without them "
    "{without}.",
)  # fmt: skip
_UNNAMED: Final = remark_kind(
    "gap", "budget_outside_projects", ("年初预算有一部分未列明用途", "part of the budget is named by nothing"),
    "{place}：年初预算 {total}，列明的项目合计 {projects}，其余 {rest}未列明（推断为基本支出）{used}。",
    "{place}: of the original budget of {total} the projects are {projects}; {rest} are named by nothing "
    "(inferred: basic expenditure){used}.",
)  # fmt: skip
_OVER: Final = remark_kind(
    "gap", "unexplained_execution", ("超预算支出未说明", "overspending without a word"),
    "{place}：{name}预算 {budget}，支出 {spent}，执行率 {rate}，超出 {gap}，既未说明原因也未列追加。",
    "{place}: {name} spent {spent} of {budget}, {rate}: {gap} over, without a reason or a supplement.",
)  # fmt: skip
_UNDER: Final = remark_kind(
    "gap", "unexplained_execution", ("执行率偏低未说明", "under-execution without a word"),
    "{place}：{name}预算 {budget}，支出 {spent}，执行率 {rate}，少用 {gap}，未说明原因{fiscal}。",
    "{place}: {name} spent {spent} of {budget}, {rate}: {gap} unspent, without a reason{fiscal}.",
)  # fmt: skip
_ADDED: Final = remark_kind(
    "agrees", "supplements_and_spending", ("追加与其支出相等", "supplements equal their spending"),
    "{count} 个追加项目（{names}）的追加与支出逐项相等，合计 {sum}。",
    "The {count} supplements ({names}) equal their spending one by one, {sum} together.",
)  # fmt: skip
_ADDED_APART: Final = remark_kind(
    "gap", "supplements_and_spending", ("追加与其支出不等", "a supplement is not what was spent of it"),
    "{place}：{name}追加 {added}，支出 {spent}，相差 {gap}，报告未作说明。",
    "{place}: {name} was granted {added} and spent {spent}, {gap} apart without a word.",
)  # fmt: skip
_COMPLETE: Final = remark_kind(
    "agrees", "budget_of_each_project", ("支出项目都有预算来源", "every project spent on has a budget"),
    "列出支出的 {count} 项都能对应到年初预算（{original} 个）或追加（{added} 个）。",
    "All {count} lines of spending belong to an original budget ({original}) or a supplement ({added}).",
)  # fmt: skip
_INCOMPLETE: Final = remark_kind(
    "gap", "budget_of_each_project", ("有支出而未列预算", "spending without a budget in the report"),
    "{place}：{names}有支出，报告没有列出其年初预算或追加。",
    "{place}: {names} spent money, and the report gives neither an original budget nor a supplement.",
)  # fmt: skip
_RATE: Final = Decimal("0.9")


def budgets_and_spending(totals: Totals, document: Outline) -> list[Finding]:
    """What the budgets and the spending that a report gives do not say of each other."""
    return [
        *_base_of_the_rate(totals),
        *_outside_projects(totals),
        *_execution(totals, document),
        *_supplements(totals),
        *_mapping(totals),
    ]


def _base_of_the_rate(totals: Totals) -> Iterator[Finding]:
    """A rate over the original budget that does not say so, where the report tells of supplements."""
    budget, spent = totals.whole("original_budget"), totals.whole("actual", fiscal=False)
    added = sum((one.cents for one in totals.projects("supplementary_budget").values()), Decimal(0))
    rates = [one for one in totals.told if one.measure == "execution_rate" and one.subject and not one.subject.facets]
    if budget is None or spent is None or not added or not budget.quantity.value:
        return
    original, actual = budget.quantity.value, spent.quantity.value
    for rate in rates:
        if "年初" not in rate.label and abs(actual / original - rate.quantity.value) <= rate.quantity.step:
            parts = {
                "printed": rate.quantity.text, "added": money(added), "final": money(original + added),
                "rate": percent(actual / (original + added)), "without": percent((actual - added) / original),
            }  # fmt: skip
            yield remark(_BASE, rate.place, added, **parts)


def _outside_projects(totals: Totals) -> Iterator[Finding]:
    """The part of the original budget that no project of the report has."""
    budget, projects = totals.whole("original_budget"), totals.projects("original_budget")
    if budget is None or not projects:
        return
    named = sum((one.cents for one in projects.values()), Decimal(0))
    rest = budget.quantity.value - named
    if rest > 0 and not _is_named(totals, rest):
        parts = {"total": money(budget.quantity.value), "projects": money(named), "rest": money(rest)}
        place = next(iter(projects.values())).first.place
        yield remark(_UNNAMED, place, rest, **parts, used=_used(totals, rest))


def _is_named(totals: Totals, rest: Decimal) -> bool:
    """Whether the report itself says how much of the budget no project has."""
    told = [one for one in totals.told if one.quantity.kind == "money" and one.quantity.value == rest]
    return any(phrase("named").search(one.sentence) for one in told)


def _used(totals: Totals, rest: Decimal) -> Words:
    """How much of a budget for basic expenditure was spent, on the scopes that the report lets one tell."""
    basic = totals.of("expenditure_type", "basic", "actual")
    if basic is None:
        return {"zh": "", "en": ""}
    spent = basic.quantity.value
    used, left, rate = money(spent), money(rest - spent), percent(spent / rest)
    told: Words = {
        "zh": f"；基本支出 {used['zh']}，只占 {rate}，少用 {left['zh']}",
        "en": f"; basic spending is {used['en']}, {rate} of them, {left['en']} unspent",
    }
    inferred = _inferred_basic(totals)
    if basic.is_fiscal and inferred is not None and inferred != spent:
        used, left = money(inferred), money(rest - inferred)
        told["zh"] += f"（全口径推断基本支出 {used['zh']}，少用 {left['zh']}）"
        told["en"] += f" (on all funds, inferred: {used['en']}, {left['en']} unspent)"
    return told


def _inferred_basic(totals: Totals) -> Decimal | None:
    """Total spending less that of every project, all on all funds; None if the report does not tell."""
    whole, every = totals.whole("actual", fiscal=False), totals.projects("actual", fiscal=False)
    if whole is None or not every:
        return None
    others = {code: one for code, one in totals.projects("actual", fiscal=True).items() if code not in every}
    return whole.quantity.value - sum((one.cents for one in [*every.values(), *others.values()]), Decimal(0))


def _execution(totals: Totals, document: Outline) -> Iterator[Finding]:
    """Projects that spent more than their budget, or well below it, where no paragraph about them gives a reason."""
    explained = _explained(totals, document)
    limit = Decimal(str(totals.unit.review_rate)) if totals.unit else _RATE
    spending, added = totals.projects("actual", fiscal=False), totals.projects("supplementary_budget")
    fiscal = totals.projects("actual", fiscal=True)
    for code, original in totals.projects("original_budget").items():
        spent, more = spending.get(code), added.get(code)
        budget = original.cents + (more.cents if more else 0)
        if spent is None or not budget or code in explained:
            continue
        rate = spent.cents / budget
        parts = {
            "name": totals.name(code), "budget": money(budget), "spent": money(spent.cents), "rate": percent(rate),
            "gap": money(abs(spent.cents - budget)),
        }  # fmt: skip
        if rate > 1:
            yield remark(_OVER, spent.first.place, spent.cents - budget, **parts)
        elif rate < limit:
            own = _on_fiscal_scope(fiscal.get(code), spent, budget)
            yield remark(_UNDER, spent.first.place, spent.cents - budget, **parts, fiscal=own)


def _explained(totals: Totals, document: Outline) -> set[str]:
    """The projects about which a paragraph that gives a figure of them gives a reason as well."""
    reasons = {one.number for one in document.paragraphs if phrase("reason").search(one.text)}
    told = [one for one in totals.told if one.subject is not None and one.paragraph in reasons]
    return {totals.budgeted(one.subject.project) for one in told if one.subject and one.subject.project}


def _on_fiscal_scope(fiscal: Sum | None, spent: Sum, budget: Decimal) -> dict[str, str]:
    if fiscal is None or fiscal.cents == spent.cents:
        return {"zh": "", "en": ""}
    rate = percent(fiscal.cents / budget)
    return {"zh": f"（按财政拨款支出为 {rate}）", "en": f" ({rate} on the fiscal appropriation)"}


def _supplements(totals: Totals) -> Iterator[Finding]:
    """Supplements of projects without an original budget, against what those projects spent."""
    added, original = totals.projects("supplementary_budget"), totals.projects("original_budget")
    spending = totals.projects("actual")
    own = {code: one for code, one in added.items() if code not in original and code in spending}
    equal = [code for code, one in own.items() if one.cents == spending[code].cents]
    if equal:
        names = {
            "zh": "、".join(totals.name(code)["zh"] for code in equal),
            "en": ", ".join(totals.name(code)["en"] for code in equal),
        }
        total = sum((own[code].cents for code in equal), Decimal(0))
        yield remark(_ADDED, own[equal[0]].first.place, total, count=len(equal), names=names, sum=money(total))
    for code in [code for code in own if code not in equal]:
        gap = own[code].cents - spending[code].cents
        parts = {"added": money(own[code].cents), "spent": money(spending[code].cents), "gap": money(abs(gap))}
        yield remark(_ADDED_APART, own[code].first.place, gap, name=totals.name(code), **parts)


def _mapping(totals: Totals) -> Iterator[Finding]:
    """Whether each project of the list of spending has a budget somewhere in the report."""
    spending = totals.projects("actual")
    original, added = totals.projects("original_budget"), totals.projects("supplementary_budget")
    if not spending or not original:
        return
    bare = [code for code in spending if code not in original and code not in added]
    lines: list[Statement] = [part for one in totals.projects("actual", fiscal=True).values() for part in one.parts]
    first = next(iter(spending.values())).first
    if bare:
        names = {language: "、".join(totals.name(code)[language] for code in bare) for language in ("zh", "en")}
        yield remark(_INCOMPLETE, spending[bare[0]].first.place, names=names)
    else:
        yield remark(_COMPLETE, first.place, count=len(lines or spending), original=len(original), added=len(added))
