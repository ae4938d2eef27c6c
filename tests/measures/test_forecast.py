"""What a year half gone may come to: the small tables here are the specification of progress, methods, choice, errors.

A year has four quarters, so that every share is a quarter, a half or three quarters.
"""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import rows, tidy, told

from perfkit.ledger.frames import empty
from perfkit.ledger.periods import FiscalCalendar
from perfkit.measures import CHOSEN, backtest, forecast, progress
from perfkit.measures.estimates import estimates
from perfkit.measures.forecast import reach
from perfkit.measures.progress import with_earlier_years

QUARTERS = FiscalCalendar(12, 4)
BUDGET = tidy(
    """
    budget_type | period | project_code | fund_code | amount_cents
    original    | 0      | P1           | 11        | 100
    supplement  | 3      | P1           | 11        | 20
    original    | 0      | P2           | 39        | 40
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | project_code | fund_code | actual_cents
    1      | P1           | 11        | 10
    2      | P1           | 11        | 30
    2      | P1           | 11        | -5
    4      | P1           | 11        | 60
    4      | P4           | 11        | 7
    """,
    "spending",
)


def years(text: str, by: tuple[str, ...] = ("budget_project_code",)) -> dict[int, pd.DataFrame]:
    """`progress` of each year from one line per year and project: its budget, and what each quarter spent."""
    lines, found = rows(text), {}
    for year, own in lines.groupby("year"):
        budget = [f"original|0|{line.project}|11|{line.budget}" for line in own.itertuples()]
        spent = [
            f"{quarter}|{line.project}|11|{getattr(line, f'q{quarter}')}"
            for line in own.itertuples()
            for quarter in range(1, 5)
        ]
        head = "project_code|fund_code"
        frames = (
            tidy("\n".join([f"budget_type|period|{head}|amount_cents", *budget]), "budget"),
            tidy("\n".join([f"period|{head}|actual_cents", *spent]), "spending"),
        )
        found[int(str(year))] = progress(*frames, by, QUARTERS, "all_funds")
    return found


def test_budget_documents_and_spending_count_from_their_period_on() -> None:
    told(
        progress(BUDGET, SPENDING, ["budget_project_code"], QUARTERS, "all_funds"),
        """
        budget_project_code | period | elapsed_rate | known_budget_cents | cumulative_actual_cents
        P1                  | 1      | 0.25         | 100                | 10
        P1                  | 2      | 0.5          | 100                | 35
        P1                  | 3      | 0.75         | 120                | 35
        P1                  | 4      | 1            | 120                | 95
        P2                  | 1      | 0.25         | 40                 | 0
        P2                  | 2      | 0.5          | 40                 | 0
        P2                  | 3      | 0.75         | 40                 | 0
        P2                  | 4      | 1            | 40                 | 0
        P4                  | 1      | 0.25         | 0                  | 0
        P4                  | 2      | 0.5          | 0                  | 0
        P4                  | 3      | 0.75         | 0                  | 0
        P4                  | 4      | 1            | 0                  | 7
        """,
    )


def test_the_scope_of_progress_leaves_other_funds_out() -> None:
    told(
        progress(BUDGET, SPENDING, [], QUARTERS, "fiscal_appropriation").iloc[-1:],
        """
        scope                | period | known_budget_cents | cumulative_actual_cents
        fiscal_appropriation | 4      | 120                | 102
        """,
    )


def test_what_is_not_told_is_null_and_not_0() -> None:
    nothing = progress(empty("budget"), SPENDING, [], QUARTERS, "all_funds")
    assert nothing["known_budget_cents"].isna().all()
    assert nothing["cumulative_actual_cents"].notna().all()
    unspent = progress(BUDGET, empty("spending"), [], QUARTERS, "all_funds")
    assert unspent["cumulative_actual_cents"].isna().all()
    undated = pd.concat([SPENDING, SPENDING.iloc[-1:].assign(period=0)], ignore_index=True)
    by_project = progress(BUDGET, undated, ["budget_project_code"], QUARTERS, "all_funds")
    is_untold = by_project["cumulative_actual_cents"].isna()
    assert set(by_project.loc[is_untold, "budget_project_code"]) == {"P4"}


