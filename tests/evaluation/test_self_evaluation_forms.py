"""项目支出绩效自评表 and 部门整体支出绩效自评表: grids, live sums, and what they say where nothing can be computed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from textwrap import dedent

import pytest
from handmade_forms import BUDGET, SPENDING, at, covered_once, evaluated, nothing_scored, said, small_ledger, template

from perfkit.evaluation.forms.self_evaluation import project_form, unit_form
from perfkit.ledger.ledger import Ledger
from perfkit.tables.forms import form_table

GOALS = """
    budget_project_code | goal_number | goal_text | achieved_text
    P1                  | 2           | 车辆整洁  | .
    P1                  | 1           | 出车准点  | 已准点
    .                   | 1           | 机关运转  | 运转正常
"""
CARRYOVER = f"{BUDGET}    carryover | P1 | 11 | 30231 | 100000\n"


def grid(text: str) -> str:
    """A grid as a test writes it; the blanks behind the signatures are left out."""
    return dedent(text).strip("\n").rstrip()


def test_the_national_form_of_a_project():
    ledger = small_ledger(goals=GOALS)
    form = project_form(ledger, evaluated(ledger))
    assert form.title == "项目支出绩效自评表（2021年度）"
    assert said(form).rstrip() == grid(
        """
        项目名称 | 车辆
        主管部门 |  | 实施单位 | 单位
        项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
        年度资金总额 | 100.00 | 120.00 | 90.00 | 10 | 75.00 % | 7.50
        其中：当年财政拨款 | 80.00 | 100.00 | 80.00 | — | 80.00 % | —
        　　　上年结转资金 | 0.00 | 0.00 | 0.00 | — | — | —
        　　　其他资金 | 20.00 | 20.00 | 10.00 | — | 50.00 % | —
        年度总体目标 | 预期目标 | 实际完成情况
        1. 出车准点 | 1. 已准点
        2. 车辆整洁 | 2. （未填报实际完成情况）
        绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
        产出指标（50分） | 数量指标 | 出车 | ≥100次 | 80 | 30 | 24 | 车少；添车
        质量指标 | （未设定指标） | — | — | — | — | —
        时效指标 | （未设定指标） | — | — | — | — | —
        成本指标 | 油费 | ≤5万元 | 4 | 20 | 20 | 远低于目标；须说明偏差原因（未填）
        效益指标（30分） | 经济效益指标 | （未设定指标） | — | — | — | — | —
        社会效益指标 | 来宾满意 | 满意 | 不可计算：缺实际完成值 | 30 | 不可计算：缺佐证材料 | —
        生态效益指标 | （未设定指标） | — | — | — | — | —
        可持续影响指标 | （未设定指标） | — | — | — | — | —
        满意度指标（10分） | 服务对象满意度指标 | 满意度 | ≥95% | 96 | 10 | 10 | —
        总分 | 100 | 不可计算：缺佐证材料
        填表人：　　　　　　　　填报日期：　　　　　　　　联系电话：　　　　　　　　单位负责人：
        """
    )
    assert covered_once(form)


def test_sums_rate_and_points_are_live():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger))
    assert [at(form, 4, column).formula for column in (4, 5, 6)] == ["SUM(D5:D7)", "SUM(E5:E7)", "SUM(F5:F7)"]
    assert [at(form, row, 8).formula for row in (4, 5, 7)] == ["F4/E4", "F5/E5", "F7/E7"]
    assert at(form, 4, 9).formula == "ROUND(G4*MAX(0,MIN(H4,1)),2)"
    total = next(cell for cell in form.cells if cell.value == "总分").row
    assert at(form, total, 7).formula == "SUM(G11:G19)+G4"
    assert (at(form, total, 8).formula, at(form, total, 8).value) == ("", None)
    assert form.repeated == (10, 10)


def test_a_total_needs_every_score():
    ledger = small_ledger()
    whole = evaluated(
        ledger,
        scores=nothing_scored()
        + "\n产出指标 | 数量指标 | 出车 | equal | 1 | 1 | 次 | 90 | 80 | . | . | . | . | . | . | no",
    )
    form = project_form(ledger, whole)
    total = next(cell for cell in form.cells if cell.value == "总分").row
    assert (at(form, total, 8).value, at(form, total, 8).formula) == (Decimal("87.5"), "SUM(H11:H19)+I4")
    assert "自评等级：良。" in form.notes
    assert not any("总分不可计算" in note for note in form.notes)
    assert "Grade: good." in project_form(ledger, whole, "en").notes


def test_points_so_far_are_told_where_there_is_no_total():
    ledger = small_ledger()
    notes = project_form(ledger, evaluated(ledger)).notes
    assert (
        "总分不可计算：缺佐证材料。满分 100.00 分，可评分 70.00 分，已得 61.50 分；未评分的指标不计分，也不按满分计。"
        in notes
    )
    assert "执行率低于 90 %，须说明原因。" in notes
    english = project_form(ledger, evaluated(ledger), "en").notes
    assert any(
        "it lacks evidence; of 100.00 points 70.00 could be scored, 61.50 were gained" in note for note in english
    )


def test_a_project_without_targets_has_every_group_and_no_total():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger, "P2", nothing_scored(), centipoints=1000))
    assert said(form).count("（未设定指标）") == 9
    assert "（未填报年度总体目标） | （未填报实际完成情况）" in said(form)
    assert "总分 | 100 | 不可计算：缺全部指标的评分" in said(form)
    assert covered_once(form)


def test_overspending_brings_no_more_than_all_points_and_is_said():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger, "P2", centipoints=1000))
    assert "年度资金总额 | 50.00 | 50.00 | 60.00 | 10 | 120.00 % | 10" in said(form)
    assert "全年执行数大于全年预算数（超支）。" in form.notes
    assert not any("须说明原因" in note for note in form.notes)


def test_spending_without_a_budget_has_no_rate():
    ledger = small_ledger(spending=f"{SPENDING}    P4 | 11 | 30202 | 100000\n")
    form = project_form(ledger, evaluated(ledger, "P4", centipoints=None))
    assert "年度资金总额 | 0.00 | 0.00 | 10.00 | 10 | 不可计算：缺全年预算数 | 不可计算：缺全年预算数" in said(form)
    assert "lacks a final budget" in str(
        form_table(project_form(ledger, evaluated(ledger, "P4", centipoints=None), "en"), "en")
    )


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (
            {"budget": ""},
            "年度资金总额 | 不可计算：缺预算文件 | 不可计算：缺预算文件 | 90.00 | 10 | 不可计算：缺预算文件 | 不可计算：缺预算文件",
        ),
        (
            {"spending": ""},
            "年度资金总额 | 100.00 | 120.00 | 不可计算：缺支出数据（序时账或执行汇总表） | 10 | "
            "不可计算：缺支出数据（序时账或执行汇总表） | 不可计算：缺支出数据（序时账或执行汇总表）",
        ),
    ],
)
def test_what_no_export_tells_is_no_zero(parts: dict[str, str], total: str):
    ledger = small_ledger(**parts)
    shown = said(project_form(ledger, evaluated(ledger, centipoints=None)))
    assert total in shown
    assert covered_once(project_form(ledger, evaluated(ledger, centipoints=None)))


def test_spending_out_of_carryover_is_not_made_up():
    ledger = small_ledger(CARRYOVER)
    form = project_form(ledger, evaluated(ledger, centipoints=692))
    lacks = "不可计算：缺结转资金支出的单独核算"
    assert (
        f"年度资金总额 | 100.00 | 130.00 | 90.00 | 10 | 69.23 % | 6.92\n其中：当年财政拨款 | 80.00 | 100.00 | 80.00 | — | {lacks}"
        in said(form)
    )
    assert f"　　　上年结转资金 | 0.00 | 10.00 | {lacks} | — | {lacks} | —" in said(form)
    assert "　　　其他资金 | 20.00 | 20.00 | 10.00 | — | 50.00 % | —" in said(form)
    assert at(form, 4, 6).formula == "SUM(F5:F7)"
    assert "含使用上年结转资金的支出，账上未单独核算。" in form.notes


def test_rounding_is_told_and_never_forced():
    # 33.335 + 33.335 = 66.67, printed 33.34 + 33.34.
    ledger = small_ledger(
        """
        budget_type | project_code | fund_code | economic_code | amount_cents
        original    | P1           | 11        | 30231         | 333350
        original    | P1           | 3         | 30231         | 333350
        """,
        SPENDING,
    )
    form = project_form(ledger, evaluated(ledger, centipoints=1000))
    assert at(form, 4, 4).value == Decimal("66.67")
    assert (
        "年初预算数一列：各行按两位小数列示，其和与合计相差 -0.01 万元，系四舍五入；公式按未舍入的数计算。"
        in form.notes
    )
    assert not any("全年执行数一列" in note for note in form.notes)


def test_points_that_no_rate_gives_have_no_formula():
    ledger = small_ledger()
    assert at(project_form(ledger, evaluated(ledger, centipoints=400)), 4, 9).formula == ""


def test_weights_that_do_not_add_up_are_told():
    ledger = small_ledger()
    row = "产出指标 | 数量指标 | 出车 | equal | 1 | 1 | 次 | {} | 80 | . | . | . | . | . | . | no"
    one = evaluated(ledger, scores=f"{nothing_scored()}\n{row.format(80)}")
    assert "各指标分值与预算执行率分值合计 90 分，应为 100 分。" in project_form(ledger, one).notes
    unknown = evaluated(ledger, scores=f"{nothing_scored()}\n{row.format('null')}")
    form = project_form(ledger, unknown)
    assert "出车 | =1次 | 1 | 不可计算：缺分值 | 80" in said(form)
    assert at(form, 20, 7).formula == ""
    shared = replace(one, scores=one.scores.assign(is_weight_default=True))
    assert "1 个指标未填分值，按所在一级指标的剩余分值平均分配。" in project_form(ledger, shared).notes


def test_groups_that_the_template_does_not_have_are_drawn_behind():
    ledger = small_ledger()
    rows = """
        产出指标 | 其他产出 | 甲 | equal | 1 | 1 | 次 | 10 | 10 | . | . | . | . | . | . | no
        特色指标 | .        | 乙 | equal | 1 | 1 | 次 | 80 | 80 | . | . | . | . | . | . | no
    """
    form = project_form(ledger, evaluated(ledger, scores=nothing_scored() + rows))
    assert "其他产出 | 甲" in said(form)
    assert "特色指标 | （未填二级指标） | 乙" in said(form)
    assert covered_once(form)


def test_a_reference_becomes_the_figure_it_names():
    ledger = small_ledger()
    row = "产出指标 | 成本指标 | 油费 | at_most | 5 | {} | 万元 | 90 | 90 | . | . | . | . | . | . | no"
    actual = "{{ actual: budget_project=车辆, scope=all_funds }}"
    form = project_form(ledger, evaluated(ledger, scores=f"{nothing_scored()}\n{row.format(actual)}"))
    assert "≤5万元 | 90.00万元 | 90 | 90" in said(form)
    unknown = project_form(
        ledger, evaluated(ledger, scores=f"{nothing_scored()}\n{row.format('{{ fact: staff_posts }}')}")
    )
    assert "≤5万元 | 不可计算：缺编制数 | 90 | 90" in said(unknown)


def test_the_sichuan_form():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger, of="sichuan_project_2020"))
    assert "预算执行情况（万元） |  | 年初预算 | 调整后预算数 | 预算执行数 | 执行率 | 权重 | 得分 | 原因" in said(form)
    assert (
        "年度资金总额 | 100.00 | 120.00 | 90.00 | 75.00 % | 10 | 7.50 | 执行率低于 90 %，须说明原因\n"
        "财政资金 | 80.00 | 100.00 | 80.00 | 80.00 % | — | — | —\n"
        "财政专户管理资金 | 0.00 | 0.00 | 0.00 | — | — | — | —\n"
        "单位资金 | 20.00 | 20.00 | 10.00 | 50.00 % | — | — | —\n"
        "其他资金 | 0.00 | 0.00 | 0.00 | — | — | — | —"
    ) in said(form)
    assert "数量指标 | 出车 | ≥ | 100 | 次 | 80 | 30 | 24 | 车少；添车" in said(form)
    assert "社会效益指标 | 来宾满意 | 定性 | 满意 | — | 不可计算：缺实际完成值" in said(form)
    assert form.is_landscape
    assert covered_once(form)


def test_the_county_form_has_no_points():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger, of="hengshan_special_fund_2020", centipoints=None))
    level = "不可计算：缺资金的政府级次（中央省市补助、县级）"
    assert (
        "项目资金（万元） |  | 全年预算数（A） | 全年执行数（B） | 执行率（B/A）\n"
        "年度资金总额 | 120.00 | 90.00 | 75.00 %\n"
        f"其中：中央省市补助 | {level} | {level} | {level}\n"
        f"　　　县级资金 | {level} | {level} | {level}\n"
        "　　　其他资金 | 20.00 | 10.00 | 50.00 %"
    ) in said(form)
    assert "总分" not in said(form)
    assert "数量指标 | 出车 | ≥100次 | 80 | 车少；添车" in said(form)
    assert at(form, 4, 5).formula == ""
    assert covered_once(form)


def test_the_form_of_the_whole_unit():
    ledger = small_ledger(goals=GOALS)
    form = unit_form(ledger, evaluated(ledger, "", centipoints=886))
    assert said(form).startswith(
        "预算部门名称 | 单位\n"
        "年度预算申请（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n"
        "年度资金总额 | 180.00 | 200.00 | 177.00 | 10 | 88.50 % | 8.86\n"
        "按收入性质分 | 一般公共预算 | 160.00 | 180.00 | 167.00 | — | 92.78 % | —\n"
        "政府性基金拨款 | 0.00 | 0.00 | 0.00 | — | — | —\n"
        "纳入专户管理的非税收入拨款 | 0.00 | 0.00 | 0.00 | — | — | —\n"
        "其他资金 | 20.00 | 20.00 | 10.00 | — | 50.00 % | —\n"
        "按支出性质分 | 基本支出 | 30.00 | 30.00 | 27.00 | — | 90.00 % | —\n"
        "项目支出 | 150.00 | 170.00 | 150.00 | — | 88.24 % | —\n"
        "年度总体目标 | 预期目标 | 实际完成情况\n"
        "机关运转 | 运转正常\n"
    )
    # Only the first split is summed, and 8.86 is not 10 x 88.5 %.
    assert at(form, 3, 4).formula == "SUM(D4:D7)"
    assert at(form, 3, 9).formula == ""
    assert covered_once(form)


def test_what_no_row_can_claim_is_told():
    ledger = small_ledger()
    odd = ledger.spending.assign(
        expenditure_type=ledger.spending["expenditure_type"].mask(lambda kind: kind.eq("basic"), "?")
    )
    form = unit_form(replace(ledger, spending=odd), evaluated(ledger, "", centipoints=885))
    assert "全年执行数一列：按支出性质分各行之和与年度资金总额相差 27.00 万元，账上未能归入任何一行。" in form.notes


@pytest.mark.parametrize(
    ("fund", "row"), [("12", "政府性基金拨款"), ("13", "其他资金"), ("2", "纳入专户管理的非税收入拨款")]
)
def test_each_nature_of_funds_has_its_row(fund: str, row: str):
    ledger = small_ledger(spending=f"{SPENDING}    . | {fund} | 30101 | 10000\n")
    spent = Decimal(11 if fund == "13" else 1)
    form = unit_form(ledger, evaluated(ledger, "", centipoints=None))
    place = next(cell.row for cell in form.cells if cell.value == row)
    assert at(form, place, 6).value == spent


def test_funds_that_nobody_tells():
    untold = small_ledger(BUDGET.replace("| 11 ", "| .  ").replace("| 3 ", "| . "), SPENDING)
    shown = said(project_form(untold, evaluated(untold, centipoints=None)))
    assert "其中：当年财政拨款 | 不可计算：缺资金性质 | 不可计算：缺资金性质 | 80.00" in shown
    partly = small_ledger(spending=f"{SPENDING}    P1 | . | 30231 | 10000\n")
    form = project_form(partly, evaluated(partly, centipoints=None))
    assert "支出中有 1.00 万元 未载明资金性质，列在“其他资金”。" in form.notes
    assert "　　　其他资金 | 20.00 | 20.00 | 11.00 | — | 55.00 % | —" in said(form)


def test_books_without_basic_and_project_expenditure():
    ledger = small_ledger()
    plain = {name: getattr(ledger, name).assign(expenditure_type="") for name in ("budget", "spending")}
    shown = said(unit_form(replace(ledger, **plain), evaluated(ledger, "", centipoints=885)))
    lacks = "不可计算：缺支出性质（基本支出、项目支出）"
    assert f"按支出性质分 | 基本支出 | {lacks} | {lacks} | {lacks} | — | {lacks} | —" in shown


def test_notice_rules_and_files_stand_below():
    ledger = small_ledger()
    form = project_form(ledger, evaluated(ledger))
    assert form.notes[0] == "合成数据。"
    assert form.notes[-1] == "填报依据：财预〔2020〕10号 项目支出绩效评价管理办法（通行做法，未核对原文）。"
    assert form.source == "数据来源：budget.csv（SHA-256 abababababab）、spending.csv（SHA-256 cdcdcdcdcdcd）"
    english = project_form(ledger, evaluated(ledger), "en")
    assert english.notes[0] == "Synthetic data."
    assert english.source == "Source: budget.csv (SHA-256 abababababab), spending.csv (SHA-256 cdcdcdcdcdcd)"
    assert "项目名称" in said(english)
    bare = project_form(replace(ledger, unit=replace(ledger.unit, notices={}), inputs=()), evaluated(ledger))
    assert bare.notes[0].startswith("年度资金总额为全口径")
    assert bare.source == "数据来源：budget.csv、spending.csv"


def test_a_unit_of_another_country_has_its_form_too(philadelphia: Ledger):
    form = unit_form(philadelphia, evaluated(philadelphia, "", of="national_unit_2020", centipoints=None))
    assert form.money_unit == "百万美元"
    assert "年度预算申请（百万美元）" in said(form)
    assert "基本支出 | 不可计算：缺支出性质" in said(form)
    assert covered_once(form)
    assert template("national_unit_2020").title_zh in form.title
