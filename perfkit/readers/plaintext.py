"""Text exports (csv, txt) -> a table of text cells: which encoding, which separator, which records.

The encoding is proven, never guessed: byte order mark, strict UTF-8, strict GB18030, in this order; Latin-1, which
reads anything, is never tried.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import BrokenFile, WrongEncoding

_MARKS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS: Final = "\t,;|"
_KNOWN: Final = "UTF-8, GB18030, UTF-16"
#: Chinese that somebody read as Latin-1 or lost on the way: runs of accented letters, replacement signs.
#: (×××× and ···· are no letters: Chinese offices mask names with them.)
_LETTERS: Final = "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{2}"
_MOJIBAKE: Final = re.compile(f"{_LETTERS}[\u00a1-\u00ff]{{2,}}|[\u00a1-\u00ff]{{2,}}{_LETTERS}|\ufffd|锟斤拷")


def decode(data: bytes, name: str, encodings: Sequence[str] = ()) -> tuple[str, str]:
    """The text of `data` and the encoding it was in: the first of `encodings` that fits, where a mapping names them.

    Raises:
        WrongEncoding: in none of the encodings, or the text is mojibake; names the row.
        BrokenFile: zero bytes in what is otherwise text.
    """
    found = _named(data, encodings) if encodings else _encoding(data, name)
    text = _strictly(data, found, name)
    garbled = _MOJIBAKE.search(text)
    if garbled:
        raise WrongEncoding(path=name, expected=_KNOWN, row=text.count("\n", 0, garbled.start()) + 1, found=garbled[0])
    return text.removeprefix("\ufeff"), found


def _named(data: bytes, encodings: Sequence[str]) -> str:
    """The first of `encodings` that reads `data`; the last if none does."""
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return encodings[-1]


def _encoding(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    zeros = data[:65536].count(0)
    if zeros:
        return _utf16_without_mark(data[:65536], zeros, name)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # Damaged UTF-8 often passes as GB18030, as nonsense. Three characters of three bytes never occur by chance.
        if len(re.findall("[\u0800-\uffff]", data[: error.start].decode("utf-8"))) >= 3:
            raise _wrong(data, "utf-8", name, error) from None
        return "gb18030"
    return "utf-8"


def _utf16_without_mark(head: bytes, zeros: int, name: str) -> str:
    """Every digit, comma and line break of UTF-16 has a zero byte; a few of them are a file that was cut or filled up.

    Raises:
        BrokenFile: too few zeros for UTF-16.
    """
    if zeros * 10 < len(head):
        expected, found = {"zh": "文本", "en": "text"}, {"zh": f"{zeros} 个空字节", "en": f"{zeros} zero bytes"}
        raise BrokenFile(path=name, expected=expected, found=found)
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong(data, encoding, name, error) from None


def _wrong(data: bytes, encoding: str, name: str, error: UnicodeDecodeError) -> WrongEncoding:
    row = data[: error.start].decode(encoding, "replace").count("\n") + 1
    expected = encoding.upper() if encoding != "gb18030" else _KNOWN
    return WrongEncoding(path=name, expected=expected, row=row, found=f"0x{data[error.start :][:2].hex()}")


def parse(text: str, name: str) -> pd.DataFrame:
    """The records of `text`, short ones filled up with "", blank lines kept; see `RawSheet.cells`.

    Raises:
        BrokenFile: a quotation mark opens and never closes.
    """
    separator = _separator(text)
    lines = text.splitlines()
    width = max(line.count(separator) for line in lines) + 1
    try:
        cells = pd.read_csv(
            io.StringIO(text), sep=separator, header=None, names=range(width), index_col=False, dtype="str",
            na_filter=False, skip_blank_lines=False, low_memory=False,
        )  # fmt: skip
    except pd.errors.ParserError as error:
        row = int(re.sub(r".*row (\d+).*", r"\1", str(error)).strip()) + 1
        expected = {"zh": "成对的引号", "en": "quotation marks in pairs"}
        found = {"zh": f"第 {row} 条记录的引号没有结束", "en": f"one that never closes in record {row}"}
        raise BrokenFile(path=name, expected=expected, found=found) from None
    cells = cells.fillna("").astype("str")
    # ="0123" is how exports keep spreadsheet programs from reading a code as a number.
    return cells.replace(r'^="(.*)"$', r"\1", regex=True) if '="' in text else cells


def _separator(text: str) -> str:
    """The separator that splits most records of the first 200 into the same, largest number of cells."""
    head = text[:65536].splitlines()[:200]

    def regularity(separator: str) -> int:
        widths = Counter(len(record) for record in csv.reader(head, delimiter=separator) if len(record) > 1)
        return max((width * count for width, count in widths.items()), default=0)

    return max(_SEPARATORS, key=regularity)
