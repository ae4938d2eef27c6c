"""Account balances as the known systems write them."""

from __future__ import annotations

from readers.exports import aside, column, from_text

from perfkit.checks.balances import balance_against_journal, balance_roll_forward


def amounts(export):
    """Account -> opening, debit, credit, closing in yuan, balances net of credit."""
    frame = export.frame

    def net(when):
        return (frame[f"{when}_debit_cents"] - frame[f"{when}_credit_cents"]) / 100

    told = zip(net("opening"), frame["debit_cents"] / 100, frame["credit_cents"] / 100, net("closing"), strict=True)
    return dict(zip(frame["account_code"], told, strict=True))


def test_yonyou_u8_with_subtotals_by_class(load):
    rows = from_text("""
        会计年度 | 会计期间 | 科目编码 | 科目名称 | 外币名称 | 期初借方 | 期初贷方 | 本期借方 | 本期贷方 | 期末借方 | 期末贷方
        2021 | 2021.01-2021.12 | 1002 | 银行存款 | | 500.00 | | 300.00 | 200.00 | 600.00 |
        2021 | 2021.01-2021.12 | 100201 | 基本户 | | 500.00 | | 300.00 | 200.00 | 600.00 |
        | | 资产小计 | | | 500.00 | | 300.00 | 200.00 | 600.00 |
        2021 | 2021.01-2021.12 | 2307 | 其他应付款 | | | 500.00 | 200.00 | 300.00 | | 600.00
        | | 合计 | | | 500.00 | 500.00 | 500.00 | 500.00 | 600.00 | 600.00
    """)
    export = load(rows)
    assert (export.system, export.kind) == ("用友 U8", "balances")
    assert amounts(export) == {
        "1002": (500, 300, 200, 600),
        "100201": (500, 300, 200, 600),
        "2307": (-500, 200, 300, -600),
    }
    assert column(export, "is_leaf") == [False, True, True]
    assert aside(export) == {1: "header", 4: "subtotal", 6: "subtotal"}
    assert export.findings == ()


def test_grp_u8_tells_the_year_by_months_and_no_closing_balance(load):
    months = [f"{side}{number}" for number in range(1, 13) for side in ("yj", "yd")]
    moved = {"yj1": "100", "yd1": "40", "yj12": "25.5", "yd12": "5.5"}
    head = ["kjnd", "gsdm", "kmdm", "ncj", "ncd", *months]
    bank = ["2021", "001", "1002", "1000", "0", *(moved.get(month, "0") for month in months)]
    other = ["2021", "001", "2307", "0", "1000", *("80" if month == "yd6" else "0" for month in months)]
    before = ["2020", "001", "1002", "7", "0", *("0" for _ in months)]
    export = load([head, bank, other, before])
    assert export.system == "用友政务 GRP-U8/R9"
    assert amounts(export) == {"1002": (1000, 125.5, 45.5, 1080), "2307": (-1000, 0, 80, -1080)}
    assert balance_roll_forward(export.frame) == []
    assert aside(export) == {1: "header", 4: "other_year"}


def test_kingdee_cloud_reads_the_opening_of_the_period_below_a_header_of_two_rows(load):
    rows = from_text("""
        科目余额表
        账簿：主账簿 2021年7期-12期
        科目编码 | 科目名称 | 核算维度 | 组织编码 | 年初余额 | | 期初余额 | | 本期发生额 | | 本年累计 | | 期末余额 |
        | | | | 借方金额 | 贷方金额 | 借方金额 | 贷方金额 | 借方金额 | 贷方金额 | 借方金额 | 贷方金额 | 借方金额 | 贷方金额
        1002 | 银行存款 | | 001 | 10 | | 40 | | 5 | 20 | 100 | 85 | 25 |
        1212 | 应收账款 | | 001 | 8 | | 9 | | 1 | | 2 | | 10 |
        1212 | 应收账款 | 客户:甲 | 001 | 8 | | 9 | | 1 | | 2 | | 10 |
    """)
    export = load(rows)
    assert export.system == "金蝶云/EAS"
    assert amounts(export) == {"1002": (40, 5, 20, 25), "1212": (9, 1, 0, 10)}
    assert aside(export) == {1: "title", 2: "title", 3: "header", 4: "header", 7: "auxiliary_detail"}
    assert balance_roll_forward(export.frame) == []


