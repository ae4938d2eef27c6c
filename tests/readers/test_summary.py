"""Execution summaries for users without vouchers, as small text tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfkit.errors import BadConfiguration, UnknownHeader
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Project, Unit
from perfkit.readers import Export, load_mapping, read_export

UNIT = Unit(
    "demo",
    "示例单位",
    projects=(Project("P01", "机关运转"), Project("P02", "公车平台")),
    departments={"D1": "综合股", "D2": "财务股"},
)
Read = Callable[..., Export]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a `|`-separated text as an execution summary of 2021; `mapping` is the rest of a mapping file."""

    def read_text(text: str, mapping: str = "", unit: Unit = UNIT) -> Export:
        path = tmp_path / "summary.csv"
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()), encoding="utf-8")
        (tmp_path / "mapping.toml").write_text(
            f'[mapping]\nname = "demo"\nfiles = ["*.csv"]\n{mapping}', encoding="utf-8"
        )
        mappings = [load_mapping(tmp_path / "mapping.toml")] if mapping else []
        return read_export(path, unit=unit, year=2021, mappings=mappings, source_file="summary.csv")

    return read_text


def lines(export: Export, *columns: str) -> list[tuple[object, ...]]:
    return list(export.frame[list(columns)].itertuples(index=False, name=None))


def checks(export: Export) -> list[str]:
    return [finding.kind.check for finding in export.findings]


def test_a_year_by_project(read: Read) -> None:
    export = read("""
        2021年度预算执行情况表
        单位：万元
        项目|资金性质|支出性质|年初预算数|全年预算数|执行数|执行率
        机关运转|一般公共预算|项目支出|2,140.00|2,140.00|1,800.48|84.13%
        公车平台|一般公共预算|项目支出|299.00||223.20|74.65%
        人员经费|一般公共预算||283.03|283.03|283.03|100%
        合计|||2,722.03|2,423.03|2,306.71|
        填表人：张三||||||
    """)
    assert (export.kind, export.money_unit) == ("summary", "wan")
    assert lines(export, "project_code", "measure", "breakdown", "period", "amount_cents") == [
        ("P01", "original", "class", 0, 214_000_0000),
        ("P01", "final", "class", 0, 214_000_0000),
        ("P01", "actual", "class", 0, 180_048_0000),
        ("P02", "original", "class", 0, 29_900_0000),
        ("P02", "actual", "class", 0, 22_320_0000),
        ("", "original", "class", 0, 28_303_0000),
        ("", "final", "class", 0, 28_303_0000),
        ("", "actual", "class", 0, 28_303_0000),
    ]
    assert export.frame["expenditure_type"].unique().tolist() == ["project", "basic"]
    assert export.frame["fund_code"].unique().tolist() == ["11"]
    assert checks(export) == []
    assert export.set_aside["reason"].to_list() == ["title", "title", "header", "subtotal", "footer"]


def test_a_wrong_total_is_told(read: Read) -> None:
    export = read("""
        部门|年初预算数|执行数
        综合股|100|90
        财务股|50|40
        合计|150|131
    """)
    assert lines(export, "department_code", "department_name")[0] == ("D1", "综合股")
    assert checks(export) == ["control_totals"]
    finding = export.findings[0]
    assert (finding.expected, finding.found, finding.amount_cents) == ("150.00 / 131.00", "150.00 / 130.00", 100)


def test_periods_in_every_form(read: Read) -> None:
    export = read("""
        项目|期间|执行数
        机关运转|1月|1
        机关运转|2021-02|2
        机关运转|3|4
        机关运转|2021-04-30|8
        机关运转|2季度|16
        机关运转|第三季度|32
        机关运转|Q4|64
        机关运转|1-6月|128
        机关运转|1—9月累计|256
        公车平台|全年|512
    """)
    assert lines(export, "period", "measure", "breakdown", "amount_cents") == [
        (1, "actual", "period", 100),
        (2, "actual", "period", 200),
        (3, "actual", "period", 400),
        (4, "actual", "period", 800),
        (6, "actual", "period", 1_600),
        (9, "actual", "period", 3_200),
        (12, "actual", "period", 6_400),
        (6, "actual_to_date", "period", 12_800),
        (9, "actual_to_date", "period", 25_600),
        (0, "actual", "class", 51_200),
    ]


