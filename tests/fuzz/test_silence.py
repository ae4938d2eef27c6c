"""No amount changes, and no line gets lost, in silence: the file's own sums tell.

Every digit of every amount of the seeds that can be proved is changed, and every line with an amount is left out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fuzz.seeds import SEEDS
from fuzz.test_mutants import read

from perfkit.checks.balances import balance_against_journal, balance_roll_forward
from perfkit.checks.vouchers import unbalanced_vouchers
from perfkit.errors import PerfkitError
from perfkit.ledger.frames import empty

#: Seeds in which every amount stands at least twice: on both sides of a voucher, in a total, in a closing balance.
PROVABLE = (
    "journal.csv", "journal_gbk.csv", "journal_utf16.txt", "detail_ledger.csv", "fec.txt", "book.se",
    "saft.xml", "page.xls", "spreadsheet.xls", "budget.csv", "summary.csv",
)  # fmt: skip
_ENCODING = {
    "journal_gbk.csv": "gb18030",
    "journal_utf16.txt": "utf-16",
    "fec.txt": "cp1252",
    "book.se": "cp437",
    "page.xls": "gb18030",
}
_AMOUNT = re.compile(r"(?<!Version>)(?<![\d.])\d+\.\d\d(?!\d)")
_COMMA_AMOUNT = re.compile(r"\d+,\d\d(?!\d)")


def notices(path: Path) -> list[str]:
    """Everything that a person is told of the file."""
    try:
        export = read(path)
    except PerfkitError as fault:
        return [fault.text("zh")]
    found = [*export.findings]
    if "journal" in export.frames and path.name != "detail_ledger.csv":
        found += unbalanced_vouchers(export.frames["journal"])
    if "balances" in export.frames:
        found += balance_roll_forward(export.frames["balances"])
        found += balance_against_journal(export.frames["balances"], export.frames.get("journal", empty("journal")))
    return [finding.text("zh") for finding in found]


def texts(name: str) -> tuple[str, str, re.Pattern[str]]:
    """(text, encoding, what its amounts look like)."""
    encoding = _ENCODING.get(name, "utf-8")
    return SEEDS[name].decode(encoding), encoding, _COMMA_AMOUNT if name == "fec.txt" else _AMOUNT


@pytest.mark.parametrize("name", PROVABLE)
def test_a_changed_digit_is_told(name: str, tmp_path: Path) -> None:
    text, encoding, amount = texts(name)
    digits = [place for found in amount.finditer(text) for place in range(*found.span()) if text[place].isdigit()]
    before = notices(_put(tmp_path / name, text, encoding))
    silent = []
    for place in digits:
        changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        if notices(_put(tmp_path / name, changed, encoding)) == before:
            silent.append(text[max(0, place - 40) : place + 10])
    assert digits
    assert not silent


@pytest.mark.parametrize("name", [name for name in PROVABLE if name != "saft.xml"])
def test_a_lost_line_is_told(name: str, tmp_path: Path) -> None:
    text, encoding, amount = texts(name)
    lines = text.splitlines(keepends=True)
    before = notices(_put(tmp_path / name, text, encoding))
    with_amount = [number for number, line in enumerate(lines) if amount.search(line) and not _is_total(line)]
    silent = [
        lines[number]
        for number in with_amount
        if notices(_put(tmp_path / name, "".join(lines[:number] + lines[number + 1 :]), encoding)) == before
    ]
    assert with_amount
    assert not silent


def _is_total(line: str) -> bool:
    """A total that is gone proves nothing any more, and counts nowhere; so does a budget without an actual."""
    return bool(re.search("合计|累计|期初|#PBUDGET|#PSALDO", line))


def _put(path: Path, text: str, encoding: str) -> Path:
    path.write_bytes(text.encode(encoding))
    return path
