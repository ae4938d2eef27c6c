"""Spreadsheet workbooks (xlsx, xls) -> one table of text cells per sheet, through calamine and Arrow."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from perfkit.errors import BrokenFile, ProtectedFile, ReadError, TooLarge, UnknownKind
from perfkit.readers.files import workbook_process
from perfkit.readers.files.archives import ZIP, opened
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.red_letters import red_cells

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGIN_OF_FILE: Final = re.compile(rb"\x09\x08(?:\x10\x00\x00\x06|\x08\x00\x00\x05)\x05\x00")
_FILE_PASSWORD: Final = 0x002F


def read_workbook(data: bytes, name: str) -> tuple[RawSheet, ...]:
    """Every sheet of a workbook, blank rows at the top included.

    Raises:
        BrokenFile, ProtectedFile, UnknownKind, TooLarge: with `name` as the path.
    """
    if data.startswith(ZIP):
        _check_zip(data, name)
    else:
        _check_ole(data, name)
    program = [sys.executable, "-P", str(Path(workbook_process.__file__))]
    done = subprocess.run(program, input=data, capture_output=True, check=False)  # noqa: S603 - our own program
    if done.returncode != workbook_process.READ:
        raise _failure(done.returncode, done.stderr, name)
    red = red_cells(data, name)
    return tuple(RawSheet(sheet, cells, red.get(sheet, {})) for sheet, cells in _sheets(done.stdout).items())


def _sheets(streams: bytes) -> dict[str, pd.DataFrame]:
    sheets, source = {}, pa.BufferReader(streams)
    while source.tell() < len(streams):
        table = pa.ipc.open_stream(source).read_all()
        filled = [pc.fill_null(column.cast(pa.large_string()), "") for column in table.columns]
        cells = pd.DataFrame({number: pd.Series(column, dtype="str") for number, column in enumerate(filled)})
        for row, column, text in json.loads(table.schema.metadata[b"failed"]):
            cells.iloc[row, column] = text
        sheets[table.schema.metadata[b"sheet"].decode()] = cells
    return sheets


def _failure(code: int, said: bytes, name: str) -> ReadError:
    if code == workbook_process.PROTECTED:
        return ProtectedFile(path=name)
    if b"memory allocation" in said or b"MemoryError" in said:
        memory = f"{workbook_process.MAX_MEMORY // 2**30} GiB"
        found = {"zh": "更多（可能有单元格远在表格之外）", "en": "more (perhaps a cell stands far outside the table)"}
        return TooLarge(path=name, expected=memory, found=found)
    return _broken(name)


def _check_zip(data: bytes, name: str) -> None:
    with opened(data, name) as archive:
        if not any(part.startswith("xl/workbook.") for part in archive.namelist()):
            found = {"zh": "不含工作簿的压缩文件", "en": "an archive without a workbook"}
            raise UnknownKind(path=name, expected="xlsx, xls, csv, txt", found=found)


def _check_ole(data: bytes, name: str) -> None:
    if _utf16("EncryptedPackage") in data or _has_password(data):
        raise ProtectedFile(path=name)
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        found = {"zh": "不含工作簿的文档", "en": "a document without a workbook"}
        raise UnknownKind(path=name, expected="xlsx, xls, csv, txt", found=found)


def _has_password(data: bytes) -> bool:
    """Whether an .xls is encrypted: a FILEPASS record stands among the first of the workbook ([MS-XLS] 2.4.117)."""
    begin = _BEGIN_OF_FILE.search(data)
    place = begin.start() if begin else len(data)
    for _ in range(8):
        if place + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, place)
        if record == _FILE_PASSWORD:
            return True
        place += 4 + length
    return False


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _broken(name: str) -> BrokenFile:
    expected = {"zh": "完整的 Excel 工作簿", "en": "a whole Excel workbook"}
    return BrokenFile(path=name, expected=expected, found={"zh": "残缺的内容", "en": "a damaged one"})
