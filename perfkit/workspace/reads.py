"""Which parts of a workspace were read: what a page has to be made anew for, when they change.

A name is `unit/year` for a ledger, `unit` for what is said of the unit and which years it has, and "" for which units
there are. They are noted in this process, and, where the variable names a file, there: a notebook's process is another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from perfkit.errors.base import RUN_VARIABLE

#: Names the file that reads are noted in.
VARIABLE: Final = RUN_VARIABLE
UNITS: Final = ""

_noted: set[str] = set()


def year_name(unit: str, year: int) -> str:
    """The name of a ledger."""
    return f"{unit}/{year}"


def note(name: str) -> None:
    """Something of that name is read."""
    _noted.add(name)
    if place := os.environ.get(VARIABLE):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(f"{name}\n")


def noted_in(place: Path) -> set[str]:
    """The names that a file holds; none if there is no such file."""
    return set(place.read_text(encoding="utf-8").splitlines()) if place.exists() else set()


@contextmanager
def noted() -> Iterator[set[str]]:
    """Notes what is read from here on, in this process."""
    _noted.clear()
    yield _noted
