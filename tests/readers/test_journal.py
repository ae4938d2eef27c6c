"""Journals: each test writes the export it reads, and its numbers can be added up by hand."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from readers.exports import aside, column, from_text

from perfkit.errors import BadConfiguration, EmptyFile
from perfkit.ledger.reasons import reason_label

HEAD = "日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额\n"
FIXTURES = Path(__file__).parent / "fixtures"


def csv(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding)


def test_journal_of_two_lines(read):
    export = read(
        from_text(
            HEAD
            + """
2021-03-05 | 记-1 | 付电费 | 5001 | 业务活动费用 | 1234.5 |
2021-03-05 | 记-1 | 付电费 | 1011 | 零余额账户用款额度 | | 1,234.50
"""
        )
    )
    assert export.kind == "journal"
    assert column(export, "debit_cents") == [123_450, 0]
    assert column(export, "credit_cents") == [0, 123_450]
    assert column(export, "voucher_type") == ["记", "记"]
    assert column(export, "voucher_number") == ["1", "1"]
    assert column(export, "line_number") == [1, 2]
    assert column(export, "period") == [3, 3]
    assert column(export, "book") == ["financial", "financial"]
    assert column(export, "source_row") == [3, 4]
    assert aside(export) == {1: "header", 2: "blank"}
    assert export.findings == ()


def test_title_block_blank_rows_totals_and_footer_are_set_aside_with_their_row(read):
    above = [[], [None, "2021年序时账"], ["核算单位：元培中心", None, None, None, None, None, "单位：万元"], []]
    table = """
日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额
2021-01-05 | 记-1 | 付电费 | 7201 | 事业支出 | 1.5 |
| | 付电费 | 8001 | 资金结存 | | 1.5
| | 本月合计 | | | 1.5 | 1.5
| | 过次页 | | | 1.5 | 1.5
日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额
| | 承前页 | | | 1.5 | 1.5
2021-02-01 | 记-1 | 退电费 | 7201 | 事业支出 | -0.5 |
| | 退电费 | 8001 | 资金结存 | | （0.5）
合 计 | | | | | 1 | 1
制表人：张三 | | | | | 打印时间：2021-12-31 | 第1页
"""
    export = read([*above, *from_text(table)])
    assert export.money_unit == "wan"
    assert column(export, "source_row") == [6, 7, 12, 13]
    assert column(export, "debit_cents") == [1_500_000, 0, -500_000, 0]
    assert column(export, "credit_cents") == [0, 1_500_000, 0, -500_000]
    assert column(export, "voucher_number") == ["1", "1", "1", "1"]
    assert column(export, "period") == [1, 1, 2, 2]
    assert column(export, "line_number") == [1, 2, 1, 2]
    assert aside(export) == {
        1: "blank",
        2: "title",
        3: "title",
        4: "blank",
        5: "header",
        8: "subtotal",
        9: "carried_forward",
        10: "header",
        11: "carried_forward",
        14: "subtotal",
        15: "footer",
    }
    assert export.findings == ()


def test_amounts_of_all_rows_close_against_the_file(read):
    export = read(
        from_text(
            HEAD
            + """
2021-01-05 | 记-1 | 甲 | 7201 | 事业支出 | 100 |
2021-01-05 | 记-1 | 甲 | 8001 | 资金结存 | | 100
不是日期 | 记-2 | 乙 | 7201 | 事业支出 | 20 |
| | 丙 | | | 3 |
合计 | | | | | 123 | 100
"""
        )
    )
    assert export.frame["debit_cents"].sum() + export.set_aside["debit_cents"].sum() == 24_600
    assert export.frame["credit_cents"].sum() + export.set_aside["credit_cents"].sum() == 20_000


def test_unreadable_lines_are_set_aside_and_reported_with_file_sheet_and_row(read):
    export = read(
        {
            "一月": from_text(
                HEAD
                + """
