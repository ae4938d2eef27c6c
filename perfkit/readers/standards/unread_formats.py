"""XML and JSON of no standard that is read: say what the file is, instead of looking for a table in it."""

from __future__ import annotations

from typing import Final

from perfkit.errors import UnknownKind
from perfkit.readers.files.xmltext import root_tag
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import RecordFile

_ENDINGS: Final = (".xml", ".json", ".zip")
#: Tables that spreadsheet programs and web pages keep as XML; `perfkit.readers.files.sheets` reads them.
_TABLES: Final = ("workbook", "html", "table")
_HEAD: Final = 2**16


def is_unread(head: bytes, ending: str) -> bool:
    """Whether a file is XML, JSON or a zip archive by name; asked after every format that is read."""
    return ending in _ENDINGS and root_tag(head).casefold() not in _TABLES and not head.startswith((b"PK", b"\xd0\xcf"))


def read_unread(data: bytes, source: Source) -> RecordFile:
    """Refuse the file by the name of its first element.

    Raises:
        UnknownKind: always.
    """
    root = root_tag(data[:_HEAD])
    found = (
        {"zh": f"根元素为 {root} 的 XML", "en": f"XML with the root {root}"}
        if root
        else {"zh": "其他内容", "en": "something else"}
    )
    expected = "GB/T 24589, SAF-T, XBRL GL (XML), xlsx, xls, csv, txt"
    raise UnknownKind(path=source.source_file, expected=expected, found=found)
