"""Budget against actual: the small tables here are the specification of `perfkit.measures`."""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import tidy, told

from perfkit.ledger.frames import empty
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Scope
from perfkit.measures import (
    budget_bridge,
    budget_changes,
    by_period,
    composition,
    composition_over_years,
    execution,
    execution_by_period,
    overspent,
    scope_reconciliation,
    timing,
    underexecuted,
    year_end_concentration,
    year_over_year,
)

# P1 is overspent, P2 carries its sub-project P3, P4 has a budget and no spending, P9 spends without a budget;
# one line is basic expenditure from other funds; fund "nobody" counts as no fiscal appropriation.
BUDGET = tidy(
    """
    budget_type | period | document_date | document_number | project_code | fund_code | economic_code | amount_cents
    original    | 0      | 2021-01-01    | 预〔2021〕1号    | P1           | 11        | 30231         | 100.00
    original    | 0      | 2021-01-01    | 预〔2021〕1号    | P2           | 11        | 30201         | 200.00
    original    | 0      | 2021-01-01    | 预〔2021〕1号    | P2           | 39        | 30201         | 50.00
    original    | 0      | 2021-01-01    | 预〔2021〕1号    | P4           | 11        | 30202         | 40.00
    original    | 0      | 2021-01-01    | 预〔2021〕1号    | .            | 11        | 30101         | 300.00
    reduction   | 9      | 2021-09-01    | 预〔2021〕9号    | P2           | 11        | 30201         | -30.00
    supplement  | 5      | 2021-05-01    | 预〔2021〕5号    | P2           | 11        | 30201         | 25.00
    carryover   | 3      | 2021-03-01    | 预〔2021〕3号    | P1           | 11        | 30231         | 10.00
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | project_code | fund_code | economic_code | actual_cents
    1      | P1           | 11        | 30231         | 60.00
    12     | P1           | 11        | 30231         | 70.00
    2      | P2           | 11        | 30201         | 100.00
    2      | P2           | 39        | 30201         | 40.00
    11     | P3           | 11        | 30215         | 20.00
    11     | P2           | 11        | 30201         | -5.00
    12     | P9           | nobody    | 30201         | 7.00
    6      | .            | 11        | 30101         | 150.00
    6      | .            | 39        | 30201         | 3.00
    """,
    "spending",
)


def test_every_project_keeps_its_line_on_all_funds() -> None:
    told(
        execution(BUDGET, SPENDING, ["budget_project_code"], Scope.ALL),
        """
        budget_project_code | original_budget_cents | supplementary_budget_cents | carryover_cents | final_budget_cents | actual_cents | variance_cents | original_execution_rate | execution_rate
        .                   | 300.00 | 0.00  | 0.00  | 300.00 | 153.00 | 147.00 | 0.51  | 0.51
        P1                  | 100.00 | 0.00  | 10.00 | 110.00 | 130.00 | -20.00 | 1.3   | 1.1818
        P2                  | 250.00 | -5.00 | 0.00  | 245.00 | 155.00 | 90.00  | 0.62  | 0.6327
        P4                  | 40.00  | 0.00  | 0.00  | 40.00  | 0.00   | 40.00  | 0.0   | 0.0
        P9                  | 0.00   | 0.00  | 0.00  | 0.00   | 7.00   | -7.00  | null  | null
        """,
    )


def test_what_overspent_stands_with_the_largest_excess_first() -> None:
    lines = execution(BUDGET, SPENDING, ["budget_project_code"], Scope.ALL)
    told(
        overspent(lines),
        """
        budget_project_code | variance_cents
        P1                  | -20.00
        P9                  | -7.00
        """,
    )
    told(
        underexecuted(lines, 0.52),
        """
        budget_project_code | variance_cents | execution_rate
        .                   | 147.00         | 0.51
        P4                  | 40.00          | 0.0
        """,
    )
    assert overspent(execution(empty("budget"), SPENDING, ["budget_project_code"], Scope.ALL)).empty


def test_the_fiscal_scope_leaves_out_other_funds_and_unknown_ones() -> None:
    told(
        execution(BUDGET, SPENDING, ["expenditure_type", "basic_kind"], Scope.FISCAL),
        """
        expenditure_type | basic_kind | scope                | final_budget_cents | actual_cents
        basic            | personnel  | fiscal_appropriation | 300.00             | 150.00
        project          | .          | fiscal_appropriation | 345.00             | 245.00
        """,
    )


