"""Printed figures beside computed ones."""

from __future__ import annotations

import pytest
from textframes import UNIT, rows, tidy

from perfkit.ledger.frames import empty
from perfkit.measures import figure, income, published_comparison
from perfkit.measures.published import select_rows

BUDGET = tidy(
    """
    budget_type | project_code | fund_code | amount_cents
    original    | P1           | 11        | 2,000,000.00
    supplement  | P2           | 11        | 100,000.00
    """,
    "budget",
)
SPENDING = tidy(
    """
    project_code | fund_code | economic_code | actual_cents
    P1           | 11        | 30231         | 1,234,567.00
    P1           | 39        | 30231         | 100,000.00
    P2           | 13        | 30201         | 99,999.99
    """,
    "spending",
)
INCOME = income(
    tidy(
        """
        account_code | fund_code | debit_cents | credit_cents
        600101       | 11        | 0.00        | 1,334,567.00
        600101       | 11        | 10.00       | 0.00
        6609         | 39        | 0.00        | 5.00
        """,
        "journal",
    ),
    UNIT,
)
PUBLISHED = rows(
    """
    id | label_zh | label_en | value  | unit | measure                 | scope                | select
    a  | 车辆     | vehicles | 123.46 | 万元 | actual                  | fiscal_appropriation | budget_project_code=P1
    b  | 车辆     | vehicles | 133.5  | 万元 | actual                  | all_funds            | project_code=P1;fund_code=
    c  | 基金     | fund     | 0      | 万元 | actual                  | all_funds            | fund_code=12
    d  | 总计     | total    | 133.46 | 万元 | actual                  | fiscal_appropriation | .
    e  | 年初     | original | 200    | 万元 | original_budget         | all_funds            | .
    f  | 执行率   | rate     | 71.73  | %    | original_execution_rate | all_funds            | .
    g  | 执行率   | rate     | 71.72  | %    | original_execution_rate | all_funds            | .
    h  | 收入     | income   | 133.46 | 万元 | income                  | fiscal_appropriation | .
    i  | 人数     | people   | 39     | 人   | unit_fact               | all_funds            | .
    j  | 追加     | added    | 10.00  | 万元 | supplementary_budget    | fiscal_appropriation | project_code=P2
    k  | 无       | none     | 0.00   | %    | execution_rate          | all_funds            | project_code=P9
    """
)


def test_each_printed_figure_gets_a_verdict_at_its_own_precision() -> None:
    made = published_comparison(PUBLISHED, BUDGET, SPENDING, INCOME).set_index("id")
    assert made["computed"].to_dict() == {
        "a": "123.46", "b": "133.5", "c": "0", "d": "133.46", "e": "200", "f": "71.73", "g": "71.73",
        "h": "133.46", "i": "", "j": "10.00", "k": "",
    }  # fmt: skip
    assert made["verdict"].to_dict() == {
        "a": "equal", "b": "equal", "c": "equal", "d": "equal", "e": "equal", "f": "equal", "g": "differs",
        "h": "equal", "i": "not_computable", "j": "equal", "k": "not_computable",
    }  # fmt: skip
    assert made["difference_cents"].fillna(0).to_dict()["a"] == 123456700 - 123460000
    assert made.loc["g", "difference"] == "0.01"
    assert made.loc["i", "lacks_zh"] == "单位基本信息（人员、机构等）"
    assert made.loc["k", "lacks_en"] == "the budget book"


def test_without_a_budget_book_a_budget_is_not_computable() -> None:
    nothing = empty("budget")
    assert figure(nothing, SPENDING, INCOME, "original_budget", "all_funds", "") is None
    assert figure(BUDGET, SPENDING, INCOME, "original_budget", "all_funds", "project_code=P9") == 0


def test_a_selection_by_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        select_rows(SPENDING, "colour=red")


def test_what_no_ledger_tells_is_not_computable_rather_than_nothing() -> None:
    summary = SPENDING.assign(fund_code="", is_fiscal_appropriation=False)
    made = published_comparison(PUBLISHED, BUDGET, summary, INCOME.iloc[:0]).set_index("id")["lacks_en"]
    assert (made["a"], made["b"], made["h"]) == ("the fund of each line", "", "a journal")
    made = published_comparison(PUBLISHED, BUDGET, SPENDING.iloc[:0], INCOME).set_index("id")["lacks_zh"]
    assert (made["d"], made["e"]) == ("支出数据（序时账或执行汇总表）", "")
