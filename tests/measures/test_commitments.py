"""What contracts commit, beside the actual and never in it. Amounts in yuan; the tables are the specification."""

from __future__ import annotations

import pandas as pd
from textframes import UNIT, table, tidy, told

from perfkit.ledger.frames import conform, empty
from perfkit.ledger.scopes import Scope
from perfkit.measures import classified_commitments, committed, execution, with_commitments

CONTRACTS = classified_commitments(
    conform(
        table(
            """
            contract_number | project_code | amount_cents | paid_cents | is_paid_known
            1               | P1           | 100.00       | 30.00      | yes
            2               | P1           | 20.00        | 0          | no
            3               | P3           | 7.00         | 0          | yes
            4               | P4           | 5.00         | 6.00       | yes
            5               | .            | 2.00         | 0.50       | yes
            6               | P9           | 9.00         | 0          | yes
            """
        ),
        "commitments",
    ),
    UNIT,
)
BUDGET = tidy(
    """
    budget_type | project_code | fund_code | amount_cents
    original    | P1           | 11        | 200
    original    | P2           | 11        | 50
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | project_code | fund_code | actual_cents
    1      | P1           | 11        | 80
    2      | P4           | 11        | 4
    """,
    "spending",
)
BY = ["budget_project_code"]


def measured(by: list[str] = BY, scope: Scope = Scope.ALL) -> pd.DataFrame:
    return execution(BUDGET, SPENDING, by, scope)


def test_what_is_open_of_the_contracts_of_each_project() -> None:
    """Contract 2 tells no payment and counts in full, 3 is one of a part of P2, 4 was overpaid: nothing is open."""
    told(
        committed(CONTRACTS, BY),
        """
        budget_project_code | committed_cents
        .                   | 1.50
        P1                  | 90.00
        P2                  | 7.00
        P4                  | 0.00
        P9                  | 9.00
        """,
    )
    assert committed(CONTRACTS, []).iloc[0]["committed_cents"] == 10_750


def test_commitments_stand_beside_the_actual_and_change_nothing_else() -> None:
    found = with_commitments(measured(), CONTRACTS, BY)
    told(
        found,
        """
        budget_project_code | scope     | final_budget_cents | actual_cents | committed_cents | variance_cents | execution_rate
        .                   | all_funds | 0                  | 0            | 1.50            | 0              | null
        P1                  | all_funds | 200                | 80           | 90.00           | 120            | 0.4
        P2                  | all_funds | 50                 | 0            | 7.00            | 50             | 0
        P4                  | all_funds | 0                  | 4            | 0.00            | -4             | null
        P9                  | all_funds | 0                  | 0            | 9.00            | 0              | null
        """,
    )
    before = measured()
    same = found[found["budget_project_code"].isin(before["budget_project_code"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(same[list(before.columns)], before)


def test_the_unit_as_a_whole() -> None:
    told(
        with_commitments(measured([]), CONTRACTS, []),
        """
        final_budget_cents | actual_cents | committed_cents | variance_cents
        250                | 84           | 107.50          | 166
        """,
    )


def test_nothing_is_added_where_contracts_say_nothing() -> None:
    for found, by, contracts in (
        (measured(), BY, empty("commitments")),
        (measured(scope=Scope.FISCAL), BY, CONTRACTS),
        (measured(["economic_code"]), ["economic_code"], CONTRACTS),
    ):
        assert with_commitments(found, contracts, by) is found


def test_a_budget_that_nobody_knows_stays_unknown() -> None:
    found = with_commitments(execution(empty("budget"), SPENDING, BY, Scope.ALL), CONTRACTS, BY)
    assert found["final_budget_cents"].isna().all()
    assert found["actual_cents"].tolist() == [0, 8000, 0, 400, 0]
    untold = with_commitments(execution(BUDGET, empty("spending"), BY, Scope.ALL), CONTRACTS, BY)
    assert untold["actual_cents"].isna().all()
    assert untold["final_budget_cents"].tolist() == [0, 20000, 5000, 0, 0]
    only = with_commitments(execution(empty("budget"), empty("spending"), BY, Scope.ALL), CONTRACTS, BY)
    assert only["committed_cents"].sum() == 10_750
