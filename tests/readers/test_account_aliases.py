"""A unit's own account codes become those of the chart, and the exported ones stay to be seen."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from perfkit.errors import BadConfiguration
from perfkit.ledger.units import AccountAlias, Unit
from perfkit.readers import Export, Mapping, read_export
from perfkit.readers.described.account_aliases import read_account_aliases

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cn_ledger"
HEAD = "own_code,account_code,name,reviewed_by,reviewed_on,note\n"


def table(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "accounts.csv").write_text(HEAD + text, encoding="utf-8")
    return folder


def aliases(text: str, folder: Path) -> dict[str, AccountAlias]:
    return read_account_aliases(table(folder, text))


def test_the_tables_of_unit_and_year_are_read_and_the_years_wins(tmp_path: Path) -> None:
    unit = table(tmp_path / "unit", "50.01,7201,事业支出,张三,2021-01-05,\n60,6001,,,,旧账\n")
    year = table(unit / "2021", "50.01,7101,行政支出,李四,2021/6/1,改\n")
    assert read_account_aliases(unit, year) == {
        "5001": AccountAlias("5001", "7101", "行政支出", "李四", "2021/6/1", "改"),
        "60": AccountAlias("60", "6001", note="旧账"),
    }
    assert read_account_aliases(tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5001,,事业支出,,,\n", "own_code, account_code"),
        (",7201,,,,\n", "own_code, account_code"),
        ("50.01,7201,,,,\n5001,7101,,,,\n", "one line for each own code"),
        ("5001,7201,,张三,,\n", "who reviewed it together with when"),
        ("5001,7201,,,2021-01-05,\n", "who reviewed it together with when"),
        ("5001,7201,,张三,去年,\n", "who reviewed it together with when"),
        ("5001,7201,,,去年,\n", "who reviewed it together with when"),
    ],
)
def test_a_table_that_leaves_a_doubt_is_refused_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"accounts\.csv") as caught:
        aliases(text, tmp_path / "unit")
    assert said in caught.value.text("en")


JOURNAL = [
    ["日期", "凭证号", "摘要", "科目编码", "科目名称", "借方金额", "贷方金额"],
    ["2021-01-05", "记-1", "电费", "5001.01", "管理支出-项目支出-机关运转-电费", "100.00", ""],
    ["2021-01-05", "记-1", "电费", "Z9", "结存", "", "100.00"],
    ["2021-01-05", "记-2", "其他", "1002", "银行存款", "1.00", "1.00"],
]


def test_a_journal_in_own_codes_is_one_of_the_chart(read: Callable[..., Export], unit: Unit, tmp_path: Path) -> None:
    mapped = replace(unit, account_aliases=aliases("5001,7201,,,,\nZ,8001,,,,\n", tmp_path / "unit"))
    frame = read(JOURNAL, unit=mapped).frame
    assert frame["account_code"].to_list() == ["720101", "80019", "1002"]
    assert frame["exported_account_code"].to_list() == ["500101", "Z9", "1002"]
    assert frame["book"].to_list() == ["budget", "budget", "financial"]
    assert frame["account_name"].to_list()[1] == "结存"
    # The name's path is read as that of a spending account, which 5001 is not.
    assert frame["project_code"].to_list() == ["P01", "", ""]


def test_segments_are_parts_of_the_exported_code(read: Callable[..., Export], unit: Unit, tmp_path: Path) -> None:
    mapped = replace(unit, account_aliases=aliases("5001,7201,,,,\n", tmp_path / "unit"))
    segments = '[account_segments]\naccounts = ["5"]\nlengths = [4, 2]\nfields = ["", "department_code"]\n'
    frame = read(JOURNAL[:2], segments, unit=mapped).frame
    assert (frame["account_code"][0], frame["department_code"][0]) == ("720101", "01")


def test_accounts_that_become_one_are_leaves_of_a_balance_table_and_their_parent_is_none(
    read: Callable[..., Export], unit: Unit, tmp_path: Path
) -> None:
    mapped = replace(
        unit, account_aliases=aliases("1601,1601,,,,\n1601.01,1601,,,,\n1601.02,1601,,,,\n", tmp_path / "u")
    )
    frame = read(
        [
            ["科目编码", "科目名称", "期初余额", "借方", "贷方", "期末余额"],
            ["1601", "固定资产", "30.00", "", "", "30.00"],
            ["1601.01", "房屋", "10.00", "", "", "10.00"],
            ["1601.02", "设备", "20.00", "", "", "20.00"],
        ],
        unit=mapped,
    ).frame
    assert frame["account_code"].to_list() == ["1601", "1601", "1601"]
    assert frame["exported_account_code"].to_list() == ["1601", "160101", "160102"]
    assert frame["is_leaf"].to_list() == [False, True, True]


def test_a_budget_by_account_is_read_in_the_chart_and_its_income_is_told(
    read: Callable[..., Export], unit: Unit, tmp_path: Path
) -> None:
    mapped = replace(unit, account_aliases=aliases("5,7,,,,\n4,6,,,,\n", tmp_path / "unit"))
    book = [
        ["科目编码", "科目名称", "项目", "预算数"],
        ["5101", "行政支出", "机关运转", "100.00"],
        ["4001", "拨款", "机关运转", "80.00"],
    ]
    export = read(book, 'kind = "budget"\n', unit=mapped)
    assert export.frame["account_code"].to_list() == ["7101", "6001"]
    assert export.frame["account_name"].to_list() == ["行政支出", "拨款"]
    (found,) = [finding for finding in export.findings if finding.kind.check == "budget_not_of_spending"]
    assert (found.subject, found.amount_cents, found.source_row) == ("6001", 8000, 3)
    assert "不计入支出预算" in found.text()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real files at {SAMPLES.name}")
def test_the_mapping_that_real_files_came_with_can_be_brought_in(tmp_path: Path) -> None:
    with (SAMPLES / "cn_dirty_account_mapping.csv").open(encoding="utf-8-sig", newline="") as file:
        given = [row for row in csv.DictReader(file) if row["source_system"] == "KD"]
    lines = "".join(f"{row['old_code']},{row['new_code']},{row['new_name']},,,\n" for row in given)
    mapped = Unit("demo", "示例", chart="other", account_aliases=aliases(lines, tmp_path / "unit"))
    mapping = Mapping(
        "dirty",
        ("*_vouchers.csv",),
        columns={
            "voucher_id": "voucher_number",
            "acc_code": "account_code",
            "acc_name": "account_name",
            "dr_cr": "direction",
        },
    )
    name = "cn_dirty_kingdee_vouchers.csv"
    frame = read_export(SAMPLES / name, unit=mapped, year=2024, mappings=[mapping], source_file=name).frame
    new = {row["old_code"].replace(".", ""): row["new_code"] for row in given}
    expected = frame["exported_account_code"].map(new)
    assert expected.notna().sum() > 30
    assert frame["account_code"].where(expected.notna()).equals(expected)