def test_the_whole_unit_is_one_line() -> None:
    told(
        execution(BUDGET, SPENDING, [], Scope.ALL),
        """
        scope     | original_budget_cents | supplementary_budget_cents | carryover_cents | final_budget_cents | actual_cents
        all_funds | 690.00                | -5.00                      | 10.00           | 695.00             | 445.00
        """,
    )


def test_without_a_budget_book_the_budget_is_not_known() -> None:
    told(
        execution(empty("budget"), SPENDING, ["budget_project_code"], Scope.FISCAL),
        """
        budget_project_code | original_budget_cents | final_budget_cents | actual_cents | variance_cents | execution_rate
        .                   | null                  | null               | 150.00       | null           | null
        P1                  | null                  | null               | 130.00       | null           | null
        P2                  | null                  | null               | 115.00       | null           | null
        """,
    )


def test_a_budget_that_is_not_broken_down_keeps_its_own_line() -> None:
    whole = BUDGET.assign(economic_code="")
    told(
        execution(whole, SPENDING, ["economic_code"], Scope.FISCAL),
        """
        economic_code | final_budget_cents | actual_cents | variance_cents | execution_rate
        .             | 645.00             | 0.00         | 645.00         | 0.0
        30101         | null               | 150.00       | null           | null
        30201         | null               | 95.00        | null           | null
        30215         | null               | 20.00        | null           | null
        30231         | null               | 130.00       | null           | null
        """,
    )


def test_a_bridge_without_a_budget_book_knows_only_what_was_spent() -> None:
    made = budget_bridge(empty("budget"), SPENDING, Scope.ALL)
    assert made["amount_cents"].isna().tolist() == [True, True, True, False]
    assert made["amount_cents"].iloc[-1] == 44500


def test_without_a_source_of_spending_the_actual_is_not_known() -> None:
    told(
        execution(BUDGET, empty("spending"), ["budget_project_code"], Scope.ALL).tail(2),
        """
        budget_project_code | final_budget_cents | actual_cents | variance_cents | execution_rate
        P2                  | 245.00             | null         | null           | null
        P4                  | 40.00              | null         | null           | null
        """,
    )
    bridge = budget_bridge(BUDGET, empty("spending"), Scope.FISCAL)
    assert bridge.loc[bridge["amount_cents"].isna(), "step"].tolist() == ["unspent", "actual"]
    years = {
        2020: execution(BUDGET, SPENDING, [], Scope.ALL),
        2021: execution(BUDGET, empty("spending"), [], Scope.ALL),
    }
    assert year_over_year(years, [])["actual_cents"].isna().tolist() == [False, True]


def test_nothing_at_all_is_one_line_of_nothing() -> None:
    made = execution(empty("budget"), empty("spending"), [], Scope.ALL)
    assert made[["actual_cents", "final_budget_cents"]].isna().all().all()
    assert execution(empty("budget"), empty("spending"), ["fund_code"], Scope.ALL).empty


def test_the_two_scopes_add_up() -> None:
    told(
        scope_reconciliation(SPENDING, ["budget_project_code"]),
        """
        budget_project_code | fiscal_actual_cents | other_actual_cents | all_actual_cents
        .                   | 150.00              | 3.00               | 153.00
        P1                  | 130.00              | 0.00               | 130.00
        P2                  | 115.00              | 40.00              | 155.00
        P9                  | 0.00                | 7.00               | 7.00
        """,
    )
    told(
        scope_reconciliation(SPENDING, []),
        """
        fiscal_actual_cents | other_actual_cents | all_actual_cents
        395.00              | 50.00              | 445.00
        """,
    )


def test_changes_stand_in_the_order_of_their_documents() -> None:
    told(
        budget_changes(BUDGET, Scope.FISCAL),
        """
        budget_type | document_number | budget_project_code | amount_cents | final_budget_cents | source_row
        original    | 预〔2021〕1号    | P1                  | 100.00       | 100.00             | 2
        original    | 预〔2021〕1号    | P2                  | 200.00       | 300.00             | 3
        original    | 预〔2021〕1号    | P4                  | 40.00        | 340.00             | 5
        original    | 预〔2021〕1号    | .                   | 300.00       | 640.00             | 6
        carryover   | 预〔2021〕3号    | P1                  | 10.00        | 650.00             | 9
        supplement  | 预〔2021〕5号    | P2                  | 25.00        | 675.00             | 8
        reduction   | 预〔2021〕9号    | P2                  | -30.00       | 645.00             | 7
        """,
    )


