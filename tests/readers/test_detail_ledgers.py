"""Detail ledgers (明细账, 日记账) and balance tables by month: the account or the month stands above the columns."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from readers.exports import aside, column, from_text

from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.lines.detail_ledgers import Ledger, ledger_of
from perfkit.workspace import open_workspace

HEAD = "日期 | 凭证号 | 摘要 | 对方科目 | 借方 | 贷方 | 方向 | 余额"
BANK = f"""银行存款明细账
科目：1002 银行存款   2021年   单位：元
{HEAD}
2021-01-01 | | 期初余额 | | | | 借 | 100
2021-01-05 | 记-1 | 收款 | 4001 | 50 | | 借 | 150
2021-01-20 | 记-2 | 付电费 | 5001 | | 30 | 借 | 120
| | 本月合计 | | 50 | 30 | 借 | 120
| | 本年累计 | | 50 | 30 | 借 | 120
| | 过次页 | | 50 | 30 | 借 | 120
| | 承前页 | | 50 | 30 | 借 | 120
2021-02-03 | 记-1 | 付水费 | 5001 | | 120 | 平 |
| | 本月合计 | | 0 | 120 | 平 |
| | 本年累计 | | 50 | 150 | 平 |
制表人：甲 | | 第 1 页"""


def told(export) -> list[tuple[str, int, int | None]]:
    """Check, row and amount of the findings, the notice of detail ledgers left out."""
    found = [f for f in export.findings if f.kind.check != "detail_ledgers"]
    return [(f.kind.check, f.source_row, f.amount_cents) for f in found]


def test_the_account_stands_in_the_title(read):
    export = read(from_text(BANK))
    assert (export.kind, export.money_unit) == ("journal", "yuan")
    assert column(export, "account_code") == ["1002"] * 3
    assert column(export, "account_name") == ["银行存款"] * 3
    assert column(export, "debit_cents") == [5_000, 0, 0]
    assert column(export, "credit_cents") == [0, 3_000, 12_000]
    assert column(export, "voucher_number") == ["1", "2", "1"]
    assert column(export, "period") == [1, 1, 2]
    assert aside(export) == {
        1: "title", 2: "title", 3: "header", 4: "carried_forward", 7: "subtotal", 8: "subtotal", 9: "carried_forward",
        10: "carried_forward", 12: "subtotal", 13: "subtotal", 14: "footer",
    }  # fmt: skip
    assert told(export) == []
    (notice,) = export.findings
    assert notice.kind.severity == "notice"
    assert "1 个科目的 3 行，借方合计 50.00 元，贷方合计 150.00 元" in notice.text("zh")
    assert "3 lines of 1 accounts" in notice.text("en")


@pytest.mark.parametrize(
    ("row", "changed", "expected"),
    [
        (7, "| | 本月合计 | | 50 | 31 | 借 | 120", [("control_totals", 7, 100)]),
        (8, "| | 本年累计 | | 60 | 30 | 借 | 120", [("control_totals", 8, 1_000), ("control_totals", 13, -1_000)]),
        (6, "2021-01-20 | 记-2 | 付电费 | 5001 | | 30 | 借 | 121", [("running_balance", 6, 100)]),
        (13, "| | 本年累计 | | 50 | 150 | 贷 | 2", [("running_balance", 13, -200)]),
        (6, "2021-01-20 | 记-2 | 付电费 | 5001 | | 3O | 借 | 120",
         [("unreadable_amount", 6, None), ("running_balance", 6, -3_000), ("control_totals", 7, 3_000), ("control_totals", 8, 3_000)]),
    ],
)  # fmt: skip
def test_what_does_not_follow_from_the_lines_is_a_finding(read, row, changed, expected):
    lines = BANK.splitlines()
    lines[row - 1] = changed
    assert sorted(told(read(from_text("\n".join(lines)))), key=lambda one: one[1]) == expected


def test_the_sentence_of_a_running_balance(read):
    (finding,) = (f for f in read(from_text(BANK.replace("借 | 150", "借 | 151"))).findings if f.source_row == 5)
    assert finding.text("zh") == (
        "export.xlsx Sheet1 第 5 行（科目 1002）：按上一余额和发生额，余额应为 150.00，表列 151.00，相差 1.00 元（贷方余额为负）。"
    )
    assert "the balance is 150.00; the ledger says 151.00" in finding.text("en")


def test_blocks_under_each_other_with_split_dates(read):
    text = """2021年度明细账
