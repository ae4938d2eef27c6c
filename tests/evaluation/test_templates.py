"""The templates: what each scores, what is said of each rule and how sure, which one a unit's form of a year follows."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from handmade_forms import template
from textframes import UNIT, rows

from perfkit.errors import BadConfiguration
from perfkit.evaluation.forms.layouts import LAYOUTS
from perfkit.evaluation.templates import choose, every, every_rule, in_force, keeps
from perfkit.ledger.targets import TIERS
from perfkit.ledger.units import Unit

FILES = sorted((Path(__file__).parents[2] / "perfkit/evaluation/templates").glob("*.toml"))
#: Points of the first-level indicators in their order, the execution rate first.
POINTS = """
    template                       | form    | points         | total | grades   | tiers   | at_most
    national_project_2020          | project | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | linear
    national_project_2020_inverse  | project | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | inverse
    national_project_2020_bands_80 | project | 10 50 30 10    | 100   | 80 70 60 | 0.8 0.6 | linear
    national_project_2021_cost     | project | 10 20 40 20 10 | 100   | 90 80 60 | 0.8 0.6 | linear
    national_unit_2020             | unit    | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | linear
    hunan_unit_2020                | unit    | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | linear
    guangxi_project_2020           | project | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | linear
    jiangxi_project_2020           | project | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.5 | linear
    hubei_project_2020             | project | 20 40 30 10    | 100   | 90 80 60 | 0.8 0.5 | linear
    sichuan_project_2020           | project | 10 50 30 10    | 100   | 90 80 60 | 0.8 0.6 | linear
    hengshan_special_fund_2020     | project | 0 0 0          | 0     | .        | .       | linear
    hunan_index_2017               | index   | 10 60 30       | 100   | 90 80 60 | 0.8 0.6 | linear
    yuhua_index_2017               | index   | 13 61 26       | 100   | 90 80 60 | 0.8 0.6 | linear
    hunan_index_2018_set           | index   | 16 58 26       | 100   | 90 80 60 | 0.8 0.6 | linear
