"""An independent program computes budget and actual by project and month: every cell must be ours."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from textframes import UNIT, tidy

from bench.journals import Books, write_year
from perfkit.ledger.frames import conform
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution_by_period
from perfkit.reports.hledger_journal import NO_PROJECT, SPENDING, account, hledger_journal
from perfkit.workspace import open_workspace

ROOT = Path(__file__).parents[2]
HLEDGER = shutil.which("hledger")
pytestmark = pytest.mark.skipif(not HLEDGER, reason="hledger is not installed")


def theirs(ledger: Ledger, path: Path) -> dict[tuple[str, str, str], int]:
    """(project, month, actual or budget) -> cents, as hledger computes them; zeros left out."""
    path.write_text("\n".join(hledger_journal(ledger)) + "\n", encoding="utf-8")
    calendar = ledger.unit.calendar
    first, after = str(calendar.first_day(ledger.year)), str(calendar.last_day(ledger.year) + timedelta(days=1))
    months = ["-M", "-b", first, "-e", after, "--depth", "2", "--empty"]
    command = [str(HLEDGER), "-f", path, "bal", "--budget", *months, SPENDING, "-O", "csv"]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    head, *rows = csv.reader(io.StringIO(told))
    cells = {}
    for name, *amounts in rows:
        if name.count(":") == 1 and name.startswith(SPENDING + ":"):
            for place, amount in enumerate(amounts):
                kind, month = ("budget", head[place]) if place % 2 else ("actual", head[place + 1])
                cents = int(Decimal(amount.removesuffix(" CNY") or 0) * 100)
                cells[name.partition(":")[2], month, kind] = cents
    return {key: cents for key, cents in cells.items() if cents}


def ours(ledger: Ledger) -> dict[tuple[str, str, str], int]:
    """The same cells by perfkit's measure."""
    calendar, cells = ledger.unit.calendar, Counter()
    months = pd.period_range(calendar.first_day(ledger.year), periods=12, freq="M").astype(str)
    step = 12 // calendar.periods_per_year
    for code in sorted({*ledger.budget["budget_project_code"], *ledger.timeline["budget_project_code"]}):
        name = account(code) if code else NO_PROJECT
        of_project = (frame[frame["budget_project_code"].eq(code)] for frame in (ledger.budget, ledger.timeline))
        table = execution_by_period(*of_project, calendar, Scope.ALL).fillna(0)
        for period, planned, spent in zip(
            table["period"], table["final_budget_cents"], table["actual_cents"], strict=True
        ):
            first = (max(period, 1) - 1) * step
            # The plan stands on the first month of a period, the amounts of a summary on its last.
            cells[name, months[first], "budget"] += planned
            cells[name, months[first + (step - 1 if ledger.journal.empty else 0)], "actual"] += spent
    return {key: cents for key, cents in cells.items() if cents}


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_the_case_comes_out_alike(year, tmp_path):
    ledger = open_workspace(ROOT).load("lusong", year)
    expected = ours(ledger)
    assert theirs(ledger, tmp_path / "case.journal") == expected
    assert len(expected) > 150


def test_a_summary_comes_out_alike(tmp_path):
    ledger = open_workspace(ROOT).load("philadelphia", 2021)
    assert len(ledger.timeline)
    assert ledger.journal.empty
    assert theirs(ledger, tmp_path / "summary.journal") == ours(ledger)


def test_a_hundred_thousand_lines_come_out_alike(tmp_path):
    write_year(tmp_path, Books(100_000))
    ledger = open_workspace(tmp_path).load("unit", 2021)
    expected = ours(ledger)
    assert theirs(ledger, tmp_path / "long.journal") == expected
    assert len(expected) == 2 * 9 * 12
    assert len(ledger.journal) == 100_000


HOSTILE = "报销 ; 注释\n2021-01-01 x\n  科目:9  5 CNY\n  (a) | {{x}} include /etc/passwd"


def test_text_of_vouchers_stays_text(tmp_path):
    journal = tidy(
        """
        period | voucher_date | voucher_type | voucher_number | line_number | account_code | project_code | debit_cents | credit_cents
        1      | 2021-01-03   | 记)          | 1              | 1           | 7201         | P1           | 12.34       | 0
        1      | 2021-01-03   | 记)          | 1              | 2           | 8001:9  5    | .            | 0           | 12.34
        2      | 2021-01-31   | 记           | 2              | 1           | 7201         | P1           | 5           | 0
        """,
        "journal",
    ).assign(summary=HOSTILE, fiscal_year=2021)
    spending = conform(
        journal[journal["account_code"].eq("7201")].assign(actual_cents=[1234, 500], budget_project_code="P1"),
        "spending",
    )
    budget = tidy("budget_type | project_code | amount_cents\noriginal | P1 | 0.05", "budget")
    empty = Ledger(UNIT, 2021, journal, *[conform(pd.DataFrame(), name) for name in ("balances",)], budget,
                   conform(pd.DataFrame(), "summary"), spending, spending, conform(pd.DataFrame(), "set_aside"))  # fmt: skip
    ledger = replace(empty, journal=conform(journal, "journal"))
    text = "\n".join(hledger_journal(ledger))
    assert sum(line.startswith("20") for line in text.splitlines()) == 2
    assert theirs(ledger, tmp_path / "a.journal") == {
        ("P1", "2021-01", "actual"): 1234, ("P1", "2021-02", "actual"): 500,
        **{("P1", f"2021-{month:02d}", "budget"): 1 for month in range(1, 6)},
    }  # fmt: skip
    assert "不平衡凭证  -5.00 CNY" in text


def test_a_year_of_quarters_that_ends_in_june(tmp_path):
    unit = replace(UNIT, calendar=FiscalCalendar(6, 4))
    spending = tidy("period | project_code | actual_cents\n1 | P1 | 3\n4 | P1 | 2", "spending", unit)
    budget = tidy("budget_type | project_code | amount_cents\noriginal | P1 | 0.05", "budget", unit)
    nothing = [conform(pd.DataFrame(), name) for name in ("journal", "balances", "summary", "set_aside")]
    ledger = Ledger(unit, 2021, nothing[0], nothing[1], budget, nothing[2], spending, spending, nothing[3])
    assert theirs(ledger, tmp_path / "q.journal") == ours(ledger) == {
        ("P1", "2020-09", "actual"): 300, ("P1", "2021-06", "actual"): 200, ("P1", "2020-07", "budget"): 2,
        ("P1", "2020-10", "budget"): 1, ("P1", "2021-01", "budget"): 1, ("P1", "2021-04", "budget"): 1,
    }  # fmt: skip


def test_the_command_writes_it_once(tmp_path):
    program = Path(sys.executable).with_name("perfkit")
    command = [program, "--workspace", ROOT, "export", "hledger", "--unit", "lusong", "--year", "2021"]
    out = tmp_path / "a b" / "账.journal"
    done = subprocess.run([*command, "--out", out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert out.read_text(encoding="utf-8").startswith("; lusong 2021\n")
    again = subprocess.run([*command, "--out", out], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (2, "")
