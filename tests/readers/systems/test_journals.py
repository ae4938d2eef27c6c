"""Journals as the known systems write them: date, number, account, amounts and codes come out the same."""

from __future__ import annotations

import pandas as pd
import pytest
from readers.exports import aside, column, from_text


def lines(export):
    """Date, type, number, account, debit and credit of every line, in yuan."""
    frame = export.frame
    dates = frame["voucher_date"].dt.strftime("%m-%d").fillna("").to_list()
    amounts = zip(frame["debit_cents"] / 100, frame["credit_cents"] / 100, strict=True)
    heads = zip(dates, frame["voucher_type"], frame["voucher_number"], frame["account_code"], strict=True)
    return [(*head, *pair) for head, pair in zip(heads, amounts, strict=True)]


def test_yonyou_u8_writes_one_amount_and_its_side_below_three_title_rows(load):
    rows = from_text("""
        序时账
        单位名称：示例单位
        日期 | 凭证号数 | 科目编码 | 科目名称 | 摘要 | 方向 | 数量 | 外币 | 金额
        2021.03.05 | 记-0001 | 50010102 | 业务活动费用 | 付电费 | 借 | | | 1,200.50
        2021.03.05 | 记-0001 | 100201 | 银行存款 | 付电费 | 贷 | | | 1,200.50
        2021.03.31 | 付-0002 | 50010102 | 业务活动费用 | 冲电费 | 借 | | | -200.50
        2021.03.31 | 付-0002 | 100201 | 银行存款 | 冲电费 | 贷 | | | -200.50
        合计 | | | | | | | |
        制表人：甲
    """)
    export = load(rows)
    assert (export.system, list(export.frames)) == ("用友 U8", ["journal"])
    assert lines(export) == [
        ("03-05", "记", "0001", "50010102", 1200.5, 0),
        ("03-05", "记", "0001", "100201", 0, 1200.5),
        ("03-31", "付", "0002", "50010102", -200.5, 0),
        ("03-31", "付", "0002", "100201", 0, -200.5),
    ]
    assert aside(export) == {1: "title", 2: "title", 3: "header", 8: "subtotal", 9: "footer"}


def test_yonyou_vouchers_as_gbk_text_with_the_head_on_the_first_line(load):
    text = (
        "制单日期,凭证类别,凭证号,附单据数,摘要,科目编码,科目名称,借方金额,贷方金额,部门编码,项目编码,制单人\r\n"
        '2021-02-01,记,3,2,购办公用品,72010103,事业支出,"1,000.00",,D1,P01,甲\r\n'
        ',,,,购办公用品,800102,资金结存,,"1,000.00",,,\r\n'
    )
    export = load(text.encode("gb18030"))
    assert (export.system, export.encoding) == ("用友 U8/T+/NC", "gb18030")
    assert lines(export) == [
        ("02-01", "记", "3", "72010103", 1000, 0),
        ("02-01", "记", "3", "800102", 0, 1000),
    ]
    assert column(export, "project_code") == ["P01", ""]
    assert column(export, "department_code") == ["D1", ""]
    assert column(export, "book") == ["budget", "budget"]


def test_grp_u8_database_columns_with_red_letters_and_void_vouchers(load):
    rows = from_text("""
        gsdm | kjqj | pzly | pzh | pzrq | zt | flh | zy | kmdm | jdbz | je | bmdm | xmdm | fzdm4 | fzdm5 | KJTXDM
        001 | 202104 | | 0007 | 20210412 | 3 | 1 | 付水费 | 72010102 | 借 | 300.00 | D1 | P02 | 2010303 | 30205 | 02
        001 | 202104 | | 0007 | 20210412 | 3 | 2 | 付水费 | 8001 | 贷 | 300.00 | | | | | 02
        001 | 202104 | | 0008 | 20210413 | 3 | 1 | 冲回 | 72010102 | 借 | -50.00 | D1 | P02 | 2010303 | 30205 | 02
        001 | 202104 | | 0008 | 20210413 | 3 | 2 | 冲回 | 8001 | 贷 | -50.00 | | | | | 02
        001 | 202104 | | 0009 | 20210413 | 0 | 1 | 作废 | 72010102 | 借 | 99.00 | | | | | 02
    """)
    export = load(rows)
    assert export.system == "用友政务 GRP-U8/R9"
    assert lines(export)[0] == ("04-12", "", "0007", "72010102", 300, 0)
    assert column(export, "debit_cents") == [30000, 0, -5000, 0]
    assert column(export, "credit_cents") == [0, 30000, 0, -5000]
    assert column(export, "period") == [4, 4, 4, 4]
    assert column(export, "line_number") == [1, 2, 1, 2]
    assert column(export, "functional_code") == ["2010303", "", "2010303", ""]
    assert column(export, "economic_code") == ["30205", "", "30205", ""]
    assert column(export, "project_code") == ["P02", "", "P02", ""]
    assert aside(export) == {1: "header", 6: "void"}


