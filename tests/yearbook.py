"""One small ledger and the frames measured on it, amounts in yuan, for the tests of tables and figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from textframes import UNIT, table, tidy

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile, Ledger

BUDGET = tidy(
    """
    budget_type | document_number | period | project_code | fund_code | economic_code | amount_cents
    original    | 1号             | 0      | P1           | 11        | 30231         | 299
    original    | 1号             | 0      | P4           | 11        | 30202         | 40
    supplement  | 7号             | 6      | P2           | 11        | 30201         | 15.31
    """,
    "budget",
)
SPENDING = tidy(
    """
    period | voucher_number | project_code | fund_code | economic_code | actual_cents
    1      | 003            | P1           | 11        | 30231         | 173.16
    12     | 001            | P1           | 39        | 30231         | 50.04
    12     | 002            | P4           | 11        | 30202         | 46.25
    12     | 009            | P4           | 11        | 30202         | -1.23
    """,
    "spending",
)
SET_ASIDE = tidy(
    """
    reason            | row_text                  | debit_cents | source_row
    title             | 序时账                    | 0           | 1
    subtotal          | 本月合计                  | 12          | 9
    unreadable_amount | <script>alert(1)</script> | 0           | 30
    """,
    "set_aside",
)
LOST = FindingKind(
    "lost_rows", "error", "少行", "lost rows", "{file} 第 {row} 行有误。", "Row {row} of {file} is wrong."
)
KNOWN = FindingKind("scopes", "notice", "口径", "scopes", "两种口径。", "Two scopes.")
FINDINGS = (Finding(KNOWN), Finding(LOST, amount_cents=-1234, source_file="a.csv", source_row=1044))
INPUTS = (
    InputFile("spending.csv", ("journal",), "ab" * 32, 12345, 7, 4, 3, received_from="财务室"),
    InputFile("budget.csv", ("budget",), "cd" * 32, 99, 5, 3, 1),
)
EXECUTION = table(
    """
    budget_project_code | scope     | original_budget_cents | supplementary_budget_cents | carryover_cents | final_budget_cents | actual_cents | variance_cents | original_execution_rate | execution_rate
    P1                  | all_funds | 299                   | 0                          | 0               | 299                | 223.20       | 75.80          | 0.7465                  | 0.7465
    P2                  | all_funds | 0                     | 15.31                      | 0               | 15.31              | 0            | 15.31          | null                    | 0
    P4                  | all_funds | 40                    | 0                          | 0               | 40                 | 45.02        | -5.02          | 1.1255                  | 1.1255
    """
)
WHOLE = table(
    """
    scope     | original_budget_cents | supplementary_budget_cents | carryover_cents | final_budget_cents | actual_cents | variance_cents | original_execution_rate | execution_rate
    all_funds | 339                   | 15.31                      | 0               | 354.31             | 268.22       | 86.09          | 0.7912                  | 0.7570
    """
)
RECONCILIATION = table(
    """
    budget_project_code | fiscal_actual_cents | other_actual_cents | all_actual_cents
    P1                  | 173.16              | 50.04              | 223.20
    P4                  | 45.02               | 0                  | 45.02
    """
)
TIMING = table(
    """
    period | actual_cents | cumulative_actual_cents | straight_line_cents | final_budget_cents | cumulative_rate | elapsed_rate
    1      | 100          | 100                     | 50                  | 200                | 0.5             | 0.25
    2      | 0            | 100                     | 100                 | 200                | 0.5             | 0.5
    3      | 0            | 100                     | 150                 | 200                | 0.5             | 0.75
    4      | 80           | 180                     | 200                 | 200                | 0.9             | 1.0
    """
)
YEARS = table(
    """
    fiscal_year | original_budget_cents | final_budget_cents | actual_cents | execution_rate | change_cents | change_rate
    2020        | 100                   | 120                | 90           | 0.75           | null         | null
    2021        | 339                   | 354.31             | 268.22       | 0.7570         | 178.22       | 1.9802
    """
)
LEDGER = Ledger(
    unit=replace(UNIT, notices={0: {"zh": "示例数据", "en": "sample data"}}),
    year=2021,
    journal=empty("journal"),
    balances=empty("balances"),
    budget=BUDGET,
    summary=empty("summary"),
    spending=SPENDING,
    timeline=SPENDING,
    set_aside=SET_ASIDE.assign(source_file="spending.csv"),
    findings=FINDINGS,
    inputs=INPUTS,
)


def without_budget(execution: pd.DataFrame) -> pd.DataFrame:
    """`execution` as it is measured when there is no budget book: nothing of the budget is known."""
    unknown = ["original_budget_cents", "supplementary_budget_cents", "carryover_cents", "final_budget_cents",
               "variance_cents", "original_execution_rate", "execution_rate"]  # fmt: skip
    return execution.assign(**{name: pd.array([None] * len(execution), execution[name].dtype) for name in unknown})
