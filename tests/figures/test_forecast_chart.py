"""The chart of a year half gone: what is spent, the even pace, and an estimate that cannot be taken for a figure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_years import CHANGES, YEAR, earlier_years, year_ledger

from perfkit.evaluation import Monitoring, monitor
from perfkit.figures import forecast_chart
from perfkit.ledger.frames import empty


def chart(found: Monitoring, language="zh"):
    return forecast_chart(found.whole_progress[2021], found.whole, found.ledger, language)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("1–6月执行", "（估计）")), ("en", ("spent in Jan–Jun", "(estimate)"))]
)
def test_the_estimate_is_dashed_and_ends_in_an_interval(language, words) -> None:
    found = monitor(year_ledger(YEAR, CHANGES), earlier_years(2017, 2018, 2019, 2020))
    shown = chart(found, language)
    assert all(word in shown.layout.title.text for word in words)
    budget, plan, spent, estimate, interval = shown.data
    assert len(spent.x) == 6
    assert len(plan.x) == len(budget.x) == 12
    assert spent.y[-1] == pytest.approx(0.014)
    assert plan.y[5] == pytest.approx(0.02)
    assert (estimate.x[0], estimate.x[1]) == (spent.x[-1], plan.x[-1])
    assert estimate.line.dash != spent.line.dash
    assert list(interval.x) == [plan.x[-1]] * 2
    assert interval.name.count("75") == 1
    row = found.whole.iloc[0]
    assert interval.y[0] <= estimate.y[1] <= interval.y[1]
    assert shown.layout.annotations[0].y == pytest.approx(row["estimate_cents"] / 1_000_000)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_an_estimate_the_chart_says_why(language) -> None:
    shown = chart(monitor(year_ledger(YEAR), {}), language)
    assert len(shown.data) == 3
    assert ("不可计算" if language == "zh" else "not computable") in shown.layout.title.subtitle.text


def test_without_a_budget_there_is_no_pace() -> None:
    shown = chart(monitor(replace(year_ledger(YEAR), budget=empty("budget")), {}))
    assert len(shown.data) == 1
    assert "没有预算文件" in shown.layout.title.subtitle.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_periods_there_is_no_chart(language) -> None:
    ledger = year_ledger(YEAR)
    undated = ledger.spending.assign(period=0)
    shown = chart(monitor(replace(ledger, spending=undated, timeline=undated), {}), language)
    assert not shown.data
    assert shown.layout.annotations