"""


def points_of(code: str) -> list[Decimal]:
    """Points of the execution rate, then of each first level, whether of groups or of the rows of an index."""
    one = template(code)
    by_level: dict[str, Decimal] = {}
    for group in one.groups:
        by_level[group.level1_name] = group.points
    for row in one.index_rows:
        by_level[row.level1_name] = by_level.get(row.level1_name, Decimal(0)) + row.points
    return [*([one.execution.points] if one.execution else []), *by_level.values()]


@pytest.mark.parametrize("told", rows(POINTS).to_dict("records"), ids=lambda told: told["template"])
def test_what_a_template_scores(told: dict[str, str]) -> None:
    one = template(told["template"])
    assert (one.form, one.at_most_formula) == (told["form"], told["at_most"])
    assert [str(points) for points in points_of(one.code)] == told["points"].split()
    assert sum(points_of(one.code)) == one.total_points == int(told["total"])
    assert [str(grade.low) for grade in one.grades[:-1]] == told["grades"].split()
    assert [str(tier.low) for tier in one.tiers[:-1]] == told["tiers"].split()


def test_every_file_is_a_template_and_all_scored_ones_are_in_the_table() -> None:
    assert [one.code for one in every()] == [path.stem for path in FILES]
    scored = {one.code for one in every() if one.form in ("project", "unit", "index")}
    assert scored == set(rows(POINTS)["template"])


def test_every_rule_is_stated_with_source_and_status() -> None:
    told = every_rule()
    assert set(told["template"]) == {one.code for one in every()}
    assert set(told["status"]) <= {"V", "M", "U"}
    assert told[["rule", "words_zh", "source"]].ne("").all(axis=None)
    # The words of an index row are those that the table prints.
    is_index_row = told["rule"].isin([row.indicator_name for one in every() for row in one.index_rows])
    assert told.loc[~is_index_row, "words_en"].ne("").all()
    assert not told.duplicated(["template", "rule"]).any()


def test_a_changed_rule_never_carries_the_source_of_the_one_it_replaces() -> None:
    for path in FILES:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
        base = own.get("based_on")
        if base:
            before, after = template(base), template(path.stem)
            for field, rule in (("groups", "groups"), ("tiers", "tiers"), ("grades", "grades"), ("far_above",) * 2):
                if getattr(before, field) != getattr(after, field):
                    assert rule in own["rules"], (path.stem, rule)


def test_what_is_not_verified_says_so() -> None:
    """domain.md marks these as remembered or uncertain: no template may claim to have read them."""
    for code, rule, status in (
        ("national_project_2020", "far_above", "U"),
        ("national_project_2020", "groups", "M"),
        ("national_project_2020_inverse", "at_most", "M"),
        ("national_project_2021_cost", "satisfaction", "M"),
        ("hunan_unit_2020", "layout", "M"),
        ("national_unit_2020", "layout", "U"),
        ("hubei_project_2020", "groups", "U"),
        ("hunan_base_data_2017", "buildings", "M"),
        ("national_monitoring_2019", "monitoring", "M"),
        ("national_monitoring_2019", "years", "U"),
        ("national_monitoring_2019", "indicator_lights", "U"),
        ("national_monitoring_2019", "likelihood", "U"),
    ):
        assert template(code).statuses[rule] == status, (code, rule)
    rows_of = {row.indicator_name: row for row in template("hunan_index_2017").index_rows}
    assert all(row.status == "U" for row in rows_of.values() if "待核实" in row.words_zh)
    assert rows_of["管理制度健全性"].status == "M"
    assert rows_of["预算控制率"].status == "V"
    assert all(row.status == "U" for one in every() for row in one.index_rows if row.rule == "unsplit")


def test_every_form_can_be_drawn() -> None:
    assert {one.layout for one in every() if one.form in ("project", "unit")} <= set(LAYOUTS)
    assert all(tuple(tier.tier for tier in one.tiers) in ((), tuple(TIERS)) for one in every())


def test_rules_that_only_some_places_have() -> None:
    cost = [(step.deviation, step.share * 5) for step in template("jiangxi_project_2020").cost_steps]
    assert cost == [(Decimal("0.1"), 5), (Decimal("0.15"), 3), (Decimal("0.2"), 1)]
    assert template("guangxi_project_2020").zero_target_far_above == 30
    satisfied = template("national_project_2021_cost").satisfaction
    assert satisfied is not None
    assert (satisfied.full_from, satisfied.zero_below) == (90, 60)
    sichuan = template("sichuan_project_2020").execution
    assert sichuan is not None
    assert (sichuan.points, sichuan.explain_below) == (10, Decimal("0.9"))
    assert template("hubei_project_2020").execution.points == 20
    assert "含上年结转" in template("hubei_project_2020").execution.note_zh


CHOICE = """
    form      | province       | district     | year | template
    project   | .              | .            | 2021 | national_project_2020
    project   | .              | .            | 2019 | national_project_2020
    project   | 湖南           | 芦淞区       | 2021 | national_project_2020
    project   | 湖南           | 衡山县       | 2021 | hengshan_special_fund_2020
    project   | 湖南省         | 衡阳市衡山县 | 2020 | hengshan_special_fund_2020
    project   | 湖南           | 衡山县       | 2019 | national_project_2020
    project   | 四川           | .            | 2021 | sichuan_project_2020
    project   | 四川省         | 青神县       | 2021 | sichuan_project_2020
    project   | 江西           | .            | 2021 | jiangxi_project_2020
    project   | 湖北省         | .            | 2021 | hubei_project_2020
    project   | 广西壮族自治区 | .            | 2021 | guangxi_project_2020
    project   | 安徽           | 贵池区       | 2022 | national_project_2020
    unit      | .              | .            | 2021 | national_unit_2020
    unit      | 四川           | .            | 2021 | national_unit_2020
    unit      | 湖南           | 芦淞区       | 2021 | hunan_unit_2020
    unit      | 湖南           | .            | 2019 | national_unit_2020
    index     | 湖南           | 芦淞区       | 2021 | hunan_index_2017
    index     | 湖南           | 雨花区       | 2017 | yuhua_index_2017
    index     | 湖南省         | 长沙市雨花区 | 2017 | yuhua_index_2017
    index     | 湖南           | 雨花区       | 2018 | hunan_index_2017
    base_data | 湖南           | .            | 2017 | hunan_base_data_2017
