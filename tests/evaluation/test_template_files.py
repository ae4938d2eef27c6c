"""A template file that says what cannot be is refused, in one sentence that names the file and the part."""

from __future__ import annotations

import pytest

from perfkit.errors import LANGUAGES, BadConfiguration
from perfkit.evaluation.template_files import read_templates

HEAD = """
form = "project"
level = "national"
first_year = 2020
title_zh = "自评表"
title_en = "form"
source = "来源"
status = "M"
"""
EXECUTION = """
[execution]
points = 10
[rules.execution]
words_zh = "得分 = 10 × 执行率"
words_en = "10 x rate"
source = "来源"
status = "M"
"""
GROUPS = """
[[group]]
level1_name = "产出指标"
points = 60
[[group]]
level1_name = "效益指标"
points = 30
[rules.groups]
words_zh = "60、30"
words_en = "60, 30"
source = "来源"
status = "M"
"""
TIERS = """
[[tier]]
tier = "reached"
low = 0.8
high = 1
[[tier]]
tier = "partly"
low = 0.6
high = 0.8
[[tier]]
tier = "missed"
low = 0
high = 0.6
[rules.tiers]
words_zh = "三档"
words_en = "three tiers"
source = "来源"
status = "M"
"""
RIGHT = HEAD + EXECUTION + GROUPS + TIERS
STATED = '{ words_zh = "规则", words_en = "rule", source = "来源", status = "M" }'
INDEX = """
form = "index"
level = "national"
first_year = 2020
title_zh = "指标表"
title_en = "index"
source = "表的来源"
status = "V"
layout = "hunan_index"
total_points = 5
[[index_row]]
level1_name = "投入"
level2_name = "预算配置"
indicator_name = "控制率"
points = 5
rule = "above_limit"
parameters = { numerator = "staff_in_post", denominator = "staff_posts", limit = 1, step = 0.01, penalty = 0.5 }
"""


def with_rule(part: str, rule: str) -> str:
    """RIGHT with one more part, stated."""
    return f"{RIGHT}\n{part}\n[rules.{rule}]\n" + "\n".join(STATED.strip("{} ").split(", "))


def only(text: str):
    return read_templates({"t": text})["t"]


def test_a_right_file_is_read_with_its_types():
    one = only(RIGHT)
    assert (one.code, one.form, one.province, one.last_year, one.total_points) == ("t", "project", "", 0, 100)
    assert [group.points for group in one.groups] == [60, 30]
    assert [str(tier.low) for tier in one.tiers] == ["0.8", "0.6", "0"]
    assert one.statuses == {"execution": "M", "groups": "M", "tiers": "M"}
    assert (one.title(), one.title("en")) == ("自评表", "form")


def test_a_row_of_an_index_has_the_source_of_its_table_unless_it_tells_its_own():
    row = only(INDEX).index_rows[0]
    assert (row.source, row.status, str(row.parameters["penalty"])) == ("表的来源", "V", "0.5")
    own = only(INDEX.replace('rule = "above', 'source = "另一处"\nstatus = "U"\nrule = "above')).index_rows[0]
    assert (own.source, own.status) == ("另一处", "U")


def test_a_file_based_on_another_one_holds_only_what_differs():
    more = f"""
    based_on = "base"
    level = "province"
    province = "湖南"
    execution = {{ explain_below = 0.9 }}
    rules.execution = {STATED}
    """
    found = read_templates({"base": RIGHT, "more": more})
    one, base = found["more"], found["base"]
    assert (one.execution.points, str(one.execution.explain_below)) == (10, "0.9")
    assert base.execution.explain_below is None
    assert (one.groups, one.tiers, one.source) == (base.groups, base.tiers, base.source)
    assert [rule.words_zh for rule in one.rules if rule.rule == "execution"] == ["规则"]
    third = read_templates(
        {"base": RIGHT, "more": more, "third": 'based_on = "more"\ndistrict = "某县"\nlevel = "district"'}
    )
    assert (third["third"].province, third["third"].execution) == ("湖南", one.execution)


