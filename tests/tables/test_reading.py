"""What was read of each export, kept, set aside and corrected, as it is printed."""

from __future__ import annotations

from dataclasses import replace

from textframes import tidy
from yearbook import BUDGET, LEDGER

from perfkit.ledger.corrections import Correction
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.tables import Table, amounts_read_table, corrections_table, reading_table

CORRECTION = Correction(
    1, "journal", {"source_row": "2"}, "debit_cents", "4.00", "5.00", "少录一元", "王会计", "2022-03-01", "spending.csv",
    "1月", 2,
)  # fmt: skip


def read(*corrections: Correction) -> Ledger:
    """A journal of which nothing is missing, and a budget book of which 1.00 and a row are."""
    journal = tidy("source_file | debit_cents | credit_cents\nspending.csv | 5.00 | 5.00", "journal")
    debit = 1600 if corrections else 1700
    inputs = (
        InputFile("spending.csv", ("journal",), "ab", 1, 4, 1, 3, debit_cents=debit, credit_cents=500),
        InputFile("budget.csv", ("budget",), "cd", 1, 5, 3, 1, amount_cents=35531),
    )
    return replace(
        LEDGER, journal=journal, budget=BUDGET.assign(source_file="budget.csv"), inputs=inputs, corrections=corrections
    )


def column(made: Table, name: str) -> list[str]:
    return made.printed()[name].tolist()


def test_rows_read_close_or_the_table_says_so() -> None:
    made = reading_table(read())
    assert column(made, "closes") == ["相符", "不符"]
    assert column(made, "amounts_close") == ["相符", "不符"]
    assert column(made, "rows_read") == ["4", "5"]
    assert column(reading_table(read(), "en"), "closes") == ["yes", "NO"]
    assert reading_table(replace(LEDGER, inputs=())).nothing in str(reading_table(replace(LEDGER, inputs=())))


def test_amounts_read_are_those_kept_and_those_set_aside() -> None:
    made = amounts_read_table(read())
    assert column(made, "side") == ["借方", "贷方", "金额"]
    assert column(made, "read_cents") == ["17.00", "5.00", "355.31"]
    assert column(made, "kept_cents") == ["5.00", "5.00", "354.31"]
    assert column(made, "aside_cents") == ["12.00", "0.00", "0.00"]
    assert column(made, "closes") == ["相符", "相符", "不符"]
    assert "corrected_cents" not in made.columns
    english = amounts_read_table(read(), "en")
    assert column(english, "closes") == ["yes", "yes", "NO"]
    assert english.title == "Amounts: of the file = kept + set aside"


def test_corrections_stand_between_what_was_read_and_what_was_kept() -> None:
    made = amounts_read_table(read(CORRECTION))
    assert column(made, "read_cents")[0] == "16.00"
    assert column(made, "corrected_cents") == ["1.00", "0.00", "0.00"]
    assert column(made, "closes")[0] == "相符"


def test_every_correction_is_printed_with_its_place_and_reason() -> None:
    dated = replace(CORRECTION, column="voucher_date", before="", after="2021-01-05")
    made = corrections_table(read(CORRECTION, dated), "en")
    assert made.title == "Corrections applied (2)"
    assert made.printed().iloc[0].tolist() == [
        "journal", "spending.csv", "1月", "2", "debit", "4.00", "5.00", "少录一元", "王会计", "2022-03-01",
    ]  # fmt: skip
    assert made.printed().iloc[1][["before", "after"]].tolist() == ["—", "2021-01-05"]


def test_no_correction_is_said() -> None:
    assert "没有更正" in corrections_table(read())._repr_html_()
    assert "No correction" in str(corrections_table(read(), "en"))
