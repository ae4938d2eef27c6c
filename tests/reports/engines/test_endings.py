"""A notebook that ends badly ends alone, soon, and with its reason in the record."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cells import failure, is_running, run_cells, text
from nbformat import NotebookNode

from perfkit.reports.engines import bounds, child, process

Run = Callable[..., NotebookNode]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os; print('last words', flush=True); os._exit(7)", "exit code 7"),
        ("print('last words')\nimport os; os._exit(0)", "exit code 0"),
        ("print('last words')\nimport ctypes; ctypes.string_at(0)", "signal SIGSEGV"),
        ("print('last words')\nimport os; os.abort()", "signal SIGABRT"),
        ("print('last words')\nimport os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
        ("print('last words')\nimport os; os.kill(os.getpid(), 40)", "signal 40"),
        ("import os; os.write(1, b'last words'); os._exit(1)", "exit code 1"),
    ],
)
def test_a_process_that_dies_is_told_with_what_it_had_said(run: Run, source: str, reason: str) -> None:
    node = run(source, "print('never')")
    assert failure(node) == ("DeadKernelError", reason)
    assert "last words" in text(node)


def test_a_cell_over_its_time_is_interrupted(run: Run) -> None:
    node = run("1", "print('waits')\nimport time; time.sleep(60)", "1", execution_timeout=1)
    assert failure(node, 1) == ("CellTimeoutError", "1 s")
    assert [output.get("ename") for output in node.cells[1].outputs] == ["CellTimeoutError", None, "KeyboardInterrupt"]


@pytest.mark.parametrize(
    "deaf",
    [
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass",
        "import asyncio\nwhile True:\n    try: await asyncio.sleep(1)\n    except asyncio.CancelledError: pass",
        "while True: print('x' * 100)",
    ],
)
def test_a_cell_that_does_not_listen_is_ended(run: Run, deaf: str) -> None:
    node = run("import os", deaf, "1", execution_timeout=1, patches={"process.GRACE_SECONDS": 0.5})
    assert failure(node, 1) == ("CellTimeoutError", "1 s")


def test_what_it_started_ends_with_it(run: Run) -> None:
    source = "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid)"
    for last in ("1", "import os; os._exit(1)", "1 / 0"):
        pid = int(text(run(source, last)))
        gone_by = time.monotonic() + 5
        while is_running(pid):
            assert time.monotonic() < gone_by
            time.sleep(0.05)


def test_memory_has_a_bound(run: Run) -> None:
    greedy = "kept = []\nwhile True: kept.append(bytearray(2**24))"
    node = run(greedy, "1", memory_bytes=2**28)
    assert failure(node) == ("MemoryError", "")


def test_output_has_a_bound(run: Run) -> None:
    node = run("print('x' * 200_000_000)", "1")
    assert failure(node) == ("OutputTooLarge", f"more than {bounds.OUTPUT_BYTES // 2**20} MiB")
    assert len(node.cells[0].outputs) == 1


def here(folder: Path, *cells: str, **options: Any) -> NotebookNode:
    """Run in a fresh process, kept by this one."""
    return run_cells(folder, list(cells), options, {})


def test_a_process_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "environment", lambda: {"PYTHONHOME": "/nowhere"})
    node = here(tmp_path, "1", "2")
    assert failure(node) == ("DeadKernelError", "exit code 1")
    assert "Python" in text(node)


def test_a_process_that_hangs_before_its_first_cell_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 0.01)
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.01)
    assert failure(here(tmp_path, "1")) == ("CellTimeoutError", "0.01 s")


def test_one_that_closes_its_link_is_not_waited_for(run: Run) -> None:
    source = "import os, time\nos.closerange(3, 64)\nwhile True: time.sleep(1)"
    assert failure(run(source)) == ("DeadKernelError", "exit code 1")


def test_closing_stdout_does_no_harm(run: Run) -> None:
    node = run("import os; os.close(1); os.close(2)", "print('still heard')")
    assert text(node, 1) == "still heard\n"


def test_threads_that_write_to_both_streams_do_not_wait_for_each_other(run: Run) -> None:
    source = """
import sys, threading
def speak(stream):
    for _ in range(2000): print("word", file=stream)
threads = [threading.Thread(target=speak, args=(stream,)) for stream in (sys.stdout, sys.stderr) * 2]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    node = run(source, execution_timeout=60)
    assert text(node).count("word") == 8000  # a word and its end are two writes


def test_a_file_left_open_is_whole(run: Run, tmp_path: Path) -> None:
    run("file = open('left.txt', 'w'); _ = file.write('all of it')")
    assert (tmp_path / "left.txt").read_text() == "all of it"


def test_interrupts_never_cut_a_frame(run: Run) -> None:
    """A cell that prints without end when it is stopped: what it had sent is read to the last whole line."""
    for _ in range(3):
        node = run("while True: print('0123456789' * 50)", execution_timeout=0.3)
        assert failure(node) == ("CellTimeoutError", "0.3 s")
        (printed,) = [output.text for output in node.cells[0].outputs if output.output_type == "stream"]
        assert set(printed.splitlines()) == {"0123456789" * 50}
        assert node.cells[0].outputs[-1].ename == "KeyboardInterrupt"


def test_papermills_own_options_are_heard(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = "import sys\nprint('to out'); print('to err', file=sys.stderr)"
    with (tmp_path / "out.txt").open("w") as out, caplog.at_level("INFO", logger="papermill"):
        here(tmp_path, source, log_output=True, stdout_file=out)
    assert (tmp_path / "out.txt").read_text() == "to out\n"
    assert {"to out\n", "to err\n"} <= {record.getMessage() for record in caplog.records}


def test_an_interrupted_papermill_keeps_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_self: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process._Keeper, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        here(tmp_path, "1", output_path=str(tmp_path / "kept.ipynb"))
    assert (tmp_path / "kept.ipynb").exists()
