"""What each chart shows of its measured frame, and what its title says is seen."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest
from textframes import table
from yearbook import EXECUTION, LEDGER, RECONCILIATION, TIMING, YEARS, without_budget

from perfkit.errors import LANGUAGES
from perfkit.figures import (
    budget_bridge_chart,
    composition_chart,
    cumulative_spending_chart,
    project_execution_chart,
    scope_chart,
    spending_heatmap,
    years_chart,
)  # fmt: skip
from perfkit.ledger.frames import empty
from perfkit.ledger.units import Project

BY = ["budget_project_code"]
#: Amounts that are seen in 万元 with two decimals.
BIG = 10_000
UNBUDGETED = replace(LEDGER, budget=empty("budget"))


def big(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with its amounts in 万元 instead of 元."""
    return frame.assign(**{name: frame[name] * BIG for name in frame if name.endswith("_cents")})


def bridge(*steps: tuple[str, bool, int]) -> pd.DataFrame:
    frame = pd.DataFrame(steps, columns=["step", "is_total", "amount_cents"]).astype({"amount_cents": "Int64"})
    return big(frame.assign(amount_cents=frame["amount_cents"] * 100))


def title(figure: go.Figure) -> str:
    """The title in one line; a break after an English clause stood for a space."""
    return re.sub(r"(?<=[,;])<br>", " ", figure.layout.title.text).replace("<br>", "")


def subtitle(figure: go.Figure) -> str:
    return figure.layout.title.subtitle.text


def traces(figure: go.Figure) -> dict[str, go.Figure]:
    return {trace.name: trace for trace in figure.data if trace.name}


GROWN = bridge(
    ("original", True, 300), ("supplement", False, 50), ("reduction", False, -10), ("final", True, 340),
    ("unspent", False, -40), ("actual", True, 300),
)  # fmt: skip
OVERSPENT = bridge(("original", True, 40), ("final", True, 40), ("unspent", False, 5), ("actual", True, 45))


def test_the_bridge_leads_from_budget_to_actual() -> None:
    figure = budget_bridge_chart(GROWN, LEDGER, "all_funds")
    (steps,) = figure.data
    assert list(steps.x) == ["年初预算", "追加", "调减", "全年预算", "未支出", "全年执行"]
    assert list(steps.y) == [300, 50, -10, 340, -40, 300]
    assert list(steps.measure) == ["absolute", "relative", "relative", "absolute", "relative", "absolute"]
    assert steps.text[1] == "+50.00"
    assert steps.customdata[2] == "-100,000.00 元"
    assert title(figure) == "全年预算比年初增加 40.00 万元，未支出 40.00 万元（执行率 88.24 %，按全年预算）"
    assert subtitle(figure) == "单位 · 2021年度 · 口径：全口径（全部资金）"
    assert figure.layout.yaxis.title.text == "金额（万元）"


def test_an_overspent_bridge_says_so_in_words() -> None:
    figure = budget_bridge_chart(OVERSPENT, LEDGER, "all_funds", "en")
    steps, over = figure.data
    assert steps.x[2] == over.x[0] == "<b>overspent</b>"
    assert (over.base[0], over.y[0], over.marker.pattern.shape) == (40, 5, "/")
    assert title(figure) == (
        "Budget did not change; 50,000.00 yuan overspent (execution rate on the final budget 112.50 %)"
    )
    assert title(budget_bridge_chart(OVERSPENT, LEDGER, "all_funds")).startswith("全年预算与年初相同，超支 5.00 万元")


def test_a_bridge_of_nothing_has_no_rate_and_no_range() -> None:
    nothing = bridge(("original", True, 10), ("reduction", False, -10), ("final", True, 0), ("unspent", False, 0),
                     ("actual", True, 0))  # fmt: skip
    figure = budget_bridge_chart(nothing, LEDGER, "all_funds")
    assert title(figure) == "全年预算比年初减少 10.00 万元，未支出 0.00 万元"
    refunds = bridge(("original", True, 0), ("final", True, 0), ("unspent", False, -5), ("actual", True, -5))
    assert budget_bridge_chart(refunds, LEDGER, "all_funds", "en").layout.yaxis.range is None
    assert "shrank by 100,000.00 yuan" in title(budget_bridge_chart(nothing, LEDGER, "all_funds", "en"))


