"""The tables of monitoring: lights in words, estimates named so, and what stands in the way said in the cell."""

from __future__ import annotations

import pytest
from small_years import CHANGES, TARGETS, YEAR, earlier_years, year_ledger
from textframes import table

from perfkit.evaluation import Monitoring, monitor
from perfkit.ledger.monitoring import METHOD_WORDS, method_label
from perfkit.measures.backtest import CHOSEN
from perfkit.measures.estimates import METHODS
from perfkit.tables import backtest_table, forecast_table, indicators_so_far_table, monitoring_table

ERRORS = table(
    """
    period | method            | trials | median_error_rate | mean_error_rate | intervals | coverage_rate
    2      | chosen            | 4      | 0.05              | 0.1             | 0         | null
    2      | last_share_capped | 9      | 0.25              | 0.5             | 4         | 0.75
    """
)


@pytest.fixture(scope="module")
def found() -> Monitoring:
    return monitor(year_ledger(YEAR, CHANGES), earlier_years(2018, 2019, 2020))


def test_lights_are_words_with_signs_and_rows_are_marked(found: Monitoring) -> None:
    shown = monitoring_table(found.whole, found.lines, found.by, found.ledger)
    printed = shown.printed()
    assert printed["light"].tolist() == ["● 绿灯", "▲ 黄灯", "■ 红灯", "▲ 黄灯"]
    assert printed["progress_rate"].tolist() == ["100.00 %", "70.00 %", "40.00 %", "70.00 %"]
    assert printed["known_budget_cents"].tolist() == ["100.00", "200.00", "100.00", "400.00"]
    assert list(shown.frame["row_class"]) == ["", "warning", "error", "total"]
    assert shown.title == "执行进度与预警：1–6月 · 全口径（全部资金）"
    assert shown.notes[0].startswith("序时进度 50.00 %")
    english = monitoring_table(found.whole, found.lines, found.by, found.ledger, "en")
    assert english.printed()["light"].tolist()[0] == "● green"
    assert "Share of the year gone: 50.00 %" in english.notes[0]


def test_amounts_can_be_walked_back_to_lines_of_these_periods(found: Monitoring) -> None:
    trace = monitoring_table(found.whole, found.lines, found.by, found.ledger).trace
    (spent,), (planned,) = trace.columns["cumulative_actual_cents"], trace.columns["known_budget_cents"]
    assert (spent.frame, spent.where) == ("timeline", (("period", "in", [1, 2, 3, 4, 5, 6]),))
    assert (planned.frame, planned.where) == ("budget", (("period", "in", [0, 1, 2, 3, 4, 5, 6]),))
    assert trace.keys == [("P1",), ("P2",), ("P4",), ()]
    whole = forecast_table(found.whole, found.lines.iloc[:0], (), found.ledger).trace
    assert (whole.columns["actual_cents"][0].frame, whole.keys) == ("timeline", [()])


def test_a_unit_without_lines_is_one_row(found: Monitoring) -> None:
    shown = monitoring_table(found.whole, found.lines.iloc[:0], (), found.ledger)
    assert shown.printed()["unit_name"].tolist() == ["单位"]


def test_an_estimate_stands_beside_its_error_and_what_came_of_it(found: Monitoring) -> None:
    shown = forecast_table(found.whole, found.lines, found.by, found.ledger)
    printed = shown.printed()
    assert printed["estimate_cents"].tolist()[:3] == ["100.00", "140.00", "100.00"]
    assert printed["interval"].tolist()[::3] == ["100.00–100.00（80%）", "347.59–347.59（67%）"]
    assert printed["actual_cents"].tolist() == ["90.00", "170.00", "80.00", "340.00"]
    assert printed["likelihood"].tolist() == [
        "确定能", "不可能", "确定能", "不可计算：缺足够的以前年度（回测 2 次，须 3 次）",
    ]  # fmt: skip
    assert printed["method"].tolist()[0] == "按上年同期占比（封顶）"
    assert printed["error"].tolist() == ["0.00 %（6 次）"] * 3 + ["0.00 %（2 次）"]
    assert any("不是账上的数" in note for note in shown.notes)
    assert any("事后" in column.label for column in shown.columns.values())


def test_without_earlier_years_a_table_says_once_what_it_lacks() -> None:
    running = monitor(year_ledger("project | budget | june | december\nP1 | 80 | 50 | 0"), {})
    shown = forecast_table(running.whole, running.lines, running.by, running.ledger, "en")
    assert "actual_cents" not in shown.columns
    assert any(
        note.endswith("not computable, lacks spending by period of earlier years.") for note in shown.all_notes()
    )
    assert "—" in shown.printed()["estimate_cents"].tolist()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_errors_are_told_method_by_method(found: Monitoring, language) -> None:
    shown = backtest_table(ERRORS, found.ledger, "x", language)
    printed = shown.printed()
    assert printed["method"].tolist() == [method_label(method, language) for method in ERRORS["method"]]
    assert printed["median_error_rate"].tolist() == ["5.00 %", "25.00 %"]
    assert printed["coverage_rate"].tolist()[1] == "75.00 %"
    assert printed["coverage_rate"].tolist()[0].startswith(("不可计算", "not computable"))
    assert METHOD_WORDS[language] in shown.notes
    assert shown.title.endswith("· x")
    assert str(backtest_table(ERRORS.iloc[:0], found.ledger, "x", language)).count("\n") >= 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_method_has_a_name(language) -> None:
    names = [method_label(method + end, language) for method in METHODS for end in ("", "_capped")]
    assert len({*names, method_label(CHOSEN, language)}) == 2 * len(METHODS) + 1


def test_indicators_so_far_say_what_they_lack() -> None:
    one = monitor(year_ledger("project | budget | june | december\nP1 | 80 | 50 | 0", targets=TARGETS), {})
    shown = indicators_so_far_table(one.indicators, one.ledger)
    printed = shown.printed()
    assert printed["project"].tolist()[:2] == ["单位整体", "车辆"]
    assert printed["target"].tolist()[:2] == ["≤380元", "≥100次"]
    assert printed["reached"].tolist() == [
        "50.00元", "35", "90", "6", "—", "尚可；不可计算：缺完成等次", "不可计算：缺1–6月完成值",
    ]  # fmt: skip
    assert list(shown.frame["row_class"]) == ["", "warning", "", "error", "warning", "", ""]
    assert "No target was set." in str(indicators_so_far_table(one.indicators.iloc[:0], one.ledger, "en"))
