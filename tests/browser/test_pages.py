"""The pages of the real case in headless Chromium with the network cut: an index, a unit page, a project page."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from browser.conftest import Opened, Opener

from perfkit.ledger.ledger import Ledger

INDEXES = ["index.html", "lusong/2021/index.html"]
CHARTED = ["lusong/2021/20_unit_execution.html", "lusong/2021/30_project_execution_P02.html"]
WIDTHS = [1280, 390]
REQUESTS = {"index.html": 1, "lusong/2021/index.html": 2}


@pytest.fixture
def opened(opener: Opener, reports: Path, name: str, width: int) -> Opened:
    """The page `name`, `width` pixels wide."""
    return opener(reports / name, width)


@pytest.mark.parametrize("name", INDEXES + CHARTED)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_asks_for_its_own_files_only_and_complains_of_nothing(
    opened: Opened, reports: Path, name: str
) -> None:
    inside = reports.as_uri() + "/"
    assert opened.complaints == []
    assert all(url.startswith(inside) for url in opened.requests), opened.requests
    assert len(opened.requests) == REQUESTS.get(name, 3)  # the page, plotly.js and our script
    assert opened.page.locator("h1").first.is_visible()
    assert "预算" in opened.page.inner_text("main")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("name", CHARTED)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_and_none_can_be_shared(opened: Opened) -> None:
    blocks = opened.page.locator("script[type='application/json']").count()
    assert blocks >= 2
    drawn = opened.page.evaluate(
        "[...document.querySelectorAll('.canvas')].filter(one => one.querySelector('.trace path, .hm image')).length"
    )
    assert drawn == blocks
    assert opened.page.locator(".modebar-btn").count() == 0  # no button of plotly's, none that could upload
    assert opened.page.locator(".chart figcaption").count() == blocks


@pytest.mark.parametrize("name", CHARTED[:1])
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_a_chart_goes_home_as_image_and_as_numbers(opened: Opened, lusong: Ledger, tmp_path: Path) -> None:
    chart = opened.page.locator(".chart").first
    with opened.page.expect_download() as download:
        chart.get_by_text("下载图片").click()
    download.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    with opened.page.expect_download() as download:
        chart.get_by_text("下载数据 CSV").click()
    download.value.save_as(tmp_path / "chart.csv")
    rows = list(csv.reader((tmp_path / "chart.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["名称", "财政拨款支出 (元)", "非财政拨款支出 (元)", "全口径支出 (元)"]
    assert sum(round(float(row[3]) * 100) for row in rows[1:]) == lusong.spending["actual_cents"].sum()
    table = opened.page.locator(".pk-table").first
    with opened.page.expect_download() as download:
        table.locator("caption .tool").click()
    download.value.save_as(tmp_path / "table.csv")
    rows = list(csv.reader((tmp_path / "table.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [rows[0][0], rows[-1][0], rows[-1][-1]] == ["预算项目", "合计", "25584200.00"]
    assert opened.complaints == []


@pytest.mark.parametrize("name", CHARTED)
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_charts_follow_the_dark_scheme(opened: Opened) -> None:
    paper = "getComputedStyle(document.querySelector('.main-svg')).backgroundColor"
    assert opened.page.evaluate(paper) == "rgb(255, 255, 255)"
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function(f"() => {paper} === 'rgb(31, 34, 38)'")
    assert opened.complaints == []


@pytest.mark.parametrize("name", INDEXES[1:])
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_the_index_leads_to_its_pages_and_back(opened: Opened) -> None:
    opened.page.locator("#pages a", has_text="单位整体").first.click()
    assert opened.page.url.endswith("20_unit_execution.html")
    opened.page.locator("nav a").first.click()
    assert opened.page.url.endswith("2021/index.html")
    opened.page.locator("nav a").first.click()
    assert opened.page.url.endswith("reports/index.html")
    assert "2,558.42" in opened.page.inner_text("main")
    assert "86.69 %" in opened.page.inner_text("main")


@pytest.mark.parametrize("name", CHARTED[:1])
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_code_is_one_click_away(opened: Opened) -> None:
    code = opened.page.locator("details.code")
    assert not code.locator("pre").first.is_visible()
    code.locator("summary").click()
    assert "import perfkit as pk" in code.locator("pre").first.inner_text()


@pytest.mark.parametrize("name", CHARTED[1:])
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_the_page_prints_with_its_charts(opened: Opened) -> None:
    assert len(opened.page.pdf(format="A4")) > 50_000
    assert opened.complaints == []


@pytest.mark.parametrize("name", CHARTED[:1])
@pytest.mark.parametrize("width", WIDTHS[:1])
def test_charts_fit_an_a4_page_while_printing_and_the_screen_again_after(opened: Opened) -> None:
    def width_of_chart() -> int:
        opened.page.wait_for_timeout(300)
        opened.page.wait_for_function("() => !document.querySelector('.chart:not([data-state=drawn])')")
        return int(opened.page.evaluate("document.querySelector('.canvas svg.main-svg').clientWidth"))

    on_screen = width_of_chart()
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert width_of_chart() <= 690 < on_screen  # 182 mm at 96 pixels per inch
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert width_of_chart() == on_screen


@pytest.mark.parametrize("name", ["index", "10_data_quality", "30_project_execution_P02"])
def test_on_a_phone_the_page_begins_on_the_first_screen_and_findings_can_be_read(
    opener: Opener, reports: Path, name: str
) -> None:
    page = opener(reports / "lusong/2021" / f"{name}.html", 390).page
    assert page.locator("h1").bounding_box()["y"] < 200
    sentence = page.locator("td.prose").first
    box = sentence.bounding_box()
    assert box["width"] > 150
    assert box["x"] + box["width"] <= 390


def test_on_a_phone_the_name_of_a_row_stays_while_its_figures_are_pushed_aside(opener: Opener, reports: Path) -> None:
    page = opener(reports / "lusong/2021/index.html", 390).page
    name = page.locator("#lines .pk-table tbody th").first
    before = name.bounding_box()["x"]
    page.locator("#lines .pk-table").first.evaluate("(box) => { box.scrollLeft = 300; }")
    assert page.locator("#lines .pk-table").first.evaluate("(box) => box.scrollLeft") == 300
    assert name.bounding_box()["x"] == before
