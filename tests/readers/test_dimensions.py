"""Auxiliary accounting in columns, in one text, in the account code and in the account's name."""

from __future__ import annotations

import pytest
from readers.exports import column, from_text

from perfkit.readers.lines.dimensions import parse_aux, resolver

CODES = ("project_code", "fund_code", "functional_code", "economic_code", "department_code", "expenditure_type")
LINE = "2021-01-05 | 记-1 | 付办公费 | 7201 | 事业支出 | 1 |"


def codes(export):
    return tuple(column(export, name)[0] for name in CODES)


def test_columns_of_their_own(read):
    head = "日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方 | 贷方 | 项目名称 | 资金性质 | 功能分类 | 经济分类 | 部门 | 支出性质 | 政府经济分类"
    export = read(
        from_text(
            f"{head}\n{LINE} | 机关运转专项 | 一般公共预算 | 2010303机关服务 | 办公费 | 财务股 | 项目支出 | 50502"
        )
    )
    assert codes(export) == ("P01", "11", "2010303", "30201", "D2", "project")
    assert column(export, "government_economic_code") == ["50502"]


@pytest.mark.parametrize(
    "text",
    [
        "项目:机关运转;经济分类:30201办公费;资金性质:一般公共预算;功能分类:2010303机关服务;部门:物业管理股",
        "项目：机关运转；经济分类：30201 办公费；资金性质：一般公共预算；功能分类：2010303；部门：物业管理股",
        "项目:P01 机关运转,经济分类:办公费,资金性质:11,功能分类:机关服务,部门:D1",
        "【项目】机关运转【经济分类】30201办公费【资金性质】一般公共预算【功能分类】2010303机关服务【部门】物业管理股",
        "【项目:机关运转】【经济分类:30201-办公费】【资金性质:一般公共预算】【功能分类:2010303】【部门:物业管理股】",
        "项目:001_机关运转 | 经济分类:302.01办公费 | 资金性质:经费拨款 | 功能分类:[2010303]机关服务 | 部门:D1/物业管理股",
        "项目:机关运转/经济分类:30201/资金性质:一般公共预算/功能分类:2010303/部门:物业管理股",
        "项目:机关运转 经济分类:30201办公费 资金性质:一般公共预算 功能分类:2010303 部门:物业管理股 往来单位:某公司",
    ],
)
def test_one_text_column(read, text):
    export = read(
        [*from_text("日期|凭证号|摘要|科目编码|借方|贷方|辅助核算"), ["2021-01-05", "1", "甲", "7201", 1, "", text]]
    )
    assert codes(export) == ("P01", "11", "2010303", "30201", "D1", "")


def test_text_without_keys_says_nothing():
    assert parse_aux("机关运转") == {}
    assert parse_aux("") == {}


SEGMENTS = """
[account_segments]
lengths = [4, 2, 2, 5, 3]
fields = ["", "fund_code", "expenditure_type", "economic_code", "project_code"]
accounts = ["7201"]
[values.fund_code]
"01" = "1"
"03" = "39"
[values.expenditure_type]
"01" = "basic"
"02" = "project"
[values.project_code]
"001" = "P01"
"""


