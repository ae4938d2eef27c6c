"""Budget books, as small text tables whose sums a person can add up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfkit.ledger.units import Project, Unit
from perfkit.readers import Export, load_mapping, read_export

UNIT = Unit(
    "demo",
    "示例单位",
    projects=(Project("P01", "机关运转", aliases=("机关运转专项",)), Project("P02", "经济表彰")),
    departments={"D1": "综合股"},
)
Read = Callable[..., Export]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a `|`-separated text as a budget book of 2021; `mapping` is the rest of a mapping file."""

    def read_text(text: str, mapping: str = "", unit: Unit = UNIT) -> Export:
        path = tmp_path / "budget.csv"
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()), encoding="utf-8")
        (tmp_path / "mapping.toml").write_text(f'[mapping]\nname = "m"\nfiles = ["*.csv"]\n{mapping}', encoding="utf-8")
        mappings = [load_mapping(tmp_path / "mapping.toml")] if mapping else []
        return read_export(path, unit=unit, year=2021, mappings=mappings, source_file="budget.csv")

    return read_text


def lines(export: Export, *columns: str) -> list[tuple[object, ...]]:
    return list(export.frame[list(columns)].itertuples(index=False, name=None))


def checks(export: Export) -> list[str]:
    return [finding.kind.check for finding in export.findings]


BOOK = """
    某单位2021年预算指标表
    单位：元
    预算类型|指标文号|下达日期|项目|支出性质|资金性质|功能分类|经济分类|部门|指标金额|摘要
    年初预算|芦财预1号|2021-01-15|机关运转专项|项目支出|一般公共预算|2010303机关服务|30201办公费|综合股|1,000.00|批复
    02-追加|芦财预9号|2021年6月1日|经济表彰|项目支出|单位资金|2010303|30299|综合股|300.00|追加
    调减|芦财预20号|2021/9/30|机关运转|项目支出|11|2010303|30201|D1|100.00|压减
    追减|芦财预21号|20211008|机关运转|项目支出|11|2010303|30201|D1|-50.00|
    调剂|芦财预22号|2021.10.9|机关运转|项目支出|11|2010303|30202|D1|(20.00)|
    上年结转|芦财预2号|2020-12-31|机关运转|项目支出|11|2010303|30201|D1|80.00|
    年初|芦财预1号|2021-01-15|基本支出||一般公共预算||30101基本工资||500.00|
    合计||||||||| 1,830.00|
"""


def test_a_book_of_documents(read: Read) -> None:
    export = read(BOOK)
    assert export.kind == "budget"
    assert lines(export, "budget_type", "period", "document_number", "amount_cents", "source_row") == [
        ("original", 0, "芦财预1号", 100_000, 4),
        ("supplement", 6, "芦财预9号", 30_000, 5),
        ("reduction", 9, "芦财预20号", -10_000, 6),
        ("reduction", 10, "芦财预21号", -5_000, 7),
        ("transfer", 10, "芦财预22号", -2_000, 8),
        ("carryover", 0, "芦财预2号", 8_000, 9),
        ("original", 0, "芦财预1号", 50_000, 10),
    ]
    assert lines(export, "project_code", "expenditure_type", "fund_code", "economic_code", "department_code")[:3] == [
        ("P01", "project", "11", "30201", "D1"),
        ("P02", "project", "3", "30299", "D1"),
        ("P01", "project", "11", "30201", "D1"),
    ]
    assert export.frame["functional_code"].iloc[0] == "2010303"
    assert str(export.frame["document_date"].iloc[1].date()) == "2021-06-01"
    assert export.frame["summary"].iloc[0] == "批复"


def test_basic_expenditure_listed_as_a_project_is_none(read: Read) -> None:
    last = read(BOOK).frame.iloc[-1]
    assert (last["project_code"], last["expenditure_type"]) == ("", "basic")


def test_every_row_is_kept_or_set_aside_and_the_total_is_compared(read: Read) -> None:
    export = read(BOOK)
    assert dict(zip(export.set_aside["source_row"], export.set_aside["reason"], strict=True)) == {
        1: "title", 2: "title", 3: "header", 11: "subtotal",
    }  # fmt: skip
    # 1000 + 300 - 100 - 50 - 20 + 80 + 500 = 1710; the book says 1830.
    assert checks(export) == ["control_totals"]
    assert export.findings[0].amount_cents == 12_000
    assert export.rows_read == len(export.frame) + len(export.set_aside)


def test_a_total_that_takes_reductions_off_holds(read: Read) -> None:
    export = read("""
        预算类型|文号|项目|金额
        年初|1号|机关运转|1000
        调减|2号|机关运转|100
        合计|||900
    """)
    assert export.frame["amount_cents"].sum() == 90_000
    assert checks(export) == []


def test_totals_of_projects_with_their_changes(read: Read) -> None:
    export = read("""
        项目|文号|年初预算数|追加|调减
        机关运转|1号|1000||100
        经济表彰|2号||50|
        合计||1000|50|100
    """)
    assert export.frame["amount_cents"].sum() == 95_000
    assert checks(export) == []


def test_amounts_in_wan(read: Read) -> None:
    export = read("""
        预算类型|文号|项目|金额（万元）
        年初|1号|机关运转|2,140.00
        追加|2号|经济表彰|157.7
    """)
    assert export.money_unit == "wan"
    assert export.frame["amount_cents"].to_list() == [2_140_000_000, 157_700_000]


