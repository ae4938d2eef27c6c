"""Hostile texts through the whole road: exports, ledger, notebooks, pages, workbooks, papers, data.

Chromium watches: nothing runs, nothing is asked for, every text is shown as the text it is.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import zipfile
from html import unescape
from pathlib import Path
from typing import Any
from xml.parsers import expat

import nbformat
import pytest
from browser.conftest import Opener
from hostile.books import PROJECTS, UNIT, YEAR, make
from hostile.corpus import CORPUS

from perfkit.evaluation import self_evaluation_report, unit_forms
from perfkit.ledger.visible import visible
from perfkit.reports import batch
from perfkit.reports.docx import write_docx
from perfkit.reports.forms import write_forms
from perfkit.reports.plan import Choice
from perfkit.reports.single_page import single_page
from perfkit.workspace import Workspace

#: What a page of ours may hold; anything else would have come out of an export.
FOREIGN = """() => [...document.querySelectorAll("script, iframe, object, embed, img, link, base, form, video, audio, math")]
  .filter((one) => !one.closest(".main-svg")
    && !(one.tagName === "SCRIPT" && (["application/json", "application/octet-stream"].includes(one.type) || one.closest("head")))
    && !(one.tagName === "FORM" && one.className === "tools"))
  .map((one) => one.outerHTML.slice(0, 200))
  .concat([...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((each) => /^on/i.test(each.name)))
    .map((one) => one.outerHTML.slice(0, 200)))
  .concat([...document.querySelectorAll("a")].filter((one) => /^\\s*(javascript|data|vbscript)/i.test(one.getAttribute("href") || ""))
    .map((one) => one.outerHTML.slice(0, 200)))"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The hostile workspace with all its reports, and the papers that its data alone do not bring."""
    workspace = make(tmp_path_factory.mktemp("hostile"))
    result = batch.run(workspace, Choice(language="zh"))
    assert result.failed == []
    ledger = workspace.load(UNIT, YEAR)
    papers = workspace.reports_folder / UNIT / str(YEAR) / "papers"
    papers.mkdir(exist_ok=True)
    write_docx(papers / "report.docx", self_evaluation_report(ledger))
    write_forms(papers / "forms.xlsx", unit_forms(ledger))
    return workspace


@pytest.fixture(scope="module")
def dossier(hostile: Workspace) -> Path:
    """The folder of its one year."""
    return hostile.reports_folder / UNIT / str(YEAR)


def test_the_corpus_is_large_and_survives_reading(hostile: Workspace) -> None:
    ledger = hostile.load(UNIT, YEAR)
    assert len(set(CORPUS)) >= 130
    kept = ledger.journal.drop_duplicates("voucher_number")["summary"].tolist()
    assert kept == [text.removeprefix("'") for text in CORPUS]  # a spreadsheet's own mark that a cell is text
    assert ledger.project_codes() == sorted(PROJECTS)
    assert len(ledger.budget) == len(CORPUS)


def watched(opener: Opener, page: Path) -> Any:
    """An open page that tells of any script that ran."""
    opened = opener(page)
    opened.page.on("dialog", lambda dialog: opened.complaints.append(f"dialog: {dialog.message}"))
    return opened


def assert_inert(opened: Any, inside: str) -> None:
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.evaluate("({}).pwned") is None
    assert opened.page.evaluate(FOREIGN) == []
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(inside)] == []


def test_no_page_runs_or_asks_for_anything(opener: Opener, dossier: Path) -> None:
    pages = sorted(dossier.glob("*.html"))
    assert len(pages) >= 12
    for page in [*pages, dossier.parents[1] / "index.html"]:
        opened = watched(opener, page)
        for button in opened.page.locator("main button.open").all()[:3]:
            button.click()
            opened.page.wait_for_selector("dialog .verdict, dialog .voucher-name")
            assert "一致" in opened.page.locator("dialog").inner_text() or page.name == "ledger.html"
            if opened.page.locator("dialog td button.open").count():
                opened.page.locator("dialog td button.open").first.click()
            opened.page.keyboard.press("Escape")
        opened.page.mouse.move(640, 450)
        assert_inert(opened, dossier.parents[1].as_uri())
        opened.page.context.close()


def test_a_page_exported_alone_is_as_inert(opener: Opener, dossier: Path, tmp_path: Path) -> None:
    for name in ("20_unit_execution", "40_budget_changes"):
        alone = tmp_path / f"{name}.html"
        alone.write_text(single_page(dossier / f"{name}.html"), encoding="utf-8")
        opened = watched(opener, alone)
        opened.page.locator("main button.open").first.click()
        opened.page.wait_for_selector("dialog .verdict")
        assert_inert(opened, alone.as_uri())


def test_the_ledger_page_shows_every_text_as_it_is(opener: Opener, hostile: Workspace, dossier: Path) -> None:
    opened = watched(opener, dossier / "ledger.html")
    opened.page.wait_for_selector(".grid tbody td")
    shown = opened.page.evaluate(
        """() => {
          const { grid } = document.querySelector(".grid-box");
          const place = grid.columns.findIndex((column) => column.name === "summary");
          return grid.rows.map((_, row) => grid.row(row).cells[place].textContent);
        }"""
    )
    summaries = hostile.load(UNIT, YEAR).journal["summary"]
    assert shown == [visible(text) for text in summaries]
    assert_inert(opened, dossier.as_uri())


def test_csv_holds_no_formula(opener: Opener, dossier: Path, tmp_path: Path) -> None:
    opened = watched(opener, dossier / "ledger.html")
    opened.page.wait_for_selector(".grid tbody td")
    with opened.page.expect_download() as download:
        opened.page.get_by_text("下载所列行 CSV").click()
    download.value.save_as(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 4 * len(CORPUS) + 1
    cells = [unicodedata.normalize("NFKC", cell).lstrip() for row in rows[1:] for cell in row]
    formulas = [cell for cell in cells if cell[:1] in tuple("=+-@") and not re.fullmatch(r"-?\d+\.\d\d", cell)]
    assert formulas == []


def test_no_sign_that_nobody_sees_is_left_in_a_page(dossier: Path) -> None:
    told = []
    for page in dossier.glob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert visible(html) == html, page.name
        told.append(unescape(html))
    assert any("‹U+202E›321‹U+202C›" in text for text in told)


def test_workbooks_hold_texts_and_no_foreign_formula(dossier: Path) -> None:
    books = sorted(dossier.glob("papers/*.xlsx"))
    assert books
    for book in books:
        with zipfile.ZipFile(book) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        for name, part in parts.items():
            well_formed(part)
            assert b'TargetMode="External"' not in part, (book.name, name)
            for formula in re.findall(rb"<f[^>]*>([^<]*)</f>", part):
                assert re.fullmatch(rb"[A-Z0-9:+\-*/(),.&<>;!$' SUMIF]*", formula), formula


def test_the_word_file_holds_texts_alone(dossier: Path) -> None:
    with zipfile.ZipFile(dossier / "papers" / "report.docx") as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                well_formed(part)
            assert b'TargetMode="External"' not in part, name
            assert b"<w:instrText" not in part or b"pwned" not in part
            if name == "word/document.xml":
                assert "window.pwned=1" in unescape(part.decode())  # the unit's name, as a text


def well_formed(part: bytes) -> None:
    expat.ParserCreate().Parse(part, True)


def test_records_and_manifest_are_sound_data(dossier: Path) -> None:
    manifest = json.loads((dossier / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["overview"]["unit_name"].startswith("<img src=x")
    for record in dossier.glob("notebooks/*.ipynb"):
        nbformat.validate(nbformat.read(record, as_version=4))
