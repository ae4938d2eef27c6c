"""A unit's chart of accounts, year by year, and its own account codes, from the folder to budget against actual."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from perfkit.errors import BadConfiguration
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution
from perfkit.workspace import Workspace, open_workspace

SIE = Path(__file__).parents[3] / "shared" / "samples" / "sie" / "transaktioner_ovnbolag.se"
#: Accounts 4010 and 5010 cost, 3010 earns, 1910 is the bank; the budget of 5010 is told month by month.
LEDGER = """#FLAGGA 0
#PROGRAM "Bok" 1.0
#FORMAT PC8
#SIETYP 4
#FNAMN "Foreningen"
#RAR 0 20210101 20211231
#KONTO 1910 "Kassa"
#KONTO 3010 "Avgifter"
#KONTO 4010 "Material"
#KONTO 5010 "Hyra"
#KONTO 6010 "Resor"
#IB 0 1910 0.00
#UB 0 1910 14.00
#RES 0 3010 -99.00
#RES 0 4010 60.00
#RES 0 5010 25.00
#PBUDGET 0 202101 3010 {} -90.00
#PBUDGET 0 202101 4010 {} 80.00
#PBUDGET 0 202101 5010 {} 10.00
#PBUDGET 0 202102 5010 {} 10.00
#PBUDGET 0 202102 6010 {} 5.00
#VER A 1 20210109 "Inkop"
{
#TRANS 4010 {} 60.00
#TRANS 1910 {} -60.00
}
#VER A 2 20210209 "Hyra"
{
#TRANS 5010 {} 25.00
#TRANS 1910 {} -25.00
}
#VER A 3 20210210 "Avgifter"
{
#TRANS 1910 {} 99.00
#TRANS 3010 {} -99.00
}
"""
ACCOUNTS = 'name_zh = "协会"\nchart = "other"\n[accounts]\nspending = ["4*", "5*", "6*"]\nincome = ["3*"]\n'


def workspace(root: Path, files: dict[str, str]) -> Workspace:
    for name, text in files.items():
        path = root / "data" / "raw" / "unit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return open_workspace(root)


def test_budget_and_actual_of_another_chart_meet_by_account(tmp_path: Path) -> None:
    small = workspace(tmp_path, {"unit.toml": ACCOUNTS, "2021/ledger.se": LEDGER})
    for _ in ("read", "from the cache"):
        ledger = small.load("unit", 2021)
        table = execution(ledger.budget, ledger.spending, ["economic_code"], Scope.ALL)
        columns = ["economic_code", "original_budget_cents", "actual_cents"]
        assert table[columns].to_numpy().tolist() == [["4010", 8000, 6000], ["5010", 2000, 2500], ["6010", 500, 0]]
        assert ledger.coded_label("economic_code", "5010") == "5010 Hyra"
        assert ledger.label("economic_code", "6010", "en") == "Resor"
    found = {finding.kind.check: finding for finding in ledger.findings}
    assert found["budget_not_of_spending"].amount_cents == -9000
    assert found["uncounted_accounts"].subject == "1910"
    left = ledger.set_aside[ledger.set_aside["reason"].eq("not_spending")]
    assert left["source_row"].to_list() == [LEDGER.splitlines().index("#PBUDGET 0 202101 3010 {} -90.00") + 1]
    assert not {"unknown_codes", "missing_codes", "unknown_accounts", "balance_against_journal"} & set(found)


def test_another_chart_that_nobody_described_has_neither_budget_nor_actual_of_spending(tmp_path: Path) -> None:
    small = workspace(tmp_path, {"unit.toml": 'chart = "other"\n', "2021/ledger.se": LEDGER})
    ledger = small.load("unit", 2021)
    row = execution(ledger.budget, ledger.spending, [], Scope.ALL).iloc[0]
    assert row[["original_budget_cents", "actual_cents"]].isna().all()
    found = {finding.kind.check: finding for finding in ledger.findings}
    assert found["budget_not_of_spending"].amount_cents == 1500
    assert "[accounts]" in found["no_actuals"].text("zh")


@pytest.mark.skipif(not SIE.is_file(), reason=f"no real files at {SIE.parent.name}")
def test_a_real_ledger_with_a_budget_by_account_closes(tmp_path: Path) -> None:
    small = workspace(tmp_path, {"unit.toml": ACCOUNTS.replace('"6*"', '"6*", "7*"')})
    (small.raw / "unit" / "2011").mkdir()
    (small.raw / "unit" / "2011" / SIE.name).write_bytes(SIE.read_bytes())
    ledger = small.load("unit", 2011)
    results = re.findall(rb"#RES 0 [4-7]\d{3} (-?[\d.]+)", SIE.read_bytes())
    assert ledger.spending["actual_cents"].sum() == sum(round(Decimal(cell.decode()) * 100) for cell in results)
    (income,) = [finding for finding in ledger.findings if finding.kind.check == "budget_not_of_spending"]
    assert ledger.budget["amount_cents"].sum() + income.amount_cents == -800_000_00


JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,借方金额,贷方金额
{year}-01-05,记-1,付电费,{spending},支出,一般公共预算,100.00,
{year}-01-05,记-1,付电费,{income},拨款,一般公共预算,,100.00
"""
ALIASES = "own_code,account_code,name,reviewed_by,reviewed_on,note\n"


