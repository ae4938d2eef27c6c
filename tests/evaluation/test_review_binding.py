"""Which measure, whom and which scope the words around a figure mean: the table is the specification."""

from __future__ import annotations

import pytest
from reviewed import LIBRARY, about, prose, statements
from textframes import rows

from perfkit.evaluation.review.cells import cell_statements
from perfkit.evaluation.review.outline import outline
from perfkit.evaluation.review.register import Register, core, is_total, table_lines

#: A paragraph and each of its figures in order: measure, whom, scope (fiscal, all). `.` = the words do not say.
BOUND = """
| text                                                        | figures |
| 2023年年初批复预算总额620万元，年中追加30万元，全年支出585万元。 | original_budget whole .; supplementary_budget whole .; actual whole . |
| 2023年年初预算620万元。                                     | original_budget whole . |
| 2023年初预算620万元。                                       | original_budget whole . |
| 年初预算620万元。                                           | original_budget . . |
| 本馆全年支出585.00万元（全口径），其中财政拨款支出540.00万元。 | actual whole all; actual whole fiscal |
| 年度总支出585万元，预算执行率94.35%。                       | actual whole all; execution_rate whole all |
| 财政拨款收入540万元，比上年增加20万元，增长3.85%。          | income whole fiscal; . whole fiscal; . whole fiscal |
| 本年支出合计585万元，其中：基本支出300万元，项目支出285万元。 | actual whole .; actual expenditure_type=basic .; actual expenditure_type=project . |
| 基本支出300万元，其中人员经费260万元、公用经费40万元。      | actual expenditure_type=basic .; actual basic_kind=personnel .; actual basic_kind=public . |
| 一般公共预算财政拨款支出540万元。                           | actual fund=11 fiscal |
| 政府性基金预算财政拨款支出0万元。                           | actual fund=12 fiscal |
| 图书采购专项：年初预算200万元，决算支出198.5万元，执行率99.25%； | original_budget project=T1 .; actual project=T1 .; execution_rate project=T1 . |
| 二是阅览室改造，预算支出80万元，实际支出75.5万元，用于装修。 | original_budget project=T2 .; actual project=T2 . |
| 数字阅览室改造项目年初安排资金80万元，追加30万元，实际使用105万元。 | original_budget project=T2 .; supplementary_budget project=T2 .; actual project=T2 . |
| 全民阅读活动（含总分馆建设）预算安排26万元。                | original_budget project=T3+parts . |
| 全民阅读活动（不含总分馆建设）支出10万元。                  | actual project=T3-parts . |
| 购书经费支出198.5万元，占项目支出的69.65%。                 | actual project=T1 .; share expenditure_type=project . |
| 此外，图书采购5万元；阅览室改造3万元属追加预算。            | supplementary_budget project=T1 .; supplementary_budget project=T2 . |
| 为残障读者发放盲文图书，支出3.5万元。                       | actual . . |
| 涉及预算金额598万元。                                       | original_budget . . |
| 三公经费支出1.2万元，其中公务接待费0.2万元。                | actual economic=30212+30217+30231+30913+31013 .; actual economic=30217 . |
| 办公费支出8.6万元。                                         | actual economic=30201 . |
| 图书采购支出占比34%。                                       | share project=T1 . |
| 1、文化支出（类）图书馆（项）。主要用于购书。年初预算为9万元，支出决算为8万元。 | original_budget item=图书馆 .; actual item=图书馆 . |
| 政府采购金额25万元，其中：货物采购金额20万元、服务采购金额5万元。 | fact fact=procurement_actual .; fact label=货物采购 .; fact label=服务采购 . |
| 年末结转和结余55万元。                                      | year_end_balance whole . |
| （1）图书采购：年初预算200万元，全年执行数198.5万元（均为全口径），其中财政拨款支出190万元；结余（全口径）1.5万元。 | original_budget project=T1 all; actual project=T1 all; actual project=T1 fiscal; remaining project=T1 all |
| 1.图书采购198.5万元（全口径200万元，其中非财政拨款资金1.5万元）； | . project=T1 .; . project=T1 all; . fund=other;project=T1 all |
| 图书采购执行率（全口径，按全年预算）74.65%，结余（全口径）1.5万元。 | execution_rate project=T1 all; remaining project=T1 all |
| 全口径：基本支出312.93万元，比财政拨款口径多0.95万元。      | actual expenditure_type=basic all; . . fiscal |
| 按年初预算计算的执行率86.69%。                              | execution_rate whole . |
| 财政拨款支出中的人员经费260万元。                           | actual basic_kind=personnel fiscal |
| 单位资金支出45万元。                                        | actual fund=3 . |
| 结余65万元。                                                | remaining . . |
"""
SCOPES = {None: ".", "fiscal_appropriation": "fiscal", "all_funds": "all"}


def bound(text: str) -> str:
    told = [
        f"{one.measure or '.'} {about(one.subject) or '.'} {SCOPES[one.scope]}"
        for one in statements(text)
        if one.quantity.kind != "count"
    ]
    return "; ".join(told)


@pytest.mark.parametrize("row", rows(BOUND).to_dict("records"), ids=lambda row: row["text"])
def test_what_the_words_before_a_figure_mean(row: dict[str, str]) -> None:
    assert bound(row["text"]) == row["figures"]


