"""Files as they lie on disk: what is read, and with which sentence what cannot be read is refused."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import pandas as pd
import pytest
import xlsxwriter
from readers.exports import write_workbook

from perfkit import errors
from perfkit.readers.files import archives, sheets, workbook_process, workbooks
from perfkit.readers.files.sheets import RawFile


def read_sheets(path: Path, encoding: str = "") -> RawFile:
    """The sheets of the file at `path`, as `read_export` asks for them."""
    data = sheets.read_bytes(path, path.name)
    return sheets.read_sheets(data, path.name, path.suffix.lower(), [encoding] if encoding else [])


LINES = "日期,凭证号,科目编码,借方,贷方\n2021-01-05,记-1,7201,1,\n"
FIXTURES = Path(__file__).parent / "fixtures"


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def refused(path: Path, kind: type[errors.ReadError], **options: str) -> errors.ReadError:
    with pytest.raises(kind) as caught:
        read_sheets(path, **options)
    for language in errors.LANGUAGES:
        assert path.name in caught.value.text(language)
        assert "{" not in caught.value.text(language)
    return caught.value


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [("utf-8", b"", "utf-8"), ("utf-8", b"\xef\xbb\xbf", "utf-8"), ("gb18030", b"", "gb18030"), ("gbk", b"", "gb18030"),
     ("utf-16-le", b"\xff\xfe", "utf-16"), ("utf-16-be", b"\xfe\xff", "utf-16"),
     ("utf-16-le", b"", "utf-16-le"), ("utf-16-be", b"", "utf-16-be")],
)  # fmt: skip
def test_encodings(tmp_path, codec, mark, encoding):
    file = read_sheets(put(tmp_path / "a.csv", mark + LINES.encode(codec)))
    assert file.encoding == encoding
    assert file.sheets[0].cells[0].to_list() == ["日期", "2021-01-05"]
    assert file.sheets[0].name == ""


@pytest.mark.parametrize("separator", ["\t", ",", ";", "|"])
def test_separators(tmp_path, separator):
    text = (
        "序时账\n"
        + LINES.replace(",", separator)
        + separator.join(["", "", "", "", "甲,乙;丙" if separator == "\t" else ""])
    )
    cells = read_sheets(put(tmp_path / "a.txt", text.encode())).sheets[0].cells
    assert cells.loc[1].to_list()[:5] == ["日期", "凭证号", "科目编码", "借方", "贷方"]


def test_rows_of_text_are_counted_with_blank_lines_and_quoted_line_breaks_are_one_record(tmp_path):
    text = 'a,b\n\n"x\ny",="007"\nshort\n'
    cells = read_sheets(put(tmp_path / "a.csv", text.encode())).sheets[0].cells
    assert cells.to_numpy().tolist() == [["a", "b"], ["", ""], ["x\ny", "007"], ["short", ""]]


@pytest.mark.parametrize("last", ["", ",x", ',"丙"'])
def test_headings_broken_into_lines_are_one_record(tmp_path, last):
    """No line of the file has as many separators as the header, and every one of them is wider than the lines."""
    text = f'"凭证\n号","借方\n金额","贷方\n金额"\n1,"2",""{last}\n'
    file = read_sheets(put(tmp_path / "a.csv", text.encode()))
    assert file.has_joined_lines
    assert file.sheets[0].cells.to_numpy().tolist()[0][:3] == ["凭证\n号", "借方\n金额", "贷方\n金额"]
    assert file.sheets[0].cells.to_numpy().tolist()[1][:3] == ["1", "2", ""]


@pytest.mark.parametrize(
    "text", ["甲,乙\n1,2\n", "甲,乙\r\n1,2", "甲,乙\r1,2\r", "\ufeff甲,乙\n1\n", '甲,乙\n"1\n",2\n', "甲,乙\n\n1,2"]
)
def test_lines_alike_and_all_others_give_the_same_cells(tmp_path, text):
    cells = read_sheets(put(tmp_path / "a.csv", text.encode())).sheets[0].cells
    assert cells.loc[0].to_list() == ["甲", "乙"]
    assert cells.iloc[-1].str.strip().to_list() == ["1", "" if text.endswith("\n1\n") else "2"]
    assert set(cells.dtypes) == {pd.StringDtype(na_value=float("nan"))}


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b"\xef\xbb\xbf" + "甲乙丙丁\n".encode() + b"\xff\n", 2),
        ("甲,乙\n丙,丁\n".encode("gb18030") + b"\x81\x20,x\n", 3),
        ("甲乙丙丁\n戊己\n".encode() + b"\xe4\xb8,1\n", 3),
    ],
)
def test_text_in_no_encoding_is_refused_with_its_row(tmp_path, content, row):
    assert refused(put(tmp_path / "a.csv", content), errors.WrongEncoding).parts["row"] == row


def test_damaged_utf8_never_passes_as_gb18030(tmp_path):
    damaged = "摘要,办公费支出明细\n".encode() + "退休费".encode("gb18030") + b",1\n"
    assert refused(put(tmp_path / "a.csv", damaged), errors.WrongEncoding).parts["expected"] == "UTF-8"


@pytest.mark.parametrize("garbled", ["日期".encode("gb18030").decode("latin-1"), "锟斤拷"])
def test_mojibake_does_not_get_through_where_nothing_proves_the_encoding(tmp_path, garbled):
    text = f"日期,b\nc,{garbled}\n"
    error = refused(put(tmp_path / "a.csv", text.encode("gb18030")), errors.WrongEncoding)
    assert error.parts["row"] == 2
    assert read_sheets(put(tmp_path / "b.csv", text.encode())).may_be_garbled
    assert not read_sheets(put(tmp_path / "c.csv", LINES.encode())).may_be_garbled


def test_the_encoding_a_mapping_names_is_used_strictly(tmp_path):
    path = put(tmp_path / "a.csv", "科目,金額\n".encode("big5"))
    assert read_sheets(path, encoding="big5").sheets[0].cells.loc[0].to_list() == ["科目", "金額"]
    refused(put(tmp_path / "b.csv", "科目\n退".encode("gb18030") + b"\xff"), errors.WrongEncoding, encoding="gb18030")
    odd = "科目\n".encode("utf-16") + b"\x00"
    assert refused(put(tmp_path / "c.csv", odd), errors.WrongEncoding).parts["row"] == 2


def test_an_open_quotation_mark_is_refused(tmp_path):
    error = refused(put(tmp_path / "a.csv", b'a,b\nc,"d\ne,f\n'), errors.BrokenFile)
    assert "2" in error.text("en")


def test_missing_empty_and_unknown_files(tmp_path):
    refused(tmp_path / "nothing.xlsx", errors.MissingFile)
    refused(put(tmp_path / "empty.csv", b""), errors.EmptyFile)
    refused(put(tmp_path / "blank.txt", b" \r\n\r\n"), errors.EmptyFile)
    refused(put(tmp_path / "commas.csv", b",,\n,,\n"), errors.EmptyFile)
    refused(write_workbook(tmp_path / "empty.xlsx", {"一": [], "二": []}), errors.EmptyFile)
    refused(put(tmp_path / "a.pdf", b"%PDF-1.4"), errors.UnknownKind)


def test_rows_of_a_workbook_are_those_a_person_sees(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"一": [[], [], ["标题"], [], [None, 7201, 0.1 + 0.2]]})
    cells = read_sheets(path).sheets[0].cells
    assert len(cells) == 5
    assert cells.loc[4].to_list() == ["", "7201", "0.3"]


def test_formulas_give_the_stored_value_and_failed_ones_are_no_blanks(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 7)
    sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
    book.close()
    assert read_sheets(tmp_path / "a.xlsx").sheets[0].cells.loc[0].to_list() == ["7", "#DIV0!"]


def test_content_decides_what_a_workbook_is(tmp_path):
    xlsx = write_workbook(tmp_path / "a.xlsx", {"一": [["甲"]]}).read_bytes()
    assert read_sheets(put(tmp_path / "really_xlsx.xls", xlsx)).sheets[0].name == "一"
    assert read_sheets(put(tmp_path / "really_xlsx.csv", xlsx)).sheets[0].name == "一"
    old = (FIXTURES / "journal.xls").read_bytes()
    assert read_sheets(put(tmp_path / "really_xls.xlsx", old)).sheets[0].name == "序时账"
    assert read_sheets(put(tmp_path / "of_wps.et", old)).sheets[0].name == "序时账"
    for name in ("commas.xls", "commas.xlsx", "commas.et"):
        assert read_sheets(put(tmp_path / name, LINES.encode("gb18030"))).separator == ","
    page = "<table><tr><td>甲</td></tr></table>".encode()
    assert read_sheets(put(tmp_path / "page.html", page)).sheets[0].cells.loc[0].to_list() == ["甲"]


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_truncated_workbooks(tmp_path, keep):
    xlsx = write_workbook(tmp_path / "a.xlsx", {"一": [["甲"] * 10] * 200}).read_bytes()
    refused(put(tmp_path / "cut.xlsx", xlsx[: int(len(xlsx) * keep)]), errors.BrokenFile)
    old = (FIXTURES / "journal.xls").read_bytes()
    refused(put(tmp_path / "cut.xls", old[: int(len(old) * 0.5)]), errors.ReadError)


def test_what_is_no_workbook(tmp_path):
    refused(put(tmp_path / "page.xls", b"\n<html><table></table></html>"), errors.UnknownKind)
    refused(put(tmp_path / "text.xlsx", b"hello"), errors.BrokenFile)
    refused(put(tmp_path / "bytes.xls", b"a,b\xff\xff,c\n"), errors.BrokenFile)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    refused(put(tmp_path / "letter.xlsx", packed.getvalue()), errors.UnknownKind)
    refused(put(tmp_path / "letter.xls", workbooks.OLE + b"\0" * 2000), errors.UnknownKind)


def test_protected_workbooks(tmp_path):
    plain = write_workbook(tmp_path / "a.xlsx", {"一": [["甲"]]})
    with plain.open("rb") as source, (tmp_path / "locked.xlsx").open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("secret", target)
    refused(tmp_path / "locked.xlsx", errors.ProtectedFile)


def test_protected_workbooks_of_the_old_format(tmp_path):
    data = bytearray((FIXTURES / "journal.xls").read_bytes())
    start = data.index(struct.pack("<HHH", 0x0809, 16, 0x0600))
    # The record after the beginning-of-file record becomes FILEPASS: "from here on everything is encrypted".
    struct.pack_into("<H", data, start + 20, 0x002F)
    refused(put(tmp_path / "locked.xls", bytes(data)), errors.ProtectedFile)


def zipped(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_workbooks_that_unpack_to_too_much(tmp_path, monkeypatch):
    bomb = zipped(tmp_path / "bomb.xlsx", {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b"0" * 2**20})
    monkeypatch.setattr(archives, "RATIO_FROM", 2**19)
    assert "200" in refused(bomb, errors.TooLarge).text("en")
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2**19)
    refused(bomb, errors.TooLarge)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_workbook_whose_parts_are_damaged(tmp_path, monkeypatch, method):
    whole = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<workbook/>" * 50}, method)
    content = bytearray(whole.read_bytes())
    content[60] ^= 0xFF
    monkeypatch.setattr(archives, "MAX_UNPACKED", 2000)
    refused(put(tmp_path / "b.xlsx", bytes(content)), errors.BrokenFile)


def test_a_stray_cell_at_the_far_corner_takes_no_memory_of_ours(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "far.xlsx"))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "z")
    book.close()
    assert "8 GiB" in refused(tmp_path / "far.xlsx", errors.TooLarge).text("en")


def test_what_the_reading_program_says_of_workbooks(tmp_path):
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("一").write_formula(2, 1, "=NA()", None, "#N/A")
    book.add_worksheet("空")
    book.close()
    streams = io.BytesIO()
    assert workbook_process.convert((tmp_path / "a.xlsx").read_bytes(), streams) == workbook_process.READ
    found = workbooks._sheets(streams.getvalue())
    assert found["一"].to_numpy().tolist() == [[""], [""], ["#NA!"]]
    assert found["空"].empty
    assert workbook_process.convert(b"PK", io.BytesIO()) == workbook_process.BROKEN
    assert workbook_process._text("anything else") == "#ERROR!"


def test_an_old_workbook_that_ends_the_reading_program(tmp_path):
    old = bytearray((FIXTURES / "journal.xls").read_bytes())
    old[48:52] = (0x0FFFFFFF).to_bytes(4, "little")  # the directory starts far behind the end
    refused(put(tmp_path / "a.xls", bytes(old)), errors.BrokenFile)
    refused(put(tmp_path / "b.xls", bytes(old[:600])), errors.UnknownKind)


def test_too_many_rows_or_bytes(tmp_path, monkeypatch):
    path = put(tmp_path / "a.csv", LINES.encode())
    monkeypatch.setattr(sheets, "MAX_ROWS", 1)
    assert "2 rows" in refused(path, errors.TooLarge).text("en")
    monkeypatch.setattr(sheets, "MAX_COLUMNS", 1)
    monkeypatch.setattr(sheets, "MAX_ROWS", 100)
    assert "5 列" in refused(path, errors.TooLarge).text("zh")
    monkeypatch.setattr(sheets, "MAX_BYTES", 10)
    refused(path, errors.TooLarge)


def test_masked_names_are_no_mojibake(tmp_path):
    text = "摘要,××××\n······,é à ç\n"
    assert read_sheets(put(tmp_path / "a.csv", text.encode())).sheets[0].cells.loc[0, 1] == "××××"


def test_memory_of_the_reading_program_is_bounded_where_the_system_can(monkeypatch):
    resource = pytest.importorskip("resource", reason="no limits of resources on this system")
    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: asked.append((what, limits[0])))
    workbook_process._limit_memory()
    monkeypatch.setitem(sys.modules, "resource", None)
    workbook_process._limit_memory()
    assert asked == [(resource.RLIMIT_AS, workbook_process.MAX_MEMORY)]


@pytest.mark.parametrize(("allowed", "asked"), [(2**32, 2**32), (2**40, workbook_process.MAX_MEMORY)])
def test_a_system_that_allows_less_memory_is_not_asked_for_more(monkeypatch, allowed, asked):
    resource = pytest.importorskip("resource", reason="no limits of resources on this system")
    told = []
    monkeypatch.setattr(resource, "getrlimit", lambda what: (allowed, allowed))
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: told.append(limits))
    workbook_process._limit_memory()
    assert told == [(asked, allowed)]


def test_how_the_reading_program_ended(tmp_path):
    assert isinstance(workbooks._failure(workbook_process.PROTECTED, b"", "a.xls"), errors.ProtectedFile)
    assert isinstance(workbooks._failure(-6, b"memory allocation of 9 bytes failed", "a.xls"), errors.TooLarge)
    assert isinstance(workbooks._failure(-6, b"panicked", "a.xls"), errors.BrokenFile)


def test_text_filled_up_with_zero_bytes_is_broken(tmp_path):
    found = refused(put(tmp_path / "a.csv", LINES.encode() + bytes(3)), errors.BrokenFile)
    assert "3 个空字节" in found.text("zh")


def test_a_file_that_the_system_keeps_closed(tmp_path, monkeypatch):
    def locked(_):
        raise PermissionError(13, "locked by another program")

    path = put(tmp_path / "a.csv", LINES.encode())
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "locked by another program" in refused(path, errors.CannotRead).text("en")
