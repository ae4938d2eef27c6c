"""The rules of single indicators, one line each: points in points, as a person works them out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from handmade_forms import template
from textframes import rows

from perfkit.evaluation.rules import CostStep, SatisfactionRule
from perfkit.evaluation.scoring import Score, score, tier_bounds
from perfkit.evaluation.weights import with_weights
from perfkit.ledger.points import as_points

PROJECT = template("national_project_2020")
INVERSE = replace(PROJECT, at_most_formula="inverse")
COST = replace(PROJECT, cost_steps=(CostStep(Decimal("0.1"), Decimal(1)), CostStep(Decimal("0.15"), Decimal("0.6"))))
SATISFIED = replace(PROJECT, satisfaction=SatisfactionRule(Decimal(90), Decimal(60)))
GUANGXI = template("guangxi_project_2020")
TEMPLATES = {"national": PROJECT, "inverse": INVERSE, "cost": COST, "satisfied": SATISFIED, "guangxi": GUANGXI}


def one(**cells: Any) -> dict[str, Any]:
    """An indicator of 10 points whose target of 100 has evidence; `cells` differ."""
    return {
        "level1_name": "产出指标", "indicator_name": "出车", "comparison": "at_least", "target_text": "100",
        "target_number": "100", "measure_unit": "次", "actual_text": "80", "weight_centipoints": 1000, "tier": "",
        "awarded_centipoints": pd.NA, "evidence_document": "台账.pdf",
    } | cells  # fmt: skip


def scored(actual: str, rules: str = "national", **cells: Any) -> Score:
    return score(one(**cells), Decimal(actual) if actual else None, TEMPLATES[rules])


QUANTITATIVE = """
    rules     | comparison | target | actual | points | missed
    national  | at_least   | 100    | 100    | 10.00  | no
    national  | at_least   | 100    | 120    | 10.00  | no
    national  | at_least   | 100    | 80     | 8.00   | yes
    national  | at_least   | 3      | 2      | 6.67   | yes
    national  | at_least   | 100    | 0      | 0.00   | yes
    national  | at_least   | 100    | -5     | 0.00   | yes
    national  | equal      | 4      | 4      | 10.00  | no
    national  | equal      | 4      | 3      | 7.50   | yes
    national  | equal      | 0      | 0      | 10.00  | no
    national  | equal      | 0      | 1      | 0.00   | yes
    national  | at_most    | 100    | 100    | 10.00  | no
    national  | at_most    | 100    | 60     | 10.00  | no
    national  | at_most    | 40     | 45.02  | 8.75   | yes
    national  | at_most    | 100    | 150    | 5.00   | yes
    national  | at_most    | 100    | 200    | 0.00   | yes
    national  | at_most    | 100    | 250    | 0.00   | yes
    national  | at_most    | 0      | 1      | 0.00   | yes
    inverse   | at_most    | 100    | 150    | 6.67   | yes
    inverse   | at_most    | 100    | 200    | 5.00   | yes
    inverse   | at_most    | 100    | 100    | 10.00  | no
"""


@pytest.mark.parametrize("case", rows(QUANTITATIVE).to_dict("records"), ids=lambda case: " ".join(case.values()))
def test_quantitative_indicators(case: dict[str, str]):
    found = scored(case["actual"], case["rules"], comparison=case["comparison"], target_number=case["target"])
    assert (as_points(found.centipoints or 0), found.is_missed) == (case["points"], case["missed"] == "yes")
    assert found.lacks["zh"] == found.lacks["en"] == ""


def test_both_conventions_of_at_most_are_named():
    assert "线性法" in scored("150", comparison="at_most").rule["zh"]
    assert "反比法" in scored("150", "inverse", comparison="at_most").rule["zh"]


@pytest.mark.parametrize(
    ("actual", "points"), [("95", 1000), ("90", 1000), ("75", 500), ("60", 0), ("59.99", 0), ("80", 667)]
)
def test_satisfaction_has_a_rule_of_its_own_where_the_template_says_so(actual: str, points: int):
    cells = {"level1_name": "满意度指标", "measure_unit": "%", "target_number": "95"}
    assert scored(actual, "satisfied", **cells).centipoints == points
    assert "90%" in scored(actual, "satisfied", **cells).rule["zh"]
    assert scored("80", "satisfied", target_number="100").centipoints == 800


@pytest.mark.parametrize(
    ("actual", "points"), [("100", 1000), ("110", 1000), ("90", 1000), ("114", 600), ("86", 600), ("116", 0)]
)
def test_cost_control_goes_by_steps_where_the_template_says_so(actual: str, points: int):
    assert scored(actual, "cost", indicator_name="成本控制率").centipoints == points
    assert scored("80", "cost").centipoints == 800


@pytest.mark.parametrize(
    ("rules", "target", "actual", "comparison", "is_far"),
    [
        ("national", "100", "129.9", "at_least", False),
        ("national", "100", "130", "at_least", True),
        ("national", "100", "130", "equal", True),
        ("national", "100", "10", "at_most", False),
        ("national", "0", "40", "equal", False),
        ("guangxi", "0", "30", "equal", True),
        ("guangxi", "0", "29", "equal", False),
    ],
)
def test_an_actual_far_above_its_target_is_remarked(
    rules: str, target: str, actual: str, comparison: str, is_far: bool
):
    found = scored(actual, rules, target_number=target, comparison=comparison)
    assert ("130%" in found.remark["zh"]) is is_far
    assert bool(found.remark["en"]) is is_far


TIERS = """
    tier    | awarded | points | lacks
    reached | 10      | 10.00  | .
    reached | 8       | 8.00   | .
    reached | 7.99    | .      | 等次以内的得分
    partly  | 8       | .      | 等次以内的得分
    partly  | 7.99    | 7.99   | .
    partly  | 6       | 6.00   | .
    missed  | 5.99    | 5.99   | .
    missed  | 0       | 0.00   | .
    missed  | 6       | .      | 等次以内的得分
    reached | .       | .      | 手填的得分
    .       | 10      | .      | 完成等次
