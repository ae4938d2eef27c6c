"""commitments.xlsx among the exports of a year: registered, counted once, checked, never part of the actual."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.cli import main
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution, with_commitments
from perfkit.workspace import Workspace, open_workspace

BUDGET = "指标类型,项目,资金性质,指标金额\n年初预算,运转,一般公共预算,150.00\n"
JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,140.00,
2021-01-05,记-1,付电费,8001,资金结存,,,,140.00
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\nP2,会务,meetings,,P1\n"
CONTRACTS = """合同编号,合同对方,项目,签订日期,合同金额,已付金额
HT-1,甲,运转,2021-03-01,30.00,10.00
HT-2,乙,会务,2021-04-01,5.00,
HT-3,丙,新楼,2021-05-01,7.00,0
HT-4,丁,运转,2021-05-01,不详,0
合计,,,,42.00,10.00
"""


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """One unit of one year with 150.00 of budget, 140.00 spent and a list of contracts."""
    year = tmp_path / "data" / "raw" / "unit" / "2021"
    year.mkdir(parents=True)
    for name, text in (("journal.csv", JOURNAL), ("budget.csv", BUDGET), ("commitments.csv", CONTRACTS)):
        (year / name).write_text(text, encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return open_workspace(tmp_path)


def found(ledger: Ledger) -> list[tuple[str, str]]:
    named = ("commitments_beyond_budget", "commitments_without_budget", "unknown_projects", "unreadable_amount",
             "contracts_without_paid_amount", "overlapping_files", "incomplete_reading")  # fmt: skip
    return [(f.kind.check, f.subject) for f in ledger.findings if f.kind.check in named]


def test_contracts_stand_beside_the_actual_and_are_checked(small: Workspace) -> None:
    ledger = small.load("unit", 2021)
    whole = execution(ledger.budget, ledger.spending, [], Scope.ALL)
    assert whole.iloc[0]["actual_cents"] == 14_000
    assert with_commitments(whole, ledger.commitments, []).iloc[0]["committed_cents"] == 3_200
    assert found(ledger) == [
        ("unreadable_amount", ""),
        ("commitments_beyond_budget", "P1"),
        ("commitments_without_budget", "新楼"),
        ("unknown_projects", "新楼"),
        ("contracts_without_paid_amount", ""),
    ]
    (file,) = [file for file in ledger.inputs if file.path == "commitments.csv"]
    assert (file.kinds, file.rows_read, file.rows_kept, file.rows_set_aside) == (("commitments",), 6, 3, 3)
    assert file.amount_cents == 8_400, "the printed total is set aside, with its amount"


def test_they_survive_the_cache_and_belong_to_their_project(small: Workspace) -> None:
    first, again = small.load("unit", 2021), small.load("unit", 2021)
    assert again.commitments.equals(first.commitments)
    of_project = again.of_project("P1").commitments
    assert list(of_project["contract_number"]) == ["HT-1", "HT-2"], "those of a part of the project, too"


def test_a_list_told_twice_counts_once(small: Workspace) -> None:
    (small.raw / "unit" / "2021" / "contracts.csv").write_text(CONTRACTS, encoding="utf-8")
    ledger = small.load("unit", 2021)
    assert len(ledger.commitments) == 3
    assert "overlapping_files" in {check for check, _ in found(ledger)}
    assert "incomplete_reading" not in {check for check, _ in found(ledger)}


def test_a_contract_can_be_corrected(small: Workspace) -> None:
    text = (
        '[[correction]]\nframe = "commitments"\nkey = { contract_number = "HT-2" }\ncolumn = "project_code"\n'
        'from = "P2"\nto = "P1"\nreason = "记错项目"\ndecided_by = "财务室"\ndate = 2022-01-05\n'
    )
    (small.raw / "unit" / "2021" / "corrections.toml").write_text(text, encoding="utf-8")
    contracts = small.load("unit", 2021).commitments.set_index("contract_number")
    assert contracts.loc["HT-2", ["project_code", "budget_project_code"]].tolist() == ["P1", "P1"]


def test_the_template_loads_as_it_is_written(
    small: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (small.raw / "unit" / "2021" / "commitments.csv").unlink()
    command = ["--workspace", str(tmp_path), "commitments", "template", "--unit", "unit", "--year", "2021"]
    assert main(command) == 0
    assert "data/raw/unit/2021/commitments.xlsx" in capsys.readouterr().out
    ledger = small.load("unit", 2021)
    assert ledger.commitments.empty
    assert [file.path for file in ledger.inputs] == ["budget.csv", "commitments.xlsx", "journal.csv"]
    assert [f.kind.check for f in ledger.findings if f.source_file == "commitments.xlsx"] == ["unregistered_sources"]
    assert main(command) == 2
    assert "commitments.xlsx" in capsys.readouterr().err


def test_the_template_goes_where_it_is_told(small: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "合同表.xlsx"
    command = ["--workspace", str(tmp_path), "commitments", "template", "--unit", "unit", "--year", "2021"]
    assert main([*command, "--out", str(out)]) == 0
    assert out.exists()
