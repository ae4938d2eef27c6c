"""Which runs a workspace needs, and what is refused before any of them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from small_workspace import PARAMETERS, SmallWorkspace, make_ledger, markdown, write_notebook

from perfkit.errors import (
    EmptyFile,
    IllTypedParameter,
    NothingToLoad,
    UnknownNotebook,
    UnknownParameter,
    UnknownProject,
    UnknownUnit,
    UnknownYear,
)
from perfkit.reports.choice import Choice
from perfkit.reports.plan import plan, plan_year

PER_PROJECT = PARAMETERS + '\nproject: str = "P01"\nscope: str = "all_funds"'


@pytest.fixture
def years(small: SmallWorkspace) -> SmallWorkspace:
    """Two years, one of them with published figures; three notebooks."""
    small.ledgers["demo", 2022] = replace(make_ledger(2022), published=pd.DataFrame({"id": ["E01"]}))
    write_notebook(small.notebooks_folder, "20_unit", title_zh="单位", title_en="Unit")
    write_notebook(small.notebooks_folder, "30_project", parameters=PER_PROJECT, title_zh="项目", title_en="Project")
    write_notebook(small.notebooks_folder, "90_published", parameters="unit: str = ''", needs="published")
    return small


def names(small: SmallWorkspace, **choice: object) -> list[tuple[int, str]]:
    return [(run.year, run.name) for dossier in plan(small, Choice(**choice)) for run in dossier.runs]


def test_the_parameters_tell_the_runs(years: SmallWorkspace) -> None:
    assert names(years) == [
        (2021, "20_unit"),
        (2021, "30_project_P-02-5f936bde"),
        (2021, "30_project_P01"),
        (2022, "20_unit"),
        (2022, "30_project_P-02-5f936bde"),
        (2022, "30_project_P01"),
        (2022, "90_published"),
    ]


def test_a_run_gets_the_parameters_its_notebook_declares(years: SmallWorkspace) -> None:
    runs = {run.name: run for run in plan(years, Choice(years=[2022], language="en"))[0].runs}
    assert runs["90_published"].parameters == {"unit": "demo"}
    project = runs["30_project_P01"]
    assert project.parameters == {"unit": "demo", "year": 2022, "project": "P01", "language": "en"}
    assert (project.title, project.heading) == ("Project: Operations", "Demo unit, fiscal year 2022")
    assert project.notice == "Demonstration data, not real books."
    assert project.outputs[0] == years.reports_folder / "demo" / "2022" / "30_project_P01.html"
    chinese = plan(years, Choice(years=[2022]))[0].runs[2]
    assert (chinese.title, chinese.heading) == ("项目：机关运转", "演示单位 2022 年度")


def test_a_choice_narrows(years: SmallWorkspace) -> None:
    assert names(years, years=[2021], notebooks=["20"]) == [(2021, "20_unit")]
    assert names(years, projects=["机关运转"]) == [(2021, "30_project_P01"), (2022, "30_project_P01")]
    assert names(years, units=["demo"], years=[2021], projects=["P/02"]) == [(2021, "30_project_P-02-5f936bde")]


def test_the_whole_plan_is_known_even_if_only_a_part_is_run(years: SmallWorkspace) -> None:
    dossier = plan_year(years, "demo", 2021, Choice(notebooks=["20"]))
    assert [run.name for run in dossier.runs] == ["20_unit", "30_project_P-02-5f936bde", "30_project_P01"]


def test_a_further_parameter_reaches_the_run(years: SmallWorkspace) -> None:
    (dossier,) = plan(years, Choice(years=[2021], notebooks=["30"], parameters={"scope": "fiscal_appropriation"}))
    assert [run.parameters["scope"] for run in dossier.runs] == ["fiscal_appropriation"] * 2


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"parameters": {"scope": "all_funds"}}, UnknownParameter),
        ({"notebooks": ["30"], "parameters": {"scope": 1}}, IllTypedParameter),
        ({"notebooks": ["70"]}, UnknownNotebook),
        ({"units": ["nobody"]}, UnknownUnit),
        ({"years": [1999]}, UnknownYear),
        ({"projects": ["P99"]}, UnknownProject),
    ],
)
def test_what_is_not_there_is_refused(years: SmallWorkspace, choice: dict, error: type[Exception]) -> None:
    with pytest.raises(error):
        plan(years, Choice(**choice))


def test_a_notebook_that_cannot_be_run_is_told_and_the_others_are_planned(years: SmallWorkspace) -> None:
    write_notebook(years.notebooks_folder, "25_ill_typed", parameters='year: str = "2021"')
    (years.notebooks_folder / "26_no_json.ipynb").write_text("{", encoding="utf-8")
    write_notebook(years.notebooks_folder, "27_two", markdown("x", "parameters"))
    dossier, _ = plan(years, Choice())
    assert [run.name[:2] for run in dossier.runs] == ["20", "30", "30"]
    assert {name: why.split("，")[0] for name, why in dossier.broken.items()} == {
        "25_ill_typed": "笔记本 25_ill_typed 的参数 year 应为 str",
        "26_no_json": "26_no_json.ipynb：JSON 应为 nbformat 4",
        "27_two": "笔记本 27_two 应有且仅有一个带 parameters 标签的单元格",
    }


def test_a_workspace_without_data_is_refused(small: SmallWorkspace) -> None:
    small.ledgers.clear()
    with pytest.raises(NothingToLoad):
        plan(small, Choice())


def test_a_year_that_cannot_be_loaded_does_not_stop_the_others(years: SmallWorkspace) -> None:
    years.ledgers["demo", 2021] = EmptyFile(path="journal.csv")
    broken, well = plan(years, Choice())
    assert "journal.csv 是空的" in broken.fault
    assert broken.runs == ()
    assert len(well.runs) == 4


def test_a_notebook_that_is_no_report_is_not_run(years: SmallWorkspace) -> None:
    before = names(years)
    path = write_notebook(years.notebooks_folder, "00_first", title_zh="第一步", title_en="First steps")
    path.write_text(path.read_text().replace('"perfkit": {', '"perfkit": {"is_report": false, '), encoding="utf-8")
    assert names(years) == before
    assert names(years, notebooks=["00"]) == []
