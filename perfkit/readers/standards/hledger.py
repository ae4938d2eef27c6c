"""hledger journals through the `hledger` program: its entries, and as the budget what its `~` rules give for the year.

The program gets the text on standard input, `include` lines taken out: it would open any file of this machine, and
print its content in messages. What it refuses is taken out entry by entry, and reported.

*Source*: hledger.org/hledger.html: "Journal format", "Periodic rules", "print", "Forecasting".
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import Any, Final

from perfkit.errors import BrokenFile, MissingTool, TooLarge
from perfkit.readers.files.plaintext import decode
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards import journalfile
from perfkit.readers.standards.journalfile import Journal, Posting, block, record_file
from perfkit.readers.standards.records import RecordFile

ENDINGS: Final = (".journal", ".hledger", ".j")
#: An entry that the program refuses is taken out and the rest tried again, this often.
_MAX_REFUSED: Final = 20
_INCLUDE: Final = re.compile(r"[!@]?include(?:\s+(.*))?")
_RULE: Final = re.compile(r"~\s*(.*?)(?:\s{2,}(.*))?")
_PLACE: Final = re.compile(r"(?:\(lines? |:)(\d+)")
#: An entry that a rule made has no line; its description is the line of the rule.
_MADE: Final = re.compile(r"(\d+)\s*\n[\s|\d]*; generated-transaction:")


def is_hledger(head: bytes, ending: str) -> bool:
    """Whether a file is an hledger journal: by its ending, since nearly any text may begin one."""
    return ending in ENDINGS


def read_hledger(data: bytes, source: Source) -> RecordFile:
    """The postings of an hledger journal, at their cost, and the amounts of its periodic rules within the year.

    Raises:
        MissingTool: the program is not installed.
        WrongEncoding, BrokenFile, TooLarge: the file cannot be read.
    """
    program = shutil.which("hledger")
    if not program:
        install = {"zh": "见 hledger.org/install（Debian：apt install hledger）", "en": "hledger.org/install"}
        raise MissingTool(path=source.source_file, tool="hledger", install=install)
    if len(data) > journalfile.MAX_BYTES:
        found = f"{len(data):,} bytes"
        raise TooLarge(path=source.source_file, expected=f"{journalfile.MAX_BYTES:,} bytes", found=found)
    text, encoding = decode(data, source.source_file)
    # The program ends a line at a lone carriage return, too: an `include` behind one must not pass for a comment.
    run = _Run(program, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), source)
    run.read()
    file = record_file(run.journal, source)
    return RecordFile(file.system, file.records, file.left_out, file.findings, encoding)


class _Run:
    """One file on its way through the program: `lines` is the text that the program may see."""

    def __init__(self, program: str, lines: list[str], source: Source) -> None:
        self.program = program
        self.source = source
        self.lines = list(lines)
        self.options: tuple[str, ...] = ()
        self.journal = Journal(_version(program), lines)
        for number, line in enumerate(lines, start=1):
            found = _INCLUDE.fullmatch(line)
            if found:
                self.lines[number - 1] = ""
                self.journal.tell(journalfile.NOT_FOLLOWED, number, found[1] or "?", source)

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The program's answer. It runs in an empty folder, where it finds no settings.

        Raises:
            TooLarge: it takes too long.
        """
        with tempfile.TemporaryDirectory() as folder:
            try:
                return subprocess.run(  # noqa: S603 - the program that people installed for this
                    [self.program, *arguments],
                    input="\n".join(self.lines),
                    capture_output=True, check=False, timeout=journalfile.MAX_SECONDS, encoding="utf-8", cwd=folder,
                    env={**os.environ, "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": folder, "HOME": folder},
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                limit = f"{journalfile.MAX_SECONDS} s"
                raise TooLarge(path=self.source.source_file, expected=limit, found=f"> {limit}") from None

    def printed(self, *options: str) -> list[dict[str, Any]]:
        """The entries as JSON, missing amounts filled in and amounts at cost; what is refused is taken out.

        Raises:
            BrokenFile: the program refuses more than it is worth, or does not say what.
        """
        for _ in range(_MAX_REFUSED + 1):
            done = self.call("-f", "journal:-", "print", "-x", "-B", "-O", "json", *self.options, *options)
            if done.returncode == 0:
                return self.parsed(done.stdout)
            self.refuse(done.stderr)
        raise self.broken(done.stderr)

    def parsed(self, answer: str) -> list[dict[str, Any]]:
        try:
            entries: list[dict[str, Any]] = json.loads(answer)
        except ValueError:  # a number of thousands of digits
            raise self.broken(answer) from None
        return entries

    def refuse(self, said: str) -> None:
        """Take the entry out that the program complains of, or the assertions if it complains of one."""
        place = _MADE.search(said) or _PLACE.search(said)
        line = int(place[1]) if place else 0
        if not 1 <= line <= len(self.lines) or not any(self.lines[row - 1].strip() for row in self.block(line)):
            raise self.broken(said)
        if "assertion" in said.casefold() and "-I" not in self.options:
            self.options = ("-I",)
            self.journal.tell(journalfile.FAILED_ASSERTION, line, said, self.source)
            return
        self.journal.refuse(line)
        self.journal.tell(journalfile.NOT_ACCEPTED, line, said, self.source)
        for row in self.block(line):
            self.lines[row - 1] = ""

    def block(self, line: int) -> range:
        return block(self.journal.lines, line)

    def broken(self, said: str) -> BrokenFile:
        expected = {"zh": "hledger 日记账", "en": "an hledger journal"}
        return BrokenFile(path=self.source.source_file, expected=expected, found=" ".join(said.split())[:300] or "-")

    def read(self) -> None:
        """The postings of all entries, and what every periodic rule gives within the year."""
        rules = [number for number, line in enumerate(self.lines, start=1) if line.startswith("~")]
        calendar, year = self.source.unit.calendar, self.source.year
        first, end = calendar.first_day(year), calendar.last_day(year) + timedelta(days=1)
        for number in rules:
            # The description comes back with each entry that the rule makes: it tells which rule that was.
            found = _RULE.fullmatch(self.lines[number - 1])
            self.lines[number - 1] = f"~ {found[1] if found else ''}  {number}"
        written = sorted(self.printed(), key=lambda entry: int(entry["tsourcepos"][0]["sourceLine"]))
        for number, entry in enumerate(written, start=1):
            self.read_entry(number, entry)
        # What a rule makes counts in the balances that entries assert, and they assert those of what was written.
        planned = self.printed(f"--forecast={first}..{end}", "-I") if rules else []
        made = [entry for entry in planned if _is_made(entry)]
        for entry in made:
            self.read_goals(entry)
        idle = set(rules) - {int(entry["tdescription"]) for entry in made}
        lines = [line for rule in idle for line in self.below(rule) if _is_posting(self.journal.lines[line - 1])]
        self.journal.aside = {**dict.fromkeys(lines, "other_year"), **self.journal.aside}

    def read_entry(self, number: int, entry: dict[str, Any]) -> None:
        """The postings of an entry; virtual ones are outside double entry and are set aside."""
        first, end = (place["sourceLine"] for place in entry["tsourcepos"])
        note = f"({entry['tcode']}) {entry['tdescription']}" if entry["tcode"] else entry["tdescription"]
        day = _day(entry["tdate"])
        if day is None:
            self.journal.refuse(first)
            self.journal.tell(journalfile.NOT_ACCEPTED, first, entry["tdate"], self.source)
            return
        for line, posting in self.placed(entry["tpostings"], range(first + 1, end)):
            if posting["ptype"] == "RegularPosting":
                self.journal.postings += _amounts(line, number, day, note, posting)
            else:
                self.journal.aside[line] = "virtual_posting"

    def read_goals(self, entry: dict[str, Any]) -> None:
        """The postings of an entry that a rule made: one goal per line of the rule."""
        rule, day = int(entry["tdescription"]), date.fromisoformat(entry["tdate"])
        note = self.journal.lines[rule - 1].strip()
        for line, posting in self.placed(entry["tpostings"], self.below(rule)):
            self.journal.goals += _amounts(line, 0, day, note, posting)

    def below(self, rule: int) -> range:
        """The lines below the first line of a rule."""
        return range(rule + 1, self.block(rule).stop)

    def placed(self, postings: Sequence[dict[str, Any]], rows: range) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each posting with its line.

        Raises:
            BrokenFile: program and text do not agree.
        """
        lines = [row for row in rows if _is_posting(self.journal.lines[row - 1])]
        if len(lines) != len(postings):
            raise self.broken(f"{rows.start}: {len(lines)} / {len(postings)}")
        return zip(lines, postings, strict=True)


@cache
def _version(program: str) -> str:
    """Name and version, as "hledger 1.25"."""
    done = subprocess.run([program, "--version"], capture_output=True, check=False, encoding="utf-8")  # noqa: S603
    return done.stdout.split(",")[0].strip() or "hledger"


def _is_made(entry: dict[str, Any]) -> bool:
    return any(name == "_generated-transaction" for name, _ in entry["ttags"])


def _day(text: str) -> date | None:
    """None for the years before 1 and beyond 9999, which the program allows."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_posting(text: str) -> bool:
    return text[:1] in (" ", "\t") and not text.strip().startswith(";") and bool(text.strip())


def _amounts(line: int, entry: int, day: date, note: str, posting: dict[str, Any]) -> list[Posting]:
    """The amounts of one posting, exact; one whose amount is left to the program may have several commodities."""
    found = []
    for amount in posting["pamount"]:
        mantissa, places = (amount["aquantity"][name] for name in ("decimalMantissa", "decimalPlaces"))
        # Numbers of a thousand digits come as floats: they are no money, and exactness is not at stake.
        exact = Fraction(mantissa) / 10**places if isinstance(mantissa, int) else Fraction(10**20)
        found.append(Posting(line, entry, day, note.strip(), posting["paccount"], exact, amount["acommodity"]))
    return found
