"""Files of a dossier: names that are safe on every disk, writing that is never half done."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from perfkit.errors import CannotWrite, DiskFull

#: How the names of unfinished files end; a batch that is killed may leave some.
PART = ".part"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 40
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, making its folder: the file is either the old or the new one, never a part.

    Raises:
        CannotWrite: the disk refused; DiskFull: any other file will not fit, either.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """`write_text` for bytes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # else a power cut may leave the new name with nothing behind it
            # mkstemp makes files only the owner may read; a report is handed on like any other file.
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        kind = DiskFull if error.errno in _NO_ROOM else CannotWrite
        raise kind(path=path, found=error.strerror or error) from error


def sha256(path: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest(path: Path) -> dict[str, int | str]:
    """Size and hash of a file, as a manifest tells them."""
    data = path.read_bytes()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def file_names(codes: Iterable[str]) -> dict[str, str]:
    """A file name for each code, different for different codes even where case does not count, and never a path.

    A code of letters, digits, `_` and `-` is its own name; any other gets a hash, so that `a/b` and `a:b` differ.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in sorted(set(codes)):
        digest = hashlib.sha256(code.encode("utf-8")).hexdigest()[:8]
        name = _UNSAFE.sub("-", code)[:_LONGEST]
        name = name if name == code else f"{name}-{digest}"
        while name.casefold() in taken:
            name = f"{name}-{digest}"
        taken.add(name.casefold())
        names[code] = name
    return names
