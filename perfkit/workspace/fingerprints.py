"""Whether raw data are still the same, told without reading them: hashes over what lies in the folders of data/raw.

They cover all that a load looks at; so an unchanged fingerprint means an unchanged ledger. Where a load looks only at
names (evidence, folders that hold no exports, which are told as unread), only names count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from perfkit.workspace.hashes import file_hash
from perfkit.workspace.listing import DRAFTS, EVIDENCE, files, folders


def year_fingerprint(raw: Path, unit: str, year: int) -> str:
    """Of all files of a unit and year, with those of the unit itself.

    Raises:
        CannotRead: the system refuses to open one.
    """
    folder = raw / unit / str(year)
    contents = (*files(raw / unit), *files(folder), *files(folder / DRAFTS))
    names = (*files(folder / EVIDENCE), *folders(folder))
    return _hash([*_lines(contents, raw), *(path.relative_to(raw).as_posix() for path in names)])


def unit_fingerprint(raw: Path, unit: str) -> str:
    """Of the files of the unit itself, and of which years it has.

    Raises:
        CannotRead: the system refuses to open one.
    """
    return _hash([*_lines(files(raw / unit), raw), *(path.name for path in folders(raw / unit))])


def units_fingerprint(raw: Path) -> str:
    """Of which units there are."""
    return _hash(path.name for path in folders(raw))


def _lines(paths: Iterable[Path], raw: Path) -> Iterator[str]:
    return (f"{path.relative_to(raw).as_posix()} {file_hash(path)}" for path in paths)


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
