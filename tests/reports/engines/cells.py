"""Cells run by the engine, here or in a warm worker: what a test gives and gets is plain data."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from perfkit.reports.engines import child, process
from perfkit.reports.engines.process import ProcessEngine

_MODULES = {"child": child, "process": process}


def run_cells(folder: Path, cells: list[str], options: Mapping[str, Any], patches: Mapping[str, Any]) -> NotebookNode:
    """The notebook of `cells`, executed in `folder`; `patches` are "module.NAME" -> another value."""
    node = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    node.metadata["papermill"] = {}
    with contextlib.chdir(folder), _patched(patches):
        return ProcessEngine.execute_notebook(node, "python3", progress_bar=False, **options)


@contextlib.contextmanager
def _patched(patches: Mapping[str, Any]) -> Iterator[None]:
    before = {}
    for name, value in patches.items():
        module, _, attribute = name.partition(".")
        before[name] = getattr(_MODULES[module], attribute)
        setattr(_MODULES[module], attribute, value)
    try:
        yield
    finally:
        for name, value in before.items():
            module, _, attribute = name.partition(".")
            setattr(_MODULES[module], attribute, value)


def failure(node: NotebookNode, cell: int = 0) -> tuple[str, str]:
    """Name and text of the error that cell `cell` ended with; what comes after it has not run."""
    statuses = [each.metadata.papermill.status for each in node.cells]
    assert statuses == ["completed"] * cell + ["failed"] + ["pending"] * (len(statuses) - cell - 1)
    assert node.metadata.papermill.exception is True
    told = node.cells[cell].outputs[0]
    return told.ename, told.evalue


def text(node: NotebookNode, cell: int = 0) -> str:
    """What a cell printed."""
    return "".join(output.text for output in node.cells[cell].outputs if output.output_type == "stream")


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
