"""What exports of Chinese accounting systems look like, trait by trait: the table of domain notes 3.1.

Held elsewhere: web pages and XML saved as .xls (test_markup), detail ledgers and month groups (test_detail_ledgers),
encodings (test_sheets), forms of amounts, dates, numbers and account codes one by one (test_journal), parents beside
children and directions of balances (test_balances), overlapping files (tests/checks).
"""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from readers.exports import aside, column, from_text

from perfkit import errors
from perfkit.readers import read_export
from perfkit.readers.layouts.drafts import draft
from perfkit.readers.layouts.guesses import guess

FIXTURES = Path(__file__).parent / "fixtures"
HEAD = ["日期", "凭证号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额"]
LINE = ["2021-01-05", "记-1", "甲", "7201", "事业支出", "1.00", ""]


def dates(export) -> list[str]:
    return [f"{day:%Y-%m-%d}" for day in export.frame["voucher_date"]]


def with_dates(*days: object) -> list[list[object]]:
    return [HEAD, *([day, f"记-{number}", *LINE[2:]] for number, day in enumerate(days, start=1))]


@pytest.mark.parametrize("row", [1, 2, 4, 5, 9])
def test_the_header_may_stand_in_any_of_the_first_rows(read, row):
    titles = [["科目表"], [], ["单位：元"], []]
    above = [titles[number % 4] for number in range(row - 1)]
    export = read([*above, HEAD, LINE])
    assert column(export, "source_row") == [row + 1]
    assert aside(export) == {n + 1: "title" if titles[n % 4] else "blank" for n in range(row - 1)} | {row: "header"}


@pytest.mark.parametrize("cell", ["[记-12]#[2021-01-05]", "记-12#2021-01-05", "【记-12】|【2021-01-05】"])
def test_number_and_date_in_one_cell_may_each_stand_in_brackets(read, cell):
    export = read([["[凭证号码]#[日期]", *HEAD[2:]], [cell, *LINE[2:]]])
    assert (dates(export), column(export, "voucher_type"), column(export, "voucher_number")) == (
        ["2021-01-05"], ["记"], ["12"],
    )  # fmt: skip


def test_a_merged_title_that_repeats_in_every_cell(read):
    export = read([["2021年序时账"] * 7, ["单位：万元"] * 7, HEAD, LINE])
    assert (export.money_unit, column(export, "debit_cents")) == ("wan", [1_000_000])
    assert aside(export) == {1: "title", 2: "title", 3: "header"}


def test_four_groups_of_two_columns_under_one_row(read):
    export = read(
        from_text(
            """科目余额表
核算单位：示例
科目编码 | 科目名称 | 期初余额 | 期初余额 | 本期发生额 | 本期发生额 | 本年累计发生额 | 本年累计发生额 | 期末余额 | 期末余额
科目编码 | 科目名称 | 方向 | 余额 | 借方 | 贷方 | 借方 | 贷方 | 方向 | 余额
1002 | 银行存款 | 借 | 10 | 5 | 20 | 50 | 20 | 贷 | 5
2001 | 借款 | 平 | | | 3 | | 3 | 贷 | 3"""
        )
    )
    amounts = [
        f"{name}_cents"
        for name in ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")
    ]
    assert export.frame[amounts].to_numpy().tolist() == [[1_000, 0, 500, 2_000, 0, 500], [0, 0, 0, 300, 0, 300]]
    assert export.findings == ()


def test_balances_of_a_cloud_system_with_dotted_headings_in_row_4(read):
    heads = ["科目编码", "科目名称", "核算维度", "年初余额.借方金额", "年初余额.贷方金额", "期初余额.借方金额", "期初余额.贷方金额",
             "本期发生额.借方金额", "本期发生额.贷方金额", "本年累计.借方金额", "本年累计.贷方金额", "期末余额.借方金额", "期末余额.贷方金额"]  # fmt: skip
    export = read([["科目余额表"], ["期间：2021.3"], [], heads, ["1002", "银行", "", 1, 0, 2, 0, 3, 4, 5, 6, 1, 0]])
    (row,) = export.frame.to_dict("records")
    assert (row["opening_debit_cents"], row["debit_cents"], row["credit_cents"], row["closing_debit_cents"]) == (
        200,
        300,
        400,
        100,
    )


