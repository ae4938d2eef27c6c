"""The structured formats, each with what tells it from all others. Content decides, never the name alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from perfkit.readers.records import RecordFile
from perfkit.readers.rows import Source


@dataclass(frozen=True)
class Format:
    """One structured format.

    Args:
        name: what people call it.
        endings: endings that its files may have.
        recognises: whether a file is of this format, by its first 64 KiB and its ending in lower case.
        read: takes the whole content apart.
        standard: where the format is defined.
        status: how sure the reader is: tested on real files, or built from the specification.
    """

    name: str
    endings: tuple[str, ...]
    recognises: Callable[[bytes, str], bool]
    read: Callable[[bytes, Source], RecordFile]
    standard: str
    status: str


FORMATS: Final[tuple[Format, ...]] = ()
_HEAD: Final = 65536


def format_of(data: bytes, ending: str) -> Format | None:
    """The format of a file with that content and ending; None for tables (spreadsheets, csv, txt)."""
    return next((one for one in FORMATS if one.recognises(data[:_HEAD], ending)), None)


def endings() -> frozenset[str]:
    """Every ending that some format may have."""
    return frozenset(ending for one in FORMATS for ending in one.endings)
