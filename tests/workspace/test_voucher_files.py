"""A folder with vouchers in two files and the indicators of the year: what the ledger makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.ledger.ledger import Ledger
from perfkit.tables.reading import reading_table
from perfkit.workspace import open_workspace

HEADS = """VOU_ID,FISCAL_YEAR,ACCT_PERIOD,VOUCHER_NO,VOUCHER_DATE,DR_AMT,CR_AMT,DR_YS_AMT,CR_YS_AMT,IS_CARRY_OVER
v1,2021,1,1,2021-01-05,0,0,100.00,100.00,2
v2,2021,2,2,2021-02-05,0,0,25.00,20.00,2
"""
LINES = """VOU_DET_ID,VOU_ID,VOU_SEQ,VOU_DET_DESC,GOV_ACCT_CLS_CODE,DR_CR,AMT,DEP_BGT_ECO_CODE,EXP_FUNC_CODE,FUND_TYPE_CODE
1,v1,1,付电费,7201,1,100.00,30206,2010303,11
2,v1,2,付电费,6001,2,100.00,,,11
3,v2,1,付水费,7201,1,20.00,30205,2010303,11
4,v2,2,付水费,8001,2,20.00,,,
"""
INDICATORS = """指标文号,预算项目,指标金额,指标余额,功能分类,经济分类,资金性质
1号,,150.00,30.00,2010303-机关服务,30206-电费,11-一般公共预算
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "raw" / "unit" / "2021"
    folder.mkdir(parents=True)
    return folder


def load(folder: Path) -> Ledger:
    return open_workspace(folder.parents[3]).load("unit", 2021)


def closes(ledger: Ledger) -> bool:
    return set(reading_table(ledger).frame["closes"]) == {"相符"}


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_heads_and_lines_meet_whichever_is_read_first(folder, names):
    for name, text in zip(names, (HEADS, LINES), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    ledger = load(folder)
    assert ledger.spending["actual_cents"].sum() == 12000
    assert ledger.journal["voucher_number"].to_list() == ["1", "1", "2", "2"]
    assert {file.kinds for file in ledger.inputs} == {("journal",)}
    told = [finding for finding in ledger.findings if finding.kind.check.startswith(("voucher_", "lines_"))]
    assert [(finding.kind.check, finding.amount_cents) for finding in told] == [("voucher_heads_differ", 500)]
    assert closes(ledger)


def test_indicators_are_budget_and_spending_where_there_is_no_journal(folder):
    (folder / "指标.csv").write_text(INDICATORS, encoding="utf-8")
    ledger = load(folder)
    assert ledger.budget["amount_cents"].sum() == 15000
    assert ledger.spending["actual_cents"].sum() == 12000
    assert ledger.inputs[0].kinds == ("budget", "summary")
    assert closes(ledger)


def test_indicators_are_compared_with_a_journal(folder):
    (folder / "VOUCHER.csv").write_text(HEADS, encoding="utf-8")
    (folder / "VOU_DET.csv").write_text(LINES, encoding="utf-8")
    (folder / "指标.csv").write_text(INDICATORS, encoding="utf-8")
    ledger = load(folder)
    assert ledger.spending["actual_cents"].sum() == 12000
    told = [finding for finding in ledger.findings if finding.kind.check == "summary_against_ledger"]
    assert [(finding.kind.severity, finding.found) for finding in told] == [("notice", "120.00")]
    assert closes(ledger)
