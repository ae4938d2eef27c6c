"""Two scopes in one report: spending from the fiscal appropriation in one place, from all funds in another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from perfkit.evaluation.review.remarks import money, remark, remark_kind
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.totals import Totals
from perfkit.evaluation.review.vocabulary import tokens
from perfkit.ledger.findings import Finding
from perfkit.ledger.scopes import Scope

_WHOLE: Final = remark_kind(
    "gap", "two_scopes", ("两处支出总额口径不同", "two totals on two scopes"),
    "单位支出在{place}为 {all}（全口径），在{other}为 {fiscal}（财政拨款），相差 {gap}；"
    "报告未说明口径，差额应为财政拨款以外的资金。",
    "The unit's spending is {all} in {place} (all funds) and {fiscal} in {other} (fiscal appropriation), "
    "{gap} apart; the report names no scope, the difference should be other funds.",
)  # fmt: skip
_NAMED: Final = remark_kind(
    "agrees", "two_scopes", ("两个口径的总额已注明口径", "two totals, each with its scope"),
    "{place}：单位支出全口径 {all}、财政拨款 {fiscal}，报告已注明口径。",
    "{place}: spending is {all} on all funds and {fiscal} from the fiscal appropriation, and the report says so.",
)  # fmt: skip
_PROJECT: Final = remark_kind(
    "gap", "two_scopes", ("同一项目两处支出口径不同", "a project on two scopes"),
    "{name}支出在{place}为 {all}，在财政拨款部分为 {listed}，合计 {fiscal}，相差 {gap}，口径不同而未说明。",
    "{name} spent {all} in {place} and {listed}, together {fiscal}, from the fiscal appropriation: {gap} "
    "apart, two scopes without a word.",
)  # fmt: skip
_EQUAL: Final = remark_kind(
    "agrees", "two_scopes", ("同一项目两处支出一致", "a project alike on both scopes"),
    "{name}支出在两处均为 {all}，全部由财政拨款支付。",
    "{name} spent {all} in both places: wholly from the fiscal appropriation.",
)  # fmt: skip
_REST: Final = remark_kind(
    "gap", "two_scopes", ("口径差额未全部落到项目", "part of the difference is in no project"),
    "总支出口径差 {gap}，各项目口径差合计 {projects}，其余 {rest}报告未作说明"
    "（推断为财政拨款以外资金的基本支出）。",
    "The totals differ by {gap}, the projects by {projects}; {rest} are left without a word (inferred: "
    "basic expenditure from other funds).",
)  # fmt: skip
_CLOSED: Final = remark_kind(
    "agrees", "two_scopes", ("口径差额全部落到项目", "the difference is wholly in projects"),
    "总支出口径差 {gap}等于各项目口径差合计。", "The totals differ by {gap}, as the projects do.",
)  # fmt: skip
_BALANCED: Final = remark_kind(
    "agrees", "income_and_spending", ("财政拨款收支相等", "fiscal income equals spending"),
    "{place}：财政拨款收入与支出均为 {income}，没有结转结余。",
    "{place}: fiscal income and spending are both {income}, nothing is carried over.",
)  # fmt: skip
_CARRIED: Final = remark_kind(
    "gap", "income_and_spending", ("财政拨款收支不等", "fiscal income and spending differ"),
    "{place}：财政拨款收入 {income}，支出 {spent}，相差 {gap}，报告未说明结转结余。",
    "{place}: fiscal income is {income}, spending {spent}, {gap} apart; no carry-over is told.",
)  # fmt: skip


def two_scopes(totals: Totals) -> list[Finding]:
    """Spending that the report gives on both scopes, of the whole unit and of each project."""
    return [*_totals(totals), *_income(totals)]


def _totals(totals: Totals) -> Iterator[Finding]:
    whole, fiscal = totals.whole("actual", fiscal=False), totals.whole("actual", fiscal=True)
    if whole is None or fiscal is None:
        return
    gap = whole.quantity.value - fiscal.quantity.value
    if gap and _names_scope(whole):
        amounts = {"all": money(whole.quantity.value), "fiscal": money(fiscal.quantity.value)}
        yield remark(_NAMED, whole.place, gap, **amounts)
        return
    if gap:
        other = {"zh": fiscal.place.words("zh"), "en": fiscal.place.words("en")}
        amounts = {"all": money(whole.quantity.value), "fiscal": money(fiscal.quantity.value), "gap": money(gap)}
        yield remark(_WHOLE, whole.place, gap, other=other, **amounts)
    apart: list[Decimal] = []
    for finding, of_project in _projects(totals):
        apart.append(of_project)
        yield finding
    if gap and apart:
        rest = gap - sum(apart)
        amounts = {"gap": money(gap), "projects": money(sum(apart)), "rest": money(rest)}
        yield remark(_REST if rest else _CLOSED, whole.place, rest, **amounts)


def _names_scope(one: Statement) -> bool:
    """Whether the sentence itself names the scope of all funds."""
    return one.scope is Scope.ALL and any(token.name == Scope.ALL for token in tokens(one.sentence))


def _projects(totals: Totals) -> Iterator[tuple[Finding, Decimal]]:
    every, fiscal = totals.projects("actual", fiscal=False), totals.projects("actual", fiscal=True)
    for code in [code for code in every if code in fiscal]:
        gap = every[code].cents - fiscal[code].cents
        listed = " + ".join(part.quantity.text for part in fiscal[code].parts)
        parts = {
            "name": totals.name(code), "all": money(every[code].cents), "fiscal": money(fiscal[code].cents),
            "listed": listed, "gap": money(gap),
        }  # fmt: skip
        yield remark(_PROJECT if gap else _EQUAL, every[code].first.place, gap, **parts), gap


def _income(totals: Totals) -> Iterator[Finding]:
    income, spent = totals.whole("income", fiscal=True), totals.whole("actual", fiscal=True)
    if income is None or spent is None or (income.subject, income.year) != (spent.subject, spent.year):
        return
    gap = income.quantity.value - spent.quantity.value
    amounts = {"income": money(income.quantity.value), "spent": money(spent.quantity.value), "gap": money(gap)}
    yield remark(_CARRIED if gap else _BALANCED, spent.place, gap, **amounts)
