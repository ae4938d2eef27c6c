"""The index of the unit: the worked scores of the case, every rule, and what each row lacks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from handmade_forms import BUDGET, SPENDING, small_ledger
from textframes import rows, tidy

from perfkit.evaluation.evaluate import evaluate_unit
from perfkit.evaluation.index import index_levels, unit_index
from perfkit.evaluation.index_rules import FORMULAS, RULES
from perfkit.evaluation.quantities import known, quantity
from perfkit.evaluation.templates import every
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points
from perfkit.workspace import Workspace

#: 2951.09 original and 175.06 of supplements, 2558.42 spent, in 万元: the case.
CASE_FACTS = "fact | fact_number | measure_unit\n"
RULE_CASES = """
    rule         | value  | points | limit | step | penalty | bands                    | brings
    above_limit  | 1      | 5      | 1     | 0.01 | 0.5     | .                        | 5
    above_limit  | 0.9    | 5      | 1     | 0.01 | 0.5     | .                        | 5
    above_limit  | 1.0199 | 5      | 1     | 0.01 | 0.5     | .                        | 4.5
    above_limit  | 1.02   | 5      | 1     | 0.01 | 0.5     | .                        | 4
    above_limit  | 3      | 5      | 1     | 0.01 | 0.5     | .                        | 0
    below_limit  | 1      | 5      | 1     | 0.05 | 2       | .                        | 5
    below_limit  | 0.96   | 5      | 1     | 0.05 | 2       | .                        | 5
    below_limit  | 0.95   | 5      | 1     | 0.05 | 2       | .                        | 3
    below_limit  | 0.8184 | 5      | 1     | 0.05 | 2       | .                        | 0
    off_limit    | 1.05   | 6      | 1     | 0.05 | 2       | .                        | 4
    off_limit    | 0.95   | 6      | 1     | 0.05 | 2       | .                        | 4
    off_limit    | 0.99   | 6      | 1     | 0.05 | 2       | .                        | 6
    bands        | 0      | 5      | .     | .    | .       | 0:5 0.1:4 0.2:3 0.3:2    | 5
    bands        | 0.0593 | 5      | .     | .    | .       | 0:5 0.1:4 0.2:3 0.3:2    | 4
    bands        | 0.1    | 5      | .     | .    | .       | 0:5 0.1:4 0.2:3 0.3:2    | 4
    bands        | 0.31   | 5      | .     | .    | .       | 0:5 0.1:4 0.2:3 0.3:2    | 0
    proportional | 0.75   | 8      | .     | .    | .       | .                        | 6
    proportional | 1.5    | 8      | .     | .    | .       | .                        | 8
    buildings    | 1.1    | 5      | 1     | 0.05 | 2       | .                        | 1
"""


@pytest.mark.parametrize(
    "case", rows(RULE_CASES).to_dict("records"), ids=lambda case: f"{case['rule']} {case['value']}"
)
def test_each_formula(case: dict[str, str]):
    parameters: dict[str, Any] = {name: Fraction(case[name]) for name in ("limit", "step", "penalty") if case[name]}
    parameters["bands"] = [[Fraction(part) for part in band.split(":")] for band in case["bands"].split()]
    points = FORMULAS[case["rule"]](Fraction(case["value"]), Fraction(case["points"]), parameters)
    assert points == Fraction(case["brings"])


def test_every_row_of_every_index_has_a_known_rule_and_known_quantities():
    for template in every():
        for row in template.index_rows:
            assert row.rule in RULES
            named = [row.parameters[part] for part in ("numerator", "denominator") if part in row.parameters]
            assert all(known(str(name)) for name in named), (template.code, row.indicator_name)
            assert len(named) == (2 if row.rule in FORMULAS else 0)


def row_of(index: pd.DataFrame, name: str) -> pd.Series:
    return index[index["indicator_name"].eq(name)].iloc[0]


def with_facts(ledger: Ledger, **facts: str) -> Ledger:
    lines = "\n".join(f"{name} | {value} | 元" for name, value in facts.items())
    return replace(ledger, facts=tidy(CASE_FACTS + lines, "facts"))


def test_the_worked_scores_of_the_case(workspace: Workspace):
    """175.06 / 2951.09 = 5.93 %: 4 of 5. With all 567.73 unspent carried out: 81.84 %, three steps below: 0 of 5."""
    ledger = workspace.load("lusong", 2021)
    control = row_of(unit_index(ledger), "预算控制率")
    assert as_points(control["score_centipoints"]) == "4.00"
    assert control["formula_zh"] == "本年追加预算 175.06万元 ÷ 年初预算 2,951.09万元 ＝ 5.93%"
    untold = row_of(unit_index(ledger), "预算完成率")
    assert pd.isna(untold["score_centipoints"])
    assert untold["lacks_zh"] == "年末结余（结转和结余）"
    told = row_of(unit_index(with_facts(ledger, year_end_balance="5677300")), "预算完成率")
    assert as_points(told["score_centipoints"]) == "0.00"
    assert told["formula_zh"].endswith("＝ 81.84%")


def test_what_no_source_tells_is_not_computable(workspace: Workspace):
    index = unit_index(workspace.load("lusong", 2021)).set_index("indicator_name")
    assert index.loc["在职人员控制率", "lacks_zh"] == "编制数"
    assert index.loc["三公经费变动率", "lacks_zh"] == "上年三公经费预算数"
    assert index.loc["政府采购执行率", "lacks_zh"] == "政府采购金额、政府采购预算"
    assert index.loc["新建楼堂馆所面积控制率", "lacks_zh"] == "当年完工的楼堂馆所项目数"
    assert index.loc["管理制度健全性", "lacks_zh"].startswith("佐证材料")
    assert int(index["weight_centipoints"].sum()) == 10000
    unscored = index[index["score_centipoints"].isna()]
    assert unscored["lacks_zh"].ne("").all()
    assert unscored["lacks_en"].ne("").all()


def small_index(facts: str = "", targets: str = "", budget: str = BUDGET, spending: str = SPENDING) -> pd.DataFrame:
    ledger = small_ledger(budget=budget, spending=spending, facts=facts)
    ledger = replace(ledger, targets=tidy(targets, "targets")) if targets else ledger
    return unit_index(ledger).set_index("indicator_name")


FACTS = """
    fact                           | fact_number | measure_unit
    staff_posts                    | 20          | 人
    staff_in_post                  | 21          | 人
    buildings_completed            | 0           | 个
    procurement_budget             | 0           | 元
    procurement_actual             | 100         | 元
    three_public_budget_prior_year | 1000000     | 元
    key_tasks_planned              | 8           | 项
    key_tasks_completed            | 6           | 项
