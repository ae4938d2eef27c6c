"""The pages of the real case in headless Chromium with the network cut: an index, a unit page, a project page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from perfkit.reports import batch
from perfkit.reports.plan import Choice
from perfkit.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the pages were not looked at (apt install chromium)"
)
#: As root in a container, and without the browser's own calls to its maker.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
INDEXES = ["index.html", "lusong/2021/index.html"]
CHARTED = ["lusong/2021/20_unit_execution.html", "lusong/2021/30_project_execution_P02.html"]
WIDTHS = [1280, 390]


@dataclass
class Opened:
    """An open page and all it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def reports(workspace: Workspace) -> Path:
    """Reports of the case with the unit's page and one project's."""
    batch.run(workspace, Choice(units=["lusong"], years=[2021], notebooks=["20"]))
    result = batch.run(workspace, Choice(units=["lusong"], years=[2021], notebooks=["30"], projects=["P02"]))
    assert result.failed == []
    return result.index.parent


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Any, reports: Path, name: str, width: int) -> Iterator[Opened]:
    """The page `name`, `width` pixels wide, with every chart drawn."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    one = Opened(context.new_page())
    one.page.on("request", lambda request: one.requests.append(request.url))
    one.page.on("console", lambda message: one.complaints.append(f"{message.type}: {message.text}"))
    one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
    one.page.goto((reports / name).as_uri())
    one.page.wait_for_function("() => !document.querySelector('.chart:not([data-state=drawn])')")
    yield one
    context.close()


@pytest.mark.parametrize("name", INDEXES + CHARTED)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_asks_for_its_own_files_only_and_complains_of_nothing(
    opened: Opened, reports: Path, name: str
) -> None:
    inside = reports.as_uri() + "/"
    assert opened.complaints == []
    assert all(url.startswith(inside) for url in opened.requests), opened.requests
    assert len(opened.requests) == (3 if name in CHARTED else 1)
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
    code = opened.page.locator("details.code").first
    assert not code.locator(".highlight").is_visible()
    code.locator("summary").click()
    assert code.locator(".highlight").is_visible()


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
