"""Mid-year monitoring: nothing later is known, lights and words follow the rules, and what is not told is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from small_years import CHANGES, TARGETS, YEAR, earlier_years, year_ledger
from textframes import UNIT, rows, told

from perfkit.errors import BadConfiguration, UnknownPeriod
from perfkit.evaluation import findings_of_monitoring, monitor
from perfkit.evaluation.monitoring import likelihood
from perfkit.evaluation.rules import LikelihoodRule
from perfkit.evaluation.templates import choose
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.periods import FiscalCalendar
from perfkit.workspace import Workspace

TEMPLATE = choose("monitoring", UNIT, 2021)


def test_budget_and_spending_are_those_of_the_end_of_june() -> None:
    found = monitor(year_ledger(YEAR, CHANGES), {})
    assert (found.as_of, found.by, found.span(), found.span("en")) == (6, ("budget_project_code",), "1–6月", "Jan–Jun")
    told(
        found.lines,
        """
        budget_project_code | original_budget_cents | known_budget_cents | cumulative_actual_cents | cumulative_rate | elapsed_rate | progress_rate | light  | actual_cents
        P1                  | 80                    | 100                | 50                      | 0.5             | 0.5          | 1             | green  | 90
        P2                  | 200                   | 200                | 70                      | 0.35            | 0.5          | 0.7           | yellow | 170
        P4                  | 100                   | 100                | 20                      | 0.2             | 0.5          | 0.4           | red    | 80
        """,
    )
    told(
        found.whole,
        """
        scope     | original_budget_cents | known_budget_cents | cumulative_actual_cents | cumulative_rate | light  | light_zh | light_en | actual_cents
        all_funds | 380                   | 400                | 140                     | 0.35            | yellow | ▲ 黄灯   | ▲ yellow | 340
        """,
    )


@pytest.mark.parametrize(
    ("share", "light"),
    [
        (Fraction(3), "green"), (Fraction(8, 10), "green"), (Fraction(79999, 100000), "yellow"),
        (Fraction(6, 10), "yellow"), (Fraction(59999, 100000), "red"), (Fraction(0), "red"), (Fraction(-1), "red"),
    ],
)  # fmt: skip
def test_a_light_begins_exactly_at_its_limit(share: Fraction, light: str) -> None:
    found = TEMPLATE.light(share)
    assert found is not None
    assert found.name == light


def test_every_light_has_a_sign_of_its_own_besides_its_colour() -> None:
    for language in ("zh", "en"):
        assert len({light.label(language)[0] for light in TEMPLATE.lights}) == len(TEMPLATE.lights)


WORDS = """
    low | high | budget | word
    90  | 95   | 100    | certain
    89  | 95   | 100    | possible
    20  | 90   | 100    | possible
    20  | 89   | 100    | impossible
    95  | 130  | 100    | certain
    0   | 0    | 100    | impossible
