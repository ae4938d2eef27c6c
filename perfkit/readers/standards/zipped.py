"""Zip archives of XML files: the files of one GB/T 24589 export together, or audit files in several parts."""

from __future__ import annotations

from typing import Final

from perfkit.errors import UnknownKind
from perfkit.readers.files.archives import ZIP, members, other_members
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.gbt24589 import Book, is_gbt24589
from perfkit.readers.standards.records import LeftOut, RecordFile
from perfkit.readers.standards.saft import is_saft, read_saft

_HEAD: Final = 2**16
#: What stands at the start of every workbook that is a zip archive.
_WORKBOOK: Final = (b"[Content_Types].xml", b"xl/")


def is_zip_of_xml(head: bytes, ending: str) -> bool:
    """Whether a file is a zip archive and no workbook."""
    return head.startswith(ZIP) and ending == ".zip" and not any(mark in head for mark in _WORKBOOK)


def read_zip(data: bytes, source: Source) -> RecordFile:
    """What the XML files of an archive tell: those of GB/T 24589 as one export, each audit file by itself.

    Other files are left out by name.

    Raises:
        UnknownKind: no file of it is of a standard that we read.
        ReadError: see `members` and `subtrees`.
    """
    book, files, others = Book(source), [], []
    for name, content in members(data, source.source_file, ".xml"):
        if is_gbt24589(content[:_HEAD], ".xml"):
            book.take(content, name)
        elif is_saft(content[:_HEAD], ".xml"):
            files.append(read_saft(content, source, name))
        else:
            others.append(LeftOut("other_part", [name], [1], name))
    others += [LeftOut("other_part", [name], [1], name) for name in other_members(data, source.source_file, ".xml")]
    files += [book.file()] if book.encoding else []
    if not files:
        expected = {"zh": "GB/T 24589 或 SAF-T 的 XML 文件", "en": "XML files of GB/T 24589 or SAF-T"}
        found = {"zh": "不含此类文件的压缩文件", "en": "an archive without such files"}
        raise UnknownKind(path=source.source_file, expected=expected, found=found)
    return RecordFile(
        files[0].system,
        tuple(records for file in files for records in file.records),
        (*(left for file in files for left in file.left_out), *others),
        tuple(finding for file in files for finding in file.findings),
        files[0].encoding,
    )
