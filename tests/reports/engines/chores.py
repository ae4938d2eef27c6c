"""What the tests have workers do."""

from __future__ import annotations

import os
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any


def threads() -> tuple[int, int]:
    """The threads that the system and that Python count in this process."""
    return len(list(Path("/proc/self/task").iterdir())), threading.active_count()


def look(name: str) -> Any:
    """What this process has of that name among the modules."""
    return name in sys.modules, str(sys.modules.get(name))


def pid() -> int:
    return os.getpid()


def die_once(path: Path) -> str:
    """Ends its process the first time."""
    if not path.exists():
        path.touch()
        os._exit(3)
    return "done"


def die() -> None:
    os._exit(3)


def fail(text: str) -> None:
    raise ValueError(text)


def unpicklable() -> Any:
    return lambda: None


def fail_oddly() -> None:
    class Odd(Exception):
        pass

    raise Odd


class Vanished:
    """A call that a worker cannot take apart."""

    def __reduce__(self) -> tuple[Any, ...]:
        return import_module, ("nowhere",)
