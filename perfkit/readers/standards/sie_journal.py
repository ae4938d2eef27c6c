"""The vouchers of a SIE file (#VER and its #TRANS) as records of a journal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from perfkit.readers.lines.cells import parse_date
from perfkit.readers.standards.records import LeftOut, Records
from perfkit.readers.standards.sie_lines import Line, SieFile, money, sides

_ENTRIES: Final = ("#TRANS", "#RTRANS", "#BTRANS")


@dataclass(frozen=True)
class _Voucher:
    series: str
    number: str
    date: str
    text: str


def journal(file: SieFile) -> tuple[Records, LeftOut]:
    """The lines of all vouchers, and the added lines that stand there twice.

    An added line (#RTRANS) is followed by the same #TRANS, for programs that do not know it: one of the two counts. A
    removed line (#BTRANS) is void.
    """
    entries = _entries(file)
    again = _repeated(entries)
    kept = [(line, voucher) for line, voucher in entries if line.row not in again]
    rows = [line.row for line, _ in kept]
    repeated = [line for line, _ in entries if line.row in again]
    told = LeftOut("repeated", [line.text for line in repeated], [line.row for line in repeated])
    return Records("journal", _columns(file, kept), rows), told


def _entries(file: SieFile) -> list[tuple[Line, _Voucher]]:
    """Every entry with its voucher. One outside all vouchers is a voucher of its own: it will not balance."""
    found = []
    voucher: _Voucher | None = None
    for line in file.lines:
        if line.label == "#VER":
            voucher = _Voucher(line.field(0), line.field(1) or f"#{line.row}", line.field(2), line.field(3))
        elif line.label == "}":
            voucher = None
        elif line.label in _ENTRIES:
            found.append((line, voucher or _Voucher("", f"#{line.row}", "", "")))
    return found


def _repeated(entries: list[tuple[Line, _Voucher]]) -> set[int]:
    """Rows of the #RTRANS whose voucher has a #TRANS of the same account, objects and amount."""
    # The copy of some programs lacks the signature of who added the line, so the later fields are not compared.
    keys = [(line, (id(voucher), line.field(0), line.objects, money(line.field(1)))) for line, voucher in entries]
    copies = Counter(key for line, key in keys if line.label == "#TRANS")
    found = set()
    for line, key in keys:
        if line.label == "#RTRANS" and copies[key]:
            copies[key] -= 1
            found.add(line.row)
    return found


def _columns(file: SieFile, entries: list[tuple[Line, _Voucher]]) -> dict[str, list[str]]:
    # A line without a date of its own has that of its voucher; "-" is no date, where a blank would mean the one above.
    dates = [line.field(2) or voucher.date or "-" for line, voucher in entries]
    years = {text: file.fiscal_year_of(parse_date(text)) for text in set(dates)}
    amounts = [sides(line.field(1)) for line, _ in entries]
    return {
        "fiscal_year": [years[text] for text in dates],
        "voucher_date": dates,
        "voucher_type": [voucher.series for _, voucher in entries],
        "voucher_number": [voucher.number for _, voucher in entries],
        "summary": [line.field(3) or voucher.text for line, voucher in entries],
        "account_code": [line.field(0) for line, _ in entries],
        "account_name": [file.accounts.get(line.field(0), "") for line, _ in entries],
        "debit": [debit for debit, _ in amounts],
        "credit": [credit for _, credit in amounts],
        "status": ["作废" if line.label == "#BTRANS" else "" for line, _ in entries],
        "aux": [" ".join(f"{of} {name}" for of, name in line.objects) for line, _ in entries],
        **file.codes(line for line, _ in entries),
    }
