"""Workers: one thread, ready, replaced when they die; forked or fresh, with the same result."""

from __future__ import annotations

import json
import os
import signal
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from cells import is_running
from chores import Vanished, die, die_once, fail, fail_oddly, look, pid, threads, unpicklable
from small_workspace import SmallWorkspace, make_ledger, markdown, write_notebook

from perfkit.reports.choice import Choice
from perfkit.reports.engines import pool
from perfkit.reports.engines.pool import WorkerDied, Workers
from perfkit.reports.execute import execute
from perfkit.reports.plan import plan
from perfkit.reports.run import Outcome, Run

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
CELLS = (
    "import random, numpy as np\nprint(random.random(), np.random.rand())",
    "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=['一月'], y=[1]))",
    "import pandas as pd\npd.DataFrame({'a': [1.5, None]}).style",
    "{'c', 'a', 'b'}, object(), len",
    "import warnings; warnings.warn('careful')",
    "import sys; print('err', file=sys.stderr); sorted(sys.modules)[:3], sys.argv[1:], __name__",
    "from perfkit import figures, tables",
    "1 / 0",
)


@LINUX
def test_a_worker_has_one_thread_when_it_forks_also_after_runs(warm: Workers, small: SmallWorkspace) -> None:
    assert warm.submit(threads).result() == (1, 1)
    write_notebook(small.notebooks_folder, "10_a", CELLS[1])
    (dossier,) = plan(small, Choice())
    assert warm.submit(execute, dossier.runs[0]).result().error == ""
    assert warm.submit(threads).result() == (1, 1)


@LINUX
def test_a_worker_has_imported_what_runs_need_and_not_what_they_do_not(warm: Workers) -> None:
    for name in ("pandas", "pyarrow.parquet", "plotly.graph_objs", "papermill", "nbconvert", "ipykernel.zmqshell"):
        assert warm.submit(look, name).result()[0], name
    assert warm.submit(look, "rfc3987_syntax").result() == (True, "None")
    assert warm.submit(look, "jupyterlab").result() == (False, "None")


@pytest.fixture(params=["fork", "spawn"])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("PERFKIT_START_METHOD", request.param)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])]))
    with Workers(1) as started:
        yield started


def test_calls_are_done_and_exceptions_come_back(workers: Workers) -> None:
    assert workers.submit(pid).result() != os.getpid()
    with pytest.raises(ValueError, match="why"):
        workers.submit(fail, "why").result()
    assert workers.submit(sorted, [2, 1], reverse=True).result() == [2, 1]


def test_a_call_whose_worker_dies_is_made_again_once(workers: Workers, tmp_path: Path) -> None:
    assert workers.submit(die_once, tmp_path / "died").result() == "done"
    with pytest.raises(WorkerDied):
        workers.submit(die).result()
    assert workers.submit(abs, -1).result() == 1


def test_what_cannot_be_handed_over_is_an_exception_of_that_call(workers: Workers) -> None:
    with pytest.raises(Exception, match="lambda"):
        workers.submit(lambda: 1)
    with pytest.raises(Exception, match="lambda"):
        workers.submit(unpicklable).result()
    with pytest.raises(RuntimeError, match="Odd: "):
        workers.submit(fail_oddly).result()
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        workers.submit(Vanished()).result()
    assert workers.submit(abs, -1).result() == 1


@LINUX
def test_a_dead_warm_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with Workers(1) as workers:
        first = workers.submit(pid).result()
        os.kill(workers._source._process.pid, signal.SIGKILL)
        workers._source._process.wait()
        assert workers.submit(pid).result() != first


def test_workers_that_cannot_start_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "environment", lambda: {**os.environ, "PYTHONPATH": "", "PYTHONHOME": "/nowhere"})
    with Workers(1) as workers, pytest.raises(WorkerDied, match=r"\w"):
        workers.submit(pid).result()


