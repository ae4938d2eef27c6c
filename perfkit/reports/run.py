"""One run: one notebook for one unit, year and project. What it is to be, and what became of it; see `execute`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from perfkit.errors import Language
from perfkit.ledger.editions import EDITIONS, Edition
from perfkit.reports.papers import paper_name

#: Name and language of the kernel that notebooks are written for unless they say otherwise.
PYTHON: Final = ("python3", "python")
#: What runs the cells: a process of ours (the default), or a stock kernel.
ENGINES: Final = ("perfkit", "jupyter")


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
        engine: one of `ENGINES`.
        kernel: name and language of the kernel that the notebook is written for.
        edition: of the data that the notebook gets.
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
    engine: str = ENGINES[0]
    kernel: tuple[str, str] = PYTHON
    edition: Edition = EDITIONS[0]

    @property
    def outputs(self) -> tuple[Path, ...]:
        """The page, the record, and the paper if there is one."""
        papers = [self.folder / self.paper_name] if self.paper else []
        return self.folder / f"{self.name}.html", self.folder / "notebooks" / f"{self.name}.ipynb", *papers

    @property
    def label(self) -> str:
        """As people name it."""
        return f"{self.unit} {self.year} {self.name}"

    @property
    def paper_name(self) -> str:
        """Where the paper lies in the dossier; "" if there is none."""
        return paper_name(self.paper, self.name)


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Args:
        run: which.
        error: empty if all is well.
        seconds: it took.
        outputs: size and SHA-256 of each file that it wrote, by path below the dossier.
        reads: what it read of the workspace (perfkit.workspace.reads).
    """

    run: Run
    error: str = ""
    seconds: float = field(default=0.0, compare=False)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict, compare=False)
    reads: tuple[str, ...] = field(default=(), compare=False)
