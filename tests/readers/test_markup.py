"""Web pages and XML spreadsheets saved as .xls: every cell as a person sees it, or one sentence."""

from __future__ import annotations

import pytest
from readers.exports import aside, column

from perfkit import errors
from perfkit.readers.files import grids, markup
from perfkit.readers.files.sheets import RawFile, read_sheets

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>不是一行</title><style>td {{ mso-number-format:"\\@"; }} <!-- </td> --></style><script>if (a<b) "</td>";</script>
</head><body>{body}</body></html>"""
JOURNAL = """<h3>2021年序时账</h3><p>单位：元</p>
<table border=1>
 <tr><th rowspan=2>日期<th rowspan="2">凭证号</th><th rowspan='2'>摘&nbsp;要</th><th colspan="2">会计科目</th><th colspan=2>金额</th></tr>
 <tr><th>编码</th><th>名称</th><th>借方<br>金额</th><th>贷方金额</th></tr>
 <tr><td rowspan=2 style='mso-number-format:"yyyy-mm-dd"'>2021-01-05</td><td rowspan=2>记-1</td><td>付电费 &lt;甲&gt; &amp; 乙</td>
  <td style='mso-number-format:"\\@"'>007201</td><td>事业支出</td><td x:num="1234.5">1,234.50</td><td></td></tr>
 <tr><td>付电费</td><td>1002</td><td>银行存款</td><td>&nbsp;</td><td x:num="1234.5">1,235</td></tr>