def test_execution_shows_bars_marks_and_the_one_that_overspent() -> None:
    figure = project_execution_chart(big(EXECUTION), LEDGER, BY, "all_funds")
    assert title(figure) == "印刷超支 5.02 万元，其余 2 个项目未超支"
    shown = traces(figure)
    assert list(shown) == ["执行数（预算内）", "超支部分", "年初预算", "全年预算（调整后）"]
    assert list(shown["执行数（预算内）"].x) == [223.2, 40.0, 0.0]
    assert list(shown["超支部分"].x) == [0.0, 5.02, 0.0]
    assert shown["超支部分"].marker.pattern.shape == "/"
    assert list(shown["全年预算（调整后）"].x) == [299.0, 40.0, 15.31]
    assert list(shown["年初预算"].x) == [299.0, 40.0]
    assert list(figure.layout.yaxis.ticktext) == ["车辆", "印刷", "运转"]
    assert (
        shown["执行数（预算内）"].customdata[0]
        == "车辆<br>执行数：2,232,000.00 元<br>全年预算（调整后）：2,990,000.00 元"
    )


def test_the_end_of_each_bar_says_it_in_words() -> None:
    figure = project_execution_chart(big(EXECUTION), LEDGER, BY, "all_funds", "en")
    words = [text.strip() for text in figure.data[-1].text]
    assert words == ["223.20 · 74.65 %", "45.02 · 112.55 % · overspent 5.02", "0.00 · 0.00 %"]
    assert title(figure) == "printing overspent by 50,200.00 yuan; the other 2 did not"
    assert "rate on the final budget" in subtitle(figure)


def test_overspending_too_small_for_two_decimals_is_not_zero() -> None:
    figure = project_execution_chart(EXECUTION, LEDGER, BY, "all_funds")
    assert figure.data[-1].text[1].endswith("超支 &lt;0.01")


def test_spending_without_a_budget_is_named() -> None:
    lines = big(EXECUTION).assign(
        original_budget_cents=pd.array([29900 * BIG, 0, 4000 * BIG], "Int64"),
        final_budget_cents=pd.array([29900 * BIG, 0, 0], "Int64"),
        execution_rate=pd.array([0.7465, None, None], "Float64"),
        actual_cents=pd.array([22320 * BIG, 700 * BIG, 0], "Int64"),
    )
    figure = project_execution_chart(lines, LEDGER, BY, "all_funds")
    assert title(figure) == "2 个项目均未超支；另有 1 个项目无预算支出 7.00 万元"
    assert traces(figure)["无预算支出"].marker.pattern.shape == "x"
    assert figure.data[-1].text[2].endswith("7.00 · 无预算")
    english = project_execution_chart(lines, LEDGER, BY, "all_funds", "en")
    assert title(english) == "None of 2 projects overspent; 70,000.00 yuan on 1 project spent without a budget"


def test_several_that_overspent_are_counted_and_the_most_named() -> None:
    lines = big(EXECUTION).assign(actual_cents=pd.array([30000 * BIG, 2000 * BIG, 4502 * BIG], "Int64"))
    by_project = project_execution_chart(lines, LEDGER, BY, "all_funds")
    assert title(by_project) == "3 个项目中有 3 个超支，合计 10.71 万元，其中最多的是 印刷"
    english = project_execution_chart(lines, LEDGER, BY, "all_funds", "en")
    assert title(english) == "3 of 3 projects overspent, by 107,100.00 yuan in all; most of it printing"


def test_a_line_without_a_project_makes_lines_of_them() -> None:
    lines = big(EXECUTION).assign(budget_project_code=["P1", "", "P4"])
    figure = project_execution_chart(lines, LEDGER, BY, "all_funds")
    assert title(figure) == "印刷超支 5.02 万元，其余 2 项未超支"
    assert "（无项目）" in figure.layout.yaxis.ticktext
    alone = project_execution_chart(lines.tail(1), LEDGER, BY, "all_funds")
    assert title(alone) == "印刷超支 5.02 万元"


def test_without_a_budget_book_there_are_only_bars() -> None:
    figure = project_execution_chart(big(without_budget(EXECUTION)), LEDGER, BY, "all_funds")
    assert title(figure) == "共执行 268.22 万元，没有预算可比"
    assert list(traces(figure)) == ["执行数"]
    assert "没有预算文件" in subtitle(figure)
    english = project_execution_chart(big(without_budget(EXECUTION)), LEDGER, BY, "all_funds", "en")
    assert title(english) == "2,682,200.00 yuan spent; no budget to compare with"


