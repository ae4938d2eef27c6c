"""Doing a run: the notebook executed, its record, page and paper written.

Happens in a worker process (perfkit.reports.batch); whatever goes wrong becomes the `error` of its outcome.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Final

import papermill
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from perfkit.errors import CannotWrite, DiskFull
from perfkit.reports import record
from perfkit.reports.checked_page import checked_page
from perfkit.reports.engines import jupyter
from perfkit.reports.engines.bounds import MEMORY_BYTES
from perfkit.reports.engines.process import ProcessEngine
from perfkit.reports.files import digest, write_text
from perfkit.reports.papers import write_paper
from perfkit.reports.run import ENGINES, PYTHON, Outcome, Run
from perfkit.reports.words import WORDS
from perfkit.workspace import open_workspace, reads

#: papermill's names of `ENGINES`; "jupyter" there could be anybody's.
_ENGINES: Final = dict(zip(ENGINES, ("perfkit", "perfkit-jupyter"), strict=True))
# The entry point does the same for programs that do not know perfkit, but wants an installed perfkit.
papermill_engines.register(_ENGINES["perfkit"], ProcessEngine)
papermill_engines.register(_ENGINES["jupyter"], jupyter.KernelEngine)


def execute(run: Run) -> Outcome:
    """Do `run`, write its page (also of a failed run, marked as failed) and its record.

    Raises:
        DiskFull: there is no room for its files. Nothing else; what goes wrong stands in the outcome.
    """
    start = time.monotonic()
    with reads.noted() as noted:
        error = _error_of(run)
    outputs = {path.relative_to(run.folder).as_posix(): digest(path) for path in run.outputs if path.exists()}
    seconds = round(time.monotonic() - start, 2)
    return Outcome(run, error, seconds, outputs, tuple(sorted({*noted, *_always_read(run)})))


def _always_read(run: Run) -> list[str]:
    """What a run depends on, whatever it says: its own year; where nobody listens, every year of the unit."""
    own = reads.year_name(run.unit, run.year)
    if run.kernel == PYTHON:
        return [own]
    folders = (run.root / "data" / "raw" / run.unit).glob("[0-9]*")
    return [own, run.unit, *(f"{run.unit}/{folder.name}" for folder in folders)]


def _error_of(run: Run) -> str:
    try:
        return _execute(run)
    except DiskFull:
        raise
    except Exception as fault:  # a fault of ours in one run must not end the batch; the outcome tells it
        for path in run.outputs:  # an older page would pass for the result of this run
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return f"{type(fault).__name__}: {fault}"


def _execute(run: Run) -> str:
    notebook, error = _run_notebook(run)
    text, error = checked_page(notebook, run, error)
    html, file, *papers = run.outputs
    try:
        for paper in papers:
            paper.unlink(missing_ok=True)  # an older one would pass for the paper of this page
            if not error:
                write_paper(run.paper, open_workspace(run.root, run.edition), run.parameters, paper)
        write_text(file, record.as_text(notebook))
        write_text(html, text)
    except DiskFull:
        raise
    except CannotWrite as fault:
        return fault.text(run.language)
    return error


def _run_notebook(run: Run) -> tuple[NotebookNode, str]:
    """The executed notebook, and the error it ended with."""
    error = ""
    executed: list[NotebookNode] = []
    name, language = run.kernel
    try:
        papermill.execute_notebook(
            _literal(run.notebook),
            None,
            parameters=run.parameters,
            engine_name=_ENGINES[run.engine],
            kernel_name=name,
            language=language,
            progress_bar=False,
            cwd=run.root,
            execution_timeout=run.cell_timeout,
            executed=executed,
            edition=run.edition,
        )
    except PapermillExecutionError as fault:
        error = f"{fault.ename}: {fault.evalue}"
        if fault.ename in WORDS[run.language]:
            # Python's own MemoryError says nothing.
            error = WORDS[run.language][fault.ename].format(found=fault.evalue or f"{MEMORY_BYTES // 2**30} GiB")
    return record.canonical(executed[0], run.root), error


def _literal(path: Path) -> str:
    """Papermill formats paths with the parameters; a folder's own braces must survive that."""
    return str(path).replace("{", "{{").replace("}", "}}")
