"""One unit and year as a batch handles it: its folder, its runs, and why there may be none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from perfkit.errors import Language
from perfkit.reports.run import Run


@dataclass(frozen=True)
class Dossier:
    """One unit and year.

    Args:
        unit, year: whose.
        folder: reports/<unit>/<year>.
        language: of its pages.
        runs: all that there are to do for it, in order of notebook and project.
        projects: every name of a project -> its code.
        fault: why the data could not be loaded; then there are no runs.
        broken: name of a notebook that cannot be run at all -> why.
    """

    unit: str
    year: int
    folder: Path
    language: Language
    runs: tuple[Run, ...] = ()
    projects: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    broken: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """As people name it."""
        return f"{self.unit} {self.year}"
