"""Where the raw files of a dossier are looked for: in its workspace, or in a folder that somebody was handed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfkit.errors import NoRawFiles, NoWorkspace
from perfkit.workspace import Workspace, open_workspace
from perfkit.workspace.listing import export_files
from perfkit.workspace.new import packaged_notebooks


@dataclass(frozen=True)
class Source:
    """The raw files of one unit and year, and the notebooks.

    Args:
        unit, year: whose.
        year_folder: the exports of the year.
        unit_folder: the folder of the unit, with unit.toml; None if only the exports of the year are there.
        notebooks: the folder of the notebooks.
    """

    unit: str
    year: int
    year_folder: Path
    unit_folder: Path | None
    notebooks: Path

    def find(self, name: str) -> Path | None:
        """The raw file that a manifest names; None if there is none in these folders."""
        for folder in filter(None, (self.year_folder, self.unit_folder)):
            path = folder / name
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        return None

    def exports(self) -> list[str]:
        """The names of all files of the year that may hold data."""
        return [path.name for path in export_files(self.year_folder)]


def find_source(dossier: Path, unit: str, year: int, raw: Path | None) -> Source | None:
    """The raw files of `dossier`; None if it lies in no workspace that has them.

    Args:
        dossier: its folder.
        unit, year: whose it is.
        raw: a folder of raw files: like data/raw, that of the unit, or that of the year.

    Raises:
        NoRawFiles: there are none of this unit and year in `raw`.
    """
    workspace = _workspace(dossier)
    notebooks = workspace.notebooks_folder if workspace else packaged_notebooks()
    if raw is None and workspace is None:
        return None
    folder = raw or (workspace.raw if workspace else dossier)
    unit_folder = _unit_folder(folder.resolve(), unit, year)
    if unit_folder:
        return Source(unit, year, unit_folder / str(year), unit_folder, notebooks)
    if raw is None:
        return None
    if not export_files(raw):
        raise NoRawFiles(path=raw, unit=unit, year=year)
    return Source(unit, year, raw, None, notebooks)


def _workspace(dossier: Path) -> Workspace | None:
    try:
        return open_workspace(dossier)
    except NoWorkspace:
        return None


def _unit_folder(raw: Path, unit: str, year: int) -> Path | None:
    if (raw / unit).is_dir():
        return raw / unit
    if (raw / "unit.toml").is_file() or (raw / str(year)).is_dir():
        return raw
    is_below = (raw.parent / "unit.toml").is_file() or raw.parent.name == unit
    return raw.parent if raw.name == str(year) and is_below else None
