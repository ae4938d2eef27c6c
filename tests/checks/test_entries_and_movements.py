"""Entries that span vouchers, and balance tables that tell no movement."""

from __future__ import annotations

import pytest
from textframes import tidy

from perfkit.checks import balances, vouchers


def journal(text: str):
    """Lines of voucher_date | voucher_type | voucher_number | debit_cents | credit_cents | account_code."""
    frame = tidy(
        "voucher_date | voucher_type | voucher_number | debit_cents | credit_cents | account_code\n" + text, "journal"
    )
    return frame.assign(fiscal_year=2021, period=frame["voucher_date"].dt.month)


def found(frame) -> list[tuple[str, str, int, int]]:
    told = vouchers.unbalanced_vouchers(frame)
    return [(one.kind.severity, one.subject, one.amount_cents, one.source_row) for one in told]


SPANNING = """
2021-04-01 | A  | 1 | 69.40 | 0     | 601
2021-04-01 | OD | 1 | 0     | 69.40 | 401
2021-04-05 | A  | 2 | 5.00  | 0     | 601
2021-04-05 | A  | 2 | 0     | 5.00  | 401
2021-04-09 | A  | 3 | 10.00 | 0     | 601
2021-04-09 | OD | 3 | 0     | 4.00  | 401
2021-04-09 | V  | 3 | 0     | 6.00  | 401
"""


def test_an_entry_under_several_journals_is_told_as_such_and_not_as_unbalanced():
    frame = journal(SPANNING)
    assert found(frame) == [("notice", "2021-04-01 A-1", 7_940, 2)]
    (told,) = vouchers.unbalanced_vouchers(frame)
    assert "2 笔分录分记在几个凭证字或月份下" in told.text("zh")
    assert "2 entries are written under several journals" in told.text("en")


def test_what_does_not_balance_by_its_day_and_number_either_is_unbalanced():
    assert found(journal(SPANNING.replace("6.00  |", "5.99  |"))) == [
        ("error", "2021-04-09 A-3", 1_000, 6),
        ("error", "2021-04-09 OD-3", -400, 7),
        ("error", "2021-04-09 V-3", -599, 8),
        ("notice", "2021-04-01 A-1", 6_940, 2),
    ]


def test_a_voucher_that_balances_lends_nothing_to_one_that_does_not():
    text = "2021-04-01 | A | 1 | 5.00 | 0 | 601\n2021-04-02 | A | 1 | 0 | 5.00 | 401\n2021-04-01 | B | 1 | 0 | 5.00 | 401\n"
    assert found(journal(text)) == [("error", "2021-04-01 B-1", -500, 4)]


MONTHS = """
2021-01-31 | B | 7 | 8.00 | 0    | 1930
2021-02-01 | B | 7 | 0    | 8.00 | 3010
"""
RESTART = """
2021-03-01 | B | 1 | 1.00 | 0    | 1930
2021-03-01 | B | 1 | 0    | 1.00 | 3010
2021-04-01 | B | 1 | 1.00 | 0    | 1930
2021-04-01 | B | 1 | 0    | 1.00 | 3010
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MONTHS, [("notice", "2021-01-31 B-7", 800, 2)]),
        # Numbers start anew each month: the two are different vouchers, and a date of one of them is wrong.
        (MONTHS + RESTART, [("error", "2021-01-31 B-7", 800, 2), ("error", "2021-02-01 B-7", -800, 3)]),
    ],
)
def test_a_voucher_dated_in_two_months_is_one_where_numbers_run_through_the_year(text, expected):
    assert found(journal(text)) == expected


BALANCES = """
account_code | is_leaf | opening_debit_cents | opening_credit_cents | debit_cents | credit_cents | closing_debit_cents | closing_credit_cents | source_file
1930         | yes     | 10.00               | 0                    | 0           | 0            | 40.00               | 0                    | a.se
3010         | yes     | 0                   | 0                    | 0           | 0            | 0                   | 30.00                | a.se
"""
POSTED = "2021-01-31 | B | 7 | 30.00 | 0 | 1930\n2021-01-31 | B | 7 | 0 | 30.00 | 3010\n"


def test_a_table_without_movements_is_compared_by_its_balances():
    table = tidy(BALANCES, "balances")
    assert balances.balance_roll_forward(table) == []
    assert balances.balance_against_journal(table, journal(POSTED)) == []
    (apart,) = balances.balance_against_journal(table, journal(POSTED.replace("30.00 | 0 |", "31.00 | 0 |")))
    assert (apart.subject, apart.amount_cents, apart.expected, apart.found) == ("1930", 100, "30.00", "31.00")


def test_a_table_that_tells_one_movement_tells_all_of_them():
    table = tidy(
        BALANCES + "2081 | yes | 0 | 0 | 1.00 | 1.00 | 0 | 0 | a.se\n1930 | yes | 0 | 0 | 0 | 0 | 5.00 | 0 | b.se\n",
        "balances",
    )
    assert [(one.subject, one.amount_cents) for one in balances.balance_roll_forward(table)] == [
        ("1930", 3_000),
        ("3010", -3_000),
    ]


PARALLEL = """
2021-01-05 | A | 1 | 60 | 0   | 7201
2021-01-05 | A | 1 | 40 | 0   | X
2021-01-05 | A | 1 | 0  | 100 | 8001
2021-01-05 | A | 2 | 60 | 0   | 7201
2021-01-05 | A | 2 | 0  | 60  | 1002
2021-01-05 | A | 3 | 7  | 0   | 7201
2021-01-05 | A | 3 | 1  | 0   | X
"""


def test_an_account_of_no_known_book_may_be_of_either():
    """Voucher 1 balances with it; 2 balances across the books, which no voucher may; 3 does not balance at all."""
    books = {"7201": "budget", "8001": "budget", "1002": "financial"}
    frame = journal(PARALLEL)
    frame = frame.assign(book=frame["account_code"].map(books).fillna("").astype("str"))
    assert found(frame) == [
        ("error", "2021-01-05 A-2", 6_000, 5),
        ("error", "2021-01-05 A-2", -6_000, 6),
        ("error", "2021-01-05 A-3", 700, 7),
        ("error", "2021-01-05 A-3", 100, 8),
    ]
