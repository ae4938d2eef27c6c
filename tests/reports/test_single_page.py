"""A page exported alone: everything inside, nothing but its own scripts may run, the links to its neighbours gone."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from html import unescape
from pathlib import Path

import pytest

from perfkit.errors import CannotRead, NotAPage
from perfkit.reports import single_page as module
from perfkit.reports.assets import page_script, plotly_script
from perfkit.reports.assets import policy as policy_of
from perfkit.reports.single_page import single_page

CELL = """<span data-lines='[{"frame":"spending"},{"frame":"spending","year":2020}]'>1.00</span>"""
TABLE = """<table data-trace='{"by":[],"where":[],"columns":{"0":[{"frame":"budget"}]}}'><caption>x</caption></table>"""


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The pages of 2021 with the lines of two years."""
    for year in (2020, 2021):
        (tmp_path / str(year) / "data").mkdir(parents=True)
        script = f'perfkit.receive({year},"packed{year}");\n'
        (tmp_path / str(year) / "data" / "ledger.js").write_text(script, encoding="utf-8")
    return tmp_path / "2021"


def write(dossier: Path, *, charts: bool = True) -> Path:
    page = dossier / "20_a.html"
    head = '<script src="assets/plotly.js" defer></script>\n' if charts else ""
    policy = policy_of().replace("'", "&#39;")
    page.write_text(
        f'<html lang="zh-CN"><head><meta content="{policy}">{head}<script src="assets/page.js" defer></script></head>'
        f'<body data-year="2021"><a href="index.html">年</a><a href="#s1">一</a>{TABLE}{CELL}</body></html>',
        encoding="utf-8",
    )
    return page


def test_the_scripts_are_inside_and_the_seal_knows_their_hashes(dossier: Path) -> None:
    html = single_page(write(dossier))
    assert "src=" not in html.split("<body")[0].replace(page_script().decode(), "")
    (policy,) = re.findall(r'content="([^"]*script-src[^"]*)"', html)
    assert "'self'" not in unescape(policy)
    digests = [base64.b64encode(hashlib.sha256(code).digest()).decode() for code in (page_script(), plotly_script())]
    assert [f"'sha256-{digest}'" in unescape(policy) for digest in digests] == [True, True]
    assert f"<script>{page_script().decode()}</script>" in html
    (packed,) = re.findall(r'<script type="application/octet-stream" id="plotly">([^<"]*.*?)</script>', html)
    assert zlib.decompress(base64.b85decode(packed)) == plotly_script()
    assert len(html.encode()) < module.LIMIT


def test_no_script_of_ours_could_end_its_own_element() -> None:
    assert b"</script" not in page_script()
    assert b"<!--" not in page_script()


def test_links_to_what_is_not_there_are_no_links(dossier: Path) -> None:
    html = single_page(write(dossier))
    assert '<a>年</a><a href="#s1">一</a>' in html
    assert html.startswith("<html data-alone ")


def test_the_lines_of_all_years_are_inside_as_far_as_they_fit(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write(dossier, charts=False)
    html = single_page(page)
    assert re.findall(r'data-book="(\d+)">(\w+)<', html) == [("2021", "packed2021"), ("2020", "packed2020")]
    assert "plotly" not in html.replace(page_script().decode(), "")
    monkeypatch.setattr(module, "LIMIT", len(html.encode()) - 20)
    assert re.findall(r'data-book="(\d+)">', single_page(page)) == ["2021"]
    (dossier / "data" / "ledger.js").unlink()
    assert re.findall(r'data-book="(\d+)">', single_page(page)) == ["2020"]


@pytest.mark.parametrize("text", ["", "<html></html>", '<body data-year="2021">'])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    other = tmp_path / "a.html"
    other.write_text(text, encoding="utf-8")
    with pytest.raises(NotAPage, match="不是 perfkit run 生成的报告页"):
        single_page(other)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        single_page(tmp_path / "nothing.html")
    (tmp_path / "b.html").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotRead):
        single_page(tmp_path / "b.html")
