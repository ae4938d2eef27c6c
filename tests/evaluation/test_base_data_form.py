"""部门整体支出绩效评价基础数据表: amounts of the year from the ledger, the rest from facts, and nothing made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from handmade_forms import BUDGET, FACTS, SPENDING, at, covered_once, said, small_ledger

from perfkit.errors import BadConfiguration
from perfkit.evaluation.forms.base_data import base_data_form
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.tables.forms import cell_text

BUILDINGS = """
    floor_space_approved      | 1000    | ㎡
    floor_space_actual        | 1100    | ㎡
    floor_investment_approved | 5000000 | 元
    floor_investment_actual   | 4000000 | 元
"""


def row(form: Form, label: str) -> list[FormCell]:
    """The cells behind a label."""
    place = next(cell.row for cell in form.cells if str(cell.value).strip("　").startswith(label))
    return sorted((cell for cell in form.cells if cell.row == place and cell.column > 1), key=lambda cell: cell.column)


def told(form: Form, label: str) -> list[str]:
    """Their texts."""
    return [cell_text(cell) for cell in row(form, label)]


def test_every_row_of_the_year():
    form = base_data_form(small_ledger(facts=FACTS))
    lines = said(form).splitlines()
    assert form.title == "部门整体支出绩效评价基础数据表（2021年度）"
    assert lines[:6] == [
        "填报单位：单位 | 单位：万元",
        "财政供养人员情况 | 编制数 | 2021年实际在职人数 | 控制率",
        "20 | 19 | 95.00 %",
        "经费控制情况 | 2020年决算数 | 2021年预算数 | 2021年决算数",
        "三公经费 | 不可计算：缺上年三公经费决算数 | 84.00 | 82.00",
        "　1、公务用车购置和维护经费 | 70.00 | 80.00 | 80.00",
    ]
    assert lines[6:18] == [
        "　　　其中：公车购置 | 0.00 | 0.00 | 20.00",
        "　　　　　　公车运行维护 | 70.00 | 80.00 | 60.00",
        "　2、出国经费 | 不可计算：缺上年出国经费决算数 | 0.00 | 0.00",
        "　3、公务接待 | 3.00 | 4.00 | 2.00",
        "项目支出： | 不可计算：缺上年项目支出决算数 | 150.00 | 150.00",
        "　1、车辆 | 不可计算：缺该项目上年决算数 | 100.00 | 90.00",
        "　2、运转 | 不可计算：缺该项目上年决算数 | 50.00 | 60.00",
        "公用经费 | 不可计算：缺上年公用经费决算数 | 10.00 | 7.00",
        "　其中：办公经费 | 不可计算：缺上年办公经费决算数 | 6.00 | 3.00",
        "　　　　水费、电费、差旅费 | 不可计算：缺上年水费、电费、差旅费决算数 | 0.00 | 2.00",
        "　　　　会议费、培训费 | 不可计算：缺上年会议费、培训费决算数 | 0.00 | 0.00",
        "政府采购金额 | 不可计算：缺上年政府采购金额 | 不可计算：缺政府采购预算 | 不可计算：缺政府采购金额",
    ]
    assert lines[18] == "部门整体支出预算调整 | 不可计算：缺上年预算调整数 | — | 20.00"
    assert covered_once(form)


def test_parents_are_live_sums_of_known_parts():
    form = base_data_form(small_ledger(facts=FACTS))
    assert [cell.formula for cell in row(form, "三公经费")] == ["", "D6+D9+D10", "F6+F9+F10"]
    # Last year's vehicles are given by their parts only.
    assert [cell.formula for cell in row(form, "1、公务用车")] == ["B7+B8", "D7+D8", "F7+F8"]
    assert [cell.formula for cell in row(form, "项目支出")] == ["", "D12+D13", "F12+F13"]
    assert at(form, 3, 6).formula == "D3/B3"
    third = base_data_form(small_ledger(spending=f"{SPENDING}    P4 | 11 | 30202 | 100000\n"))
    assert row(third, "项目支出")[2].formula == "SUM(F12:F14)"


def test_a_stated_total_that_its_parts_do_not_give_is_told():
    form = base_data_form(small_ledger(facts=f"{FACTS}    three_public_budget | 900000 | 元\n"))
    assert [cell_text(cell) for cell in row(form, "三公经费")][1] == "90.00"
    assert row(form, "三公经费")[1].formula == ""
    assert "三公经费（2021年预算数）与下列各行之和相差 6.00 万元。" in form.notes
    english = base_data_form(small_ledger(facts=f"{FACTS}    three_public_budget | 900000 | 元\n"), "en")
    assert "三公经费 (2021年预算数) differs from the rows below it by 6.00 万元." in english.notes


def test_three_public_expenses_are_of_the_fiscal_appropriation():
    form = base_data_form(small_ledger())
    running = row(form, "公车运行维护")[2]
    assert (running.value, running.scope, running.select) == (
        Decimal(60),
        "fiscal_appropriation",
        "economic_code=30231",
    )
    assert any(note.startswith("“三公”经费为财政拨款口径") for note in form.notes)


def test_what_is_not_broken_down_to_the_class_is_not_computable():
    form = base_data_form(small_ledger(spending=f"{SPENDING}    . | 11 | 302 | 50000\n    . | 11 | 301 | 50000\n"))
    lacks = "不可计算：缺经济分类的款（5.00 万元 未分解到款）"
    assert told(form, "公车运行维护")[2] == lacks
    assert told(form, "其中：公车购置")[2] == "20.00"
    assert told(form, "三公经费")[2] == lacks
    assert told(form, "公用经费")[2] == "12.00"
    assert row(form, "三公经费")[2].formula == ""


def test_project_expenditure_without_a_project_has_its_own_row():
    ledger = small_ledger()
    kinds = ledger.spending["expenditure_type"].mask(ledger.spending["economic_code"].eq("30206"), "project")
    form = base_data_form(replace(ledger, spending=ledger.spending.assign(expenditure_type=kinds)))
    assert told(form, "3、未列明项目") == ["不可计算：缺该项目上年决算数", "0.00", "2.00"]
    assert row(form, "项目支出")[2].formula == "SUM(F12:F14)"
    assert (
        told(
            base_data_form(replace(small_ledger(budget=""), spending=ledger.spending.assign(expenditure_type=kinds))),
            "3、未列明项目",
        )[1]
        == "不可计算：缺预算文件"
    )


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ("", ["不可计算：缺楼堂馆所批复规模", "不可计算：缺楼堂馆所实际规模", "不可计算：缺楼堂馆所批复规模"]),
        (BUILDINGS, ["1,000", "1,100", "110.00 %", "500.00", "400.00", "80.00 %"]),
        ("    buildings_completed | 0 | 个\n", ["当年无完工的楼堂馆所项目"]),
        ("    floor_space_approved | 0 | ㎡\n    floor_space_actual | 10 | ㎡\n", ["0", "10", "不可计算：缺批准数"]),
        ("    floor_space_approved | 0 | ㎡\n    floor_space_actual | 0 | ㎡\n", ["0", "0", "—"]),
    ],
)
def test_buildings(facts: str, shown: list[str]):
    form = base_data_form(small_ledger(facts=FACTS + facts))
    place = next(cell.row for cell in form.cells if str(cell.value).startswith("楼堂馆所")) + 1
    cells = sorted((cell for cell in form.cells if cell.row == place), key=lambda cell: cell.column)
    assert [cell_text(cell) for cell in cells][: len(shown)] == shown
    assert covered_once(form)


@pytest.mark.parametrize(
    ("parts", "lacks"), [({"budget": ""}, "预算文件"), ({"spending": ""}, "支出数据（序时账或执行汇总表）")]
)
def test_what_no_export_tells_is_no_zero(parts: dict[str, str], lacks: str):
    form = base_data_form(small_ledger(**parts))
    place = 1 if "budget" in parts else 2
    for label in ("三公经费", "公车运行维护", "项目支出", "1、车辆", "公用经费"):
        assert told(form, label)[place].startswith("不可计算：缺"), label
    assert told(form, "1、车辆")[place] == f"不可计算：缺{lacks}"
    assert told(form, "部门整体支出预算调整")[2] == ("不可计算：缺预算文件" if "budget" in parts else "20.00")


def test_an_operating_budget_may_be_a_fact():
    without = BUDGET.replace("| 30201 ", "| .     ").replace("| 30217 ", "| .     ")
    form = base_data_form(small_ledger(without, facts=f"{FACTS}    public_funds_budget | 123400 | 元\n"))
    assert told(form, "公用经费")[1] == "12.34"
    assert told(form, "其中：办公经费")[1].startswith("不可计算：缺经济分类的款（")


def test_other_charts_of_accounts_have_no_such_classes(philadelphia: Ledger):
    with pytest.raises(BadConfiguration):
        base_data_form(philadelphia)
    named = replace(philadelphia.unit, templates={"base_data": "hunan_base_data_2017"})
    form = base_data_form(replace(philadelphia, unit=named))
    assert told(form, "三公经费")[2] == "不可计算：缺按部门预算支出经济分类记的账"
    assert told(form, "项目支出")[2] == "不可计算：缺支出性质（基本支出、项目支出）"
    assert form.money_unit == "百万美元"
    english = base_data_form(replace(philadelphia, unit=named), "en")
    assert (
        cell_text(row(english, "三公经费")[2], "en")
        == "not computable: lacks books kept by the national economic classes"
    )
    assert cell_text(row(english, "公用经费")[1], "en").startswith("not computable: lacks ")
