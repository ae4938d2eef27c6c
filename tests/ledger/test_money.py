"""The three places where an amount changes its form."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from perfkit.ledger.money import (
    as_printed,
    as_rate,
    as_wan,
    as_yuan,
    parse_cents,
    ratio,
    split_by_weight,
    split_evenly,
    to_cents,
)

CELLS = {
    "1,234.50": 123450,
    "1,2345,6789.01": 12345678901,
    "12,00": None,
    "1.234,50": None,
    ",": None,
    "(12.00)": -1200,
    "（12.00）": -1200,
    "-": 0,
    "--": 0,
    "—": 0,
    "": 0,
    "１２．５": 1250,
    "－5": -500,
    "−5": -500,
    "5-": -500,
    "￥3.10": 310,
    "1e3": 100000,
    "0.30000000000000004": 30,
    "1234.5599999999999": 123456,
    "12 345,678.90": 1234567890,
    "90071992547409.93": 9007199254740993,
    "123456789012.350006104": 12345678901235,
    "1.2345678901234567": None,
    "4.056": None,
    "abc": None,
    "12.3.4": None,
    "NaN": None,
    "Infinity": None,
    "1e30": None,
}


@pytest.mark.parametrize(("cell", "cents"), CELLS.items())
def test_a_cell_means_its_cents_or_nothing(cell: str, cents: int | None) -> None:
    assert parse_cents(cell) == cents


def test_a_column_reads_as_its_cells_do() -> None:
    cells = pd.Series([*CELLS, None], index=range(5, 6 + len(CELLS)))
    found = to_cents(cells)
    assert [None if pd.isna(value) else value for value in found] == [*CELLS.values(), 0]
    assert found.index.equals(cells.index)


def test_the_unit_of_money_is_exact() -> None:
    assert to_cents(pd.Series(["2558.42", "1,800.48"]), "wan").tolist() == [2558420000, 1800480000]
    assert parse_cents("2558.420001", "wan") == 2558420001
    assert parse_cents("2558.42000101", "wan") is None


@pytest.mark.parametrize(("unit", "cents"), [("million", 10**8), ("hundred_million", 10**10), ("hundred", 10**4)])
def test_large_numbers_of_large_units_are_amounts_or_none(unit: str, cents: int) -> None:
    cells = pd.Series(["1", "1,000.5", "999999999", "999,999,999,999", "-999999999999.99"])
    read = [None if pd.isna(value) else int(value) for value in to_cents(cells, unit)]
    assert read == [parse_cents(cell, unit) for cell in cells]
    assert read[:2] == [cents, cents * 10005 // 10]


def test_a_ratio_without_a_base_is_null_not_zero() -> None:
    found = ratio(pd.Series([1, 5, 0, None], dtype="Int64"), pd.Series([2, 0, 4, 4], dtype="Int64"))
    assert found.isna().tolist() == [False, True, False, True]
    assert found[[0, 2]].tolist() == [0.5, 0.0]


@pytest.mark.parametrize(
    ("cents", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (10, [1, 2, 3], [2, 3, 5]),
        (1, [0, 5], [0, 1]),
        (0, [1, 1], [0, 0]),
    ],
)
def test_parts_add_up_to_the_whole(cents: int, weights: list[int], parts: list[int]) -> None:
    assert split_by_weight(cents, weights) == parts
    assert sum(parts) == cents


def test_a_year_over_twelve_months_loses_no_cent() -> None:
    months = split_evenly(295109_0001, 12)
    assert sum(months) == 295109_0001
    assert max(months) - min(months) == 1


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2]])
def test_weights_that_split_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split_by_weight(100, weights)


def test_amounts_print_as_people_read_them() -> None:
    assert [as_yuan(cents) for cents in (123456789, -1, 0)] == ["1,234,567.89", "-0.01", "0.00"]
    assert [as_wan(cents) for cents in (2558420000, -5000, -4999, 12345678)] == ["2,558.42", "-0.01", "0.00", "12.35"]
    assert [as_rate(rate) for rate in (0.866941, 0.21625, -0.5, 12.5)] == [
        "86.69 %",
        "21.63 %",
        "-50.00 %",
        "1,250.00 %",
    ]


def test_exact_numbers_as_print_shows_them() -> None:
    cases = (
        ("1234.565", 2),
        ("-1234.565", 2),
        ("0.004", 2),
        ("-0.004", 2),
        ("2.5", 0),
        ("1820000", 0),
        ("0.1234567", 6),
    )
    assert [as_printed(Decimal(number), decimals) for number, decimals in cases] == [
        "1,234.57", "-1,234.57", "0.00", "0.00", "3", "1,820,000", "0.123457",
    ]  # fmt: skip
