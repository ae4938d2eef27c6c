"""Killed at any instant, a batch leaves only whole pages, each old or new; the next one finishes the rest."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from office_workspace import change_amount, command, make_office, report_files, run_office

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes of a batch are found in /proc")
KILLS = 50
#: The two states of the data between which the batches go back and forth.
AMOUNTS = ("100.00", "200.00")


def descendants(pid: int) -> list[int]:
    """The processes that `pid` has started, and theirs."""
    try:
        told = "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return []
    children = [int(child) for child in told.split()]
    return [*children, *(each for child in children for each in descendants(child))]


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def wait_for_the_end(pids: list[int]) -> None:
    """Nothing goes on working for a batch that is gone."""
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() and "perfkit" in _words(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def require_whole(root: Path, states: list[dict[str, bytes]]) -> None:
    """Every page, record and index is as one of the whole batches left it."""
    for name, content in report_files(root).items():
        assert content in [state[name] for state in states], name
    for manifest in (root / "reports").rglob("manifest.json"):
        json.loads(manifest.read_text(encoding="utf-8"))


def test_fifty_kills_at_random_instants(tmp_path: Path) -> None:
    chance = random.Random(7)
    root, states, kills = make_office(tmp_path / "w", notebooks=6), [], 0
    for amount in AMOUNTS:
        change_amount(root, amount)
        start = time.monotonic()
        assert run_office(root).returncode == 0
        states.append(report_files(root))
    whole = time.monotonic() - start
    assert states[0].keys() == states[1].keys()
    assert states[0] != states[1]
    while kills < KILLS:
        change_amount(root, chance.choice(AMOUNTS))
        batch = subprocess.Popen(
            command(root, "--force"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        is_of_the_batch = chance.random() < 0.4
        seen: list[int] = []
        while batch.poll() is None:
            time.sleep(chance.uniform(0, whole if is_of_the_batch else whole / 4))
            family = descendants(batch.pid)
            seen += family
            victim = batch.pid if is_of_the_batch or not family else chance.choice(family)
            if batch.poll() is None:
                kill(victim)
                kills += 1
        assert batch.wait() in (0, 1, 6, -signal.SIGKILL)
        wait_for_the_end(seen)
        require_whole(root, states)
    change_amount(root, AMOUNTS[0])
    last = run_office(root)
    assert last.returncode == 0, last.stderr
    assert report_files(root) == states[0]
    assert not list((root / "reports").rglob(".*.part"))
    assert "已完成 0 次运行，6 页无变化" in run_office(root).stdout