def test_the_bridge_leads_from_original_to_actual() -> None:
    made = budget_bridge(BUDGET, SPENDING, Scope.FISCAL)
    told(
        made,
        """
        step       | amount_cents
        original   | 640.00
        supplement | 25.00
        reduction  | -30.00
        carryover  | 10.00
        final      | 645.00
        unspent    | -250.00
        actual     | 395.00
        """,
    )
    assert made["is_total"].tolist() == [True, False, False, False, True, False, True]


def test_every_month_keeps_its_line_and_the_plan_adds_up() -> None:
    made = timing(BUDGET, SPENDING, FiscalCalendar(), Scope.ALL)
    assert made["planned_cents"].sum() == 69500
    assert made["straight_line_cents"].iloc[-1] == 69500
    assert made["elapsed_rate"].tolist() == pytest.approx([month / 12 for month in range(1, 13)])
    told(
        made,
        """
        period | actual_cents | cumulative_actual_cents | variance_cents | cumulative_rate
        1      | 60.00        | 60.00                   | 635.00         | 0.0863
        2      | 140.00       | 200.00                  | 495.00         | 0.2878
        3      | 0.00         | 200.00                  | 495.00         | 0.2878
        4      | 0.00         | 200.00                  | 495.00         | 0.2878
        5      | 0.00         | 200.00                  | 495.00         | 0.2878
        6      | 153.00       | 353.00                  | 342.00         | 0.5079
        7      | 0.00         | 353.00                  | 342.00         | 0.5079
        8      | 0.00         | 353.00                  | 342.00         | 0.5079
        9      | 0.00         | 353.00                  | 342.00         | 0.5079
        10     | 0.00         | 353.00                  | 342.00         | 0.5079
        11     | 15.00        | 368.00                  | 327.00         | 0.5295
        12     | 77.00        | 445.00                  | 250.00         | 0.6403
        """,
    )
    told(
        year_end_concentration(made),
        """
        last_quarter_cents | last_quarter_rate | last_period_cents | last_period_rate
        92.00              | 0.2067            | 77.00             | 0.173
        """,
    )


def test_timing_without_a_budget_or_without_spending_is_not_computable() -> None:
    unplanned = timing(empty("budget"), SPENDING, FiscalCalendar(), Scope.ALL)
    assert unplanned["straight_line_cents"].isna().all()
    assert unplanned["cumulative_rate"].isna().all()
    untold = timing(BUDGET, empty("spending"), FiscalCalendar(6, 4), Scope.ALL)
    assert untold["actual_cents"].isna().all()
    idle = timing(BUDGET, SPENDING.iloc[:1].assign(actual_cents=0), FiscalCalendar(6, 4), Scope.ALL)
    assert idle["actual_cents"].tolist() == [0, 0, 0, 0]
    assert year_end_concentration(idle)["last_quarter_rate"].isna().all()


def test_a_plan_split_over_the_months_adds_up_and_every_month_keeps_its_line() -> None:
    made = execution_by_period(BUDGET, SPENDING, FiscalCalendar(), Scope.ALL)
    assert made["original_budget_cents"].sum() == 69000
    assert made["final_budget_cents"].sum() == 69500
    assert made["variance_cents"].sum() == 25000
    told(
        made.iloc[[0, 1, 2, 11]],
        """
        period | original_budget_cents | supplementary_budget_cents | carryover_cents | final_budget_cents | actual_cents | variance_cents | execution_rate
        1      | 57.50                 | -0.42                      | 0.84            | 57.92              | 60.00        | -2.08          | 1.0359
        2      | 57.50                 | -0.42                      | 0.84            | 57.92              | 140.00       | -82.08         | 2.4171
        3      | 57.50                 | -0.42                      | 0.84            | 57.92              | 0.00         | 57.92          | 0.0
        12     | 57.50                 | -0.41                      | 0.83            | 57.92              | 77.00        | -19.08         | 1.3294
        """,
    )