@pytest.mark.parametrize(
    "heads",
    [
        ["[凭证号码]#[日期]", "【摘要】", "科目|编码", " 借方 ", "贷方："],
        ["凭证号码#日期", "《摘 要》", "科目#编码", "借方(元)", "［贷方］"],
    ],
)
def test_noise_around_headings_and_two_fields_in_one_column(read, heads):
    export = read([heads, ["记-1#2021-01-05", "甲", "7201", 1, ""]])
    assert (dates(export), column(export, "voucher_number"), column(export, "account_code")) == (
        ["2021-01-05"],
        ["1"],
        ["7201"],
    )


@pytest.mark.parametrize(
    ("written", "code", "name"),
    [("1001.01.", "100101", ""), ("6001.01.01", "60010101", ""), ("60010101", "60010101", ""), ("'1001", "1001", ""),
     ("1001\\现金", "1001", "现金"), ("    100101", "100101", ""), ("　　1001.01 现金", "100101", "现金"), ("１００１", "1001", "")],
)  # fmt: skip
def test_one_account_in_the_ways_that_vendors_write_it(read, written, code, name):
    balances = read([["科目编码", "科目名称", "期末余额"], [written, "", 1]])
    assert (column(balances, "account_code"), column(balances, "account_name")) == ([code], [name])
    assert balances.frame["is_leaf"].to_list() == [True]


def test_names_indented_by_level_beside_their_parents(read):
    export = read(
        [
            ["科目编码", "科目名称", "期末余额"],
            ["1002", "银行存款", 3],
            ["100201", "　　工行", 1],
            ["  1002.02.", "　　建行", 2],
        ]
    )
    assert column(export, "account_name") == ["银行存款", "工行", "建行"]
    assert column(export, "is_leaf") == [False, True, True]


@pytest.mark.parametrize(
    ("summary", "reason"),
    [("本月合计", "subtotal"), ("本年累计", "subtotal"), ("当前合计", "subtotal"), ("本日合计", "subtotal"), ("月计", "subtotal"),
     ("期初余额", "carried_forward"), ("承前页", "carried_forward"), ("过次页", "carried_forward"), ("上年结转", "carried_forward"),
     ("昨日余额", "carried_forward"), ("期初结存", "carried_forward"), ("累 计", "subtotal")],
)  # fmt: skip
def test_rows_between_the_lines_with_and_without_an_account(read, summary, reason):
    bare = ["", "", summary, "", "", "", ""]
    export = read(
        [
            HEAD,
            LINE,
            bare,
            ["2021-01-31", "", summary, "7201", "事业支出", "", ""],
            ["2021-02-01", "记-1", summary, *LINE[3:]],
        ]
    )
    assert aside(export) == {1: "header", 3: reason, 4: reason}
    assert column(export, "source_row") == [2, 5]


@pytest.mark.parametrize(
    "pages", ["记-1 {}/5", "1 {}/5", "1-{}/5", "记-0001({}/5)", "记字第1号 第{}/5页", "记－１　{}／５"]
)
def test_a_voucher_over_five_pages_is_one_voucher(read, pages):
    rows = [["2021-01-05", pages.format(page), f"第{page}页", "7201" if page < 5 else "8001", "", 1 if page < 5 else "", 4 if page == 5 else ""]
            for page in range(1, 6)]  # fmt: skip
    export = read([HEAD, *rows])
    numbers = set(column(export, "voucher_number"))
    assert len(numbers) == 1
    assert "/" not in numbers.pop()
    assert column(export, "line_number") == [1, 2, 3, 4, 5]
    assert export.findings == ()


@pytest.mark.parametrize("number", ["3/12", "记-7/5", "2021/1"])
def test_a_stroke_in_a_number_that_counts_no_pages(read, number):
    assert "/" in column(read([HEAD, ["2021-01-05", number, *LINE[2:]]]), "voucher_number")[0]