def test_names_out_of_exports_are_printed_not_obeyed() -> None:
    evil = Project("P1", '<a href="javascript:alert(1)">车辆</a>')
    hostile = replace(LEDGER, unit=replace(LEDGER.unit, projects=(evil,), name_zh="<b>单位</b>"))
    charts = [
        project_execution_chart(EXECUTION, hostile, BY, "all_funds"),
        scope_chart(RECONCILIATION, hostile, BY),
        composition_chart(
            RECONCILIATION.assign(fiscal_year=2021, actual_cents=100, share_rate=1.0), hostile, BY, "all_funds"
        ),
    ]
    for figure in charts:
        text = json.dumps(figure.to_dict(), default=list)
        assert "<a" not in text
        assert "<b>" not in text
        assert "&lt;a" in text


def test_height_grows_with_the_lines() -> None:
    many = pd.concat([EXECUTION] * 20, ignore_index=True)
    tall, small = (project_execution_chart(lines, LEDGER, BY, "all_funds").layout.height for lines in (many, EXECUTION))
    assert tall - small == 32 * 57


def test_progress_shows_the_plan_and_where_it_lay_behind() -> None:
    whole = replace(LEDGER, spending=LEDGER.spending.head(1).assign(actual_cents=18000 * BIG))
    figure = cumulative_spending_chart(big(TIMING), whole, "all_funds")
    assert title(figure) == "全年执行 180.00 万元（全年预算的 90.00 %）；3月末落后序时进度最多，差 50.00 万元"
    shown = traces(figure)
    assert list(shown) == ["本期执行数", "全年预算", "序时进度", "累计执行数"]
    assert list(shown["本期执行数"].y) == [100, 0, 0, 80]
    assert list(shown["累计执行数"].x) == ["1月", "2月", "3月", "4月"]
    assert shown["序时进度"].line.dash == "dash"
    assert [note.text for note in figure.layout.annotations] == ["180.00", "200.00"]
    assert subtitle(figure) == "单位 · 2021年度 · 口径：全口径（全部资金）"


def test_progress_that_is_not_the_whole_year_says_so() -> None:
    figure = cumulative_spending_chart(big(TIMING), LEDGER, "all_funds")
    assert title(figure).startswith("各期间合计执行 180.00 万元")
    assert subtitle(figure).endswith("各期间合计比全年执行数多 179.97 万元")
    english = cumulative_spending_chart(TIMING, LEDGER, "all_funds", "en")
    assert title(english).startswith("180.00 yuan spent in the periods shown (90.00 % of the final budget); farthest")
    assert subtitle(english).endswith("the periods add up to 88.22 yuan less than the year's actual")


@pytest.mark.parametrize(("language", "never"), [("zh", "各期均不低于序时进度"), ("en", "never behind")])
def test_progress_ahead_of_the_plan(language: str, never: str) -> None:
    ahead = TIMING.assign(straight_line_cents=pd.array([0] * 4, "Int64"))
    assert never in title(cumulative_spending_chart(ahead, LEDGER, "all_funds", language))


@pytest.mark.parametrize(("language", "most"), [("zh", "，1月最多"), ("en", ", most of it in Jan")])
def test_progress_without_a_budget_names_the_highest_period(language: str, most: str) -> None:
    unknown = dict.fromkeys(["final_budget_cents", "straight_line_cents", "cumulative_rate"], pd.NA)
    figure = cumulative_spending_chart(TIMING.assign(**unknown), LEDGER, "all_funds", language)
    assert title(figure).endswith(most)
    assert len(traces(figure)) == 2


def test_progress_on_a_budget_of_nothing_has_no_rate() -> None:
    nothing = TIMING.assign(**dict.fromkeys(["final_budget_cents", "straight_line_cents"], pd.array([0] * 4, "Int64")))
    assert "%" not in title(cumulative_spending_chart(nothing, LEDGER, "all_funds"))


GRID = table(
    """
    economic_code | period | actual_cents
    30202         | 1      | 0
    30202         | 2      | -4
    30231         | 1      | 9
    30231         | 2      | 1
    """
).astype({"actual_cents": "Int64"})


