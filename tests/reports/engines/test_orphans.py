"""Nothing goes on running when the process that wanted it is gone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cells import is_running

#: Runs a notebook that writes its pid and then works for ever.
KEEPER = """
import sys
from nbformat.v4 import new_code_cell, new_notebook
from perfkit.reports.engines import child
from perfkit.reports.engines.process import ProcessEngine
if sys.argv[1] == "fork": child.fork_from_now_on()
node = new_notebook(cells=[new_code_cell("import os; open('pid', 'w').write(str(os.getpid()))\\nwhile True: pass")])
node.metadata["papermill"] = {}
ProcessEngine.execute_notebook(node, "python3", progress_bar=False)
"""


@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_a_notebook_ends_with_its_keeper(tmp_path: Path, how: str) -> None:
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER, how], cwd=tmp_path)
    told = tmp_path / "pid"
    _until(lambda: told.exists() and told.read_text() != "")
    pid = int(told.read_text())
    assert is_running(pid)
    keeper.kill()
    keeper.wait()
    _until(lambda: not is_running(pid))


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)
