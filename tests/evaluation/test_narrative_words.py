"""The words of narrative.md in the report: headings, lists and paragraphs, figures in their places, faults with lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from handmade_forms import small_ledger

from perfkit.errors import LANGUAGES
from perfkit.evaluation.figures import FAULTY
from perfkit.evaluation.report.words import findings_of_narrative, words
from perfkit.ledger.documents import Block, Figure, Heading, Paragraph
from perfkit.ledger.findings import Finding
from perfkit.ledger.ledger import Ledger
from perfkit.readers.described.narrative import read_narrative


def told(text: str, tmp_path: Path) -> Ledger:
    """The small year with a narrative.md of this text."""
    path = tmp_path / "narrative.md"
    path.write_text(text, encoding="utf-8")
    return replace(small_ledger(), narrative=read_narrative(path))


def shown(blocks: list[Block]) -> list[str]:
    """Headings with their level, paragraphs as text."""
    lines = []
    for block in blocks:
        if isinstance(block, Heading):
            lines.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Paragraph):
            lines.append("".join(part if isinstance(part, str) else f"[{part.text}]" for part in block.parts))
    return lines


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("一行。\n接下行。\n\n新段。", ["一行。接下行。", "新段。"]),
        ("word\nnext\n词", ["word next词"]),
        ("### （一）甲\n文字\n#### 1.乙\n文字", ["#### 甲", "文字", "#### 乙", "文字"]),
        ("- 甲；\n* 乙；\n  续行\n+ 丙", ["甲；", "乙；续行", "丙"]),
        ("1. 甲\n2、乙\n3）丙", ["1.甲", "2.乙", "3.丙"]),
        ("（1）甲\n（2）乙", ["（1）甲", "（2）乙"]),
        ("2021年做到。\n3.5万平方米。", ["2021年做到。3.5万平方米。"]),
        ("支出 {{ actual: project=车辆, scope=all_funds }}，无误。", ["支出 [90.00万元]，无误。"]),
        ("{{ actual: scope=all_funds, unit=元 }}", ["[1,770,000.00元]"]),
        ("{{ fact: staff_posts }}在岗", ["[不可计算：缺编制数]在岗"]),
        ("{{ actual: project=食堂 }}在岗", [f"[{FAULTY}]在岗"]),
        ("留空 {{ 与 }} 不成对", [f"留空 [{FAULTY}] 不成对"]),
        ("半个 {{ 括号", [f"半个 [{FAULTY}] 括号"]),
        ("<b>粗</b> & =1+1", ["<b>粗</b> & =1+1"]),
        ("", []),
    ],
)
def test_words_become_paragraphs_and_headings(text: str, blocks: list[str], tmp_path: Path):
    assert shown(words("资金使用", told(f"## 资金使用\n{text}", tmp_path), 3)) == blocks


def test_a_figure_in_the_words_is_a_figure_with_scope_and_source(tmp_path: Path):
    (paragraph,) = words("资金使用", told("## 资金使用\n{{ actual: scope=all_funds }}", tmp_path), 3)
    assert isinstance(paragraph, Paragraph)
    (figure,) = paragraph.parts
    assert isinstance(figure, Figure)
    assert (figure.text, figure.scope, figure.source) == ("177.00万元", "全口径（全部资金）", "spending.csv 8 行")


def test_headings_stand_below_the_one_they_are_written_under(tmp_path: Path):
    ledger = told("## 其他需要说明的情况\n### 甲\n#### 乙\n##### 丙", tmp_path)
    assert shown(words("其他需要说明的情况", ledger, 1)) == ["## 甲", "### 乙", "#### 丙"]
    assert words("资金使用", ledger, 3) == []


FAULTS = """# 标题

写在前面。
## 部门基本情况
本年支出 12.5 万元，完成率达 98 %，共百分之九十五。
## 部门职责
不在提纲中。

## 资金使用
引用 {{ actual: scope=all }} 与 {{ actual }}。
### 共 {{ actual: scope=all_funds }}，三百余万元
数量 80 余次、16项、2021年。
"""


def test_every_fault_is_told_with_its_line(tmp_path: Path):
    found = findings_of_narrative(told(FAULTS, tmp_path))
    assert [(one.kind.check, one.kind.severity, one.source_row, one.found) for one in found] == [
        ("unknown_narrative_headings", "warning", 3, ""),
        ("typed_figures", "notice", 5, "12.5 万元"),
        ("typed_figures", "notice", 5, "98 %"),
        ("typed_figures", "notice", 5, "百分之九十五"),
        ("unknown_narrative_headings", "warning", 7, "部门职责"),
        ("unresolved_references", "error", 10, "{{ actual: scope=all }}"),
        ("references_of_two_scopes", "error", 10, "{{ actual }}"),
        ("typed_figures", "notice", 11, "三百余万元"),
        ("unresolved_references", "error", 11, "共 {{ actual: scope=all_funds }}，三百余万元"),
    ]
    assert all(one.source_file == "narrative.md" for one in found)
    for one in found:
        assert one.text().startswith(f"narrative.md 第 {one.source_row} 行：")
        assert one.text("en").startswith(f"narrative.md line {one.source_row}: ")
        assert "\n" not in one.text()


def only(text: str, tmp_path: Path) -> Finding:
    (found,) = findings_of_narrative(told(text, tmp_path))
    return found


def test_the_sentences_say_what_to_do(tmp_path: Path):
    heading = only("## 部门职责\n文字", tmp_path)
    assert "标题“部门职责”不在报告提纲中，其下文字未写入报告" in heading.text()
    assert all("资金使用" in heading.text(language) for language in LANGUAGES)
    assert "（第一个标题之前）" in only("文字", tmp_path).text()
    assert "(above the first heading)" in only("文字", tmp_path).text("en")
    typed = only("## 资金使用\n花了3万元", tmp_path)
    assert "请改写为引用，如 {{ actual: scope=all_funds }}" in typed.text()
    assert "Write a reference such as {{ actual: scope=all_funds }}" in typed.text("en")
    assert "标题中不能写引用" in only("## 资金使用\n### {{ actual }}", tmp_path).text()


@pytest.mark.parametrize(
    "text",
    ["80余次", "118个", "2017年3月", "第六次", "六百多份", "两个月", "建党一百周年", "一二楼", "3.5公里", "4台班车"],
)
def test_counts_and_names_are_no_amounts(text: str, tmp_path: Path):
    assert findings_of_narrative(told(f"## 绩效情况\n{text}", tmp_path)) == []


@pytest.mark.parametrize(
    "text",
    [
        "2,951.09万元",
        "5元",
        "3 亿元",
        "86.69%",
        "86.69％",
        "五百万元",
        "三千多万元",
        "百分之十",
        "下降2个百分点",
        "近3千元",
    ],
)
def test_amounts_and_rates_that_were_typed_are_told(text: str, tmp_path: Path):
    assert only(f"## 绩效情况\n共{text}。", tmp_path).kind.check == "typed_figures"


def test_a_heading_without_words_is_told_too(tmp_path: Path):
    assert only("## 未列标题\n## 资金使用", tmp_path).found == "未列标题"