def test_a_list_takes_measure_and_scope_from_its_headings() -> None:
    text = "一、一般公共预算支出情况\n（一）项目支出情况\n1.图书采购198.5万元；\n2.阅览室改造75.5万元。\n二、其他需要说明的情况\n图书采购1万元。"
    first, second, last = statements(text)
    assert [one.measure for one in (first, second, last)] == ["actual", "actual", ""]
    assert [one.is_fiscal for one in (first, second, last)] == [True, True, False]
    assert first.heading_fund == "11"
    assert first.place.words("zh") == "“项目支出情况”第3段"


def test_nothing_below_a_fund_is_an_amount_of_zero() -> None:
    (zero,) = statements("一、政府性基金预算支出情况\n无。\n二、其他\n无。")
    assert (zero.measure, about(zero.subject), zero.quantity.value) == ("actual", "fund=12", 0)


def test_headings_are_known_by_name_whatever_number_they_have() -> None:
    text = "一、基本情况\n（2） 项目支出情况\n4、国有资本经营预算支出情况\n七、绩效目标\n# 自选标题\n1.图书采购5万元；"
    found = outline(prose(text))
    assert [(one.text, one.level) for one in found.headings] == [
        ("基本情况", 1), ("项目支出情况", 2), ("国有资本经营预算支出情况", 1), ("绩效目标", 2), ("自选标题", 1),
    ]  # fmt: skip
    assert found.headings[2].fund == "13"
    assert found.headings[3].topic == "goals"


def test_figures_of_another_year_are_not_those_of_the_report() -> None:
    earlier, prior, own = statements("2021年支出500万元。\n上年支出560万元。\n2023年支出585万元。")
    assert (earlier.year, prior.year, own.year) == (2021, 2022, 0)
    assert [one.is_bound for one in (earlier, prior, own)] == [False, False, True]


TABLE = """
某单位收入支出决算总表
单位：万元
| 收入 | . | 支出 | . |
| 项目 | 决算数 | 项目 | 决算数 |
| 一、财政拨款收入 | 540.00 | 一、文化支出 | 500.00 |
| 二、其他收入 | 45.00 | 二、住房支出 | 85.00 |
| 本年收入合计 | 585.00 | 本年支出合计 | 585.00 |
| 年初结转和结余 | 5.00 | 年末结转和结余 | 5.00 |
| 一、其中财政拨款 | 5.00 | . | . |
| 总计 | 590.00 | 总计 | 590.00 |
图书馆支出决算表
| 科目编码 | . | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 207 | . | 文化支出 | 500.00 | 300.00 | 200.00 |
| 207 | 01 | 图书馆 | 500.00 | 300.00 | 200.00 |
| . | . | 合计 | 500.00 | 300.00 | 200.00 |
项目预算执行情况表（单位：元）
| 项目名称 | 年初预算数 | 全年执行数 | 执行率(%) | 得分 |
| 图书采购 | 2000000 | 1985000 | 99.25 | 9.93 |
"""

#: place = table.row.column, value in the unit of the table (a rate in %).
CELLS = """
| place  | measure          | about                                | scope  | value   |
| 1.3.2  | income           | whole                                | fiscal | 540.00  |
| 1.4.2  | income           | item=其他收入                        | .      | 45.00   |
| 1.5.2  | income           | whole                                | .      | 585.00  |
| 1.6.2  | carryover        | whole                                | .      | 5.00    |
| 1.7.2  | carryover        | whole                                | fiscal | 5.00    |
| 1.8.2  | grand_total      | whole                                | .      | 590.00  |
| 1.3.4  | actual           | item=文化支出                        | .      | 500.00  |
| 1.5.4  | actual           | whole                                | .      | 585.00  |
| 1.6.4  | year_end_balance | whole                                | .      | 5.00    |
| 2.2.5  | actual           | expenditure_type=basic;item=文化支出 | .      | 300.00  |
| 2.4.4  | actual           | whole                                | .      | 500.00  |
| 2.4.6  | actual           | expenditure_type=project             | .      | 200.00  |
| 3.2.2  | original_budget  | project=T1                           | .      | 2000000 |
| 3.2.3  | actual           | project=T1                           | .      | 1985000 |
| 3.2.4  | execution_rate   | project=T1                           | .      | 99.25   |
"""


def test_the_cells_of_tables_are_bound_by_line_heading_and_title() -> None:
    document = outline(prose(TABLE))
    labels = [cell for grid in document.grids for _, cells in grid.rows for cell in cells]
    told = cell_statements(document.grids, Register(LIBRARY, table_lines(labels)), [])
    found = {f"{one.place.table}.{one.place.row}.{one.place.column}": one for one in told}
    for row in rows(CELLS).to_dict("records"):
        one = found[row["place"]]
        said = (one.measure, about(one.subject), SCOPES[one.scope], str(one.quantity.number))
        assert said == (row["measure"], row["about"], row["scope"] or ".", row["value"]), row
    assert [found[place].quantity.unit for place in ("1.3.2", "2.4.4", "3.2.2", "3.2.4")] == ["万元", "万元", "元", "%"]
    assert "3.2.5" not in found, "points are no money"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("一、其他收入", "其他收入"),
        ("其中：办公费", "办公费"),
        ("行政运行（项）", "行政运行（项）"),
        ("2023年度“三公”经费", "三公经费"),
    ],
)
def test_a_line_has_the_same_name_everywhere(label: str, name: str) -> None:
    assert core(label) == name


def test_totals_by_name() -> None:
    assert [is_total(name) for name in ("合计", "本年支出合计", "总计", "年度资金总额", "总分馆", "设计")] == [
        True
    ] * 4 + [False] * 2
