"""A dossier as one PDF: every page in order, links that lead somewhere on paper, one sentence without a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from perfkit.errors import BrowserFailed, CannotWrite, NoBrowser, NoDossier
from perfkit.reports import dossier_pdf
from perfkit.reports.assets import write_assets
from perfkit.reports.dossier_pdf import VARIABLE, browser, print_page, write_dossier_pdf
from perfkit.reports.manifest import FORMAT, read_manifest

PAGE = '<html><head></head><body><nav>目录</nav><main id="main">\n{body}<footer>perfkit</footer>\n</main></body></html>'
CHART = (
    '<figure class="chart"><div class="canvas"><p class="waits">等待</p></div><script type="application/json">'
    '{"data":[{"type":"bar","x":["a"],"y":[1]}],"layout":{"title":{"text":"CHARTED"},"template":{}}}</script></figure>'
)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """A dossier of an index and two pages, one of them of a run that failed before it had a page."""
    folder = tmp_path / "reports" / "demo" / "2021"
    write_assets(folder)
    pages = {
        "index": '<h1>首页</h1><a href="20_unit.html#s2">单位</a> <a href="papers/20_unit.xlsx">xlsx</a>',
        "20_unit": f'<h1>单位整体</h1><a href="index.html">首页</a> <a href="https://example.org/">web</a>{CHART}',
        "30_stale": "<h1>旧页</h1>",
    }
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(PAGE.format(body=body), encoding="utf-8")
    runs = [{"name": name, "has_page": name != "40_failed"} for name in ("20_unit", "40_failed", "50_gone")]
    manifest = {"format": FORMAT, "edition": "auditor", "language": "zh", "runs": runs}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that keeps what it was told to print and prints a line."""
    path = tmp_path / "browser"
    path.write_text(
        f"#!{sys.executable}\nimport sys, pathlib, urllib.parse, urllib.request\n"
        "told = dict(part.lstrip('-').partition('=')[::2] for part in sys.argv[1:])\n"
        "page = pathlib.Path(urllib.request.url2pathname(urllib.parse.urlparse(sys.argv[-1]).path))\n"
        f"pathlib.Path({str(tmp_path / 'printed.html')!r}).write_text(page.read_text('utf-8'), 'utf-8')\n"
        "pathlib.Path(told['print-to-pdf']).write_bytes(b'%PDF-1.4 x')\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_the_pages_stand_below_one_another_in_order(dossier: Path) -> None:
    html = print_page(dossier, read_manifest(dossier), "演示 <2021>", "plotly.js")
    assert re.findall(r'class="printed" id="(\w+)"', html) == ["index", "20_unit"]
    assert "<title>演示 &lt;2021&gt;</title>" in html
    assert html.count("<main") == html.count("<footer>") == 1
    assert "旧页" not in html, "a page that the manifest does not know"
    assert "connect-src" in html


def test_links_lead_to_pages_of_the_document_or_nowhere(dossier: Path) -> None:
    html = print_page(dossier, read_manifest(dossier), "t", "plotly.js")
    body = html[html.index('class="printed"') :]
    assert re.findall(r'href="([^"]*)"', body) == ["#20_unit", "#index", "https://example.org/"]
    assert "papers/" not in body, "the place of a file on this machine is no link on paper"


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script")
def test_the_browser_prints_and_leaves_nothing_behind(dossier: Path, program: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in dossier.iterdir())
    write_dossier_pdf(tmp_path / "out.pdf", dossier, "演示")
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF-1.4 x"
    assert "单位整体" in (tmp_path / "printed.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in dossier.iterdir()) == before


def test_without_a_dossier_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoDossier, match=r"perfkit run --unit demo --year 2021"):
        write_dossier_pdf(tmp_path / "out.pdf", tmp_path / "reports" / "demo" / "2021", "t")


def test_without_a_browser_it_says_so_in_one_sentence(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with pytest.raises(NoBrowser, match="Chromium、Chrome 或 Edge"):
        write_dossier_pdf(tmp_path / "out.pdf", dossier, "t")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setattr(dossier_pdf, "_PROGRAMS", ())
    monkeypatch.setattr(dossier_pdf, "_PLACES", (str(tmp_path / "Edge.exe"),))
    with pytest.raises(NoBrowser):
        browser()
    (tmp_path / "Edge.exe").touch()
    assert browser() == str(tmp_path / "Edge.exe")


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script")
@pytest.mark.parametrize("body", ["exit 3", "sleep 9", ": > out"])
def test_a_browser_that_prints_nothing_is_told(
    dossier: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    monkeypatch.setattr(dossier_pdf, "_PATIENCE", 1)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BrowserFailed):
        write_dossier_pdf(tmp_path / "out.pdf", dossier, "t")
    assert not (tmp_path / "out.pdf").exists()
    assert not list(dossier.glob(".print-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a script")
def test_a_place_that_cannot_be_written_is_told(dossier: Path, program: Path, tmp_path: Path) -> None:
    (tmp_path / "no").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_dossier_pdf(tmp_path / "no" / "x.pdf", dossier, "t")


CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PDFTOTEXT = shutil.which("pdftotext")


@pytest.mark.skipif(not CHROMIUM or not PDFTOTEXT, reason="no Chromium or no pdftotext here: no PDF was looked at")
def test_the_real_thing_has_both_pages_and_the_chart(dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    write_dossier_pdf(out, dossier, "演示")
    text = subprocess.run([str(PDFTOTEXT), "-layout", str(out), "-"], capture_output=True, check=True).stdout.decode()
    first, second = text.split("\f")[:2]
    assert "首页" in first
    assert re.search(r"1 ?/ ?2", first)
    assert "单位整体" in second
    assert "CHARTED" in second
    assert "等待" not in second, "the chart was drawn"
    assert b"file:" not in out.read_bytes()
