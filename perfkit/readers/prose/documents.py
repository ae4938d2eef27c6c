"""A report as it lies on the disk -> the frame `prose`: what it is, its content decides, and not its name alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

import pandas as pd

from perfkit.errors import BrokenFile, ProtectedFile, ReadError, TooLarge, UnknownKind
from perfkit.readers.files.archives import ZIP
from perfkit.readers.files.plaintext import decode
from perfkit.readers.files.sheets import read_bytes, read_sheets
from perfkit.readers.files.workbooks import OLE
from perfkit.readers.prose.lines import text_rows
from perfkit.readers.prose.rows import Row, cells_text, prose_frame
from perfkit.readers.prose.word import read_word

TEXTS: Final = (".docx", ".txt", ".md")
#: Tables that were exported beside the report, and belong to it.
TABLES: Final = (".csv", ".xlsx", ".xls")
#: How other kinds of document begin, whatever their name says.
_OTHERS: Final = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_MAX_BYTES: Final = 2**27
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_prose(path: Path, unit_code: str = "", year: int = 0, source_file: str = "") -> pd.DataFrame:
    """The paragraphs and tables of the report at `path`: the frame `prose`, in the order of the document.

    A file of tables becomes its name, as a paragraph of row 0, and the rows of each of its sheets.

    Args:
        path: the file, one of TEXTS or TABLES.
        unit_code, year: whose report it is; empty where nobody says.
        source_file: how the frame and messages call it; "" = its name.

    Raises:
        ReadError: it cannot be read at all: one sentence says why.
    """
    name = source_file or path.name
    data = read_bytes(path, name, (*TEXTS, *TABLES))
    if len(data) > _MAX_BYTES:
        raise TooLarge(path=name, expected=f"{_MAX_BYTES:,} bytes", found=f"{len(data):,} bytes")
    return prose_frame(_rows(data, name, path.suffix.lower()), unit_code, year, name)


def _rows(data: bytes, name: str, ending: str) -> list[Row]:
    if ending in TABLES:
        return list(_tables(data, name, ending))
    _require_document(data, name, ending)
    if data.startswith(ZIP):
        return read_word(data, name)
    return text_rows(decode(data, name)[0], name, is_markdown=ending == ".md")


def _tables(data: bytes, name: str, ending: str) -> Iterator[Row]:
    sheets = read_sheets(data, name, ending).sheets
    for number, sheet in enumerate(sheets, start=1):
        yield Row(f"{PurePath(name).stem} {sheet.name}".strip(), 0)
        for row, cells in enumerate(sheet.cells.itertuples(index=False), start=1):
            yield Row(cells_text(cells), row, number)


def _require_document(data: bytes, name: str, ending: str) -> None:
    """Refuse what is named like a document and is something else.

    Raises:
        BrokenFile, ProtectedFile, UnknownKind
    """
    if data.startswith(OLE):
        raise _old(data, name)
    other = next((kind for sign, kind in _OTHERS.items() if data.lstrip()[:8].startswith(sign)), "")
    if not other and (ending != ".docx" or data.startswith(ZIP)):
        return
    expected = {"zh": "Word 文档（.docx）或文本", "en": "a Word document (.docx) or text"}
    raise BrokenFile(path=name, expected=expected, found=other or {"zh": "其他内容", "en": "something else"})


def _old(data: bytes, name: str) -> ReadError:
    if _ENCRYPTED in data:
        return ProtectedFile(path=name)
    kind = {"zh": "旧版 Word（.doc）", "en": "an old Word file (.doc)"}
    other = {"zh": "旧版办公文件", "en": "an old office file"}
    return UnknownKind(path=name, expected=", ".join(TEXTS), found=kind if _OLD_WORD in data else other)