def test_the_heat_map_prints_every_amount_and_zero_as_zero() -> None:
    figure = spending_heatmap(big(GRID), LEDGER, "all_funds")
    (cells,) = figure.data
    assert [list(row) for row in cells.text] == [["0", "-4.00"], ["9.00", "1.00"]]
    assert list(cells.x) == ["1月", "2月"]
    assert list(figure.layout.yaxis.ticktext) == ["30202 印刷费", "30231 公务用车运行维护费"]
    assert cells.z[0][1] < 0 == cells.z[0][0] < cells.z[1][1] < cells.z[1][0] == cells.zmax == -cells.zmin
    assert cells.customdata[1][0] == "30231 公务用车运行维护费<br>90,000.00 元"
    assert title(figure) == "1月支出最多（9.00 万元）；单期单类最大的是1月的公务用车运行维护费（9.00 万元）"


def test_the_heat_map_over_another_code() -> None:
    grid = GRID.rename(columns={"economic_code": "budget_project_code"}).replace({"30202": "P1", "30231": "P2"})
    figure = spending_heatmap(grid, LEDGER, "all_funds", "en", by="budget_project_code")
    assert list(figure.layout.yaxis.ticktext) == ["vehicles", "operation"]
    assert title(figure) == "Most was spent in Jan (9.00 yuan); the largest cell is operation in Jan (9.00 yuan)"


def test_the_scopes_differ_where_the_title_says() -> None:
    figure = scope_chart(big(RECONCILIATION), LEDGER, BY)
    assert title(figure) == "全口径支出比财政拨款支出多 50.04 万元，最多的是车辆（50.04 万元）"
    shown = traces(figure)
    assert list(shown["财政拨款支出"].x) == [173.16, 45.02]
    assert list(shown["非财政拨款支出"].x) == [50.04, 0.0]
    assert shown["非财政拨款支出"].marker.pattern.shape == "/"
    assert [text.strip() for text in figure.data[-1].text] == ["223.20 (50.04)", "45.02"]
    english = scope_chart(RECONCILIATION, LEDGER, [], "en")
    assert title(english).endswith("by 50.04 yuan, most of it the unit (50.04 yuan)")


@pytest.mark.parametrize(("language", "same"), [("zh", "两种口径一致"), ("en", "Everything was paid by")])
def test_scopes_that_agree(language: str, same: str) -> None:
    agree = RECONCILIATION.assign(other_actual_cents=0, all_actual_cents=RECONCILIATION["fiscal_actual_cents"])
    assert same in title(scope_chart(agree, LEDGER, BY, language))


def test_the_years_stand_beside_each_other() -> None:
    figure = years_chart(big(YEARS), LEDGER, "all_funds")
    assert title(figure) == "2021 年执行 268.22 万元，比上年增加 178.22 万元（198.02 %）"
    actual = traces(figure)["全年执行数"]
    assert list(actual.x) == ["2020", "2021"]
    assert list(actual.text) == ["90.00<br>75.00 %", "268.22<br>75.70 %"]


def test_one_year_alone_and_a_year_without_a_budget() -> None:
    assert title(years_chart(YEARS.head(1), LEDGER, "all_funds", "en")) == "2020: 90.00 yuan spent"
    assert title(years_chart(big(YEARS.head(1)), LEDGER, "all_funds")) == "2020 年执行 90.00 万元"
    unknown = dict.fromkeys(["final_budget_cents", "execution_rate", "change_rate"], pd.NA)
    less = YEARS.assign(**unknown, change_cents=pd.array([None, -100], "Int64"))
    assert title(years_chart(less, LEDGER, "all_funds", "en")) == (
        "2021: 268.22 yuan spent, 1.00 yuan less than the year before"
    )
    assert "减少" in title(years_chart(less, LEDGER, "all_funds"))
    assert list(traces(years_chart(less, LEDGER, "all_funds"))["全年预算（调整后）"].y) == [None, None]


PARTS = table(
    """
    fiscal_year | economic_code | actual_cents | share_rate
    2020        | 30202         | 60           | 0.6
    2020        | 30231         | 40           | 0.4
    2021        | 30231         | 75           | 0.75
    2021        | 30202         | 25           | 0.25
    """
).astype({"actual_cents": "Int64"})


def test_composition_stacks_the_parts_and_tells_what_moved() -> None:
    figure = composition_chart(PARTS, LEDGER, ["economic_code"], "all_funds")
    assert (
        title(figure) == "2021 年占比最大的是 30231 公务用车运行维护费（占支出 75.00 %），比 2020 年上升 35.00 个百分点"
    )
    assert [list(trace.text) for trace in figure.data] == [["40.00 %", "75.00 %"], ["60.00 %", "25.00 %"]]
    assert figure.data[0].customdata[1] == "75.00 元 · 75.00 %"
    assert figure.layout.barmode == "relative"


