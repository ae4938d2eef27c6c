"""Whether raw data are still the same, told without reading them: hashes over whatever lies in a folder of data/raw.

They cover more than a load looks at, never less; so an unchanged fingerprint means an unchanged ledger.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from perfkit.workspace.hashes import file_hash

#: Documents that may be large, and of which only the names are looked up.
_NAMES_ONLY: Final = "evidence"


def year_fingerprint(raw: Path, unit: str, year: int) -> str:
    """Of all files of a unit and year, with those of the unit itself.

    Raises:
        CannotRead: the system refuses to open one.
    """
    folder = raw / unit
    return _hash([*_lines(_files(folder), raw), *_lines(_all_files(folder / str(year)), raw)])


def unit_fingerprint(raw: Path, unit: str) -> str:
    """Of the files of the unit itself, and of which years it has.

    Raises:
        CannotRead: the system refuses to open one.
    """
    return _hash([*_lines(_files(raw / unit), raw), *_folder_names(raw / unit)])


def units_fingerprint(raw: Path) -> str:
    """Of which units there are."""
    return _hash(_folder_names(raw))


def _lines(files: Iterable[Path], raw: Path) -> Iterator[str]:
    for path in sorted(files):
        below = path.relative_to(raw)
        content = "" if below.parts[2:3] == (_NAMES_ONLY,) else file_hash(path)
        yield f"{below.as_posix()} {content}"


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder, without hidden ones and lock files of an office program."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield path


def _all_files(folder: Path) -> Iterator[Path]:
    for place, folders, _ in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from _files(Path(place))


def _folder_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
