"""What the exports of a year lack, say twice, or say differently from one another."""

from __future__ import annotations

from datetime import date

from textframes import UNIT, tidy

from perfkit.checks import scopes, sources
from perfkit.ledger.frames import empty

BOOK = """
source_file | budget_type | document_number | document_date | project_code | amount_cents
a.xlsx      | original    | 1号             | 2020-12-20    | P1           | 100.00
a.xlsx      | supplement  | 2号             | 2021-05-01    | P1           | 20.00
b.xlsx      | supplement  | 2号             | 2021-05-01    | P1           | 20.00
"""
SPENDING = tidy(
    """
    fund_code | project_code | actual_cents
    11        | P1           | 80.00
    .         | P1           | 7.00
    神秘资金   | P2           | 3.00
    """,
    "spending",
)


def test_a_file_whose_every_line_another_file_told_is_an_error() -> None:
    (found,) = sources.repeated_lines(tidy(BOOK, "budget"), "amount_cents")
    assert (found.kind.severity, found.source_file, found.amount_cents) == ("error", "b.xlsx", 2000)
    assert found.text().startswith("b.xlsx 的 1 条记录（自第 4 行起，金额 20.00 元）全部与 a.xlsx 相同")
    assert "stand in a.xlsx too" in found.text("en")


def test_some_lines_told_twice_are_a_warning_and_within_a_file_they_are_none() -> None:
    more = BOOK + "b.xlsx | supplement | 3号 | 2021-06-01 | P1 | 1.00\n"
    assert [f.kind.severity for f in sources.repeated_lines(tidy(more, "budget"), "amount_cents")] == ["warning"]
    assert sources.repeated_lines(tidy(BOOK.replace("b.xlsx", "a.xlsx"), "budget"), "amount_cents") == []


def test_a_year_without_spending_lines_says_that_its_actual_is_not_computable() -> None:
    nothing, journal = empty("spending"), tidy("account_code | debit_cents\n5001 | 1.00", "journal")
    (neither,) = sources.no_actuals(empty("journal"), nothing, UNIT)
    assert "没有可用的序时账，也没有可用的预算执行汇总表" in neither.text()
    (financial,) = sources.no_actuals(journal, nothing, UNIT)
    assert "7 开头" in financial.text()
    assert "not computable" in financial.text("en")
    assert sources.no_actuals(journal, SPENDING, UNIT) == []


def test_a_summary_beside_a_journal_is_compared_and_not_added() -> None:
    told = SPENDING.assign(source_file="汇总.xlsx")
    (agrees,) = sources.summary_against_ledger(told, SPENDING, "actual_cents")
    assert (agrees.kind.severity, agrees.amount_cents) == ("notice", 0)
    (differs,) = sources.summary_against_ledger(told.iloc[:1], SPENDING, "actual_cents")
    assert (differs.kind.severity, differs.amount_cents, differs.expected) == ("warning", -1000, "90.00")
    assert "以序时账支出为准" in differs.text()
    assert sources.summary_against_ledger(SPENDING, SPENDING, "actual_cents") == []
    assert sources.summary_against_ledger(empty("spending"), SPENDING, "actual_cents") == []


def test_a_change_dated_outside_the_year_is_told_and_an_early_original_budget_is_not() -> None:
    year = (date(2021, 1, 1), date(2021, 12, 31))
    assert sources.documents_outside_year(tidy(BOOK, "budget"), *year) == []
    (found,) = sources.documents_outside_year(tidy(BOOK.replace("2021-05-01", "2020-05-01", 1), "budget"), *year)
    assert (found.source_row, found.found, found.amount_cents) == (3, "2020-05-01", 2000)
    assert "预算调整文件 2号" in found.text()


def test_spending_of_unknown_funds_makes_the_fiscal_scope_incomplete() -> None:
    (found,) = scopes.unknown_funds(SPENDING, UNIT)
    assert (found.amount_cents, found.expected, found.source_row, found.parts["lines"]) == (1000, "90.00", 3, 2)
    assert "财政拨款口径不可计算或不完整" in found.text()
    assert scopes.unknown_funds(SPENDING.iloc[:1], UNIT) == []