def test_spending_without_a_period_is_a_line_of_its_own_without_a_plan() -> None:
    made = execution_by_period(BUDGET, SPENDING.assign(period=0), FiscalCalendar(12, 4), Scope.ALL)
    assert made["period"].tolist() == [0, 1, 2, 3, 4]
    assert made["actual_cents"].tolist() == [44500, 0, 0, 0, 0]
    assert made["final_budget_cents"].tolist()[0] == 0
    untold = execution_by_period(empty("budget"), empty("spending"), FiscalCalendar(12, 4), Scope.ALL)
    assert untold[["final_budget_cents", "actual_cents"]].isna().all().all()


def test_spending_by_class_and_quarter_keeps_its_zeros() -> None:
    quarters = SPENDING.assign(period=SPENDING["period"].clip(upper=4))
    told(
        by_period(quarters, ["economic_code"], FiscalCalendar(12, 4), Scope.FISCAL).query("economic_code == '30231'"),
        """
        economic_code | period | actual_cents
        30231         | 1      | 60.00
        30231         | 2      | 0.00
        30231         | 3      | 0.00
        30231         | 4      | 70.00
        """,
    )


def test_spending_without_a_period_keeps_a_period_of_its_own() -> None:
    lost = by_period(SPENDING.assign(period=0), ["fund_code"], FiscalCalendar(), Scope.FISCAL)
    assert lost["period"].tolist() == list(range(13))
    assert lost["actual_cents"].sum() == 39500


def test_shares_are_of_the_total_largest_first() -> None:
    told(
        composition(SPENDING, ["economic_code"], Scope.ALL),
        """
        economic_code | actual_cents | share_rate
        30101         | 150.00       | 0.3371
        30201         | 145.00       | 0.3258
        30231         | 130.00       | 0.2921
        30215         | 20.00        | 0.0449
        """,
    )
    assert composition(empty("spending"), ["economic_code"], Scope.ALL).empty


def test_years_stand_side_by_side_also_where_one_lacks_a_line() -> None:
    before = SPENDING[SPENDING["budget_project_code"].eq("P1")].iloc[:1]
    frames = {
        2021: execution(BUDGET, SPENDING, ["budget_project_code"], Scope.ALL),
        2020: execution(BUDGET[BUDGET["budget_project_code"].eq("P1")], before, ["budget_project_code"], Scope.ALL),
    }
    told(
        year_over_year(frames, ["budget_project_code"]).query("budget_project_code in ('P1', 'P9')"),
        """
        fiscal_year | budget_project_code | final_budget_cents | actual_cents | change_cents | change_rate
        2020        | P1                  | 110.00             | 60.00        | null         | null
        2021        | P1                  | 110.00             | 130.00       | 70.00        | 1.1667
        2020        | P9                  | null               | 0.00         | null         | null
        2021        | P9                  | 0.00               | 7.00         | 7.00         | null
        """,
    )
    unit = {year: execution(BUDGET, SPENDING, [], Scope.ALL) for year in (2020, 2021)}
    assert year_over_year(unit, [])["change_cents"].fillna(-1).tolist() == [-1, 0]


def test_compositions_of_several_years_stand_under_each_other() -> None:
    made = composition_over_years({2021: SPENDING, 2020: SPENDING.iloc[:2]}, ["fund_code"], Scope.ALL)
    assert made["fiscal_year"].tolist() == [2020, 2021, 2021, 2021]
    assert made.groupby("fiscal_year")["share_rate"].sum().round(9).tolist() == [1.0, 1.0]


def test_no_measure_accepts_an_unknown_scope() -> None:
    for measure in (execution, budget_bridge):
        with pytest.raises(ValueError, match="both"):
            measure(BUDGET, SPENDING, *([[]] if measure is execution else []), "both")


def test_large_amounts_stay_exact() -> None:
    big = pd.concat([SPENDING.iloc[:1].assign(actual_cents=2**53), SPENDING.iloc[:1].assign(actual_cents=1)])
    assert execution(BUDGET, big, [], Scope.ALL)["actual_cents"].item() == 2**53 + 1
    lines = pd.concat([BUDGET.iloc[:1].assign(amount_cents=2**53 + 1)])
    assert execution(lines, big, [], Scope.ALL)["final_budget_cents"].item() == 2**53 + 1
    assert execution(lines, big, ["budget_project_code"], Scope.ALL)["final_budget_cents"].sum() == 2**53 + 1
