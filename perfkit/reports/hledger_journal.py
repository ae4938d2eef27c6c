"""A ledger as an hledger journal with its plan, so that an independent program can compute the same figures.

    hledger -f FILE bal --budget -M --depth 2 --empty 支出

Spending is posted to 支出:<budgeted project>:<economic class> (支出:无项目 without one), every other line to
科目:<account>, closing entries to 结转:<account>. The plan is one periodic rule per month with the month's share of
each project's final budget, as `perfkit.measures.execution_by_period` splits it.

*Source*: hledger manual, journal format and budget report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from perfkit.ledger.charts import chart_of
from perfkit.ledger.frames import VOUCHER
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution_by_period

SPENDING: Final = "支出"
NO_PROJECT: Final = "无项目"
_ACCOUNT: Final = "科目"
_CLOSING: Final = "结转"
#: The other side of the plan, of a summary's amounts, and of a voucher that does not balance.
_PLAN, _PAID, _UNBALANCED = "计划", "资金", "不平衡凭证"
_COMMODITY: Final = "CNY"
#: What would end an account, start a comment or a tag, or be a line of its own.
_SPECIAL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029;:|()\[\]\"*!=@{}]+|\s{2,}")


def hledger_journal(ledger: Ledger) -> Iterator[str]:
    """The lines of the journal: the plan first, then the transactions in the order of their dates and vouchers."""
    yield f"; {ledger.unit.code} {ledger.year}"
    yield f"commodity 1000.00 {_COMMODITY}"
    yield ""
    yield from _plan(ledger)
    yield from _vouchers(ledger) if len(ledger.journal) else _amounts(ledger)


def account(*parts: str) -> str:
    """An account name: nothing in `parts` can end it or start another one."""
    return ":".join(_plain(part) or "-" for part in parts)


def _plain(text: str) -> str:
    return _SPECIAL.sub(" ", text).strip()


def _project(code: str) -> str:
    return code or NO_PROJECT


def _posting(name: str, cents: int) -> str:
    sign, whole = ("-" if cents < 0 else ""), abs(cents)
    return f"    {name}  {sign}{whole // 100}.{whole % 100:02d} {_COMMODITY}"


def _last_day(ledger: Ledger, period: int) -> date:
    return _first_day(ledger, period + 1) - timedelta(days=1)


def _first_day(ledger: Ledger, period: int) -> date:
    """The first day of a period; that of the one after the last is the first day of the next year."""
    calendar = ledger.unit.calendar
    first = calendar.first_day(ledger.year)
    months = first.month - 1 + (period - 1) * (12 // calendar.periods_per_year)
    return date(first.year + months // 12, months % 12 + 1, 1)


def _plan(ledger: Ledger) -> Iterator[str]:
    """One rule per period: the share of each budgeted project."""
    planned: dict[int, list[tuple[str, int]]] = {}
    for code, lines in ledger.budget.groupby("budget_project_code"):
        shares = execution_by_period(lines, ledger.timeline.iloc[:0], ledger.unit.calendar, Scope.ALL)
        for period, cents in zip(shares["period"], shares["final_budget_cents"], strict=True):
            planned.setdefault(int(period), []).append((str(code), int(cents)))
    for period, shares_of in sorted(planned.items()):
        # A rule that starts and ends with the period happens once, on its first day.
        yield f"~ monthly from {_first_day(ledger, period)} to {_first_day(ledger, period) + timedelta(days=27)}"
        yield from (_posting(account(SPENDING, _project(code)), cents) for code, cents in shares_of)
        yield f"    {_PLAN}"
        yield ""


def _vouchers(ledger: Ledger) -> Iterator[str]:
    journal, calendar = ledger.journal, ledger.unit.calendar
    lines = journal.assign(
        name=_names(ledger),
        net=journal["debit_cents"] - journal["credit_cents"],
        told_period=calendar.period_of(journal["voucher_date"]),
    )
    lines = lines.sort_values(["voucher_date", *VOUCHER, "line_number"], kind="stable")
    for _, group in groupby(lines.itertuples(index=False), lambda line: tuple(getattr(line, key) for key in VOUCHER)):
        voucher: list[Any] = list(group)
        first = voucher[0]
        # What period a voucher is posted to decides its month, not the day it was written.
        in_period = first.told_period == first.period
        day = first.voucher_date.date() if in_period else _last_day(ledger, int(first.period))
        yield f"{day} ({_plain(f'{first.voucher_type}-{first.voucher_number}')}) {_plain(first.summary)}"
        yield from (_posting(line.name, int(line.net)) for line in voucher)
        gap = sum(int(line.net) for line in voucher)
        if gap:
            yield _posting(_UNBALANCED, -gap)
        yield ""


def _names(ledger: Ledger) -> list[str]:
    """The account of each journal line. `ledger.spending` has the spending lines of the journal, in its order."""
    journal, spent = ledger.journal, ledger.spending
    is_spending = chart_of(ledger.unit).is_spending(journal["account_code"]) & ~journal["is_closing"]
    of_spending = (
        account(SPENDING, _project(project), economic)
        for project, economic in zip(spent["budget_project_code"], spent["economic_code"], strict=True)
    )
    return [
        next(of_spending) if spends else account(_CLOSING if closing else _ACCOUNT, code)
        for spends, closing, code in zip(is_spending, journal["is_closing"], journal["account_code"], strict=True)
    ]


def _amounts(ledger: Ledger) -> Iterator[str]:
    """The amounts of an execution summary: one transaction per line, on the last day of its period."""
    lines: Iterator[Any] = ledger.timeline.sort_values("period", kind="stable").itertuples(index=False)
    for line in lines:
        yield f"{_last_day(ledger, max(int(line.period), 1))} {_plain(f'{line.source_file} {line.source_row}')}"
        name = account(SPENDING, _project(line.budget_project_code), line.economic_code)
        yield _posting(name, int(line.actual_cents))
        yield f"    {_PAID}"
        yield ""
