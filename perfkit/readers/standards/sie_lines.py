"""A SIE file taken apart: its encoding, its lines, and what its descriptive lines name.

*Source*: SIE-Gruppen, SIE filformat utgåva 4B, sections 5 (file structure) and 11 (record types).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from perfkit.errors import BrokenFile, TooLarge, WrongEncoding
from perfkit.readers.files.sheets import MAX_ROWS
from perfkit.readers.lines.cells import parse_date

#: A quoted field (only the quotation mark is escaped: paths such as C:\\Data stand as they are), a brace, a bare field.
_TOKEN: Final = re.compile(r'"((?:\\"|[^"])*)(?:"|$)|([{}])|([^\s"{}]+)')
_MAX_BYTES: Final = 2**27
_MARK: Final = b"\xef\xbb\xbf"
#: What tells the code pages of Swedish text apart: the same byte is a letter in one and a sign in the other.
_LETTERS: Final = re.compile("[åäöÅÄÖéÉ]")
#: Dimensions that the standard reserves.
_COST_CENTRE: Final = "1"
_PROJECT: Final = "6"
#: The lines that hold amounts, and the least that each must tell.
FORMS: Final = {
    **{label: f"{label} 0 1930 100.00" for label in ("#IB", "#UB", "#RES")},
    **{label: f'{label} 0 1930 {{1 "A"}} 100.00' for label in ("#OIB", "#OUB")},
    **{label: f"{label} 0 202101 1930 {{}} 100.00" for label in ("#PSALDO", "#PBUDGET")},
    **{label: f"{label} 1930 {{}} 100.00" for label in ("#TRANS", "#RTRANS", "#BTRANS")},
}
#: The label of a line that tells less; its own label is then its first field.
UNREADABLE: Final = "unreadable"


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        row: its number, from 1.
        text: as it stands.
        label: "#TRANS" and the like in capitals; "{" and "}" of a voucher; UNREADABLE; "" for blank lines, free text.
        fields: the fields after the label, without the list of objects.
        objects: the list of objects: (dimension, object).
    """

    row: int
    text: str
    label: str
    fields: tuple[str, ...] = ()
    objects: tuple[tuple[str, str], ...] = ()

    def field(self, number: int) -> str:
        """The field at that place; "" if the line ends before."""
        return self.fields[number] if number < len(self.fields) else ""

    def object_of(self, dimension: str) -> str:
        """The object of that dimension; "" if none."""
        return next((name for of, name in self.objects if of == dimension), "")


@dataclass(frozen=True)
class SieFile:
    """All lines, their encoding, and the year that stands for index 0 where no #RAR tells."""

    lines: tuple[Line, ...]
    encoding: str
    year: int
    by_label: dict[str, list[Line]] = field(default_factory=dict)

    def of(self, *labels: str) -> list[Line]:
        """The lines of these labels."""
        return [line for label in labels for line in self.by_label.get(label, [])]

    @cached_property
    def years(self) -> dict[int, tuple[date, date]]:
        """Index (0 = the file's year, -1 the one before) -> first and last day, of the #RAR lines that can be read."""
        told = [
            (whole(line.field(0)), parse_date(line.field(1)), parse_date(line.field(2))) for line in self.of("#RAR")
        ]
        return {index: (first, last) for index, first, last in told if index is not None and first and last}

    @cached_property
    def accounts(self) -> dict[str, str]:
        """Account -> name."""
        return {line.field(0): line.field(1) for line in self.of("#KONTO")}

    @cached_property
    def objects(self) -> dict[tuple[str, str], str]:
        """(dimension, object) -> name."""
        return {(line.field(0), line.field(1)): line.field(2) for line in self.of("#OBJEKT")}

    def fiscal_year(self, index: str) -> str:
        """The calendar year in which the year of that index ends."""
        number = int(index)
        base = self.years[0][1].year if 0 in self.years else self.year
        return str(self.years[number][1].year if number in self.years else base + number)

    def fiscal_year_of(self, day: date | None) -> str:
        """The fiscal year that a day lies in; "" if no #RAR covers it."""
        return next((str(last.year) for first, last in self.years.values() if day and first <= day <= last), "")

    def codes(self, lines: Iterable[Line]) -> dict[str, list[str]]:
        """Department and project of each line, code and name: dimensions 1 and 6 are reserved for them."""
        columns: dict[str, list[str]] = {}
        listed = list(lines)
        for name, dimension in (("department", _COST_CENTRE), ("project", _PROJECT)):
            found = [line.object_of(dimension) for line in listed]
            columns[f"{name}_code"] = found
            columns[f"{name}_name"] = [self.objects.get((dimension, one), "") for one in found]
        return columns


