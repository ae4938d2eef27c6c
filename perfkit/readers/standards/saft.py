"""SAF-T Financial (OECD standard audit file for tax): the journal and the accounts of one audit file.

Norwegian, Portuguese, Romanian, Lithuanian and OECD files differ in where a line stands (Transaction > Line, > Lines >
DebitLine, > TransactionLine), in whether an amount is a text or an element of its own, and in their order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from sys import intern
from typing import Final

from perfkit.ledger.money import parse_cents
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.files.xmltext import encoding_of, root_tag
from perfkit.readers.lines.cells import parse_date
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import RecordFile, Records, places
from perfkit.readers.standards.saft_analysis import Analyses
from perfkit.readers.standards.saft_totals import Counted, contradictions

_LINES: Final = ("Line", "TransactionLine", "DebitLine", "CreditLine")
_ENTRIES: Final = "GeneralLedgerEntries"
_TAGS: Final = (
    "AuditFile/Header", "GeneralLedgerAccounts/Account", "AnalysisTypeTableEntry", "Transaction", _ENTRIES, *_LINES
)  # fmt: skip
_JOURNAL: Final = (
    "fiscal_year", "period", "voucher_date", "voucher_type", "voucher_number", "is_closing", "summary",
    "account_code", "account_name", "debit", "credit",
    "project_code", "project_name", "department_code", "department_name",
)  # fmt: skip
_BALANCES: Final = {
    f"{when.lower()}_{side.lower()}": f"{when}{side}Balance"
    for when in ("Opening", "Closing")
    for side in ("Debit", "Credit")
}
#: Countries whose charts have no parent accounts: 19301 is no part of 1930.
_FLAT: Final = ("NO",)
#: Portuguese GroupingCategory of accounts that entries move, in the general ledger and in analytical accounting.
_MOVED: Final = ("GM", "AM")
#: Portuguese lines, and the TransactionType of the entries that close the results (apuramento de resultados).
_PORTUGUESE: Final = ("DebitLine", "CreditLine")
_CLOSING: Final = "A"


def is_saft(head: bytes, ending: str) -> bool:
    """Whether a file is SAF-T: its root is AuditFile."""
    return root_tag(head) == "AuditFile"


def read_saft(data: bytes, source: Source, part: str = "") -> RecordFile:
    """The voucher lines and the accounts of an audit file.

    A line that its analyses divide among several projects or departments is one record for each of them. The format
    tells the balances of accounts, not their movements. NumberOfEntries, TotalDebit and TotalCredit are compared with
    the lines.

    Args:
        data: the content.
        source: where it comes from.
        part: which file of an archive it is.

    Raises:
        ReadError: see `subtrees`.
    """
    book = _Book(source, part)
    takers: dict[str, Callable[[Element], None]] = {
        "Header": book.take_header, "Account": book.take_account, "AnalysisTypeTableEntry": book.analyses.learn,
        "Transaction": book.take_transaction, _ENTRIES: book.take_entries, **dict.fromkeys(_LINES, book.take_line),
    }  # fmt: skip
    for element in subtrees(data, source.source_file, _TAGS):
        takers[element.tag](element)
    return RecordFile(
        " · ".join(filter(None, ("SAF-T", book.country, book.software))),
        (book.journal(), book.balances()),
        findings=(*contradictions(book.counted, source, part), *book.analyses.findings(source, part)),
        encoding=encoding_of(data, source.source_file).removesuffix("-sig"),
    )


@dataclass
class _Book:
    """What has been read so far."""

    source: Source
    part: str
    year: str = ""
    country: str = ""
    software: str = ""
    analyses: Analyses = field(default_factory=Analyses)
    names: dict[str, str] = field(default_factory=dict)
    counted: Counted = field(default_factory=Counted)
    waiting: list[Element] = field(default_factory=list)
    lines: list[tuple[str, ...]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    accounts: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def take_header(self, header: Element) -> None:
        self.country = header.told("AuditFileCountry") or header.told("CompanyAddress", "Country")
        self.software = header.told("SoftwareID") or header.told("ProductID")
        chosen = header.child("SelectionCriteria") or header
        first, last = (self.year_chosen(chosen, end) for end in ("Start", "End"))
        self.year = header.told("FiscalYear") or (first if first == last else "")

    def year_chosen(self, chosen: Element, end: str) -> str:
        return chosen.told(f"Period{end}Year") or self.year_of(chosen.told(f"Selection{end}Date"))

    def take_account(self, account: Element) -> None:
        texts = {name: _amount(account, tag) for name, tag in _BALANCES.items()}
        code, name = intern(account.told("AccountID")), account.told("AccountDescription")
        self.names[code] = name
        is_leaf = self.country in _FLAT or account.told("GroupingCategory") in _MOVED
        told = {"account_code": code, "account_name": name, "fiscal_year": self.year, "is_leaf": "1" if is_leaf else ""}
        self.accounts.append((account.line, {**told, **texts}))

    def take_line(self, line: Element) -> None:
        """A line waits for its transaction: what stands above it may be told below it."""
        if line.within(_ENTRIES) is None:
            return
        self.waiting.append(line)
        if line.within("Transaction") is None:
            self.take_transaction(line)

    def take_transaction(self, transaction: Element) -> None:
        if transaction.within(_ENTRIES) is None:
            return
        head = self.head(transaction) if self.waiting else ()
        for line in self.waiting:
            self.add(line, head)
        self.counted.transactions += 1
        self.counted.lines += len(self.waiting)
        self.waiting.clear()

    def take_entries(self, entries: Element) -> None:
        self.counted.declare(entries)

    def head(self, transaction: Element) -> tuple[str, ...]:
        told, journal = transaction.told, transaction.within("Journal")
        day = self.day(transaction)
        return (
            told("PeriodYear") or self.year or self.year_of(day),
            told("Period"),
            day,
            journal.told("JournalID") if journal else "",
            told("TransactionID") or f"#{self.counted.transactions + 1}",
            "1" if told("TransactionType") == _CLOSING and self.waiting[0].tag in _PORTUGUESE else "",
            told("Description") or told("VoucherDescription"),
        )

    def day(self, transaction: Element) -> str:
        """The first of the transaction's dates that lies in its period; the first of all if none does."""
        days = [day for day in map(transaction.told, ("TransactionDate", "GLPostingDate")) if day]
        period, year = transaction.told("Period").lstrip("0"), transaction.told("PeriodYear")
        fitting = (day for day in days if self.month_of(day) == period and year in ("", self.year_of(day)))
        return next(fitting, days[0] if days else "")

    def year_of(self, text: str) -> str:
        """The fiscal year of a date; "" if it is none."""
        day = parse_date(text)
        return str(day.year + (day.month > self.source.unit.calendar.end_month)) if day else ""

    def month_of(self, text: str) -> str:
        """The month of the fiscal year, from 1 on; "" if it is no date."""
        day = parse_date(text)
        return str((day.month - self.source.unit.calendar.end_month - 1) % 12 + 1) if day else ""

    def add(self, line: Element, head: tuple[str, ...]) -> None:
        *where, summary = head
        code = intern(line.told("AccountID"))
        said = (line.told("Description") or summary, code, self.names.get(code, ""))
        debit, credit = _sides(line)
        self.counted.debit += parse_cents(debit) or 0
        self.counted.credit += parse_cents(credit) or 0
        for row, amounts, codes in self.analyses.divided(line, debit, credit):
            self.lines.append((*where, *said, *amounts, *codes))
            self.rows.append(row)

    def journal(self) -> Records:
        columns = dict(zip(_JOURNAL, zip(*self.lines, strict=True), strict=True)) if self.lines else {}
        return Records("journal", columns, places(self.rows), self.part)

    def balances(self) -> Records:
        names = self.accounts[0][1] if self.accounts else {}
        columns = {name: [told[name] for _, told in self.accounts] for name in names}
        return Records("balances", columns, places([row for row, _ in self.accounts]), self.part)


def _amount(around: Element, tag: str) -> str:
    """An amount that is the text of an element, or of the element Amount in it."""
    found = around.child(tag)
    return (found.told("Amount") or found.text.strip()) if found else ""


def _sides(line: Element) -> tuple[str, str]:
    """Debit and credit of a line, however it tells them; an amount without a side stays a text that is no amount."""
    debit, credit = _amount(line, "DebitAmount"), _amount(line, "CreditAmount")
    amount = "" if debit or credit else _amount(line, "Amount")
    if not amount:
        return debit, credit
    indicator = line.told("DebitCreditIndicator")
    sides = {"d": (amount, ""), "c": ("", amount)}
    return sides.get(indicator[:1].casefold(), (f"{amount} {indicator or '?'}", ""))
