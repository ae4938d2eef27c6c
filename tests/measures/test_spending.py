"""What counts as spending and income: refunds, red letters, closing entries, summaries."""

from __future__ import annotations

from datetime import date

import pytest
from textframes import UNIT, tidy, told

from perfkit.ledger.frames import empty
from perfkit.measures import (
    budget_of_summary,
    closing_entries,
    income,
    spending,
    spending_of_summary,
    timeline_of_summary,
)

YEAR_END = date(2021, 12, 31)
JOURNAL = tidy(
    """
    fiscal_year | period | voucher_date | voucher_type | voucher_number | summary     | account_code | fund_code | project_code | debit_cents | credit_cents
    2021        | 1      | 2021-01-05   | 记           | 1              | 付电费       | 72010102     | 11        | P1           | 100.00      | 0.00
    2021        | 1      | 2021-01-05   | 记           | 1              | 付电费       | 6001         | 11        | .            | 0.00        | 100.00
    2021        | 1      | 2021-01-05   | 记           | 1              | 付电费       | 5001         | .         | .            | 100.00      | 0.00
    2021        | 1      | 2021-01-05   | 记           | 1              | 付电费       | 4001         | .         | .            | 0.00        | 100.00
    2021        | 3      | 2021-03-05   | 记           | 1              | 退回电费     | 72010102     | 11        | P1           | 0.00        | 20.00
    2021        | 3      | 2021-03-05   | 记           | 1              | 退回电费     | 8001         | .         | .            | 20.00       | 0.00
    2021        | 4      | 2021-04-05   | 记           | 1              | 红字冲销     | 72010102     | 11        | P1           | -30.00      | 0.00
    2021        | 4      | 2021-04-05   | 记           | 1              | 红字冲销     | 8001         | .         | .            | 0.00        | -30.00
    2021        | 12     | 2021-12-31   | 记           | 9              | 转出         | 8101         | .         | .            | 50.00       | 0.00
    2021        | 12     | 2021-12-31   | 记           | 9              | 转出         | 72010102     | 11        | P1           | 0.00        | 50.00
    2021        | 12     | 2021-12-31   | 记           | 9              | 转出         | 6001         | 11        | .            | 100.00      | 0.00
    2021        | 12     | 2021-12-31   | 记           | 9              | 转出         | 8101         | .         | .            | 0.00        | 100.00
    2021        | 12     | 2021-12-31   | 记           | 10             | 付水费       | 72010102     | 11        | P1           | 7.00        | 0.00
    """,
    "journal",
)


def test_spending_is_debit_minus_credit_without_the_closing() -> None:
    journal = JOURNAL.assign(is_closing=closing_entries(JOURNAL, YEAR_END, UNIT))
    made = spending(journal, UNIT)
    told(
        made,
        """
        period | budget_project_code | actual_cents | source_row
        1      | P1                  | 100.00       | 2
        3      | P1                  | -20.00       | 6
        4      | P1                  | -30.00       | 8
        12     | P1                  | 7.00         | 14
        """,
    )
    assert income(journal, UNIT)["income_cents"].tolist() == [10000]


def test_forgetting_the_closing_would_hide_the_spending() -> None:
    assert spending(JOURNAL, UNIT)["actual_cents"].sum() == 700


CLOSINGS = """
    period | voucher_date | voucher_type | voucher_number | summary  | account_code | debit_cents | credit_cents | closing
    12     | 2021-12-31   | 记           | 1              | 付款      | 8501         | 1.00        | 0.00         | yes
    12     | 2021-12-31   | 记           | 1              | 付款      | 7201         | 0.00        | 1.00         | yes
    12     | 2021-12-31   | 结转         | 1              | 收支      | 7201         | 0.00        | 1.00         | yes
    12     | 2021-12-31   | 结转         | 1              | 收支      | 1002         | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 3              | 年末结转  | 7201         | 0.00        | 1.00         | yes
    11     | 2021-11-30   | 记           | 4              | 结转项目款 | 7201         | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 5              | 结转收入  | 3301         | 0.00        | 1.00         | yes
    12     | 2021-12-31   | 记           | 5              | 结转收入  | 4001         | 1.00        | 0.00         | yes
    6      | 2021-06-30   | 记           | 6              | 调整      | 8101         | 1.00        | 0.00         | no
    6      | 2021-06-30   | 记           | 6              | 调整      | 8001         | 0.00        | 1.00         | no
    12     | 2021-12-31   | 记           | 7              | 付款      | 7201         | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 8              | 上年结转项目付款 | 7201   | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 9              | 结转支付款 | 7201         | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 9              | 结转支付款 | 8001         | 0.00        | 1.00         | no
    12     | 2021-12-31   | 记           | 10             | 结转待处理 | 7201         | 1.00        | 0.00         | no
    12     | 2021-12-31   | 记           | 10             | 结转待处理 | 720199       | 0.00        | 1.00         | no
    12     | 2021-12-31   | 记           | 11             | 结转本年   | 6001         | 2.00        | 0.00         | yes
    12     | 2021-12-31   | 记           | 11             | 结转本年   | 7201         | 0.00        | 2.00         | yes
    """