def test_shutting_down_at_once_ends_what_is_running(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    workers = Workers(1)
    running = workers.submit(
        exec, f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    )
    waiting: Future[int] = workers.submit(pid)
    while not (told.exists() and told.read_text()):
        pass
    workers.shutdown(cancel_futures=True)
    with pytest.raises(WorkerDied):
        running.result()
    assert waiting.cancelled()
    assert not is_running(int(told.read_text()))


@LINUX
def test_forked_and_fresh_processes_write_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: Workers
) -> None:
    root = tmp_path / "工作区 with blanks"
    small = SmallWorkspace(root, {("demo", 2021): make_ledger()})
    write_notebook(small.notebooks_folder, "10_all", *CELLS, markdown("# *a* $x$", "zh"))
    (run,) = plan(small, Choice())[0].runs
    written = []
    for outcome in (warm.submit(execute, run).result(), execute(run)):
        assert outcome.error == "ZeroDivisionError: division by zero"
        written.append([path.read_bytes() for path in run.outputs])
    assert written[0] == written[1]


def test_one_run_leaves_nothing_for_the_next(warm: Workers, small: SmallWorkspace) -> None:
    write_notebook(small.notebooks_folder, "10_probe", PROBE)
    write_notebook(small.notebooks_folder, "20_pollute", *POLLUTE)
    probe, pollute = plan(small, Choice())[0].runs
    before = _record(warm, probe)
    assert warm.submit(execute, pollute).result().error == ""
    assert _record(warm, probe) == before
    assert b"plotly_mimetype" in before
    write_notebook(small.notebooks_folder, "10_probe", *POLLUTE, PROBE)
    seen = json.loads(_record(warm, probe))["cells"][-1]["outputs"]
    unseen = json.loads(before)["cells"][-1]["outputs"]
    changed = [line for line, other in zip(_lines(unseen), _lines(seen), strict=True) if line != other]
    assert len(changed) == len(_lines(unseen)), "the probe sees all that is left behind"


def _lines(outputs: list[dict[str, Any]]) -> list[str]:
    (printed,) = ["".join(output["text"]) for output in outputs if output["output_type"] == "stream"]
    return [line for line in printed.splitlines() if line != "left over"]


def _record(warm: Workers, run: Run) -> bytes:
    outcome: Outcome = warm.submit(execute, run).result()
    assert outcome.error == ""
    return run.outputs[1].read_bytes()


#: Everything that a notebook can leave behind in its process ...
POLLUTE = (
    """
import builtins, gc, json, locale, logging, os, random, signal, sys, threading, time, warnings
import numpy as np, pandas as pd, plotly.io as pio, plotly.graph_objects as go
left_over = 1
random.seed(7); np.random.seed(7)
os.environ["LEFT_OVER"] = "1"
os.chdir("/")
os.umask(0o077)
left_open = open("/tmp", os.O_RDONLY) if False else os.open("/tmp", os.O_RDONLY)
pd.options.display.max_rows = 3
pd.set_option("display.float_format", "{:.1f}".format)
pio.templates.default = "plotly_dark"
pio.renderers.default = "svg"
go.Figure.show = lambda self: print("shown")
pd.DataFrame.head = lambda self: "headless"
json.loads = len
builtins.left_over = 1
sys.path.insert(0, "/left/over")
sys.modules["left_over"] = sys
warnings.simplefilter("ignore")
logging.basicConfig(level=logging.DEBUG)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
sys.setrecursionlimit(5000)
""",
    """
from IPython.core.getipython import get_ipython
get_ipython().display_formatter.formatters["text/html"].for_type(int, lambda n: "<b>left</b>")
get_ipython().events.register("pre_run_cell", lambda *_: print("left over"))
%config InteractiveShell.ast_node_interactivity = "all"
""",
)
#: ... and what another would see of it.
PROBE = """
import builtins, gc, json, locale, logging, os, random, signal, sys, threading, warnings
import numpy as np, pandas as pd, plotly.io as pio, plotly.graph_objects as go
print("left_over" in globals(), random.random(), np.random.rand(), os.environ.get("LEFT_OVER"))
print(os.path.basename(os.getcwd()) != "", oct(os.umask(0o022)), len(os.listdir("/proc/self/fd")))
print(pd.options.display.max_rows, pd.options.display.float_format, pio.templates.default)
print(pio.renderers.default, json.loads.__name__, go.Figure.show.__name__, pd.DataFrame.head.__name__)
print(hasattr(builtins, "left_over"), sys.path[0], "left_over" in sys.modules, len(warnings.filters))
print(logging.root.level, logging.root.handlers, signal.getsignal(signal.SIGUSR1), threading.active_count())
print(sys.getrecursionlimit(), get_ipython().ast_node_interactivity, get_ipython().execution_count)
3
"""
