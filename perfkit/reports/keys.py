"""What decides the result of a run, in parts: while they are as before, the run need not be done again.

perfkit     its own code and templates, Python, and the libraries that show in a result
language    of the page
engine      what ran the cells
notebook    its source
parameters  what it was given
data NAME   each part of the workspace that it read (perfkit.workspace.reads)
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

from perfkit import __version__
from perfkit.errors import CannotRead
from perfkit.reports.choice import notebook_files
from perfkit.reports.run import ENGINES, PYTHON, Run
from perfkit.workspace.fingerprints import unit_fingerprint, units_fingerprint, year_fingerprint
from perfkit.workspace.hashes import SHOWN, code_hash, file_hash
from perfkit.workspace.listing import folders
from perfkit.workspace.reads import UNITS, year_name

_LIBRARIES: Final = ("pandas", "pyarrow", "plotly", "papermill", "nbconvert", "ipykernel")
_DATA: Final = "data "


class Reason(NamedTuple):
    """Why a run is to be done.

    Args:
        kind: `new`, `failed`, `page` (its files are not as it left them), `forced`, `data`, or another part of the key.
        what: of `data`, the name of what changed.
    """

    kind: str
    what: str = ""


class Wanted(NamedTuple):
    """A run as far as its key goes, known without its data."""

    name: str
    notebook: str
    project: str
    parameters: dict[str, Any]
    engine: str


def wanted(run: Run) -> Wanted:
    """What is known of `run` without its data."""
    engine = run.engine if run.kernel == PYTHON else ENGINES[-1]
    return Wanted(run.name, run.notebook.name, run.project, run.parameters, engine)


@cache
def versions() -> dict[str, str]:
    """What a result depends on beside its data, as a manifest tells it."""
    own = {"perfkit": __version__, "python": platform.python_version()}
    return {**own, **{name: version(name) for name in _LIBRARIES}}


class Keys:
    """The keys of the runs of a workspace as it is now; each file is looked at once.

    Args:
        raw: data/raw.
        notebooks: the folder of the notebooks.
        language: of the pages.
    """

    def __init__(self, raw: Path, notebooks: Path, language: str) -> None:
        self._raw = raw
        self._notebooks = notebooks
        self._language = language
        self._read: dict[str, str] = {}
        self._sources: dict[str, str] = {}

    def of_run(self, run: Wanted, reads: Iterable[str]) -> dict[str, str]:
        """The key of a run that read what `reads` name."""
        return {
            **self._of_all(),
            "engine": run.engine,
            "notebook": self._source(run.notebook),
            "parameters": _short(json.dumps(run.parameters, sort_keys=True, ensure_ascii=False)),
            **{f"{_DATA}{name}": self.read(name) for name in sorted(reads)},
        }

    def of_plan(self, unit: str, year: int) -> dict[str, str]:
        """The key of which runs a unit and year has."""
        sources = [f"{path.name} {self._source(path.name)}" for path in notebook_files(self._notebooks)]
        name = year_name(unit, year)
        return {**self._of_all(), "notebook": _short("\n".join(sources)), f"{_DATA}{name}": self.read(name)}

    def of_indexes(self) -> dict[str, str]:
        """The key of which units and years there are."""
        units = [path.name for path in folders(self._raw)]
        return {**self._of_all(), **{f"{_DATA}{name}": self.read(name) for name in (UNITS, *units)}}

    def read(self, name: str) -> str:
        """The fingerprint of a part of the workspace; "" if the system refuses to open a file of it."""
        if name not in self._read:
            try:
                self._read[name] = self._fingerprint(name)[:16]
            except CannotRead:
                self._read[name] = ""
        return self._read[name]

    def _fingerprint(self, name: str) -> str:
        unit, _, year = name.partition("/")
        if name == UNITS:
            return units_fingerprint(self._raw)
        return year_fingerprint(self._raw, unit, int(year)) if year else unit_fingerprint(self._raw, unit)

    def _of_all(self) -> dict[str, str]:
        return {"perfkit": software(), "language": self._language}

    def _source(self, name: str) -> str:
        if name not in self._sources:
            try:
                self._sources[name] = file_hash(self._notebooks / name)[:16]
            except CannotRead:
                self._sources[name] = ""
        return self._sources[name]


def reads_of(key: Mapping[str, str]) -> list[str]:
    """What a run of that key had read."""
    return [part.removeprefix(_DATA) for part in key if part.startswith(_DATA)]


def difference(before: Mapping[str, str], now: Mapping[str, str]) -> Reason | None:
    """The first part that is not as before; None if all are."""
    for part, value in now.items():
        if before.get(part) != value:
            return Reason("data", part.removeprefix(_DATA)) if part.startswith(_DATA) else Reason(part)
    return None


@cache
def software() -> str:
    """One hash over perfkit's own code and templates and the versions of what it stands on."""
    return _short(json.dumps([code_hash(SHOWN), versions()]))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
