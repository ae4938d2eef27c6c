"""Which variances are material, and which were explained. Amounts in yuan; the tables are the specification."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from textframes import table, tidy, told

from perfkit.ledger.frames import conform, empty
from perfkit.ledger.materiality import Materiality, Threshold, default_materiality
from perfkit.ledger.scopes import Scope
from perfkit.measures import explained_variances, variances, without_explanation

BUDGET = tidy(
    """
    budget_type | period | project_code | fund_code | amount_cents
    original    | 0      | .            | 11        | 300
    original    | 0      | P1           | 11        | 200
    supplement  | 6      | P1           | 11        | 50
    original    | 0      | P2           | 11        | 100
    supplement  | 3      | P3           | 11        | 15
    original    | 0      | P4           | 11        | 40
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | project_code | fund_code | actual_cents
    1      | .            | 11        | 270
    2      | P1           | 11        | 200
    3      | P1           | 39        | 24.99
    4      | P2           | 11        | 115
    5      | P4           | 11        | 40.01
    6      | P9           | 11        | 3
    """,
    "spending",
)
#: P3 is a part of P2 (projects.csv of the tests): 100 + 15 of budget, 115 spent.
FOUND = """
budget_project_code | period | final_budget_cents | actual_cents | variance_cents | variance_rate | is_material
.                   | 0      | 300                | 270          | 30             | 0.1           | no
P1                  | 0      | 250                | 224.99       | 25.01          | 0.1000        | yes
P2                  | 0      | 115                | 115          | 0              | 0             | no
P4                  | 0      | 40                 | 40.01        | -0.01          | -0.0002       | yes
P9                  | 0      | 0                  | 3            | -3             | null          | yes
"""


def measured(
    budget: pd.DataFrame = BUDGET,
    spending: pd.DataFrame = SPENDING,
    materiality: Materiality | None = None,
    scope: Scope = Scope.ALL,
) -> pd.DataFrame:
    return variances(budget, spending, spending, materiality or default_materiality(), scope)


def expect(found: pd.DataFrame, text: str) -> None:
    expected = table(text)
    told(found.drop(columns="is_material"), text.replace("| is_material", "").replace("| yes", "").replace("| no", ""))
    assert list(found["is_material"]) == [answer == "yes" for answer in expected["is_material"]]


def test_a_variance_is_material_beyond_a_tenth_unspent_and_any_cent_overspent() -> None:
    found = measured()
    expect(found, FOUND)
    assert set(found["scope"]) == {"all_funds"}


def test_the_scope_decides_what_was_spent() -> None:
    fiscal = measured(scope=Scope.FISCAL)
    assert fiscal.set_index("budget_project_code").loc["P1", "variance_cents"] == 5000


LIMITS = [
    # rate, amount, either; variance of 10.00 on a budget of 100.00
    ("0.1", 0, False, 1000, False),
    ("0.1", 0, False, 1001, True),
    ("0.05", 1000, False, 1000, False),
    ("0.05", 999, False, 1000, True),
    ("0.2", 999, False, 1000, False),
    ("0.2", 999, True, 1000, True),
    ("0.05", 5000, True, 1000, True),
    ("0.2", 5000, True, 1000, False),
    ("0.07", 0, False, 700, False),
    ("0", 0, True, 0, False),
]


@pytest.mark.parametrize(("rate", "cents", "is_either", "variance", "expected"), LIMITS)
@pytest.mark.parametrize("side", [1, -1])
def test_both_thresholds_or_either_exact_to_the_cent_on_both_sides(
    rate: str, cents: int, is_either: bool, variance: int, expected: bool, side: int
) -> None:
    limit, never = Threshold(Decimal(rate), cents), Threshold(Decimal(1), 10**12)
    under, over = (limit, never) if side > 0 else (never, limit)
    assert Materiality(under, over, is_either).is_material(side * variance, 10_000) == expected


def test_without_a_budget_the_amount_decides_alone() -> None:
    limit = Threshold(Decimal("0.5"), 300)
    for is_either in (False, True):
        assert Materiality(limit, limit, is_either).is_material(-301, 0)
    assert not Materiality(limit, limit).is_material(-300, 0)


PLANNED = tidy(
    """
    budget_type | period | project_code | fund_code | amount_cents
    original    | 1      | P1           | 11        | 100
    original    | 2      | P1           | 11        | 100
    supplement  | 2      | P1           | 11        | 20
    original    | 0      | P2           | 11        | 50
    original    | 1      | P2           | 11        | 50
    supplement  | 1      | P4           | 11        | 30
    """,
    "budget",
)
POSTED = tidy(
    """
    period | project_code | fund_code | actual_cents
    0      | P1           | 11        | 5
    1      | P1           | 11        | 100
    2      | P1           | 11        | 60
    3      | P1           | 11        | 7
    1      | P2           | 11        | 95
    1      | P4           | 11        | 30
    """,
    "spending",
)


def test_periods_count_where_every_line_of_the_budget_names_one() -> None:
    """P1 has a plan by period, P2 only in part, P4 only a supplement, whose period is its date."""
    expect(
        measured(PLANNED, POSTED),
        """
        budget_project_code | period | final_budget_cents | actual_cents | variance_cents | variance_rate | is_material
        P1                  | 0      | 220                | 172          | 48             | 0.2182        | yes
        P1                  | 1      | 100                | 100          | 0              | 0             | no
        P1                  | 2      | 120                | 60           | 60             | 0.5           | yes
        P1                  | 3      | 0                  | 7            | -7             | null          | yes
        P2                  | 0      | 100                | 95           | 5              | 0.05          | no
        P4                  | 0      | 30                 | 30           | 0              | 0             | no
        """,
    )


def test_what_nobody_knows_is_not_material() -> None:
    without_book = measured(empty("budget"))
    assert without_book["variance_cents"].isna().all()
    assert not without_book["is_material"].any()
    untold = measured(BUDGET, empty("spending"))
    assert untold["variance_cents"].isna().all()
    assert not untold["is_material"].any()
    assert measured(empty("budget"), empty("spending")).empty
    no_periods = variances(PLANNED, POSTED, empty("spending"), default_materiality(), Scope.ALL)
    assert list(no_periods.loc[no_periods["is_material"], "period"]) == [0]


SAID = conform(
    table(
        """
        explanation_number | budget_project_code | period | explained_cents | cause    | explanation  | author
        1                  | P4                  | 0      | -0.01           | price    | 纸价上涨     | 办公室
        2                  | P1                  | 0      | 30.00           | delay    | 车辆未到     | 办公室
        3                  | P4                  | 0      | -0.01           | volume   | 印量增加     | 办公室
        4                  | P2                  | 0      | 9.00            | other    | 与差异无关   | 办公室
        """
    ),
    "explanations",
)


def test_each_material_variance_stands_beside_what_was_said_of_it() -> None:
    found = explained_variances(measured(), SAID)
    told(
        found,
        """
        budget_project_code | period | variance_cents | explanation_state | explanation_number | explained_cents | cause  | explanation
        P9                  | 0      | -3             | unexplained       | 0                  | null            | .      | .
        P1                  | 0      | 25.01          | stale             | 2                  | 30.00           | delay  | 车辆未到
        P4                  | 0      | -0.01          | explained         | 1                  | -0.01           | price  | 纸价上涨
        P4                  | 0      | -0.01          | explained         | 3                  | -0.01           | volume | 印量增加
        """,
    )
    assert without_explanation(found) == 2


def test_a_year_without_variances_has_nothing_to_explain() -> None:
    found = explained_variances(measured(empty("budget"), empty("spending")), SAID)
    assert found.empty
    assert without_explanation(found) == 0
