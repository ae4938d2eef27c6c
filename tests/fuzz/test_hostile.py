"""Files made to hurt: each ends in one sentence, in bounded memory, in a process of its own so that it is measured."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from fuzz.seeds import SEEDS

#: What a reader may take beyond the kept rows (none here).
MAX_MIB = 1536
_PROGRAM = """
import json, sys
from pathlib import Path
from perfkit.errors import PerfkitError
from perfkit.ledger.units import Unit
from perfkit.readers import read_export
try:
    import resource
except ImportError:
    resource = None
path = Path(sys.argv[1])
try:
    export = read_export(path, unit=Unit("demo", "示例", chart="other"), year=2021, mappings=[], source_file=path.name)
    said = [len(export.set_aside), export.rows_kept, export.rows_read]
except PerfkitError as fault:
    said = [type(fault).__name__, fault.text("en")]
who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) if resource else ()
print(json.dumps([said, max([resource.getrusage(one).ru_maxrss // 1024 for one in who], default=0)]))
"""


def read_apart(path: Path) -> list[object]:
    """[error, sentence] or [rows set aside, kept, read]; fails on any other end and on too much memory."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    said, mib = json.loads(done.stdout.splitlines()[-1])
    assert mib < MAX_MIB, f"{mib} MiB"
    return list(said)


def _fill(archive: zipfile.ZipFile, name: str, head: bytes, unit: bytes, mib: int) -> None:
    block = unit * (2**20 // len(unit))
    with archive.open(name, "w", force_zip64=True) as member:
        member.write(head)
        for _ in range(mib):
            member.write(block)


def workbook_bomb(path: Path) -> Path:
    """A sheet that unpacks to 1.1 GiB."""
    with zipfile.ZipFile(path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        _fill(archive, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>", b"<row><c><v>1</v></c></row>", 1126)
    return path / "bomb.xlsx"


def archive_bomb(path: Path) -> Path:
    """An archive of the national standard whose ledger unpacks to 1.1 GiB."""
    with zipfile.ZipFile(path / "ZIP_001_2021.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        _fill(archive, "ZZ_001_2021.xml", '<?xml version="1.0" encoding="GBK"?><总账>'.encode("gbk"), b"<a>1</a>", 1126)
    return path / "ZIP_001_2021.zip"


def lying_archive(path: Path) -> Path:
    """A directory that says 100 bytes where 64 MiB come out."""
    with zipfile.ZipFile(path / "ZIP_002_2021.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        _fill(archive, "ZZ_002_2021.xml", b"<x>", b"<a>1</a>", 64)
    data = (path / "ZIP_002_2021.zip").read_bytes()
    size = (64 * 2**20 + 3).to_bytes(4, "little")
    (path / "ZIP_002_2021.zip").write_bytes(data.replace(size, (100).to_bytes(4, "little")))
    return path / "ZIP_002_2021.zip"


def long_line(path: Path) -> Path:
    """One line of 1 GB (a sparse file would be zero bytes: this one is text)."""
    block = b"9" * 10**6
    with (path / "line.csv").open("wb") as file:
        for _ in range(1000):
            file.write(block)
    return path / "line.csv"


def long_text(path: Path) -> Path:
    """A line of 300 MB below a sound header."""
    with (path / "text.csv").open("wb") as file:
        file.write(SEEDS["journal.csv"])
        for _ in range(300):
            file.write(b"9," * (10**6 // 2))
    return path / "text.csv"


def many_sheets(path: Path) -> Path:
    """Two hundred sheets, each with a journal line."""
    book = xlsxwriter.Workbook(str(path / "sheets.xlsx"))
    for number in range(200):
        sheet = book.add_worksheet(f"账页{number}")
        sheet.write_row(0, 0, ["日期", "凭证号", "摘要", "科目编码", "借方金额", "贷方金额"])
        sheet.write_row(1, 0, ["2021-01-01", str(number), "甲", "7201", 1, ""])
    book.close()
    return path / "sheets.xlsx"


def formulas(path: Path) -> Path:
    """Cells that a spreadsheet program would compute, or a shell run: here they are texts and stored values."""
    book = xlsxwriter.Workbook(str(path / "formulas.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["日期", "凭证号", "摘要", "科目编码", "借方金额", "贷方金额"])
    sheet.write_row(1, 0, ["2021-01-01", "1"])
    sheet.write_formula(1, 2, '=HYPERLINK("http://a.invalid","x")', None, "甲")
    sheet.write_string(1, 3, "7201")
    sheet.write_formula(1, 4, "=1+1", None, 2)
    book.close()
    return path / "formulas.xlsx"


def _xml(path: Path, name: str, text: str) -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path / name


def laughs(path: Path) -> Path:
    """Entities that multiply to a billion words."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        SEEDS["saft.xml"]
        .decode()
        .replace("<n1:AuditFile ", f'<!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><n1:AuditFile ')
    )
    return _xml(path, "laughs.xml", text.replace("Leie mars", "&l9;"))


def outside(path: Path) -> Path:
    """An entity that reads a file of this machine."""
    text = SEEDS["saft.xml"].decode()
    text = text.replace("<n1:AuditFile ", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><n1:AuditFile ')
    return _xml(path, "outside.xml", text.replace("Leie mars", "&e;"))


def deep(path: Path) -> Path:
    """Elements within elements, a hundred thousand times."""
    text = SEEDS["saft.xml"].decode().replace("<n1:MasterFiles>", "<n1:MasterFiles>" + "<n1:a>" * 100_000)
    return _xml(path, "deep.xml", text)


def deep_page(path: Path) -> Path:
    """The same as a web page that calls itself a workbook."""
    return _xml(path, "deep.xls", "<html>" + "<table><tr><td>" * 50_000)


def deep_json(path: Path) -> Path:
    """Lists within lists."""
    return _xml(path, "deep.json", "[" * 200_000)


def wide_page(path: Path) -> Path:
    """A cell that spans a billion columns and rows."""
    return _xml(path, "wide.xls", '<html><table><tr><td colspan="1000000000" rowspan="1000000000">1</td></tr></table>')


def far_cell(path: Path) -> Path:
    """A cell far outside the table, in a spreadsheet written as XML: beyond any sheet, it stands where it can."""
    text = SEEDS["spreadsheet.xls"].decode().replace("<Cell>", '<Cell ss:Index="1000000000">', 1)
    return _xml(path, "far.xls", text.replace("<Row>", '<Row ss:Index="1000000000">', 1))


def nul_bytes(path: Path) -> Path:
    """A text with zero bytes among its letters."""
    (path / "nul.csv").write_bytes(SEEDS["journal.csv"].replace("办公".encode(), "办\0公".encode()))
    return path / "nul.csv"


REFUSED: list[tuple[Callable[[Path], Path], set[str]]] = [
    (workbook_bomb, {"TooLarge"}),
    (archive_bomb, {"TooLarge"}),
    (lying_archive, {"TooLarge", "BrokenFile"}),
    (long_line, {"TooLarge"}),
    (long_text, {"TooLarge"}),
    (laughs, {"UnsafeFile"}),
    (outside, {"UnsafeFile"}),
    (deep, {"BrokenFile", "TooLarge"}),
    (deep_page, {"BrokenFile", "TooLarge", "UnknownHeader", "EmptyFile"}),
    (deep_json, {"BrokenFile", "TooLarge", "UnknownKind"}),
    (wide_page, {"BrokenFile", "TooLarge", "UnknownHeader", "EmptyFile"}),
    (nul_bytes, {"BrokenFile"}),
]


@pytest.mark.parametrize(("make", "errors"), REFUSED, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_refused(make: Callable[[Path], Path], errors: set[str], tmp_path: Path) -> None:
    path = make(tmp_path)
    said, sentence = read_apart(path)
    assert said in errors
    assert path.name in str(sentence)
    if said == "TooLarge":
        assert any(character.isdigit() for character in str(sentence))


@pytest.mark.parametrize(
    ("make", "kept"), [(many_sheets, 200), (formulas, 1), (far_cell, 6)], ids=["sheets", "formulas", "far"]
)
def test_what_is_read(make: Callable[[Path], Path], kept: int, tmp_path: Path) -> None:
    aside, lines, rows = read_apart(make(tmp_path))
    assert (lines, rows) == (kept, kept + int(str(aside)))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "..\\ZZ_evil.xml", "ZZ_001_2021.xml/../../x"])
def test_names_in_archives_are_never_paths(name: str, tmp_path: Path) -> None:
    path = tmp_path / "in" / "ZIP_001_2021.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, SEEDS["ZZ_001_2021.xml"])
    read_apart(path)
    assert sorted(entry.name for entry in tmp_path.rglob("*")) == ["ZIP_001_2021.zip", "in"]