def test_quarters_of_a_fiscal_year_that_ends_in_june(read: Read) -> None:
    unit = Unit("city", "某市", calendar=FiscalCalendar(6, 4), chart="other")
    export = read(
        """
        部门|期间|累计执行数
        甲|2020-09-30|1
        甲|2020年12月|3
        甲|3|6
        甲|1-6月|10
        甲|2021-09-30|11
        甲|5|12
        """,
        unit=unit,
    )
    assert lines(export, "period", "measure", "amount_cents") == [
        (1, "actual_to_date", 100),
        (2, "actual_to_date", 300),
        (3, "actual_to_date", 600),
        (4, "actual_to_date", 1_000),
    ]
    assert export.set_aside["reason"].to_list() == ["header", "unreadable_period", "unreadable_period"]
    assert export.set_aside["debit_cents"].sum() == 2_300


def test_a_period_nobody_can_read_is_set_aside_and_told(read: Read) -> None:
    export = read("""
        项目|月份|执行数
        机关运转|13|5
        机关运转|春季|6
    """)
    assert export.frame.empty
    assert [(f.kind.check, f.found, f.source_row) for f in export.findings] == [
        ("unreadable_period", "13", 2),
        ("unreadable_period", "春季", 3),
    ]
    assert "春季" in export.findings[1].text("en")


def test_a_budget_repeated_in_every_period_is_one_amount(read: Read) -> None:
    export = read("""
        项目|月份|年初预算数|执行数
        机关运转|1月|120|10
        机关运转|2月|120|11
        公车平台|1月|50|1
        公车平台|2月|55|2
    """)
    original = export.frame[export.frame["measure"].eq("original")]
    assert original[["project_code", "period", "breakdown", "amount_cents"]].to_numpy().tolist() == [
        ["P01", 0, "class", 12_000],
        ["P02", 0, "class", 5_000],
    ]
    assert [(f.kind.check, f.expected, f.found, f.source_row) for f in export.findings] == [
        ("repeated_budgets", "50.00", "55.00", 5)
    ]
    assert export.frame[export.frame["measure"].eq("actual")]["amount_cents"].sum() == 2_400


def test_two_periods_with_the_same_figures_are_told(read: Read) -> None:
    export = read("""
        项目|月份|累计执行数
        机关运转|1|10
        公车平台|1|5
        机关运转|2|10
        公车平台|2|5
        机关运转|3|10
        公车平台|3|6
    """)
    assert [(f.kind.check, f.parts["period"], f.found) for f in export.findings] == [("repeated_periods", 2, "15.00")]
    assert "第 2 期" in export.findings[0].text("zh")


@pytest.mark.parametrize(
    ("header", "measures"),
    [
        ("项目|预算数|执行数", ["original", "actual"]),
        ("项目|年初预算数|预算数|执行数", ["original", "final", "actual"]),
        ("项目|调整后预算数|支出数", ["final", "actual"]),
    ],
)
def test_what_a_plain_budget_column_means(read: Read, header: str, measures: list[str]) -> None:
    amounts = "|".join(str(10 + number) for number in range(header.count("|")))
    export = read(f"{header}\n机关运转|{amounts}")
    assert sorted(export.frame["measure"]) == sorted(measures)


def test_details_blank_rows_and_unreadable_amounts(read: Read) -> None:
    export = read("""
        项目|年初预算数|全年预算数|执行数
        机关运转|100|110|90
        其中：会议|8|8|7
        公车平台|50|约六十|40
        一、其他|||
    """)
    assert export.frame["amount_cents"].sum() == 30_000
    assert list(zip(export.set_aside["reason"], export.set_aside["debit_cents"], strict=True)) == [
        ("header", 0), ("part_of_another_row", 2_300), ("unreadable_amount", 9_000), ("no_amount", 0),
    ]  # fmt: skip
    assert checks(export) == ["unreadable_amount"]
    assert "约六十" in export.findings[0].text("zh")


LONG = """
    year|dept|kind|span|what|value
    2021|综合股|Budget|Full Year|Adopted|100
    2021|综合股|Actual|Full Year|Total|90
    2021|综合股-1|Actual|Full Year|Total|30
    2021|综合股|Forecast|Full Year|Total|95
    2020|综合股|Budget|Full Year|Adopted|80
"""
LONG_MAPPING = """
    kind = "summary"
    [columns]
    year = "fiscal_year"
    dept = "department_name"
    value = "amount"
    [constants]
    fund_code = "11"
    [[rows]]
    where = { dept = "*-?" }
    set_aside = "part_of_another_row"
    [[rows]]
    where = { kind = "Budget", span = ["Half Year", "Full Year"] }
    set = { measure = "original" }
    [[rows]]
    where = { kind = "Actual" }
    set = { measure = "actual", breakdown = "class" }
"""


