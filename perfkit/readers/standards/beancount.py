"""Beancount files through the beancount library, with the budgets of fava: `custom "budget" Account "monthly" 100 EUR`.

*Source*: beancount.github.io/docs/beancount_language_syntax.html; budgets: fava's help page "Budgets": an amount per
day, week, fortnight, month, quarter or year is valid until the next one of that account and currency, and is spread
over the days of its interval.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from calendar import isleap, monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from perfkit.errors import BrokenFile, MissingTool, TooLarge
from perfkit.readers.files.plaintext import decode
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards import journalfile
from perfkit.readers.standards.journalfile import Journal, Posting, record_file
from perfkit.readers.standards.records import RecordFile

ENDINGS: Final = (".beancount", ".bean")
_PROGRAM: Final = Path(__file__).with_name("beancount_process.py")
#: Interval of a fava budget -> days of the one that a day lies in.
_DAYS: Final[dict[str, Callable[[date], int]]] = {
    "daily": lambda day: 1,
    "weekly": lambda day: 7,
    "fortnightly": lambda day: 14,
    "monthly": lambda day: monthrange(day.year, day.month)[1],
    "quarterly": lambda day: sum(monthrange(day.year, (day.month - 1) // 3 * 3 + month)[1] for month in (1, 2, 3)),
    "yearly": lambda day: 365 + isleap(day.year),
}


def is_beancount(head: bytes, ending: str) -> bool:
    """Whether a file is beancount: by its ending, since nearly any text would parse."""
    return ending in ENDINGS


def read_beancount(data: bytes, source: Source) -> RecordFile:
    """The postings of a beancount file, at their cost or price, and its budgets for the year.

    Raises:
        MissingTool: the library is not installed.
        WrongEncoding, BrokenFile, TooLarge: the file cannot be read.
    """
    if not find_spec("beancount"):
        raise MissingTool(path=source.source_file, tool="beancount (PyPI)", install='pip install "beancount>=3"')
    text, encoding = decode(data, source.source_file)
    told = _told(text, source)
    journal = Journal(f"beancount {told['version']}", text.split("\n"), next(iter(told["currencies"]), ""))
    journal.postings += [_posting(row) for row in told["postings"]]
    journal.made += [_posting(row) for row in told["made"]]
    _complaints(journal, told, source)
    _budgets(journal, told, source)
    file = record_file(journal, source)
    return RecordFile(file.system, file.records, file.left_out, file.findings, encoding)


def _told(text: str, source: Source) -> dict[str, Any]:
    """What the library makes of the text, in a process of its own.

    Raises:
        TooLarge: more bytes or seconds than the bound.
        BrokenFile: the library gives up.
    """
    name, data = source.source_file, text.encode()
    if len(data) > journalfile.MAX_BYTES:
        raise TooLarge(path=name, expected=f"{journalfile.MAX_BYTES:,} bytes", found=f"{len(data):,} bytes")
    program = [sys.executable, "-P", str(_PROGRAM)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            program, input=data, capture_output=True, check=True, timeout=journalfile.MAX_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(path=name, expected=f"{journalfile.MAX_SECONDS} s", found="> 1") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        expected = {"zh": "beancount 文件", "en": "a beancount file"}
        raise BrokenFile(path=name, expected=expected, found=said or f"exit code {error.returncode}") from None
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _posting(row: list[Any]) -> Posting:
    line, entry, day, summary, account, amount, commodity = row
    return Posting(line, entry, date.fromisoformat(day), summary, account, Fraction(Decimal(amount)), commodity)


def _budgets(journal: Journal, told: dict[str, Any], source: Source) -> None:
    """The amounts that each budget directive gives to the days of the year on which it is valid."""
    calendar = source.unit.calendar
    first, last = calendar.first_day(source.year), calendar.last_day(source.year)
    by_account: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
    for row in told["budgets"]:
        if len(row) == 1 or row[3].lower() not in _DAYS:
            journal.refuse(row[0])
            journal.tell(journalfile.NOT_ACCEPTED, row[0], journal.lines[row[0] - 1], source)
        else:
            by_account[row[2], row[5]].append(row)
    for rows in by_account.values():
        starts = [date.fromisoformat(row[1]) for row in rows]
        for row, start, following in zip(rows, starts, [*starts[1:], last + timedelta(days=1)], strict=True):
            days = _days(max(start, first), min(following, last + timedelta(days=1)))
            if not days:
                journal.aside[row[0]] = "other_year"
                continue
            line, _, account, interval, amount, commodity = row
            summary = f"{interval} {amount} {commodity}"
            for day in days:
                share = Fraction(Decimal(amount)) / _DAYS[interval.lower()](day)
                journal.goals.append(Posting(line, 0, day, summary, account, share, commodity))


def _days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((end - start).days)]


def _complaints(journal: Journal, told: dict[str, Any], source: Source) -> None:
    for line, message in told["refused"]:
        journal.refuse(line)
        journal.tell(journalfile.NOT_ACCEPTED, line, message, source)
    refused = journal.aside
    journal.postings[:] = [one for one in journal.postings if refused.get(one.line) != "not_accepted"]
    for line, message in told["failed"]:
        journal.tell(journalfile.FAILED_ASSERTION, line, message, source)
    for kind, word, names in (
        (journalfile.NOT_FOLLOWED, "include", told["includes"]),
        (journalfile.NOT_RUN, "plugin", told["plugins"]),
    ):
        for name in names:
            journal.tell(kind, _line_of(journal.lines, word, name), name, source)


def _line_of(lines: Iterable[str], word: str, name: str) -> int:
    """Where `word "name"` stands; 0 if it is written in some other way."""
    wanted = re.compile(rf'{word}\s+"{re.escape(name)}"')
    return next((number for number, text in enumerate(lines, start=1) if wanted.match(text)), 0)
