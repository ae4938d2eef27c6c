"""Written reports -> the frame prose: what is printed, in its order, and nothing that is not printed."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pandas as pd
import pytest
import worddocs as word

from perfkit.errors import (
    BrokenFile,
    EmptyFile,
    GarbledText,
    MissingFile,
    ProtectedFile,
    ReadError,
    TooLarge,
    UnknownKind,
    UnsafeFile,
    WrongEncoding,
)
from perfkit.readers.prose.displaced import with_figures_back
from perfkit.readers.prose.documents import read_prose


def read(tmp_path: Path, content: bytes | str, name: str = "report.docx") -> pd.DataFrame:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_prose(path, "u", 2021)


def told(frame: pd.DataFrame) -> list[tuple[str, int, str]]:
    """(table, row, text) of each row."""
    return list(frame[["source_sheet", "source_row", "row_text"]].itertuples(index=False, name=None))


def test_paragraphs_and_tables_come_in_the_order_of_the_document(tmp_path: Path) -> None:
    body = word.paragraph("一、概况") + word.paragraph("") + word.table([["项目", "金额"], ["会议", "7.78"]])
    frame = read(tmp_path, word.word_file(body + word.paragraph("完") + word.table([["甲"]])))
    assert told(frame) == [
        ("", 1, "一、概况"),
        ("1", 1, "项目\t金额"),
        ("1", 2, "会议\t7.78"),
        ("", 3, "完"),
        ("2", 1, "甲"),
    ]
    assert set(frame["source_file"]) == {"report.docx"}
    assert set(frame["unit_code"]) == {"u"}
    assert set(frame["fiscal_year"]) == {2021}


def test_a_file_of_python_docx_is_read(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("基本情况", 1)
    made.add_paragraph("共39人。")
    grid = made.add_table(2, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "合并"
    grid.cell(0, 2).text = "丙"
    grid.cell(1, 0).text = "1"
    buffer = io.BytesIO()
    made.save(buffer)
    texts = [text for _, _, text in told(read(tmp_path, buffer.getvalue()))]
    assert texts == ["# 基本情况", "共39人。", "合并\t\t丙", "1\t\t"]


#: (body of a paragraph, what a person sees)
RUNS = [
    ("<w:r><w:t>118</w:t></w:r><w:r><w:t xml:space='preserve'> </w:t></w:r><w:r><w:t>72</w:t></w:r>", "118 72"),
    ("<w:r><w:t>2,9</w:t></w:r><w:r><w:t>51.09</w:t></w:r>", "2,951.09"),
    ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
    ("<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>插入</w:t></w:r></w:ins>", "插入"),
    ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见</w:t></w:r>", "可见"),
    ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>可见</w:t></w:r>", "可见"),
    ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r>", "7"),
    ("<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>", "链接"),
    ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "A-1"),
]  # fmt: skip


@pytest.mark.parametrize(("runs", "seen"), RUNS)
def test_what_is_printed_of_a_paragraph(runs: str, seen: str, tmp_path: Path) -> None:
    frame = read(tmp_path, word.word_file(f"<w:p>{runs}</w:p>"))
    assert list(frame["row_text"]) == [seen]


def test_a_soft_break_begins_a_new_line_of_the_same_paragraph(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert told(read(tmp_path, word.word_file(body + word.paragraph("丙")))) == [
        ("", 1, "甲"),
        ("", 1, "乙"),
        ("", 2, "丙"),
    ]


def test_text_boxes_are_told_once_and_notes_last(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t><AlternateContent><Choice>" + box + "</Choice><Fallback>" + box
        + "</Fallback></AlternateContent></w:r></w:p>"
    )  # fmt: skip
    notes = (
        f'<w:footnotes xmlns:w="{word.W}"><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    frame = read(tmp_path, word.word_file(body, footnotes=notes))
    assert sorted(frame["row_text"]) == sorted(["框内", "正文", "脚注"])
    assert list(frame["row_text"])[-1] == "脚注"


def test_merged_cells_keep_their_columns(tmp_path: Path) -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{word.paragraph("宽")}</w:tc>'
    top = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{word.paragraph("高")}</w:tc>'
    below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{word.paragraph('')}</w:tc>"
    rows = (
        "<w:tbl><w:tr>"
        + top
        + wide
        + "</w:tr><w:tr><w:trPr/>"
        + below
        + "<w:tc>"
        + word.paragraph("一")
        + "</w:tc></w:tr>"
    )
    shifted = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>' + word.paragraph("移") + "</w:tc></w:tr></w:tbl>"
    texts = [text for _, _, text in told(read(tmp_path, word.word_file(rows + shifted)))]
    assert texts == ["高\t宽\t", "\t一", "\t移"]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
"""