@pytest.mark.parametrize(
    ("written", "cents"),
    [("-1.5", -150), ("(1.50)", -150), ("（1.50）", -150), ("－1.50", -150), ("−1.5", -150), ("1.50-", -150), ("--", 0), ("—", 0), ("——", 0),
     ("-", 0), ("", 0), ("１，２３４．５", 123_450), ("￥1,234.50", 123_450), ("¥ 12", 1_200), ("1,234.50元", 123_450), ("1 234.50", 123_450)],
)  # fmt: skip
def test_red_letters_zeros_and_thousands(read, written, cents):
    export = read([HEAD, [*LINE[:5], written, ""], [*LINE[:5], "", 7]])
    assert column(export, "debit_cents") == [cents, 0]


REVERSED = [
    ["2021-01-05", "记-1", "付电费", "7201", "支出", "30.00", ""],
    ["2021-01-05", "记-1", "付电费", "8001", "结存", "", "30.00"],
    ["2021-01-06", "记-2", "红字冲销", "7201", "支出", "*5.00", ""],
    ["2021-01-06", "记-2", "红字冲销", "8001", "结存", "", "*5.00"],
    ["2021-01-07", "记-3", "红字冲销", "7201", "支出", "*-1.00", ""],
    ["2021-01-07", "记-3", "红字冲销", "8001", "结存", "", "*-1.00"],
    ["", "", "合计", "", "", "24.00", "24.00"],
]


def page_in_red(how: str, red: str) -> bytes:
    """A web page in which what is marked with * is written in red, as `how` says it."""
    cells = {True: how.replace("RED", red), False: "<td>TEXT</td>"}
    rows = [[HEAD[0], *HEAD[1:]], *REVERSED]
    body = "".join(
        f"<tr>{''.join(cells[text.startswith('*')].replace('TEXT', text.lstrip('*')) for text in row)}</tr>"
        for row in rows
    )
    style = f"<style>.other {{color:blue}} .x1 {{mso-x:y; color: {red}}} .x2{{background-color:{red}}}</style>"
    return f"<html><head>{style}</head><body><table>{body}</table></body></html>".encode()


def workbook_in_red(tmp_path: Path, colour: str, left: int = 0) -> bytes:
    """The same as a workbook, `left` columns from its edge."""
    book = xlsxwriter.Workbook(str(tmp_path / "red.xlsx"))
    sheet, red = book.add_worksheet("序时账"), book.add_format({"font_color": colour})
    for r, row in enumerate([HEAD, *REVERSED]):
        for c, text in enumerate(row):
            if text.startswith("*"):
                sheet.write_number(r, left + c, float(text[1:]), red)
            elif text:
                sheet.write_string(r, left + c, text, red if text == "红字冲销" else None)
    book.close()
    return (tmp_path / "red.xlsx").read_bytes()


def spreadsheet_in_red(colour: str) -> bytes:
    """The same as an XML spreadsheet."""
    cell = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'
    rows = "".join(
        "<Row>" + "".join(cell.format(' ss:StyleID="r"' if text.startswith("*") else "", text.lstrip("*")) for text in row)
        + "</Row>"
        for row in [HEAD, *REVERSED]
    )  # fmt: skip
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="b"/><Style ss:ID="r">'
        f'<Font ss:Color="{colour}"/></Style></Styles><Worksheet ss:Name="a"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


@pytest.mark.parametrize(
    "how",
    [
        '<td><font color="RED">TEXT</font></td>',
        "<td style='text-align:right; color : RED'>TEXT</td>",
        "<td><b><span style=color:RED>TEXT</span></b></td>",
        "<td class=x1>TEXT</td>",
        "xlsx",
        "xlsx 2",
        "xml",
    ],
)
@pytest.mark.parametrize("colour", ["#FF0000", "red"])
def test_red_letters_without_a_sign_are_negative(read, tmp_path, how, colour):
    if how.startswith("xlsx"):
        export = read(workbook_in_red(tmp_path, colour, int(how[4:] or 0)), name="red.xls")
    else:
        content = spreadsheet_in_red(colour) if how == "xml" else page_in_red(how, colour)
        export = read(content, name="red.xls")
    assert column(export, "debit_cents") == [3000, 0, -500, 0, -100, 0]
    assert column(export, "credit_cents") == [0, 3000, 0, -500, 0, -100]
    (finding,) = export.findings
    assert (finding.kind.check, finding.source_row, finding.amount_cents, finding.parts["count"]) == (
        "red_letters", 4, -1000, 2,
    )  # fmt: skip