WRONG = [
    ("no TOML", "form = [", "TOML"),
    ("unknown key", f"{HEAD}colour = 3", "colour"),
    ("no title", HEAD.replace("title_en", "# "), "title_en"),
    ("no status", HEAD.replace("status", "# "), "status"),
    ("unknown form", HEAD.replace('"project"', '"report"'), "form"),
    ("unknown level", HEAD.replace('"national"', '"town"'), "level"),
    ("unknown status", HEAD.replace('"M"', '"sure"'), "status"),
    ("year as text", HEAD.replace("2020", '"2020"'), "first_year"),
    ("year as a fraction", HEAD.replace("2020", "2020.5"), "first_year"),
    ("year as a date", HEAD.replace("2020", "2020-01-01"), "first_year"),
    ("year as flag", HEAD.replace("2020", "true"), "first_year"),
    ("number as text", RIGHT.replace("points = 60", 'points = "60"'), "group.1.points"),
    ("number as flag", RIGHT.replace("points = 60", "points = true"), "group.1.points"),
    ("unknown formula", with_rule("", "at_most").replace(HEAD, f'{HEAD}at_most_formula = "steep"\n'), "at_most_formula"),
    ("names no list", RIGHT.replace("points = 60", 'points = 60\nlevel2_names = "数量"'), "group.1.level2_names"),
    ("names no texts", RIGHT.replace("points = 60", "points = 60\nlevel2_names = [1]"), "group.1.level2_names"),
    ("unknown part of a group", RIGHT.replace("points = 60", "points = 60\nweight = 3"), "group.1.weight"),
    ("a group without points", RIGHT.replace("points = 30", ""), "group.2"),
    ("unknown tier", RIGHT.replace('"partly"', '"half"'), "tier.2.tier"),
    ("a rule that is not stated", RIGHT.replace("[rules.tiers]", "[rules.levels]"), "rules.tiers"),
    ("a rule without its source", RIGHT.replace('words_en = "60, 30"\nsource = "来源"', 'words_en = "60, 30"'),
     "rules.groups.source"),
    ("a rule with an unknown status", RIGHT.replace('rate"\nsource = "来源"\nstatus = "M"', 'rate"\nsource = "来源"\nstatus = 1'),
     "rules.execution.status"),
    ("a province at the national level", f'{HEAD}province = "湖南"', "province, district"),
    ("a province without a name", HEAD.replace('"national"', '"province"'), "province, district"),
    ("a district without a province", HEAD.replace('"national"', '"district"\ndistrict = "某县"'), "province, district"),
    ("ends before it begins", f"{HEAD}last_year = 2019", "last_year"),
    ("unknown layout", RIGHT.replace('status = "M"\n', 'status = "M"\nlayout = "round"\n', 1), "layout"),
    ("points that do not add up", RIGHT.replace("points = 30", "points = 31"), "total_points"),
    ("points below 0", RIGHT.replace("points = 60", "points = 110").replace("points = 30", "points = -20"), "points"),
    ("one first level twice", RIGHT.replace("效益指标", "产出指标"), "group"),
    ("tiers out of order", RIGHT.replace('"reached"', '"x"').replace('"partly"', '"reached"').replace('"x"', '"partly"'),
     "tier"),
    ("tiers with a gap", RIGHT.replace("high = 0.6", "high = 0.5"), "tier"),
    ("tiers that end below all points", RIGHT.replace("high = 1", "high = 0.9"), "tier"),
    ("a tier too few", RIGHT.replace('[[tier]]\ntier = "missed"\nlow = 0\nhigh = 0.6\n', ""), "tier"),
    ("grades out of order", with_rule(
        '[[grade]]\nname_zh = "良"\nname_en = "good"\nlow = 80\n[[grade]]\nname_zh = "优"\nname_en = "best"\nlow = 90\n',
        "grades"), "grade"),
    ("grades that do not reach 0", with_rule('[[grade]]\nname_zh = "良"\nname_en = "good"\nlow = 80\n', "grades"), "grade"),
    ("lights that do not reach 0", with_rule(
        '[[light]]\nname = "green"\nlabel_zh = "绿"\nlabel_en = "green"\nlow = 0.8\n', "lights"), "light"),
    ("satisfaction upside down", with_rule("[satisfaction]\nfull_from = 60\nzero_below = 90\n", "satisfaction"),
     "satisfaction"),
    ("satisfaction of one end", with_rule("[satisfaction]\nfull_from = 90\n", "satisfaction"), "satisfaction"),
    ("cost steps that narrow", with_rule(
        "[[cost_step]]\ndeviation = 0.2\nshare = 1\n[[cost_step]]\ndeviation = 0.1\nshare = 0.5\n", "cost_steps"),
     "cost_step"),
    ("cost steps of more than all", with_rule("[[cost_step]]\ndeviation = 0.2\nshare = 1.5\n", "cost_steps"), "cost_step"),
    ("an index rule that nobody knows", INDEX.replace("above_limit", "about_limit"), "index_row.1.rule"),
    ("an index row without its step", INDEX.replace("step = 0.01, ", ""), "index_row.1.parameters"),
    ("an index row with a parameter too many", INDEX.replace("step = 0.01", "step = 0.01, colour = 1"),
     "index_row.1.parameters"),
    ("an index row of an unknown quantity", INDEX.replace("staff_posts", "staff_wanted"),
     "index_row.1.parameters.denominator"),
    ("an index row with a quantity that is no name", INDEX.replace('"staff_posts"', "3"),
     "index_row.1.parameters.denominator"),
    ("an index row with steps of nothing", INDEX.replace("step = 0.01", "step = 0"), "index_row.1.parameters.step"),
    ("an index row with a limit that is text", INDEX.replace("limit = 1", 'limit = "1"'), "index_row.1.parameters.limit"),
    ("an index row with parameters that are no table",
     INDEX[: INDEX.index("parameters")] + "parameters = 3\n", "index_row.1.parameters"),
    *(
        (f"bands {bands}",
         INDEX[: INDEX.index("rule =")] + 'rule = "bands"\nparameters = { numerator = "staff_in_post", '
         f'denominator = "staff_posts", bands = {bands} }}\n', "index_row.1.parameters.bands")
        for bands in ("3", "[]", "[[0]]", '[["0", 5]]', "[[0.1, 5], [0, 4]]", "[[0, 4], [0.1, 5]]")
    ),
    ("an index that does not add up", INDEX.replace("total_points = 5", "total_points = 100"), "total_points"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_file_is_refused_in_one_sentence(text: str, where: str):
    with pytest.raises(BadConfiguration) as caught:
        only(text)
    assert caught.value.parts["where"] == where
    for language in LANGUAGES:
        told = caught.value.text(language)
        assert "templates/t.toml" in told
        assert "\n" not in told
        assert "Decimal" not in told
        assert "{'" not in told


@pytest.mark.parametrize(
    ("texts", "where"),
    [
        ({"a": 'based_on = "b"'}, "based_on"),
        ({"a": 'based_on = "a"'}, "based_on"),
        ({"a": 'based_on = "b"', "b": 'based_on = "a"'}, "based_on"),
        ({"base": RIGHT, "a": 'based_on = "base"\n[[group]]\nlevel1_name = "产出指标"\npoints = 90'}, "rules.groups"),
        ({"base": RIGHT, "a": 'based_on = "base"\n[execution]\npoints = 10'}, "rules.execution"),
        ({"base": RIGHT, "a": 'based_on = "base"\nfar_above = 1.5'}, "rules.far_above"),
    ],
)
def test_a_file_based_on_another_one_must_state_what_it_changes(texts: dict[str, str], where: str):
    with pytest.raises(BadConfiguration) as caught:
        read_templates(texts)
    assert caught.value.parts["where"] == where
    assert caught.value.parts["path"] in ("templates/a.toml", "templates/b.toml")
