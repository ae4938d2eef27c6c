"""The pages of the real case in headless Chromium with the network cut: an index, a unit page, a project page."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.conftest import Opened, Opener

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
    buttons = opened.page.evaluate(
        "[...document.querySelectorAll('.modebar-btn')].map(button => button.dataset.title || '').join(' ')"
    )
    assert "下载为 PNG 图片" in buttons
    assert not {"Share", "cloud", "Edit"} & set(buttons.split())
    assert opened.page.locator(".modebar-btn--logo").count() == 0


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
        return int(opened.page.evaluate("document.querySelector('.canvas svg.main-svg').clientWidth"))

    on_screen = width_of_chart()
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert width_of_chart() <= 690 < on_screen  # 182 mm at 96 pixels per inch
    opened.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert width_of_chart() == on_screen