def test_the_audit_push_has_its_line_number_beside_a_composed_key(load):
    rows = from_text("""
        KJND | DWDM | KJYF | JZPZRQ | JZLXMC | JZPZBH | JZPZHH | FLXH | JZPZZY | KJTX | KJKMBM | KJKMMC | KMQC | JFFSE | DFFSE | SFJZ | ZFBZ | GNKMDM | JJKMDM | ZJXZDM | YSXMDM
        2021 | 001 | 5 | 20210520 | 记账凭证 | 12 | 1 | 2021-05-01-12-1-02 | 付差旅费 | 02 | 72010101 | 基本支出 | 事业支出/财政拨款支出/基本支出 | 88.80 | 0 | 1 | 0 | 2010301 | 30211 | 11 | P01
        2021 | 001 | 5 | 20210520 | 记账凭证 | 12 | 2 | 2021-05-01-12-2-02 | 付差旅费 | 02 | 8001 | 资金结存 | 资金结存 | 0 | 88.80 | 1 | 0 | | | |
        2021 | 001 | 5 | 20210521 | 记账凭证 | 13 | 1 | 2021-05-01-13-1-02 | 错账 | 02 | 8001 | 资金结存 | 资金结存 | 5 | 5 | 0 | 1 | | | |
        2020 | 001 | 5 | 20200520 | 记账凭证 | 14 | 1 | 2020-05-01-14-1-02 | 上年 | 02 | 8001 | 资金结存 | 资金结存 | 7 | 7 | 0 | 0 | | | |
    """)
    export = load(rows)
    assert export.system == "用友政务 GRP-U8/R9"
    assert lines(export) == [
        ("05-20", "记账凭证", "12", "72010101", 88.8, 0),
        ("05-20", "记账凭证", "12", "8001", 0, 88.8),
    ]
    assert column(export, "line_number") == [1, 2]
    assert column(export, "economic_code") == ["30211", ""]
    assert column(export, "fund_code") == ["11", ""]
    assert column(export, "is_closing") == [False, False]
    assert aside(export) == {1: "header", 4: "void", 5: "other_year"}


def test_kingdee_standard_vouchers_have_project_and_department_of_their_own(load):
    rows = from_text("""
        日期 | 凭证字 | 凭证号 | 附件数 | 分录序号 | 摘要 | 科目代码 | 科目名称 | 借方金额 | 贷方金额 | 客户 | 供应商 | 职员 | 项目 | 部门 | 存货 | 是否限定 | 自定义辅助核算类别 | 自定义辅助核算编码 | 数量 | 单价 | 原币金额 | 币别 | 汇率
        2021-06-30 | 转 | 15 | 1 | 1 | 计提工资 | 5001.01 | 业务活动费用 | 9000 | | | | | 机关运转 | 物业管理股 | | | | | 3 | 3000 | 9000 | RMB | 1
        2021-06-30 | 转 | 15 | 1 | 2 | 计提工资 | 2201 | 应付职工薪酬 | | 9000 | | | | | | | | | | | | 9000 | RMB | 1
    """)
    export = load(rows)
    assert export.system == "金蝶 KIS/精斗云"
    assert lines(export) == [("06-30", "转", "15", "500101", 9000, 0), ("06-30", "转", "15", "2201", 0, 9000)]
    assert column(export, "project_code") == ["P01", ""]
    assert column(export, "department_code") == ["D1", ""]


def test_kingdee_k3_counts_lines_from_zero_and_packs_auxiliary_items_with_dashes(load):
    head = (
        "凭证日期,会计年度,会计期间,凭证字,凭证号,科目代码,科目名称,币别代码,原币金额,借方,贷方,制单,凭证摘要,"
        "业务日期,附件数,序号,分录序号,核算项目,过账,机制凭证,现金流量\n"
    )
    text = (
        head
        + "2021-07-15,2021,7,付,21,7201.02,事业支出,RMB,640,640,0,甲,付印刷费,2021-06-01,1,77,0,"
        + '"部门---D2---财务股,项目---P02---公车平台",1,,\n'
        + "2021-07-15,2021,7,付,21,8001,资金结存,RMB,640,0,640,甲,付印刷费,2021-06-01,1,77,1,,1,,\n"
    )
    export = load(text.encode("gb18030"))
    assert export.system == "金蝶 K/3"
    assert lines(export) == [("07-15", "付", "21", "720102", 640, 0), ("07-15", "付", "21", "8001", 0, 640)]
    assert column(export, "line_number") == [1, 2]
    assert column(export, "department_code") == ["D2", ""]
    assert column(export, "project_code") == ["P02", ""]


