"""Contracts that no budget covers, that go beyond it, that were overpaid or entered twice."""

from __future__ import annotations

from datetime import date

import pandas as pd
from textframes import UNIT, table

from perfkit.checks.commitments import commitments_and_budget, contract_faults
from perfkit.ledger.frames import conform

EXECUTION = """
budget_project_code | final_budget_cents | actual_cents | committed_cents
.                   | 10                 | 9            | 2
P1                  | 200                | 80           | 120
P2                  | 50                 | 60           | 7
P3                  | 50                 | 40           | 10.01
P4                  | 0                  | 4            | 3
P5                  | null               | 4            | 3
P6                  | 0                  | 0            | 0
P7                  | 2                  | null         | 3
"""


def test_contracts_without_a_budget_and_beyond_it() -> None:
    found = commitments_and_budget(table(EXECUTION), UNIT)
    assert [(f.kind.check, f.subject, f.amount_cents) for f in found] == [
        ("commitments_beyond_budget", "", 100),
        ("commitments_beyond_budget", "P3", 1),
        ("commitments_without_budget", "P4", 300),
        ("commitments_beyond_budget", "P7", 100),
    ], "P1 is used up to the cent, P2 is overspent without its contracts, of P5 nobody knows the budget"
    assert found[1].text() == (
        "会议执行 40.00 元，合同未付款 10.01 元，合计 50.01 元，超过全年预算 50.00 元，超出 0.01 元。"
    )
    assert found[2].text("en") == "printing has 3.00 committed by contracts and no budget line at all."
    assert commitments_and_budget(table(EXECUTION).drop(columns="committed_cents"), UNIT) == []


CONTRACTS = conform(
    table(
        """
        contract_number | budget_project_code | amount_cents | paid_cents | is_paid_known | source_file | source_sheet | source_row
        HT-1            | P1                  | 100          | 100        | yes           | a.xlsx      | 合同         | 4
        HT-2            | P2                  | 100          | 100.01     | yes           | a.xlsx      | 合同         | 5
        ht-1            | P1                  | 30           | 0          | no            | b.xlsx      | 合同         | 9
        .               | P1                  | 20           | 0          | no            | b.xlsx      | 合同         | 10
        .               | P1                  | 20           | 0          | yes           | b.xlsx      | 合同         | 11
        """
    ).assign(contract_date=pd.to_datetime(["2021-12-31", "2022-01-01", "2020-05-01", None, None])),
    "commitments",
)


def test_what_is_wrong_in_the_list_itself() -> None:
    found = contract_faults(CONTRACTS, date(2021, 12, 31))
    assert [(f.kind.check, f.kind.severity, f.source_row) for f in found] == [
        ("overpaid_contracts", "warning", 5),
        ("repeated_contracts", "warning", 9),
        ("contracts_after_year", "warning", 5),
        ("contracts_without_paid_amount", "notice", 0),
    ]
    overpaid, repeated, late, unknown = (finding.text() for finding in found)
    assert "合同 HT-2：合同金额 100.00 元，已付 100.01 元，多付 0.01 元" in overpaid
    assert "b.xlsx 合同 第 9 行的合同编号 ht-1 与第 4 行（a.xlsx）相同" in repeated
    assert "签订于 2022-01-01，晚于本年度最后一日 2021-12-31" in late
    assert unknown.startswith("2 份合同没有填写已付金额，合计 50.00 元")
    assert all(finding.text("en") for finding in found)


def test_a_sound_list_says_nothing() -> None:
    assert contract_faults(CONTRACTS.iloc[:1], date(2021, 12, 31)) == []
    assert contract_faults(CONTRACTS.iloc[:0], date(2021, 12, 31)) == []
