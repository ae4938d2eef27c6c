"""Payments, receipts, depreciation -> vouchers. A cash flow is entered in both books, each balanced on its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.make_lusong import accounts
from data.make_lusong.facts import rows_of_year, toml, wan
from data.make_lusong.schedule import occurrences, payment_day, working_day
from data.make_lusong.spending import Payment, payments
from perfkit.ledger.money import split_by_weight, split_evenly

ACCRUAL, PAYMENT, CLEARING, COMPLETION, CLOSING = range(5)


@dataclass(frozen=True)
class Line:
    """One line of a voucher; amounts in cents, red-letter ones negative."""

    summary: str
    account: str
    debit: int = 0
    credit: int = 0
    auxiliary: str = ""


@dataclass(frozen=True)
class Voucher:
    """One voucher; `order` sorts those of a day, `id` and `refers_to` tie a correction to what it corrects."""

    day: date
    lines: tuple[Line, ...]
    order: int = PAYMENT
    id: str = ""
    refers_to: str = ""
    number: str = ""


def vouchers(year: int, opening: dict[str, int]) -> list[Voucher]:
    """Every voucher of `year` but the closing ones, sorted by day."""
    groups: dict[tuple[object, ...], list[Payment]] = defaultdict(list)
    for index, payment in enumerate(payments(year)):
        groups[(payment.day, payment.group) if payment.group else (payment.day, index)].append(payment)
    found = [voucher for group in groups.values() for voucher in _payment_vouchers(group)]
    found += _receipts(year) + _depreciation(year, opening)
    return sorted(found, key=lambda voucher: (voucher.day, voucher.order))


def _payment_vouchers(group: list[Payment]) -> list[Voucher]:
    """The voucher of payments made together, with the accruals before and the clearings after it."""
    first = group[0]
    if first.kind == "refund":
        return [Voucher(first.day, _refund_lines(first))]
    lines = (*_financial_lines(group), *_budget_lines(group))
    if first.kind == "red":
        lines = tuple(replace(line, debit=-line.debit, credit=-line.credit) for line in lines)
    found = [Voucher(first.day, lines, PAYMENT, first.id, first.cancels or first.corrects)]
    accrued = [payment for payment in group if payment.purpose == "personnel"]
    if accrued:
        found.append(Voucher(first.day, _accrual_lines(accrued), ACCRUAL))
    for payment in group:
        after = working_day(payment.day + timedelta(days=1))
        if payment.settles:
            found.append(Voucher(after, _clearing_lines(payment), CLEARING))
        if payment.completes:
            found.append(Voucher(after, _completion_lines(payment), COMPLETION))
    return found


def _financial_lines(group: list[Payment]) -> tuple[Line, ...]:
    paid: dict[str, int] = defaultdict(int)
    for payment in group:
        paid[accounts.financial_source(payment)] += payment.cents
    debits = [Line(payment.summary, accounts.paid_account(payment), debit=payment.cents) for payment in group]
    return (*debits, *(Line(group[0].summary, account, credit=cents) for account, cents in paid.items()))


def _budget_lines(group: list[Payment]) -> tuple[Line, ...]:
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for payment in group:
        account = accounts.budget_source(payment)
        has_class = account != accounts.BANK_BUDGET
        paid[account, accounts.auxiliary(payment, with_economic=False) if has_class else ""] += payment.cents
    debits = [_spending_line(payment, payment.summary, debit=payment.cents) for payment in group]
    sources = [Line(group[0].summary, account, credit=cents, auxiliary=aux) for (account, aux), cents in paid.items()]
    return (*debits, *sources)


def _spending_line(payment: Payment, summary: str, debit: int = 0, credit: int = 0) -> Line:
    aux = accounts.auxiliary(payment, with_economic=True)
    return Line(summary, accounts.spending_account(payment), debit, credit, aux)


def _refund_lines(payment: Payment) -> tuple[Line, ...]:
    """Money back within the year: spending is credited, the income that paid for it is debited."""
    said, cents = payment.summary, payment.cents
    source = accounts.budget_source(payment)
    aux = accounts.auxiliary(payment, with_economic=False) if source != accounts.BANK_BUDGET else ""
    return (
        Line(said, accounts.financial_source(payment), debit=cents),
        Line(said, accounts.cost_account(payment), credit=cents),
        Line(said, source, debit=cents, auxiliary=aux),
        _spending_line(payment, said, credit=cents),
    )


def _accrual_lines(group: list[Payment]) -> tuple[Line, ...]:
    """What is owed to staff before it is paid; in the financial book only."""
    debits = [Line(_accrued(payment), accounts.cost_account(payment), debit=payment.cents) for payment in group]
    sources = [Line(_accrued(payment), accounts.paid_account(payment), credit=payment.cents) for payment in group]
    return (*debits, *sources)


def _accrued(payment: Payment) -> str:
    return f"计提{payment.summary[2:]}"


def _clearing_lines(payment: Payment) -> tuple[Line, ...]:
    """The advance becomes cost, and leaves 待处理 in the budget book."""
    said, cents = f"结清预付款：{payment.summary[2:]}", payment.settles
    advance = replace(payment, kind="advance")
    return (
        Line(said, accounts.cost_account(payment), debit=cents),
        Line(said, accounts.PREPAID, credit=cents),
        _spending_line(payment, said, debit=cents),
        _spending_line(advance, said, credit=cents),
    )


def _completion_lines(payment: Payment) -> tuple[Line, ...]:
    said = f"工程竣工转固：{payment.summary[2:].removesuffix('款')}"
    return (
        Line(said, accounts.BUILDINGS, debit=payment.completes),
        Line(said, accounts.IN_CONSTRUCTION, credit=payment.completes),
    )


def _receipts(year: int) -> list[Voucher]:
    """Non-fiscal money that comes in: canteen, vehicle charges, shared utilities, a grant, interest."""
    return [voucher for row in rows_of_year("receipts", year) for voucher in _receipt_vouchers(row, year)]


def _receipt_vouchers(row: dict[str, str], year: int) -> list[Voucher]:
    plan = occurrences(row["schedule"], f"{year}|{row['summary']}")
    amounts = split_by_weight(wan(row["amount_wan"]), [occurrence.weight for occurrence in plan])
    found = []
    for occurrence, cents in zip(plan, amounts, strict=True):
        said = row["summary"].format(month=occurrence.month, quarter=(occurrence.month + 2) // 3)
        day = payment_day(year, int(row["day"]), occurrence, grouped=True, key=said)
        as_payment = Payment(day, row["project"] or "public", row["fund"], row["department"], "", cents, said)
        lines = (
            Line(said, accounts.BANK, debit=cents),
            Line(said, row["financial_account"], credit=cents),
            Line(said, accounts.BANK_BUDGET, debit=cents),
            Line(said, row["budget_account"], 0, cents, accounts.auxiliary(as_payment, with_economic=False)),
        )
        found.append(Voucher(day, lines))
    return found


def _depreciation(year: int, opening: dict[str, int]) -> list[Voucher]:
    """Twelve months' depreciation of what the year opened with; in the financial book only."""
    monthly: list[list[Line]] = [[] for _ in range(12)]
    for cost, (depreciation, life) in toml("posting_rules")["depreciation"].items():
        for month, cents in enumerate(split_evenly(opening[cost] // life, 12)):
            monthly[month].append(Line(f"计提{month + 1}月固定资产折旧", "5001.05", debit=cents))
            monthly[month].append(Line(f"计提{month + 1}月固定资产折旧", depreciation, credit=cents))
    return [
        Voucher(working_day(date(year, month, 28)), tuple(lines), COMPLETION)
        for month, lines in enumerate(monthly, start=1)
    ]