def test_kingdee_kis_field_names_do_not_believe_the_side_column(load):
    rows = from_text("""
        FDATE | FTRANSDATE | FPERIOD | FGROUP | FNUM | FENTRYID | FEXP | FACCTID | FCLSNAME1 | FOBJID1 | FDC | FFCYAMT | FDEBIT | FCREDIT | FPREPARE | FDELETED
        2021-12-31 | | 12 | 记 | 3 | 0 | 交电话费 | 5001 | | | 0 | 0 | 120 | 0 | 甲 | False
        2021-12-31 | | 12 | 记 | 3 | 1 | 交电话费 | 1002 | | | 1 | 0 | 0 | 120 | 甲 | False
        2021-12-31 | | 12 | 记 | 4 | 0 | 已删除 | 1002 | | | 1 | 0 | 0 | 5 | 甲 | True
    """)
    export = load(rows)
    assert export.system == "金蝶 KIS"
    assert lines(export) == [("12-31", "记", "3", "5001", 120, 0), ("12-31", "记", "3", "1002", 0, 120)]
    assert aside(export) == {1: "header", 4: "void"}


def test_kingdee_cloud_tells_auxiliary_items_in_one_column_and_its_book_is_no_voucher_type(load):
    rows = from_text("""
        序号 | 核算组织 | 账簿类型 | 期间 | 记账日期 | 凭证类型 | 凭证号 | 状态 | 过账 | 摘要 | 科目编码 | 科目名称 | 借方 | 贷方 | 核算维度 | 主表项目 | 补充资料
        1 | 示例单位 | 主账簿 | 2021年8期 | 2021/8/9 | 付款凭证 | 5 | 已过账 | 是 | 会议费 | 7201 | 事业支出 | 2,500.00 | | 部门:财务股;项目:机关运转;经济分类:30215会议费 | |
        2 | 示例单位 | 主账簿 | 2021年8期 | 2021/8/9 | 付款凭证 | 5 | 已过账 | 是 | 会议费 | 8001 | 资金结存 | | 2,500.00 | | |
    """)
    export = load(rows)
    assert export.system == "金蝶云/EAS"
    assert lines(export) == [
        ("08-09", "付款凭证", "5", "7201", 2500, 0),
        ("08-09", "付款凭证", "5", "8001", 0, 2500),
    ]
    assert column(export, "project_code") == ["P01", ""]
    assert column(export, "department_code") == ["D2", ""]
    assert column(export, "economic_code") == ["30215", ""]


def test_inspur_calls_accounts_by_another_name(load):
    rows = from_text("""
        凭证日期 | 凭证号 | 摘要 | 账户代码 | 账户名称 | 借方金额 | 贷方金额
        2021年9月1日 | 0003 | 租金 | 5001 | 业务活动费用 | ￥ 700.00 |
        2021年9月1日 | 0003 | 租金 | 1002 | 银行存款 | | ￥ 700.00
    """)
    export = load(rows)
    assert export.system == "浪潮 GS"
    assert lines(export) == [("09-01", "", "0003", "5001", 700, 0), ("09-01", "", "0003", "1002", 0, 700)]
    assert column(export, "account_name") == ["业务活动费用", "银行存款"]


def test_runheng_tells_year_and_month_and_no_date(load):
    text = "\t".join(["nf", "yf", "pzlx", "pzbh", "pz_xh", "kmbm", "pz_zy", "pz_jf", "pz_df", "xmbm", "dwbm", "bmbm"])
    text += (
        "\n2021\t10\t记\t4\t1\t7201\t付燃油费\t456.7\t0\tP02\t\tD1\n2021\t10\t记\t4\t2\t8001\t付燃油费\t0\t456.7\t\t\t"
    )
    text += "\n2020\t12\t记\t9\t1\t8001\t上年\t1\t0\t\t\t\n"
    export = load(text.encode("gbk"), "pz.txt")
    assert export.system == "润衡"
    assert column(export, "period") == [10, 10]
    assert lines(export) == [("", "记", "4", "7201", 456.7, 0), ("", "记", "4", "8001", 0, 456.7)]
    assert column(export, "project_code") == ["P02", ""]
    assert aside(export) == {1: "header", 4: "other_year"}