2021-01-05 | 记-1 | 甲 | 7201 | 事业支出 | 1O0 |
不是日期 | 记-2 | 乙 | 7201 | 事业支出 | 20 |
2021-01-06 | 记-3 | 丙 | | | 3 |
2021-01-06 | 记-3 | 注 | | | |
2021-02-30 | 记-4 | 丁 | 7201 | 事业支出 | 4 |
"""
            )
        }
    )
    assert len(export.frame) == 0
    assert {row: why for row, why in aside(export).items() if row > 2} == {
        3: "unreadable_amount",
        4: "unreadable_date",
        5: "no_account",
        6: "no_account",
        7: "unreadable_date",
    }
    told = {f.source_row: (f.kind.check, f.kind.severity, f.found, f.source_sheet) for f in export.findings}
    assert told == {
        3: ("unreadable_amount", "error", "1O0", "一月"),
        4: ("unreadable_date", "error", "不是日期", "一月"),
        5: ("no_account", "error", "丙", "一月"),
        7: ("unreadable_date", "error", "2021-02-30", "一月"),
    }
    (amount,) = (f for f in export.findings if f.source_row == 3)
    assert (
        amount.text("zh")
        == "export.xlsx 一月 第 3 行：应为金额（如 1,234.50，精确到分），实为“1O0”；该行已搁置，未计入。"
    )
    assert amount.text("en").startswith(
        "export.xlsx 一月 row 3: expected an amount in whole cents such as 1,234.50, found “1O0”"
    )


def test_a_column_of_unreadable_dates_is_told_once_after_two_hundred(read):
    rows = [f"31-31-2021 | 记-{n} | 甲 | 7201 | 事业支出 | 1 |" for n in range(203)]
    export = read(from_text(HEAD + "\n".join(rows)))
    assert len(export.findings) == 201
    assert (export.findings[-1].found, export.findings[-1].source_row) == ("3", 202)
    assert "3" in export.findings[-1].text("en")
    assert "日期无法识别" in export.findings[-1].text("zh")


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1,234.50", 123_450), ("(12.00)", -1_200), ("（12.00）", -1_200), ("-", 0), ("--", 0), ("１２．５", 1_250),
     ("－12", -1_200), ("−12", -1_200), ("￥1.2", 120), ("12.00-", -1_200), ("0", 0), ("", 0)],
)  # fmt: skip
def test_amounts_as_vendors_write_them(read, written, cents):
    export = read([HEAD.split(" | "), ["2021-01-05", "1", "甲", "7201", "事业支出", written, ""]])
    assert column(export, "debit_cents") == [cents]


@pytest.mark.parametrize(
    "written",
    ["2021-12-31", "2021/12/31", "20211231", "2021.12.31", "2021年12月31日", "44561", 44561, 20211231,
     date(2021, 12, 31), datetime(2021, 12, 31, 13, 5), "2021-12-31 00:00:00", "２０２１－１２－３１"],
)  # fmt: skip
def test_dates_as_vendors_write_them(read, written):
    export = read([HEAD.split(" | "), [written, "1", "甲", "7201", "事业支出", 1, ""]])
    assert [str(day.date()) for day in export.frame["voucher_date"]] == ["2021-12-31"]


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [("记-12", "记", "12"), ("记 0012", "记", "0012"), ("银付-3", "银付", "3"), ("记字第12号", "记", "12"),
     ("转账凭证-7", "转账凭证", "7"), ("0012", "", "0012"), (12, "", "12"), ("PZ-2021-0001", "", "PZ-2021-0001")],
)  # fmt: skip
def test_voucher_numbers_as_vendors_write_them(read, written, kind, number):
    export = read([HEAD.split(" | "), ["2021-01-05", written, "甲", "7201", "事业支出", 1, ""]])
    assert (column(export, "voucher_type"), column(export, "voucher_number")) == ([kind], [number])


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [(7201, "事业支出", ("7201", "事业支出")), ("7201.01.02", "甲", ("72010102", "甲")), ("7201.01.", "甲", ("720101", "甲")),
     ("'7201", "甲", ("7201", "甲")), ("1001\\现金", "", ("1001", "现金")), ("1001 现金", "", ("1001", "现金")),
     ("[1001]现金", "", ("1001", "现金")), ("0101", "甲", ("0101", "甲")), (72010199, "甲", ("72010199", "甲"))],
)  # fmt: skip
def test_account_codes_as_vendors_write_them(read, code, name, expected):
    export = read([HEAD.split(" | "), ["2021-01-05", "1", "甲", code, name, 1, ""]])
    assert (column(export, "account_code"), column(export, "account_name")) == ([expected[0]], [expected[1]])


def test_code_and_name_in_one_column_called_subject(read):
    export = read(from_text("日期|凭证号|摘要|科目|借方|贷方\n2021-01-05|1|甲|7201 事业支出|1|"))
    assert column(export, "account_code") == ["7201"]
    assert column(export, "account_name") == ["事业支出"]


def test_an_export_without_codes_is_understood_by_first_level_names(read):
    text = "日期|凭证号|摘要|科目名称|借方|贷方\n2021-01-05|1|甲|事业支出-项目支出|1|\n2021-01-05|1|甲|某往来|1|\n合计|||||"
    export = read(from_text(text))
    assert column(export, "account_code") == ["7201", "某往来"]
    assert column(export, "expenditure_type") == ["project", ""]


def test_direction_and_amount(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 方向 | 金额
2021-01-05 | 1 | 甲 | 7201 | 借 | 5
2021-01-05 | 1 | 甲 | 8001 | 贷方 | 5
2021-01-05 | 2 | 乙 | 7201 | X | 6
2021-01-05 | 2 | 乙 | 7201 | | 7
2021-01-05 | 2 | 乙 | 7201 | | 0
"""
        )
    )
    assert column(export, "debit_cents") == [500, 0, 0]
    assert column(export, "credit_cents") == [0, 500, 0]
    assert [(f.kind.check, f.source_row, f.found) for f in export.findings] == [
        ("unreadable_direction", 4, "X"),
        ("unreadable_direction", 5, ""),
    ]


