"""What plain-text accounting files (hledger, beancount) share: entries on lines of text, commodities, budget goals.

Their own tools take them apart; here the postings become records and every other line is accounted for. One commodity
is read, the one that the file declares or uses most: amounts of several commodities cannot be added up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

import pandas as pd

from perfkit.errors import BrokenFile
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import LeftOut, RecordFile, Records

#: Longer files are no books that people keep by hand; the tools need some hundred bytes of memory per byte.
MAX_BYTES: Final = 32 * 2**20
#: Seconds that a tool may take.
MAX_SECONDS: Final = 120
NOT_ACCEPTED: Final = FindingKind(
    "entries_not_accepted", "error", "记账软件不接受的条目", "entry that its own tool refuses",
    "{place} 第 {row} 行：{tool} 不接受该条目（{found}）；该条目各行已搁置，未计入。请改正后重试。",
    "{place} row {row}: {tool} refuses this entry ({found}); its lines were set aside and count nowhere. Correct it.",
)  # fmt: skip
FAILED_ASSERTION: Final = FindingKind(
    "balance_assertions", "error", "余额断言或补平指令不成立", "balance assertion or pad that fails",
    "{place} 第 {row} 行：文件声明的余额或补平指令与分录不符（{tool}：{found}）；分录按原样计入。",
    "{place} row {row}: a balance that the file asserts, or a pad, does not agree with its postings ({tool}: {found}); "
    "the postings are counted as they stand.",
)  # fmt: skip
NOT_FOLLOWED: Final = FindingKind(
    "includes_not_followed", "warning", "引用的文件未读入", "included file that was not read",
    "{place} 第 {row} 行引用了另一个文件（{found}），未读入。请把该文件也放入本年度文件夹。",
    "{place} row {row} includes another file ({found}), which was not read. Put that file into the year's folder too.",
)  # fmt: skip
NOT_RUN: Final = FindingKind(
    "plugins_not_run", "warning", "插件未运行", "plugin that was not run",
    "{place} 第 {row} 行要求运行插件（{found}），未运行：数据文件不得执行程序。插件产生的分录不在其中。",
    "{place} row {row} asks for a plugin ({found}), which was not run: data do not run programs. Entries that the "
    "plugin makes are missing.",
)  # fmt: skip
OTHER_CURRENCY: Final = FindingKind(
    "other_currencies", "warning", "其他币种的分录未计入", "postings in other currencies",
    "{file} 有 {found} 笔分录以 {subject} 计（借方 {amount}，自第 {row} 行起），未计入；只读入以 {expected} 计的分录。",
    "{file}: {found} postings are in {subject} (debits of {amount}, from row {row}) and count nowhere; only those in "
    "{expected} were read.",
)  # fmt: skip
ROUNDED: Final = FindingKind(
    "rounded_amounts", "notice", "金额四舍五入到分", "amounts rounded to cents",
    "{file} 有 {found} 笔金额细于分（自第 {row} 行起，多由价格折算而来），已按分取整。",
    "{file}: {found} amounts are finer than a cent (from row {row}; most come from prices) and were rounded to cents.",
)  # fmt: skip


@dataclass(frozen=True)
class Posting:
    """One amount of an entry, or of a budget: `line` is where it stands; `entry` numbers the entries of the file."""

    line: int
    entry: int
    day: date
    summary: str
    account: str
    amount: Fraction
    commodity: str


@dataclass
class Journal:
    """A file as its tool understands it.

    Args:
        tool: format and version.
        lines: the text.
        main: the commodity that the file declares as its own; "" = the one of most postings.
        postings: of entries.
        made: postings that the tool made of a directive and that stand on no line of their own.
        goals: amounts budgeted for the year.
        aside: line -> why nothing of it counts; lines without a reason are directives and comments.
        findings: what the tool complains of.
    """

    tool: str
    lines: Sequence[str]
    main: str = ""
    postings: list[Posting] = field(default_factory=list)
    made: list[Posting] = field(default_factory=list)
    goals: list[Posting] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, kind: FindingKind, line: int, found: str, source: Source) -> None:
        """Add a finding about a line."""
        words = " ".join(found.split())[:300]
        told = {"found": words, "source_file": source.source_file, "source_row": line}
        self.findings.append(Finding(kind, **told, parts={"tool": self.tool}))  # type: ignore[arg-type]

    def refuse(self, line: int) -> None:
        """Set the entry aside that stands on that line."""
        self.aside.update(dict.fromkeys(block(self.lines, line), "not_accepted"))


def block(lines: Sequence[str], line: int) -> range:
    """The lines of the entry or directive that `line` belongs to: one that is not indented, and those below it."""
    first = min(max(line, 1), len(lines))
    while first > 1 and _continues(lines[first - 1]):
        first -= 1
    last = first
    while last < len(lines) and _continues(lines[last]):
        last += 1
    return range(first, last + 1)


def _continues(text: str) -> bool:
    return not text.strip() or text[0] in " \t"


def record_file(journal: Journal, source: Source) -> RecordFile:
    """The records of one file: its postings, its budget, and every other line of text as left out.

    Raises:
        BrokenFile: its tool refuses all of it.
    """
    everything = (*journal.postings, *journal.made, *journal.goals)
    refused = [finding.found for finding in journal.findings if finding.kind is NOT_ACCEPTED]
    if refused and not everything:
        expected = {language: f"{journal.tool}{word}" for language, word in (("zh", " 文件"), ("en", " file"))}
        raise BrokenFile(path=source.source_file, expected=expected, found=refused[0])
    main = journal.main or _most_used(everything)
    others = [posting for posting in everything if posting.commodity != main]
    records = (
        _entries([posting for posting in journal.postings if posting.commodity == main], source),
        _entries([posting for posting in journal.made if posting.commodity == main], source, part="pad"),
        _budget([posting for posting in journal.goals if posting.commodity == main], source),
    )
    kept = {one.line for one in (*journal.postings, *journal.goals) if one.commodity == main}
    foreign = sorted({posting.line for posting in others})
    left = {line: "other_currency" for line in foreign if line not in kept}
    rest = {
        number: journal.aside.get(number, "directive")
        for number, text in enumerate(journal.lines, start=1)
        if text.strip() and number not in kept and number not in left
    }
    return RecordFile(
        journal.tool,
        tuple(of_kind for of_kind in records if of_kind.rows),
        _left_out({**left, **rest}, journal.lines),
        (*journal.findings, *_foreign(others, main, source), *_rounded(journal, main, source)),
    )


def fiscal_year(day: date, source: Source) -> int:
    """The fiscal year of the unit in which `day` lies."""
    return day.year + (day.month > source.unit.calendar.end_month)


def _most_used(postings: Iterable[Posting]) -> str:
    counted = Counter(posting.commodity for posting in postings).most_common(1)
    return counted[0][0] if counted else ""


def _entries(postings: Sequence[Posting], source: Source, part: str = "") -> Records:
    """Voucher lines. Postings that a tool split over several lots stand on one line and are one."""
    by_place: dict[int, list[Posting]] = defaultdict(list)
    for number, posting in enumerate(postings, start=1):
        by_place[number if part else posting.line].append(posting)
    rows = sorted(by_place)
    first = [by_place[row][0] for row in rows]
    amounts = [sum((posting.amount for posting in by_place[row]), Fraction(0)) for row in rows]
    columns = {
        "fiscal_year": [f"{fiscal_year(posting.day, source):04d}" for posting in first],
        "voucher_date": [posting.day.isoformat() for posting in first],
        "voucher_number": [str(posting.entry) for posting in first],
        "summary": [posting.summary for posting in first],
        "account_code": [posting.account for posting in first],
        "debit": [money(max(amount, Fraction(0))) for amount in amounts],
        "credit": [money(max(-amount, Fraction(0))) for amount in amounts],
    }
    return Records("journal", columns, rows, part)


def _budget(goals: Sequence[Posting], source: Source) -> Records:
    """Budget lines of the year: each line of the file once per period, by numbers of its own; the text says which line.

    Amounts are rounded so that the periods of a line add up to its amount for the year.
    """
    sums: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    first: dict[tuple[int, int], Posting] = {}
    for goal, period in zip(goals, _periods(goals, source), strict=True):
        sums[goal.line, period] += goal.amount
        first.setdefault((goal.line, period), goal)
    told: dict[int, Fraction] = defaultdict(Fraction)
    amounts = []
    for line, period in sorted(sums):
        before = told[line]
        told[line] += sums[line, period]
        amounts.append(money(Fraction(round(told[line] * 100) - round(before * 100), 100)))
    places = sorted(sums)
    columns = {
        "fiscal_year": [str(source.year) for _ in places],
        "period": [str(period) for _, period in places],
        "summary": [f"{first[place].summary} ({place[0]})" for place in places],
        "account_code": [first[place].account for place in places],
        "amount": amounts,
    }
    return Records("budget", columns, range(1, len(places) + 1), "budget")


def _periods(goals: Sequence[Posting], source: Source) -> list[int]:
    days = pd.Series(pd.to_datetime([goal.day for goal in goals]))
    return [int(period) for period in source.unit.calendar.period_of(days)]


def money(amount: Fraction) -> str:
    """An amount with two decimals, half to even."""
    cents = round(amount * 100)
    if abs(cents) >= 10**18:
        return "> 10^16"  # no amount of money; the readers report it as unreadable
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _left_out(aside: Mapping[int, str], lines: Sequence[str]) -> tuple[LeftOut, ...]:
    rows: dict[str, list[int]] = defaultdict(list)
    for line in sorted(aside):
        rows[aside[line]].append(line)
    return tuple(LeftOut(reason, [lines[row - 1].strip() for row in of], of) for reason, of in rows.items())


def _foreign(others: Sequence[Posting], main: str, source: Source) -> list[Finding]:
    findings = []
    for commodity in dict.fromkeys(posting.commodity for posting in others):
        of_it = [posting for posting in others if posting.commodity == commodity]
        debits = sum((posting.amount for posting in of_it if posting.amount > 0), Fraction(0))
        findings.append(
            Finding(
                OTHER_CURRENCY,
                subject=commodity or "-",
                expected=main or "-",
                found=str(len(of_it)),
                source_file=source.source_file,
                source_row=min(posting.line for posting in of_it),
                parts={"amount": money(debits)},
            )
        )
    return findings


def _rounded(journal: Journal, main: str, source: Source) -> list[Finding]:
    """Amounts of entries, and budgets of the whole year, that are finer than a cent."""
    budgets: dict[int, Fraction] = defaultdict(Fraction)
    for goal in journal.goals:
        budgets[goal.line] += goal.amount if goal.commodity == main else 0
    told = [(one.line, one.amount) for one in (*journal.postings, *journal.made) if one.commodity == main]
    finer = [line for line, amount in (*told, *budgets.items()) if (amount * 100).denominator != 1]
    file, first = source.source_file, min(finer, default=0)
    return [Finding(ROUNDED, found=str(len(finer)), source_file=file, source_row=first)] if finer else []
