"""The report as a Word file: the official style, figures that lead to their sources, the same bytes, nothing that runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from perfkit.errors import CannotWrite
from perfkit.evaluation.report.annex import with_sources
from perfkit.ledger.documents import Document, Figure, FormBlock, Heading, Paragraph
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.visible import visible
from perfkit.reports.docx import docx_bytes, write_docx

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SPENT = Figure("177.00万元", "{{ actual: scope=all_funds }}", "全年执行数", "全口径", source="journal.xlsx 8 行")
RATE = Figure("88.50%", "{{ execution_rate }}", "执行率", "全口径", "全年预算", "journal.xlsx 8 行")
LACKING = Figure("不可计算：缺编制数", "{{ fact: staff_posts }}", "编制数", lacks="编制数")
TABLE = Form(
    "t",
    "表",
    (
        FormCell(1, 1, "项目", "label"), FormCell(1, 2, "数", "label", columns=2), FormCell(2, 1, "甲"),
        FormCell(2, 2, None, "amount", lacks="预算"), FormCell(2, 3, None), FormCell(3, 1, "乙", rows=2),
        FormCell(3, 2, Decimal("1234.5"), "amount"),
        FormCell(3, 3, Decimal("0.885"), "rate"), FormCell(4, 2, "丙", columns=2),
    ),
    (10, 20, 30),
    notes=("表注",),
)  # fmt: skip
REPORT = with_sources(
    Document(
        title="某单位\n2021年度报告",
        blocks=(
            Heading("基本情况", 1),
            Heading("部门情况", 2),
            Heading("人员", 3),
            Heading("在职", 4),
            Paragraph(("支出", SPENT, "，率", RATE, "。")),
            Heading("离退", 4),
            Paragraph((LACKING, "；支出", SPENT, "。")),
            FormBlock(TABLE),
            Heading("其他", 1),
            Paragraph(("无。",)),
        ),
        subtitle="副题",
        notes=("合成数据。",),
        signature=("某单位", "年　　月　　日"),
    )
)


@pytest.fixture(scope="module")
def data() -> bytes:
    return docx_bytes(REPORT)


@pytest.fixture(scope="module")
def word(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def xml(data: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(part).decode()


def test_the_text_in_order(word: docx.document.Document):
    assert [paragraph.text for paragraph in word.paragraphs] == [
        "某单位", "2021年度报告", "副题", "（合成数据。）", "", "一、基本情况", "（一）部门情况", "1.人员", "（1）在职",
        "支出177.00万元，率88.50%。", "（2）离退", "不可计算：缺编制数；支出177.00万元。", "注：表注", "二、其他", "无。", "",
        "附件：文中数字来源表", "", "某单位", "年　　月　　日", "附件", "", "文中数字来源表",
        "注：同一数字在文中多次出现的，只列一行。行数为该数字所汇总的账务或预算数据行数。",
    ]  # fmt: skip


def test_several_annexes_are_numbered():
    report = Document("题", (Paragraph(("甲",)),), annexes=(TABLE, TABLE))
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(docx_bytes(report))).paragraphs]
    assert "附件：1.表　2.表" in lines
    assert [line for line in lines if re.fullmatch(r"附件\d", line)] == ["附件1", "附件2"]


LOOKS = [
    ("Title", "方正小标宋简体", 22, 36, 0),
    ("Heading 1", "黑体", 16, 28.95, 2),
    ("Heading 2", "楷体_GB2312", 16, 28.95, 2),
    ("Heading 3", "仿宋_GB2312", 16, 28.95, 2),
    ("Heading 4", "仿宋_GB2312", 16, 28.95, 2),
    ("Body Text", "仿宋_GB2312", 16, 28.95, 2),
]


@pytest.mark.parametrize(("name", "font", "size", "line", "indent"), LOOKS, ids=[look[0] for look in LOOKS])
def test_the_official_style(word: docx.document.Document, name: str, font: str, size: float, line: float, indent: int):
    style = word.styles[name]
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert fonts.get(qn("w:eastAsia")) == font
    assert style.font.size == Pt(size)
    assert style.font.color.rgb == docx.shared.RGBColor(0, 0, 0)
    layout = style.paragraph_format
    assert layout.line_spacing == Pt(line)
    assert layout.first_line_indent == Pt(indent * size)
    assert (layout.space_before, layout.space_after) == (0, 0)
    assert style.font.bold is (name == "Heading 3")


def test_headings_are_headings_and_paragraphs_are_body_text(word: docx.document.Document):
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert [styles[text] for text in ("一、基本情况", "（一）部门情况", "1.人员", "（1）在职", "无。", "2021年度报告")] == [
        "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Body Text", "Title",
    ]  # fmt: skip


def test_the_page_is_that_of_the_standard(word: docx.document.Document, data: bytes):
    """A4; 156 mm x 225 mm for the text, which are 28 characters of 16 points and 22 lines."""
    section = word.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(width / Mm(1)), round(height / Mm(1))) == (156, 225)
    assert width // Pt(16) >= 27
    assert height // Pt(28.95) == 22
    odd, even = (xml(data, f"word/footer{number}.xml") for number in (1, 2))
    for footer in (odd, even):
        assert re.sub("<[^>]+>", "", footer).split() == ["—", "PAGE", "1", "—"]
        assert 'w:sz w:val="28"' in footer
        assert "宋体" in footer
    assert ('w:val="right"' in odd, 'w:val="left"' in even) == (True, True)
    assert "evenAndOddHeaders" in xml(data, "word/settings.xml")


def test_fonts_that_a_computer_does_not_have_have_a_stand_in(data: bytes):
    fonts = xml(data, "word/fontTable.xml")
    for name, other in (
        ("方正小标宋简体", "宋体"),
        ("仿宋_GB2312", "FangSong"),
        ("楷体_GB2312", "KaiTi"),
        ("黑体", "SimHei"),
    ):
        assert re.search(f'w:name="{name}"><w:altName w:val="[^"]*{other}', fonts)


def test_a_figure_leads_to_its_line_and_back(data: bytes):
    document = xml(data)
    links = re.findall(r'<w:hyperlink w:anchor="(\w+)"', document)
    marks = re.findall(r'<w:bookmarkStart[^>]*w:name="(\w+)"', document)
    assert set(links) <= set(marks)
    assert sorted(marks) == ["figure_1", "figure_2", "figure_3", "source_1", "source_2", "source_3"]
    assert links.count("source_1") == 2
    identities = re.findall(r'<w:bookmarkStart w:id="(\d+)"', document)
    assert len(set(identities)) == len(identities)
    assert 'w:tooltip="全年执行数；全口径；journal.xlsx 8 行"' in document
    assert 'w:tooltip="执行率；全口径；÷全年预算；journal.xlsx 8 行"' in document


def test_a_figure_without_a_line_is_text():
    bare = Document("题", (Paragraph((SPENT,)),))
    document = xml(docx_bytes(bare))
    assert "hyperlink" not in document
    assert SPENT.text in document


def test_tables_keep_their_shape(word: docx.document.Document):
    table = word.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "数", "数"], ["甲", "不可计算：缺预算", ""], ["乙", "1,234.50", "88.50 %"], ["乙", "丙", "丙"],
    ]  # fmt: skip
    assert sum(column.width for column in table.columns) == pytest.approx(Mm(156), rel=1e-4)
    assert table.columns[2].width == pytest.approx(table.columns[0].width * 3, rel=1e-3)
    rows = [row._tr for row in table.rows]
    assert [len(row.findall(f".//{qn('w:tblHeader')}")) for row in rows] == [1, 0, 0, 0]
    assert [len(row.findall(f".//{qn('w:cantSplit')}")) for row in rows] == [1, 1, 1, 1]


def test_the_same_report_gives_the_same_bytes(data: bytes, tmp_path: Path):
    assert docx_bytes(REPORT) == data
    write_docx(tmp_path / "r.docx", REPORT)
    assert (tmp_path / "r.docx").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["r.docx"]
    core = xml(data, "docProps/core.xml")
    assert core.count("2000-01-01T00:00:00Z") == 2
    assert "某单位2021年度报告" in core
    assert "python-docx" not in core
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert not any(name.endswith((".jpeg", ".bin")) for name in package.namelist())


HOSTILE = '<w:t>x</w:t>&amp;"\' {{ actual }} =cmd|"/c calc"!A1 \x00\x1f\ud800\u202e http://example.org'


def test_hostile_text_is_inert():
    figure = Figure(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    cell = Form(HOSTILE, HOSTILE, (FormCell(1, 1, HOSTILE),), (10,), notes=(HOSTILE,))
    report = with_sources(
        Document(
            HOSTILE,
            (Heading(HOSTILE, 1), Paragraph((HOSTILE, figure)), FormBlock(cell)),
            HOSTILE,
            (HOSTILE,),
            (HOSTILE,),
        )
    )
    data = docx_bytes(report)
    word = docx.Document(io.BytesIO(data))
    shown = visible(HOSTILE).replace("\ud800", "")
    assert f"一、{shown}" in [paragraph.text for paragraph in word.paragraphs]
    document = xml(data)
    assert "&lt;w:t&gt;x&lt;/w:t&gt;" in document
    assert not re.search(r"<w:instrText>(?! ?PAGE)", document)
    relations = xml(data, "word/_rels/document.xml.rels")
    assert "External" not in relations
    assert "example.org" not in relations
    assert all(len(tip) <= 600 for tip in re.findall(r'w:tooltip="([^"]*)"', document))


def test_a_very_long_tip_is_cut():
    figure = Figure("1", "x", "长" * 999, number=1)
    report = Document("题", (Paragraph((figure,)),), annexes=(Form("f", "t", (FormCell(1, 1, "1"),), (10,)),))
    (tip,) = re.findall(r'w:tooltip="([^"]*)"', xml(docx_bytes(report)))
    assert len(tip) == 250


def test_a_disk_that_refuses_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite):
        write_docx(tmp_path / "file" / "r.docx", REPORT)


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: the Word file was not converted")
def test_libreoffice_reads_all_of_it(tmp_path: Path):
    write_docx(tmp_path / "r.docx", REPORT)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "r.docx")], check=True, capture_output=True, timeout=180)
    told = (tmp_path / "r.txt").read_text(encoding="utf-8-sig")
    for text in (
        "一、基本情况",
        "（2）离退",
        "支出177.00万元，率88.50%。",
        "不可计算：缺编制数",
        "附件：文中数字来源表",
    ):
        assert text in told