@pytest.mark.parametrize(
    "rows",
    [
        """
        凭证日期 | 凭证号 | 摘要 | 会计科目 | 借方 | 贷方
        2021-11-02 | 8 | 邮电费 | 7201 事业支出 | 60 |
        2021-11-02 | 8 | 邮电费 | 8001 资金结存 | | 60
        """,
        """
        日期 | 凭证类型 | 凭证号 | 科目编码 | 科目名称 | 摘要 | 借方金额 | 贷方金额 | 制单人
        2021-11-02 | | 8 | 7201. | 事业支出 | 邮电费 | 60.00 | -- | 甲
        2021-11-02 | | 8 | 8001. | 资金结存 | 邮电费 | -- | 60.00 | 甲
        """,
        """
        凭证号 | 日期 | 摘要 | 科目编码 | 科目名称 | 借方金额 | 贷方金额 | 制单人 | 审核人 | 记账人 | 状态
        8 | 20211102 | 邮电费 | 7201 | 事业支出 | 60 | | 甲 | 乙 | 丙 | 已记账
        | | 邮电费 | 8001 | 资金结存 | | 60 | 甲 | 乙 | 丙 | 已记账
        """,
    ],
    ids=["newgrand", "government journal", "government vouchers"],
)
def test_layouts_that_many_systems_share_are_read_and_no_system_is_named(load, rows):
    export = load(from_text(rows))
    assert export.system == ""
    assert lines(export) == [("11-02", "", "8", "7201", 60, 0), ("11-02", "", "8", "8001", 0, 60)]
    assert column(export, "account_name") == ["事业支出", "资金结存"]


def test_a_detail_ledger_of_the_government_system_repeats_its_header_for_every_account(load):
    rows = from_text("""
        明细账
        科目：1002 银行存款
        日期 | 凭证号 | 摘要 | 对方科目 | 借方 | 贷方 | 方向 | 余额
        | | 期初余额 | | | | 借 | 100.00
        2021-01-06 | 1 | 收款 | 4001 | 50.00 | | 借 | 150.00
        2021-01-20 | 2 | 付款 | 5001 | | 30.00 | 借 | 120.00
        | | 本月合计 | | 50.00 | 30.00 | |
        | | 本年累计 | | 50.00 | 30.00 | 借 | 120.00
    """)
    export = load(rows)
    assert lines(export) == [("01-06", "", "1", "1002", 50, 0), ("01-20", "", "2", "1002", 0, 30)]
    reasons = aside(export)
    assert [reasons[row] for row in (4, 7, 8)] == ["carried_forward", "subtotal", "subtotal"]
    assert pd.isna(export.frame["voucher_date"]).sum() == 0


@pytest.mark.parametrize(("debit", "credit"), [("D", "C"), ("S", "H"), ("Debit", "Credit")])
def test_the_audit_data_standard_tells_the_side_of_one_amount(load, debit, credit):
    text = (
        "Journal_ID,Journal_ID_Line_Number,JE_Line_Description,Business_Unit_Code,Effective_Date,Fiscal_Year,"
        "GL_Account_Number,Amount,Amount_Credit_Debit_Indicator,Amount_Currency,Source,Entered_By,Entered_Date,Period\n"
        f"100,1,Postage,9900,20210105,2021,473000,9770.52,{debit},USD,SA,X,20210106,1\n"
        f"100,2,,,20210105,2021,113100,9770.52,{credit},USD,SA,X,20210106,1\n"
    )
    export = load(text.encode())
    assert export.system == "Audit Data Standards (AICPA, ISO 21926)"
    assert lines(export) == [("01-05", "", "100", "473000", 9770.52, 0), ("01-05", "", "100", "113100", 0, 9770.52)]


def test_english_headings_are_understood_however_they_are_spaced(load):
    text = "Posting_Date,Journal ID,Description,account code,AccountName,Debit Amount,Credit_Amount,Project\n"
    export = load(
        (text + "2021-01-05,7,Paper,5001,Office,10.00,,运转\n2021-01-05,7,Paper,1002,Bank,,10.00,\n").encode()
    )
    assert lines(export) == [("01-05", "", "7", "5001", 10, 0), ("01-05", "", "7", "1002", 0, 10)]
    assert column(export, "account_name") == ["Office", "Bank"]