def test_projects_with_their_changes_side_by_side(read: Read) -> None:
    export = read("""
        项目|年初预算数|追加|调减|上年结转|全年预算数
        机关运转|1000|0|100||900
        经济表彰||157.70|||157.70
        党建|0|0|0|12|10
        文印||||
    """)
    assert lines(export, "project_code", "budget_type", "amount_cents", "source_row") == [
        ("P01", "original", 100_000, 2),
        ("P01", "reduction", -10_000, 2),
        ("P02", "supplement", 15_770, 3),
        ("党建", "original", 0, 4),
        ("党建", "carryover", 1_200, 4),
    ]
    assert export.set_aside["reason"].to_list() == ["header", "no_amount"]
    assert checks(export) == ["undocumented_budget_changes", "final_budget_differs"]
    undocumented, differs = export.findings
    assert (undocumented.amount_cents, undocumented.parts["rows"]) == (5_770, "2, 3")
    assert (differs.expected, differs.found, differs.source_row) == ("10.00", "12.00", 4)
    assert "全年预算数为 10.00" in differs.text("zh")
    assert "a difference of -2.00" in differs.text("en")


def test_one_column_for_both_directions(read: Read) -> None:
    export = read("""
        项目|文号|年初预算数|追加（调减）
        机关运转|3号|1000|-100
        经济表彰|4号||50
    """)
    assert lines(export, "budget_type", "amount_cents")[1:] == [("reduction", -10_000), ("supplement", 5_000)]
    assert checks(export) == []


def test_a_negative_supplement_is_a_reduction(read: Read) -> None:
    export = read("""
        预算类型|文号|项目|金额
        追加|1号|机关运转|-30
        预算调整|2号|机关运转|-5
        预算调整|3号|机关运转|6
    """)
    kinds = [("reduction", -3_000), ("reduction", -500), ("supplement", 600)]
    assert lines(export, "budget_type", "amount_cents") == kinds


def test_a_book_without_types_is_an_original_budget(read: Read) -> None:
    export = read("""
        项目|预算数
        机关运转|1000
    """)
    assert lines(export, "budget_type", "amount_cents") == [("original", 100_000)]


def test_a_change_without_a_document_number_is_kept_and_told(read: Read) -> None:
    export = read("""
        预算类型|文号|日期|项目|金额
        年初||2021-01-01|机关运转|1000
        追加||2021-06-01|机关运转|200
        上年结转|||机关运转|10
        追加|7号|2022-06-01|机关运转|1
    """)
    assert export.frame["amount_cents"].sum() == 121_100
    assert export.frame["period"].to_list() == [0, 6, 0, 0]
    assert [(f.kind.check, f.amount_cents, f.source_row) for f in export.findings] == [
        ("undocumented_budget_changes", 20_000, 3)
    ]
    assert "1 笔" in export.findings[0].text("zh")
    assert "row 3" in export.findings[0].text("en")


def test_an_unknown_type_is_set_aside_and_told(read: Read) -> None:
    export = read("""
        预算类型|文号|项目|金额
        年初|1号|机关运转|1000
        划转|2号|机关运转|55.50
        |3号|机关运转|1
    """)
    assert export.frame["amount_cents"].sum() == 100_000
    aside = export.set_aside[export.set_aside["reason"].eq("unknown_budget_type")]
    assert aside["debit_cents"].to_list() == [5_550, 100]
    assert [(f.kind.severity, f.found, f.source_row) for f in export.findings] == [
        ("error", "划转", 3),
        ("error", "", 4),
    ]
    text = export.findings[0].text("zh")
    assert "第 3 行" in text
    assert "划转" in text


def test_unreadable_amounts_and_dates_are_set_aside_and_told(read: Read) -> None:
    export = read("""
        预算类型|文号|日期|项目|金额
        年初|1号||机关运转|一千元
        追加|2号|六月一日|机关运转|20
        追加|3号|2021-06-01|机关运转|
    """)
    assert export.frame.empty
    assert list(zip(export.set_aside["reason"], export.set_aside["debit_cents"], strict=True)) == [
        ("header", 0), ("unreadable_amount", 0), ("unreadable_date", 2_000), ("no_amount", 0),
    ]  # fmt: skip
    assert checks(export) == ["unreadable_amount", "unreadable_date"]


def test_rows_of_another_year_are_set_aside(read: Read) -> None:
    export = read("""
        年度|预算类型|文号|项目|金额
        2020年|年初|1号|机关运转|900
        2021|年初|1号|机关运转|1000
    """)
    assert lines(export, "amount_cents") == [(100_000,)]
    assert export.set_aside[["reason", "debit_cents"]].iloc[1].to_list() == ["other_year", 90_000]


def test_a_detail_of_the_row_above_is_not_counted_twice(read: Read) -> None:
    export = read("""
        项目|预算数
        机关运转|1000
        其中：会议|8
    """)
    assert export.frame["amount_cents"].sum() == 100_000
    assert export.set_aside["reason"].to_list() == ["header", "part_of_another_row"]


def test_a_mapping_names_what_the_aliases_do_not_know(read: Read) -> None:
    export = read(
        """
        类型|号|事项|数额
        A|1号|机关运转|1000
        B|2号|机关运转|200
        C|3号|机关运转|7
        """,
        """
        kind = "budget"
        money_unit = "wan"
        [columns]
        "类型" = "budget_type"
        "号" = "document_number"
        "事项" = "project_name"
        "数额" = "amount"
        [[rows]]
        where = { "类型" = "C" }
        set_aside = "not_used"
        [[rows]]
        where = { "类型" = "*" }
        set = { fund_code = "11" }
        [values.budget_type]
        A = "original"
        B = "supplement"
        """,
    )
    assert lines(export, "budget_type", "fund_code", "amount_cents") == [
        ("original", "11", 1_000_000_000),
        ("supplement", "11", 200_000_000),
    ]
    assert export.set_aside["reason"].to_list() == ["header", "not_used"]
    assert export.set_aside["row_text"].iloc[1] == "C | 3号 | 机关运转 | 7"
