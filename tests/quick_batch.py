"""Batches without processes: a run is replaced by the writing of its two files, workers by this process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small_workspace import PARAMETERS, SmallWorkspace, make_ledger, write_notebook

from perfkit.errors import EmptyFile
from perfkit.reports import batch, tasks
from perfkit.reports.batch import preview
from perfkit.reports.choice import Choice
from perfkit.reports.run import Outcome, Run
from perfkit.workspace.reads import year_name

PER_PROJECT = PARAMETERS + '\nproject: str = "P01"'
FAILS_FOR_ONE = 'import time; time.time()\nassert project != "P/02", "no vouchers"\nobject()'


def make_workspace(root: Path) -> SmallWorkspace:
    """A year that loads, a year that does not; a notebook that fails for one project."""
    ledgers = {("demo", 2021): make_ledger(), ("demo", 2022): EmptyFile(path="序时账.csv")}
    small = SmallWorkspace(root, ledgers)
    write_notebook(small.notebooks_folder, "30_project", FAILS_FOR_ONE, parameters=PER_PROJECT, title_zh="项目")
    return small


def write_outputs(run: Run) -> Outcome:
    WRITTEN.append(run.name)
    outputs = {}
    for path in run.outputs:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = f"{run.name} {run.parameters}".encode()
        path.write_bytes(data)
        told = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        outputs[path.relative_to(run.folder).as_posix()] = told
    return Outcome(run, seconds=0.1, outputs=outputs, reads=READS.get(run.name, (year_name(run.unit, run.year),)))


#: The runs that were done, and what those read that read more than their own year.
WRITTEN: list[str] = []
READS: dict[str, tuple[str, ...]] = {}


class Here(Executor):
    """Does every call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:
            future.set_exception(fault)
        return future


@contextmanager
def here(_jobs: int) -> Iterator[Executor]:
    yield Here()


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallWorkspace:
    monkeypatch.setattr(batch, "_workers", here)
    monkeypatch.setattr(tasks, "execute", write_outputs)
    WRITTEN.clear()
    READS.clear()
    small = make_workspace(tmp_path)
    small.ledgers = {("demo", 2021): make_ledger()}
    write_notebook(small.notebooks_folder, "20_unit", title_zh="单位")
    return small


def done(small: SmallWorkspace, *_: Any, **choice: Any) -> list[str]:
    """What a batch runs."""
    WRITTEN.clear()
    batch.run(small, Choice(**choice))
    return list(WRITTEN)


def reasons(small: SmallWorkspace, **choice: Any) -> dict[str, str]:
    """Name of a run -> why it is due, "" if it is not."""
    told = preview(small, Choice(**choice))
    return {label: " ".join(filter(None, reason)) if reason else "" for label, reason in told}


def pages(small: SmallWorkspace) -> list[str]:
    return sorted(path.name for path in small.reports_folder.rglob("*.html") if path.parent != small.reports_folder)