科目编码：2001 | 科目名称：短期借款
2021年 | | 凭证 | | 摘要 | 借方 | 贷方 | 余额
月 | 日 | 字 | 号数 | | | |
 | | | | 年初余额 | | | 100
3 | 5 | 记 | 7 | 借入 | | 20 | 120
 | 9 | 记 | 8 | 归还 | 50 | | 70
 | | | | 本月合计 | 50 | 20 | 70
 | | | | 本年累计 | 50 | 20 | 70

2021年度明细账
科目编码：100201 | 科目名称：工行
2021年 | | 凭证 | | 摘要 | 借方 | 贷方 | 余额
月 | 日 | 字 | 号数 | | | |
3 | 5 | 记 | 7 | 借入 | 20 | | 20
4 | 1 | 付 | 1 | 归还 | | 20 | 0
 | | | | 当前合计 | 20 | 20 | 0
 | | | | 当前累计 | 20 | 20 | 0"""
    export = read(from_text(text))
    assert column(export, "account_code") == ["2001", "2001", "100201", "100201"]
    assert column(export, "account_name") == ["短期借款", "短期借款", "工行", "工行"]
    assert [f"{day:%m-%d}" for day in export.frame["voucher_date"]] == ["03-05", "03-09", "03-05", "04-01"]
    assert column(export, "voucher_type") == ["记", "记", "记", "付"]
    assert column(export, "voucher_number") == ["7", "8", "7", "1"]
    assert column(export, "source_row") == [6, 7, 15, 16]
    assert aside(export) == {
        1: "title", 2: "title", 3: "header", 4: "header", 5: "carried_forward", 8: "subtotal", 9: "subtotal",
        10: "blank", 11: "title", 12: "title", 13: "header", 14: "header", 17: "subtotal", 18: "subtotal",
    }  # fmt: skip
    # The first 本年累计 of a ledger that begins in March may tell of January, too.
    assert told(export) == []
    off = read(from_text(text.replace("本年累计 | 50 | 20", "本年累计 | 51 | 20").replace("0 | | 70", "0 | | 71")))
    assert told(off) == [("running_balance", 7, -100)]


def test_one_sheet_per_account_and_a_year_that_nobody_tells(read):
    rows = from_text(
        "月 | 日 | 凭证号 | 摘要 | 借方 | 贷方\n1月 | 5日 | 1 | 甲 | 3 |\n | | 1 | 乙 | | 3\n合计 | | | | 3 | 3"
    )
    export = read({"1002 银行存款": rows, "1011_零余额": rows})
    assert column(export, "account_code") == ["1002", "1002", "1011", "1011"]
    assert column(export, "account_name") == ["银行存款", "银行存款", "零余额", "零余额"]
    assert [f"{day:%Y-%m-%d}" for day in export.frame["voucher_date"]] == ["2021-01-05"] * 4
    assert told(export) == []


def test_a_journal_of_cash_by_its_title(read):
    export = read(
        from_text(
            f"1001 库存现金日记账\n{HEAD}\n2021-01-01 | | 上年结转 | | | | 借 | 5\n2021-01-05 | 1 | 甲 | | 1 | | 借 | 6"
        )
    )
    assert column(export, "account_code") == ["1001"]
    assert column(export, "account_name") == ["库存现金"]
    assert told(export) == []


def test_an_account_told_by_name_is_that_of_the_chart(read):
    export = read(from_text(f"科目：库存现金\n{HEAD}\n2021-01-05 | 1 | 甲 | | 1 | | 借 | 6"))
    assert column(export, "account_code") == ["1001"]


def test_the_ledger_of_a_parent_is_not_counted_beside_those_of_its_sub_accounts(read):
    def block(title: str, *lines: str) -> str:
        return "\n".join([f"科目：{title}", HEAD, *lines])

    one = "2021-01-05 | 记-1 | 甲 | | 5 | | |"
    two = "2021-01-06 | 记-2 | 乙 | | | 3 | |"
    rows = [
        block("1002 银行存款", one, two),
        block("100201 工行", one),
        block("100202 建行", two),
        block("1011 零余额", one),
    ]
    export = read(from_text("\n".join(rows)))
    assert column(export, "account_code") == ["100201", "100202", "1011"]
    assert {row for row, why in aside(export).items() if why == "parent_account"} == {3, 4}
    assert told(export) == []
    rows[0] = block("1002 银行存款", one, two, "2021-01-07 | 记-3 | 丙 | | 1 | | |")
    export = read(from_text("\n".join(rows)))
    assert len(export.frame) == 6
    (finding,) = (f for f in export.findings if f.kind.check == "parent_ledgers")
    assert (finding.subject, finding.amount_cents) == ("1002", 100)
    assert "相差 1.00 元" in finding.text("zh")


def test_an_account_without_a_line_of_its_own_may_have_totals_of_earlier_months(read):
    idle = f"科目：1011 零余额\n{HEAD}\n | | 期初余额 | | | | 借 | 9\n | | 本月合计 | | 0 | 0 | 借 | 9\n | | 本年累计 | | 12 | 3 | 借 | 9"
    assert told(read(from_text(f"{idle}\n{BANK}"))) == []


def test_many_wrong_balances_are_told_two_hundred_times(read):
    rows = [f"2021-01-05 | 记-{n} | 甲 | | 1 | | 借 | {1 if n % 2 else n}" for n in range(1, 500)]
    found = told(read(from_text(f"科目：1002 银行\n{HEAD}\n" + "\n".join(rows))))
    assert 1 < len(found) <= 200


@pytest.mark.parametrize(
    ("title", "code", "name"),
    [("科目：1002 银行存款", "1002", "银行存款"), ("会计科目:[1002]银行存款", "1002", "银行存款"), ("科目：1002.01\\工行", "1002.01", "工行"),
     ("一级科目编号及名称：1002银行存款 期间：2021.01-2021.12", "1002", "银行存款"), ("科 目： | 1002 银行存款", "1002", "银行存款"),
     ("科目编码：1002 科目名称：银行存款 币种：人民币", "1002", "银行存款"), ("账户: 银行存款 | 单位：元", "", "银行存款"), ("科目：１００２", "1002", ""),
     ("2021年度 1002银行存款 三栏式明细账", "1002", "银行存款"), ("科目：1002", "1002", "")],
)  # fmt: skip
def test_titles_that_name_an_account(title, code, name):
    cells = pd.DataFrame([[*title.replace("科 目", "科目").split(" | "), ""][:2], ["", ""]], dtype="str")
    found = ledger_of(RawSheet("", cells))
    assert isinstance(found, Ledger)
    assert found.texts.get("account_code", pd.Series([""]))[0] == code
    assert found.texts.get("account_name", pd.Series([""]))[0] == name
    assert found.is_title.to_list() == [True, False]


@pytest.mark.parametrize(
    "title",
    [
        "科目：全部",
        "科目范围：1001-8301",
        "科目：1001 ~ 1901",
        "科目：",
        "2021年明细账",
        "项目明细账",
        "摘要",
        "1002 银行存款",
        "科目：1-9",
    ],
)
@pytest.mark.parametrize("sheet", ["Sheet1", "2021", "202101", "2021年1月", "1月"])
def test_titles_and_sheets_that_name_none(title, sheet):
    assert ledger_of(RawSheet(sheet, pd.DataFrame([[title]], dtype="str"))) is None


def test_no_sheet_of_nothing():
    assert ledger_of(RawSheet("1002 银行", pd.DataFrame())) is not None


MONTHS = [f"{month}月" for month in range(1, 13)]


def two_rows() -> list[list[object]]:
    upper = [
        "科目编码",
        "科目名称",
        "年初余额",
        "",
        *(cell for month in MONTHS for cell in (month, "")),
        "本年累计发生额",
        "",
        "期末余额",
        "",
    ]
    sides = ["借方", "贷方"]
    return [["科目余额表"], upper, ["", "", *sides * 13, *sides, *sides]]


def account(
    code: str, opening: int, months: dict[int, tuple[int, int]], ytd: tuple[int, int], closing: int
) -> list[object]:
    moved = [cents for month in range(1, 13) for cents in months.get(month, (0, 0))]
    return [code, "甲", opening, 0, *moved, *ytd, closing, 0]


def test_twelve_month_groups_side_by_side(read):
    lines = [account("1002", 10, {1: (5, 0), 12: (1, 7)}, (6, 7), 9), account("1011", 0, {2: (4, 1)}, (4, 2), 3)]
    export = read([*two_rows(), *lines])
    frame = export.frame
    assert export.kind == "balances"
    assert frame["debit_cents"].to_list() == [600, 400]
    assert frame["credit_cents"].to_list() == [700, 100]
    assert (frame["opening_debit_cents"].to_list(), frame["closing_debit_cents"].to_list()) == ([1_000, 0], [900, 300])
    (finding,) = export.findings
    assert (finding.kind.check, finding.source_row, finding.subject, finding.amount_cents) == (
        "month_groups",
        5,
        "1011",
        -100,
    )
    assert "各月发生额之和为 1.00，本年累计为 2.00，相差 -1.00 元" in finding.text("zh")


def test_month_groups_of_which_hundreds_differ(read):
    lines = [account(f"1{number:03}", 0, {}, (1, 0), 0) for number in range(203)]
    found = read([*two_rows(), *lines]).findings
    assert (len(found), found[-1].found, found[-1].amount_cents) == (201, "3", -300)


@pytest.mark.parametrize(
    "form", ["{}月借方|{}月贷方", "{}月份.借方发生额|{}月份.贷方发生额", "借方{}月|贷方{}月", "yj{}|yd{}"]
)
def test_month_columns_in_one_row_and_no_closing_balance(read, form):
    heads = [name.format(month) for month in range(1, 13) for name in form.split("|")]
    export = read(
        [
            ["科目编码", "年初借方", "年初贷方", *heads],
            ["1002", "10", "", *["1", "2"] * 12],
            ["2001", "", "x", *["1", "2"] * 12],
        ]
    )
    assert export.frame["debit_cents"].to_list() == [1_200]
    assert export.frame["credit_cents"].to_list() == [2_400]
    # No column tells the closing balance: it follows. 10 + 12 - 24 = -2.
    assert export.frame["closing_credit_cents"].to_list() == [200]
    assert [(f.kind.check, f.source_row) for f in export.findings] == [("unreadable_amount", 3)]


def test_an_opening_balance_follows_from_the_closing_one(read):
    export = read(from_text("科目编码 | 借方发生额 | 贷方发生额 | 期末余额\n1002 | 5 | 2 | 4"))
    assert export.frame["opening_debit_cents"].to_list() == [100]


def test_totals_of_a_balance_table_cover_its_leaves(read):
    text = """科目编码 | 科目名称 | 期初借方 | 期初贷方 | 本期借方 | 本期贷方 | 期末借方 | 期末贷方
