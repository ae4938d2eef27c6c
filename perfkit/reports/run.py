"""One run: one notebook executed for one unit, year and project, its record and its page written.

Runs in a worker process (perfkit.reports.batch); whatever goes wrong becomes the `error` of its outcome.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from perfkit.errors import CannotWrite, Language
from perfkit.reports import engine, record
from perfkit.reports.checked_page import checked_page
from perfkit.reports.files import write_text
from perfkit.reports.papers import paper_name, write_paper
from perfkit.reports.words import WORDS
from perfkit.workspace import open_workspace

#: Seconds a kernel may take to answer for the first time, on a slow disk with a virus scanner.
_START_TIMEOUT: Final = 120


@dataclass(frozen=True)
class Run:
    """One run of a plan.

    Args:
        unit, year, project: for what; project "" = the whole unit.
        notebook: the file to run.
        name: file name of the page, without ending.
        title: what the page answers, with the project's name.
        heading: unit and year in words, as every page prints them.
        notice: what every page must say of these data; may be empty.
        parameters: what the notebook is given.
        paper: the kind of paper that the page comes with; "" = none.
        folder: the dossier the outputs go to.
        root: the workspace, the kernel's working folder.
        language: of the page.
        cell_timeout: seconds one cell may take; None = no limit.
    """

    unit: str
    year: int
    project: str
    notebook: Path
    name: str
    title: str
    heading: str
    notice: str
    parameters: dict[str, Any]
    folder: Path
    root: Path
    language: Language
    paper: str = ""
    cell_timeout: int | None = None

    @property
    def outputs(self) -> tuple[Path, ...]:
        """The page, the record, and the paper if there is one."""
        papers = [self.folder / self.paper_name] if self.paper else []
        return self.folder / f"{self.name}.html", self.folder / "notebooks" / f"{self.name}.ipynb", *papers

    @property
    def paper_name(self) -> str:
        """Where the paper lies in the dossier; "" if there is none."""
        return paper_name(self.paper, self.name)


@dataclass(frozen=True)
class Outcome:
    """What became of a run: `error` is empty if all is well."""

    run: Run
    error: str = ""
    seconds: float = field(default=0.0, compare=False)


def execute(run: Run) -> Outcome:
    """Do `run`, write its page (also of a failed run, marked as failed) and its record; never raises."""
    start = time.monotonic()
    try:
        error = _execute(run)
    except Exception as fault:  # a fault of ours in one run must not end the batch; the outcome tells it
        error = f"{type(fault).__name__}: {fault}"
        for path in run.outputs:  # an older page would pass for the result of this run
            path.unlink(missing_ok=True)
    return Outcome(run, error, round(time.monotonic() - start, 2))


def _execute(run: Run) -> str:
    notebook, error = _run_notebook(run)
    text, error = checked_page(notebook, run, error)
    html, file, *papers = run.outputs
    try:
        for paper in papers:
            paper.unlink(missing_ok=True)  # an older one would pass for the paper of this page
            if not error:
                write_paper(run.paper, open_workspace(run.root), run.parameters, paper)
        write_text(file, record.as_text(notebook))
        write_text(html, text)
    except CannotWrite as fault:
        return fault.text(run.language)
    return error


def _run_notebook(run: Run) -> tuple[nbformat.NotebookNode, str]:
    """The executed notebook, and the error it ended with."""
    error = ""
    with tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True) as scratch:
        output = Path(scratch) / "record.ipynb"
        try:
            papermill.execute_notebook(
                _literal(run.notebook),
                _literal(output),
                parameters=run.parameters,
                engine_name=engine.ENGINE,
                kernel_name="python3",
                language="python",
                request_save_on_cell_execute=False,
                progress_bar=False,
                start_timeout=_START_TIMEOUT,
                cwd=run.root,
                execution_timeout=run.cell_timeout,
                scratch=scratch,
            )
        except PapermillExecutionError as fault:
            error = WORDS[run.language].get(fault.ename, f"{fault.ename}: {fault.evalue}")
        notebook = nbformat.read(output, as_version=4)
    return record.canonical(notebook, run.root), error


def _literal(path: Path) -> str:
    """Papermill formats paths with the parameters; a folder's own braces must survive that."""
    return str(path).replace("{", "{{").replace("}", "}}")
