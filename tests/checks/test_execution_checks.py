"""What is remarkable in an execution: the checks take measured frames, written here as text tables."""

from __future__ import annotations

import pandas as pd
from textframes import UNIT, rows, table, tidy

from perfkit.checks import execution, published, scopes
from perfkit.ledger.frames import empty

PROJECTS = """
budget_project_code | original_budget_cents | supplementary_budget_cents | final_budget_cents | actual_cents | execution_rate
.                   | 100.00                | 0.00                       | 100.00             | 60.00        | 0.6
P1                  | 40.00                 | 0.00                       | 40.00              | 45.00        | 1.125
P2                  | 200.00                | 0.00                       | 200.00             | 170.00       | 0.85
P3                  | 0.00                  | 20.00                      | 20.00              | 19.00        | 0.95
P4                  | 10.00                 | 0.00                       | 10.00              | 0.00         | 0.0
P9                  | 0.00                  | 0.00                       | 0.00               | 3.00         | null
P8                  | 0.00                  | 0.00                       | 0.00               | 0.00         | null
"""


def test_each_project_gets_at_most_one_remark() -> None:
    found = execution.project_execution(table(PROJECTS), UNIT)
    assert [(f.kind.check, f.subject, f.amount_cents) for f in found] == [
        ("overspent_projects", "P1", 500),
        ("underexecuted_projects", "P2", -3000),
        ("budget_without_spending", "P4", 1000),
        ("spending_without_budget", "P9", 300),
    ]
    assert found[0].text() == (
        "车辆执行 45.00 元，全年预算 40.00 元，超支 5.00 元，执行率（全年预算）112.50 %；预算文件中没有相应追加。"
    )
    assert found[1].text("en").endswith("execution rate (final budget) 85.00 %, below 90.00 %.")


def test_a_budget_that_nobody_knows_is_no_ground_for_a_remark() -> None:
    unknown = table(PROJECTS).assign(final_budget_cents=pd.array([pd.NA] * 7, dtype="Int64"))
    assert execution.project_execution(unknown, UNIT) == []


def test_an_actual_that_nobody_tells_is_no_ground_for_a_remark() -> None:
    untold = table(PROJECTS).assign(actual_cents=pd.array([pd.NA] * 7, dtype="Int64"))
    assert execution.project_execution(untold, UNIT) == []
    assert execution.budget_outside_projects(untold, untold, UNIT) == []


def test_a_rate_whose_base_leaves_out_supplements_flatters() -> None:
    total = table(
        """
        original_budget_cents | actual_cents | original_execution_rate | execution_rate
        350.00                | 297.00       | 0.8486                  | 0.8027
        """
    )
    (found,) = execution.flattering_rate(total, table(PROJECTS))
    assert found.amount_cents == 1900
    assert found.parts == {"original": "84.86 %", "final": "80.27 %", "without": "79.43 %"}
    without = table(PROJECTS)[lambda frame: frame["budget_project_code"].ne("P3")]
    assert execution.flattering_rate(total, without) == []


def test_the_part_of_the_budget_that_names_no_project_is_told_if_little_of_it_was_spent() -> None:
    fiscal = table(PROJECTS.replace("60.00        | 0.6", "55.00 | 0.55"))
    (found,) = execution.budget_outside_projects(table(PROJECTS), fiscal, UNIT)
    assert (found.amount_cents, found.parts["rate"], found.parts["gap"], found.parts["gap_fiscal"]) == (
        10000,
        "55.00 %",
        "40.00",
        "45.00",
    )
    spent = table(PROJECTS.replace("60.00        | 0.6", "95.00 | 0.95"))
    assert execution.budget_outside_projects(spent, spent, UNIT) == []
    assert execution.budget_outside_projects(table(PROJECTS).iloc[1:], fiscal, UNIT) == []
    unknown = table(PROJECTS).assign(original_budget_cents=pd.array([pd.NA] * 7, dtype="Int64"))
    assert execution.budget_outside_projects(unknown, fiscal, UNIT) == []
    assert execution.budget_outside_projects(table(PROJECTS).iloc[:1], fiscal, UNIT) == []


def test_periods_that_do_not_add_up_to_the_year_are_told() -> None:
    year = tidy("period | actual_cents\n0 | 10.00", "spending")
    (found,) = execution.timeline_against_year(tidy("period | actual_cents\n1 | 4.00\n2 | 5.00", "spending"), year)
    assert (found.amount_cents, found.expected, found.found) == (-100, "10.00", "9.00")
    assert execution.timeline_against_year(year, year) == []
    (absent,) = execution.timeline_against_year(empty("spending"), year)
    assert absent.kind.severity == "notice"
    assert execution.timeline_against_year(empty("spending"), empty("spending")) == []


RECONCILED = """
budget_project_code | fiscal_actual_cents | other_actual_cents | all_actual_cents
.                   | 30.00               | 1.00               | 31.00
P1                  | 17.00               | 5.00               | 22.00
P2                  | 9.00                | 0.00               | 9.00
"""


def test_scopes_that_differ_are_told_in_total_by_project_and_the_rest() -> None:
    frame = table(RECONCILED)
    total = frame.drop(columns="budget_project_code").sum().astype("Int64").to_frame().T
    (in_total,) = scopes.scope_difference(total)
    assert (in_total.amount_cents, in_total.expected, in_total.found) == (600, "56.00", "62.00")
    assert in_total.text("en").startswith("Total spending is 62.00")
    (project,) = scopes.project_scope_differences(frame, UNIT)
    assert (project.subject, project.amount_cents) == ("P1", 500)
    assert project.text().startswith("车辆全口径 22.00 元")
    (rest,) = scopes.scope_difference_outside_projects(frame)
    assert (rest.amount_cents, rest.expected, rest.found) == (100, "6.00", "5.00")


def test_scopes_that_agree_are_not_remarked_on() -> None:
    frame = table(RECONCILED).assign(other_actual_cents=pd.array([0, 0, 0], dtype="Int64"))
    assert scopes.scope_difference(frame.iloc[:1]) == []
    assert scopes.project_scope_differences(frame, UNIT) == []
    assert scopes.scope_difference_outside_projects(frame) == []


def test_only_printed_figures_that_differ_are_findings() -> None:
    comparison = rows(
        """
        id | label_zh | label_en | unit | published | computed | difference | verdict
        a  | 总支出   | total    | 万元 | 1.00      | 1.10     | 0.10       | differs
        b  | 执行率   | rate     | %    | 50.00     | 51.00    | 1.00       | differs
        c  | 公用     | public   | 万元 | 1.00      | 1.00     | 0.00       | equal
        d  | 人数     | people   | 人   | 39        | .        | .          | not_computable
        """
    ).assign(difference_cents=pd.array([100000, None, 0, None], dtype="Int64"))
    found = published.published_figures(comparison)
    assert [(f.subject, f.amount_cents) for f in found] == [("a", 100000), ("b", None)]
    assert found[0].text() == "公开数字 a（总支出）为 1.00 万元，账簿计算为 1.10 万元，相差 0.10 万元。"
    assert found[1].text("en").startswith("Printed figure b (rate)")