def read_lines(data: bytes, name: str, year: int) -> SieFile:
    """The lines of a SIE file.

    Raises:
        BrokenFile: zero bytes in it.
        WrongEncoding: it says that it is UTF-8, and is not.
        TooLarge: more bytes or lines than anybody writes.
    """
    if len(data) > _MAX_BYTES:
        raise TooLarge(path=name, expected=f"{_MAX_BYTES:,} bytes", found=f"{len(data):,} bytes")
    text, encoding = _decode(data, name)
    breaks = text.count("\n") + text.count("\r") - text.count("\r\n")
    if breaks > MAX_ROWS:
        expected, found = ({"zh": f"{n:,} 行", "en": f"{n:,} lines"} for n in (MAX_ROWS, breaks))
        raise TooLarge(path=name, expected=expected, found=found)
    texts = re.split(r"\r\n|\r|\n", text)
    # An end-of-file sign of DOS, and what follows the last line break, are no lines.
    while texts and not texts[-1].strip(" \t\x1a"):
        texts.pop()
    file = SieFile(tuple(_line(number, one) for number, one in enumerate(texts, start=1)), encoding, year)
    for line in file.lines:
        file.by_label.setdefault(line.label, []).append(line)
    return file


def contents(text: str) -> str:
    """What a line says, without what stands between and around its fields: blanks, quotation marks, braces."""
    return "".join(bare or quoted.replace('\\"', '"') for quoted, _, bare in _TOKEN.findall(text))


def whole(text: str) -> int | None:
    """The whole number that a field is; None if it is none."""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,4}", text) else None


def money(text: str) -> str:
    """An amount with a decimal point: the format knows no thousands separator, so a comma is a decimal comma."""
    return text.replace(",", ".")


def sides(text: str) -> tuple[str, str]:
    """(debit, credit) of a signed amount; what is no amount stays on the debit side, for the reader to refuse."""
    amount = money(text)
    return ("0", amount[1:]) if re.fullmatch(r"-[0-9]*\.?[0-9]*", amount) else (amount, "0")


def _line(row: int, text: str) -> Line:
    parts: list[str] = []
    listed: list[str] = []
    inside = False
    for quoted, brace, bare in _TOKEN.findall(text):
        if brace:
            inside = brace == "{"
        else:
            (listed if inside else parts).append(bare or quoted.replace('\\"', '"'))
    stripped = text.strip()
    if not parts or not stripped.startswith("#"):
        return Line(row, text, stripped if stripped in ("{", "}") else "")
    label, fields = parts[0].upper(), tuple(parts[1:])
    objects = tuple(zip(listed[::2], listed[1::2], strict=False))
    if not _complete(label, fields):
        return Line(row, text, UNREADABLE, (label, *fields), objects)
    return Line(row, text, label, fields, objects)


def _complete(label: str, fields: tuple[str, ...]) -> bool:
    """Whether a line that holds an amount tells all that makes it one."""
    if label not in FORMS:
        return True
    needed = len(FORMS[label].split("{")[0].split()) + ("{" in FORMS[label]) - 1
    return all(fields[:needed]) and len(fields) >= needed and (label.endswith("TRANS") or whole(fields[0]) is not None)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    zeros = data.count(0)
    if zeros:
        expected, found = {"zh": "文本", "en": "text"}, {"zh": f"{zeros} 个空字节", "en": f"{zeros} zero bytes"}
        raise BrokenFile(path=name, expected=expected, found=found)
    try:
        return data.removeprefix(_MARK).decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if data.startswith(_MARK):
            row, byte = data.count(b"\n", 0, error.start) + 1, data[error.start + len(_MARK) :][:2].hex()
            raise WrongEncoding(path=name, expected="UTF-8", row=row, found=f"0x{byte}") from None
    encoding = _code_page(data)
    return data.decode(encoding), encoding


def _code_page(data: bytes) -> str:
    """CP437 as the standard says (#FORMAT PC8), unless the text has more Swedish letters in a page of Windows or ISO.

    Many programs write PC8 into #FORMAT and another page into the file, so the letters decide.
    """
    latin = "cp1252" if re.search(rb"[\x80-\x9f]", data) else "iso-8859-15"
    found = {page: len(_LETTERS.findall(data.decode(page, "replace"))) for page in ("cp437", latin)}
    readable = latin == "iso-8859-15" or not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data)
    return latin if readable and found[latin] > found["cp437"] else "cp437"
