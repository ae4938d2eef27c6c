"""指标评分表: subtotals are live, and no subtotal hides a row that was not scored."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from handmade_forms import at, covered_once, index_frame, said, small_ledger

from perfkit.evaluation.forms.index import index_form


def test_the_rows_of_an_index_with_subtotals():
    form = index_form(small_ledger(), index_frame())
    assert said(form).splitlines() == [
        "填报单位：单位",
        "一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 计算过程 | 得分 | 扣分情况",
        "投入 | 预算配置 | 控制率 | 5 | 不超 100 % | 19 ÷ 20 | 5 | —",
        "变动率 | 5 | 不增 | — | 不可计算：缺上年预算 | —",
        "小计 | 10 | — | 不可计算：缺1项指标的评分 | —",
        "投入　合计 | 10 | — | 不可计算：缺1项指标的评分 | —",
        "过程 | 预算执行 | 完成率 | 10 | 每低 5 点 | 81.84 % | 4.50 | 扣 5.5 分",
        "小计 | 10 | — | 4.50 | —",
        "过程　合计 | 10 | — | 4.50 | —",
        "总分 | 20 | — | 不可计算：缺1项指标的评分 | —",
    ]
    assert covered_once(form)
    assert form.repeated == (2, 2)
    assert "已评分的指标满分合计 15 分，得 9.5 分；未评分的 1 项不计分，也不按满分计。" in form.notes


def test_sums_of_an_index_are_live():
    form = index_form(small_ledger(), index_frame())
    assert [at(form, row, 4).formula for row in (5, 6, 8, 9, 10)] == ["SUM(D3:D4)", "D5", "SUM(D7:D7)", "D8", "D6+D9"]
    assert [at(form, row, 7).formula for row in (5, 6, 8, 9, 10)] == ["", "", "SUM(G7:G7)", "G8", ""]


def test_a_whole_index_has_a_total():
    index = index_frame()
    form = index_form(small_ledger(), index.assign(score_centipoints=pd.array([500, 250, 450], "Int64")))
    assert (at(form, 10, 7).value, at(form, 10, 7).formula) == (Decimal(12), "G6+G9")
    assert not any("未评分" in note for note in form.notes)


def test_an_index_in_english():
    form = index_form(small_ledger(), index_frame(), "en")
    assert at(form, 3, 6).value == "19 / 20"
    assert at(form, 4, 7).lacks == "last year"
    assert at(form, 7, 8).value == "5.5 points lost"
    assert any(note.startswith("The rows that could be scored bring 9.5 of 15 points") for note in form.notes)
