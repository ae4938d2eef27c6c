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
import pyarrow as pa
from pyarrow import csv as pacsv

from perfkit.errors import BrokenFile, WrongEncoding

_MARKS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS: Final = "\t,;|"
_KNOWN: Final = "UTF-8, GB18030, UTF-16"
#: Every column of a text is one of texts; more than a thousand are no table.
_TEXTS: Final = {f"f{number}": pa.large_string() for number in range(1024)}
#: Bytes that Arrow takes at a time. It makes a part of each, and parts must be put together: its own 1 MiB makes many.
_BLOCK: Final = 2**24
#: Chinese that somebody read as Latin-1 or lost on the way: runs of accented letters, replacement signs.
#: (×××× and ···· are no letters: Chinese offices mask names with them.)
_LETTERS: Final = "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{2}"
#: The same of UTF-8: lead and continuation bytes of two Chinese characters, as Windows-1252 or Latin-1 show them.
_CONTINUED: Final = (
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_UTF8: Final = f"(?:[\u00e3-\u00e9]{_CONTINUED}{{2}}){{2}}"
MOJIBAKE: Final = re.compile(f"{_LETTERS}[\u00a1-\u00ff]{{2,}}|[\u00a1-\u00ff]{{2,}}{_LETTERS}|{_UTF8}|\ufffd|锟斤拷")

#: Nearly no export has any of these, without which nothing is mojibake.
_SUSPECT: Final = re.compile("[\u00a1-\u00ff\ufffd锟]")


def decode(data: bytes, name: str, encodings: Sequence[str] = ()) -> tuple[str, str]:
    """The text of `data` and the encoding it was in: the first of `encodings` that fits, where a mapping names them.

    Raises:
        WrongEncoding: in none of the encodings, or the text is mojibake; names the row.
        BrokenFile: zero bytes in what is otherwise text.
    """
    text, found = decode_table(data, name, encodings)
    garbled = garbled_in(text)
    if garbled:
        raise _garbled(text, garbled, name)
    return text, found


def decode_table(data: bytes, name: str, encodings: Sequence[str] = ()) -> tuple[str, str]:
    """As `decode`, but where the encoding is proven, mojibake stood in the text before it was written: cells of it.

    Raises:
        WrongEncoding, BrokenFile: as `decode`.
    """
    found = _named(data, encodings) if encodings else _encoding(data, name)
    text = _strictly(data, found, name)
    garbled = None if found.startswith("utf") else garbled_in(text)
    if garbled:
        raise _garbled(text, garbled, name)
    return text.removeprefix("\ufeff"), found


def garbled_in(text: str) -> re.Match[str] | None:
    """The first piece of mojibake in `text`."""
    return MOJIBAKE.search(text) if _SUSPECT.search(text) else None


def _garbled(text: str, garbled: re.Match[str], name: str) -> WrongEncoding:
    row = text.count("\n", 0, garbled.start()) + 1
    return WrongEncoding(path=name, expected=_KNOWN, row=row, found=garbled[0])


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


def parse(text: str, separator: str, name: str) -> pd.DataFrame:
    """The records of `text`, short ones filled up with "", blank lines kept; see `RawSheet.cells`.

    Raises:
        BrokenFile: a quotation mark opens and never closes, or one that joins lines makes a record too long.
    """
    quoted = not _marks_are_text(text, separator)
    cells = _regular(text, separator) if quoted else None
    if cells is None:
        counts = [line.count(separator) for line in io.StringIO(text, newline=None)]
        width = max(max(counts) + 1, _first_width(text, separator) if quoted else 0)
        cells = _cells(text, separator, width, name, quoted=quoted)
        if quoted and len(cells) < len(counts) and _swallowed(cells, separator, counts):
            cells = _cells(text, separator, width, name, quoted=False)
    # ="0123" is how exports keep spreadsheet programs from reading a code as a number.
    return cells.replace(r'^="(.*)"$', r"\1", regex=True) if '="' in text else cells


def _regular(text: str, separator: str) -> pd.DataFrame | None:
    """The cells of a text whose every line is a record of as many cells, in a fifth of the time; None of any other."""
    if text.count('"') % 2:  # a cell that never closes, which Arrow would take up to the end of the text
        return None
    try:
        table = pacsv.read_csv(
            pa.py_buffer(text.encode("utf-8", "surrogatepass")),
            pacsv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
            pacsv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            pacsv.ConvertOptions(column_types=_TEXTS, strings_can_be_null=False),
        )
    except pa.ArrowInvalid:
        return None
    if len(table) != text.count("\n") + (not text.endswith("\n")):
        return None
    return pd.DataFrame(
        {number: pd.Series(column.combine_chunks(), dtype="str") for number, column in enumerate(table)}
    )


def _first_width(text: str, separator: str) -> int:
    """The cells of the first record, whose headings may be broken into lines."""
    return len(next(csv.reader(io.StringIO(text[:65536], newline=""), delimiter=separator), []))


def _cells(text: str, separator: str, width: int, name: str, *, quoted: bool) -> pd.DataFrame:
    try:
        cells = pd.read_csv(
            io.StringIO(text), sep=separator, header=None, names=range(width), index_col=False, dtype="str",
            na_filter=False, skip_blank_lines=False, low_memory=False,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )  # fmt: skip
    except pd.errors.ParserError as error:
        raise _broken(str(error), name) from None
    return cells.fillna("").astype("str")


def _broken(said: str, name: str) -> BrokenFile:
    """What the parser says: `EOF inside string starting at row 3`, or `Expected 5 fields in line 3, saw 7`."""
    wide = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", said)
    if wide:
        expected = {"zh": f"每条记录最多 {wide[1]} 列", "en": f"records of at most {wide[1]} cells"}
        found = {"zh": f"第 {wide[2]} 条记录有 {wide[3]} 列", "en": f"one of {wide[3]} in record {wide[2]}"}
        return BrokenFile(path=name, expected=expected, found=found)
    row = int(re.sub(r".*row (\d+).*", r"\1", said).strip()) + 1
    expected = {"zh": "成对的引号", "en": "quotation marks in pairs"}
    found = {"zh": f"第 {row} 条记录的引号没有结束", "en": f"one that never closes in record {row}"}
    return BrokenFile(path=name, expected=expected, found=found)


def _marks_are_text(text: str, separator: str) -> bool:
    """Whether quotation marks hold nothing together: all lines are alike, and one opens what no mark at an end closes.

    Exports of fixed columns (FEC and the like) quote nothing, and a text may begin with a mark of its own. A file that
    was cut off inside its last cell is none of them: there nothing follows the mark. Where commas part the cells, texts
    have commas, and marks hold them together.
    """
    if '"' not in text or separator == ",":
        return False
    if len({line.count(separator) for line in io.StringIO(text, newline=None) if line.strip()}) > 1:
        return False
    cut = re.escape(separator)
    stray = rf'(?:\A|[\r\n{cut}])"[^"\r\n]*(?:""[^"\r\n]*)*(?:"[^"\r\n{cut}]|[\r\n])'
    return re.search(stray, text) is not None


def _swallowed(cells: pd.DataFrame, separator: str, counts: Sequence[int]) -> bool:
    """Whether some cell holds line breaks and as many separators as a whole record: the marks around it are text."""
    whole = max(Counter(counts).most_common(1)[0][0], 1)
    texts = (cells[column][cells[column].str.contains(r"[\r\n]")] for column in cells.columns)
    joined = (found.str.count(re.escape(separator)).ge(whole).any() for found in texts if len(found))
    return separator != "," and any(joined)


def separator_of(text: str) -> str:
    """The separator that splits most records of the first 200 into the same, largest number of cells."""
    head = text[:65536].splitlines()[:200]

    def regularity(separator: str) -> int:
        # A quotation mark that is text would join the lines below it: lines taken as they stand are counted, too.
        quoted = Counter(len(record) for record in csv.reader(head, delimiter=separator))
        plain = Counter(line.count(separator) + 1 for line in head)
        told = [width * count for widths in (quoted, plain) for width, count in widths.items() if width > 1]
        return max(told, default=0)

    return max(_SEPARATORS, key=regularity)