def test_rules_of_a_mapping_decide_row_by_row(read: Read) -> None:
    export = read(LONG, LONG_MAPPING)
    assert lines(export, "measure", "breakdown", "fund_code", "department_code", "amount_cents") == [
        ("original", "class", "11", "D1", 10_000),
        ("actual", "class", "11", "D1", 9_000),
    ]
    assert list(zip(export.set_aside["reason"], export.set_aside["source_row"], strict=True)) == [
        ("header", 1), ("part_of_another_row", 4), ("no_rule", 5), ("other_year", 6),
    ]  # fmt: skip
    assert export.frame["amount_cents"].sum() + export.set_aside["debit_cents"].sum() == 39_500
    assert export.set_aside["row_text"].iloc[1] == "2021 | 综合股-1 | Actual | Full Year | Total | 30"


def test_a_measure_nobody_knows_is_set_aside_and_told(read: Read) -> None:
    export = read(LONG, LONG_MAPPING.replace('measure = "original"', 'measure = "adopted"'))
    assert [(f.kind.check, f.found, f.source_row) for f in export.findings] == [("unknown_measures", "adopted", 2)]
    assert export.set_aside["reason"].to_list()[1] == "unknown_measure"


WIDE = """
    year|dept|c1|c2|sum
    2021|综合股|10|5|15
    2021|财务股|20||21
    2020|综合股|1|1|2
"""
WIDE_MAPPING = """
    kind = "summary"
    [columns]
    year = "fiscal_year"
    dept = "department_name"
    [constants]
    measure = "actual"
    [unpivot]
    field = "economic_code"
    total = "sum"
    [unpivot.columns]
    c1 = "30101"
    c2 = "30201"
"""


def test_columns_of_classes_become_rows(read: Read) -> None:
    export = read(WIDE, WIDE_MAPPING)
    assert lines(export, "department_code", "economic_code", "measure", "amount_cents", "source_row") == [
        ("D1", "30101", "actual", 1_000, 2),
        ("D1", "30201", "actual", 500, 2),
        ("D2", "30101", "actual", 2_000, 3),
    ]
    assert export.set_aside["debit_cents"].to_list() == [0, 200]
    assert [(f.kind.check, f.expected, f.found, f.amount_cents) for f in export.findings] == [
        ("row_totals", "21.00", "20.00", 100)
    ]


def test_columns_without_a_total(read: Read) -> None:
    export = read(WIDE, WIDE_MAPPING.replace('total = "sum"', ""))
    assert export.frame["amount_cents"].sum() == 3_500
    assert checks(export) == ["unread_columns"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('dept = "department_name"', 'department = "department_name"', "[columns]"),
        ('year = "fiscal_year"', 'fy = "fiscal_year"', "[columns]"),
        ('total = "sum"', 'total = "total"', "[unpivot]"),
        ('c2 = "30201"', 'c3 = "30201"', "[unpivot]"),
    ],
)
def test_a_mapping_that_names_a_column_the_file_lacks(read: Read, old: str, new: str, where: str) -> None:
    # A department heading that aliases know keeps the sheet recognisable.
    text = WIDE.replace("dept", "dept|项目").replace("综合股", "综合股|机关运转").replace("财务股", "财务股|机关运转")
    with pytest.raises(BadConfiguration) as raised:
        read(text, WIDE_MAPPING.replace(old, new))
    missing = new.split(" ", maxsplit=1)[0] if where == "[columns]" else new.split('"')[1] if "total" in new else "c3"
    assert (raised.value.parts["path"], raised.value.parts["where"]) == ("demo", where)
    assert raised.value.parts["found"] == missing
    assert missing in raised.value.text("zh")
    assert "year, dept, 项目, c1, c2, sum" in raised.value.text("en")


def test_a_rule_about_a_column_the_file_lacks(read: Read) -> None:
    with pytest.raises(BadConfiguration, match="variable"):
        read(LONG, LONG_MAPPING.replace('kind = "Actual"', 'variable = "Actual"'))


def test_a_file_of_several_years_must_tell_the_year(read: Read) -> None:
    unit = Unit("city", "某市", several_years=(2020, 2021))
    with pytest.raises(BadConfiguration) as raised:
        read("项目|年初预算数|执行数\n机关运转|1|2", unit=unit)
    assert "fiscal_year" in raised.value.text("zh")
    assert raised.value.parts["path"] == "summary.csv"