def test_a_line_of_another_date_without_a_number_joins_no_voucher(read):
    export = read(
        from_text(
            HEAD
            + """2021-01-05 | 记-1 | 甲 | 7201 | 事业支出 | 1 |
2021-01-05 | | 甲 | 8001 | 资金结存 | | 1
| | 甲 | 8001 | 资金结存 | | 1
2021-01-09 | | 乙 | 7201 | 事业支出 | 1 |
| 记-3 | 丙 | 7201 | 事业支出 | 1 |
"""
        )
    )
    assert column(export, "voucher_number") == ["1", "1", "1", "", "3"]
    assert [day.day for day in export.frame["voucher_date"]] == [5, 5, 5, 9, 9]


def test_voucher_type_in_its_own_column_is_filled_down_within_the_voucher(read):
    export = read(
        from_text(
            """日期 | 凭证字 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方
2021-01-05 | 记 | 1 | 甲 | 7201 | 1 |
| | | 甲 | 8001 | | 1
| | 1 | 甲 | 8001 | | 1
2021-01-06 | | 2 | 乙 | 8001 | | 1
"""
        )
    )
    assert column(export, "voucher_type") == ["记", "记", "记", ""]


def test_line_numbers_of_the_export_are_kept_if_they_count_within_the_voucher(read):
    head = "日期 | 凭证号 | 序号 | 摘要 | 科目编码 | 借方 | 贷方\n"
    within = read(from_text(head + "2021-01-05|1|2|甲|7201|1|\n2021-01-05|1|1|甲|8001||1\n2021-01-05|2|1|甲|8001||1"))
    assert column(within, "line_number") == [2, 1, 1]
    in_sheet = read(from_text(head + "2021-01-05|1|1|甲|7201|1|\n2021-01-05|1|2|甲|8001||1\n2021-01-05|2|3|甲|8001||1"))
    assert column(in_sheet, "line_number") == [1, 2, 1]


@pytest.mark.parametrize(("written", "period"), [("3", 3), ("202103", 3), ("2021年3月", 3), ("第3期", 3), ("三月", 3)])
def test_period_column_where_there_is_no_date(read, written, period):
    export = read(from_text(f"期间|凭证号|摘要|科目编码|借方|贷方\n{written}|1|甲|7201|1|\n"))
    assert column(export, "period") == [period]


@pytest.mark.parametrize("written", ["x", "13", "0"])
def test_a_period_that_the_year_does_not_have_is_set_aside_and_reported(read, written):
    export = read(from_text(f"期间|凭证号|摘要|科目编码|借方|贷方\n{written}|1|甲|7201|1|\n"))
    assert aside(export)[2] == "unreadable_period"
    assert [(finding.kind.check, finding.found) for finding in export.findings] == [("unreadable_period", written)]


