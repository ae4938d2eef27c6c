"""Zip archives: bounded, and the names in them are only names."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from perfkit.errors import BrokenFile, EmptyFile, ProtectedFile, TooLarge, UnknownKind
from perfkit.readers.files import archives
from perfkit.readers.files.archives import members


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def read_members(data: bytes) -> dict[str, bytes]:
    return dict(members(data, "a.zip", ".xml"))


def test_files_of_one_ending_in_the_order_of_the_archive():
    data = archive({"ZIP_1/": b"", "ZIP_1/B.XML": b"<b/>", "note.txt": b"", "../../a.xml": b"<a/>"})
    assert list(read_members(data).items()) == [("ZIP_1/B.XML", b"<b/>"), ("../../a.xml", b"<a/>")]


def test_names_that_a_chinese_system_wrote_in_gbk():
    data = archive({"AAAA_1.xml": b"<a/>"}).replace(b"AAAA_1", "总账_1".encode("gbk"))
    assert list(read_members(data)) == ["总账_1.xml"]
    odd = archive({"AAAA_1.xml": b"<a/>"}).replace(b"AAAA_1", b"\xff\xff\xff\xff_1")
    assert len(read_members(odd)) == 1
    assert list(read_members(archive({"总账.xml": b"<a/>"}))) == ["总账.xml"]


def test_bounds(monkeypatch):
    data = archive({"a.xml": b"x" * 100_000, "b.xml": b"y"})
    monkeypatch.setattr(archives, "RATIO_FROM", 50_000)
    with pytest.raises(TooLarge, match="200"):
        read_members(data)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 50_000)
    with pytest.raises(TooLarge, match="50,000"):
        read_members(data)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 1)
    with pytest.raises(TooLarge, match="1 "):
        read_members(data)


@pytest.mark.parametrize("bound", [2**30, 20_000])
def test_a_directory_that_lies_about_sizes(monkeypatch, bound):
    data = archive({"a.xml": b"x" * 100_000})
    monkeypatch.setattr(archives, "MAX_UNPACKED", bound)
    for told in (10, 200_000 if bound > 200_000 else 11):
        lying = data.replace(struct.pack("<I", 100_000), struct.pack("<I", told))
        with pytest.raises(BrokenFile):
            read_members(lying)


def test_damaged_archives():
    data = archive({"a.xml": b"<a>" + bytes(range(256)) * 9 + b"</a>"})
    refused = 0
    for place in range(len(data)):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            try:
                read_members(damaged)
            except (BrokenFile, ProtectedFile, TooLarge):
                refused += 1
    assert refused > len(data)


def test_an_archive_that_asks_for_a_password():
    data = bytearray(archive({"a.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ProtectedFile):
        read_members(bytes(data))


def test_archives_without_a_file_of_ours(read: Callable[..., object]):
    for files in ({"a.xml": b"<a/>"}, {"a.txt": b"x"}, {}):
        data = archive(files)
        if not files:
            data = archive({"x/": b""})
        with pytest.raises(UnknownKind) as caught:
            read(data, name="export.zip")
        assert "SAF-T" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("export.xml", b"<?xml version='1.0'?><auditfile/>", "auditfile"),
        ("export.xml", b"no xml at all", "something else"),
        ("export.json", b'{"a": 1}', "something else"),
        ("export.zip", b"no zip", "something else"),
        ("export.zip", archive({"a.csv": b"1,2"}), "an archive without such files"),
    ],
)
def test_other_xml_is_refused_by_name(read, name, data, said):
    with pytest.raises(UnknownKind) as caught:
        read(data, name=name)
    assert said in caught.value.text("en")


def test_an_archive_of_archives_alone_is_empty_of_lines(read):
    names = "<公共档案><部门档案><部门编码>1</部门编码><部门名称>甲</部门名称></部门档案></公共档案>".encode()
    with pytest.raises(EmptyFile):
        read(archive({"GGDA.xml": names}), name="export.zip")
