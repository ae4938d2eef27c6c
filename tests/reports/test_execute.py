"""One run in a process of its own: failures written down everywhere, nothing left behind."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from small_workspace import SmallWorkspace, make_ledger, markdown, write_notebook

from perfkit.errors import CannotWrite
from perfkit.reports import execute as execution
from perfkit.reports.choice import Choice
from perfkit.reports.execute import execute
from perfkit.reports.plan import plan
from perfkit.reports.run import ENGINES, Outcome

WELL = """
import os, sys, json
from pathlib import Path
Path("seen.json").write_text(json.dumps({
    "python": sys.executable, "unit": unit, "year": year, "hash_seed": os.environ["PYTHONHASHSEED"],
    "home": os.environ.get("IPYTHONDIR"), "cwd": os.getcwd(), "blocked": "rfc3987_syntax" in sys.modules,
}))
"""
FIGURE = """
import plotly.graph_objects as go
go.Figure(go.Bar(x=["一月"], y=[1]))
"""


@pytest.fixture(scope="module", params=ENGINES)
def ran(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, Outcome]:
    """Every ending a run can have, each once, by either engine. The folder's name holds what papermill would format."""
    root = tmp_path_factory.mktemp("a {unit} 中文 b")
    small = SmallWorkspace(root, {("demo", 2021): make_ledger()})
    folder = small.notebooks_folder
    write_notebook(folder, "10_well", WELL, FIGURE, markdown("# 好"))
    write_notebook(folder, "20_fails", "1/0", "print('never')")
    write_notebook(folder, "30_slow", "import time; time.sleep(30)", "print('never')")
    write_notebook(folder, "40_dies", "import os; os._exit(9)", "print('never')")
    write_notebook(folder, "50_latex", "from IPython.display import Latex; Latex('$x$')")
    write_notebook(folder, "60_eats", "raise MemoryError", "print('never')")
    (dossier,) = plan(small, Choice(cell_timeout=3))
    # Only the slow one may be stopped: a first import on a busy machine takes longer than it may.
    runs = [one if one.name == "30_slow" else replace(one, cell_timeout=None) for one in dossier.runs]
    runs = [replace(one, engine=request.param) for one in runs]
    return {one.name: execute(one) for one in runs}


def record(outcome: Outcome) -> dict:
    return json.loads(outcome.run.outputs[1].read_text(encoding="utf-8"))


def statuses(outcome: Outcome) -> list[str]:
    cells = [cell for cell in record(outcome)["cells"] if cell["cell_type"] == "code"]
    return [cell["metadata"]["papermill"]["status"] for cell in cells]


def test_it_runs_in_this_python_in_the_workspace_with_the_parameters(ran: dict[str, Outcome]) -> None:
    outcome = ran["10_well"]
    assert outcome.error == ""
    assert outcome.seconds > 0
    seen = json.loads((outcome.run.root / "seen.json").read_text(encoding="utf-8"))
    assert Path(seen["python"]) == Path(sys.executable)
    assert (seen["unit"], seen["year"], seen["hash_seed"], seen["blocked"]) == ("demo", 2021, "0", True)
    assert Path(seen["cwd"]) == outcome.run.root
    assert not Path(seen["home"]).exists()
    page = outcome.run.outputs[0].read_text(encoding="utf-8")
    assert page.count('class="chart"') == 1
    assert "一月" in page
    assert statuses(outcome) == ["completed"] * 4


@pytest.mark.parametrize(
    ("name", "error", "status"),
    [
        ("20_fails", "ZeroDivisionError: division by zero", "failed"),
        ("30_slow", "单元格运行超过时限，已中止（", "failed"),
        ("40_dies", "笔记本的进程意外终止（", "failed"),
        ("60_eats", "内存不足，或超过单次运行的上限（8 GiB）。", "failed"),
    ],
)
def test_a_failure_is_written_down_everywhere(ran: dict[str, Outcome], name: str, error: str, status: str) -> None:
    outcome = ran[name]
    assert outcome.error.startswith(error)
    assert statuses(outcome) == ["completed", "completed", status, "pending"]
    assert record(outcome)["metadata"]["papermill"]["exception"] is True
    page = outcome.run.outputs[0].read_text(encoding="utf-8")
    assert error in page
    assert "<pre>never" not in page


def test_an_output_no_page_can_show_fails_the_run_but_keeps_its_page(ran: dict[str, Outcome]) -> None:
    outcome = ran["50_latex"]
    assert "text/latex" in outcome.error
    assert "text/latex" in outcome.run.outputs[0].read_text(encoding="utf-8")


def test_no_path_of_this_machine_and_no_clock_in_what_is_written(ran: dict[str, Outcome]) -> None:
    for outcome in ran.values():
        for path in outcome.run.outputs:
            text = path.read_text(encoding="utf-8")
            assert str(outcome.run.root) not in text
            assert "start_time" not in text
            assert "ipykernel_" not in text


def test_a_fault_of_ours_is_an_outcome_and_leaves_no_old_page(
    small: SmallWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notebook(small.notebooks_folder, "10_a", "1")
    one = plan(small, Choice())[0].runs[0]
    for path in one.outputs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(execution, "_execute", lambda _run: 1 / 0)
    assert execute(one).error == "ZeroDivisionError: division by zero"
    assert not any(path.exists() for path in one.outputs)


def test_a_disk_that_refuses_is_an_outcome(small: SmallWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notebook(small.notebooks_folder, "10_a", "1")

    def refuse(path: Path, _text: str) -> None:
        raise CannotWrite(path=path.name, found="disk full")

    monkeypatch.setattr(execution, "write_text", refuse)
    monkeypatch.setattr(execution, "_run_notebook", lambda _run: (nbformat.v4.new_notebook(), ""))
    assert "disk full" in execute(plan(small, Choice())[0].runs[0]).error


def test_the_record_keeps_the_traceback_of_an_error_that_jupyterlab_shows_as_a_sentence(small: SmallWorkspace) -> None:
    cell = "from perfkit.errors import MissingFile\nraise MissingFile(path='a.xlsx')"
    write_notebook(small.notebooks_folder, "20_fails", cell)
    (run,) = plan(small, Choice())[0].runs
    cells = [cell for cell in record(execute(run))["cells"] if cell["cell_type"] == "code"]
    told = [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"]
    assert any("raise" in line and "MissingFile" in line for line in told[0]["traceback"])
