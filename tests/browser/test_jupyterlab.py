"""JupyterLab in Chromium with every other address cut off: a notebook runs, charts are drawn, amounts open."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from perfkit.workspace import Workspace

ROOT = Path(__file__).parents[2]
#: JupyterLab has an environment of its own (`make lab`), because its presence slows every process of a batch.
PROGRAM = ROOT / ".venv-lab" / ("Scripts" if sys.platform == "win32" else "bin") / "jupyter-lab"
#: It asks for nothing outside, as `make lab` starts it.
QUIET = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]
NOTEBOOK = "window.jupyterapp.shell.currentWidget"
READY = f"() => window.jupyterapp && {NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'"
ALL_RUN = f"""() => {NOTEBOOK}.content.widgets.filter((cell) => cell.model.type === "code" && cell.model.sharedModel.source)
  .every((cell) => cell.model.executionCount)"""

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="no JupyterLab in .venv-lab: not looked at (make lab)")


@dataclass
class Lab:
    """A running JupyterLab and a page that may talk to it alone."""

    address: str
    token: str
    page: Any
    outside: list[str] = field(default_factory=list)

    def open(self, notebook: str) -> None:
        self.page.goto(f"{self.address}/lab/tree/notebooks/{notebook}.ipynb?token={self.token}&reset")
        self.page.wait_for_function(READY, timeout=90_000)
        # Otherwise only the cells in sight are drawn.
        self.page.evaluate(
            f"() => {{ const all = {NOTEBOOK}.content;"
            " all.notebookConfig = { ...all.notebookConfig, windowingMode: 'none' }; }"
        )

    def set_cell(self, number: int, source: str) -> None:
        self.page.evaluate(
            f"([number, source]) => {NOTEBOOK}.content.widgets[number].model.sharedModel.setSource(source)",
            [number, source],
        )

    def add_cell(self, source: str) -> None:
        self.page.evaluate(
            f"""(source) => {{ const shared = {NOTEBOOK}.content.model.sharedModel;
            shared.insertCell(shared.cells.length, {{ cell_type: "code", source }}); }}""",
            source,
        )

    def run_all(self) -> None:
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(ALL_RUN, timeout=90_000)
        self.page.wait_for_function(READY, timeout=30_000)

    def see(self, selector: str) -> Any:
        """The first thing that the selector finds, scrolled into sight."""
        found = self.page.locator(selector).first
        found.wait_for(timeout=30_000)
        found.scroll_into_view_if_needed()
        return found


@pytest.fixture(scope="module")
def server(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """JupyterLab on the workspace, without the settings of whoever runs the tests: its address and token."""
    home, token = tmp_path_factory.mktemp("home"), secrets.token_hex(16)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folders = {name: str(home / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
               "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")}  # fmt: skip
    command = [PROGRAM, "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", *QUIET,
               f"--ServerApp.root_dir={workspace.root}", f"--IdentityProvider.token={token}",
               "--LabApp.expose_app_in_browser=True", *(["--allow-root"] if _is_root() else [])]  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    with (home / "log").open("wb") as log:
        running = subprocess.Popen(
            command, env={**os.environ, **folders, "HOME": str(home)}, stdout=log, stderr=log, cwd=workspace.root
        )
        try:
            _wait_for(f"{address}/api/status?token={token}", running, home / "log")
            yield address, token
        finally:
            running.terminate()
            running.wait(60)
    shutil.rmtree(home, ignore_errors=True)


def _is_root() -> bool:
    return sys.platform != "win32" and os.getuid() == 0


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 # our own server
                return
        except OSError:
            assert running.poll() is None, log.read_text(errors="replace")
            time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))


@pytest.fixture
def lab(server: tuple[str, str], browser: Any) -> Iterator[Lab]:
    address, token = server
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    one = Lab(address, token, context.new_page())

    def judge(route: Any) -> None:
        url = route.request.url
        if url.startswith((f"{address}/", "data:", "blob:")):
            route.continue_()
        else:
            one.outside.append(url)
            route.abort()

    context.route("**/*", judge)
    yield one
    context.close()


def test_a_project_runs_in_jupyterlab_with_its_charts_and_tables_and_amounts_open(lab: Lab) -> None:
    lab.open("30_project_execution")
    lab.set_cell(2, 'unit: str = "lusong"\nyear: int = 2021\nproject: str = "P04"\nlanguage: str = "zh"')
    lab.add_cell(
        "pk.open_amounts(tables.execution_table(lines, ledger, ['economic_code'], language), ledger, language)"
    )
    lab.run_all()
    assert lab.see(".pk-banner .title").inner_text() == "接待办"
    assert lab.see(".js-plotly-plot .waterfalllayer .point, .js-plotly-plot .barlayer .point").is_visible()
    assert lab.page.locator("[data-title^='Share'], [data-title*='cloud' i]").count() == 0
    cell = lab.see(".pk-table td.text, .pk-table tbody th.text")
    assert cell.evaluate("(cell) => getComputedStyle(cell).textAlign") == "left"
    frame = lab.see("iframe.pk-view").content_frame
    amount = frame.locator("button.open").nth(3)
    amount.click()
    frame.locator("dialog .verdict[data-agrees=true]").wait_for()
    assert frame.locator("dialog .grid tbody td").count() > 0
    assert lab.outside == []


def test_first_steps_tell_the_ledger_and_open_its_books(lab: Lab) -> None:
    lab.open("00_first_steps")
    lab.add_cell("ws.load('lusong', 1999)")
    lab.add_cell("%xmode Verbose\nws.load('lusong', 1999)")
    lab.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    error = lab.see("[data-mime-type='application/vnd.jupyter.stderr']")
    assert error.inner_text().strip().startswith("单位 lusong 没有 1999 年的数据")
    assert "Traceback" not in error.inner_text()
    assert "株洲市芦淞区机关事务服务中心 · 2021 年度" in lab.see(".pk-described:has-text('journal.xlsx')").inner_text()
    frame = lab.see("iframe.pk-view[title^='账簿']").content_frame
    search = frame.locator("input[type=search]")
    search.fill("接待")
    frame.locator(".status", has_text="行").wait_for()
    assert frame.locator(".grid tbody tr").count() > 1
    assert lab.outside == []