"""


@pytest.mark.parametrize("case", rows(TIERS).to_dict("records"), ids=lambda case: " ".join(case.values()))
def test_qualitative_indicators_are_typed_within_their_tier(case: dict[str, str]):
    awarded = int(Decimal(case["awarded"]) * 100) if case["awarded"] else pd.NA
    found = scored("", comparison="qualitative", tier=case["tier"], awarded_centipoints=awarded)
    told = "" if found.centipoints is None else as_points(found.centipoints)
    assert told == case["points"]
    assert found.lacks["zh"].startswith(case["lacks"])
    assert bool(found.lacks["en"]) is bool(case["lacks"])


def test_only_the_best_tier_brings_its_upper_end():
    assert [tier_bounds(1000, tier) for tier in PROJECT.tiers] == [(800, 1000), (600, 799), (0, 599)]
    assert [tier_bounds(333, tier) for tier in PROJECT.tiers] == [(266, 333), (200, 265), (0, 199)]


@pytest.mark.parametrize(
    ("cells", "actual", "lacks"),
    [
        ({"evidence_document": ""}, "100", "佐证材料"),
        ({"evidence_document": "无佐证"}, "100", "佐证材料"),
        ({"evidence_document": "", "comparison": "qualitative", "tier": "reached"}, "", "佐证材料"),
        ({"weight_centipoints": pd.NA}, "100", "分值"),
        ({"weight_centipoints": pd.NA, "comparison": "qualitative"}, "", "分值"),
        ({"target_number": ""}, "100", "可比较的指标值"),
        ({"comparison": ""}, "100", "可比较的指标值"),
        ({}, "", "可比较的实际完成值"),
    ],
)
def test_what_lacks_something_is_not_scored(cells: dict[str, Any], actual: str, lacks: str):
    found = scored(actual, **cells)
    assert (found.centipoints, found.lacks["zh"]) == (None, lacks)


def test_a_figure_of_the_ledger_is_its_own_evidence():
    cells = {"evidence_document": "", "actual_text": "{{ actual: scope=all_funds }}"}
    assert scored("100", **cells).centipoints == 1000


WEIGHTS = """
    level1_name | given | weight | shared
    产出指标    | .     | 16.67  | yes
    产出指标    | .     | 16.67  | yes
    产出指标    | .     | 16.66  | yes
    效益指标    | 12.5  | 12.50  | no
    效益指标    | .     | 17.50  | yes
    满意度指标  | 10    | 10.00  | no
    满意度指标  | .     | .      | no
    别的        | .     | .      | no
"""


def test_blank_weights_share_what_is_left_of_their_group():
    told = rows(WEIGHTS)
    given = [int(Decimal(cell) * 100) if cell else None for cell in told["given"]]
    targets = pd.DataFrame({"level1_name": told["level1_name"], "weight_centipoints": pd.array(given, "Int64")})
    found = with_weights(targets, {"产出指标": 5000, "效益指标": 3000, "满意度指标": 1000})
    weights = ["" if pd.isna(cents) else as_points(cents) for cents in found["weight_centipoints"]]
    assert weights == told["weight"].tolist()
    assert found["is_weight_default"].tolist() == told["shared"].eq("yes").tolist()