"""


@pytest.mark.parametrize("row", list(rows(WORDS).itertuples()), ids=lambda row: f"{row.low}-{row.high}")
def test_the_interval_says_how_likely_nine_tenths_of_the_budget_are(row: pd.Series) -> None:
    rule = LikelihoodRule(Decimal("0.9"), Decimal("0.75"))
    assert likelihood(int(row.low), int(row.high), int(row.budget), rule) == row.word
    assert TEMPLATE.likelihood == rule


def test_three_earlier_years_are_enough_for_a_word() -> None:
    """All years alike: the share of the year before was always right, so that the intervals have no width."""
    found = monitor(year_ledger(YEAR, CHANGES), earlier_years(2017, 2018, 2019, 2020))
    told(
        found.lines,
        """
        budget_project_code | method            | estimate_cents | estimate_low_cents | estimate_high_cents | likelihood | trials
        P1                  | last_share_capped | 100            | 100                | 100                 | certain    | 9
        P2                  | last_share_capped | 140            | 140                | 140                 | impossible | 9
        P4                  | last_share_capped | 100            | 100                | 100                 | certain    | 9
        """,
    )
    told(found.whole, "likelihood | trials | confidence_rate\nimpossible | 3      | 0.75")


def test_periods_that_a_source_repeats_are_no_evidence() -> None:
    ledgers = earlier_years(2017, 2018, 2019, 2020)
    repeated = FindingKind("repeated_periods", "warning", "", "", "", "")
    doubted = {year: replace(one, findings=(Finding(repeated, parts={"period": 7}),)) for year, one in ledgers.items()}
    found = monitor(year_ledger(YEAR, CHANGES), doubted)
    assert found.whole["trials"].tolist() == [0]
    assert monitor(year_ledger(YEAR, CHANGES), doubted, 8).whole["trials"].tolist() == [3]


def test_a_template_may_tell_no_likelihood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfkit.evaluation.monitoring.choose", lambda *_: replace(TEMPLATE, likelihood=None))
    found = monitor(year_ledger(YEAR, CHANGES), earlier_years(2017, 2018, 2019, 2020))
    assert found.whole[["likelihood", "likelihood_lacks_zh"]].eq("").all(axis=None)
    assert found.whole["estimate_cents"].notna().all()


def test_two_earlier_years_are_not() -> None:
    found = monitor(year_ledger(YEAR, CHANGES), earlier_years(2018, 2019, 2020))
    assert list(found.earlier(found.whole_progress)) == [2018, 2019, 2020]
    assert found.whole["likelihood"].tolist() == [""]
    assert found.whole["likelihood_lacks_zh"].tolist() == ["足够的以前年度（回测 2 次，须 3 次）"]
    assert found.whole["likelihood_lacks_en"].tolist() == ["earlier years enough (2 trials, 3 are needed)"]
    assert found.lines["likelihood"].ne("").all()


def test_the_first_year_has_lights_and_no_estimate() -> None:
    found = monitor(year_ledger(YEAR), {})
    assert found.lines["light"].tolist() == ["green", "yellow", "red"]
    assert found.lines["estimate_cents"].isna().all()
    assert set(found.lines["likelihood_lacks_zh"]) == {"以前年度的分期间支出"}


def test_later_years_are_no_earlier_years() -> None:
    assert monitor(year_ledger(YEAR), earlier_years(2022, 2023)).whole["trials"].tolist() == [0]


def test_a_year_that_is_not_over_is_looked_at_where_it_stands() -> None:
    running = YEAR.replace("| 40\n", "| 0\n").replace("| 100\n", "| 0\n").replace("| 60\n", "| 0\n")
    ledger = year_ledger(running)
    july = ledger.timeline.assign(period=7)
    found = monitor(replace(ledger, timeline=july, spending=july), {})
    assert found.as_of == 7
    assert found.whole["actual_cents"].isna().all()


def test_a_period_that_nothing_is_told_of_is_refused() -> None:
    for as_of in (-1, 13):
        with pytest.raises(UnknownPeriod) as refused:
            monitor(year_ledger(YEAR), {}, as_of)
        assert "1 至 12" in refused.value.text("zh")
        assert f"found {as_of}" in refused.value.text("en")
    running = year_ledger("project | budget | june | december\nP1 | 100 | 10 | 0")
    with pytest.raises(UnknownPeriod, match="1 至 6"):
        monitor(running, {}, 7)


def test_quarters_are_periods_too() -> None:
    unit = replace(UNIT, calendar=FiscalCalendar(6, 4))
    ledger = year_ledger(YEAR, unit=unit)
    spent = ledger.spending.assign(period=ledger.spending["period"] // 3)
    found = monitor(replace(ledger, spending=spent, timeline=spent), {})
    assert (found.as_of, found.span()) == (2, "1–2季度")
    assert found.whole["elapsed_rate"].tolist() == [0.5]


def test_nothing_spent_yet_is_0_and_red() -> None:
    found = monitor(year_ledger(YEAR), {}, 3)
    assert found.whole["cumulative_actual_cents"].tolist() == [0]
    assert set(found.lines.loc[found.lines["known_budget_cents"].gt(0), "light"]) == {"red"}


def test_without_a_budget_there_is_no_light() -> None:
    found = monitor(replace(year_ledger(YEAR), budget=empty("budget")), {})
    assert found.whole["light"].tolist() == [""]
    assert found.whole["cumulative_rate"].isna().all()
    assert findings_of_monitoring(found) == []


def test_without_a_budget_nothing_can_be_likely() -> None:
    earlier = {year: replace(one, budget=empty("budget")) for year, one in earlier_years(2018, 2019, 2020).items()}
    found = monitor(replace(year_ledger(YEAR), budget=empty("budget")), earlier)
    assert found.whole["estimate_cents"].notna().all()
    assert found.whole["likelihood_lacks_zh"].tolist() == ["调整后预算数"]


def test_spending_without_periods_is_not_0() -> None:
    ledger = year_ledger(YEAR)
    undated = ledger.spending.assign(period=0)
    found = monitor(replace(ledger, spending=undated, timeline=undated), {})
    assert found.whole["cumulative_actual_cents"].isna().all()
    assert found.lines["cumulative_actual_cents"].isna().all()
    assert found.whole["lacks_zh"].tolist() == ["分期间的支出"]
    assert found.whole["light"].tolist() == [""]


def test_a_unit_that_breaks_nothing_down_is_monitored_as_a_whole() -> None:
    ledger = year_ledger(YEAR)
    codes = {"budget_project_code": "", "project_code": "", "fund_code": "", "expenditure_type": "", "basic_kind": ""}
    spent, planned = ledger.spending.assign(**codes), ledger.budget.assign(**codes)
    found = monitor(replace(ledger, budget=planned, spending=spent, timeline=spent), {})
    assert (found.by, len(found.lines), found.whole["light"].tolist()) == ((), 0, ["yellow"])


def test_a_template_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadConfiguration):
        monitor(year_ledger(YEAR, unit=replace(UNIT, templates={"monitoring": "nowhere"})), {})


RUNNING = "project | budget | june | december\nP1 | 80 | 50 | 0\nP2 | 200 | 70 | 0"


def test_indicators_of_a_running_year_are_as_filled_in() -> None:
    found = monitor(year_ledger(RUNNING, targets=TARGETS), {})
    told(
        found.indicators,
        """
        indicator_name | actual_so_far | light  | lacks_zh
        支出控制       | 120.00元      | green  | .
        出车           | 35            | yellow | .
        准点率         | 90            | green  | .
        油费           | 6             | red    | .
        运转           | .             | yellow | .
        满意           | 尚可          | .      | 完成等次
        宣传           | .             | .      | 1–6月完成值
        """,
    )


def test_the_actuals_of_a_finished_year_say_nothing_of_june() -> None:
    found = monitor(year_ledger(YEAR, targets=TARGETS), {})
    assert found.indicators["light"].tolist() == ["green", *[""] * 6]
    assert found.indicators["actual_so_far"].tolist() == ["140.00元", *[""] * 6]
    assert set(found.indicators["lacks_en"].iloc[1:]) == {"the actual of Jan–Jun"}


def test_a_reference_to_nothing_says_what_it_lacks() -> None:
    text = TARGETS.replace("{{ actual: unit=元 }}", "{{ income: unit=元 }}")
    first = monitor(year_ledger(RUNNING, targets=text), {}).indicators.iloc[0]
    assert (first["actual_so_far"], first["light"], first["lacks_zh"]) == ("", "", "序时账")


def test_numbers_that_cannot_be_compared_have_no_light() -> None:
    text = TARGETS.replace("| 100         | 100           | 次", "| 若干        | .             | 次")
    found = monitor(year_ledger(RUNNING, targets=text), {}).indicators.iloc[1]
    assert (found["actual_so_far"], found["light"], found["lacks_zh"]) == ("35", "", "可比较的指标值和完成值")


def test_a_reason_is_asked_for_where_the_light_is_not_green() -> None:
    found = findings_of_monitoring(monitor(year_ledger(YEAR, CHANGES, targets=TARGETS), {}))
    assert [(one.kind.check, one.kind.severity, one.subject, one.amount_cents) for one in found] == [
        ("behind_the_year", "notice", "", 6000),
        ("behind_the_year", "notice", "P2", 3000),
        ("far_behind_the_year", "warning", "P4", 3000),
    ]
    assert found[0].text() == (
        "单位整体 1–6月执行 140.00 元，执行率 35.00 %，为序时进度的 70.00 %（▲ 黄灯）。须说明原因（尚未填写）。"
    )
    assert found[2].text("en") == (
        "printing: 20.00 yuan spent in Jan–Jun, 20.00 % of the budget known by then, 40.00 % of an even pace (■ red). "
        "A reason is asked for; none is given."
    )


def test_a_reason_that_is_given_is_told() -> None:
    slow = "project | budget | june | december\nP1 | 100 | 20 | 0"
    found = findings_of_monitoring(monitor(year_ledger(slow, targets=TARGETS), {}))
    by_check = {(one.kind.check, one.subject, one.found): one.text() for one in found}
    assert by_check["far_behind_the_year", "P1", "20.00"].endswith("填报的原因：车在修。")
    behind = by_check["indicators_behind", "P1", "35"]
    assert behind == "车辆 的指标“出车” 1–6月完成 35，年度指标值 100（▲ 黄灯）。填报的原因：车在修。"


def test_more_spent_than_budgeted_needs_a_reason_too() -> None:
    text = "project | budget | june | december\nP1 | 10 | 20 | 10\nP2 | 100 | 60 | 1"
    (found,) = findings_of_monitoring(monitor(year_ledger(text), {}))
    assert (found.kind.check, found.subject, found.amount_cents) == ("spent_more_than_known_budget", "P1", 1000)
    assert "超过截至期末的调整后预算 10.00 元" in found.text()


def test_the_case_is_monitored_by_project(lusong: Ledger, workspace: Workspace) -> None:
    found = monitor(lusong, workspace.earlier("lusong", 2021))
    assert found.lines["cumulative_actual_cents"].sum() == found.whole["cumulative_actual_cents"].iloc[0]
    # Of the supplements of the year, those of February and June are known by then, that of August is not.
    assert found.whole["known_budget_cents"].tolist() == [3_124_700_000]
    assert found.whole["actual_cents"].tolist() == [2_558_420_000]
    assert "P07" not in found.lines["budget_project_code"].tolist()


def test_departments_are_monitored_where_there_are_no_projects(philadelphia: Ledger, workspace: Workspace) -> None:
    found = monitor(philadelphia, workspace.earlier("philadelphia", 2021))
    assert found.by == ("department_code",)
    # The years before are four, and one of them tells its first two quarters as one.
    assert found.whole["trials"].tolist() == [3]
    assert found.whole["estimate_low_cents"].iloc[0] < found.whole["estimate_cents"].iloc[0]