def test_other_colours_and_a_table_all_in_red_are_looks(read, tmp_path):
    export = read(
        page_in_red('<td bgcolor="RED" class="x2 other" style="background-color:RED">TEXT</td>', "red"), name="a.xls"
    )
    assert column(export, "debit_cents") == [3000, 0, 500, 0, -100, 0]
    assert column(read(workbook_in_red(tmp_path, "#C00000"), name="b.xls"), "debit_cents")[2] == 500
    everywhere = page_in_red("<td><font color=RED>TEXT</font></td>", "red").replace(b"<td>3", b"<td><font color=red>3")
    export = read(everywhere, name="c.xls")
    assert column(export, "debit_cents") == [3000, 0, 500, 0, -100, 0]
    assert "red_letters" not in {finding.kind.check for finding in export.findings}


@pytest.mark.parametrize(
    ("line", "money", "cents"),
    [("单位：元", "yuan", 100), ("金额单位：万元", "wan", 1_000_000), ("单位：人民币千元", "thousand", 100_000),
     ("单位：百元", "hundred", 10_000), ("单位：百万元", "million", 10**8), ("单位:亿元", "hundred_million", 10**10)],
)  # fmt: skip
def test_units_of_money(read, line, money, cents):
    export = read([["序时账", "", "", "", "", "", line], HEAD, LINE])
    assert (export.money_unit, column(export, "debit_cents")) == (money, [cents])


def test_columns_of_one_table_in_different_units(read):
    head = [*HEAD[:5], "借方金额（万元）", "贷方金额（元）"]
    export = read([head, [*LINE[:5], "0.0005", ""], [*LINE[:5], "", "5"]])
    assert (column(export, "debit_cents"), column(export, "credit_cents")) == ([500, 0], [0, 500])
    above = read(
        [
            ["单位：千元", "", "", "", "", "", ""],
            [*HEAD[:5], "借方金额", "贷方金额（元）"],
            [*LINE[:5], "1", ""],
            [*LINE[:5], "", "1000"],
        ]
    )
    assert column(above, "debit_cents")[0] == column(above, "credit_cents")[1] == 100_000


def test_amounts_in_two_currencies_are_those_of_the_books(read):
    rows = from_text("""
        日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方 | | 贷方 |
        | | | | | 原币 | 本币 | 原币 | 本币
        2021-01-05 | 1 | 购汇 | 1002 | 银行存款 | 1 | 6.50 | |
        2021-01-05 | 1 | 购汇 | 1001 | 现金 | | | 1 | 6.50
    """)
    export = read(rows)
    assert (column(export, "debit_cents"), column(export, "credit_cents")) == ([650, 0], [0, 650])
    assert aside(export) == {1: "header", 2: "header"}


@pytest.mark.parametrize(
    ("amount", "count", "said"),
    [("999999999999999.99", 1, ""), ("999999999999999", 4, "TooLarge"), ("9999999999999999", 1, "unreadable_amount")],
)
def test_sums_that_no_number_holds_are_refused(read, amount, count, said):
    lines = [[*LINE[:1], f"记-{n}", *LINE[2:5], amount, ""] for n in range(count)]
    if said == "TooLarge":
        with pytest.raises(errors.TooLarge, match=r"2,882,303,761,517,11\d\.\d\d"):
            read([HEAD, *lines])
    else:
        assert {finding.kind.check for finding in read([HEAD, *lines]).findings} == ({said} if said else set())


@pytest.mark.parametrize(
    "footer",
    [
        "制表人：甲",
        "打印时间：2021-12-31 10:00",
        "核算单位：示例单位",
        "第 1 页",
        "第1页 共3页",
        "共 3 页",
        "- 1 -",
        "会计主管：",
        "（第1页/共2页）",
        "页码：1/3",
    ],
)
def test_footers(read, footer):
    assert aside(read([HEAD, LINE, [footer]])) == {1: "header", 3: "footer"}


