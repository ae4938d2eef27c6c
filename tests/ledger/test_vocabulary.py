"""Columns, frames, periods, scopes, code lists: what every stage relies on."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from textframes import UNIT, rows, told

from perfkit.ledger.classifications import (
    CODE_LISTS,
    basic_kind,
    classify,
    code_list,
    economic_name,
    fund_codes,
    funds,
)
from perfkit.ledger.columns import DTYPES, column_label, columns
from perfkit.ledger.frames import FRAMES, conform, empty
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Base, Scope, in_scope
from perfkit.ledger.units import Fund, Unit


def test_every_column_of_every_frame_is_defined_once_and_in_both_languages() -> None:
    defined = columns()
    assert {name for frame in FRAMES.values() for name in frame} <= set(defined)
    for column in defined.values():
        assert column.type in DTYPES
        assert all([column.label("zh"), column.label("en"), column.meaning("zh"), column.meaning("en"), column.source])
    assert column_label("actual_cents") == "全年执行数"
    assert column_label("nobody_knows") == "nobody_knows"


@pytest.mark.parametrize("frame", FRAMES)
def test_an_empty_frame_has_its_columns_and_types(frame: str) -> None:
    made = empty(frame)
    assert tuple(made.columns) == FRAMES[frame]
    assert all(str(made[name].dtype) == DTYPES[columns()[name].type] for name in made)


def test_conforming_fills_what_is_missing_and_keeps_every_row() -> None:
    given = pd.DataFrame({"account_code": ["7201", None], "debit_cents": [5, None], "other": [1, 2]}, index=[7, 9])
    made = conform(given, "journal")
    assert made["account_code"].tolist() == ["7201", ""]
    assert made["debit_cents"].tolist() == [5, 0]
    assert made["is_closing"].tolist() == [False, False]
    assert "other" not in made
    assert made.index.tolist() == [0, 1]


def test_a_fiscal_year_is_named_by_its_end() -> None:
    june = FiscalCalendar(end_month=6, periods_per_year=4)
    assert (june.first_day(2021), june.last_day(2021)) == (date(2020, 7, 1), date(2021, 6, 30))
    days = pd.Series(pd.to_datetime(["2020-07-01", "2020-12-31", "2021-06-30", None]))
    assert june.period_of(days).tolist() == [1, 2, 4, 0]
    assert june.contains(days, 2021).tolist() == [True, True, True, False]
    assert [june.period_label(0), june.period_label(2), june.period_label(2, "en")] == ["未分期间", "2季度", "Q2"]
    year = FiscalCalendar()
    assert (year.first_day(2021), year.last_day(2020)) == (date(2021, 1, 1), date(2020, 12, 31))
    assert (year.period_label(3), year.period_label(3, "en"), year.period_label(0, "en")) == (
        "3月",
        "Mar",
        "not by period",
    )
    assert FiscalCalendar(6).period_label(1) == "7月"
    assert year.elapsed(3) == 0.25


@pytest.mark.parametrize(
    ("calendar", "period", "zh", "en"),
    [
        (FiscalCalendar(), 6, "1–6月", "Jan–Jun"),
        (FiscalCalendar(), 1, "1月", "Jan"),
        (FiscalCalendar(6), 7, "7–1月", "Jul–Jan"),
        (FiscalCalendar(6, 4), 2, "1–2季度", "Q1–Q2"),
    ],
)
def test_the_periods_that_are_over_have_a_name(calendar: FiscalCalendar, period: int, zh: str, en: str) -> None:
    assert (calendar.span_label(period), calendar.span_label(period, "en")) == (zh, en)


@pytest.mark.parametrize(("end_month", "periods"), [(0, 12), (13, 12), (12, 6)])
def test_an_impossible_calendar_is_refused(end_month: int, periods: int) -> None:
    with pytest.raises(ValueError, match="end_month"):
        FiscalCalendar(end_month, periods)


def test_a_scope_counts_its_funds_and_no_other_word_is_one() -> None:
    frame = pd.DataFrame({"is_fiscal_appropriation": [True, False]})
    assert len(in_scope(frame, Scope.FISCAL)) == 1
    assert len(in_scope(frame, "all_funds")) == 2
    with pytest.raises(ValueError, match="everything"):
        in_scope(frame, "everything")
    assert {scope.label(language) for scope in Scope for language in ("zh", "en")} == {
        "财政拨款",
        "fiscal appropriation",
        "全口径（全部资金）",
        "all funds",
    }
    assert (Base.FINAL.rate_column, Base.ORIGINAL.rate_column) == ("execution_rate", "original_execution_rate")
    assert Base.ORIGINAL.budget_column == "original_budget_cents"
    assert Base.FINAL.label("en") == "final budget"


@pytest.mark.parametrize("name", CODE_LISTS)
def test_code_lists_tell_source_and_status_of_every_row(name: str) -> None:
    for row in code_list(name).values():
        assert row["source"]
        assert row["status"] in {"verified", "from memory"}
        assert row["name_zh"]
        assert row["name_en"]
        assert int(row["valid_from"]) >= 1998


def test_rows_are_classified_by_their_codes() -> None:
    made = classify(
        rows("""
        fund_code | economic_code | project_code | expenditure_type
        11        | 30201         | P3           | .
        3         | 30101         | .            | .
        nobody    | 99999         | P9           | basic
        1         | 302           | .            | project
        """),
        UNIT,
    )
    told(
        made,
        """
        expenditure_type | basic_kind | budget_project_code
        project          | .          | P2
        basic            | personnel  | .
        basic            | .          | P9
        project          | .          | .
        """,
    )
    assert made["is_fiscal_appropriation"].tolist() == [True, False, False, True]


def test_a_unit_may_have_its_own_funds_and_classes() -> None:
    unit = Unit("x", "某单位", funds=(Fund("GF", "普通基金", "General Fund", True),), economic_classes={"100": _WORDS})
    assert funds(unit)["GF"].name("en") == "General Fund"
    assert funds(unit)["11"].name() == "一般公共预算"
    assert fund_codes(unit)["普通基金"] == "GF"
    assert fund_codes(unit)["经费拨款"] == "11"
    assert economic_name("100", unit, "en") == "personal services"
    assert economic_name("30201", unit) == "办公费"
    assert economic_name("302", unit) == "商品和服务支出"
    assert economic_name("nobody", unit) == "nobody"


_WORDS = {"zh": "人员服务", "en": "personal services"}


def test_basic_expenditure_is_personnel_or_public() -> None:
    found = {code: basic_kind(code) for code in ("30101", "303", "302", "30299", "31002", "30701", "")}
    assert found == {
        "30101": "personnel",
        "303": "personnel",
        "302": "public",
        "30299": "public",
        "31002": "public",
        "30701": "",
        "": "",
    }


def test_a_unit_knows_its_projects_by_any_of_their_names() -> None:
    assert UNIT.project_codes()["公车办"] == "P1"
    assert UNIT.project_codes()["meetings"] == "P3"
    assert (UNIT.project_name("P1", "en"), UNIT.project_name("P9")) == ("vehicles", "P9")
    assert (UNIT.name(), UNIT.name("en"), Unit("a", "甲").name("en")) == ("单位", "the unit", "甲")
    assert UNIT.notice(2021) == ""
    noticed = Unit("a", "甲", notices={0: {"zh": "合成", "en": "synthetic"}, 2021: {"zh": "重构", "en": "rebuilt"}})
    assert (noticed.notice(2020), noticed.notice(2021, "en")) == ("合成", "rebuilt")
