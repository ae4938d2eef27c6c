"""The units of a district side by side."""

from __future__ import annotations

from textframes import table, told

from perfkit.ledger.scopes import Scope
from perfkit.measures import units_compared

SUMMARIES = table(
    """
    unit_code | unit_name | fiscal_year | scope                | original_budget_cents | final_budget_cents | actual_cents | variance_cents | execution_rate | error_count | warning_count
    a         | 甲        | 2020        | all_funds            | 100                   | 100                | 80           | 20             | 0.8            | 0           | 0
    a         | 甲        | 2021        | all_funds            | 100                   | 120                | 90           | 30             | 0.75           | 1           | 2
    a         | 甲        | 2021        | fiscal_appropriation | 60                    | 60                 | 60           | 0              | 1              | 1           | 2
    b         | 乙        | 2021        | all_funds            | null                  | null               | 7            | null           | null           | 0           | 4
    c         | 丙        | 2021        | all_funds            | 10                    | 10                 | 5            | 5              | 0.5            | 0           | 0
    d         | 丁        | 2019        | all_funds            | 10                    | 10                 | 1            | 9              | 0.1            | 0           | 0
    """
)


def test_units_stand_in_order_of_their_rate_with_that_of_the_year_before() -> None:
    told(
        units_compared(SUMMARIES, 2021, Scope.ALL),
        """
        unit_code | unit_name | scope     | original_budget_cents | final_budget_cents | actual_cents | variance_cents | execution_rate | earlier_execution_rate | error_count | warning_count
        c         | 丙        | all_funds | 10                    | 10                 | 5            | 5              | 0.5            | null                   | 0           | 0
        a         | 甲        | all_funds | 100                   | 120                | 90           | 30             | 0.75           | 0.8                    | 1           | 2
        b         | 乙        | all_funds | null                  | null               | 7            | null           | null           | null                   | 0           | 4
        """,
    )


def test_each_scope_is_its_own() -> None:
    compared = units_compared(SUMMARIES, 2021, "fiscal_appropriation")
    assert compared["unit_code"].tolist() == ["a"]
    assert compared["actual_cents"].tolist() == [6000]
    assert units_compared(SUMMARIES, 2022, Scope.ALL).empty
