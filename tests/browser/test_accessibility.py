"""Pages for everybody: keyboard, names of what can be pressed, headings of tables, contrast on light and dark paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser.conftest import AXE, Opener

PAGES = [
    "../../index.html", "index.html", "ledger.html", "10_data_quality.html", "20_unit_execution.html",
    "30_project_execution_P02.html", "50_spending_over_time.html",
]  # fmt: skip
#: What has no name that a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, select, [role=img], [role=region], dialog")]
  .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.getAttribute("title")
    || (one.getAttribute("aria-labelledby") && document.getElementById(one.getAttribute("aria-labelledby")))
    || (one.labels && one.labels.length)))
  .map((one) => one.outerHTML.slice(0, 120))"""
#: Tables without a title, or with a heading that does not say of what it is one.
BARE_TABLES = """() => [...document.querySelectorAll("main table")]
  .filter((one) => !(one.caption || one.getAttribute("aria-label")) || one.querySelector("th:not([scope])"))
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def width() -> int:
    """Of the window: a laptop's."""
    return 1280


@pytest.fixture
def page(opener: Opener, reports: Path, name: str, scheme: str, width: int) -> Any:
    """A page of the case, its seal open for the rules that look at it."""
    opened = opener(reports / "lusong/2021" / name, width, color_scheme=scheme, bypass_csp=True)
    opened.page.wait_for_timeout(300)
    return opened.page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light"])
def test_everything_has_a_name_and_tables_have_headings(page: Any) -> None:
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(BARE_TABLES) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.querySelectorAll('main').length") == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm install --no-save axe-core)")
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing(page: Any, name: str) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    run = "async (root) => (await axe.run(root || document)).violations.map((one) => [one.id, one.nodes[0].html])"
    assert page.evaluate(run) == []
    if name in ("index.html", "ledger.html"):
        page.locator("main button.open").last.click()
        page.wait_for_selector("dialog .grid")
        assert page.evaluate(run.replace("root || document", "'dialog'")) == []


@pytest.mark.parametrize("name", ["30_project_execution_P02.html"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 390)])
def test_tab_stops_at_a_table_that_is_wider_than_the_phone_and_the_arrows_push_it_aside(page: Any) -> None:
    box = page.locator(".pk-table", has=page.locator("caption", has_text="已签合同"))
    assert box.get_attribute("aria-label") == "已签合同（0 份）"
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(one) => one.scrollLeft > 0", arg=box.element_handle())
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("(one) => !one.hasAttribute('tabindex')", arg=box.element_handle())