def item(text: str, number: int, level: int = 0) -> str:
    return word.paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_that_word_prints_and_does_not_write(tmp_path: Path) -> None:
    body = item("甲", 1) + item("乙", 1, 1) + item("丙", 1, 1) + item("丁", 1, 2) + item("戊", 1) + item("己", 1, 1)
    body += item("庚", 2) + item("辛", 3) + item("壬", 9)
    texts = [text for _, _, text in told(read(tmp_path, word.word_file(body, numbering=NUMBERING)))]
    assert texts == [
        "一、甲",
        "1.1.乙".replace("1.1", "一.1"),
        "一.2.丙",
        "(c)丁",
        "二、戊",
        "二.1.己",
        "五、庚",
        "辛",
        "壬",
    ]


def test_headings_by_style_outline_and_list(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="mine"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style>'
    )  # fmt: skip
    body = word.paragraph("款式", '<w:pStyle w:val="Own"/>') + word.paragraph("大纲", '<w:outlineLvl w:val="0"/>')
    body += word.paragraph("正文", '<w:outlineLvl w:val="9"/>') + word.paragraph("环", '<w:pStyle w:val="Loop"/>')
    texts = [text for _, _, text in told(read(tmp_path, word.word_file(body, styles=styles, numbering=NUMBERING)))]
    assert texts == ["## 一、款式", "# 大纲", "正文", "环"]


def test_the_document_is_found_by_its_relation(tmp_path: Path) -> None:
    frame = read(tmp_path, word.word_file(word.paragraph("在别处"), target="word/document2.xml"))
    assert list(frame["row_text"]) == ["在别处"]