"""


def test_the_small_year_by_hand():
    """21 of 20 posts is 5 % above: 5 - 2.5. 三公 84 (80 of P1's vehicles + 4 reception, fiscal) against 100: no rise."""
    index = small_index(FACTS)
    scores = {name: None if pd.isna(cents) else as_points(cents) for name, cents in index["score_centipoints"].items()}
    assert scores["在职人员控制率"] == "2.50"
    assert scores["三公经费变动率"] == "5.00"
    assert index.loc["三公经费变动率", "formula_zh"].startswith("（本年三公经费预算−上年三公经费预算） -16.00万元")
    assert scores["新建楼堂馆所面积控制率"] == scores["新建楼堂馆所投资概算控制率"] == "5.00"
    assert scores["重点工作实际完成率"] == "6.00"
    assert scores["政府采购执行率"] is None
    assert index.loc["政府采购执行率", "lacks_zh"] == "不为 0 的政府采购预算"
    assert index.loc["政府采购执行率", "lacks_en"] == "government procurement: budget that is not 0"
    # Operating funds 10 planned, 7 spent; 20 of supplements on 180: 11.11 %.
    assert scores["公用经费控制率"] == "8.00"
    assert index.loc["公用经费控制率", "formula_zh"].endswith("＝ 70.00%")
    assert scores["预算控制率"] == "3.00"


def test_completed_buildings_need_their_space_and_money():
    built = FACTS.replace("buildings_completed            | 0", "buildings_completed            | 1")
    index = small_index(built)
    assert index.loc["新建楼堂馆所面积控制率", "lacks_zh"] == "楼堂馆所实际规模、楼堂馆所批复规模"
    told = "\n    floor_space_approved | 1000 | ㎡\n    floor_space_actual | 1100 | ㎡"
    assert as_points(small_index(built + told).loc["新建楼堂馆所面积控制率", "score_centipoints"]) == "1.00"


EVIDENCED = """
    budget_project_code | level1_name | indicator_name | comparison  | target_text | weight_centipoints | tier    | awarded_centipoints | evidence_document
    .                   | 过程        | 管理制度健全性 | qualitative | 健全        | null               | reached | 7                   | 手册.pdf
    .                   | 过程        | 资金使用合规性 | qualitative | 合规        | null               | reached | 6                   | .
    .                   | 产出指标    | 出车           | qualitative | 正常        | null               | reached | 40                  | 台账.pdf
"""


def test_rows_by_evidence_take_the_points_of_the_target_sheet():
    index = small_index(targets=EVIDENCED)
    assert as_points(index.loc["管理制度健全性", "score_centipoints"]) == "7.00"
    assert index.loc["管理制度健全性", "formula_zh"] == "手册.pdf"
    assert pd.isna(index.loc["资金使用合规性", "score_centipoints"])
    assert index.loc["资金使用合规性", "lacks_zh"] == "佐证材料"


def test_rows_of_the_index_are_not_scored_again_by_the_form_of_the_unit():
    ledger = replace(small_ledger(), targets=tidy(EVIDENCED, "targets"))
    assert index_levels(ledger) == {"投入", "过程", "产出及效率"}
    assert evaluate_unit(ledger).scores["indicator_name"].tolist() == ["出车"]
    elsewhere = replace(ledger, unit=replace(ledger.unit, province=""))
    assert index_levels(elsewhere) == frozenset()


def test_an_index_whose_points_nobody_splits_says_so():
    ledger = small_ledger()
    named = replace(ledger, unit=replace(ledger.unit, templates={"index": "yuhua_index_2017"}))
    index = unit_index(named).set_index("indicator_name")
    assert index.loc["过程各项指标", "lacks_zh"] == "各三级指标的分值（来源未载明）"


@pytest.mark.parametrize("name", ["original_budget", "supplements", "three_public_actual", "final_budget_less_balance"])
def test_a_quantity_without_its_source_says_what_it_lacks(name: str):
    found = quantity(name, small_ledger(budget="", spending=""))
    assert found.value is None
    assert found.lacks["zh"]
    assert found.lacks["en"]
