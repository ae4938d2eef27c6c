"""Facts, references, points: the small words of performance evaluation."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from perfkit.errors import BadConfiguration
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.points import as_points, in_points
from perfkit.ledger.references import parse_reference
from perfkit.ledger.targets import has_evidence
from perfkit.readers.described.facts import read_facts

FACTS = """
[facts.2021]
staff_in_post = { value = 19, source = "报告一" }
procurement_budget = { value = "1200000.50", source = "" }
floor_space_actual = "12.5"
[facts.2022]
retired = 20
"""


@pytest.fixture
def unit(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()

    def write(text):
        (folder / "unit.toml").write_text(text, encoding="utf-8")
        return folder

    return write


def test_facts_are_those_of_the_year(unit):
    facts = read_facts(unit(FACTS), 2021)
    told = facts[["unit_code", "fiscal_year", "fact", "fact_number", "measure_unit", "fact_source", "source_file"]]
    assert told.to_numpy().tolist() == [
        ["office", 2021, "staff_in_post", "19", "人", "报告一", "unit.toml"],
        ["office", 2021, "procurement_budget", "1200000.50", "元", "", "unit.toml"],
        ["office", 2021, "floor_space_actual", "12.5", "㎡", "", "unit.toml"],
    ]
    assert fact_number(facts, "procurement_budget") == Decimal("1200000.50")
    assert fact_number(facts, "retired") is None
    assert len(read_facts(unit(FACTS), 2020)) == 0
    assert len(read_facts(unit(""), 2021)) == 0
    with pytest.raises(KeyError):
        fact_number(facts, "staff")


@pytest.mark.parametrize(
    "text",
    [
        "facts.x.retired = 1", "facts.2021 = 3", "facts.2021.staff = 3", "facts.2021.retired = -1",
        "facts.2021.retired = true", "facts.2021.retired = 1.5", 'facts.2021.retired = "many"',
        'facts.2021.procurement_budget = "1.234"', "facts.2021.retired = { value = 1, page = 3 }",
        "facts.2021.retired = { source = '' }", "facts.2021.retired = { value = 1, source = 2 }",
    ],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused(unit, text):
    with pytest.raises(BadConfiguration, match=r"office/unit\.toml.*facts"):
        read_facts(unit(text), 2021)


def test_every_fact_is_named_in_both_languages():
    for kind in fact_kinds().values():
        assert kind.name("zh")
        assert kind.name("en")
        assert kind.source
        assert kind.is_money == (kind.measure_unit == "元")


@pytest.mark.parametrize(
    ("text", "measure", "name", "conditions"),
    [
        ("{{ actual: project=机关运转, scope=all_funds，unit=万元 }}", "actual", "",
         {"project": "机关运转", "scope": "all_funds", "unit": "万元"}),
        ("{{fact: staff_in_post}}", "fact", "staff_in_post", {}),
        (" {{ income }} ", "income", "", {}),
        ("{{ actual: , scope=all_funds, }}", "actual", "", {"scope": "all_funds"}),
    ],
)  # fmt: skip
def test_references(text, measure, name, conditions):
    found = parse_reference(text)
    assert (found.measure, found.name, found.conditions) == (measure, name, conditions)
    assert found.text == text.strip()


@pytest.mark.parametrize(
    "text",
    ["12", "{{ }}", "{{ actual: project= }}", "{{ actual: =x }}", "{{ fact: a, b }}", "{{ actual: a=1, a=2 }}", "{{ a }} b",
     "{{ a: {b} }}", "{{ __import__('os') }}"],
)  # fmt: skip
def test_what_is_no_reference(text):
    assert parse_reference(text) is None


def test_points_are_exact():
    assert [as_points(points) for points in (0, 818, 1000, -5, 123456)] == [
        "0.00",
        "8.18",
        "10.00",
        "-0.05",
        "1,234.56",
    ]
    assert in_points(333) == Decimal("3.33")


@pytest.mark.parametrize(
    ("text", "is_some"), [("报告", True), (" ", False), ("无", False), ("No evidence", False), ("无锡考察记录", True)]
)
def test_evidence(text, is_some):
    assert has_evidence(text) is is_some


def test_a_form_knows_its_size():
    cells = (FormCell(1, 1, "a", "label", columns=3), FormCell(2, 2, pd.NA, rows=4))
    assert Form("c", "t", cells, [1]).size() == (5, 3)
    assert Form("c", "t", (), []).size() == (0, 0)