def test_composition_of_one_year_or_of_nothing_moves_not() -> None:
    one = composition_chart(PARTS.head(2), LEDGER, ["economic_code"], "all_funds", "en")
    assert title(one) == "2020: the largest part is 30202 printing (60.00 % of spending)"
    nothing = PARTS.assign(share_rate=pd.array([None] * 4, "Float64"), actual_cents=0)
    assert title(composition_chart(nothing, LEDGER, ["economic_code"], "all_funds")) == "2021 年没有可分解的支出"
    assert "no spending" in title(composition_chart(nothing, LEDGER, ["economic_code"], "all_funds", "en"))


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [(0.75, "与 2020 年持平", "as in 2020"), (0.9, "下降 15.00 个百分点", "down 15.00 percentage points from 2020")],
)
def test_composition_that_stays_or_falls(share: float, zh: str, en: str) -> None:
    moved = PARTS.assign(share_rate=pd.array([1 - share, share, 0.75, 0.25], "Float64"))
    assert title(composition_chart(moved, LEDGER, ["economic_code"], "all_funds")).endswith(zh)
    assert title(composition_chart(moved, LEDGER, ["economic_code"], "all_funds", "en")).endswith(en)


@pytest.mark.parametrize(("language", "rest"), [("zh", "其余 3 类合计"), ("en", "the other 3")])
def test_beyond_seven_the_rest_is_a_part_of_its_own(language: str, rest: str) -> None:
    codes = [f"302{number:02d}" for number in range(1, 11)]
    many = pd.DataFrame({"fiscal_year": 2021, "economic_code": codes, "actual_cents": range(1000, 0, -100)})
    many = many.assign(share_rate=many["actual_cents"] / 5500).astype(
        {"actual_cents": "Int64", "share_rate": "Float64"}
    )
    figure = composition_chart(many, LEDGER, ["economic_code"], "all_funds", language)
    names = [trace.name for trace in figure.data]
    assert len(names) == 8
    assert names[-1] == rest
    assert figure.data[-1].y[0] * 1_000_000 == pytest.approx(600)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_of_nothing_says_why_in_both_languages(language: str) -> None:
    nothing = [
        budget_bridge_chart(GROWN, UNBUDGETED, "all_funds", language),
        budget_bridge_chart(GROWN.head(0), LEDGER, "all_funds", language),
        project_execution_chart(EXECUTION.head(0), LEDGER, BY, "all_funds", language),
        cumulative_spending_chart(TIMING.head(0), LEDGER, "all_funds", language),
        cumulative_spending_chart(TIMING.assign(actual_cents=0), LEDGER, "all_funds", language),
        spending_heatmap(GRID.head(0), LEDGER, "all_funds", language),
        spending_heatmap(GRID.assign(actual_cents=0), LEDGER, "all_funds", language),
        composition_chart(PARTS.head(0), LEDGER, ["economic_code"], "all_funds", language),
        scope_chart(RECONCILIATION.head(0), LEDGER, BY, language),
        years_chart(YEARS.head(0), LEDGER, "all_funds", language),
    ]
    for figure in nothing:
        assert not figure.data
        (reason,) = figure.layout.annotations
        assert reason.text.isascii() == (language == "en")


def test_progress_that_no_source_tells_is_not_computable() -> None:
    untold = TIMING.assign(actual_cents=pd.array([pd.NA] * 4, dtype="Int64"))
    figure = cumulative_spending_chart(untold, LEDGER, "all_funds")
    assert "执行进度不可计算" in json.dumps(figure.to_plotly_json(), ensure_ascii=False, default=str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_source_of_spending_no_chart_pretends_that_nothing_was_spent(language: str) -> None:
    bridge_untold = bridge(("original", True, 100), ("final", True, 100), ("unspent", False, 0), ("actual", True, 0))
    bridge_untold.loc[2:, "amount_cents"] = pd.NA
    untold = [
        budget_bridge_chart(bridge_untold, LEDGER, "all_funds", language),
        project_execution_chart(EXECUTION.assign(actual_cents=pd.NA), LEDGER, BY, "all_funds", language),
        years_chart(YEARS.assign(actual_cents=pd.NA), LEDGER, "all_funds", language),
    ]
    for figure in untold:
        assert not figure.data
        (reason,) = figure.layout.annotations
        assert ("not computable" in reason.text) == (language == "en")
