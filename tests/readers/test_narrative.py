"""narrative.md: the words below each heading, at the lines where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfkit
from perfkit.errors import BrokenFile, CannotRead, WrongEncoding
from perfkit.ledger.narrative import HEADINGS, OUTLINE, heading_name
from perfkit.readers.described import narrative
from perfkit.readers.described.narrative import read_narrative

TEXT = """# 2021 年度报告

写在标题之前。

## 一、部门基本情况

第一段。
第二行。

## 绩效情况 ##
### 保障运转
全年 {{ actual: scope=all_funds }}。
####不是标题
##绩效目标
# 标题行不读
## 部门基本情况
接着写。
"""


def read(folder: Path, text: str | bytes) -> dict[str, str]:
    path = folder / "narrative.md"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_narrative(path)


def test_each_heading_has_its_words_at_their_lines(tmp_path: Path):
    found = read(tmp_path, TEXT)
    assert list(found) == ["", "部门基本情况", "绩效情况", "绩效目标"]
    lines = TEXT.split("\n")
    for heading, text in found.items():
        for number, line in enumerate(text.split("\n")):
            assert line in ("", lines[number]), (heading, number)
    told = {heading: [line for line in text.split("\n") if line] for heading, text in found.items()}
    assert told == {
        "": ["写在标题之前。"],
        "部门基本情况": ["第一段。", "第二行。", "接着写。"],
        "绩效情况": ["### 保障运转", "全年 {{ actual: scope=all_funds }}。", "####不是标题"],
        "绩效目标": [],
    }


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("七、存在的问题及原因分析", "存在的问题及原因分析"),
        ("第七、存在的问题", "存在的问题"),
        ("（一）基本支出情况", "基本支出情况"),
        ("(2) 项目支出情况", "项目支出情况"),
        ("1.资金使用", "资金使用"),
        ("1．资金使用", "资金使用"),
        (" 绩效情况 ", "绩效情况"),
        ("一般公共预算支出情况", "一般公共预算支出情况"),
        ("十、其他需要说明的情况", "其他需要说明的情况"),
        ("2021年情况", "2021年情况"),
    ],
)
def test_a_heading_is_known_with_and_without_its_number(heading: str, name: str):
    assert heading_name(heading) == name


def test_the_outline_has_ten_sections_and_no_name_twice():
    assert len(OUTLINE) == 10
    assert len(set(HEADINGS)) == len(HEADINGS)
    assert {"部门基本情况", "资金使用", "其他需要说明的情况"} <= set(HEADINGS)
    assert "基本情况" not in HEADINGS  # It has parts: the words belong into them.


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ("## 绩效目标\r\n甲\r\n乙", ["", "甲", "乙"]),
        ("## 绩效目标\r甲", ["", "甲"]),
        ("\ufeff## 绩效目标\n甲", ["", "甲"]),
        ("## 绩效目标\n甲\u2028乙\x0b丙\x85丁", ["", "甲 乙 丙 丁"]),
        ("## 绩效目标\n甲".encode("gb18030"), ["", "甲"]),
        ("## 绩效目标\n甲".encode("utf-16"), ["", "甲"]),
    ],
)
def test_line_ends_and_encodings_of_other_programs(tmp_path: Path, data: str | bytes, lines: list[str]):
    assert read(tmp_path, data) == {"绩效目标": "\n".join(lines)}


def test_one_sign_is_enough_for_a_heading_of_the_report(tmp_path: Path):
    text = "# 2021年度报告\n# 一、部门基本情况\n甲\n#六、资金使用 #\n乙\n# 附注\n丙"
    assert read(tmp_path, text) == {"部门基本情况": "\n\n甲", "资金使用": "\n\n\n\n乙\n\n丙"}


def test_the_example_of_a_new_workspace_has_every_heading_and_no_words():
    example = Path(perfkit.__file__).parent / "workspace/template/narrative.md"
    assert read_narrative(example) == dict.fromkeys(HEADINGS, "")


def test_no_file_and_an_empty_one_have_no_words(tmp_path: Path):
    assert read_narrative(tmp_path / "narrative.md") == {}
    assert read(tmp_path, "") == {}
    assert read(tmp_path, "\n\n# 标题\n") == {}


def test_what_is_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(WrongEncoding, match=r"narrative\.md"):
        read(tmp_path, b"\xff\xfe\x00\xd8\x81")
    monkeypatch.setattr(narrative, "_LONGEST", 10)
    with pytest.raises(BrokenFile, match="10 字节"):
        read(tmp_path, "## 绩效目标")


def test_a_file_that_the_system_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (tmp_path / "narrative.md").touch()
    with pytest.raises(CannotRead, match=r"narrative\.md.*Permission denied"):
        read_narrative(tmp_path / "narrative.md")


def test_markup_is_text(tmp_path: Path):
    text = "## 绩效目标\n<script>alert(1)</script> [链接](http://example.org) {% x %} =1+1"
    assert read(tmp_path, text) == {"绩效目标": "\n" + text.split("\n")[1]}