def test_control_totals_that_hold_say_nothing(read):
    export = read(
        {
            "1月": from_text(
                HEAD
                + """2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 10 |
2021-01-05 | 记-1 | 甲 | 8001 | 结存 | | 10
合计 | | | | | 10 | 10
2021-01-06 | 记-2 | 乙 | 7201 | 支出 | 5 |
2021-01-06 | 记-2 | 乙 | 8001 | 结存 | | 5
合计 | | | | | 5 | 5
| | 本月合计 | | | 15 | 15
"""
            ),
            "2月": from_text(
                HEAD
                + """2021-02-05 | 记-1 | 丙 | 7201 | 支出 | 2 |
2021-02-05 | 记-1 | 丙 | 8001 | 结存 | | 2
总计 | | | | | 17 | 17
小计 | | | | | 999 | 999
合计 | | | | | |
"""
            ),
        }
    )
    assert export.findings == ()
    assert len(export.frame) == 6


def test_a_control_total_that_differs_is_reported_with_the_amount(read):
    export = read(
        from_text(
            HEAD
            + """2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 10 |
2021-01-05 | 记-1 | 甲 | 8001 | 结存 | | 10
合 计 | | | | | 10 | 12.5
"""
        )
    )
    (finding,) = export.findings
    assert (finding.kind.check, finding.source_row, finding.amount_cents) == ("control_totals", 4, 250)
    assert finding.text("zh") == (
        "export.xlsx Sheet1 第 4 行“合计”：表内合计为 10.00 / 12.50，读入的明细之和为 10.00 / 10.00，相差 2.50 元。"
    )


def test_subsidiary_ledger_rows_of_a_period_are_no_lines_though_they_carry_the_account(read):
    export = read(
        from_text(
            HEAD
            + """2021-01-01 | | 期初余额 | 1001 | 库存现金 | |
2021-01-05 | 记-1 | 合计 | 1001 | 库存现金 | 10 |
2021-01-31 | | 本月合计 | 1001 | 库存现金 | 10 |
2021-01-31 | | 本年累计 | 1001 | 库存现金 | 10 |
"""
        )
    )
    assert column(export, "summary") == ["合计"]
    assert aside(export) == {1: "header", 2: "carried_forward", 4: "subtotal", 5: "subtotal"}


def test_void_vouchers_and_other_years_are_set_aside(read):
    export = read(
        from_text(
            """年度 | 日期 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方 | 状态
2021 | 2021-01-05 | 1 | 甲 | 7201 | 1 | | 已记账
2021 | 2021-01-05 | 2 | 甲 | 7201 | 1 | | 作废
2020年 | 2020-01-05 | 3 | 甲 | 7201 | 1 | | 已记账
"""
        )
    )
    assert column(export, "voucher_number") == ["1"]
    assert aside(export) == {1: "header", 3: "void", 4: "other_year"}


def test_closing_flag_of_the_export(read):
    export = read(
        from_text("日期|凭证号|科目编码|借方|贷方|IS_CARRY_OVER\n2021-12-31|1|7201||1|1\n2021-12-31|2|7201|1||0")
    )
    assert column(export, "is_closing") == [True, False]


def test_a_chart_that_is_not_the_governments_keeps_no_books(read, unit):
    from dataclasses import replace

    export = read(from_text(HEAD + "2021-01-05 | 1 | a | 4010-000 | Rent | 1 |"), unit=replace(unit, chart="other"))
    assert column(export, "book") == [""]
    assert column(export, "account_code") == ["4010000"]


def test_one_sheet_per_month_and_a_sheet_of_notes(read):
    lines = from_text(HEAD + "2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 1 |")
    export = read({"1月凭证": lines, "说明": [["导出说明"], ["第二行"]], "2月凭证": lines, "空": []})
    assert column(export, "source_sheet") == ["1月凭证", "2月凭证"]
    (notice,) = export.findings
    assert (notice.kind.check, notice.kind.severity, notice.source_sheet) == ("sheet_without_table", "notice", "说明")
    assert "2 行" in notice.text("zh")
    assert list(export.set_aside["reason"]).count("no_table") == 2


def test_a_balance_table_beside_the_journal_is_read_too(read):
    journal = from_text(HEAD + "2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 1 |")
    balances = from_text("科目编码 | 科目名称 | 期初余额 | 期末余额\n1001 | 现金 | 1 | 2")
    export = read({"余额表": balances, "序时账": journal})
    assert list(export.frames) == ["journal", "balances"]
    assert export.frames["balances"]["account_code"].to_list() == ["1001"]
    assert not export.findings


