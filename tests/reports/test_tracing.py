"""Every traced amount of a page is the sum of the lines it opens, or the page is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from textframes import UNIT, tidy

from perfkit import measures, tables
from perfkit.errors import UntraceableAmount
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.reports.tracing import check_amounts

BUDGET = tidy(
    """
    budget_type | document_number | period | project_code | fund_code | economic_code | amount_cents
    original    | 1号             | 0      | P1           | 11        | 30231         | 299
    original    | 1号             | 0      | P4           | 11        | 30202         | 40
    supplement  | 7号             | 6      | P2           | 11        | 30201         | 15.31
    reduction   | 8号             | 7      | P1           | 39        | 30231         | -10.01
    carryover   | 9号             | 1      | P1           | 39        | 30231         | 5
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | voucher_number | project_code | fund_code | economic_code | actual_cents
    1      | 003            | P1           | 11        | 30231         | 173.16
    12     | 001            | P1           | 39        | 30231         | 50.04
    12     | 002            | P4           | 11        | 30202         | 46.25
    12     | 009            | P4           | 11        | 30202         | -1.23
    3      | 010            | .            | 11        | 30101         | 7.77
    """,
    "spending",
)
JOURNAL = tidy(
    """
    period | voucher_number | account_code | fund_code | debit_cents | credit_cents
    1      | 1              | 6001         | 11        | 0           | 500.50
    1      | 1              | 8001         | 11        | 500.50      | 0
    """,
    "journal",
)


def ledger(**changes: Any) -> Ledger:
    frames: dict[str, Any] = {
        "journal": JOURNAL, "balances": empty("balances"), "budget": BUDGET, "summary": empty("summary"),
        "spending": SPENDING, "timeline": SPENDING, "set_aside": empty("set_aside"),
    }  # fmt: skip
    return Ledger(unit=UNIT, year=2021, **{**frames, **changes})


BOOKS = ledger()


def execution_html(of: Ledger, by: list[str], scope: Scope = Scope.ALL, spending: pd.DataFrame | None = None) -> str:
    frame = measures.execution(of.budget, of.spending if spending is None else spending, by, scope)
    return tables.execution_table(frame, of, by)._repr_html_()


def checked(html: str, **years: Ledger) -> int:
    return check_amounts(html, lambda year: {0: BOOKS, 2021: BOOKS, 2020: years.get("before", BOOKS)}[year])


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("by", [[], ["budget_project_code"], ["economic_code"], ["fund_code", "economic_code"]])
def test_execution_adds_up_by_any_dimension_and_on_both_scopes(by: list[str], scope: Scope) -> None:
    assert checked(execution_html(BOOKS, by, scope)) >= 5


def test_execution_of_one_project_adds_up_its_own_lines() -> None:
    assert checked(execution_html(BOOKS.of_project("P1"), ["fund_code"])) == 18
    assert checked(execution_html(BOOKS.of_project("P2"), [])) == 5  # no spending: a line of 0, and 0 lines


def test_what_is_split_over_periods_or_cumulated_adds_up() -> None:
    calendar = UNIT.calendar
    timing = measures.timing(BOOKS.budget, BOOKS.timeline, calendar, Scope.ALL)
    assert checked(tables.timing_table(timing, BOOKS, Scope.ALL)._repr_html_()) == 36
    monthly = measures.execution_by_period(BOOKS.budget, BOOKS.timeline, calendar, Scope.FISCAL)
    assert checked(tables.execution_table(monthly, BOOKS, ["period"])._repr_html_()) == 13 * 6 - 13
    shares = measures.year_end_concentration(timing)
    assert checked(tables.concentration_table(shares, BOOKS, Scope.ALL)._repr_html_()) == 2


def test_documents_scopes_classes_and_key_figures_add_up() -> None:
    changes = measures.budget_changes(BUDGET, Scope.FISCAL)
    assert checked(tables.budget_changes_table(changes, BOOKS, Scope.FISCAL)._repr_html_()) == 6
    by = ["budget_project_code"]
    reconciliation = measures.scope_reconciliation(SPENDING, by)
    assert checked(tables.scope_reconciliation_table(reconciliation, BOOKS, by)._repr_html_()) == 12
    composition = measures.composition(SPENDING, by, Scope.ALL)
    assert checked(tables.composition_table(composition, BOOKS, by, Scope.ALL)._repr_html_()) == 4
    whole = measures.execution(BUDGET, SPENDING, [], Scope.ALL)
    assert checked(tables.key_figures([whole], BOOKS)._repr_html_()) == 3
    assert checked(tables.voucher_lines_table(SPENDING, BOOKS)._repr_html_()) == 1


def test_years_are_walked_back_to_their_own_ledgers() -> None:
    before = ledger(spending=SPENDING.head(2), timeline=SPENDING.head(2))
    for by, count in (([], 7), (["budget_project_code"], 12)):
        frames = {
            year: measures.execution(of.budget, of.spending, by, Scope.ALL)
            for year, of in ((2020, before), (2021, BOOKS))
        }
        years = measures.year_over_year(frames, by)
        html = tables.year_over_year_table(years, BOOKS, by, Scope.ALL)._repr_html_()
        assert checked(html, before=before) == count
        with pytest.raises(UntraceableAmount, match="年度对比"):
            checked(html, before=ledger(spending=SPENDING.tail(2)))


def test_published_figures_are_compared_in_their_own_unit() -> None:
    published = pd.DataFrame(
        [
            ("A", "支出", "spent", "actual", "all_funds", "", "元", "275.99"),
            ("B", "支出", "spent", "actual", "all_funds", "", "万元", "0.03"),
            ("C", "收入", "income", "income", "all_funds", "", "元", "500.50"),
            ("D", "率", "rate", "execution_rate", "all_funds", "", "%", "80"),
        ],
        columns=["id", "label_zh", "label_en", "measure", "scope", "select", "unit", "value"],
    )
    received = measures.income(JOURNAL, UNIT)
    comparison = measures.published_comparison(published, BUDGET, SPENDING, received)
    assert checked(tables.published_table(comparison)._repr_html_()) == 3


def test_an_amount_that_its_lines_do_not_add_up_to_is_refused_in_one_sentence() -> None:
    part = SPENDING.head(3)
    html = execution_html(BOOKS, ["budget_project_code"], spending=part)
    with pytest.raises(UntraceableAmount, match=r"按预算项目 · 全口径（全部资金） · .*印出的金额 .*不相等"):
        checked(html)
    honest = execution_html(BOOKS, ["budget_project_code"])
    with pytest.raises(UntraceableAmount, match=r"299\.01 与其明细合计 299\.00"):
        checked(honest.replace(">299.00<", ">299.01<", 1))


def test_what_prints_no_number_is_not_compared() -> None:
    bare = replace(BOOKS, budget=empty("budget"))
    frame = measures.execution(bare.budget, SPENDING, ["budget_project_code"], Scope.ALL)
    html = tables.execution_table(frame, bare, ["budget_project_code"])._repr_html_()
    assert check_amounts(html, lambda _: bare) == 4  # the actuals; no budget is known
    assert check_amounts("<table><tr><td>1</td></tr></table>", lambda _: bare) == 0


def test_a_file_says_what_was_kept_of_it() -> None:
    from perfkit.ledger.ledger import InputFile

    files = (
        InputFile("journal.csv", ("journal",), "ab", 1, debit_cents=50050, credit_cents=50050),
        InputFile("budget.csv", ("budget",), "cd", 1, amount_cents=34930),
        InputFile("balances.csv", ("balances",), "ef", 1, debit_cents=0, credit_cents=0),
    )
    kept = replace(BOOKS, inputs=files)
    assert checked(tables.amounts_read_table(kept)._repr_html_()) == 3


def test_codes_that_are_numbers_or_texts_of_json_find_their_lines() -> None:
    odd = SPENDING.assign(budget_project_code=['"P', "<b>", "P'4", "{{1}}", "0"])
    books = replace(BOOKS, spending=odd, timeline=odd, budget=empty("budget"))
    frame = measures.execution(books.budget, odd, ["budget_project_code"], Scope.ALL)
    html = tables.execution_table(frame, books, ["budget_project_code"])._repr_html_()
    assert check_amounts(html, lambda _: books) == 6
    assert "<b>" not in html
    assert len(conform(odd, "spending")) == 5