def test_text_and_markdown(tmp_path: Path) -> None:
    text = "# 概况\n\n- 共 **39** 人\n\n| 项目 | 金额 |\n|---|---|\n| 会议 | 7.78 |\n末行"
    assert told(read(tmp_path, text, "r.md")) == [
        ("", 1, "# 概况"), ("", 3, "共 39 人"), ("1", 1, "项目\t金额"), ("1", 3, "会议\t7.78"), ("", 8, "末行"),
    ]  # fmt: skip
    assert told(read(tmp_path, "甲**局\r\n乙", "r.txt")) == [("", 1, "甲**局"), ("", 2, "乙")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_text(encoding: str, tmp_path: Path) -> None:
    frame = read(tmp_path, "全年支出二千五百万元，执行率百分之八十六".encode(encoding), "r.txt")
    assert list(frame["row_text"]) == ["全年支出二千五百万元，执行率百分之八十六"]


def test_tables_beside_a_report_are_told_by_their_names(tmp_path: Path) -> None:
    frame = read(tmp_path, "项目,决算数\n会议,7.78\n", "03_支出决算表.csv")
    assert told(frame) == [("", 0, "03_支出决算表"), ("1", 1, "项目\t决算数"), ("1", 2, "会议\t7.78")]


#: Lines as the edge of a page breaks them, and the paragraphs that they are.
BROKEN = """\
一、收入支出决算总体情况说明
本单位全年收入支出总计一百二十万元，与上年度相比，增加了十二万元，增长的主要原
因是人员增加，以及年中追加了设备购置的经费，其余项目与上年度基本相同，没有变
化。
二、收入决算情况说明
本年收入合计一百万元，其中财政拨款收入九十万元，其他收入十万元，均已按照规定
纳入预算管理，没有账外资金，也没有应当上缴而没有上缴的非税收入，情况属实，特
此说明。
"""


def test_lines_broken_by_the_page_are_joined(tmp_path: Path) -> None:
    text = BROKEN * 3
    rows = told(read(tmp_path, text, "r.txt"))
    assert len(rows) == 12
    assert rows[1][2].startswith("本单位全年")
    assert rows[1][2].endswith("没有变化。")
    assert rows[3] == ("", 6, rows[3][2])


def test_a_file_with_a_paragraph_in_each_line_is_left_alone(tmp_path: Path) -> None:
    text = "\n".join(["这一段没有句号，它后面还有别的段落"] * 5 + ["很长的一段，" * 40] * 20)
    assert len(read(tmp_path, text, "r.txt")) == 25


#: (line, displaced figures, the line that they belong to; the same two lines where nobody knows)
DISPLACED = [
    ("年初预算为 万元，支出决算为 万元，完", "2993.92 2940.05", "年初预算为2993.92万元，支出决算为2940.05万元，完"),
    ("成年初预算的 。决算数小于", "98.20%", "成年初预算的98.20%。决算数小于"),
    ("万元，支出决算为 万元。", "161.62 160.75", "161.62万元，支出决算为160.75万元。"),
    ("、住房公积金（项）。年初预算为 万元", "10 187.75", "10、住房公积金（项）。年初预算为187.75万元"),
    ("年度 三公 经费决算数与 年度持平", "2024 “ ” 2023", "2024年度“三公”经费决算数与2023年度持平"),
    ("第二部分 某局 年度决算表", "2024", "第二部分 某局2024年度决算表"),
    ("保险费 。年初预算为 万元，支出为 万元", "62.29 60.99", "保险费 。年初预算为62.29万元，支出为60.99万元"),
    ("；住房保障支出 万元，占", "445.69 15.16%", "；住房保障支出445.69万元，占15.16%"),
    ("一般公共服务支出", "201 2,112.86 2,106.66", None),
    ("本年收入合计 本年支出合计", "2,946.25 2,940.05", None),
    ("单位名称 备注", "1", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "figures", "whole"), DISPLACED)
def test_figures_that_stand_below_their_line(line: str, figures: str, whole: str | None) -> None:
    found = with_figures_back(["前一行。", line, figures, "后一行"])
    expected = [(2, line), (3, figures)] if whole is None else [(2, whole)]
    assert found == [(1, "前一行。"), *expected, (4, "后一行")]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


def laughs() -> bytes:
    inside = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w:document><w:body><w:p/></w:body></w:document>'
    return word.packed({"word/document.xml": inside})


def bomb() -> bytes:
    return word.packed({"word/document.xml": "<w:document>" + " " * (80 * 2**20) + "</w:document>"})


#: (name, content, what it is refused as, words of the sentence)
REFUSED = [
    ("empty.docx", b"", EmptyFile, "是空的"),
    ("blank.txt", b" \n \n", EmptyFile, "是空的"),
    ("nothing.docx", word.word_file("<w:p/>"), EmptyFile, "是空的"),
    ("page.docx", b"%PDF-1.7 ...", BrokenFile, "PDF"),
    ("page.txt", b"%PDF-1.7 ...", BrokenFile, "PDF"),
    ("rich.docx", b"{\\rtf1 abc}", BrokenFile, "RTF"),
    ("text.docx", "纯文本".encode(), BrokenFile, "其他内容"),
    ("sheet.docx", word.packed({"xl/workbook.xml": "<a/>"}), BrokenFile, "其他压缩文件"),
    ("cut.docx", word.word_file(word.paragraph("甲"))[:-60], BrokenFile, "残缺"),
    ("broken.docx", word.packed({"word/document.xml": "<w:document><w:body>"}), BrokenFile, ""),
    ("old.docx", OLE + "WordDocument".encode("utf-16-le"), UnknownKind, "旧版 Word"),
    ("other.docx", OLE, UnknownKind, "旧版办公文件"),
    ("secret.docx", OLE + "EncryptedPackage".encode("utf-16-le"), ProtectedFile, "密码"),
    ("kind.odt", b"x", UnknownKind, ".odt"),
    ("moji.txt", "ÀÛ¼ÆÍê³ÉÊý".encode(), WrongEncoding, "编码"),
    ("moji.docx", word.word_file(word.paragraph("ÀÛ¼ÆÍê³ÉÊý")), GarbledText, "乱码"),
    ("laughs.docx", laughs(), UnsafeFile, "DOCTYPE"),
    ("bomb.docx", bomb(), TooLarge, "过大"),
    ("long.txt", ("甲\n" * 60_000).encode(), TooLarge, "50,000"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "kind", "words"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_is_no_report_is_refused_in_one_sentence(
    name: str, content: bytes, kind: type[ReadError], words: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadError) as refused:
        read(tmp_path, content, name)
    assert type(refused.value) is kind
    assert name in refused.value.text("zh")
    assert words in refused.value.text("zh")
    assert refused.value.text("en").count("\n") == 0


def test_a_part_beyond_the_bound_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfkit.readers.prose.word.MAX_PART", 100)
    with pytest.raises(TooLarge, match="100"):
        read(tmp_path, word.word_file(word.paragraph("甲" * 200)))


def test_a_file_beyond_the_bound_and_one_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfkit.readers.prose.documents._MAX_BYTES", 3)
    with pytest.raises(TooLarge):
        read(tmp_path, "四个字呢", "r.txt")
    with pytest.raises(MissingFile):
        read_prose(tmp_path / "none.docx")
