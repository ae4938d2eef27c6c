"""An export as it lies on disk -> `RawSheet`s: every row, every cell as text, nothing interpreted.

What a file is, its content decides: an `.xls` that is really an xlsx, a web page, an XML spreadsheet or text in columns
is read as such. Formula cells give the value that the spreadsheet program stored; nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perfkit.errors import BrokenFile, CannotRead, EmptyFile, MissingFile, ReadError, TooLarge, UnknownKind
from perfkit.readers.files.archives import ZIP
from perfkit.readers.files.markup import is_page, read_page
from perfkit.readers.files.plaintext import decode_table, garbled_in, parse, separator_of
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.spreadsheetml import is_spreadsheet, read_spreadsheet
from perfkit.readers.files.workbooks import OLE, read_workbook

#: Ending -> what the name promises. (.et is what WPS calls its workbooks, in the format of xls.)
ENDINGS: Final = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".et": "xls",
    ".csv": "text", ".txt": "text", ".tsv": "text", ".htm": "text", ".html": "text",
}  # fmt: skip
MAX_BYTES: Final = 2**29
MAX_ROWS: Final = 2_000_000
#: The widest ledger export known has 64; a thousand take seconds, and more are no table.
MAX_COLUMNS: Final = 1000
#: Bytes of one line of text: a thousand times what the widest ledger has.
MAX_LINE: Final = 2**20


@dataclass(frozen=True)
class RawFile:
    """All sheets of one export, empty ones included.

    Args:
        sheets: they, in the order of the workbook.
        encoding, separator: of a text file; "" for workbooks.
        may_be_garbled: False where no text in it is mojibake.
        has_joined_lines: whether some record of a text file goes over several lines.
        workbook: the content of the file if it is a workbook, for what is not in its cells.
    """

    sheets: tuple[RawSheet, ...]
    encoding: str = ""
    separator: str = ""
    may_be_garbled: bool = True
    has_joined_lines: bool = False
    workbook: bytes = b""


def read_bytes(path: Path, name: str, endings: Collection[str] = ENDINGS) -> bytes:
    """The content of the export at `path`.

    Args:
        path: the file.
        name: how messages call it.
        endings: the endings that it may have.

    Raises:
        MissingFile, CannotRead, EmptyFile, UnknownKind, TooLarge
    """
    if not path.is_file():
        raise MissingFile(path=name)
    if path.suffix.lower() not in endings:
        raise UnknownKind(path=name, expected=", ".join(endings), found=path.suffix or "-")
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge(path=name, expected=f"{MAX_BYTES:,} bytes", found=f"{path.stat().st_size:,} bytes")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(path=name, found=error.strerror or str(error)) from None
    if not data.strip():
        raise EmptyFile(path=name)
    return data


def read_sheets(data: bytes, name: str, ending: str = ".csv", encodings: Sequence[str] = ()) -> RawFile:
    """Every sheet of the export with the content `data`.

    Args:
        data: the content.
        name: how messages call the file.
        ending: of its name, in lower case.
        encodings: those of a text file where a mapping names them; none = find out.

    Raises:
        EmptyFile, BrokenFile, ProtectedFile, UnknownKind, WrongEncoding, TooLarge: each with its parts.
    """
    file = _read(data, name, ENDINGS.get(ending, "text"), encodings)
    rows = sum(len(sheet.cells) for sheet in file.sheets)
    if rows > MAX_ROWS:
        raise TooLarge(path=name, expected=_rows(MAX_ROWS), found=_rows(rows))
    width = max((sheet.cells.shape[1] for sheet in file.sheets), default=0)
    if width > MAX_COLUMNS:
        raise TooLarge(path=name, expected=_columns(MAX_COLUMNS), found=_columns(width))
    if not any(cells.ne("").any() for sheet in file.sheets for _, cells in sheet.cells.items()):
        raise EmptyFile(path=name)
    return file


def _read(data: bytes, name: str, ending: str, encodings: Sequence[str]) -> RawFile:
    if data.startswith((ZIP, OLE)):
        return RawFile(read_workbook(data, name), workbook=data)
    if is_spreadsheet(data):
        return RawFile(read_spreadsheet(data, name))
    if is_page(data):
        return RawFile(*read_page(data, name))
    _require_lines(data, name)
    if ending != "text" and not _is_in_columns(data, name):
        expected = {"zh": f"{ending} 工作簿", "en": f"an {ending} workbook"}
        raise BrokenFile(path=name, expected=expected, found={"zh": "其他内容", "en": "something else"})
    text, found = decode_table(data, name, encodings)
    separator = separator_of(text)
    cells = parse(text, separator, name)
    has_joined_lines = len(cells) < text.rstrip("\r\n").count("\n") + 1
    return RawFile((RawSheet("", cells),), found, separator, garbled_in(text) is not None, has_joined_lines)


def _require_lines(data: bytes, name: str) -> None:
    """Refuse a text with a line that no ledger has, before anything takes a multiple of its memory."""
    start = 0
    while len(data) - start > MAX_LINE:
        end = max(data.rfind(mark, start, start + MAX_LINE) for mark in (b"\n", b"\r"))
        if end < start:
            expected = {"zh": f"每行 {MAX_LINE:,} 字节", "en": f"{MAX_LINE:,} bytes a line"}
            raise TooLarge(path=name, expected=expected, found={"zh": "更长的一行", "en": "a longer one"})
        start = end + 1


def _is_in_columns(data: bytes, name: str) -> bool:
    """Whether a workbook by name is text in columns: what many web systems write and spreadsheet programs open."""
    try:
        text = decode_table(data, name)[0]
    except ReadError:
        return False
    return separator_of(text) in text


def _rows(count: int) -> dict[str, str]:
    return {"zh": f"{count:,} 行", "en": f"{count:,} rows"}


def _columns(count: int) -> dict[str, str]:
    return {"zh": f"{count:,} 列", "en": f"{count:,} columns"}