"""


def place(province: str = "", district: str = "", **templates: str) -> Unit:
    return replace(UNIT, province=province, district=district, templates=templates)


@pytest.mark.parametrize(
    "told", rows(CHOICE).to_dict("records"), ids=lambda told: f"{told['form']} {told['province']}{told['year']}"
)
def test_which_template_is_in_force(told: dict[str, str]) -> None:
    unit = place(told["province"], told["district"])
    assert choose(told["form"], unit, int(told["year"])).code == told["template"]
    assert keeps(told["form"], unit, int(told["year"]))


def test_the_most_specific_template_goes_first_then_the_newest() -> None:
    found = in_force("project", place("湖南", "衡山县"), 2021)
    assert [one.code for one in found] == ["hengshan_special_fund_2020", "national_project_2020"]


@pytest.mark.parametrize(
    "code", ["national_project_2020_bands_80", "national_project_2020_inverse", "national_project_2021_cost"]
)
def test_what_is_used_by_name_only_is_never_met_unknowingly(code: str) -> None:
    assert template(code).is_by_name_only
    for province in ("", "湖南", "四川", "江西", "湖北", "广西"):
        assert code not in {one.code for one in in_force("project", place(province), 2024)}
    assert choose("project", place("四川", project=code), 2021).code == code


def test_a_name_goes_before_place_and_year() -> None:
    unit = place("湖南", "芦淞区", index="hunan_index_2018_set", project="sichuan_project_2020")
    assert choose("index", unit, 2021).code == "hunan_index_2018_set"
    assert choose("project", unit, 2021).code == "sichuan_project_2020"
    # A form that no place keeps may still be named, for any year.
    assert keeps("index", place(index="hunan_index_2017"), 2001)
    assert choose("index", place(index="hunan_index_2017"), 2001).code == "hunan_index_2017"


@pytest.mark.parametrize(
    ("form", "unit", "year", "zh", "en"),
    [
        ("index", place("四川", "青神县"), 2021, "没有适用于 四川青神县 2021 年度的模板", "none in force for 四川青神县 2021"),
        ("index", place(), 2021, "没有适用于 全国 2021 年度的模板", "none in force for the nation 2021"),
        ("project", place("湖南"), 2018, "没有适用于 湖南 2018 年度的模板", "none in force for 湖南 2018"),
        ("index", place(index="hunan_index_1999"), 2021, "hunan_index_1999", "hunan_index_1999"),
        ("project", place(project="hunan_index_2017"), 2021, "hunan_index_2017", "hunan_index_2017"),
    ],
)  # fmt: skip
def test_no_template_is_one_sentence_that_names_those_there_are(
    form: str, unit: Unit, year: int, zh: str, en: str
) -> None:
    with pytest.raises(BadConfiguration) as caught:
        choose(form, unit, year)
    assert zh in caught.value.text("zh")
    assert en in caught.value.text("en")
    for language in ("zh", "en"):
        text = caught.value.text(language)
        assert "u/unit.toml" in text
        assert f"evaluation.templates.{form}" in text
        assert all(one.code in text for one in every() if one.form == form)
        assert "{" not in text
    assert not keeps(form, replace(unit, templates={}), year) or form in unit.templates
