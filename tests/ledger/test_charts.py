"""What an account is, chart by chart: the national ones of 1998 to today, and one that a unit describes itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from textframes import UNIT

from perfkit.ledger.charts import account_alias, chart_codes, chart_of, charts, own_code
from perfkit.ledger.classifications import code_list
from perfkit.ledger.units import AccountAlias, Unit
from perfkit.readers.files.workbooks import read_workbook

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cn_ledger"
NATIONAL = [chart for chart in charts() if chart != "other"]
ELEMENTS = {
    "asset", "liability", "net_assets", "income", "expense", "expenditure",
    "budget_income", "budget_expenditure", "budget_balance",
}  # fmt: skip
OTHER = Unit(
    "x", "某", chart="other", account_prefixes={"4": "spending", "49": "income", "3": "income", "3999": "closing"}
)


def series(*codes: str) -> pd.Series:
    return pd.Series(codes, dtype="str")


def chosen(chart: str, method: str, *codes: str) -> list[str]:
    """Those of `codes` of which `method` is true in that chart."""
    asked = series(*codes)
    return asked[getattr(chart_of(replace(UNIT, chart=chart)), method)(asked)].to_list()


@pytest.mark.parametrize("chart", NATIONAL)
def test_every_account_is_of_the_element_of_its_class(chart: str) -> None:
    rows = code_list(f"accounts_{chart}")
    for code, row in rows.items():
        assert row["element"] in ELEMENTS
        assert row["element"] == rows[code[0]]["element"]
        assert row["book"] == rows[code[0]]["book"]
        assert row["normal_side"] in {"debit", "credit", "either"}
        assert row["role"] in {"", "closing", "money"}
    named = [row["name_zh"] for code, row in rows.items() if len(code) > 1]
    assert len(named) == len(set(named))
    assert chart_of(replace(UNIT, chart=chart)).closes


@pytest.mark.parametrize(
    ("chart", "spending", "income"),
    [
        ("government_2019", ["7101", "720199", "7299", "7999"], ["600101"]),
        ("administrative_2014", ["5001", "510101"], ["4001", "4011"]),
        ("administrative_1998", ["501", "50101", "505"], ["401", "40401"]),
        ("institution_2013", ["5001", "540101"], ["4001", "4501"]),
        ("institution_1998", ["504", "51701", "599"], ["401", "413"]),
    ],
)
def test_spending_and_income_are_what_the_chart_says(chart: str, spending: list[str], income: list[str]) -> None:
    others = ["1002", "102", "2001", "201", "3001", "301", "8001", "", "X1"]
    if chart == "government_2019":
        others += ["4001", "5001"]
    assert chosen(chart, "is_spending", *spending, *income, *others) == spending
    assert chosen(chart, "is_income", *spending, *income, *others) == income


def test_the_two_books_of_2019_are_told_apart_and_older_charts_have_one() -> None:
    asked = series("1002", "500101", "6001", "8001", "9001", "")
    assert chart_of(UNIT).books_of(asked).to_list() == ["financial", "financial", "budget", "budget", "", ""]
    assert chart_of(UNIT).books == ["financial", "budget"]
    assert set(chart_of(replace(UNIT, chart="institution_2013")).books_of(asked)) == {""}


def test_an_account_is_listed_below_its_first_level_account_and_not_by_its_class_alone() -> None:
    assert chosen("government_2019", "is_listed", "1002", "100201", "1003", "7299", "9001") == [
        "1002",
        "100201",
        "7299",
    ]
    assert chosen("administrative_1998", "is_listed", "501", "50101", "503") == ["501", "50101"]


def test_each_account_has_a_normal_side() -> None:
    asked = series("1602", "1002", "1902", "3301", "6001", "7101", "4999", "9001")
    sides = ["credit", "debit", "debit", "credit", "credit", "debit", "credit", "debit"]
    assert chart_of(UNIT).normal_sides(asked).to_list() == sides
    assert set(chart_of(OTHER).normal_sides(asked)) == {"debit"}


def test_another_chart_is_what_the_unit_says_and_the_longest_beginning_counts() -> None:
    chart, asked = chart_of(OTHER), series("4010", "4910", "3010", "3999", "1910", "")
    assert asked[chart.is_spending(asked)].to_list() == ["4010"]
    assert asked[chart.is_income(asked)].to_list() == ["4910", "3010"]
    assert asked[chart.having(asked, lambda account: account.role == "closing")].to_list() == ["3999"]
    assert chart.spending_prefixes() == ["4"]
    assert not chart.is_national
    assert chart.name == {"zh": "其他科目表", "en": "another chart"}
    assert not chart_of(Unit("x", "某", chart="other")).closes


def test_a_budget_of_income_is_none_of_spending() -> None:
    asked = ["", "7201", "6001", "4001", "2010301", "行政运行"]
    assert chosen("government_2019", "is_budgeted_spending", *asked) == ["", "7201", "2010301", "行政运行"]
    told = series("", "4010", "3010", "1910")
    assert chart_of(OTHER).is_budgeted_spending(told).to_list() == [True, True, False, False]


def test_a_unit_may_have_another_chart_in_another_year() -> None:
    unit = replace(UNIT, chart_by_year={2018: "institution_2013"})
    assert (unit.in_year(2018).chart, unit.in_year(2019).chart) == ("institution_2013", "government_2019")
    alias = {"5": AccountAlias("5", "7201")}
    assert unit.in_year(2019, alias).in_year(2019).account_aliases == alias


def test_the_longest_own_code_wins_and_the_rest_of_the_code_is_kept() -> None:
    aliases = [AccountAlias("1001", "1001"), AccountAlias("100102", "1002"), AccountAlias("办公", "7201", "事业支出")]
    unit = replace(UNIT, account_aliases={alias.own_code: alias for alias in aliases})
    asked = series("1001", "100105", "10010203", "办公", "2001", "")
    assert chart_codes(asked, unit).to_list() == ["1001", "100105", "100203", "7201", "2001", ""]
    assert account_alias("1001.02", unit) == aliases[1]
    assert chart_codes(asked, UNIT) is asked
    assert [own_code(text) for text in ("1001.02-3", " A 1", "１００１")] == ["1001023", "A1", "1001"]


#: What the published lists of one vendor misspell, or number otherwise than the regulation does.
VENDOR = {
    "institution_1998": {"106", "108", "117", "201", "202", "203", "204", "501", "502"},
    "administrative_1998": set(),
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")
@pytest.mark.parametrize(("chart", "name"), [("institution_1998", "coa_事业"), ("administrative_1998", "coa_行政")])
def test_the_charts_of_1998_are_those_that_a_vendor_ships(chart: str, name: str) -> None:
    (path,) = SAMPLES.glob(f"{name}*.xls")
    first, *_ = (sheet.cells for sheet in read_workbook(path.read_bytes(), path.name))
    shipped = {code: name for code, name in first.itertuples(index=False) if name}
    ours = code_list(f"accounts_{chart}")
    assert set(shipped) <= set(ours)
    assert {code for code, name in shipped.items() if ours[code]["name_zh"] != name} == VENDOR[chart]
    verified = {code for code, row in ours.items() if row["status"] == "verified"}
    assert verified <= set(shipped)
    # 应收帐款 and 应收账款 are one word.
    assert verified & VENDOR[chart] <= {"106", "108"}