def test_a_journal_of_the_old_binary_format(unit):
    from perfkit.readers import read_export

    export = read_export(FIXTURES / "journal.xls", unit=unit, year=2021, mappings=[], source_file="journal.xls")
    assert column(export, "debit_cents") == [123_450, 0]
    assert column(export, "source_row") == [5, 6]
    assert [str(day.date()) for day in export.frame["voucher_date"]] == ["2021-03-05", "2021-03-05"]
    assert column(export, "account_code") == ["7201", "800101"]


def test_mapping_names_columns_constants_and_values(read):
    export = read(
        from_text("何时|几号|说明|科|发生数|边\n2021-01-05|1|甲|7201|5|J\n2021-01-05|1|甲|8001|5|D"),
        """kind = "journal"
system = "某系统"
money_unit = "thousand"
header_row = 1
[columns]
"何时" = "voucher_date"
"几号" = "voucher_number"
"说明" = "summary"
"科" = "account_code"
"发生数" = "amount"
"边" = "direction"
[constants]
fund_code = "一般公共预算"
[values.direction]
J = "借"
D = "贷"
""",
    )
    assert (export.system, export.money_unit) == ("某系统", "thousand")
    assert column(export, "debit_cents") == [500_000, 0]
    assert column(export, "credit_cents") == [0, 500_000]
    assert column(export, "fund_code") == ["11", "11"]


def test_a_mapping_may_leave_sheets_out(read):
    lines = from_text(HEAD + "2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 1 |")
    export = read({"1月": lines, "汇总": lines}, 'sheets = ["*月"]')
    assert column(export, "source_sheet") == ["1月"]
    assert list(export.set_aside["reason"]) == ["header", "other_sheet", "other_sheet"]
    assert export.findings == ()


def test_a_mapping_that_leaves_every_sheet_out_is_refused(read):
    lines = from_text(HEAD + "2021-01-05 | 记-1 | 甲 | 7201 | 支出 | 1 |")
    with pytest.raises(BadConfiguration, match=r"mapping\.sheets.*1月"):
        read({"1月": lines}, 'sheets = ["一月"]')


def test_a_header_without_a_row_is_an_empty_export(read):
    with pytest.raises(EmptyFile, match=r"export\.xlsx"):
        read(from_text("序时账\n" + HEAD.strip() + "\n制表人：张三"))


def test_an_export_of_which_no_row_is_a_line_says_why(read):
    export = read(from_text("年度|日期|凭证号|摘要|科目编码|借方|贷方\n2020|2020-01-05|1|甲|7201|1|"))
    (found,) = export.findings
    assert (found.kind.check, found.kind.severity) == ("export_without_lines", "error")
    assert "2 行全部搁置（表头, 属于其他年度）" in found.text()
    assert "of another year" in found.text("en")


def test_reasons_have_names_in_both_languages():
    assert reason_label("void") == "作废凭证"
    assert reason_label("void", "en") == "void voucher"
    assert reason_label("whatever") == "whatever"


def test_own_codes_that_begin_with_letters_are_codes(read):
    rows = from_text("""
        日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额
        2021-01-05 | 1 | 电费 | ZX-01.2 | 专项支出 | 5 |
        2021-01-05 | 1 | 电费 | 1002 | 银行存款 | | 5
        2021-01-05 | 1 | 电费 | 说明 | 无 | 1 | 1
    """)
    export = read(rows)
    assert column(export, "account_code") == ["ZX012", "1002"]
    assert aside(export) == {1: "header", 4: "no_account"}


@pytest.mark.parametrize("heading", ["科目编码", "会计科目", "科目"])
def test_a_column_of_codes_that_holds_names_alone_is_one_of_names(read, heading):
    rows = from_text(f"""
        日期 | 凭证号 | 摘要 | {heading} | 借方金额 | 贷方金额
        2021-01-05 | 1 | 电费 | 事业支出-财政拨款支出 | 5 |
        2021-01-05 | 1 | 电费 | 资金结存 | | 5
        | | 合计 | | 5 | 5
    """)
    export = read(rows)
    assert column(export, "account_code") == ["7201", "8001"]
    assert aside(export) == {1: "header", 4: "subtotal"}