def test_earlier_years_tell_their_share_their_rest_and_their_use_of_the_budget() -> None:
    found = with_earlier_years(
        years(
            """
            year | project | budget | q1 | q2 | q3 | q4
            2019 | P1      | 100    | 10 | 10 | 20 | 40
            2020 | P1      | 80     | 10 | 20 | 20 | 10
            2021 | P1      | 100    | 20 | 20 | 0  | 0
            """
        ),
        ["budget_project_code"],
    )
    half = found[found["period"].eq(2)].drop(columns=["budget_project_code"])
    assert half["fiscal_year"].tolist() == [2019, 2020, 2021]
    # 2019: 20 of 80 by then, 60 of 80 budgeted were left; 2020: 30 of 60; 2021 is not over.
    assert [None if pd.isna(cents) else cents for cents in half["actual_cents"]] == [8000, 6000, None]
    assert half["last_share"].iloc[1:].tolist() == [0.25, 0.5]
    assert half["mean_share"].iloc[1:].tolist() == [0.25, 0.375]
    assert half["last_rest"].iloc[1:].tolist() == [6000, 3000]
    assert half["mean_use"].iloc[1:].round(4).tolist() == [0.8, 0.775]
    assert half[["last_share", "mean_share", "last_rest", "mean_use"]].iloc[0].isna().all()


def test_every_method_is_one_line_of_arithmetic() -> None:
    known = pd.DataFrame(
        {
            "elapsed_rate": [0.5, 0.5, 0.5],
            "cumulative_actual_cents": [4000, 0, None],
            "known_budget_cents": [7000, 7000, 7000],
            "last_share": [0.4, 0.4, 0.4],
            "mean_share": [0.25, 0.25, 0.25],
            "last_rest": [2000.0, 2000.0, 2000.0],
            "mean_use": [0.5, 0.5, 0.5],
        }
    ).astype("Float64")
    found = estimates(known)
    assert found.iloc[0].to_dict() == {
        "straight_line": 8000,  # 40 / a half
        "straight_line_capped": 7000,  # the budget
        "last_share": 10000,  # 40 / 0.4
        "last_share_capped": 7000,
        "mean_share": 16000,  # 40 / 0.25
        "mean_share_capped": 7000,
        "last_rest": 6000,  # 40 + 20
        "last_rest_capped": 6000,
        "budget_use": 4000,  # 70 x 0.5 = 35 is less than what is spent
        "budget_use_capped": 4000,
        "known_budget": 7000,
    }
    # Nothing spent says nothing of the pace; nothing told says nothing at all.
    assert set(found.columns[found.iloc[1].notna()]) == {
        "last_rest", "last_rest_capped", "budget_use", "budget_use_capped", "known_budget",
    }  # fmt: skip
    assert found.iloc[2].isna().all()


def test_without_a_budget_nothing_is_capped_and_overspending_stays() -> None:
    known = pd.DataFrame(
        {
            "elapsed_rate": [0.5, 0.5],
            "cumulative_actual_cents": [4000, 4000],
            "known_budget_cents": [None, 3000],
            "last_share": [0.5, 0.5],
            "mean_share": [0.5, 0.5],
            "last_rest": [0.0, 0.0],
            "mean_use": [1.0, 1.0],
        }
    ).astype("Float64")
    found = estimates(known)
    assert found[["straight_line_capped", "known_budget"]].iloc[0].isna().all()
    assert found[["straight_line", "straight_line_capped", "known_budget"]].iloc[1].tolist() == [8000, 4000, 4000]


