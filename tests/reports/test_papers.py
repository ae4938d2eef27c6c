"""The papers of a dossier: made of the same ledger as their pages, named like them, the same bytes each time."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from workbookxml import parts

from perfkit.errors import CannotWrite
from perfkit.reports.papers import FOLDER, PAPERS, paper_name, write_paper
from perfkit.workspace import Workspace

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
CASE = {"unit": "lusong", "year": 2021, "project": "P02", "language": "zh"}


def test_a_paper_is_called_like_its_page():
    assert paper_name("evaluation_forms", "60_performance_evaluation") == f"{FOLDER}/60_performance_evaluation.xlsx"
    assert paper_name("self_evaluation_report", "80_report") == f"{FOLDER}/80_report.docx"
    assert paper_name("", "10_data_quality") == ""


def test_every_paper_that_a_notebook_names_is_known():
    named = {
        json.loads(path.read_text(encoding="utf-8"))["metadata"]["perfkit"].get("paper", "")
        for path in NOTEBOOKS.glob("*.ipynb")
    }
    assert named - {""} == set(PAPERS)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_opens_and_has_the_same_bytes_each_time(paper: str, workspace: Workspace, tmp_path: Path):
    ending = PAPERS[paper].ending
    for name in ("one", "two"):
        write_paper(paper, workspace, CASE, tmp_path / f"{name}{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()
    if ending == ".docx":
        lines = [paragraph.text for paragraph in docx.Document(tmp_path / "one.docx").paragraphs]
        assert lines[1] == "2021年度部门整体支出绩效自评报告"
    else:
        assert "xl/workbook.xml" in parts(tmp_path / "one.xlsx")
        assert zipfile.ZipFile(tmp_path / "one.xlsx").testzip() is None


def test_the_form_of_a_project_is_that_of_the_page(workspace: Workspace, tmp_path: Path):
    write_paper("project_form", workspace, CASE, tmp_path / "p.xlsx")
    told = parts(tmp_path / "p.xlsx")
    assert 'name="项目自评-机关运转"' in told["xl/workbook.xml"]
    assert told["xl/workbook.xml"].count("<sheet ") == 1


def test_a_disk_that_refuses_is_told(workspace: Workspace, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        write_paper("project_form", workspace, CASE, tmp_path / "file" / "p.xlsx")
