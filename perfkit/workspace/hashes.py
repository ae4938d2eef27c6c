"""Hashes of files: of one, and of perfkit's own code."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import perfkit
from perfkit.errors import CannotRead

#: What decides how data are read and measured; templates and scripts decide how they are shown, too.
RULES: Final = frozenset({".py", ".csv", ".toml"})
SHOWN: Final = RULES | {".j2", ".css", ".js"}


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal.

    Raises:
        CannotRead: the system refuses to open it.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CannotRead(path=path.name, found=error.strerror or str(error)) from None


@cache
def code_hash(endings: frozenset[str] = RULES) -> str:
    """One hash over perfkit's own files of those endings, so that a changed rule makes everything anew."""
    root = Path(perfkit.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in endings)
    return hashlib.sha256("".join(file_hash(path) for path in files).encode()).hexdigest()
