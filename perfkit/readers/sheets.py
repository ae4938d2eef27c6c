"""An export as it lies on disk -> `RawSheet`s: every row, every cell as text, nothing interpreted.

What a file is, its content decides: an `.xls` that is really an xlsx is read as one. Formula cells give the value
that the spreadsheet program stored; nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import BrokenFile, CannotRead, EmptyFile, MissingFile, TooLarge, UnknownKind
from perfkit.readers.plaintext import decode, parse
from perfkit.readers.workbooks import OLE, ZIP, read_workbook

ENDINGS: Final = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls", ".csv": "text", ".txt": "text", ".tsv": "text"}
MAX_BYTES: Final = 2**30
MAX_ROWS: Final = 2_000_000


@dataclass(frozen=True)
class RawSheet:
    """One sheet, or one text file.

    Args:
        name: the sheet's name; "" for a text file.
        cells: `str` columns 0, 1, ... without nulls. *Grain*: row i is row i+1 as a person sees it in the sheet;
            in a text file with quoted line breaks it is record i+1.
    """

    name: str
    cells: pd.DataFrame


@dataclass(frozen=True)
class RawFile:
    """All sheets of one export, empty ones included, and the encoding that a text file was in ("" for workbooks)."""

    sheets: tuple[RawSheet, ...]
    encoding: str = ""


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
    if not any((sheet.cells != "").to_numpy().any() for sheet in file.sheets):
        raise EmptyFile(path=name)
    return file


def _read(data: bytes, name: str, ending: str, encodings: Sequence[str]) -> RawFile:
    if data.startswith((ZIP, OLE)):
        sheets = read_workbook(data, name)
        return RawFile(tuple(RawSheet(sheet, cells) for sheet, cells in sheets.items()))
    if ending != "text":
        _refuse(data, name, ending)
    text, found = decode(data, name, encodings)
    return RawFile((RawSheet("", parse(text, name)),), found)


def _rows(count: int) -> dict[str, str]:
    return {"zh": f"{count:,} 行", "en": f"{count:,} rows"}


def _refuse(data: bytes, name: str, ending: str) -> None:
    """Say what a workbook by name, that is none by content, really is."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found = {"zh": f"扩展名为 {ending} 的网页（HTML/XML）", "en": f"a web page (HTML/XML) named {ending}"}
        expected = {"zh": "真正的 xlsx、xls 工作簿，或 csv、txt", "en": "a real xlsx or xls workbook, or csv, txt"}
        raise UnknownKind(path=name, expected=expected, found=found)
    expected = {"zh": f"{ending} 工作簿", "en": f"an {ending} workbook"}
    raise BrokenFile(path=name, expected=expected, found={"zh": "其他内容", "en": "something else"})
