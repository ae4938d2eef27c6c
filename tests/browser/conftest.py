"""Headless Chromium without a network, and the reports of the case that it looks at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from perfkit.reports import batch
from perfkit.reports.choice import Choice
from perfkit.workspace import Workspace

ROOT = Path(__file__).parents[2]
#: The rules of axe-core, where somebody installed it (`npm install --no-save axe-core`); it is not ours to carry along.
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the tests here say that they looked at nothing."""
    if CHROMIUM is None:
        reason = "no Chromium on this machine: the pages were not looked at (apt install chromium)"
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Opened:
    """An open page and all it asked for and complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


#: Opens a page: its path, how wide the window is, what else the browser is told.
Opener = Callable[..., Opened]


@pytest.fixture(scope="session")
def reports(workspace: Workspace) -> Path:
    """Reports of the case: unit pages, one project's, the year before, and a project's with contracts the year after."""
    batch.run(workspace, Choice(units=["lusong"], years=[2020], notebooks=["40"]))
    batch.run(workspace, Choice(units=["lusong"], years=[2021], notebooks=["10", "20", "50"]))
    result = batch.run(workspace, Choice(units=["lusong"], years=[2021, 2022], notebooks=["30"], projects=["P02"]))
    assert result.failed == []
    return result.index.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def opener(browser: Any) -> Iterator[Opener]:
    """Opens pages with the network cut, every chart drawn; closes them after the test."""
    contexts = []

    def open_page(path: Path | str, width: int = 1280, **more: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, **more)
        contexts.append(context)
        one = Opened(context.new_page())
        one.page.on("request", lambda request: one.requests.append(request.url))
        one.page.on("console", lambda message: one.complaints.append(f"{message.type}: {message.text}"))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        one.page.goto(path if isinstance(path, str) else path.as_uri())
        one.page.wait_for_function("() => !document.querySelector('.chart:not([data-state=drawn])')")
        return one

    yield open_page
    for context in contexts:
        context.close()
