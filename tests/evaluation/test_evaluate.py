"""Whole evaluations: points add up, nothing is scored without evidence, a total needs everything."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from handmade_forms import BUDGET, SPENDING, small_ledger, template
from textframes import tidy

from perfkit.evaluation import (
    evaluate_project,
    evaluate_projects,
    evaluate_unit,
    evaluation_overview,
    points_by_indicator,
    points_by_subject,
    scores_of,
)
from perfkit.evaluation.evaluate import Evaluation
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points
from perfkit.workspace import Workspace

#: P1 has 120 万元 and spent 90 of them: 7.50 points for execution. One indicator per group, all with evidence.
WHOLE = """
    budget_project_code | level1_name | level2_name | indicator_name | comparison  | target_text | target_number | measure_unit | actual_text | actual_number | tier    | awarded_centipoints | weight_centipoints | evidence_document | deviation_reason
    P1                  | 产出指标    | 数量指标    | 出车           | at_least    | 100         | 100           | 次           | 80          | 80            | .       | null                | null               | 台账.pdf          | 车少
    P1                  | 效益指标    | 社会效益    | 保障           | qualitative | 正常        | .             | .            | 正常        | .             | reached | 28                  | null               | 记录.pdf          | .
    P1                  | 满意度指标  | 满意度      | 满意度         | at_least    | 95          | 95            | %            | 96          | 96            | .       | null                | 10                 | 问卷.xlsx         | .
    .                   | 产出指标    | 成本指标    | 控制支出       | at_most     | 1700000     | 1700000       | 元           | {{ actual: scope=all_funds, unit=元 }} | . | .  | null                | null               | .                 | .
