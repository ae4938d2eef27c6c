"""The report as a page: its words, each figure with scope and source, open places; text of others is never markup."""

from __future__ import annotations

import re

import pandas as pd

from perfkit.ledger.documents import Document, Figure, FormBlock, Heading, Paragraph
from perfkit.ledger.forms import Form, FormCell
from perfkit.tables.documents import document_page, open_places_table

SPENT = Figure("177.00万元", "{{ actual }}", "全年执行数", "全口径", "", "journal.xlsx 8 行", number=1)
RATE = Figure("88.50%", "{{ execution_rate }}", "执行率", "全口径", "全年预算", "journal.xlsx 8 行", number=2)
LACKING = Figure("不可计算：缺编制数", "{{ fact }}", "编制数", lacks="编制数")
TABLE = Form("t", "表", (FormCell(1, 1, "甲"),), (10,))
REPORT = Document(
    "某单位\n报告",
    (Heading("情况", 1), Heading("支出", 2), Paragraph(("共", SPENT, RATE, LACKING)), FormBlock(TABLE)),
    notes=("合成数据。",),
    signature=("某单位", "日期"),
    annexes=(TABLE,),
)
EVIL = "<script>alert(1)</script>\"'&{{ x }}"


def test_a_report_as_text():
    assert str(document_page(REPORT)).splitlines() == [
        "某单位", "报告", "合成数据。", "一、情况", "（一）支出", "共177.00万元88.50%不可计算：缺编制数", "表", "甲", "某单位", "日期",
    ]  # fmt: skip


def test_a_report_as_a_page():
    html = document_page(REPORT)._repr_html_()
    assert '<article class="pk-document" lang="zh">' in html
    assert re.search(r'<h3 class="heading">一、情况</h3>\s*<h4 class="heading">（一）支出</h4>', html)
    assert 'title="全年执行数\n口径：全口径\n来源：journal.xlsx 8 行">177.00万元</span><sup>[1]</sup>' in html
    assert 'title="执行率\n口径：全口径\n分母：全年预算\n来源：journal.xlsx 8 行">88.50%</span><sup>[2]</sup>' in html
    assert '<span class="figure absent" title="编制数">不可计算：缺编制数</span></p>' in html
    assert '<p class="note">（合成数据。）</p>' in html
    assert '<p class="signature">日期</p>' in html
    assert html.count("甲") == 2


def test_the_words_that_the_page_adds_are_in_its_language():
    html = document_page(REPORT, "en")._repr_html_()
    assert 'title="执行率\nScope: 全口径\nBase: 全年预算\nSource: journal.xlsx 8 行"' in html
    assert 'lang="zh"' in html  # The report itself stays Chinese.


def test_text_of_others_is_never_markup():
    figure = Figure(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, number=1)
    report = Document(EVIL, (Heading(EVIL, 1), Paragraph((EVIL, figure))), notes=(EVIL,), signature=(EVIL,))
    html = document_page(report)._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 10
    assert '"alert' not in html


def test_open_places_as_a_table():
    places = pd.DataFrame([["一（一）", "情况", "未提供", ""], ["六", "资金", "不可计算", "预算"]])
    places.columns = ["place", "heading", "text", "lacks"]
    table = open_places_table(places)
    assert table.title == "待补充之处（2 处）"
    assert "预算" in table._repr_html_()
    assert open_places_table(places, "en").title == "Open places (2)"
    nothing = open_places_table(places.iloc[:0])
    assert "没有待补充之处。" in nothing._repr_html_()
    assert "Nothing is left to be filled in." in open_places_table(places.iloc[:0], "en")._repr_html_()