@pytest.mark.parametrize(
    ("misses", "width", "confidence"),
    [
        ([0.1], 0.1, 1 / 2),
        ([0.1, 0.3], 0.3, 2 / 3),
        ([0.1, 0.3, 0.2], 0.3, 3 / 4),
        ([0.1, 0.3, 0.2, 0.4], 0.4, 0.8),
        # 0.8 x 10 = 8 of nine
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], 0.8, 0.8),
    ],
)
def test_an_interval_reaches_as_far_as_earlier_misses(misses: list[float], width: float, confidence: float) -> None:
    assert reach(pd.Series(misses)) == (width, pytest.approx(confidence))


#: P1 spends evenly, but for its first year; P2 spends once a year, in 2020 more than its budget.
THREE_YEARS = """
    year | project | budget | q1 | q2 | q3 | q4
    2018 | P1      | 100    | 20 | 20 | 20 | 40
    2018 | P2      | 50     | 0  | 40 | 0  | 0
    2019 | P1      | 200    | 40 | 40 | 40 | 40
    2019 | P2      | 100    | 80 | 0  | 0  | 0
    2020 | P1      | 100    | 30 | 30 | 30 | 30
    2020 | P2      | 50     | 0  | 0  | 0  | 70
"""
NOW = "    2021 | P1 | 300 | 50 | 50 | 0 | 0\n    2021 | P4 | 60 | 15 | 0 | 0 | 0\n"


def test_the_least_wrong_method_of_earlier_years_is_taken_line_by_line() -> None:
    """P1: the share of 2018 (0.4) expected 80 / 0.4 = 200 of 2019, which came to 160; those of 2019 were right: the
    median error is 0, the largest miss 0.2 of the estimate, and 100 / 0.5 = 200 may be 160 to 240.
    P4 is new: only the pace and the budget can tell. At an even pace, at most the budget: 80, 50, 160, 100, 100 were
    expected, 100, 40, 160, 80, 120 came of it: errors of 0.2, 0.25, 0, 0.25, 0.1667, misses of up to 0.25.
    """
    told(
        forecast(years(THREE_YEARS + NOW), ["budget_project_code"], 2021, 2),
        """
        budget_project_code | period | cumulative_actual_cents | known_budget_cents | method               | estimate_cents | estimate_low_cents | estimate_high_cents | confidence_rate | median_error_rate | trials
        P1                  | 2      | 100                     | 300                | last_share           | 200            | 160                | 240                 | 0.75            | 0                 | 3
        P4                  | 2      | 15                      | 60                 | straight_line_capped | 30             | 22.50              | 37.50               | 0.8             | 0.2               | 5
        """,
    )


def test_an_interval_does_not_begin_below_what_is_spent() -> None:
    found = forecast(years(THREE_YEARS + "    2021 | P4 | 60 | 59 | 0 | 0 | 0\n"), ["budget_project_code"], 2021, 2)
    told(
        found,
        """
        budget_project_code | estimate_cents | estimate_low_cents | estimate_high_cents
        P4                  | 60             | 59                 | 75
        """,
    )


def test_later_years_are_never_looked_at() -> None:
    told_then = forecast(years(THREE_YEARS), ["budget_project_code"], 2019, 2)
    told_now = forecast(years(THREE_YEARS + NOW), ["budget_project_code"], 2019, 2)
    pd.testing.assert_frame_equal(told_then, told_now)


def test_the_first_year_has_no_estimate_because_nothing_tells_how_wrong_it_would_be() -> None:
    found = forecast(years(THREE_YEARS), ["budget_project_code"], 2018, 2)
    assert found["estimate_cents"].isna().all()
    assert found["method"].eq("").all()
    assert found["trials"].eq(0).all()
    assert set(found["lacks_zh"]) == {"以前年度的分期间支出"}
    assert set(found["lacks_en"]) == {"spending by period of earlier years"}


