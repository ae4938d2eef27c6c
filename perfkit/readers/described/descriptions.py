"""The files that people write beside the exports, TOML and CSV: read with patience, refused in one sentence."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from perfkit.errors import BadConfiguration, CannotRead
from perfkit.ledger.money import parse_cents
from perfkit.readers.files.plaintext import decode

#: More than people decide about one year.
MAX_ENTRIES: Final = 5000


def shown(path: Path) -> str:
    """How messages call a file of a unit (office/unit.toml) or of one of its years (office/2021/published.csv)."""
    depth = 3 if re.fullmatch(r"\d{4}", path.parent.name) else 2
    return "/".join(path.parts[-depth:])


def require(holds: bool, path: Path, where: object, expected: object, found: object) -> None:
    """Refuse the file at `path` unless `holds`.

    Raises:
        BadConfiguration
    """
    if not holds:
        raise BadConfiguration(path=shown(path), where=where, expected=expected, found=found)


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML file at `path`, with or without a byte order mark; an absent one is empty.

    Raises:
        BadConfiguration: it is not TOML in UTF-8.
        CannotRead: the system refuses.
    """
    if not path.is_file():
        return {}
    data = _bytes(path)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        found: object = {"zh": f"第 {row} 行有其他编码的文字", "en": f"text of another encoding in line {row}"}
    except tomllib.TOMLDecodeError as error:
        found = {"zh": f"语法错误（{error}）", "en": f"a fault of syntax: {error}"}
    expected = {"zh": "UTF-8 编码的 TOML", "en": "TOML in UTF-8"}
    raise BadConfiguration(path=shown(path), where={"zh": "内容", "en": "its text"}, expected=expected, found=found)


def read_entries(path: Path, name: str) -> list[dict[str, Any]]:
    """The tables `[[name]]` of the TOML file at `path`, which holds nothing else; an absent file has none.

    Raises:
        BadConfiguration: something else stands there, or more than MAX_ENTRIES.
        CannotRead: the system refuses.
    """
    document, shape = read_toml(path), f"[[{name}]]"
    for key in document:
        require(key == name, path, {"zh": "键名", "en": "a key"}, shape, key)
    entries = document.get(name, [])
    right = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    require(right, path, name, shape, repr(entries))
    most = {"zh": f"{MAX_ENTRIES:,} 条以内", "en": f"{MAX_ENTRIES:,} entries at most"}
    require(len(entries) <= MAX_ENTRIES, path, shape, most, f"{len(entries):,}")
    return list(entries)


def exact_cents(value: object) -> int | None:
    """The cents of an amount in TOML: a text in units of the currency ("-1200.50"), or a whole number; else None.

    A number with a decimal point is refused: what it means to the cent, TOML does not say.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    is_amount = isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,2})?", value, re.ASCII)
    return parse_cents(str(value)) if is_amount else None


def toml_text(text: str) -> str:
    """`text` as TOML writes it; what has no shape on paper is escaped, so that people see that it is there."""
    told = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in told)


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


def read_table(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of the CSV file at `path`, blank ones left out, cells stripped.

    It may be in UTF-8 or, as spreadsheet programs of Chinese systems save it, in GB18030.

    Raises:
        BadConfiguration: a column is missing, a row has more cells than the header, a quotation mark never closes.
        WrongEncoding, BrokenFile: its text is not readable.
        CannotRead: the system refuses.
    """
    text, _ = decode(_bytes(path), shown(path))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head, *rows = [[cell.strip() for cell in row] for row in reader] or [[]]
    except csv.Error as error:
        expected = {"zh": "成对的引号", "en": "quotation marks in pairs"}
        where = row_name(reader.line_num)
        raise BadConfiguration(path=shown(path), where=where, expected=expected, found=error) from None
    require(set(columns) <= set(head), path, row_name(1), ",".join(columns), ",".join(head))
    for number, row in enumerate(rows, start=2):
        expected = {"zh": f"{len(head)} 列", "en": f"{len(head)} cells"}
        require(not any(row[len(head) :]), path, row_name(number), expected, ",".join(row))
    width = len(head)
    filled = [dict(zip(head, [*row, *[""] * width][:width], strict=True)) for row in rows if any(row)]
    return [{name: row[name] for name in columns} for row in filled]


def row_name(number: int) -> dict[str, str]:
    """How sentences name a row."""
    return {"zh": f"第 {number} 行", "en": f"row {number}"}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path=shown(path), found=error.strerror or str(error)) from None