def test_a_summary_that_lacks_the_actual(read: Read) -> None:
    with pytest.raises(UnknownHeader) as raised:
        read("项目|年初预算数\n机关运转|1", 'kind = "summary"\n')
    assert "执行数" in raised.value.text("zh")


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("rows = 1", "rows"),
        ("rows = [1]", "rows[1]"),
        ('[[rows]]\nwhere = { a = "1" }', "rows[1]"),
        ('[[rows]]\nwhere = { a = "1" }\nset_aside = "x"\nset = { measure = "actual" }', "rows[1]"),
        ('[[rows]]\nwhere = { a = "1" }\nset_aside = 1', "rows[1].set_aside"),
        ('[[rows]]\nwhere = { a = "1" }\nset_aside = "whim"', "rows[1].set_aside"),
        ('[[rows]]\nwhere = { a = "1" }\nset = { nonsense = "x" }', "rows[1].set.nonsense"),
        ('[[rows]]\nwhere = { a = "1" }\nset = { measure = 1 }', "rows[1].set.measure"),
        ('[[rows]]\nwhere = { a = "1" }\nset = "x"', "rows[1].set"),
        ('[[rows]]\nwhere = { a = 1 }\nset_aside = "not_used"', "rows[1].where.a"),
        ('[[rows]]\nwhere = {}\nset_aside = "not_used"', "rows[1].where"),
        ('[[rows]]\nwhen = { a = "1" }\nset_aside = "not_used"', "rows[1].when"),
        ("unpivot = 1", "unpivot"),
        ('[unpivot]\nfield = "nonsense"\ncolumns = { a = "1" }', "unpivot.field"),
        ('[unpivot]\nfield = "economic_code"\ncolumns = {}', "unpivot.columns"),
        ('[unpivot]\nfield = "economic_code"\ntotal = 1\ncolumns = { a = "1" }', "unpivot.total"),
        ('[unpivot]\nfield = "economic_code"\ncolumns = { a = "1" }\nsum = "x"', "unpivot.sum"),
    ],
)
def test_rules_that_say_something_impossible(tmp_path: Path, part: str, where: str) -> None:
    path = tmp_path / "mapping.toml"
    head = '[mapping]\nname = "m"\nfiles = ["*"]\n'
    path.write_text(f"{part}\n{head}" if part.startswith(("rows", "unpivot")) else head + part, encoding="utf-8")
    with pytest.raises(BadConfiguration) as raised:
        load_mapping(path)
    assert raised.value.parts["where"] == where
    assert str(raised.value.parts["path"]).endswith("/mapping.toml")


def test_heads_of_an_outline_are_left_out_where_the_rows_below_add_up_to_them(read: Read) -> None:
    export = read("""
        项目|年初预算数|调整后预算数|执行数
        一、基本支出|50|50|40
        人员经费|30|30|25
        公用经费|20|20|15
        二、项目支出|110|130|95
        （一）机关运转|100|120|90
        2.公车平台|10|10|5
        合计|160|180|135
    """)
    assert checks(export) == []
    assert export.set_aside["source_row"][export.set_aside["reason"].eq("subtotal")].to_list() == [2, 5, 8]
    actual = export.frame[export.frame["measure"].eq("actual")]
    assert list(zip(actual["expenditure_type"], actual["project_code"], actual["amount_cents"], strict=True)) == [
        ("basic", "", 2_500), ("basic", "", 1_500), ("", "P01", 9_000), ("", "P02", 500),
    ]  # fmt: skip


def test_heads_that_do_not_add_up_or_stand_alone_are_lines(read: Read) -> None:
    export = read("""
        项目|年初预算数|执行数
        基本支出|50|40
        项目支出|110|95
        1.5级响应|100|90
    """)
    actual = export.frame[export.frame["measure"].eq("actual")]
    assert list(zip(actual["expenditure_type"], actual["project_code"], actual["amount_cents"], strict=True)) == [
        ("basic", "", 4_000), ("project", "", 9_500), ("", "1.5级响应", 9_000),
    ]  # fmt: skip


def test_one_column_of_actuals_for_each_month(read: Read) -> None:
    export = read("""
        项目|年初预算数|1月执行数|2月份支出|13月执行数
        机关运转|100|5|7|9
    """)
    assert lines(export, "measure", "period", "amount_cents") == [
        ("original", 0, 10_000), ("actual", 1, 500), ("actual", 2, 700),
    ]  # fmt: skip
    assert [(f.kind.check, f.found) for f in export.findings] == [("unread_columns", "13月执行数")]


def test_columns_of_amounts_that_nobody_explained_are_told(read: Read) -> None:
    text = """
        项目|年初预算数|执行数|1月|2月|执行率|备注
        机关运转|100|12|5|7|0.12|甲
    """
    (found,) = read(text).findings
    assert (found.kind.check, found.found, found.source_row) == ("unread_columns", "1月、2月", 1)
    assert "未读入" in found.text()
    assert "“1月、2月”" in found.text("en")
    mapped = read(text, '[columns]\n"1月" = "actual_1"\n"2月" = ""')
    assert mapped.findings == ()
    assert ("actual", 1, 500) in lines(mapped, "measure", "period", "amount_cents")