</table><p>制表人：甲</p>"""


def page(body: str, charset: str = "utf-8") -> bytes:
    return PAGE.format(charset=charset, body=body).encode(charset if charset != "unicode" else "utf-16")


def sheets(data: bytes) -> RawFile:
    return read_sheets(data, "a.xls", ".xls")


def rows(data: bytes) -> list[list[str]]:
    (only,) = sheets(data).sheets
    return only.cells.to_numpy().tolist()


def refused(data: bytes, kind: type[errors.ReadError]) -> errors.ReadError:
    with pytest.raises(kind) as caught:
        sheets(data)
    for language in errors.LANGUAGES:
        assert "a.xls" in caught.value.text(language)
        assert "{" not in caught.value.text(language)
    return caught.value


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030")])
def test_a_journal_saved_as_a_web_page(read, charset, encoding):
    export = read(page(JOURNAL, charset), name="export.xls")
    assert (export.kind, export.encoding, export.money_unit) == ("journal", encoding, "yuan")
    assert column(export, "summary") == ["付电费 <甲> & 乙", "付电费"]
    assert column(export, "account_code") == ["007201", "1002"]
    assert column(export, "debit_cents") == [123_450, 0]
    assert column(export, "credit_cents") == [0, 123_450]
    assert column(export, "voucher_number") == ["1", "1"]
    assert column(export, "source_row") == [5, 6]
    assert aside(export) == {1: "title", 2: "title", 3: "header", 4: "header", 7: "footer"}


def test_a_web_page_in_utf16_and_one_that_declares_what_it_is_not():
    body = "<table><tr><td>日期</td></tr></table>"
    assert rows(page(body, "unicode")) == [["日期"]]
    assert rows(PAGE.format(charset="utf-8", body=body * 1).encode("gb18030")) == [["日期"]]
    assert rows(PAGE.format(charset="x-none", body=body).encode("utf-8-sig")) == [["日期"]]
    assert sheets("<table><meta charset=big5><tr><td>金額</table>".encode("big5")).encoding == "big5"


def test_spans_keep_their_place_and_their_text_stands_once():
    body = """<table><tr><td colspan=3>a<td>b<tr><td rowspan=3 colspan=2>c<td>d<td>e<tr><td>f<tr><td colspan=0>g<td rowspan=x>h
    </table>"""
    assert rows(page(body)) == [["a", "", "", "b"], ["c", "", "d", "e"], ["", "", "f", ""], ["", "", "g", "h"]]


def test_tables_within_and_after_a_table_are_sheets_of_their_own():
    body = """<table><tr><td><table><caption>甲表</caption><tr><td>1</table></td></tr></table>
    <table><td>2<td><table><td>3</table>4</td></table><table><tr><td> </td></tr></table>"""
    found = {sheet.name: sheet.cells.to_numpy().tolist() for sheet in sheets(page(body)).sheets}
    assert found == {"表1": [["甲表"], ["1"]], "表2": [["3"]], "表3": [["2", "4"]]}


def test_sheets_have_the_names_that_the_page_gives_them():
    names = """<!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>1月&amp;2月</x:Name></x:ExcelWorksheet></xml><![endif]-->"""
    assert sheets(page(names + "<table><tr><td>1</table>")).sheets[0].name == "1月&2月"
    two = sheets(page(names + names + "<table><tr><td>1</table><table><tr><td>2</table>")).sheets
    assert [sheet.name for sheet in two] == ["表1", "表2"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [('<td x:num="1234.56">1,235</td>', "1234.56"), ('<td x:num="123456789.5">1.2E+08</td>', "123456789.5"),
     ('<td x:num="7">########</td>', "7"), ('<td x:num="12">0012</td>', "0012"), ('<td x:num="44561">2021-12-31</td>', "2021-12-31"),
     ("<td x:num>12.50</td>", "12.50"), ("<td x:num='x'>12</td>", "12"), ("<td x:num='0.05'>5%</td>", "0.05"),
     ("<td title='a>b' class=c>x</td>", "x"), ("<td title=5\">x</td>", "x"), ("<td>a<br>\n b <div>c</div></td>", "a\nb\nc"),
     ("<td>&nbsp;&nbsp;1002</td>", "\u00a0\u00a01002"), ("<td>&#20511;&#x65b9;</td>", "借方"), ("<td>a<!-- b --> c</td>", "a c"),
     ("<td>a&#0;b<![if x]>c</td>", "a\ufffdbc"), ("<td><b>1</b> < 2</td>", "1 < 2"), (f"<td>&#{'9' * 5000};</td>", f"&#{'9' * 5000};"),
     ('<td x:num="1">一</td>', "一")],
)  # fmt: skip
def test_a_cell_is_what_a_person_sees(cell, text):
    assert rows(f"<html><table><tr>{cell}</tr></table></html>".encode()) == [[text]]


def test_a_page_with_a_false_name_is_a_page_and_a_heading_in_brackets_is_none():
    (sheet,) = read_sheets(page("<table><tr><td>1</table>"), "a.csv", ".csv").sheets
    assert sheet.cells.loc[0, 0] == "1"
    (text,) = read_sheets("<日期>,<凭证号>\n1,2\n".encode(), "a.csv", ".csv").sheets
    assert text.cells.loc[1].to_list() == ["1", "2"]


def test_text_with_tabs_saved_as_xls():
    assert rows("日期\t凭证号\n2021-01-05\t1\n".encode("gb18030")) == [["日期", "凭证号"], ["2021-01-05", "1"]]
    refused(b"no table at all", errors.BrokenFile)
    refused(b"\xff\xff\t\xff", errors.BrokenFile)


def test_pages_that_end_too_early_are_broken_at_every_byte_within_the_table():
    data = page(JOURNAL)
    start, end = data.index(b"<table"), data.index(b"</table>") + len(b"</table>")
    for cut in range(start, end):
        refused(data[:cut], errors.ReadError)
    whole = rows(data)
    assert rows(data[:end]) == whole[:-1]
    for tail in (b"<!-- ", b"<script>", b'<a href="', b"<a "):
        assert "完整的网页" in refused(data[:end] + tail, errors.BrokenFile).text("zh")


def test_a_page_without_a_table():
    assert "网页" in refused(b"<html><p>session expired</html>", errors.UnknownKind).text("zh")
    refused(page("<table><tr><td></td></tr></table></table><td>"), errors.UnknownKind)


def test_mojibake_in_a_page_is_refused_unless_its_encoding_is_proven():
    wrongly_declared = page("<table><tr><td>累计完成数</td></tr></table>", "gb2312").replace(b"gb2312", b"latin-1")
    refused(wrongly_declared, errors.WrongEncoding)
    assert rows(page("<table><tr><td>ÀÛ¼ÆÍê³ÉÊý</td></tr></table>")) == [["ÀÛ¼ÆÍê³ÉÊý"]]


@pytest.mark.parametrize(
    "body",
    ["<table><tr><td colspan=99999>a<td>", "<table><tr>" + "<td colspan=16000>" * 3, "<table>" * 1001],
)  # fmt: skip
def test_pages_that_would_take_all_memory(body):
    refused(page(body), errors.TooLarge)


def test_bounds_of_pages(monkeypatch):
    monkeypatch.setattr(grids, "MAX_CELLS", 20)
    refused(page("<table>" + "<tr><td>1<td>2" * 11 + "</table>"), errors.TooLarge)
    refused(page("<table>" + "<tr>" * 21 + "</table>"), errors.TooLarge)
    refused(
        page("<table>" + "<tr><td colspan=5>1" + "<tr><td>1" * 4 + "</table>" + "<table><tr><td>1</table>" * 17),
        errors.TooLarge,
    )
    monkeypatch.setattr(markup, "MAX_BYTES", 100)
    refused(page("<table>"), errors.TooLarge)


def test_hostile_pages_are_read_in_one_pass():
    for piece in ("<!--", "<a ", "<td x=", "</", "<", "<![CDATA[", "&#", "<a b='", "<?", "</td", "<td " + "a" * 50):
        refused(b"<html>" + piece.encode() * 50_000, errors.ReadError)


HEAD = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40"><Styles><Style ss:ID="s1"><NumberFormat ss:Format="@"/></Style></Styles>"""
XML = """
<Worksheet ss:Name="序时账"><Table ss:ExpandedColumnCount="7"><Column ss:Width="80"/>
 <Row><Cell ss:MergeAcross="6"><Data ss:Type="String">2021年序时账（单位：元）</Data></Cell></Row>
 <Row ss:Index="4"><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">凭证号</Data></Cell>
  <Cell><Data ss:Type="String">摘要</Data></Cell><Cell ss:Index="5"><Data ss:Type="String">科目编码</Data></Cell>
  <Cell><Data ss:Type="String">借方金额</Data></Cell><Cell><Data ss:Type="String">贷方金额</Data></Cell></Row>
 <Row><Cell ss:MergeDown="1"><Data ss:Type="DateTime">2021-12-31T00:00:00.000</Data></Cell>
  <Cell ss:MergeDown="1"><Data ss:Type="String">记-1</Data></Cell>
  <Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">付<B>电</B>费</ss:Data><Comment><Data>不读</Data></Comment></Cell>
  <Cell ss:Index="5" ss:StyleID="s1"><Data ss:Type="String">007201</Data></Cell>
  <Cell ss:Formula="=1+1"><Data ss:Type="Number">1234.5</Data></Cell></Row>
 <Row ss:Span="2"/>
 <Row ss:Index="6"><Other/></Row>
</Table></Worksheet>
<Worksheet ss:Name="序时账"><Table>
 <Row><Cell ss:MergeDown="1"><Data ss:Type="Boolean">1</Data></Cell><Cell/><Cell><Data ss:Type="Boolean">0</Data></Cell></Row>
 <Row><Cell><Data ss:Type="DateTime">2021-12-31T13:05:00.000</Data></Cell><Cell><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.parametrize(
    ("encoding", "codec"), [("UTF-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "utf-8-sig"), ("utf-16", "utf-16")]
)
def test_an_xml_spreadsheet(encoding, codec):
    first, second = sheets((HEAD.format(encoding=encoding) + XML).encode(codec)).sheets
    assert (first.name, second.name) == ("序时账", "序时账 (2)")
    assert first.cells.to_numpy().tolist()[0] == ["2021年序时账（单位：元）", *[""] * 6]
    assert first.cells.to_numpy().tolist()[3:5] == [
        ["日期", "凭证号", "摘要", "", "科目编码", "借方金额", "贷方金额"],
        ["2021-12-31", "记-1", "付电费", "", "007201", "1234.5", ""],
    ]
    assert second.cells.to_numpy().tolist() == [["TRUE", "", "FALSE"], ["", "2021-12-31 13:05:00.000", "#DIV/0!"]]


def test_an_xml_spreadsheet_is_read_as_any_workbook(read):
    export = read((HEAD.format(encoding="utf-8") + XML).encode(), name="export.xls")
    assert column(export, "debit_cents") == [123_450]
    assert column(export, "account_code") == ["007201"]
    assert column(export, "source_row") == [5]
    assert [str(day.date()) for day in export.frame["voucher_date"]] == ["2021-12-31"]


def test_an_xml_spreadsheet_that_is_broken_hostile_or_empty(monkeypatch):
    start = HEAD.format(encoding="utf-8")
    refused((start + XML)[:-30].encode(), errors.BrokenFile)
    refused((start + "</Workbook>").encode(), errors.UnknownKind)
    bomb = start.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook')
    refused((bomb + XML).encode(), errors.UnsafeFile)
    far = (
        '<Worksheet ss:Name="a"><Table><Row ss:Index="{}"{}><Cell ss:Index="{}"/></Row></Table></Worksheet></Workbook>'
    )
    for row, more, cell in ((99_999_999, "", 1), (1, "", 999_999), (1, ' ss:Span="2"', 1)):
        monkeypatch.setattr(grids, "MAX_CELLS", 2 if more else 2**25)
        refused((start + far.format(row, more, cell)).encode(), errors.TooLarge)
