"""A warm worker, once per test run, and what it runs: the modules that stand beside the tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from perfkit.reports.engines.pool import Workers

HERE = str(Path(__file__).parent)
sys.path.insert(0, HERE)


@pytest.fixture(scope="session")
def warm() -> Iterator[Workers]:
    """One worker, forked from a warm process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", HERE)
        workers = Workers(1)
    with workers:
        yield workers


@pytest.fixture
def run(warm: Workers, tmp_path: Path) -> Callable[..., NotebookNode]:
    """Runs cells in a process forked from the warm worker, in the test's own folder."""
    from cells import run_cells

    def do(*cells: str, patches: dict[str, Any] | None = None, **options: Any) -> NotebookNode:
        return warm.submit(run_cells, tmp_path, list(cells), options, patches or {}).result(timeout=120)

    return do
