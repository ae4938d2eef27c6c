"""Forms on a page: cells as text, merged cells and headings as HTML, every text escaped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfkit.ledger.forms import Form, FormCell
from perfkit.tables.forms import cell_about, cell_text, form_table

FORM = Form(
    code="f",
    title="自评表 <2021>",
    cells=(
        FormCell(1, 1, "填报单位：甲", "title"),
        FormCell(1, 2, "单位：万元", "title", columns=2),
        FormCell(2, 1, "项目", "label"),
        FormCell(2, 2, "金额", "label", columns=2),
        FormCell(3, 1, "资金\n（万元）", "label", rows=2),
        FormCell(3, 2, Decimal("1234.565"), "amount", measure="actual", scope="all_funds", select="project_code=P1"),
        FormCell(3, 3, Decimal("-0.001"), "amount"),
        FormCell(4, 2, None, "rate", lacks="预算文件", note='<b onclick="x">注意</b>'),
        FormCell(5, 1, "合计", "label"),
        FormCell(5, 2, "=1+1 <script>alert(1)</script>"),
        FormCell(5, 3, "—", "dash"),
    ),
    widths=(10, 20, 20),
    notes=("注 & 释",),
    source="数据来源：<x>.xlsx",
)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("1234.565", "amount", "1,234.57"),
        ("-0.001", "amount", "0.00"),
        ("-12.5", "amount", "-12.50"),
        ("0.74654", "rate", "74.65 %"),
        ("12.125", "rate", "1,212.50 %"),
        ("10", "points", "10"),
        ("100.00", "points", "100"),
        ("8.5", "points", "8.50"),
        ("1000", "number", "1,000"),
        ("19.50", "number", "19.5"),
    ],
)
def test_numbers_as_people_read_them(value: str, kind: str, text: str):
    assert cell_text(FormCell(1, 1, Decimal(value), kind)) == text  # type: ignore[arg-type]


def test_what_lacks_is_said_and_what_is_filled_in_by_hand_is_blank():
    assert cell_text(FormCell(1, 1, None, "amount", lacks="预算文件")) == "不可计算：缺预算文件"
    assert cell_text(FormCell(1, 1, None, "amount", lacks="a budget"), "en") == "not computable: lacks a budget"
    assert cell_text(FormCell(1, 1, None)) == ""


def test_a_cell_says_what_it_can_be_walked_back_to():
    cell = FormCell(
        1, 1, Decimal(1), "amount", measure="actual", scope="all_funds", select="project_code=P1", note="注"
    )
    assert cell_about(cell) == "注\n取数：全年执行数，全口径（全部资金），project_code=P1"
    assert cell_about(cell, "en") == "注\nfrom: actual, all funds, project_code=P1"
    assert (
        cell_about(FormCell(1, 1, Decimal(1), "amount", measure="forecast", scope="other")) == "取数：forecast，other"
    )
    assert cell_about(FormCell(1, 1, "x")) == ""


def test_the_grid_as_text():
    assert str(form_table(FORM)).splitlines() == [
        "自评表 <2021>",
        "填报单位：甲 | 单位：万元",
        "项目 | 金额",
        "资金（万元） | 1,234.57 | 0.00",
        "不可计算：缺预算文件 | ",
        "合计 | =1+1 <script>alert(1)</script> | —",
        "注 & 释",
        "数据来源：<x>.xlsx",
    ]
    assert repr(form_table(FORM, "en")).splitlines()[4] == "not computable: lacks 预算文件 | "


def test_headings_spans_and_escapes():
    html = form_table(FORM)._repr_html_()
    assert '<caption>自评表 &lt;2021&gt;<span class="unit">单位：万元</span></caption>' in html
    assert '<th scope="col" class="label">项目</th>' in html
    assert '<th scope="colgroup" class="label" colspan="2">金额</th>' in html
    assert '<th scope="rowgroup" class="label" rowspan="2">资金\n（万元）</th>' in html
    assert '<th scope="row" class="label">合计</th>' in html
    assert '<td class="title end" colspan="2">单位：万元</td>' in html
    assert "<script>" not in html.replace("<style>", "")
    assert "<b onclick" not in html
    assert 'title="&lt;b onclick=&#34;x&#34;&gt;注意&lt;/b&gt;"' in html
    assert '<td class="absent"' in html
    assert "注 &amp; 释" in html
    assert html.count("<tr>") == html.count("</tr>") == 5


def test_a_wide_form_scrolls_and_an_english_page_says_unit():
    wide = Form("f", "t", (FormCell(1, 1, Decimal(-1), "amount"),), (10,), is_landscape=True)
    html = form_table(wide, "en")._repr_html_()
    assert '<div class="pk-form wide">' in html
    assert "Unit: 万元" in html
    assert 'class="amount number negative"' in html
    assert "source" not in html.split("</style>")[1]
