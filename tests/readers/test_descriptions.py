"""The files that people write beside the exports: accepted with patience, refused in one sentence with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.errors import LANGUAGES, BadConfiguration, BrokenFile, CannotRead, MissingFile
from perfkit.readers.described.descriptions import read_toml
from perfkit.readers.described.projects import read_projects
from perfkit.readers.described.published import read_published
from perfkit.readers.described.sources import read_sources
from perfkit.readers.described.units import read_unit

PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,运转专项； 运转费 ;,\n"
HEAD = "id,section,label_zh,label_en,value,unit,measure,scope,select,year\n"
RIGHT = {
    "id": "E1", "section": "一", "label_zh": "总支出", "label_en": "total", "value": '"1,234.50"', "unit": "万元",
    "measure": "actual", "scope": "all_funds", "select": "project_code=P1;fund_code=11", "year": "2021",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of one year of the unit `office`."""
    path = tmp_path / "office" / "2021"
    path.mkdir(parents=True)
    return path


def refused(caught: pytest.ExceptionInfo[BadConfiguration], path: str, *words: str) -> None:
    for language in LANGUAGES:
        text = caught.value.text(language)
        assert text.startswith(path)
        assert "{path}" not in text
    for word in words:
        assert word in caught.value.text("zh")


def put(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_toml_may_have_a_byte_order_mark_and_no_other_encoding(folder: Path) -> None:
    assert read_toml(put(folder / "a.toml", 'x = "值"', "utf-8-sig")) == {"x": "值"}
    with pytest.raises(BadConfiguration) as caught:
        read_toml(put(folder / "a.toml", 'a = 1\nx = "中文"', "gb18030"))
    refused(caught, "office/2021/a.toml", "第 2 行")
    with pytest.raises(BadConfiguration) as caught:
        read_toml(put(folder / "a.toml", "a = 1\nx = "))
    refused(caught, "office/2021/a.toml", "语法错误")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_register_of_projects_in_the_encodings_that_spreadsheet_programs_write(folder: Path, encoding: str) -> None:
    (project,) = read_projects(put(folder / "projects.csv", PROJECTS + "\n,,,,\n", encoding))
    assert (project.name_zh, project.aliases) == ("运转", ("运转专项", "运转费"))


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("P1,别的,,,", "P1"),
        (",别的,,,", "code, name_zh"),
        ("P2,,,,", "code, name_zh"),
        ("P2,会议,,,P9", "P2 budget_project_code"),
        ("P2,会议,,,P3\nP3,党建,,,P1", "P2 budget_project_code"),
        ("P2,会议,meetings, more,a;b,P1,x", "第 3 行"),
        ('P2,"会议,,,', "引号"),
    ],
    ids=["code twice", "no code", "no name", "no such parent", "parent of a parent", "cells", "quotation mark"],
)
def test_a_wrong_row_of_the_register(folder: Path, row: str, word: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_projects(put(folder.parent / "projects.csv", PROJECTS + row))
    refused(caught, "office/projects.csv", word)


def test_a_register_filled_up_with_zeros_is_broken(folder: Path) -> None:
    with pytest.raises(BrokenFile):
        read_projects(put(folder / "projects.csv", PROJECTS + "\0\0"))


def published(folder: Path, **changed: str) -> Path:
    return put(folder / "published.csv", HEAD + ",".join({**RIGHT, **changed}.values()))


def test_a_printed_figure(folder: Path) -> None:
    assert read_published(published(folder), 2021)["value"].tolist() == ["1,234.50"]
    assert read_published(published(folder, year=""), 2021)["id"].tolist() == ["E1"]
    fact = published(folder, value="六百多", unit="人", measure="unit_fact", scope="", select="", year="2017")
    assert read_published(fact, 2021)["value"].tolist() == ["六百多"]
    assert read_published(folder / "absent.csv", 2021).empty


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("value", "无"), ("value", "六百多"), ("value", ""), ("value", "NaN"), ("value", "1e2"), ("value", '"12,00"'),
        ("unit", "亿元"), ("measure", "acutal"), ("scope", "全口径"), ("select", "projct_code=P1"),
        ("select", "project_code"), ("select", "period=3"), ("year", "2020"),
    ],
)  # fmt: skip
def test_a_figure_that_no_ledger_could_give_names_its_id_and_column(folder: Path, column: str, value: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        read_published(published(folder, **{column: value}), 2021)
    refused(caught, "office/2021/published.csv", f"E1 {column}")


def test_a_rate_is_a_percentage(folder: Path) -> None:
    assert len(read_published(published(folder, measure="execution_rate", unit="%"), 2021)) == 1
    with pytest.raises(BadConfiguration, match="E1 unit"):
        read_published(published(folder, measure="execution_rate"), 2021)


@pytest.mark.parametrize("rows", [",".join(RIGHT.values()) + "\n" + ",".join(RIGHT.values()), "," * 9 + "x"])
def test_every_figure_has_an_id_of_its_own(folder: Path, rows: str) -> None:
    with pytest.raises(BadConfiguration, match="id"):
        read_published(put(folder / "published.csv", HEAD + rows), 2021)


def test_registered_files(folder: Path) -> None:
    put(folder / "序时账 (1).csv", "x")
    text = '[[file]]\nname = "序时账 (1).csv"\nbytes = 1\nreceived_on = 2021-12-31\n'
    assert read_sources(folder) == {}
    put(folder / "SOURCES.toml", text)
    assert list(read_sources(folder)) == ["序时账 (1).csv"]
    put(folder / "SOURCES.toml", '[[file]]\nname = "lost.csv"\n')
    with pytest.raises(MissingFile, match=r"2021/lost\.csv.*SOURCES"):
        read_sources(folder)


@pytest.mark.parametrize(
    "text",
    [
        'file = "a.csv"',
        '[file]\nname = "a.csv"',
        'file = ["a.csv"]',
        '[[files]]\nname = "a.csv"',
        '[[file]]\nsha256 = "0"',
        "[[file]]\nname = 3",
        '[[file]]\nname = "../unit.toml"',
        '[[file]]\nname = "/etc/hosts"',
        '[[file]]\nname = ".."',
        '[[file]]\nname = "a.csv"\nsha265 = "0"',
        '[[file]]\nname = "a.csv"\nbytes = true',
        '[[file]]\nname = "a.csv"\n[[file]]\nname = "a.csv"',
    ],
)
def test_a_wrong_register_of_sources(folder: Path, text: str) -> None:
    put(folder / "a.csv", "x")
    put(folder / "SOURCES.toml", text)
    with pytest.raises(BadConfiguration) as caught:
        read_sources(folder)
    refused(caught, "office/2021/SOURCES.toml")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("fiscal_year_end_month = true", "fiscal_year_end_month"),
        ("review_rate = 90", "review_rate"),
        ("review_rate = nan", "review_rate"),
        ('several_years = ["x"]', "several_years"),
        ("several_years = [20210]", "several_years"),
        ('name_zh = ""', "name_zh"),
        ('[funds]\nX = "x"', "funds.X"),
        ('[funds.X]\nname_zh = "x"\nname_en = "x"\nis_fiscal_appropriation = true\naliases = [1]', "funds.X.aliases"),
        ('[funds.X]\nname_zh = "x"\nname_en = "x"\nis_fiscal_appropriation = true\ncolour = 1', "funds.X.colour"),
        ("[departments]\nD1 = 3", "departments.D1"),
    ],
)
def test_a_wrong_value_of_a_unit(folder: Path, text: str, where: str) -> None:
    put(folder.parent / "unit.toml", text)
    with pytest.raises(BadConfiguration) as caught:
        read_unit(folder.parent)
    refused(caught, "office/unit.toml", where)


def test_a_description_that_the_system_keeps_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Path) -> bytes:
        raise PermissionError(13, "locked")

    put(folder / "a.toml", "x = 1")
    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(CannotRead, match=r"office/2021/a\.toml.*locked"):
        read_toml(folder / "a.toml")
