"""Vouchers that are missing from their sequence."""

from __future__ import annotations

import pytest
from textframes import tidy

from perfkit.checks.numbering import voucher_number_gaps
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import empty


def gaps(*vouchers: tuple[int, str, str]) -> list[Finding]:
    """The findings on vouchers of (period, type, number), each of two lines."""
    lines = "".join(f"{period} | {kind or '.'} | {number or '.'}\n" * 2 for period, kind, number in vouchers)
    return voucher_number_gaps(tidy("period | voucher_type | voucher_number\n" + lines, "journal"))


def months(*numbers: str, kind: str = "记") -> list[tuple[int, str, str]]:
    """January complete with numbers 0001 to 0009, then March with `numbers`."""
    return [(1, kind, f"{n:04d}") for n in range(1, 10)] + [(3, kind, number) for number in numbers]


def test_numbers_that_begin_anew_each_month() -> None:
    (found,) = gaps(*months("0002", "0006", "0007", "0008", "0010"))
    assert (found.subject, found.found, found.kind.severity) == ("1, 3-5, 9", "5", "warning")
    assert found.text() == "第 3 期凭证号不连续，缺 5 个：1, 3-5, 9。请核实是作废、未记账还是漏导出。"
    assert found.text("en").startswith("Vouchers, period 3: 5 voucher numbers are missing: 1, 3-5, 9.")
    assert (found.source_file, found.source_row) == ("journal.csv", 20)
    assert gaps(*months("0001", "0002", "0003")) == []


def test_numbers_that_run_through_the_year() -> None:
    whole = [(month, "A", str(number)) for number, month in enumerate([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], start=1)]
    assert gaps(*whole) == []
    (found,) = gaps(*whole[:3], *whole[4:])
    assert found.subject == "4"
    assert found.text().startswith("全年凭证号不连续，缺 1 个：4")
    assert found.text("en").startswith("Vouchers, whole year: 1 voucher numbers")


def test_each_type_may_be_numbered_for_itself() -> None:
    receipts = [(month, "收", str(month)) for month in range(1, 9)]
    payments = [(month, "付", str(month)) for month in range(1, 9) if month != 5]
    (found,) = gaps(*receipts, *payments)
    assert (found.subject, found.text()[:5]) == ("5", "付字全年凭")
    assert found.text("en").startswith("付, whole year")
    by_month = [(month, kind, str(number)) for month in (1, 2) for kind in "收付" for number in (1, 2, 3)]
    (found,) = gaps(*[one for one in by_month if one != (2, "付", "2")])
    assert (found.subject, found.text()[:8]) == ("2", "付字第 2 期凭")


def test_types_that_share_one_sequence_are_looked_at_together() -> None:
    together = [(1, "收" if number % 3 else "付", str(number)) for number in range(1, 13)]
    assert gaps(*together) == []
    assert [found.subject for found in gaps(*together[:4], *together[5:])] == ["5"]


def test_a_voucher_with_lines_in_two_months_is_no_new_beginning() -> None:
    year = [(1 + number // 40, "A", str(number)) for number in range(1, 120)]
    assert gaps(*year, (3, "A", "5")) == []


def test_a_journal_of_a_part_of_the_year_misses_nothing_before_it() -> None:
    autumn = [(9 + number // 400, "A", str(number)) for number in range(301, 600)]
    assert gaps(*autumn) == []
    assert [found.subject for found in gaps(*autumn[:9], *autumn[11:])] == ["310-311"]


@pytest.mark.parametrize(
    "numbers",
    [
        ("20210105001", "20210106001", "20210107002"),
        ("1", "9", "17"),
        ("A", "B-", "电"),
        ("", ""),
        ("V-2021-100", "W-2021-300"),
    ],
)
def test_what_is_no_sequence_has_no_gaps(numbers: tuple[str, ...]) -> None:
    assert gaps(*[(1, "记", number) for number in numbers]) == []
    assert voucher_number_gaps(empty("journal")) == []


def test_only_the_last_digits_count() -> None:
    assert [found.subject for found in gaps(*[(1, "", f"JV21-{number}") for number in ("01", "02", "04")])] == ["3"]


def test_many_gaps_are_told_in_part() -> None:
    (found,) = gaps(*[(1, "记", str(number)) for number in range(1, 52, 2)])
    assert found.subject.endswith("38, 40 …")
    assert found.found == "25"