def test_kingdee_galaxy_writes_the_side_in_brackets(load):
    rows = from_text("""
        科目编码 | 科目名称 | 核算维度编码 | 核算维度名称 | 期初余额-本位币（借） | 期初余额-本位币（贷） | 本期发生-本位币（借） | 本期发生-本位币（贷） | 本年累计-本位币（借） | 本年累计-本位币（贷） | 期末余额-本位币（借） | 期末余额-本位币（贷）
        1002 | 银行存款 | | | 40 | 0 | 5 | 20 | 100 | 85 | 25 | 0
        2201 | 应付职工薪酬 | | | 0 | 3 | 3 | 4 | 9 | 10 | 0 | 4
        2201 | 应付职工薪酬 | D1 | 物业管理股 | 0 | 3 | 3 | 4 | 9 | 10 | 0 | 4
    """)
    export = load(rows)
    assert export.system == "金蝶云·星空"
    assert amounts(export) == {"1002": (40, 5, 20, 25), "2201": (-3, 3, 4, -4)}
    assert aside(export) == {1: "header", 4: "auxiliary_detail"}


def test_inspur_prints_balances_on_the_normal_side(load):
    rows = from_text("""
        单位：元
        账户代码 | 账户名称 | 期初数 | 本期借方发生 | 本期贷方发生 | 期末数
        1002 | 银行存款 | 90.00 | 10.00 | 30.00 | 70.00
        2307 | 其他应付款 | 90.00 | 30.00 | 10.00 | 70.00
    """)
    export = load(rows)
    assert export.system == "浪潮 GS"
    assert amounts(export) == {"1002": (90, 10, 30, 70), "2307": (-90, 30, 10, -70)}


def test_runheng_tells_the_openings_of_the_year_only(load):
    text = "kmbm\tbz\tnc_jf\tnc_df\tjq_jf\tjq_df\tnf\n1002\tRMB\t60\t0\t0\t0\t2021\n2307\tRMB\t0\t60\t0\t0\t2021\n"
    export = load(text.encode("gbk"), "nc.txt")
    assert (export.system, export.kind) == ("润衡", "balances")
    assert amounts(export) == {"1002": (60, 0, 0, 60), "2307": (-60, 0, 0, -60)}
    journal = load(from_text("日期 | 凭证号 | 科目编码 | 借方 | 贷方\n2021-01-02 | 1 | 1002 | 5 | 5")).frame
    assert [finding.kind.severity for finding in balance_against_journal(export.frame, journal)] == ["notice"]


def test_the_government_system_has_a_header_of_two_rows_in_which_sides_recur(load):
    rows = from_text("""
        科目余额表
        2021年1月至12月
        科目编码 | 科目名称 | 期初余额 | | 本期发生额 | | 本年累计发生额 | | 期末余额 |
        | | 方向 | 余额 | 借方 | 贷方 | 借方 | 贷方 | 方向 | 余额
        1002 | 银行存款 | 借 | 50 | 7 | 17 | 7 | 17 | 借 | 40
        1201 | 财政应返还额度 | 平 | 0 | 5 | 5 | 5 | 5 | 平 | 0
        2307 | 其他应付款 | 贷 | 50 | 17 | 7 | 17 | 7 | 贷 | 40
    """)
    export = load(rows)
    assert export.system == ""
    assert amounts(export) == {"1002": (50, 7, 17, 40), "1201": (0, 5, 5, 0), "2307": (-50, 17, 7, -40)}


def test_shared_layouts_of_balances_are_read_and_no_system_is_named(load):
    newgrand = load(from_text("会计科目 | 期初余额 | 本期借方 | 本期贷方 | 期末余额\n1002 银行存款 | 5 | 2 | 1 | 6"))
    assert (newgrand.system, amounts(newgrand)) == ("", {"1002": (5, 2, 1, 6)})
    text = "科目编码 | 科目名称 | 级次 | 方向 | 期初余额 | 本期借方 | 本期贷方 | 期末余额\n2307 | 其他应付款 | 1 | 贷 | 5 | 1 | 2 | 6"
    yonyou = load(from_text(text))
    assert (yonyou.system, amounts(yonyou)) == ("", {"2307": (-5, 1, 2, -6)})
