"""Account-balance tables in the shapes that vendors print."""

from __future__ import annotations

import pytest
from readers.exports import aside, column, from_text

SIX = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")


def amounts(export):
    return [tuple(row) for row in export.frame[[f"{name}_cents" for name in SIX]].to_numpy().tolist()]


def test_two_row_header_with_debit_and_credit_columns(read):
    export = read(
        """科目余额表
单位：元
科目编码,科目名称,期初余额,,本期发生额,,期末余额,
,,借方,贷方,借方,贷方,借方,贷方
1011,零余额账户用款额度,100.00,,50,30,120.00,
7201,事业支出,,,80,,80,
720101,财政拨款支出,,,30,,30,
720103,其他资金支出,,,50,,50,
2307,其他应付款,,10,,5,,15
合计,,100,10,130,35,200,15
""".encode("gb18030")
    )
    assert (export.kind, export.encoding) == ("balances", "gb18030")
    assert amounts(export)[0] == (10_000, 0, 5_000, 3_000, 12_000, 0)
    assert amounts(export)[4] == (0, 1_000, 0, 500, 0, 1_500)
    assert column(export, "is_leaf") == [True, False, True, True, True]
    assert column(export, "source_row") == [5, 6, 7, 8, 9]
    assert aside(export)[10] == "subtotal"


def test_directions_of_opening_and_closing(read):
    export = read(
        from_text(
            """科目编码 | 科目名称 | 方向 | 期初余额 | 借方发生额 | 贷方发生额 | 方向 | 期末余额
1011 | 零余额 | 借 | 100 | 50 | 180 | 贷 | 30
2307 | 其他应付款 | 平 | 0 | | 5 | 贷 | 5
3001 | 累计盈余 | 贷 | -7 | | | 贷 | -7
8001 | 资金结存 | 贷 | 9 | 1 | | 贷 | 10"""
        )
    )
    assert amounts(export) == [
        (10_000, 0, 5_000, 18_000, 0, 3_000),
        (0, 0, 0, 500, 0, 500),
        (700, 0, 0, 0, 700, 0),
        (900, 0, 100, 0, 1_000, 0),
    ]


def test_signed_balances_are_on_the_normal_side_of_the_account(read, unit):
    from dataclasses import replace

    text = from_text(
        """科目编码 | 科目名称 | 年初余额 | 本年累计借方 | 本年累计贷方 | 期末余额
1001 | 现金 | 3 | 2 | 1 | 4
1602 | 累计折旧 | 5 | | 1 | 6
2307 | 其他应付款 | -2 | | | -2
7205 | 后勤保障支出 | 0 | 8 | | 8
8001 | 资金结存 | 9 | | | 9
8201 | 结转 | 1 | | | 1
9999 | 不明 | 1 | | | 1
1902 | 待处理 | 1 | | | -1"""
    )
    assert amounts(read(text)) == [
        (300, 0, 200, 100, 400, 0),
        (0, 500, 0, 100, 0, 600),
        (200, 0, 0, 0, 200, 0),
        (0, 0, 800, 0, 800, 0),
        (900, 0, 0, 0, 900, 0),
        (0, 100, 0, 0, 0, 100),
        (100, 0, 0, 0, 100, 0),
        (100, 0, 0, 0, 0, 100),
    ]
    other = read(text, unit=replace(unit, chart="other"))
    assert amounts(other)[1] == (500, 0, 0, 100, 600, 0)


def test_unreadable_amounts_and_directions_and_rows_without_an_account(read):
    export = read(
        from_text(
            """科目编码 | 科目名称 | 余额方向 | 期初余额 | 期末余额
1001 | 现金 | 借 | 一百 | 1
1002 | 银行 | 反 | 1 | 1
| 无码 | 借 | 1 | 1
| 备注 | | |
1011 | 零余额 | | 1 | 1"""
        )
    )
    assert column(export, "account_code") == ["1011"]
    assert {row: why for row, why in aside(export).items() if row > 1} == {
        2: "unreadable_amount", 3: "unreadable_direction", 4: "no_account", 5: "no_account",
    }  # fmt: skip
    assert {(f.kind.check, f.source_row, f.found) for f in export.findings} == {
        ("unreadable_amount", 2, "一百"), ("unreadable_direction", 3, "反"), ("no_account", 4, "无码"),
    }  # fmt: skip


def test_auxiliary_details_are_set_aside_where_the_account_has_its_own_row(read):
    export = read(
        from_text(
            """科目编码 | 科目名称 | 核算维度 | 期初余额 | 期末余额
1214 | 预付账款 | | 3 | 3
1214 | 预付账款 | 供应商:甲 | 1 | 1
1214 | 预付账款 | 供应商:乙 | 2 | 2
1218 | 其他应收款 | 职员:丙 | 5 | 5"""
        )
    )
    assert column(export, "opening_debit_cents") == [300, 500]
    assert aside(export) == {1: "header", 3: "auxiliary_detail", 4: "auxiliary_detail"}


@pytest.mark.parametrize("code", ["1001\\现金", "1001 现金", "1001.", "'1001"])
def test_account_codes_in_balance_tables(read, code):
    assert column(read([["科目编码", "期末余额"], [code, 1]]), "account_code") == ["1001"]
