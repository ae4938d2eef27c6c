"""Amounts in the unit's large money unit, as cards, axes and sentences name them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from yearbook import LEDGER

from perfkit.ledger.money import as_money, currency_label, in_money_unit, money_label, money_text

WAN = LEDGER.unit
MILLION = replace(WAN, money_unit="million", currency_zh="美元", currency_en="US dollars")
YUAN = replace(WAN, money_unit="yuan")


@pytest.mark.parametrize(
    ("cents", "text"),
    [(5_022_700, "5.02"), (5_000, "0.01"), (4_999, "0.00"), (-4_999, "0.00"), (-123_456_700_000, "-123,456.70")],
)
def test_the_large_unit_has_two_decimals_half_away_from_zero(cents: int, text: str) -> None:
    assert as_money(cents, WAN) == text


def test_each_unit_has_its_name_in_both_languages() -> None:
    assert [money_label(unit) for unit in (WAN, MILLION, YUAN)] == ["万元", "百万美元", "元"]
    assert [money_label(unit, "en") for unit in (WAN, MILLION, YUAN)] == ["10,000 yuan", "million US dollars", "yuan"]
    assert (currency_label(MILLION), currency_label(MILLION, "en")) == ("美元", "US dollars")


def test_a_sentence_names_the_unit() -> None:
    assert money_text(5_022_700, WAN) == "5.02 万元"
    assert money_text(5_022_700, WAN, "en") == "50,227.00 yuan"
    assert money_text(5_100_000_000, MILLION, "en") == "51.00 million US dollars"


def test_an_axis_counts_in_the_large_unit() -> None:
    assert in_money_unit(5_000_000, WAN) == 5.0
    assert in_money_unit(50_000_000, MILLION) == 0.5


def test_names_that_repeat_are_led_by_their_code() -> None:
    assert LEDGER.coded_label("economic_code", "31001") == "31001 房屋建筑物购建"
    assert LEDGER.coded_label("functional_code", "2010303", "en") == "2010303 government logistics services"
    assert LEDGER.coded_label("economic_code", "99999") == "99999"
    assert LEDGER.coded_label("budget_project_code", "P1") == "车辆"
    assert LEDGER.coded_label("budget_project_code", "") == "（无项目）"