1002 | 银行存款 | 10 | | 5 | 2 | 13 |
100201 | 工行 | 10 | | 5 | 2 | 13 |
资产小计 | | 99 | | 99 | 99 | 99 |
2001 | 借款 | | 10 | | 3 | | 13
合计 | | 10 | 10 | 5 | 5 | 13 | {}"""
    assert read(from_text(text.format(13))).findings == ()
    (finding,) = read(from_text(text.format(14))).findings
    assert (finding.kind.check, finding.source_row, finding.amount_cents) == ("control_totals", 6, 100)


def checks_of(folder: Path, **files: str) -> dict[str, tuple[int | None, str]]:
    """Check -> amount and words of the findings of a year whose exports are these csv files."""
    year = folder / "data" / "raw" / "unit" / "2021"
    year.mkdir(parents=True)
    for name, text in files.items():
        (year / f"{name}.csv").write_text("\n".join(",".join(row) for row in from_text(text)), encoding="utf-8")
    return {f.kind.check: (f.amount_cents, f.text("zh")) for f in open_workspace(folder).load("unit", 2021).findings}


BALANCES = """科目编码 | 期初余额 | 借方发生额 | 贷方发生额 | 期末余额
1002 | 100 | 50 | 150 | 0
4001 | 0 | 0 | 50 | 50"""


def test_the_ledger_of_one_account_has_vouchers_of_one_side_and_nobody_cries(tmp_path):
    found = checks_of(tmp_path, bank=BANK, balances=BALANCES)
    assert not {"unbalanced_vouchers", "voucher_number_gaps", "balance_against_journal"} & set(found)
    assert found["parts_of_vouchers"][0] == -10_000
    assert "借方合计 50.00 元，贷方合计 150.00 元，相差 -100.00 元" in found["parts_of_vouchers"][1]


def test_the_ledgers_of_all_accounts_are_checked_voucher_by_voucher(tmp_path):
    others = f"""科目：4001 拨款
{HEAD}
2021-01-05 | 记-1 | 收款 | 1002 | | 50 | 贷 | 50
科目：5001 费用
{HEAD}
2021-01-20 | 记-2 | 付电费 | 1002 | 30 | | 借 | 30
2021-02-03 | 记-1 | 付水费 | 1002 | 100 | | 借 | 130
2021-02-03 | 记-2 | 付水费 | 1002 | 20 | | 借 | 150"""
    found = checks_of(tmp_path, bank=BANK, others=others)
    assert "parts_of_vouchers" not in found
    assert abs(found["unbalanced_vouchers"][0] or 0) == 2_000
