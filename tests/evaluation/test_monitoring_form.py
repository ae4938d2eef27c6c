"""项目支出绩效监控表: the grid, live rates, estimates with their errors, and no hole that looks like a zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from handmade_forms import at, covered_once, said
from small_years import CHANGES, TARGETS, YEAR, earlier_years, year_ledger
from textframes import UNIT

from perfkit.evaluation import form_of, monitor, monitoring_form
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import Ledger
from perfkit.reports.forms import forms_bytes
from perfkit.workspace import Workspace

YUAN = replace(UNIT, money_unit="yuan")
RUNNING = "project | budget | june | december\nP1 | 80 | 50 | 0\nP2 | 200 | 70 | 0"


def ledger_of(text: str = YEAR, targets: str = "") -> Ledger:
    """A small year whose forms are in yuan."""
    return year_ledger(text, CHANGES, targets=targets, unit=YUAN)


def test_the_form_of_a_year_without_targets() -> None:
    form = monitoring_form(ledger_of(), earlier_years(2017, 2018, 2019, 2020))
    assert form.title == "项目支出绩效监控表（2021年度1–6月）"
    lines = said(form).splitlines()
    assert lines[:9] == [
        "填报单位 | 单位 | 监控期间 | 1–6月 | 序时进度 | 50.00 %",
        "资金（元） | 项目 | 年初预算数 | 调整后预算数 | 1–6月执行数 | 1–6月执行率 | 进度比 | 预警 | 全年预计执行数（估计） | 预计区间 | "
        "完成预算可能性",
        "合计 | 380.00 | 400.00 | 140.00 | 35.00 % | 70.00 % | ▲ 黄灯 | 347.59 | 347.59–347.59（把握 75%） | 不可能",
        "车辆 | 80.00 | 100.00 | 50.00 | 50.00 % | 100.00 % | ● 绿灯 | 100.00 | 100.00–100.00（把握 80%） | 确定能",
        "运转 | 200.00 | 200.00 | 70.00 | 35.00 % | 70.00 % | ▲ 黄灯 | 140.00 | 140.00–140.00（把握 80%） | 不可能",
        "印刷 | 100.00 | 100.00 | 20.00 | 20.00 % | 40.00 % | ■ 红灯 | 100.00 | 100.00–100.00（把握 80%） | 确定能",
        "绩效指标 | 项目 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1–6月执行情况 | 预警 | 全年预计完成情况 | 偏差原因分析 | "
        "完成目标可能性 | 备注",
        "（未设定绩效指标）",
        "偏差或不能完成目标原因分析 | □ 经费保障　　□ 制度保障　　□ 人员保障　　□ 硬件条件保障　　□ 其他",
    ]
    assert lines[9] == (
        "1. 单位整体 1–6月执行 140.00 元，执行率 35.00 %，为序时进度的 70.00 %（▲ 黄灯）。须说明原因（尚未填写）。"
        "2. 运转 1–6月执行 70.00 元，执行率 35.00 %，为序时进度的 70.00 %（▲ 黄灯）。须说明原因（尚未填写）。"
        "3. 印刷 1–6月执行 20.00 元，执行率 20.00 %，为序时进度的 40.00 %（■ 红灯）。须说明原因（尚未填写）。"
    )
    assert lines[10] == "相关建议或举措 | "
    assert lines[11].startswith("填表人：")
    assert covered_once(form)
    assert form.repeated == (2, 2)
    assert form.is_landscape
    assert form.notes[0] == "合成数据。"
    assert any("未核实" in note for note in form.notes)


def test_sums_rates_and_progress_are_live_and_estimates_are_not() -> None:
    form = monitoring_form(ledger_of(), earlier_years(2017, 2018, 2019, 2020))
    assert [at(form, 3, column).formula for column in (5, 6, 7)] == ["SUM(E4:E6)", "SUM(F4:F6)", "SUM(G4:G6)"]
    assert [at(form, row, 8).formula for row in (3, 6)] == ["G3/F3", "G6/F6"]
    assert [at(form, row, 9).formula for row in (3, 6)] == ["H3/M1", "H6/M1"]
    assert at(form, 1, 13).value == Decimal("0.5")
    origins = [(at(form, row, 5).measure, at(form, row, 5).select) for row in (3, 4)]
    assert origins == [("original_budget", ""), ("original_budget", "budget_project_code=P1")]
    estimate = at(form, 4, 11)
    assert estimate.formula == ""
    assert estimate.note == "估计数：按上年同期占比（封顶）；以前年度回测 9 次，误差中位数 0.00 %"


def test_a_first_year_names_what_an_estimate_lacks() -> None:
    text = said(monitoring_form(ledger_of(), {}))
    lacks = "不可计算：缺以前年度的分期间支出"
    assert f"印刷 | 100.00 | 100.00 | 20.00 | 20.00 % | 40.00 % | ■ 红灯 | {lacks} | {lacks} | {lacks}" in text


def test_without_a_budget_no_cell_is_0_or_empty() -> None:
    text = said(monitoring_form(replace(ledger_of(), budget=empty("budget")), {}))
    book, light = "不可计算：缺预算文件", "不可计算：缺以前年度的分期间支出"
    assert f"车辆 | {book} | {book} | 50.00 | {book} | {book} | {book} | {light}" in text
    assert "可计算的预警均为绿灯，没有须说明的偏差。" in text


def test_a_line_without_a_budget_lacks_one() -> None:
    text = said(monitoring_form(ledger_of("project | budget | june | december\nP1 | 80 | 50 | 0\nP9 | 0 | 5 | 0"), {}))
    assert "P9 | 0.00 | 0.00 | 5.00 | 不可计算：缺调整后预算数 | 不可计算：缺调整后预算数" in text
    assert "P9 1–6月已执行 5.00 元，超过截至期末的调整后预算 0.00 元。" in text


def test_indicators_tell_what_is_known_and_leave_the_rest_to_people() -> None:
    form = monitoring_form(ledger_of(RUNNING, TARGETS), {})
    lines = said(form).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("绩效指标"))
    assert lines[first + 1 : first + 8] == [
        "单位整体 | 产出指标 | 成本指标 | 支出控制 | ≤380元 | 120.00元 | ● 绿灯 |  |  |  | ",
        "车辆 | 产出指标 | 数量指标 | 出车 | ≥100次 | 35 | ▲ 黄灯 |  | 车在修 |  | ",
        "产出指标 | 质量指标 | 准点率 | ≥95% | 90 | ● 绿灯 |  |  |  | ",
        "产出指标 | 成本指标 | 油费 | ≤5元 | 6 | ■ 红灯 |  |  |  | ",
        "运转 | 效益指标 | — | 运转 | 正常 | — | ▲ 黄灯 |  |  |  | ",
        "效益指标 | — | 满意 | 满意 | 尚可 | 不可计算：缺完成等次 |  |  |  | ",
        "效益指标 | — | 宣传 | ≥2次 | 不可计算：缺1–6月完成值 | — |  |  |  | ",
    ]
    assert "相关建议或举措 | 添车" in lines
    # The longer block is the one that runs on to further pages.
    assert form.repeated == (first + 1, first + 1)
    assert covered_once(form)


def test_the_form_in_english_keeps_its_own_words() -> None:
    form = form_of(monitor(ledger_of(), {}), "en")
    assert at(form, 3, 11).lacks == "spending by period of earlier years"
    assert "预警" in said(form)
    assert any(note.startswith("What the year is expected to come to is an estimate") for note in form.notes)


def test_the_same_year_gives_the_same_workbook(lusong: Ledger, workspace: Workspace) -> None:
    earlier = workspace.earlier("lusong", 2021)
    first, second = (forms_bytes([monitoring_form(lusong, earlier, 7)]) for _ in range(2))
    assert first == second


def test_the_case_has_every_indicator_and_every_project(lusong: Ledger, workspace: Workspace) -> None:
    form = monitoring_form(lusong, workspace.earlier("lusong", 2021))
    text = said(form)
    assert covered_once(form)
    assert all(name in text for name in lusong.targets["indicator_name"])
    assert "机关运转（含会议）" in text
    assert "经济表彰 | 0.00 | 157.70 | 157.70 | 100.00 %" in text