def test_the_account_code(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方
2021-01-05 | 1 | 甲 | 7201.01.02.30201.001 | 1 |
2021-01-05 | 1 | 甲 | 7201.03.01 | 1 |
2021-01-05 | 1 | 甲 | 8001.01.02 | | 2
"""
        ),
        SEGMENTS,
    )
    assert column(export, "fund_code") == ["1", "39", ""]
    assert column(export, "expenditure_type") == ["project", "basic", ""]
    assert column(export, "economic_code") == ["30201", "", ""]
    assert column(export, "project_code") == ["P01", "", ""]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("事业支出-财政拨款支出-项目支出", ("", "1", "project", "")),
        ("事业支出\\其他资金支出\\基本支出\\办公费", ("", "39", "basic", "30201")),
        ("事业支出/非财政专项资金支出/项目支出/机关运转", ("P01", "38", "project", "")),
        ("事业支出_财政拨款支出_一般公共预算_基本支出_30101基本工资", ("", "11", "basic", "30101")),
        ("事业支出-待处理", ("", "", "", "")),
        ("其他支出-其他", ("", "", "", "")),
        ("事业支出-1-2", ("", "", "", "")),
    ],
)
def test_the_name_of_the_account(read, name, expected):
    export = read(
        [*from_text("日期|凭证号|摘要|科目编码|科目名称|借方|贷方"), ["2021-01-05", "1", "甲", "720101", name, 1, ""]]
    )
    found = tuple(
        column(export, field)[0] for field in ("project_code", "fund_code", "expenditure_type", "economic_code")
    )
    assert found == expected


def test_the_full_path_of_the_name_in_a_column_of_its_own(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 科目全名 | 借方 | 贷方
2021-01-05 | 1 | 甲 | 72010102 | 项目支出 | 事业支出-财政拨款支出-项目支出 | 1 |"""
        )
    )
    assert column(export, "account_name") == ["项目支出"]
    assert column(export, "fund_code") == ["1"]


def test_names_tell_nothing_of_financial_accounts_or_of_other_charts(read, unit):
    from dataclasses import replace

    rows = [
        *from_text("日期|凭证号|摘要|科目编码|科目名称|借方|贷方"),
        ["2021-01-05", "1", "甲", "7201", "a-财政拨款", 1, ""],
    ]
    assert column(read(rows, unit=replace(unit, chart="other")), "fund_code") == [""]
    rows[1][3] = "1201"
    assert column(read(rows), "fund_code") == [""]


def test_an_explicit_column_wins_over_the_text_and_the_text_over_the_name(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 科目名称 | 借方 | 贷方 | 资金性质 | 辅助核算
2021-01-05 | 1 | 甲 | 720101 | 事业支出-财政拨款支出 | 1 | | 其他资金 | 资金性质:事业收入
2021-01-05 | 1 | 甲 | 720101 | 事业支出-财政拨款支出 | 1 | | | 资金性质:事业收入
2021-01-05 | 1 | 甲 | 720101 | 事业支出-财政拨款支出 | 1 | | | """
        )
    )
    assert column(export, "fund_code") == ["39", "31", "1"]


def test_names_that_resolve_to_nothing_stay_as_they_stand(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方 | 项目 | 经济分类 | 资金性质 | 部门 | 支出性质
2021-01-05 | 1 | 甲 | 7201 | 1 | | 新楼 | 公务用车购置 | 神秘资金 | 新股 | 其他
2021-01-05 | 1 | 甲 | 7201 | 1 | | 9号 新楼 | 30298 新费 | 77 | D9 | 基本支出"""
        )
    )
    assert column(export, "project_code") == ["新楼", "9号 新楼"]
    assert column(export, "economic_code") == ["公务用车购置", "30298"]
    assert column(export, "fund_code") == ["神秘资金", "77"]
    assert column(export, "department_code") == ["新股", "D9"]
    assert column(export, "expenditure_type") == ["", "basic"]


def test_a_code_beside_a_name(read):
    export = read(
        from_text(
            """日期 | 凭证号 | 摘要 | 科目编码 | 借方 | 贷方 | 项目编码 | 项目名称 | 功能分类编码 | 功能分类名称
2021-01-05 | 1 | 甲 | 7201 | 1 | | 007 | 公车平台 | 2240199 | 机关服务
2021-01-05 | 1 | 甲 | 7201 | 1 | | 007 | 无名 | | 机关服务
2021-01-05 | 1 | 甲 | 7201 | 1 | | P01 | 无名 | 2010303 | """
        )
    )
    assert column(export, "project_code") == ["P02", "007", "P01"]
    assert column(export, "functional_code") == ["2240199", "2010303", "2010303"]


def test_own_classes_of_a_unit(unit):
    from dataclasses import replace

    own = replace(unit, economic_classes={"100": {"zh": "人员", "en": "Personal services"}})
    assert resolver("economic_code", own)("Personal services") == ("100", True)