def test_closings_are_known_by_counter_account_type_or_last_day() -> None:
    from textframes import rows

    journal = tidy(CLOSINGS.replace("| closing", "").replace("| yes", "").replace("| no", ""), "journal")
    expected = [cell == "yes" for cell in rows(CLOSINGS)["closing"]]
    assert closing_entries(journal, YEAR_END, UNIT).tolist() == expected


def test_the_exports_own_flag_is_believed() -> None:
    flagged = JOURNAL.assign(is_closing=[True] + [False] * (len(JOURNAL) - 1))
    assert closing_entries(flagged, YEAR_END, UNIT).tolist()[0]


SUMMARY = tidy(
    """
    period | breakdown | measure        | department_code | economic_code | amount_cents
    0      | class     | original       | D1              | 100           | 60.00
    0      | class     | original       | D1              | 200           | 40.00
    0      | class     | original       | D2              | 100           | 10.00
    0      | class     | actual         | D1              | 100           | 55.00
    0      | class     | actual         | D2              | 200           | 9.00
    1      | period    | final          | D1              | .             | 100.00
    2      | period    | final          | D1              | .             | 130.00
    4      | period    | final          | D1              | .             | 90.00
    1      | period    | final          | D3              | .             | 5.00
    1      | period    | actual_to_date | D1              | .             | 20.00
    2      | period    | actual_to_date | D1              | .             | 35.00
    4      | period    | actual_to_date | D1              | .             | 55.00
    """,
    "summary",
)


def test_changes_of_the_final_budget_are_its_levels_apart() -> None:
    told(
        budget_of_summary(SUMMARY, UNIT),
        """
        period | budget_type | department_code | economic_code | amount_cents
        0      | original    | D1              | 100           | 60.00
        0      | original    | D1              | 200           | 40.00
        0      | original    | D2              | 100           | 10.00
        2      | supplement  | D1              | .             | 30.00
        4      | reduction   | D1              | .             | -40.00
        1      | supplement  | D3              | .             | 5.00
        """,
    )


def test_a_final_budget_by_class_changes_class_by_class() -> None:
    by_class = tidy(
        """
        period | breakdown | measure  | project_code | economic_code | amount_cents
        0      | class     | original | P1           | 30201         | 60.00
        0      | class     | final    | P1           | 30201         | 70.00
        0      | class     | final    | P1           | 30202         | 5.00
        """,
        "summary",
    )
    told(
        budget_of_summary(by_class, UNIT),
        """
        budget_type | budget_project_code | economic_code | amount_cents
        original    | P1                  | 30201         | 60.00
        supplement  | P1                  | 30201         | 10.00
        supplement  | P1                  | 30202         | 5.00
        """,
    )


def test_the_years_actuals_and_the_timeline_are_never_added_up() -> None:
    assert spending_of_summary(SUMMARY, UNIT)["actual_cents"].sum() == 6400
    told(
        timeline_of_summary(SUMMARY, UNIT),
        """
        period | department_code | actual_cents
        1      | D1              | 20.00
        2      | D1              | 15.00
        4      | D1              | 20.00
        """,
    )
    only_periods = SUMMARY[SUMMARY["breakdown"].eq("period")]
    assert spending_of_summary(only_periods, UNIT)["actual_cents"].sum() == 5500


def test_parts_of_one_line_are_added_up_before_periods_are_taken_apart() -> None:
    parts = tidy(
        """
        period | breakdown | measure        | department_code | amount_cents | source_row
        1      | period    | actual_to_date | D1              | 20.00        | 2
        1      | period    | actual_to_date | D1              | 1.00         | 3
        2      | period    | actual_to_date | D1              | 35.00        | 4
        2      | period    | actual_to_date | D1              | 2.00         | 5
        """,
        "summary",
    )
    told(
        timeline_of_summary(parts, UNIT),
        """
        period | department_code | actual_cents | source_row
        1      | D1              | 21.00        | 2
        2      | D1              | 16.00        | 4
        """,
    )


@pytest.mark.parametrize("measure", [budget_of_summary, spending_of_summary, timeline_of_summary])
def test_no_summary_gives_no_row(measure) -> None:
    assert measure(empty("summary"), UNIT).empty
