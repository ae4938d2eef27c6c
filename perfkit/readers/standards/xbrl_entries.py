"""What the details of XBRL GL entries are: voucher lines, budget lines, or actuals of jobs.

An entry's `entryType` and its budget scenario tell a budget; a ledger account tells a voucher line; an amount of a job
without either is what was spent on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfkit.readers.lines.cells import parse_date
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import LeftOut, Records, places

_BUDGET: Final = ("fiscal_year", "budget_type", "summary", "project_code", "functional_code", "economic_code", "amount")
_ACTUAL: Final = ("fiscal_year", "measure", "project_code", "functional_code", "economic_code", "amount")
_JOURNAL: Final = (
    "fiscal_year", "voucher_date", "voucher_type", "voucher_number", "summary", "account_code", "account_name",
    "project_code", "department_code", "fund_code", "debit", "credit",
)  # fmt: skip
_COLUMNS: Final = {"journal": _JOURNAL, "budget": _BUDGET, "summary": _ACTUAL}
#: Entries that are no transactions: they are planned, repeated or compared with.
_NOT_POSTED: Final = ("comparative", "simulated", "proposed", "passed-adjusting", "recurring")
#: Documents that are no entries: lists of accounts and balances.
_NO_ENTRIES: Final = ("account", "trialbalance", "balance")
#: Words of a scenario -> type of budget; a scenario of other words is one that nobody can place.
_SCENARIOS: Final = {
    "original": re.compile(r"orig|initial|approved|adopted|年初|^(?:\d{4} ?)?budget$|^$"),
    "supplement": re.compile(r"revis|change|supplement|amend|追加|调整"),
}
_SUBACCOUNTS: Final = {
    "project_code": re.compile(r"job|project|项目"),
    "department_code": re.compile(r"dep|cost cent|division|部门"),
    "fund_code": re.compile(r"fund|资金"),
}


@dataclass
class Account:
    """An account of a detail: its texts (accountMainID ...) and those of its subaccounts, in order."""

    texts: dict[str, str] = field(default_factory=dict)
    subs: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Detail:
    """One entryDetail: where it stands, and its texts with those of its entry and its document."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    above: Sequence[Mapping[str, str]] = ()
    accounts: list[Account] = field(default_factory=list)

    def told(self, *names: str) -> str:
        """The first text of those names that is told, by the detail itself rather than by what stands above it."""
        around = (self.texts, *self.above)
        return next((texts[name] for name in names for texts in around if texts.get(name)), "")

    def account(self, *, of_job: bool) -> Account:
        """The first account that is, or is not, that of a job."""
        return next((one for one in self.accounts if (one.texts.get("accountType") == "job") == of_job), Account())


def entry_records(details: Sequence[Detail], source: Source) -> tuple[tuple[Records, ...], tuple[LeftOut, ...]]:
    """The records of all details, and those that are no entries."""
    numbers = places([detail.line for detail in details])
    redundant = _signs_are_redundant(details)
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {kind: [] for kind in (*_COLUMNS, "not_used", "no_amount")}
    for number, detail in zip(numbers, details, strict=True):
        kind = _kind(detail)
        rows[kind].append((number, _told(kind, detail, source, redundant=redundant)))
    records = tuple(
        Records(kind, {name: [told[name] for _, told in rows[kind]] for name in columns}, [n for n, _ in rows[kind]])
        for kind, columns in _COLUMNS.items()
        if rows[kind]
    )
    left = tuple(
        LeftOut(reason, [" | ".join(told.values()) for _, told in rows[reason]], [n for n, _ in rows[reason]])
        for reason in ("not_used", "no_amount")
        if rows[reason]
    )
    return records, left


def _kind(detail: Detail) -> str:
    """The kind of frame, or why it goes into none."""
    entry = detail.told("entryType").casefold()
    if not detail.told("amount"):
        return "no_amount"
    if entry in _NOT_POSTED or detail.told("entriesType").casefold() in _NO_ENTRIES:
        return "not_used"
    if entry == "budget":
        return "budget"
    return "journal" if detail.account(of_job=False).texts.get("accountMainID") else "summary"