@pytest.mark.parametrize("place", [0x28, 0x2C, 0x38, 0x40, 0x48])
def test_an_old_workbook_whose_container_keeps_to_no_standard(unit, tmp_path, place):
    """Its counts of sectors are wrong (xlrd warns of such files of vendors), and it is no whole number of them long."""
    data = bytearray((FIXTURES / "journal.xls").read_bytes()) + b"\0" * 100
    struct.pack_into("<I", data, place, struct.unpack_from("<I", data, place)[0] + 1)
    (tmp_path / "a.xls").write_bytes(data)
    export = read_export(tmp_path / "a.xls", unit=unit, year=2021, mappings=[], source_file="a.xls")
    assert column(export, "debit_cents") == [123_450, 0]


def garbled(text: str, written: str = "gb18030", read_as: str = "latin-1") -> str:
    return text.encode(written).decode(read_as)


@pytest.mark.parametrize(
    ("written", "read_as"), [("gb18030", "latin-1"), ("gb18030", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1252")]
)
def test_mojibake_where_the_header_should_be_is_named_with_its_row(read, written, read_as):
    heads = [
        name.encode(written).decode(read_as, "replace") for name in ("累计完成数", "凭证号码", "摘要说明", "会计科目")
    ]
    with pytest.raises(errors.GarbledText) as caught:
        read([["2021"], heads, ["1", "2", "3", "4"]])
    assert caught.value.parts["row"] == 2
    assert "是乱码" in caught.value.text("zh")
    assert "garbled" in caught.value.text("en")
    if "\ufffd" not in heads[0]:
        assert "原文应为“累计完成数”" in caught.value.text("zh")


def test_mojibake_beside_a_sheet_that_can_be_read(read):
    export = read({"序时账": [HEAD, LINE], "说明": [[garbled("累计完成数")]]})
    assert {(f.kind.check, f.source_sheet) for f in export.findings} == {
        ("sheet_without_table", "说明"),
        ("garbled_cells", "说明"),
    }


def test_mojibake_in_a_few_cells_of_a_workbook_is_a_finding_with_its_row(read):
    lines = [[*LINE[:2], summary, *LINE[3:]] for summary in ("甲", garbled("付办公费用"), "锟斤拷锟斤拷", "a\ufffdb")]
    (finding,) = read([HEAD, *lines]).findings
    assert (finding.kind.check, finding.source_row, finding.parts["count"]) == ("garbled_cells", 3, 3)
    assert "（原文应为“付办公费用”）" in finding.text("zh")
    (lost,) = read([HEAD, lines[2]]).findings
    assert "原文" not in lost.text("zh")
    assert read([HEAD, [*LINE[:2], "Crème brûlée ××××", *LINE[3:]]]).findings == ()


def test_mojibake_in_a_text_whose_encoding_is_proven_is_the_same_finding(read):
    text = "日期,凭证号,摘要,科目编码,借方,贷方\n2021-01-05,1,{},7201,1,\n2021-01-05,1,付电费,8001,,1\n"
    export = read(text.format(garbled("付办公费用")).encode())
    (finding,) = export.findings
    assert (finding.kind.check, finding.source_row, len(export.frame)) == ("garbled_cells", 2, 2)
    with pytest.raises(errors.GarbledText, match="原文应为“日期”"):
        read("\n".join(garbled(line) if "日期" in line else line for line in text.splitlines()).encode())


def test_stray_quotation_marks_that_join_lines_are_told(read):
    lines = [f"2021-01-0{day},{day},付电费,{code}\n" for day in range(1, 7) for code in ("7201,1,", "8001,,1")]
    lines[2], lines[7] = lines[2].replace("付", '"付'), lines[7].replace("费", '费"')
    export = read("".join(["日期,凭证号,摘要,科目编码,借方,贷方\n", *lines]).encode())
    (finding,) = (found for found in export.findings if found.kind.check == "joined_lines")
    assert (finding.kind.severity, finding.source_row, finding.subject, finding.found) == ("error", 4, "摘要", "5")
    assert "付电费,7201,1, 2021-01-02" in finding.text("zh")
    told = read(
        '日期,凭证号,摘要,科目编码,借方,贷方\n2021-01-05,1,"付\n电,费",7201,1,\n2021-01-05,1,a,8001,,1\n'.encode()
    )
    assert told.findings == ()


@pytest.mark.parametrize(
    ("written", "days"),
    [(["15-06-2021", "01-03-2021"], ["2021-06-15", "2021-03-01"]), (["06/15/2021", "03/01/2021"], ["2021-06-15", "2021-03-01"]),
     (["15.06.2021", "1.3.2021 00:00:00"], ["2021-06-15", "2021-03-01"]), (["05-05-2021"], ["2021-05-05"]),
     (["13/01/2021", "02-13-2021", "2021-03-01"], ["2021-01-13", "2021-02-13", "2021-03-01"]), (["2021-12-31 00:00:00", "44561"], ["2021-12-31"] * 2)],
)  # fmt: skip
def test_days_that_the_whole_column_tells(read, written, days):
    export = read(with_dates(*written))
    assert dates(export) == days
    assert export.findings == ()


@pytest.mark.parametrize(
    "written",
    [
        ["05-04-2021"],
        ["05-04-2021", "2021-12-31"],
        ["05/04/2021", "13-04-2021"],
        ["13/04/2021", "04/13/2021", "05/04/2021"],
    ],
)
def test_days_that_may_be_months_are_never_guessed(read, written):
    export = read(with_dates(*written))
    doubtful = [n for n, day in enumerate(written, start=2) if day[:2] == "05"]
    found = [(f.kind.check, f.source_row, f.amount_cents) for f in export.findings if f.kind.check == "ambiguous_date"]
    assert found == [("ambiguous_date", row, 100) for row in doubtful]
    assert {row: why for row, why in aside(export).items() if row in doubtful} == dict.fromkeys(
        doubtful, "unreadable_date"
    )


@pytest.mark.parametrize("written", ["31-04-2021", "13-13-2021", "0-5-2021", "2021-02-30"])
def test_days_that_no_month_has(read, written):
    assert {f.kind.check for f in read(with_dates(written)).findings} == {"unreadable_date"}


def test_half_years_are_no_period_of_a_voucher_and_bare_months_no_known_columns(read):
    half = read(from_text("期间|凭证号|摘要|科目编码|借方|贷方\n上半年|1|甲|7201|1|\n1月|1|甲|7201|1|\n"))
    assert [(f.kind.check, f.found) for f in half.findings] == [("unreadable_period", "上半年")]
    assert column(half, "period") == [1]
    months = read(from_text("项目名称 | 执行数 | 1月 | 2月\n机关运转 | 3 | 1 | 2"))
    assert [(f.kind.check, f.found) for f in months.findings] == [("unread_columns", "1月、2月")]


def test_lines_without_a_number_or_an_amount_are_kept_and_told(read):
    export = read(
        [HEAD, LINE, ["2021-01-09", "", "乙", "7201", "", 5, ""], ["2021-01-09", "", "丙", "7201", "", "", ""]]
    )
    assert len(export.frame) == 3
    assert [(f.kind.check, f.source_row, f.amount_cents) for f in export.findings] == [
        ("blank_voucher_number", 3, 500), ("blank_amount", 4, 0),
    ]  # fmt: skip
    assert "该行已计入" in export.findings[0].text("zh")


def test_like_lines_are_copies_only_where_the_voucher_does_not_balance(read):
    paid = ["2021-01-05", "记-1", "补助", "7201", "事业支出", 5, ""]
    balanced = read([HEAD, paid, paid, ["2021-01-05", "记-1", "补助", "8001", "资金结存", "", 10]])
    (notice,) = balanced.findings
    assert (notice.kind.check, notice.kind.severity, notice.source_row, notice.amount_cents) == (
        "duplicate_lines",
        "notice",
        3,
        500,
    )
    copied = read([HEAD, paid, paid, ["2021-01-05", "记-1", "补助", "8001", "资金结存", "", 5]])
    (error,) = copied.findings
    assert (error.kind.check, error.kind.severity, error.source_row, error.amount_cents) == (
        "duplicate_lines",
        "error",
        3,
        500,
    )
    assert "第 3 行与第 2 行完全相同（凭证 记-1，金额 5.00 元）" in error.text("zh")
    assert len(copied.frame) == 3
    differing = read([HEAD, paid, [*paid[:2], "补发", *paid[3:]]])
    assert differing.findings == ()


def test_many_doubtful_lines_are_told_two_hundred_times(read):
    rows = [[f"2021-01-{1 + number % 2:02}", "", "甲", "7201", "", 1, ""] for number in range(203)]
    found = read([HEAD, *rows]).findings
    assert (len(found), found[-1].kind.check, found[-1].found, found[-1].amount_cents) == (
        201,
        "more_doubtful_lines",
        "3",
        300,
    )


SIDES = """
    编制单位：某单位 | | | | | |
    科目编号 | 资产部类 | 年初数 | 期末数 | 科目编号 | 负债部类 | 年初数 | 期末数
    1001 | 现金 | 1 | 2 | 2001 | 借款 | 1 | 2
"""
RECEIPTS = """
    收入 | | 支出 |
    项目 | 决算数 | 项目 | 决算数
    拨款收入 | 5 | 公共服务 | 3
"""


@pytest.mark.parametrize(("text", "heading", "widths"), [(SIDES, "科目编号", "[4, 4]"), (RECEIPTS, "项目", "[2, 2]")])
def test_tables_side_by_side_are_never_read_by_halves(read, tmp_path, text, heading, widths):
    with pytest.raises(errors.TablesSideBySide) as caught:
        read(from_text(text))
    assert f"“{heading}”出现 2 次" in caught.value.text("zh")
    assert f"“{heading}” stands there 2 times" in caught.value.text("en")
    assert f"side_by_side = {widths}" in draft(guess(tmp_path / "export.xlsx"), "export.xlsx", "zh")
    beside = read({"表": from_text(text), "序时账": [HEAD, LINE]})
    assert [(found.kind.check, found.source_sheet) for found in beside.findings] == [("sheet_without_table", "表")]


def test_tables_side_by_side_are_read_where_a_mapping_says_so(read):
    names = '[columns]\n"资产部类" = "account_name"\n"负债部类" = "account_name"\n'
    export = read(from_text(SIDES), f"side_by_side = [4, 4]\n{names}")
    assert export.frame["account_code"].to_list() == ["1001", "2001"]


def uncomputed(content: bytes) -> bytes:
    """A workbook as programs write it that compute nothing: formulas without the values that xlsxwriter gives them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"</f><v>0</v>", b"</f><v></v>"))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("head", "line", "told"),
    [
        (HEAD, [*LINE[:5], "=1+1", ""], [(3, "借方金额", "1")]),
        (["项目", "年初预算数", "全年预算数", "执行数"], ["甲", "5", "=B3", "=B3-1"], [(3, "全年预算数", "2")]),
        (["科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额"], ["1002", "银行", "5", "1", "1", "=C3"],
         [(3, "期末余额", "1")]),
        (HEAD, [*LINE[:4], "=D3", "1.00", ""], []),
        (HEAD, ["合计", "", "", "", "", "=SUM(F1:F2)", ""], []),
    ],
)  # fmt: skip
def test_formulas_that_nobody_computed_are_told_where_they_are_amounts(read, tmp_path, head, line, told):
    sound = [text.lstrip("=") for text in line]
    book = xlsxwriter.Workbook(str(tmp_path / "formulas.xlsx"))
    sheet = book.add_worksheet("甲")
    for r, row in enumerate([head, LINE if head is HEAD else ["1003", *["1"] * (len(head) - 1)], line]):
        for c, text in enumerate(row):
            sheet.write(r, c, text)
    book.close()
    export = read(uncomputed((tmp_path / "formulas.xlsx").read_bytes()), name="formulas.xls")
    found = [f for f in export.findings if f.kind.check == "uncomputed_formulas"]
    assert [(f.source_row, f.subject, f.found) for f in found] == told
    assert "uncomputed_formulas" not in {f.kind.check for f in read([head, sound]).findings}
