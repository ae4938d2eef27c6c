"""一体化 budget indicators: a budget book that tells its execution, too."""

from __future__ import annotations

from readers.exports import aside, from_text

from perfkit.measures import budget_of_summary, classified_budget, spending_of_summary

TABLE = """
    2021年预算指标余额表
    预算指标代码 | 预算指标名称 | 预算年度 | 财政预算项目代码 | 政府支出经济分类 | 部门支出经济分类 | 本级指标文号 | 资金性质代码 | 支出功能分类 | 指标类型代码 | 指标金额 | 指标余额
    Z1 | 运转 | 2021 | P01-机关运转 | 50502-商品和服务支出 | 30201-办公费 | 预〔2021〕1号 | 11-一般公共预算 | 2010303-机关服务 | 01-年初预算 | 1,000.00 | 250.00
    Z2 | 公车 | 2021 | P02-公车平台 | 50502-商品和服务支出 | 30231-公务用车运行维护费 | 预〔2021〕1号 | 11-一般公共预算 | 2010303-机关服务 | 01-年初预算 | 400.00 | 0.00
    Z3 | 追加 | 2021 | P01-机关运转 | 50502-商品和服务支出 | 30201-办公费 | 追〔2021〕9号 | 11-一般公共预算 | 2010303-机关服务 | 02-追加 | 60.00 | 60.00
    Z4 | 上年 | 2020 | P01-机关运转 | | | 预〔2020〕1号 | 11-一般公共预算 | 2010303-机关服务 | 01-年初预算 | 5.00 | 1.00
    合计 | | | | | | | | | | 1,460.00 | 310.00
"""


def test_amounts_are_the_budget_and_what_is_gone_of_them_the_actual(load, unit):
    export = load(from_text(TABLE))
    assert (export.system, list(export.frames)) == ("预算管理一体化", ["budget", "summary"])
    book, spent = export.frames["budget"], export.frames["summary"]
    assert book["budget_type"].to_list() == ["original", "original", "supplement"]
    assert book["amount_cents"].to_list() == [100000, 40000, 6000]
    assert book["document_number"].to_list() == ["预〔2021〕1号", "预〔2021〕1号", "追〔2021〕9号"]
    assert book["project_code"].to_list() == ["P01", "P02", "P01"]
    assert book["fund_code"].to_list() == ["11", "11", "11"]
    assert book["functional_code"].to_list() == ["2010303", "2010303", "2010303"]
    assert spent["measure"].to_list() == ["actual", "actual", "actual"]
    assert spent["breakdown"].to_list() == ["class", "class", "class"]
    assert spent["amount_cents"].to_list() == [75000, 40000, 0]
    assert spent["economic_code"].to_list() == ["30201", "30231", "30201"]
    assert spent["source_row"].to_list() == [3, 4, 5]
    assert aside(export) == {1: "title", 2: "header", 6: "other_year", 7: "subtotal"}
    assert (export.rows_read, export.rows_kept) == (7, 3)
    assert classified_budget(book, unit)["amount_cents"].sum() == 146000
    assert spending_of_summary(spent, unit)["actual_cents"].sum() == 115000
    assert budget_of_summary(spent, unit).empty


def test_a_wrong_total_is_told_once(load):
    assert load(from_text(TABLE)).findings == ()
    (told,) = load(from_text(TABLE.replace("1,460.00", "1,500.00"))).findings
    assert (told.kind.check, told.source_row, told.expected, told.found) == (
        "control_totals",
        7,
        "1,500.00",
        "1,460.00",
    )


def test_a_blank_balance_is_not_taken_for_everything_spent(load):
    rows = from_text("""
        指标文号 | 预算项目 | 指标金额 | 指标余额 | 功能分类 | 经济分类 | 资金性质 | 指标来源 | 预算单位 | 业务处室 | 指标摘要
        1号 | 机关运转 | 100 | | 2010303-机关服务 | 30201-办公费 | 11-一般公共预算 | 年初 | 示例 | 一股 | 办公
        2号 | 公车平台 | 80 | 30 | 2010303-机关服务 | 30231-公务用车运行维护费 | 11-一般公共预算 | 年初 | 示例 | 一股 | 公车
        3号 | 公车平台 | 20 | x | 2010303-机关服务 | 30231-公务用车运行维护费 | 11-一般公共预算 | 年初 | 示例 | 一股 | 公车
    """)
    export = load(rows)
    assert export.frames["budget"]["amount_cents"].to_list() == [10000, 8000, 2000]
    assert export.frames["summary"]["amount_cents"].to_list() == [5000]
    told = [(finding.kind.check, finding.source_row, finding.found) for finding in export.findings]
    assert told == [("unreadable_amount", 2, "= 100 - ?"), ("unreadable_amount", 4, "= 20 - x")]


def test_amounts_in_ten_thousands_stay_exact(load):
    rows = from_text("""
        单位：万元
        指标文号 | 预算项目 | 功能分类 | 经济分类 | 资金性质 | 指标金额 | 指标余额
        1号 | 机关运转 | 2010303 | 30201 | 11 | 10.5 | 3.000001
    """)
    export = load(rows)
    assert export.money_unit == "wan"
    assert export.frames["summary"]["amount_cents"].to_list() == [7499999]


def test_payments_are_believed_where_they_are_told(load):
    rows = from_text("""
        指标文号 | 预算项目 | 指标类型 | 指标金额 | 支付金额 | 指标余额 | 功能分类 | 经济分类 | 资金性质
        1号 | 机关运转 | 年初预算 | 100 | 55 | 40 | 2010303-机关服务 | 30201-办公费 | 11-一般公共预算
        2号 | 机关运转 | 调减 | 10 | 0 | 0 | 2010303-机关服务 | 30201-办公费 | 11-一般公共预算
    """)
    export = load(rows)
    assert export.frames["budget"]["amount_cents"].to_list() == [10000, -1000]
    assert export.frames["summary"]["amount_cents"].to_list() == [5500, 0]


def test_columns_of_the_database(load):
    text = (
        "BGT_ID,FISCAL_YEAR,PRO_CODE,PRO_NAME,EXP_FUNC_CODE,DEP_BGT_ECO_CODE,FUND_TYPE_CODE,COR_BGT_DOC_NO,"
        "BGT_TYPE_CODE,AMOUNT,DIS_AMT,CUR_AMT,PAY_APP_AMT\n"
        "b1,2021,P02,公车平台,2010303,30231,11,1号,年初,900,100,300,500\n"
        "b2,2021,P02,公车平台,2010303,30231,11,1号,7,90,0,0,0\n"
    )
    export = load(text.encode())
    assert export.frames["budget"]["amount_cents"].to_list() == [90000]
    assert export.frames["summary"]["amount_cents"].to_list() == [50000]
    assert [finding.kind.check for finding in export.findings] == ["unknown_budget_types"]
