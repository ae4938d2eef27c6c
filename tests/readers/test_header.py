"""Headers: one or two rows, with noise, told by aliases or by a mapping."""

from __future__ import annotations

import pandas as pd
import pytest
from readers.exports import from_text

from perfkit.errors import UnknownHeader
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import find_header
from perfkit.readers.layouts.kinds import kind_of
from perfkit.readers.layouts.mappings import Mapping
from perfkit.readers.lines.rows import money_unit


def sheet(text: str) -> RawSheet:
    rows = from_text(text)
    width = max(len(row) for row in rows)
    return RawSheet("表", pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype="str"))


JOURNAL = "日期 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方"


def test_one_row_below_a_title():
    header = find_header(sheet("序时账\n单位:元\n" + JOURNAL), None, "a.xlsx")
    assert (header.kind, header.header_row, header.first_data_row) == ("journal", 3, 4)
    assert header.fields["credit"] == 5


def test_two_rows_of_merged_cells():
    text = """科目余额表
科目编码 | 科目名称 | 期初余额 | | 本期发生额 | | 本年累计发生额 | | 期末余额 |
 | | 借方 | 贷方 | 借方 | 贷方 | 借方 | 贷方 | 方向 | 余额
1001 | 现金 | 1 | | 2 | | 2 | | 借 | 3"""
    header = find_header(sheet(text), None, "a.xlsx")
    assert (header.kind, header.header_row, header.first_data_row) == ("balances", 2, 4)
    assert header.titles[2:6] == ("期初余额.借方", "期初余额.贷方", "本期发生额.借方", "本期发生额.贷方")
    assert header.fields == {
        "account_code": 0, "account_name": 1, "opening_debit": 2, "opening_credit": 3, "debit": 4, "credit": 5,
        "ytd_debit": 6, "ytd_credit": 7, "closing_direction": 8, "closing_balance": 9,
    }  # fmt: skip


def test_merged_headings_that_repeat_in_every_cell_and_parents_of_words():
    text = """凭证 | 凭证 | 会计科目 | 会计科目 | 金额 | 金额 | 辅助核算 | 数量
日期 | 号 | 编码 | 名称 | 借方 | 贷方 | 项目 | 借方"""
    header = find_header(sheet(text), None, "a.xlsx")
    assert header.fields == {
        "voucher_date": 0, "voucher_number": 1, "account_code": 2, "account_name": 3, "debit": 4, "credit": 5,
        "project_name": 6,
    }  # fmt: skip


def test_noise_around_headings():
    header = find_header(
        sheet(
            "【日 期】 | 凭证字号： | 摘　要 | 科目|编码 | 借方金额(元) | ［贷方金额（万元）］".replace(
                "科目|编码", "科目#编码"
            )
        ),
        None,
        "a",
    )
    assert header.fields == {
        "voucher_date": 0, "voucher_number": 1, "summary": 2, "account_code": 3, "debit": 4, "credit": 5,
    }  # fmt: skip


def test_several_fields_in_one_column(read):
    export = read(
        [
            ["[凭证号码]#[日期]", "摘要", "科目编码", "借方", "贷方"],
            ["记-1#2021-01-05", "甲", "7201", 5, ""],
            ["记-2", "乙", "7201", 5, ""],
        ]
    )
    assert export.frame["voucher_number"].to_list() == ["1", "2"]
    assert [day.day for day in export.frame["voucher_date"]] == [5, 5]
    unknown_part = find_header(sheet("日期#甲甲 | 科目编码 | 借方 | 贷方 | 甲#乙"), None, "a")
    assert unknown_part.fields == {"voucher_date": 0, "account_code": 1, "debit": 2, "credit": 3}


