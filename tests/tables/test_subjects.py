"""What each table says of its measured frame."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from textframes import rows, table
from yearbook import (
    BUDGET,
    EXECUTION,
    FINDINGS,
    LEDGER,
    RECONCILIATION,
    SPENDING,
    TIMING,
    WHOLE,
    YEARS,
    without_budget,
)  # fmt: skip

from perfkit.errors import LANGUAGES
from perfkit.ledger.periods import FiscalCalendar
from perfkit.tables import (
    Table,
    budget_changes_table,
    composition_table,
    concentration_table,
    execution_table,
    findings_table,
    published_table,
    scope_reconciliation_table,
    timing_table,
    voucher_lines_table,
    year_over_year_table,
)  # fmt: skip

BY = ["budget_project_code"]
COMPOSITION = table(
    """
    economic_code | actual_cents | share_rate
    30231         | 223.20       | 0.8322
    30202         | 45.02        | 0.1678
    """
)
CONCENTRATION = table(
    """
    last_quarter_cents | last_quarter_rate | last_period_cents | last_period_rate
    95.06              | 0.3544            | 95.06             | 0.3544
    """
)
COMPARISON = rows(
    """
    id  | label_zh | label_en | measure   | scope     | select | unit | published | computed | difference | verdict        | lacks_zh | lacks_en
    T01 | 总支出   | total    | actual    | all_funds | .      | 万元 | 2,558.42  | 2,558.42 | 0.00       | equal          | .        | .
    T02 | 接待     | guests   | actual    | all_funds | .      | 万元 | 8.00      | 1.73     | -6.27      | differs        | .        | .
    C01 | 人员     | staff    | unit_fact | .         | .      | 人   | 39        | .        | .          | not_computable | 单位信息 | facts
    """
)


def column(made: Table, name: str) -> list[str]:
    return made.printed()[name].tolist()


def test_execution_ends_with_a_total_whose_rate_is_no_average() -> None:
    made = execution_table(EXECUTION, LEDGER, BY)
    assert made.title == "预算执行情况：按预算项目 · 全口径（全部资金）"
    assert column(made, BY[0]) == ["车辆", "运转", "印刷", "合计"]
    assert column(made, "final_budget_cents") == ["299.00", "15.31", "40.00", "354.31"]
    assert column(made, "variance_cents") == ["75.80", "15.31", "-5.02", "86.09"]
    assert column(made, "execution_rate") == ["74.65 %", "0.00 %", "112.55 %", "75.70 %"]
    assert column(made, "original_execution_rate")[1] == "不可计算：缺年初预算"
    assert column(made, "original_execution_rate")[3] == "79.12 %"
    assert "carryover_cents" not in made.columns


def test_execution_takes_a_given_total() -> None:
    made = execution_table(EXECUTION.head(1), LEDGER, BY, total=WHOLE)
    assert column(made, "actual_cents") == ["223.20", "268.22"]


def test_execution_of_the_unit_is_one_line_with_its_name() -> None:
    made = execution_table(WHOLE, LEDGER, [], "en")
    assert made.title == "Budget execution · all funds"
    assert column(made, "unit_name") == ["the unit"]
    assert made.columns["execution_rate"].label == "Execution rate (final budget)"


def test_carry_over_has_its_column_when_there_is_some() -> None:
    carried = EXECUTION.assign(carryover_cents=pd.array([100, 0, 0], "Int64"))
    assert column(execution_table(carried, LEDGER, BY), "carryover_cents") == ["1.00", "0.00", "0.00", "1.00"]


def test_without_a_budget_book_nothing_of_the_budget_is_zero() -> None:
    made = execution_table(without_budget(EXECUTION), LEDGER, BY)
    assert set(column(made, "final_budget_cents")) == {"—"}
    assert column(made, "actual_cents")[-1] == "268.22"
    assert "全年预算数、结余（超支为负）：不可计算，缺预算文件。" in "".join(made.all_notes())


def test_scopes_add_up() -> None:
    made = scope_reconciliation_table(RECONCILIATION, LEDGER, BY)
    assert column(made, "other_actual_cents") == ["50.04", "0.00", "50.04"]
    assert column(made, "all_actual_cents")[-1] == "268.22"
    whole = RECONCILIATION.drop(columns=BY).sum().to_frame().T
    assert column(scope_reconciliation_table(whole, LEDGER, [], "en"), "unit_name") == ["the unit"]


def test_every_budget_line_keeps_its_document_and_row() -> None:
    changes = BUDGET.assign(final_budget_cents=BUDGET["amount_cents"].cumsum())
    made = budget_changes_table(changes, LEDGER, "all_funds")
    assert column(made, "budget_type") == ["年初预算", "年初预算", "追加"]
    assert column(made, "final_budget_cents") == ["299.00", "339.00", "354.31"]
    assert column(made, "source_row") == ["2", "3", "4"]
    assert "department_code" not in made.columns
    told = budget_changes_table(changes.assign(department_code="01"), LEDGER, "all_funds")
    assert column(told, "department_code") == ["01"] * 3


def test_timing_names_periods_and_bases_and_keeps_zeros() -> None:
    made = timing_table(TIMING, LEDGER, "all_funds")
    assert column(made, "period_name") == ["1月", "2月", "3月", "4月"]
    assert column(made, "actual_cents") == ["100.00", "0.00", "0.00", "80.00"]
    assert made.columns["cumulative_rate"].label == "累计执行率（全年预算）"
    assert made.all_notes()[1] == "各期间合计 180.00 元，全年执行数 268.22 元，相差 88.22 元。"


def test_timing_that_holds_the_whole_year_has_no_remark() -> None:
    year = TIMING.assign(actual_cents=pd.array([26822, 0, 0, 0], "Int64"))
    assert timing_table(year, LEDGER, "all_funds", "en").all_notes() == ["Periods without a posting read 0.00."]


def test_the_years_end_is_named_by_its_periods() -> None:
    made = concentration_table(CONCENTRATION, LEDGER, "all_funds")
    assert column(made, "span") == ["10月–12月", "12月"]
    assert column(made, "share_rate") == ["35.44 %", "35.44 %"]


def test_by_quarters_the_last_quarter_is_the_last_period() -> None:
    quarterly = replace(LEDGER, unit=replace(LEDGER.unit, calendar=FiscalCalendar(6, 4)))
    assert column(concentration_table(CONCENTRATION, quarterly, "all_funds", "en"), "span") == ["Q4"]


def test_composition_shares_end_with_the_whole() -> None:
    made = composition_table(COMPOSITION, LEDGER, ["economic_code"], "all_funds")
    assert column(made, "economic_code") == ["30231 公务用车运行维护费", "30202 印刷费", "合计"]
    assert column(made, "share_rate") == ["83.22 %", "16.78 %", "100.00 %"]


def test_years_stand_side_by_side() -> None:
    lines = pd.concat([YEARS.assign(budget_project_code=code) for code in ("P1", "P4")], ignore_index=True)
    made = year_over_year_table(lines, LEDGER, BY, "all_funds")
    assert list(made.columns) == [
        *BY, "actual_cents_2020", "execution_rate_2020", "actual_cents_2021", "execution_rate_2021", "change_cents",
        "change_rate",
    ]  # fmt: skip
    assert made.columns["execution_rate_2021"].label == "2021年执行率（全年预算）"
    assert column(made, "change_cents") == ["178.22", "178.22"]
    assert (
        year_over_year_table(lines, LEDGER, BY, "all_funds", "en").columns["actual_cents_2020"].label == "2020 Actual"
    )


def test_years_of_the_unit_stand_under_each_other() -> None:
    made = year_over_year_table(YEARS, LEDGER, [], "all_funds")
    assert column(made, "fiscal_year") == ["2020", "2021"]
    assert column(made, "change_rate") == ["不可计算：缺上年执行数", "198.02 %"]


def test_findings_come_in_words_errors_first() -> None:
    made = findings_table(FINDINGS, LEDGER)
    assert made.title == "检查结果：错误 1 项，警示 0 项，提示 1 项"
    assert column(made, "severity") == ["错误", "提示"]
    assert column(made, "text")[0] == "a.csv 第 1044 行有误。"
    assert column(made, "amount_cents") == ["-12.34", "—"]
    assert column(made, "source_row") == ["1044", "—"]
    assert '<tr class="error">' in made._repr_html_()


def test_published_figures_keep_their_printed_form() -> None:
    made = published_table(COMPARISON)
    assert made.title == "公开数字核对：一致 1 项，不一致 1 项，不可计算 1 项"
    assert column(made, "computed") == ["2,558.42", "1.73", "—"]
    assert column(made, "verdict") == ["一致", "不一致", "不可计算：缺单位信息"]
    assert column(published_table(COMPARISON, "en"), "verdict")[2] == "not computable: lacks facts"


def test_voucher_lines_come_in_order_and_add_up() -> None:
    made = voucher_lines_table(SPENDING, LEDGER, subject="车辆")
    assert made.title == "凭证明细（4 行） · 车辆"
    assert column(made, "voucher_number") == ["003", "001", "002", "009", ""]
    assert column(made, "actual_cents") == ["173.16", "50.04", "46.25", "-1.23", "268.22"]
    assert column(made, "source_row") == ["2", "3", "4", "5", ""]
    assert made.is_folded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_empty_table_says_why_in_both_languages(language: str) -> None:
    empty = [
        execution_table(EXECUTION.head(0), LEDGER, BY, language),
        scope_reconciliation_table(RECONCILIATION.head(0), LEDGER, BY, language),
        budget_changes_table(BUDGET.assign(final_budget_cents=0).head(0), LEDGER, "all_funds", language),
        timing_table(TIMING.head(0), LEDGER, "all_funds", language),
        composition_table(COMPOSITION.head(0), LEDGER, ["economic_code"], "all_funds", language),
        year_over_year_table(YEARS.head(0), LEDGER, [], "all_funds", language),
        findings_table([], LEDGER, language),
        published_table(COMPARISON.head(0), language),
        voucher_lines_table(SPENDING.head(0), LEDGER, language),
    ]
    for made in empty:
        assert made.nothing in made._repr_html_()
        assert made.nothing.isascii() == (language == "en")