def journal(year: int, spending: str, income: str) -> str:
    return JOURNAL.format(year=year, spending=spending, income=income)


def test_each_year_is_read_in_its_own_chart(tmp_path: Path) -> None:
    small = workspace(
        tmp_path,
        {
            "unit.toml": '[chart_by_year]\n2012 = "institution_1998"\n2018 = "institution_2013"\n',
            "2012/journal.csv": journal(2012, "50401", "401"),
            "2018/journal.csv": journal(2018, "5001", "4001"),
            "2019/journal.csv": journal(2019, "7201", "6001"),
        },
    )
    assert [small.load("unit", year).spending["actual_cents"].tolist() for year in (2012, 2018, 2019)] == [[10000]] * 3


def test_a_units_own_codes_are_those_of_the_chart_and_the_years_table_wins(tmp_path: Path) -> None:
    small = workspace(
        tmp_path,
        {
            "accounts.csv": f"{ALIASES}5,7201,,张三,2021-01-05,\n4,6001,,张三,2021-01-05,\n",
            "2021/accounts.csv": f"{ALIASES}5,7101,,张三,2021-06-05,\n",
            "2021/journal.csv": journal(2021, "501", "401"),
            "2020/journal.csv": journal(2020, "501", "9"),
        },
    )
    ledger = small.load("unit", 2021)
    assert ledger.journal["account_code"].to_list() == ["710101", "600101"]
    assert ledger.journal["exported_account_code"].to_list() == ["501", "401"]
    assert not {"unknown_accounts", "unreviewed_aliases", "unread_paths"} & {f.kind.check for f in ledger.findings}
    earlier = small.load("unit", 2020)
    assert earlier.spending["account_code"].to_list() == ["720101"]
    (unknown,) = [finding for finding in earlier.findings if finding.kind.check == "unknown_accounts"]
    assert unknown.subject == "9"

    table = tmp_path / "data" / "raw" / "unit" / "2021" / "accounts.csv"
    table.write_text(f"{ALIASES}5,7901,,,,\n", encoding="utf-8")
    again = small.load("unit", 2021)
    assert again.spending["account_code"].to_list() == ["790101"]
    assert "unreviewed_aliases" in {finding.kind.check for finding in again.findings}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('chart = "gaap"', "chart"),
        ('chart_by_year = { 17 = "other" }', "chart_by_year"),
        ('chart_by_year = { all = "other" }', "chart_by_year"),
        ('chart_by_year = { 2017 = "gaap" }', "chart_by_year.2017"),
        ("chart_by_year = { 2017 = [] }", "chart_by_year.2017"),
        ("chart_by_year = 2017", "chart_by_year"),
        ('[accounts]\nspending = ["4*"]', "[accounts]"),
        ('chart = "other"\n[accounts]\nspending = "4*"', "accounts.spending"),
        ('chart = "other"\n[accounts]\nspending = [4]', "accounts.spending"),
        ('chart = "other"\n[accounts]\nspending = ["*"]', "accounts.spending"),
        ('chart = "other"\n[accounts]\nspending = ["4*9"]', "accounts.spending"),
        ('chart = "other"\n[accounts]\nspending = ["4*"]\nincome = ["4"]', "accounts.income"),
        ('chart = "other"\n[accounts]\ncosts = ["4*"]', "accounts.costs"),
    ],
)
def test_a_chart_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, where: str) -> None:
    small = workspace(tmp_path, {"unit.toml": text, "2021/ledger.se": LEDGER})
    with pytest.raises(BadConfiguration, match=r"unit\.toml") as caught:
        small.load("unit", 2021)
    assert where in caught.value.text("en")


def test_accounts_are_described_where_any_year_has_another_chart(tmp_path: Path) -> None:
    text = 'chart_by_year = { 2021 = "other" }\n[accounts]\nspending = ["4*", "50*"]\n'
    small = workspace(tmp_path, {"unit.toml": text, "2021/ledger.se": LEDGER})
    assert small.load("unit", 2021).spending["actual_cents"].sum() == 8500
