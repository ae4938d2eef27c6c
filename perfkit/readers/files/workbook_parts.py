"""Which part of an xlsx workbook holds which of its sheets.

*Source*: ECMA-376 part 1, 18.2.19 (sheet); part 2, 9.3 (relationships).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from perfkit.readers.files.archives import members
from perfkit.readers.files.xmlstream import subtrees

STYLES: Final = "xl/styles.xml"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


def part(data: bytes, name: str, path: str) -> bytes:
    """The part at that path, in XML; an empty element if there is none.

    Raises:
        BrokenFile, ProtectedFile, TooLarge: see `members`.
    """
    return next((content for found, content in members(data, name, path) if found == path), b"<none/>")


def sheets(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every sheet, one at a time: unpacked they may be large.

    Raises:
        BrokenFile, ProtectedFile, TooLarge, UnsafeFile, WrongEncoding: see `members` and `subtrees`.
    """
    places = {
        element.attributes.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", element.attributes.get("Target", ""))
        ).lstrip("/")
        for element in subtrees(part(data, name, _RELATIONS), name, {"Relationship"})
    }
    for element in subtrees(part(data, name, _BOOK), name, {"sheets/sheet"}):
        yield element.attributes.get("name", ""), part(data, name, places.get(element.attributes.get("id", ""), "-"))


def place(reference: str) -> tuple[int, int] | None:
    """(row, column), from 0, of a cell such as C7; None if it is none."""
    found = _CELL.fullmatch(reference)
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
