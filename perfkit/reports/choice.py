"""What a batch is asked for: which part of a workspace to run, and how. Nothing here waits for pandas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perfkit.errors import Language, UnknownNotebook
from perfkit.reports.run import ENGINES


@dataclass(frozen=True)
class Choice:
    """Which part of a workspace to run; empty = all of it.

    Args:
        units, years, projects: codes, fiscal years, and codes or names of projects. With projects, only the notebooks
            that run per project do.
        notebooks: names, or beginnings of names such as "20".
        parameters: further parameters, which every chosen notebook must declare.
        language: of the pages.
        cell_timeout: seconds one cell may take; None = no limit.
        engine: what runs the cells, one of `ENGINES`.
        is_forced: also do the runs of which nothing changed.
    """

    units: Sequence[str] = ()
    years: Sequence[int] = ()
    projects: Sequence[str] = ()
    notebooks: Sequence[str] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    language: Language = "zh"
    cell_timeout: int | None = None
    engine: str = ENGINES[0]
    is_forced: bool = False


def notebook_files(folder: Path) -> list[Path]:
    """The notebooks of a folder, in order of name."""
    return sorted(folder.glob("*.ipynb"))


def chosen_files(files: Sequence[Path], names: Sequence[str]) -> list[Path]:
    """Those of `files` that `names` name (in full, or by a beginning such as `20`); all if `names` is empty.

    Raises:
        UnknownNotebook: a name names none.
    """
    for name in names:
        if not any(path.stem.startswith(name) for path in files):
            raise UnknownNotebook(name=name, known=", ".join(path.stem for path in files))
    return [path for path in files if not names or path.stem.startswith(tuple(names))]


def is_chosen(choice: Choice, notebook: str, project: str, projects: Mapping[str, str]) -> bool:
    """Whether `choice` names the run of a notebook (its file name) for a project; `projects`: any name -> code."""
    is_named = not choice.notebooks or notebook.startswith(tuple(choice.notebooks))
    return is_named and (not choice.projects or project in {projects.get(name, name) for name in choice.projects})
