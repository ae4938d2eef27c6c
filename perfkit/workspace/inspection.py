"""Looking at a file without touching anything."""

from __future__ import annotations

import re
from pathlib import Path

from perfkit.errors import BadConfiguration, MissingFile
from perfkit.ledger.units import Unit
from perfkit.readers import Mapping, load_mapping
from perfkit.readers.recognition import Recognition, recognise
from perfkit.workspace.folder import Workspace


def inspect(
    file: Path, *, workspace: Workspace | None, unit: str, year: int | None, mapping: Path | None
) -> Recognition:
    """How `file` would read, touching nothing.

    Args:
        file: the export; one that lies below data/raw is read as the unit and year of its folder.
        workspace: where `unit` is, if that is given.
        unit: whose it is; "" = of nobody in particular.
        year: the fiscal year; None = what the file tells.
        mapping: a mapping file to try.

    Raises:
        ReadError, WorkspaceError: as `add`.
    """
    place = None if unit else _place(file)
    if place:
        workspace, unit, year = place[0], place[1], year or place[2]
    whose, mappings, companions = Unit("", ""), list[Mapping](), list[Path]()
    if workspace and unit:
        companions = [path for path in workspace.exports(unit, year or 0) if path.name != file.name]
        whose, paths = workspace.unit_in(unit, year or 0)
        mappings = [load_mapping(path) for path in paths]
    if mapping:
        mappings = [_tried(mapping, file)]
    return recognise(file, unit=whose, year=year, mappings=mappings, companions=companions)


def _tried(path: Path, file: Path) -> Mapping:
    if not path.is_file():
        raise MissingFile(path=str(path))
    mapping = load_mapping(path)
    if not mapping.matches(file.name):
        found = ", ".join(mapping.files) or "-"
        raise BadConfiguration(path=path.name, where="mapping.files", expected=file.name, found=found)
    return mapping


def _place(file: Path) -> tuple[Workspace, str, int | None] | None:
    """Workspace, unit and year of a file in data/raw/<unit>/<year>, or data/raw/<unit>; None for one anywhere else."""
    found = re.fullmatch(r"(.*)/data/raw/([^/]+)/(?:([0-9]{4})/)?[^/]+", file.resolve().as_posix())
    workspace = Workspace(Path(found[1])) if found else None
    if not found or not workspace or found[2] not in workspace.units():
        return None
    return workspace, found[2], int(found[3]) if found[3] else None
