"""What opens in JupyterLab: a sealed page in a frame, cut off from it; in a run of a batch the plain table."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode, b85decode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

import perfkit as pk
from perfkit.errors import NoWorkspace, UntraceableAmount
from perfkit.ledger.ledger import Ledger
from perfkit.reports.sealing import unsealed
from perfkit.tables import Table
from perfkit.workspace import Workspace


@pytest.fixture(autouse=True)
def here(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebook's folder."""
    monkeypatch.chdir(workspace.notebooks_folder)


def table(ledger: Ledger) -> Table:
    lines = pk.measures.execution(ledger.budget, ledger.spending, ["economic_code"], pk.Scope.ALL)
    return pk.tables.execution_table(lines, ledger, ["economic_code"])


def page_of(html: str) -> str:
    """The page inside the frame."""
    (page,) = re.findall(r'srcdoc="([^"]*)"', html)
    return unescape(page)


def books(page: str) -> dict[int, dict]:
    found = re.findall(r'data-book="(\d+)">(.*?)</script>', page)
    return {int(year): json.loads(zlib.decompress(b85decode(lines))) for year, lines in found}


def test_the_page_in_the_frame_runs_its_own_script_only_and_reaches_nothing(lusong: Ledger) -> None:
    html = pk.open_amounts(table(lusong), lusong)._repr_html_()
    assert re.search(r'<iframe [^>]*sandbox="allow-scripts allow-downloads"', html)
    page = page_of(html)
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert f"script-src 'sha256-{digest}';" in unescape(policy)
    assert "connect-src 'none'" in unescape(policy)
    assert "src=" not in page.split("<script>")[0]
    assert str(pk.open_amounts(table(lusong), lusong)) == str(table(lusong))


def test_a_table_of_a_project_opens_the_lines_of_the_whole_year(lusong: Ledger) -> None:
    project = lusong.of_project("P04")
    view = pk.open_amounts(table(project), project)
    (book,) = books(page_of(view._repr_html_())).values()
    assert book["frames"]["spending"]["rows"] == len(lusong.spending)
    assert len(project.spending) < len(lusong.spending)


def test_other_years_are_inside_if_amounts_walk_back_to_them(lusong: Ledger, workspace: Workspace) -> None:
    years = {**workspace.earlier("lusong", 2021), 2021: lusong}
    told = pk.measures.year_over_year(
        {year: pk.measures.execution(one.budget, one.spending, [], pk.Scope.ALL) for year, one in years.items()}, []
    )
    shown = pk.tables.year_over_year_table(told, lusong, [], pk.Scope.ALL)
    assert set(books(page_of(pk.open_amounts(shown, lusong)._repr_html_()))) == {2020, 2021}


def test_an_amount_that_is_not_the_sum_of_its_lines_is_refused(lusong: Ledger) -> None:
    other = table(lusong.until(6))
    with pytest.raises(UntraceableAmount):
        pk.open_amounts(other, lusong)


def test_the_books_of_a_year_open_whole(lusong: Ledger) -> None:
    view = pk.open_ledger(lusong.of_project("P04"), "en")
    page = page_of(view._repr_html_())
    assert '<div id="ledger">' in page
    assert books(page)[2021]["frames"]["journal"]["rows"] == len(lusong.journal)
    assert view.title.startswith("Ledger · ")


def test_in_a_run_of_a_batch_they_are_plain(lusong: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    amounts, ledger = pk.open_amounts(table(lusong), lusong), pk.open_ledger(lusong)
    monkeypatch.setenv("PERFKIT_READS", "somewhere")
    assert amounts._repr_html_() == table(lusong)._repr_html_()
    assert unsealed(ledger._repr_html_()) == ""


def test_the_other_lines_come_from_the_workspace_that_is_named(
    lusong: Ledger, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = lusong.of_project("P04")
    with pytest.raises(NoWorkspace):
        pk.open_amounts(table(project), project)
    assert books(page_of(pk.open_amounts(table(project), project, workspace=workspace)._repr_html_()))