"""


def year(targets: str = WHOLE, **parts: str) -> Ledger:
    return replace(small_ledger(**parts), targets=tidy(targets, "targets"))


def points(one: Evaluation) -> list[str]:
    return [as_points(cents) for cents in (one.total_centipoints, one.scorable_centipoints, one.possible_centipoints)]


def test_a_project_with_everything_has_total_and_grade():
    one = evaluate_project(year(), "P1")
    assert [as_points(cents) for cents in one.scores["weight_centipoints"]] == ["50.00", "30.00", "10.00"]
    assert [as_points(cents) for cents in one.scores["score_centipoints"]] == ["40.00", "28.00", "10.00"]
    assert as_points(one.execution_centipoints or 0) == "7.50"
    assert points(one) == ["85.50", "100.00", "100.00"]
    assert one.grade is not None
    assert (one.grade.name_zh, one.lacks) == ("良", {"zh": "", "en": ""})
    assert one.scores["needs_reason"].tolist() == [True, False, False]


def test_the_bands_of_the_template_decide_the_grade():
    ledger = year()
    named = replace(ledger, unit=replace(ledger.unit, templates={"project": "national_project_2020_bands_80"}))
    grade = evaluate_project(named, "P1").grade
    assert grade is not None
    assert grade.name_zh == "优"
    bands = [[(one.name_zh, str(one.low)) for one in template(code).grades] for code in (
        "national_project_2020", "national_project_2020_bands_80",
    )]  # fmt: skip
    assert bands[0] == [("优", "90"), ("良", "80"), ("中", "60"), ("差", "0")]
    assert bands[1] == [("优", "80"), ("良", "70"), ("中", "60"), ("差", "0")]


def test_without_evidence_nothing_is_scored_and_there_is_no_total():
    one = evaluate_project(year(WHOLE.replace("台账.pdf", "无佐证")), "P1")
    assert one.scores["score_centipoints"].isna().tolist() == [True, False, False]
    assert points(one) == ["45.50", "50.00", "100.00"]
    assert one.grade is None
    assert one.lacks == {"zh": "1个指标的佐证材料", "en": "evidence of 1 indicators"}


def test_a_group_without_indicators_stands_in_the_way_of_a_total():
    one = evaluate_project(year(WHOLE.replace("满意度指标  |", "产出指标    |")), "P1")
    assert one.lacks["zh"] == "“满意度指标”的指标"
    assert one.grade is None


def test_weights_that_do_not_add_up_stand_in_the_way_of_a_total():
    one = evaluate_project(year(WHOLE.replace("null                | 10 ", "null                | 12 ")), "P1")
    assert points(one)[1] == "102.00"
    assert one.lacks["zh"] == "合计为 100.00 分的分值（现合计 102.00 分）"
    assert one.grade is None


def test_a_project_without_targets_has_its_execution_only():
    one = evaluate_project(year(), "P2")
    assert (one.scores.empty, points(one)) == (True, ["10.00", "10.00", "100.00"])
    assert one.lacks["zh"] == "“产出指标”的指标、“效益指标”的指标、“满意度指标”的指标"


@pytest.mark.parametrize(
    ("parts", "lacks"),
    [
        ({"budget": ""}, "预算文件"),
        ({"spending": ""}, "支出数据"),
        ({"budget": BUDGET.replace("800000", "0").replace("200000\n", "0\n").replace("200000", "0")}, "全年预算"),
    ],
)
def test_without_budget_or_spending_execution_has_no_points(parts: dict[str, str], lacks: str):
    ledger = year(**parts)
    one = evaluate_project(ledger, "P1")
    assert one.execution_centipoints is None
    assert one.lacks["zh"].startswith(f"预算执行率得分所需的{lacks}")
    assert one.lacks["en"].startswith
    assert as_points(one.scorable_centipoints) == "90.00"


def test_overspending_and_refunds_bring_all_and_none_of_the_points_for_execution():
    over = evaluate_project(year(), "P2")
    refund = SPENDING.replace("| 600000\n    P1 ", "| -900000\n    P1 ")
    below = evaluate_project(year(spending=refund), "P1")
    assert (over.execution_centipoints, below.execution_centipoints) == (1000, 0)


def test_an_actual_of_the_ledger_is_resolved_and_shown():
    """177 万元 spent against at most 170: 1 - 7/170 of 50 points."""
    one = evaluate_unit(year())
    assert one.scores["actual_shown"].tolist() == ["1,770,000.00元"]
    assert [as_points(cents) for cents in one.scores["score_centipoints"]] == ["47.94"]
    assert one.lacks["zh"] == "“效益指标”的指标、“满意度指标”的指标"


def test_the_overview_counts_and_sums():
    ledger = year(WHOLE.replace("台账.pdf", ""))
    every = [evaluate_unit(ledger), *evaluate_projects(ledger)]
    told = evaluation_overview(every)
    assert told["name"].tolist() == ["单位整体", "车辆", "运转"]
    assert told[["indicators", "evidenced", "scored"]].to_numpy().tolist() == [[1, 1, 1], [3, 2, 2], [0, 0, 0]]
    parts = points_by_subject(every)
    sums = parts[["gained_centipoints", "lost_centipoints", "unscored_centipoints"]].sum(axis=1)
    assert sums.tolist() == [10000, 10000, 10000]
    assert points_by_indicator(every[1])["unscored_centipoints"].tolist() == [0, 5000, 0, 0]
    assert scores_of(every, "en")["name"].tolist() == ["whole unit", "车辆", "车辆", "车辆"]


def test_the_case_is_not_scored_where_the_report_proves_nothing(workspace: Workspace):
    """Every point that the case gains is one of execution or of costs, which the ledger proves."""
    ledger = workspace.load("lusong", 2021)
    every = [evaluate_unit(ledger), *evaluate_projects(ledger)]
    gained = scores_of(every).dropna(subset="score_centipoints")
    assert set(gained["indicator_name"]) == {
        "全年支出控制在年初预算内", "公务用车平台支出", "机关运转（含会议）支出", "公务接待支出", "文印支出",
    }  # fmt: skip
    assert all(one.grade is None for one in every)
    assert as_points(every[0].execution_centipoints or 0) == "8.18"
    printing = gained[gained["indicator_name"].eq("文印支出")].iloc[0]
    assert bool(printing["needs_reason"]) is True
    # 45.02 against at most 40: 1 - 5.02 / 40 of the points.
    share = 1 - (45.02 - 40) / 40
    assert printing["score_centipoints"] == round(printing["weight_centipoints"] * share)
    assert pd.isna(
        evaluate_project(ledger, "P04").scores.set_index("indicator_name").loc["来宾满意", "score_centipoints"]
    )