def test_without_periods_there_is_no_estimate() -> None:
    nothing = progress(BUDGET, empty("spending"), [], QUARTERS, "all_funds")
    found = forecast({**years(THREE_YEARS, ()), 2021: nothing}, [], 2021, 2)
    assert found["lacks_zh"].tolist() == ["分期间的支出"]
    assert found["estimate_cents"].isna().all()


def test_the_whole_has_errors_of_its_own() -> None:
    found = forecast(years(THREE_YEARS + NOW, ()), [], 2021, 2)
    assert found["trials"].tolist() == [2]
    assert found["confidence_rate"].round(4).tolist() == [0.6667]
    assert found["known_budget_cents"].tolist() == [36000]


def test_errors_by_hand() -> None:
    found = backtest(years(THREE_YEARS), ["budget_project_code"])
    half = found[found["period"].eq(2)].set_index("method")
    # P1: 80 for 100, 160 for 160, 120 for 120; P2: 80 for 40, 160 for 80, and nothing to go by in 2020.
    line = half.loc["straight_line"]
    assert line["trials"] == 5
    assert line["median_error_rate"] == pytest.approx(0.2)
    assert line["mean_error_rate"] == pytest.approx((0.2 + 0 + 0 + 1 + 1) / 5)
    # P1: 100 for 100, 200 for 160, 100 for 120; P2: 50 for 40, 100 for 80, 50 for 70.
    known = half.loc["known_budget"]
    assert known["trials"] == 6
    assert known["median_error_rate"] == pytest.approx(0.25)
    assert known["mean_error_rate"] == pytest.approx((0 + 0.25 + 20 / 120 + 0.25 + 0.25 + 20 / 70) / 6)


def test_coverage_is_counted_where_earlier_errors_are_enough() -> None:
    found = backtest(years(THREE_YEARS), ["budget_project_code"])
    known = found[found["period"].eq(2) & found["method"].eq("known_budget")].iloc[0]
    # Only 2020 has four errors before it: misses of 0, 0.2, 0.2, 0.2. P1 was missed by 20 of 100, P2 by 20 of 50.
    assert (known["intervals"], known["coverage_rate"]) == (2, 0.5)
    few = found[found["period"].eq(2) & found["method"].eq("last_share")].iloc[0]
    assert few["intervals"] == 0
    assert pd.isna(few["coverage_rate"])


def test_an_interval_does_not_hold_what_refunds_take_back() -> None:
    steady = "".join(
        f"    2018 | P{number} | 100 | 50 | 25 | 10 | 15\n    2019 | P{number} | 100 | 50 | 25 | 10 | 15\n"
        for number in (1, 2)
    )
    text = f"    year | project | budget | q1 | q2 | q3 | q4\n{steady}    2020 | P1 | 100 | 50 | 50 | 1 | -2\n"
    found = backtest(years(text), ["budget_project_code"])
    known = found[found["period"].eq(2) & found["method"].eq("known_budget")].iloc[0]
    assert (known["intervals"], known["coverage_rate"]) == (1, 0)


def test_the_choice_is_tested_like_a_method() -> None:
    found = backtest(years(THREE_YEARS), ["budget_project_code"])
    assert found["method"].iloc[0] == CHOSEN
    chosen = found[found["method"].eq(CHOSEN)]
    # 2018 has no earlier year to choose by.
    assert chosen["trials"].tolist() == [4, 4, 4]
    assert found["period"].unique().tolist() == [1, 2, 3]


def test_without_earlier_years_there_is_no_error() -> None:
    found = backtest({}, ["budget_project_code"])
    assert found.empty
    assert "coverage_rate" in found


def test_amounts_beyond_the_exact_range_of_floats_stay_exact() -> None:
    large = 90_071_992_547_409_93
    spent = SPENDING.iloc[:1].assign(actual_cents=large)
    found = progress(BUDGET, spent, [], QUARTERS, "all_funds")
    assert found["cumulative_actual_cents"].iloc[-1] == large
    assert str(found["cumulative_actual_cents"].dtype) == "Int64"
