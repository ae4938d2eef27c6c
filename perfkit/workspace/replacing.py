"""Writing a file so that it is either the old or the new one, never a part."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

#: A new file is handed on like any other; mkstemp makes files only the owner may read.
_MODE = 0o644


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make the file under a temporary name of the same folder, then give it the name `path`.

    Raises:
        OSError: the disk refused; what was there stays.
    """
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else _MODE
    handle, temporary = tempfile.mkstemp(prefix=".perfkit-", dir=path.parent)
    os.close(handle)
    try:
        write(Path(temporary))
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
