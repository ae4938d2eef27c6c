"""Rows and amounts of every export: read = kept + set aside, or an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textframes import tidy
from yearbook import LEDGER

from perfkit.checks.completeness import applied_corrections, incomplete_reading
from perfkit.ledger.completeness import file_sums
from perfkit.ledger.corrections import Correction
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile, Ledger

JOURNAL = tidy(
    """
    source_file | account_code | debit_cents | credit_cents
    j.csv       | 7201         | 10.00       | 0
    j.csv       | 8001         | 0           | 10.00
    k.csv       | 7201         | 99.00       | 0
    """,
    "journal",
)
ASIDE = tidy("source_file | reason | debit_cents | credit_cents\nj.csv | subtotal | 10.00 | 10.00", "set_aside")
FILE = InputFile("j.csv", ("journal",), "", 0, 4, 2, 2, debit_cents=2000, credit_cents=2000)


def ledger(file: InputFile = FILE, **parts: object) -> Ledger:
    told = {"journal": JOURNAL, "set_aside": ASIDE, "budget": empty("budget"), "inputs": (file,), **parts}
    return replace(LEDGER, **told)


def change(column: str, after: str, **parts: object) -> Correction:
    told = {"source_file": "j.csv", "source_row": 2, **parts}
    return Correction(1, "journal", {"source_row": "2"}, column, "10.00", after, "r", "d", "2022-01-01", **told)


def test_a_complete_reading_is_no_finding() -> None:
    sums = file_sums(ledger())
    assert [(one.name(), one.read, one.kept, one.set_aside, one.gap) for one in sums] == [
        ("借方", 2000, 1000, 1000, 0),
        ("贷方", 2000, 1000, 1000, 0),
    ]
    assert incomplete_reading([FILE], sums) == []


def test_a_row_that_is_nowhere_is_an_error() -> None:
    (found,) = incomplete_reading([replace(FILE, rows_kept=1)], [])
    assert (found.kind.check, found.kind.severity, found.subject) == ("incomplete_reading", "error", "j.csv")
    assert found.text().startswith("j.csv：读入 4 行，保留与搁置合计 3 行，相差 1 行。")
    assert "4 rows were read, 3 were kept or set aside, 1 apart" in found.text("en")


@pytest.mark.parametrize(("name", "word", "gap"), [("debit_cents", "借方", 5), ("credit_cents", "贷方", -7)])
def test_an_amount_that_is_nowhere_is_an_error(name: str, word: str, gap: int) -> None:
    broken = ledger(replace(FILE, **{name: 2000 + gap}))
    (found,) = incomplete_reading(broken.inputs, file_sums(broken))
    assert found.amount_cents == gap
    assert f"j.csv：读入的{word}合计" in found.text()


def test_a_correction_is_part_of_the_sum() -> None:
    corrected = JOURNAL.assign(debit_cents=[1200, 0, 9900])
    changes = (
        change("debit_cents", "12.00"),
        change("summary", "x"),
        change("debit_cents", "1.00", source_file="k.csv"),
    )
    sums = file_sums(ledger(journal=corrected, corrections=changes))
    assert [(one.corrected, one.gap) for one in sums] == [(200, 0), (0, 0)]
    assert changes[1].change_cents == 0
    assert [one.gap for one in file_sums(ledger(journal=corrected))] == [-200, 0]


def test_amounts_of_a_budget_book_are_set_aside_as_debits() -> None:
    book = tidy("source_file | project_code | amount_cents\nb.csv | P1 | 30.00\nb.csv | P2 | -5.00", "budget")
    aside = tidy("source_file | reason | debit_cents\nb.csv | subtotal | 25.00", "set_aside")
    file = InputFile("b.csv", ("budget",), "", 0, amount_cents=5000)
    (one,) = file_sums(ledger(file, budget=book, set_aside=aside))
    assert (one.name("en"), one.kept, one.set_aside, one.gap) == ("amounts", 2500, 2500, 0)


def test_a_file_of_two_kinds_is_summed_up_together() -> None:
    book = tidy("source_file | project_code | amount_cents\nj.csv | P1 | 30.00", "budget")
    file = replace(FILE, kinds=("journal", "budget"), amount_cents=3000)
    first, second = file_sums(ledger(file, budget=book))
    assert (first.name(), first.read, first.kept, first.gap) == ("借方与金额", 5000, 4000, 0)
    assert (second.name(), second.gap) == ("贷方", 0)


def test_a_file_without_totals_has_no_sums() -> None:
    assert file_sums(ledger(InputFile("j.csv", ("journal",), "", 0))) == []


def test_that_something_was_corrected_is_told() -> None:
    assert applied_corrections(()) == []
    (found,) = applied_corrections((change("debit_cents", "12.00"),) * 2)
    assert (found.kind.severity, found.found) == ("notice", "2")
    assert found.text("en").startswith("2 cells were corrected by corrections.toml")
