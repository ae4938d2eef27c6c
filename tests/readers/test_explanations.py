"""explanations.toml and [materiality]: accepted with patience, refused in one sentence with the place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from textframes import UNIT

from perfkit.errors import LANGUAGES, BadConfiguration
from perfkit.ledger.explanations import causes, threshold_text
from perfkit.ledger.frames import FRAMES
from perfkit.ledger.materiality import Materiality, Threshold, default_materiality, default_thresholds
from perfkit.readers.described.descriptions import MAX_ENTRIES, exact_cents
from perfkit.readers.described.explanations import read_explanations
from perfkit.readers.described.units import read_unit

RIGHT = {
    "project": '"公车办"', "period": "6", "variance": '"-50227.5"', "cause": '"price"', "text": '"  纸价上涨 "',
    "author": '"办公室"', "date": "2022-03-01", "evidence": '"合同.pdf"',
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the explanations of one year of the unit `office` lie."""
    folder = tmp_path / "office" / "2021"
    folder.mkdir(parents=True)
    return folder / "explanations.toml"


def entry(**parts: str | None) -> str:
    told = {name: value for name, value in (RIGHT | parts).items() if value is not None}
    return "[[explanation]]\n" + "\n".join(f"{name} = {value}" for name, value in told.items()) + "\n"


def test_an_explanation_is_read_with_its_guard(path: Path) -> None:
    path.write_text(entry() + entry(project='"P3"', period=None, evidence=None, date='"2022-03-02"'), encoding="utf-8")
    found = read_explanations(path, UNIT, 2021)
    assert list(found.columns) == list(FRAMES["explanations"])
    first, second = found.to_dict("records")
    assert (first["budget_project_code"], first["period"], first["explained_cents"]) == ("P1", 6, -5022750)
    assert (first["cause"], first["explanation"], first["author"]) == ("price", "纸价上涨", "办公室")
    assert (f"{first['explained_date']:%Y-%m-%d}", first["evidence_document"]) == ("2022-03-01", "合同.pdf")
    assert (first["unit_code"], first["fiscal_year"], first["source_file"]) == ("u", 2021, "explanations.toml")
    assert (second["budget_project_code"], second["period"], second["evidence_document"]) == ("P2", 0, "")
    assert list(found["explanation_number"]) == [1, 2]


def test_without_a_file_nothing_is_explained(path: Path) -> None:
    assert read_explanations(path, UNIT, 2021).empty


def test_what_belongs_to_no_project_and_what_nobody_knows_stay_as_they_are(path: Path) -> None:
    path.write_text(entry(project='""') + entry(project='"新项目"'), encoding="utf-8")
    assert list(read_explanations(path, UNIT, 2021)["budget_project_code"]) == ["", "新项目"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("project", "3"), ("project", None), ("project", f'"{"名" * 201}"'), ("period", "13"), ("period", "-1"),
        ("period", "true"), ("period", '"6"'), ("variance", "50227.5"), ("variance", '"50,227.50"'),
        ("variance", '"1.234"'), ("variance", '""'), ("variance", None), ("cause", '"涨价"'), ("cause", "[]"),
        ("text", '" "'), ("text", f'"{"字" * 2001}"'), ("text", None), ("author", '""'), ("date", "2022"),
        ("date", '"去年"'), ("date", "2022-03-01T10:00:00"), ("evidence", "7"), ("colour", '"red"'),
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_names_its_entry(path: Path, name: str, value: str | None) -> None:
    path.write_text(entry() + entry(**{name: value}), encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        read_explanations(path, UNIT, 2021)
    for language in LANGUAGES:
        text = caught.value.text(language)
        assert text.startswith("office/2021/explanations.toml")
        assert f"[[explanation]] 2 {name}" in text


@pytest.mark.parametrize("text", ["[explanation]\nproject = 1", "explanation = [1]", "[[explanations]]", "x ="])
def test_another_shape_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"office/2021/explanations\.toml"):
        read_explanations(path, UNIT, 2021)


def test_there_is_a_bound_on_how_many(path: Path) -> None:
    path.write_text("[[explanation]]\n" * (MAX_ENTRIES + 1), encoding="utf-8")
    with pytest.raises(BadConfiguration, match="5,001"):
        read_explanations(path, UNIT, 2021)


@pytest.mark.parametrize(
    ("value", "cents"),
    [("12.5", 1250), ("-0.01", -1), (7, 700), ("1e3", None), ("", None), (1.5, None), (True, None), ("１２", None)],
)
def test_an_amount_in_toml_is_exact_or_none(value: object, cents: int | None) -> None:
    assert exact_cents(value) == cents


def test_every_cause_has_both_names_and_a_meaning() -> None:
    assert {"price", "delay", "other"} <= set(causes())
    for cause in causes().values():
        assert all((cause.name("zh"), cause.name("en"), cause.meaning_zh, cause.meaning_en, cause.status))


def unit_with(tmp_path: Path, text: str) -> Materiality:
    (tmp_path / "unit.toml").write_text(text, encoding="utf-8")
    return read_unit(tmp_path).materiality


def test_a_unit_that_says_nothing_has_the_documented_default(tmp_path: Path) -> None:
    assert unit_with(tmp_path, "") == default_materiality()
    assert default_materiality() == Materiality(Threshold(Decimal("0.1"), 0), Threshold(Decimal(0), 0))
    assert all(default.source and default.status for default in default_thresholds().values())


def test_a_unit_sets_what_it_wants_and_keeps_the_rest(tmp_path: Path) -> None:
    found = unit_with(
        tmp_path, '[materiality]\nunder_rate = 0.05\nunder_amount = "50000.00"\nover_amount = 300\nneeds = "either"'
    )
    assert found == Materiality(Threshold(Decimal("0.05"), 5_000_000), Threshold(Decimal(0), 30_000), is_either=True)
    assert threshold_text(found, 1) == "超过 5.00 % 或 50,000.00"
    assert threshold_text(found, -1, "en") == "beyond 0.00 % or 300.00"
    assert threshold_text(default_materiality(), 1, "en") == "beyond 10.00 %"
    assert threshold_text(default_materiality(), -1) == "任何数额"
    both = Materiality(Threshold(Decimal("0.05"), 100), Threshold(Decimal(0), 0))
    assert threshold_text(both, 1) == "超过 5.00 % 且 1.00"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("under_rate = 10", "materiality.under_rate"),
        ("over_rate = nan", "materiality.over_rate"),
        ("over_rate = true", "materiality.over_rate"),
        ("under_amount = 1.5", "materiality.under_amount"),
        ('under_amount = "-1"', "materiality.under_amount"),
        ('over_amount = "很多"', "materiality.over_amount"),
        ('needs = "any"', "materiality.needs"),
        ("percent = 10", "materiality.percent"),
    ],
)
def test_a_threshold_that_cannot_be(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(BadConfiguration, match=where):
        unit_with(tmp_path, f"[materiality]\n{text}")