def test_the_earlier_alias_is_preferred_and_the_opening_of_the_period_to_that_of_the_year():
    text = """科目编码 | 年初余额 | | 期初余额 | | 期末余额 |
 | 借方 | 贷方 | 借方 | 贷方 | 借方 | 贷方"""
    assert find_header(sheet(text), None, "a").fields["opening_debit"] == 3
    assert (
        find_header(sheet("制单日期 | 日期 | 凭证号 | 科目编码 | 借方 | 贷方"), None, "a").fields["voucher_date"] == 1
    )


def test_two_columns_called_direction():
    header = find_header(sheet("科目编码 | 方向 | 期初余额 | 借方 | 贷方 | 方向 | 期末余额"), None, "a")
    assert (header.fields["opening_direction"], header.fields["closing_direction"]) == (1, 5)


def test_no_header_names_the_row_most_like_one_and_what_is_missing():
    with pytest.raises(UnknownHeader) as caught:
        find_header(sheet("说明\n日期 | 摘要 | 科目编码 | 经手人"), None, "a.xlsx")
    assert caught.value.parts["row"] == 2
    assert caught.value.text("zh") == (
        "a.xlsx（表）找不到表头：需要 借方和贷方金额，或方向和金额；最像表头的一行是第 2 行："
        "日期 | 摘要 | 科目编码 | 经手人。请写一个映射文件指明各列（perfkit inspect 可生成草稿）。"
    )
    assert "debit and credit, or direction and amount" in caught.value.text("en")
    with pytest.raises(UnknownHeader):
        find_header(RawSheet("", pd.DataFrame()), None, "a.csv")


def test_a_mapping_names_columns_rows_and_kind():
    mapping = Mapping("m", ("*",), kind="balances", header_row=2, header_rows=2,
                      columns={"余额.期末数": "closing_balance", "余额.期初数": "opening_balance", "科目编码": ""})  # fmt: skip
    header = find_header(
        sheet("x\n科目编码 | 科目名称 | 余额 | 余额\n | | 期初数 | 期末数\n1 | 2 | 3 | 4"), mapping, "a"
    )
    assert header.fields == {"account_name": 1, "opening_balance": 2, "closing_balance": 3}
    assert header.first_data_row == 4
    with pytest.raises(UnknownHeader) as caught:
        find_header(sheet(JOURNAL), Mapping("m", ("*",), kind="balances"), "a")
    assert "期初或期末余额" in caught.value.text("zh")


@pytest.mark.parametrize(
    ("line", "unit"),
    [("单位：元", "yuan"), ("金额单位:万元", "wan"), ("单位：人民币元", "yuan"), ("（万元）", "wan"), ("单 位 ： 千 元", "thousand"),
     ("单位:百万元", "million"), ("核算单位：元培中心", "yuan"), ("单位：元（列至角分）", "yuan"), ("", "yuan")],
)  # fmt: skip
def test_unit_of_money_above_the_header(line, unit):
    found = sheet(f"序时账\n{line}\n{JOURNAL}")
    assert money_unit(found, find_header(found, None, "a"), None) == unit


def test_unit_of_money_in_a_heading_and_in_a_mapping():
    found = sheet("单位:元\n日期 | 凭证号 | 科目编码 | 借方(万元) | 贷方(万元)")
    header = find_header(found, None, "a")
    assert money_unit(found, header, None) == "wan"
    assert money_unit(found, header, Mapping("m", ("*",), money_unit="yuan")) == "yuan"


def test_kinds():
    assert kind_of({"voucher_date", "account_code", "debit", "credit"}) == "journal"
    assert kind_of({"account_code", "closing_balance"}) == "balances"
    assert kind_of({"account_code"}) == ""


def test_headings_of_which_none_is_known_are_near_to_no_kind():
    with pytest.raises(UnknownHeader) as caught:
        find_header(RawSheet("", pd.DataFrame([["a", "b"], ["1", "2"]], dtype="str")), None, "a.csv")
    assert "序时账、科目余额表、预算表、执行汇总表或合同表的列名" in caught.value.text("zh")
    assert caught.value.text("en").startswith("a.csv (text) has no header we know: needed the headings of a journal")
