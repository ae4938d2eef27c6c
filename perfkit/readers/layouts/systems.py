"""Which known accounting system wrote a table: the one whose headings stand in one of its first rows.

What is known of each system is data: systems/*.toml, mapping files with `headings` instead of `files`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import header_rows, normal
from perfkit.readers.layouts.mappings import Mapping, system_mappings

#: Text of a file's beginning that is looked at before its encoding is known.
_HEAD = 4096


def system_of(sheet: RawSheet) -> Mapping | None:
    """The mapping of the system that wrote `sheet`; None if it is none we know."""
    headings = [{normal(title) for title in titles} for titles, _, _ in header_rows(sheet, None)]
    return next((mapping for mapping in system_mappings() if mapping.headings and _in_one(mapping, headings)), None)


def encodings_of(data: bytes) -> tuple[str, ...]:
    """The encodings in which the system that wrote a text file writes; () if its headings do not tell."""
    lines = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1").splitlines()
    headings = [{normal(cell.strip('"')) for cell in re.split(r"[\t|;,]", line)} for line in lines]
    known = (mapping for mapping in system_mappings() if mapping.encodings)
    found = next((mapping for mapping in known if _in_one(mapping, headings)), None)
    return found.encodings if found else ()


def _in_one(mapping: Mapping, rows: Sequence[set[str]]) -> bool:
    wanted = {normal(heading) for heading in mapping.headings}
    return any(wanted <= headings for headings in rows)
