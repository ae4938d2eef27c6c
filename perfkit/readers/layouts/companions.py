"""The other exports of a folder, looked into where one file does not tell its vouchers alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from perfkit.errors import PerfkitError, UnknownHeader
from perfkit.readers.files.sheets import ENDINGS, read_bytes, read_sheets
from perfkit.readers.layouts.mappings import Mapping
from perfkit.readers.layouts.panes import side_by_side
from perfkit.readers.layouts.systems import encodings_of
from perfkit.readers.layouts.tables import find_tables
from perfkit.readers.lines.rows import Source, Table

#: The beginning of a text tells by its headings what the whole is.
_HEAD: Final = 65536


def tables_elsewhere(kind: str, mappings: Sequence[Mapping], source: Source) -> Iterator[Table]:
    """The tables of that kind in the other exports of the folder.

    A file that cannot be read is passed over: it says so where it is read itself.
    """
    for path in source.companions:
        mapping = next((mapping for mapping in mappings if mapping.matches(path.name)), None)
        try:
            data = read_bytes(path, path.name, ENDINGS)
            if _may_hold(kind, data, path, mapping, source):
                yield from _tables(kind, data, path, mapping, source)
        except PerfkitError:
            continue


def _may_hold(kind: str, data: bytes, path: Path, mapping: Mapping | None, source: Source) -> bool:
    """Whether the first lines of a text are of that kind; of what is no plain text, nobody knows before it is read."""
    if ENDINGS[path.suffix.lower()] != "text" or len(data) <= _HEAD:
        return True
    try:
        return bool(_tables(kind, data[: data.rfind(b"\n", 0, _HEAD) + 1], path, mapping, source))
    except UnknownHeader:
        return False
    except PerfkitError:
        # A cell may hold more than the beginning of the file.
        return True


def _tables(kind: str, data: bytes, path: Path, mapping: Mapping | None, source: Source) -> list[Table]:
    encodings = mapping.encodings if mapping else encodings_of(data)
    file = read_sheets(data, path.name, path.suffix.lower(), encodings)
    return [
        table
        for table in find_tables(side_by_side(file.sheets, mapping), mapping, source)[0]
        if table.header.kind == kind
    ]
