"""Pages as a reader has them: how much they weigh, how soon their charts stand, how quick the ledger page is.

A dossier of fifty project pages is made from a year of 50,000 journal lines. The stock page of the same charts is the
one that plotly writes by itself, with plotly.js inside (`plotly.io.to_html`). Chromium opens both without a network.
"""

from __future__ import annotations

import json
import shutil
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import plotly.io
from playwright.sync_api import Browser, sync_playwright

from bench.journals import Books, write_year
from bench.measuring import Goal, program
from bench.reports import ROOT, beside_python
from perfkit.reports.page import PLOTLY

_YEAR: Final = 2021
_LINES: Final = 50_000
_NOTEBOOK: Final = "30_project_execution"
_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
#: A browser that has not drawn by then never will.
_PATIENCE_MS: Final = 60_000
_DRAWN: Final = "() => document.querySelectorAll('.main-svg').length >= {} && performance.now()"
_MEGA: Final = 1e6


def rows(scratch: Path, pages: int, repeat: int) -> Iterator[str]:
    """The lines of the table about a dossier of so many pages."""
    folder = _dossier(scratch / "pages", pages)
    page = folder / f"{_NOTEBOOK}_P1.html"
    weight = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / _MEGA
    yield _bound(f"a dossier of {pages} pages", weight, "MB", 10)
    alone = scratch / "alone.html"
    program([beside_python("perfkit"), "--workspace", scratch / "pages", "export", "html", page, "--out", alone])
    yield _bound("a page as a file of its own", alone.stat().st_size / _MEGA, "MB", 2.2)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        yield "| charts, ledger page | no Chromium here: not measured | | | | |"
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        yield from _charts(browser, folder, page, alone, scratch / "stock.html", repeat)
        yield from _ledger(browser, folder / "ledger.html", repeat)
        browser.close()


def _dossier(root: Path, projects: int) -> Path:
    """The dossier of a workspace of so many projects."""
    write_year(root, Books(_LINES, _YEAR, projects=projects))
    (root / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{_NOTEBOOK}.ipynb", root / "notebooks")
    program([beside_python("perfkit"), "--workspace", root, "run"])
    return root / "reports" / "unit" / str(_YEAR)


def _bound(what: str, found: float, unit: str, most: float) -> str:
    verdict = "reached" if found <= most else "**not reached**"
    return f"| {what} | {found:.2f} {unit} | | | at most {most:g} {unit} | {verdict} |"


def _charts(browser: Browser, folder: Path, page: Path, alone: Path, stock: Path, repeat: int) -> Iterator[str]:
    """How long until every chart of a page is drawn, from the moment it is asked for."""
    record = json.loads((folder / "notebooks" / f"{page.stem}.ipynb").read_text(encoding="utf-8"))
    outputs = (output.get("data", {}) for cell in record["cells"] for output in cell.get("outputs", []))
    figures = [data[PLOTLY] for data in outputs if PLOTLY in data]
    stock.write_text(_stock(figures), encoding="utf-8")
    waits = _DRAWN.format(len(figures))
    found = _alternately(repeat, *(lambda path=path: _until(browser, path, waits) for path in (page, alone, stock)))
    for what, ours in zip(("its charts drawn", "its charts drawn, a file of its own"), found, strict=False):
        cells = (f"{what} ({len(figures)})", f"{ours:.0f} ms", f"stock page of plotly: {found[2]:.0f} ms")
        ratio, goal = ours / found[2], Goal(0.5)
        yield "| " + " | ".join((*cells, f"{ratio:.2g}", str(goal), goal.verdict(ratio))) + " |"


def _stock(figures: list[dict[str, Any]]) -> str:
    parts = [
        plotly.io.to_html(figure, include_plotlyjs=number == 0, full_html=False)
        for number, figure in enumerate(figures)
    ]
    return f"<!doctype html><meta charset=utf-8><body>{''.join(parts)}</body>"


def _ledger(browser: Browser, path: Path, repeat: int) -> Iterator[str]:
    """How long the ledger page takes: to open, and until an answer stands."""
    opened = _alternately(
        repeat, lambda: _until(browser, path, "() => document.querySelector('.grid tbody td') && performance.now()")
    )
    yield _bound(f"the ledger page of {_LINES:,} lines, open", opened[0], "ms", 3_000)
    context = browser.new_context(offline=True)
    tab = context.new_page()
    tab.goto(path.as_uri())
    tab.wait_for_selector(".grid tbody td")
    for what, act in _ACTS.items():
        spent = statistics.median(_answered(tab, act) for _ in range(repeat))
        yield _bound(f"its answer to {what}", spent, "ms", 300)
    context.close()


#: What a reader does, as scripts; each changes the status line or the rows.
_ACTS: Final = {
    "a search": """box => {
      box.value = box.value ? '' : '第77批'; box.dispatchEvent(new Event('input', { bubbles: true })); }""",
    "sorting": "() => document.querySelectorAll('.grid th button')[5].click()",
    "a filter": """() => { const list = document.querySelector('select[name=period]');
      list.value = list.value ? '' : '3'; list.dispatchEvent(new Event('change', { bubbles: true })); }""",
}


def _answered(tab: Any, act: str) -> float:
    """Milliseconds from an act to the next time the table is another one."""
    # The pages forbid eval: the act is a part of the script, not a text that the script runs.
    script = """() => new Promise(done => {
      const box = document.querySelector('input[type=search]'), start = performance.now();
      const watch = new MutationObserver(() => requestAnimationFrame(() => {
        watch.disconnect(); done(performance.now() - start); }));
      watch.observe(document.querySelector('.grid tbody'), { childList: true, subtree: true, characterData: true });
      (ACT)(box);
    })"""
    return float(tab.evaluate(script.replace("ACT", act)))


def _until(browser: Browser, path: Path, done: str) -> float:
    """Milliseconds from the opening of a page in a fresh profile until `done` holds."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(path.as_uri(), wait_until="commit")
    spent = tab.wait_for_function(done, timeout=_PATIENCE_MS, polling=10).json_value()
    context.close()
    return float(spent)


def _alternately(repeat: int, *measured: Callable[[], float]) -> list[float]:
    rounds = [[one() for one in measured] for _ in range(repeat)]
    return [statistics.median(found) for found in zip(*rounds, strict=True)]
