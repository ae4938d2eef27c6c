"""Names that never leave their folder; writing that is never half done."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.errors import CannotWrite
from perfkit.reports.files import file_names, sha256, write_text


def test_an_ordinary_code_is_its_own_name() -> None:
    assert file_names(["P01", "a_b-1"]) == {"P01": "P01", "a_b-1": "a_b-1"}


def test_different_codes_get_different_names_even_where_case_does_not_count() -> None:
    first = file_names(["a/b"])["a/b"]
    codes = ["a/b", "a:b", "a-b", "A-B", first, "机关", "党建", "x" * 50, "x" * 51]
    names = file_names(codes)
    assert len({name.casefold() for name in names.values()}) == len(codes)


@pytest.mark.parametrize("code", ["../../etc/passwd", "..", "/", "a\\b", "C:", "a b", "\x00", "<script>"])
def test_no_code_leaves_the_folder(code: str) -> None:
    name = file_names([code])[code]
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    assert len(name) < 60


def test_writing_makes_the_folder_and_leaves_no_part_behind(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.html"
    write_text(path, "旧")
    write_text(path, "新\n")
    assert path.read_bytes() == "新\n".encode()
    assert [file.name for file in path.parent.iterdir()] == ["b.html"]
    assert path.stat().st_mode & 0o777 == 0o644
    assert len(sha256(path)) == 64


def test_a_disk_that_refuses_is_a_sentence_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.mkdir()
    with pytest.raises(CannotWrite, match=r"page\.html"):
        write_text(path, "x")
    assert list(tmp_path.iterdir()) == [path]
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        write_text(tmp_path / "file" / "page.html", "x")
