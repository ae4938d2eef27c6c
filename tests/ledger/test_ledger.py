"""What a loaded year answers: names, dimensions, scopes, one project of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from textframes import UNIT, tidy

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution

BUDGET = tidy(
    "budget_type | project_code | fund_code | economic_code | amount_cents\noriginal | P1 | 11 | 30231 | 9.00", "budget"
)
SPENDING = tidy(
    """
    project_code | fund_code | economic_code | period | actual_cents
    P1           | 11        | 30231         | 1      | 5.00
    P3           | 39        | 30215         | 2      | 3.00
    """,
    "spending",
)
UNTOLD = {name: empty(name) for name in ("journal", "balances", "summary", "set_aside")}
FINDING = Finding(FindingKind("x", "notice", "", "", "", ""))
LEDGER = Ledger(unit=UNIT, year=2021, budget=BUDGET, spending=SPENDING, timeline=SPENDING, **UNTOLD)


@pytest.mark.parametrize(
    ("column", "code", "zh", "en"),
    [
        ("budget_project_code", "P1", "车辆", "vehicles"),
        ("project_code", "P9", "P9", "P9"),
        ("economic_code", "30201", "办公费", "office expenses"),
        ("fund_code", "39", "其他资金", "other funds"),
        ("fund_code", "GF", "GF", "GF"),
        ("department_code", "D01", "办公室", "General Office"),
        ("department_code", "D02", "物业股", "物业股"),
        ("expenditure_type", "basic", "基本支出", "basic expenditure"),
        ("period", "3", "3月", "Mar"),
        ("basic_kind", "nobody", "nobody", "nobody"),
    ],
)
def test_a_code_reads_as_people_say_it(column: str, code: str, zh: str, en: str) -> None:
    unit = replace(UNIT, departments={"D01": "办公室", "D02": "物业股"}, departments_en={"D01": "General Office"})
    ledger = replace(LEDGER, unit=unit)
    assert ledger.label(column, code) == zh
    assert ledger.label(column, code, "en").lower() == en.lower()


def test_a_year_knows_its_projects_dimensions_and_scopes() -> None:
    assert LEDGER.project_codes() == ["P1", "P2"]
    assert LEDGER.dimensions() == ["budget_project_code", "expenditure_type", "fund_code", "economic_code"]
    assert LEDGER.scopes() == [Scope.ALL, Scope.FISCAL]
    assert replace(LEDGER, spending=SPENDING.iloc[:1]).scopes() == [Scope.ALL]
    assert replace(LEDGER, spending=SPENDING.assign(fund_code="", is_fiscal_appropriation=False)).scopes() == [
        Scope.ALL
    ]


def test_a_project_that_the_budget_book_lacks_has_a_budget_of_nothing() -> None:
    unbudgeted = LEDGER.of_project("P2")
    row = execution(unbudgeted.budget, unbudgeted.spending, [], Scope.ALL).iloc[0]
    assert (row["final_budget_cents"], row["actual_cents"], row["variance_cents"]) == (0, 300, -300)
    without_book = replace(LEDGER, budget=empty("budget")).of_project("P2")
    assert execution(without_book.budget, without_book.spending, [], Scope.ALL)["final_budget_cents"].isna().all()
    unspent = replace(LEDGER, spending=SPENDING.iloc[1:], timeline=SPENDING.iloc[1:]).of_project("P1")
    assert execution(unspent.budget, unspent.spending, [], Scope.ALL)["actual_cents"].tolist() == [0]
    assert unspent.timeline["period"].tolist() == [1]
    untold = replace(LEDGER, spending=empty("spending")).of_project("P1")
    assert execution(untold.budget, untold.spending, [], Scope.ALL)["actual_cents"].isna().all()
    assert LEDGER.of_project("P1").spending["actual_cents"].tolist() == [500]


def test_a_year_until_a_period_holds_nothing_later() -> None:
    more = tidy(
        "budget_type | period | project_code | amount_cents\nsupplement | 1 | P1 | 4\nsupplement | 2 | P1 | 5", "budget"
    )
    ledger = replace(LEDGER, budget=pd.concat([BUDGET, more], ignore_index=True), findings=(FINDING,))
    known = ledger.until(1)
    assert known.budget["amount_cents"].tolist() == [900, 400]
    assert known.spending["actual_cents"].tolist() == [500]
    assert known.timeline["actual_cents"].tolist() == [500]
    assert known.findings == ()


def test_nothing_spent_until_a_period_is_0_and_nothing_told_is_not() -> None:
    later = SPENDING.assign(period=7)
    assert replace(LEDGER, spending=later, timeline=later).until(6).spending["actual_cents"].tolist() == [0]
    undated = SPENDING.assign(period=0)
    assert replace(LEDGER, spending=undated, timeline=undated).until(6).spending.empty
