"""Runs on a dask.distributed cluster: a scheduler and two workers as processes of their own, one killed on the way."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from small_workspace import SmallWorkspace, make_ledger, write_notebook

from perfkit import __version__
from perfkit.errors import ClusterError, LostCluster, MissingCluster, NoExchange, NoSharedFolder, OtherVersion
from perfkit.reports import cluster
from perfkit.reports.cluster import Cluster
from perfkit.reports.execute import execute
from perfkit.reports.plan import Choice, plan
from perfkit.reports.run import Outcome, Run

#: In the year 2018 it first tells the process that waits for it, then never ends; done again, it ends at once.
WAITS = """
import os, time
from pathlib import Path
told = Path({told!r})
if year == 2018 and not told.exists():
    told.with_suffix(".part").write_text(str(os.getppid()))
    told.with_suffix(".part").rename(told)
    time.sleep(600)
print(year * 2)
"""
YEARS = range(2018, 2022)


@dataclass
class Processes:
    """A scheduler and workers, ended by their ids."""

    address: str = ""
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, what: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options, "--no-dashboard"]
        self.started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))


@pytest.fixture
def processes() -> Iterator[Processes]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Processes(f"tcp://127.0.0.1:{port}")
    found.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-show")
    for _ in range(2):
        found.start("worker", found.address, "--nthreads", "1", "--no-nanny")
    while not answers(port):
        time.sleep(0.1)
    yield found
    for process in found.started:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@pytest.fixture
def told(tmp_path: Path) -> Path:
    return tmp_path / "told"


@pytest.fixture
def small(tmp_path: Path, told: Path) -> SmallWorkspace:
    """Four years with one run each, on a path with a blank and Chinese signs."""
    ledgers = {("demo", year): make_ledger(year) for year in YEARS}
    small = SmallWorkspace(tmp_path / "工 作区", ledgers)
    write_notebook(small.notebooks_folder, "10_waits", WAITS.format(told=str(told)))
    return small


def runs_of(small: SmallWorkspace) -> list[Run]:
    return [run for dossier in plan(small, Choice()) for run in dossier.runs]


def pages(small: SmallWorkspace) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in small.reports_folder.rglob("10_waits.*")}


@dataclass
class Told:
    """A cluster in use, and what it told."""

    cluster: Cluster
    notices: list[ClusterError]

    def outcomes(self, runs: list[Run], after_first: Callable[[], None] = lambda: None) -> list[Outcome]:
        """Done, in the order in which they come."""
        calls = [self.cluster.submit(execute, run) for run in runs]
        done = []
        for call in as_completed(calls):
            done.append(call.result())
            if len(done) == 1:
                after_first()
        return done


@contextmanager
def using(address: str, exchange: str = "") -> Iterator[Told]:
    notices: list[ClusterError] = []
    with Cluster(address, exchange=exchange, jobs=2, notice=notices.append) as cluster:
        yield Told(cluster, notices)


@pytest.mark.parametrize("exchange", ["", "exchange"])
def test_a_worker_that_dies_has_its_runs_done_again(small, told, processes, tmp_path, exchange):
    """The pages of the cluster are, byte for byte, those made here."""
    told.touch()
    assert [execute(run).error for run in runs_of(small)] == [""] * len(YEARS)
    expected = pages(small)
    assert len(expected) == 2 * len(YEARS)
    told.unlink()
    killed: list[int] = []

    def kill() -> None:
        while not told.exists():
            time.sleep(0.05)
        worker = next(one for one in processes.started if one.pid == int(told.read_text()))
        worker.kill()
        killed.append(worker.pid)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    with using(processes.address, (tmp_path / exchange).as_uri() if exchange else "") as remote:
        outcomes = remote.outcomes(runs_of(small))
    killer.join()
    assert len(killed) == 1
    assert sorted(outcome.run.year for outcome in outcomes) == list(YEARS)
    assert [outcome.error for outcome in outcomes] == [""] * len(YEARS)
    assert pages(small) == expected
    assert remote.notices == []


def test_without_its_scheduler_the_rest_is_done_here(small, told, processes):
    told.touch()
    with using(processes.address) as remote:
        outcomes = remote.outcomes(runs_of(small), processes.started[0].kill)
    assert sorted(outcome.run.year for outcome in outcomes) == list(YEARS)
    assert [outcome.error for outcome in outcomes] == [""] * len(YEARS)
    assert [type(notice) for notice in remote.notices] == [LostCluster]
    assert processes.address in remote.notices[0].text("en")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "tcp://no-such-host.invalid:8786"])
def test_a_scheduler_that_is_not_there_is_one_sentence(small, told, monkeypatch, address):
    told.touch()
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    with using(address) as remote:
        assert [outcome.error for outcome in remote.outcomes(runs_of(small)[:2])] == ["", ""]
    assert [address in notice.text("en") for notice in remote.notices] == [True]


def test_a_cluster_without_workers_is_not_waited_for(small, told, processes, monkeypatch):
    told.touch()
    for worker in processes.started[1:]:
        worker.kill()
        worker.wait()
    monkeypatch.setattr(cluster, "_PATIENCE", 3)
    with using(processes.address) as remote:
        assert [outcome.error for outcome in remote.outcomes(runs_of(small)[:2])] == ["", ""]
    assert ["没有计算节点" in notice.text("zh") for notice in remote.notices] == [True]


def test_a_store_that_refuses_is_one_sentence(small, told, processes):
    told.touch()
    with using(processes.address, "nonsense://bucket") as remote:
        assert [outcome.error for outcome in remote.outcomes(runs_of(small)[:2])] == ["", ""]
    assert [type(notice) for notice in remote.notices] == [NoExchange]


def test_a_worker_that_cannot_do_a_run_says_why(small, tmp_path, monkeypatch):
    run = runs_of(small)[0]
    with pytest.raises(NoSharedFolder, match="--exchange"):
        cluster._do(execute, replace(run, notebook=tmp_path / "not here.ipynb"), __version__)
    with pytest.raises(OtherVersion, match=r"0\.0\.1"):
        cluster._do(execute, run, "0.0.1")


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingCluster, match=r"perfkit\[cluster\]"), using("tcp://127.0.0.1:1"):
        pass
