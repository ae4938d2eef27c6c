"""One batch at a time over a workspace; a batch that is killed leaves no lock behind."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from perfkit.errors import AlreadyRunning, CannotWrite

NAME: Final = ".perfkit-lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other batches out while this one works; `folder`, data/processed, is made if it is not there.

    Raises:
        AlreadyRunning: another batch is at work.
        CannotWrite: the disk refused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise CannotWrite(path=folder, found=error.strerror or error) from None
    try:
        _lock(descriptor)
        yield
    except BlockingIOError:
        raise AlreadyRunning(path=folder.parents[1]) from None
    finally:
        os.close(descriptor)  # the system lets go of the lock, also of a process that died


def _lock(descriptor: int) -> None:
    """Take the lock of an open file.

    Raises:
        BlockingIOError: another process has it.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
