"""What every process of a run is started with, so that the same data give the same bytes and a fork is safe."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Final

from perfkit.ledger.editions import EDITION_VARIABLE
from perfkit.workspace import reads

#: Same order of sets (hash seed), no more threads than workers, figures as data rather than as scripts. A thread that
#: a library starts on import would be lost in a forked process, with whatever lock it held: Arrow's allocator has one.
ENVIRONMENT: Final = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PLOTLY_RENDERER": "plotly_mimetype",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
#: `spawn` forces fresh processes where fork would do; for measurements and tests.
START_METHOD: Final = "PERFKIT_START_METHOD"
_PARENT_DEATH_SIGNAL: Final = 1


def environment(**more: str) -> dict[str, str]:
    """The environment of a process of a run: this one's, ours, and `more`."""
    return {**os.environ, **ENVIRONMENT, **more}


def scratch_environment(scratch: str, edition: str) -> dict[str, str]:
    """What keeps a run to itself: settings of users are not read, temporary files go with it.

    Args:
        scratch: the folder.
        edition: of the workspaces that the run opens; "" = as this process has it.
    """
    named = {EDITION_VARIABLE: edition} if edition else {}
    return {"IPYTHONDIR": scratch, "TMPDIR": scratch, reads.VARIABLE: str(reads_file(scratch)), **named}


def reads_file(scratch: str) -> Path:
    """Where a run notes what it reads of the workspace."""
    return Path(scratch, "reads")


def may_fork() -> bool:
    """Whether processes may be forked: on Linux. macOS has libraries that do not survive it, Windows has no fork."""
    return sys.platform == "linux" and os.environ.get(START_METHOD, "fork") != "spawn"


def die_with_parent(parent: int) -> None:
    """End this process when `parent` ends, however that happens (Linux; elsewhere it notices when it next writes)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