def _told(kind: str, detail: Detail, source: Source, *, redundant: bool) -> dict[str, str]:
    if kind in ("not_used", "no_amount"):
        return detail.texts
    if kind == "journal":
        return _voucher_line(detail, source, redundant=redundant)
    parts = detail.account(of_job=True).subs
    subs = [sub.get("accountSubID", "") for sub in parts]
    job = {
        "project_code": _job(detail),
        # A phase says what for, the cost code in it says on what.
        "functional_code": subs[0] if len(subs) > 1 else "",
        "economic_code": subs[-1] if subs else detail.told("jobPhaseCode"),
        "fiscal_year": _year(detail.told("budgetScenarioPeriodEnd", "periodCoveredEnd", "creationDate"), source),
        "amount": _signed(detail),
    }
    if kind == "summary":
        return {**job, "measure": "actual"}
    scenario = detail.told("budgetScenarioText", "budgetScenario")
    named = parts[-1].get("accountSubDescription", "") if parts else ""
    summary = detail.told("detailComment") or named or detail.told("entryComment")
    return {**job, "budget_type": _budget_type(scenario), "summary": summary}


def _job(detail: Detail) -> str:
    return detail.account(of_job=True).texts.get("accountMainID") or detail.told("jobCode")


def _budget_type(scenario: str) -> str:
    found = (kind for kind, words in _SCENARIOS.items() if words.search(scenario.casefold()))
    return next(found, scenario)


def _voucher_line(detail: Detail, source: Source, *, redundant: bool) -> dict[str, str]:
    account = detail.account(of_job=False)
    day = detail.told("postingDate", "postedDate", "enteredDate", "documentDate", "periodCoveredEnd")
    debit, credit = _sides(detail, redundant=redundant)
    subs = {name: _subaccount(account, words) for name, words in _SUBACCOUNTS.items()}
    return {
        **subs,
        "project_code": subs["project_code"] or _job(detail),
        "fiscal_year": _year(day, source),
        "voucher_date": day,
        "voucher_type": detail.told("sourceJournalID"),
        "voucher_number": detail.told("entryNumber"),
        "summary": detail.told("detailComment", "entryComment"),
        "account_code": account.texts["accountMainID"],
        "account_name": account.texts.get("accountMainDescription", ""),
        "debit": debit,
        "credit": credit,
    }


def _subaccount(account: Account, words: re.Pattern[str]) -> str:
    found = (
        sub.get("accountSubID", "") for sub in account.subs if words.search(sub.get("accountSubType", "").casefold())
    )
    return next(found, "")


def _signed(detail: Detail) -> str:
    amount = detail.told("amount")
    return _negated(amount) if detail.told("signOfAmount") in ("-", "\N{MINUS SIGN}") else amount


def _negated(amount: str) -> str:
    return amount[1:] if amount.startswith("-") else f"-{amount}"


def _side(detail: Detail) -> str:
    """D or C; "" if the detail does not tell its side."""
    code = detail.told("debitCreditCode")[:1].upper()
    return code if code in ("D", "C") else ""


def _signs_are_redundant(details: Sequence[Detail]) -> bool:
    """Whether all credits are negative and no debit is: the sign then only repeats the side."""
    sides = [(_side(detail), _signed(detail).startswith("-")) for detail in details]
    return ("C", True) in sides and ("C", False) not in sides and ("D", True) not in sides


def _sides(detail: Detail, *, redundant: bool) -> tuple[str, str]:
    """Debit and credit: by the code; without one a positive amount is a debit, a negative one a credit."""
    amount, side = _signed(detail), _side(detail)
    if side == "C" or (not side and amount.startswith("-")):
        return "", _negated(amount) if redundant or not side else amount
    return amount, ""


def _year(text: str, source: Source) -> str:
    """The fiscal year of a date; "" if it is none."""
    day = parse_date(text)
    return str(day.year + (day.month > source.unit.calendar.end_month)) if day else ""
