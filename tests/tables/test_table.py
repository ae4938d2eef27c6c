"""How a table is printed: escaped, labelled, right-aligned, and never a 0 for what is not known."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from perfkit.tables import Table, TableColumn

FRAME = pd.DataFrame(
    {
        "name": ["<b>办公</b>", "水", "合计"],
        "spent": pd.array([123456789, -50, None], "Int64"),
        "rate": pd.array([0.866941, None, None], "Float64"),
        "when": pd.to_datetime(["2021-03-01", None, None]),
        "row_class": ["", "", "total"],
    }
)
COLUMNS = {
    "name": TableColumn("名称"),
    "spent": TableColumn("金额", "amount", "账簿"),
    "rate": TableColumn("执行率（年初预算）", "rate", "年初预算"),
    "when": TableColumn("日期", "date"),
}


def made(**changes: object) -> Table:
    given = {
        "title": "表 <1>",
        "frame": FRAME,
        "columns": COLUMNS,
        "currency": "元",
        "source": "来源：预算.csv",
    } | changes
    return Table(**given)


def test_a_cell_is_printed_exactly_and_an_unknown_one_says_what_is_lacking() -> None:
    printed = made().printed()
    assert printed["spent"].tolist() == ["1,234,567.89", "-0.50", "不可计算：缺账簿"]
    assert printed["rate"].tolist() == ["86.69 %", "不可计算：缺年初预算", "不可计算：缺年初预算"]


def test_a_total_has_no_date_and_that_is_nothing_missing() -> None:
    assert made().printed()["when"].tolist() == ["2021-03-01", "—", ""]


def test_a_column_of_which_nothing_is_known_says_so_once() -> None:
    unknown = FRAME.assign(rate=pd.array([None] * 3, "Float64"), spent=pd.array([None] * 3, "Int64"))
    table = made(frame=unknown, columns=COLUMNS | {"spent": TableColumn("预算数", "amount", "年初预算")})
    assert table.printed()["rate"].tolist() == ["—", "—", "—"]
    assert table.all_notes() == ["预算数、执行率（年初预算）：不可计算，缺年初预算。"]
    english = made(frame=unknown, language="en", columns={"rate": TableColumn("Rate", "rate", "a budget")})
    assert english.all_notes() == ["Rate: not computable, lacks a budget."]


def test_the_html_is_escaped_and_accessible() -> None:
    html = made(notes=["注 & 释"])._repr_html_()
    assert "&lt;b&gt;办公&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "表 &lt;1&gt;" in html
    assert "注 &amp; 释" in html
    assert html.count('<th scope="col"') == len(COLUMNS)
    assert html.count('<th scope="row"') == len(FRAME)
    assert "单位：元" in html
    assert '<tr class="total">' in html


def test_a_negative_amount_is_marked_by_its_sign_too() -> None:
    assert re.search(r'<td class="number negative">-0\.50</td>', made()._repr_html_())


def test_the_same_table_is_the_same_bytes() -> None:
    assert made()._repr_html_() == made()._repr_html_()


def test_a_table_without_rows_says_why() -> None:
    table = made(frame=FRAME.head(0), nothing="本口径没有支出。")
    assert f'<td colspan="{len(COLUMNS)}" class="absent">本口径没有支出。</td>' in table._repr_html_()
    assert str(table).splitlines() == ["表 <1>", "本口径没有支出。", "来源：预算.csv"]


def test_a_folded_table_shows_its_title_only() -> None:
    assert "<details><summary>表 &lt;1&gt;</summary>" in made(is_folded=True)._repr_html_()
    assert "<details>" not in made()._repr_html_()


def test_plain_text_holds_every_cell() -> None:
    text = repr(made())
    for word in ("执行率（年初预算）", "1,234,567.89", "86.69 %", "来源：预算.csv"):
        assert word in text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [("count", 12345, "12,345"), ("printed", "-0.05", "-0.05"), ("code", "0010", "0010"), ("hash", "ab", "ab")],
)
def test_each_kind_has_its_form(kind: str, value: object, text: str) -> None:
    table = Table("t", pd.DataFrame({"c": [value]}), {"c": TableColumn("c", kind)}, language="en", currency="yuan")
    assert table.printed()["c"].tolist() == [text]
    assert "Unit: yuan" in table._repr_html_()
