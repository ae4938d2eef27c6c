"""Where two files begin to differ: also of office files, and of those that are damaged."""

from __future__ import annotations

import io
import zipfile

import pytest

from perfkit.reports.verification.content import first_difference


def _packed(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("xl/sheet1.xml"), text, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def test_the_part_of_a_workbook_that_differs_is_named() -> None:
    where = first_difference("a.xlsx", _packed("<v>81.85</v>"), _packed("<v>81.84</v>"))
    assert where["zh"] == "xl/sheet1.xml 第 1 行：报告中为“<v>81.85</v>”，重新生成为“<v>81.84</v>”"


def test_a_damaged_workbook_is_told_like_any_other_difference() -> None:
    whole = _packed("<v>81.84</v>" * 50)
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        assert first_difference("a.xlsx", bytes(damaged), whole)["en"], place


@pytest.mark.parametrize(("there", "given", "line"), [("a\nb", "a\nc", 2), ("a", "ab", 1), ("", "x", 1)])
def test_the_line_where_texts_part(there: str, given: str, line: int) -> None:
    assert f"line {line}: " in str(first_difference("a.html", there.encode(), given.encode())["en"])
