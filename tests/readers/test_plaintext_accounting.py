"""hledger and beancount files, through their own tools; parts whose tool is not installed are skipped and say so."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest

from perfkit.errors import BrokenFile, EmptyFile, MissingTool, TooLarge
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Unit
from perfkit.readers import Export, read_export
from perfkit.readers.standards import journalfile

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "pta"
UNIT = Unit("demo", "示例", chart="other", account_prefixes={"Expenses": "spending", "expenses": "spending"})
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no real files beside the project")
hledger = pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not installed")
beancount = pytest.mark.skipif(not find_spec("beancount"), reason="beancount is not installed")


def read(path: Path, year: int, unit: Unit = UNIT) -> Export:
    export = read_export(path, unit=unit, year=year, mappings=[], source_file=path.name)
    places = [frame.drop_duplicates(["source_sheet", "source_row"]) for frame in export.frames.values()]
    assert export.rows_read == sum(map(len, places)) + len(export.set_aside)
    return export


@pytest.fixture
def read_text(tmp_path):
    def read_file(name: str, text: str, year: int = 2020, unit: Unit = UNIT) -> Export:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read(path, year, unit)

    return read_file


def budget_of(export: Export) -> dict[str, int]:
    return {
        code: int(cents)
        for code, cents in export.frames["budget"].groupby("account_code")["amount_cents"].sum().items()
    }


def lines_of(export: Export) -> list[tuple]:
    names = ["source_row", "voucher_number", "account_code", "debit_cents", "credit_cents"]
    return [tuple(row) for row in export.frames["journal"][names].itertuples(index=False)]


def told(export: Export, check: str) -> list[tuple[int, str]]:
    return [(finding.source_row, finding.found) for finding in export.findings if finding.kind.check == check]


def reasons(export: Export) -> dict[int, str]:
    return dict(zip(export.set_aside["source_row"], export.set_aside["reason"], strict=True))


def assert_balanced(export: Export) -> None:
    sums = export.frames["journal"].groupby("voucher_number")[["debit_cents", "credit_cents"]].sum()
    assert sums["debit_cents"].equals(sums["credit_cents"].rename("debit_cents"))


# What both have in common


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(-5, 1000), "0.00"),
        (Fraction(15, 1000), "0.02"),
        (Fraction(-123456, 100), "-1234.56"),
        (Fraction(10**30), "> 10^16"),
    ],
)
def test_amounts_are_rounded_half_to_even(amount, text):
    assert journalfile.money(amount) == text


def test_a_block_is_a_line_at_the_margin_and_what_is_indented_below():
    lines = ["2020-01-01 x", "  a  1", "  b", "", "; c", "", "  d"]
    assert [*journalfile.block(lines, 2)] == [1, 2, 3, 4]
    assert [*journalfile.block(lines, 5)] == [5, 6, 7]
    assert [*journalfile.block(lines, 99)] == [5, 6, 7]


@pytest.mark.parametrize(
    ("name", "found", "needed"),
    [
        ("a.journal", "perfkit.readers.standards.hledger.shutil.which", "hledger.org"),
        ("a.beancount", "perfkit.readers.standards.beancount.find_spec", "beancount>=3"),
    ],
)
def test_a_tool_that_is_not_installed_is_named(read_text, monkeypatch, name, found, needed):
    monkeypatch.setattr(found, lambda name: None)
    with pytest.raises(MissingTool) as caught:
        read_text(name, "2020-01-01 open Assets:A\n")
    for language in ("zh", "en"):
        assert name in caught.value.text(language)
        assert needed in caught.value.text(language)


@pytest.mark.parametrize("name", [pytest.param("a.journal", marks=hledger), pytest.param("a.bean", marks=beancount)])
def test_bounds_of_size_and_time_are_told(read_text, monkeypatch, name):
    monkeypatch.setattr(journalfile, "MAX_BYTES", 10)
    with pytest.raises(TooLarge, match="10 bytes"):
        read_text(name, "; a comment of many bytes\n")
    monkeypatch.undo()
    monkeypatch.setattr(journalfile, "MAX_SECONDS", 0)
    with pytest.raises(TooLarge, match="0 s"):
        read_text(name, "; a comment\n")


# beancount

BEANCOUNT = """\
option "operating_currency" "EUR"
plugin "os"
include "/etc/passwd"
2020-01-01 open Assets:Bank
2020-01-01 open Expenses:Food

2020-02-01 * "Shop" "Bread" ; 7
  Expenses:Food   10.00 EUR
    note: "posting"
  Assets:Bank

2020-02-02 * "Change"
  Assets:Bank   -12.00 USD @ 0.50 EUR
  Expenses:Food

2020-02-03 * "Dollars"
  Assets:Bank   -3.00 USD
  Expenses:Food

2020-02-04 * "Broken"
  Assets:Bank   -3.00 EUR x
  Expenses:Food

2020-02-05 * "Not whole"
  Assets:Bank
  Expenses:Food

2020-02-06 balance Assets:Bank  -16.00 EUR
2019-12-31 * "Last year"
  Expenses:Food   5.00 EUR
  Assets:Bank
"""


@beancount
def test_beancount_lines_are_kept_or_set_aside_with_their_reason(read_text):
    export = read_text("a.beancount", BEANCOUNT)
    assert export.system.startswith("beancount 3.")
    assert lines_of(export) == [
        (8, "1", "Expenses:Food", 1000, 0),
        (10, "1", "Assets:Bank", 0, 1000),
        (13, "2", "Assets:Bank", 0, 600),
        (14, "2", "Expenses:Food", 600, 0),
    ]
    assert export.frames["journal"]["summary"].unique().tolist() == ["Shop | Bread", "Change"]
    why = reasons(export)
    assert [why[row] for row in (1, 7, 9)] == ["directive"] * 3
    assert [why[row] for row in (17, 18)] == ["other_currency"] * 2
    assert [why[row] for row in (20, 21, 22, 24, 25, 26)] == ["not_accepted"] * 6
    assert [why[row] for row in (30, 31)] == ["other_year"] * 2
    assert [row for row, _ in told(export, "entries_not_accepted")] == [21, 26]
    assert told(export, "includes_not_followed") == [(3, "/etc/passwd")]
    assert told(export, "plugins_not_run") == [(2, "os")]
    assert told(export, "other_currencies") == [(17, "2")]
    (asserted,) = told(export, "balance_assertions")
    assert asserted[0] == 28
    assert "-16.00 EUR" in asserted[1]
    assert "-15.00 EUR" in asserted[1]
    assert all(row_text in finding.text("zh") for finding in export.findings for row_text in ["a.beancount"])


@beancount
def test_beancount_pads_are_entries_of_their_own(read_text):
    text = (
        "2020-01-01 open Assets:Bank\n2020-01-01 open Equity:Opening\n"
        "2020-01-01 pad Assets:Bank Equity:Opening\n2020-01-02 balance Assets:Bank  7.50 EUR\n"
        "2020-03-01 pad Assets:Bank Equity:Opening\n"
    )
    export = read_text("a.beancount", text)
    assert lines_of(export) == [(1, "1", "Assets:Bank", 750, 0), (2, "1", "Equity:Opening", 0, 750)]
    assert set(export.frames["journal"]["source_sheet"]) == {"pad"}
    assert told(export, "balance_assertions") == [(5, "Unused Pad entry")]


@beancount
def test_beancount_costs_are_amounts_in_the_main_currency_rounded_to_cents(read_text):
    text = (
        "2020-01-01 open Assets:Stock\n2020-01-01 open Assets:Bank\n"
        '2020-01-02 * "Buy"\n  Assets:Stock  3 XYZ {1.3333 USD}\n  Assets:Bank  -4.00 USD\n'
        '2020-01-03 * "Sell"\n  Assets:Stock  -3 XYZ {}\n  Assets:Bank\n'
    )
    export = read_text("a.beancount", text)
    assert [line[2:] for line in lines_of(export)] == [
        ("Assets:Stock", 400, 0), ("Assets:Bank", 0, 400), ("Assets:Stock", 0, 400), ("Assets:Bank", 400, 0),
    ]  # fmt: skip
    assert [row for row, _ in told(export, "rounded_amounts")] == [4]


@beancount
def test_lots_that_one_posting_sells_are_one_line(read_text):
    text = (
        '2020-01-01 open Assets:Stock "FIFO"\n2020-01-01 open Assets:Bank\n'
        '2020-01-02 * "Buy"\n  Assets:Stock  1 XYZ {2 USD}\n  Assets:Bank\n'
        '2020-01-03 * "Buy"\n  Assets:Stock  1 XYZ {3 USD}\n  Assets:Bank\n'
        '2020-01-04 * "Sell"\n  Assets:Stock  -2 XYZ {}\n  Assets:Bank  5 USD\n'
    )
    export = read_text("a.beancount", text)
    assert lines_of(export)[-2:] == [(10, "3", "Assets:Stock", 0, 500), (11, "3", "Assets:Bank", 500, 0)]


FAVA = """\
2019-01-01 custom "budget" Expenses:Coffee "daily" 4.00 EUR
2020-07-01 custom "budget" Expenses:Coffee "daily" 5.00 EUR
2020-02-01 custom "budget" Expenses:Books "weekly" 7.00 EUR
2013-01-01 custom "budget" Expenses:Fuel "Fortnightly" 14.00 EUR
2014-01-01 custom "budget" Expenses:Rent "monthly" 100.10 EUR
2015-01-01 custom "budget" Expenses:Power "quarterly" 91.00 EUR
2016-01-01 custom "budget" Expenses:Holiday "yearly" 100.00 EUR
2021-01-01 custom "budget" Expenses:Rent "monthly" 1.00 EUR
2018-01-01 custom "budget" Expenses:Coffee "daily" 1.00 EUR
2020-01-01 custom "budget" Expenses:Coffee 1.00 EUR
2020-01-01 custom "budget" Expenses:Coffee "hourly" 1.00 EUR
2020-01-01 custom "budget" Expenses:Tea "daily" 1.00 USD
2020-01-01 custom "other" Expenses:Tea
"""


@beancount
def test_fava_budgets_are_valid_until_the_next_and_spread_over_days(read_text):
    export = read_text("a.bean", FAVA)
    # 2020 has 366 days, 182 before July; February to December are 335 days.
    assert budget_of(export) == {
        "Expenses:Coffee": 182 * 400 + 184 * 500,
        "Expenses:Books": 335 * 100,
        "Expenses:Fuel": 366 * 100,
        "Expenses:Rent": 12 * 10010,
        "Expenses:Power": 4 * 9100,
        "Expenses:Holiday": 10000,
    }
    why = reasons(export)
    assert {why[8], why[9]} == {"other_year"}
    assert {why[10], why[11]} == {"not_accepted"}
    assert why[12] == "other_currency"
    assert why[13] == "directive"
    assert [row for row, _ in told(export, "entries_not_accepted")] == [10, 11]
    frame = export.frames["budget"]
    assert frame.groupby("period")["amount_cents"].sum()[1] == 31 * 400 + 31 * 100 + 10010 + 3100 + 847
    holiday = frame[frame["account_code"].eq("Expenses:Holiday")]
    assert holiday["amount_cents"].sum() == 10000  # rounded in the periods, exact in the year
    assert set(holiday["summary"]) == {"yearly 100.00 EUR (7)"}
    assert frame["source_row"].tolist() == list(range(1, len(frame) + 1))
    assert set(frame["source_sheet"]) == {"budget"}


@beancount
def test_budgets_follow_the_fiscal_year_of_the_unit(read_text):
    unit = Unit("demo", "示例", chart="other", calendar=FiscalCalendar(6, 4))
    text = '2020-04-01 custom "budget" Expenses:Rent "monthly" 10.00 EUR\n'
    export = read_text("a.bean", text, 2020, unit)
    assert export.frame[["period", "amount_cents"]].to_numpy().tolist() == [[4, 3000]]


@beancount
def test_a_beancount_file_that_is_none_is_refused(read_text):
    with pytest.raises(BrokenFile, match=r"a\.beancount"):
        read_text("a.beancount", "Betrag;Datum\n1;2\n")
    with pytest.raises(EmptyFile):
        read_text("a.beancount", "; nothing\n")


@beancount
def test_the_program_that_reads_beancount_says_what_it_found():
    from perfkit.readers.standards.beancount_process import convert_journal

    told = convert_journal((BEANCOUNT + FAVA).encode())
    assert told["currencies"] == ["EUR"]
    assert told["postings"][0] == [8, 1, "2020-02-01", "Shop | Bread", "Expenses:Food", "10.00", "EUR"]
    assert (told["plugins"], told["includes"], told["made"]) == (["os"], ["/etc/passwd"], [])
    assert [len(budget) for budget in told["budgets"]].count(1) == 1
    assert len(told["refused"]) == 2
    assert len(told["failed"]) == 1
    padded = convert_journal(
        b"2020-01-01 open Assets:A\n2020-01-01 open Equity:O\n2020-01-01 pad Assets:A Equity:O\n"
        b"2020-01-02 balance Assets:A  7.50 EUR\n"
    )
    assert [posting[4:] for posting in padded["made"]] == [["Assets:A", "7.50", "EUR"], ["Equity:O", "-7.50", "EUR"]]


@beancount
def test_a_crash_of_the_parser_is_told(read_text, monkeypatch, tmp_path):
    program = tmp_path / "crash.py"
    program.write_text("import os\nos.abort()\n", encoding="utf-8")
    monkeypatch.setattr("perfkit.readers.standards.beancount._PROGRAM", program)
    with pytest.raises(BrokenFile, match="exit code -6"):
        read_text("a.beancount", BEANCOUNT)


@beancount
@samples
def test_the_fava_example_with_budgets_ties_out():
    export = read(SAMPLES / "fava_budgets-example.beancount", 2016)
    assert_balanced(export)
    assert len(export.frames["journal"]) == 1128
    assert budget_of(export) == {
        "Expenses:Financial:Commissions": 18000,
        "Expenses:Financial:Fees": 4800,
        "Expenses:Food:Alcohol": 12000,
        "Expenses:Food:Coffee": 12000,
        "Expenses:Food:Groceries": 240000,
        "Expenses:Food:Restaurant": 540000,
    }
    assert set(export.frames["budget"]["summary"].str.extract(r"\((\d+)\)$")[0]) == {
        str(line) for line in range(5750, 5756)
    }
    assert not told(export, "balance_assertions")  # the file asserts its own balances
    assert {finding.subject for finding in export.findings if finding.kind.check == "other_currencies"} == {
        "VACHR",
        "IRAUSD",
    }


@beancount
@samples
def test_the_small_fava_example_reads_without_its_plugin():
    export = read(SAMPLES / "fava_example.beancount", 2012)
    assert_balanced(export)
    assert budget_of(export) == {"Expenses:Books": 12000}  # 42 days of 20.00 a week
    assert told(export, "plugins_not_run") == [(3, "beancount.plugins.auto_accounts")]
    assert [row for row, _ in told(export, "balance_assertions")] == [70]


# hledger

HLEDGER = """\
include /etc/passwd
2020-01-01 (c1) Shop | Bread
  expenses:food   10.00 EUR  ; note
  ; a comment
  assets:bank

2020-01-02 Change
  assets:bank   -12.00 USD @ 0.50 EUR
  expenses:food

2020-01-03 Unbalanced
  assets:bank   1 EUR
  expenses:food  1 EUR

2020-01-04 Virtual
  (savings)   3 EUR
  assets:bank  1 EUR = 99 EUR
  expenses:food

2020-01-05 Two commodities
  assets:bank  1 EUR
  assets:shares  2 XYZ
  equity:opening

2019-12-31 Last year
  expenses:food  5 EUR
  assets:bank

~ monthly from 2020-03 to 2020-06  household
  expenses:food  30 EUR
  assets:bank

~ yearly from 2030
  expenses:food  30 EUR
  assets:bank

nonsense
"""


@hledger
def test_hledger_lines_are_kept_or_set_aside_with_their_reason(read_text):
    export = read_text("a.journal", HLEDGER)
    assert export.system.startswith("hledger 1.")
    lines = lines_of(export)
    assert [(line[0], *line[2:]) for line in lines] == [
        (3, "expenses:food", 1000, 0),
        (5, "assets:bank", 0, 1000),
        (8, "assets:bank", 0, 600),
        (9, "expenses:food", 600, 0),
        (17, "assets:bank", 100, 0),
        (18, "expenses:food", 0, 100),
        (21, "assets:bank", 100, 0),
        (23, "equity:opening", 0, 100),
    ]
    assert export.frames["journal"]["summary"].iloc[0] == "(c1) Shop | Bread"
    why, nonsense = reasons(export), HLEDGER.splitlines().index("nonsense") + 1
    assert [why[row] for row in (1, 2, 4)] == ["directive"] * 3
    assert [why[row] for row in (11, 12, 13, nonsense)] == ["not_accepted"] * 4
    assert why[16] == "virtual_posting"
    assert why[22] == "other_currency"
    assert [why[row] for row in (26, 27)] == ["other_year"] * 2
    assert [why[row] for row in (34, 35)] == ["other_year"] * 2
    assert told(export, "includes_not_followed") == [(1, "/etc/passwd")]
    assert [row for row, _ in told(export, "entries_not_accepted")] == [nonsense, 11]
    (asserted,) = told(export, "balance_assertions")
    assert asserted[0] == 17
    assert "root:" not in " ".join(finding.text("en") for finding in export.findings)
    assert budget_of(export) == {"expenses:food": 9000, "assets:bank": -9000}
    budget = export.frames["budget"]
    assert budget[budget["account_code"].eq("expenses:food")]["period"].tolist() == [3, 4, 5]
    assert set(budget["summary"]) == {
        "~ monthly from 2020-03 to 2020-06  household (30)",
        "~ monthly from 2020-03 to 2020-06  household (31)",
    }


@hledger
def test_an_amount_left_to_hledger_may_be_of_several_commodities(read_text):
    text = "2020-01-01 x\n  a  1 A\n  a  1 B\n  a\n  c  1 A\n  c  -1 A\n2020-01-02 x\n  d  1 A\n  e  -1 A\n"
    export = read_text("a.j", text)
    assert [(line[0], *line[2:]) for line in lines_of(export)] == [
        (2, "a", 100, 0), (4, "a", 0, 100), (5, "c", 100, 0), (6, "c", 0, 100), (8, "d", 100, 0), (9, "e", 0, 100),
    ]  # fmt: skip
    assert reasons(export)[3] == "other_currency"
    assert told(export, "other_currencies") == [(3, "2")]


@hledger
def test_years_and_numbers_beyond_all_measure_are_told(read_text):
    text = f"0000-01-01 x\n  a  1\n  b\n\n2020-01-01 y\n  a  {'9' * 2000}\n  b\n\n2020-01-02 z\n  a  1\n  b\n"
    export = read_text("a.journal", text)
    assert [line[0] for line in lines_of(export)] == [10, 11]
    assert [row for row, _ in told(export, "entries_not_accepted")] == [1]
    assert [row for row, _ in told(export, "unreadable_amount")] == [6, 7]


@hledger
def test_a_rule_that_makes_no_whole_entry_is_refused(read_text):
    export = read_text("a.journal", "~ monthly\n  expenses:food  1\n  a  1\n\n2020-01-02 z\n  a  1\n  b\n")
    assert "budget" not in export.frames
    assert [row for row, _ in told(export, "entries_not_accepted")] == [1]
    assert [row for row, why in reasons(export).items() if why == "not_accepted"] == [1, 2, 3]


@hledger
@pytest.mark.parametrize(
    "line",
    [
        "include {}", "!include {}", "@include\t{}", "include\u00a0{}", "; x\rinclude {}", "\x0cinclude {}", "\u2028include {}",
        "\x85include {}", " include {}", "include journal:{}", "INCLUDE {}", "comment\nend comment\ninclude {}",
    ],
)  # fmt: skip
def test_no_other_file_is_opened_whatever_a_line_break_is(read_text, tmp_path, line):
    secret = tmp_path / "secret.txt"
    secret.write_text("watchword 1\n", encoding="utf-8")
    export = read_text("a.journal", f"{line.format(secret)}\n\n2020-01-01 x\n  a  1\n  b\n")
    assert len(export.frames["journal"]) == 2
    assert "watchword" not in " ".join(finding.text("en") for finding in export.findings)


@hledger
@pytest.mark.parametrize("text", ["Betrag;Datum\n1;2\n", "x 1\n" * 30])
def test_a_journal_that_is_none_is_refused(read_text, text):
    with pytest.raises(BrokenFile, match=r"a\.journal"):
        read_text("a.journal", text)


@hledger
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("print(0, end='')\nsys.exit(1)", "-"),
        ("print('[1', end='')", "[1"),
        (
            "line = dict(sourceLine=1), dict(sourceLine=4)\n"
            "print(json.dumps([dict(tsourcepos=line, ttags=[], tpostings=[], tcode='', tdescription='', tdate='2020-01-01')]))",
            "2: 2 / 0",
        ),
    ],
)
def test_answers_that_are_none_are_told(read_text, monkeypatch, tmp_path, answer, said):
    program = tmp_path / "hledger"
    program.write_text(f"#!/usr/bin/env python3\nimport json, sys\n{answer}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("perfkit.readers.standards.hledger.shutil.which", lambda name: str(program))
    with pytest.raises(BrokenFile, match=re.escape(said)):
        read_text("a.journal", "2020-01-01 x\n  a  1\n  b\n")


@hledger
@samples
@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("hledger_goal-budget-1.journal", 2020, {"expenses:food": 600000}),
        (
            "hledger_goal-budget-2.journal",
            2014,
            {
                "Expenses:Food": 12 * 50000 + 50000 + 600000,
                "Expenses:Health": 12 * 20000,
                "Expenses:Home": 12 * 254500,
                "Expenses:Transport": 12 * 12000,
                "Expenses:Taxes": 12 * 430000,
                "Income:US": -12 * 1070000,
                "Assets:US": 12 * 303500 - 50000 - 600000,
            },
        ),
        ("hledger_goal-budget-3.journal", 2020, {"expenses:rent": 1200000, "expenses:food": 600000}),
    ],
)
def test_the_goals_of_the_hledger_examples(name, year, expected):
    assert budget_of(read(SAMPLES / name, year)) == expected


@hledger
@samples
def test_actuals_of_the_hledger_examples():
    spent = {}
    for name, year in [("goal-budget-1", 2020), ("goal-budget-3", 2020), ("goal-budget-4", 2017), ("sample", 2008)]:
        export = read(SAMPLES / f"hledger_{name}.journal", year)
        assert_balanced(export)
        frame = export.frames["journal"]
        spent[name] = int(frame[frame["account_code"].str.startswith("expenses")]["debit_cents"].sum())
    # 400 + 600; 1000 + 100; 101 + 99 + 101 + 100 + 9 x 10 + 8 x 2; 1 + 1
    assert spent == {"goal-budget-1": 100000, "goal-budget-3": 110000, "goal-budget-4": 50700, "sample": 200}
    included = read(SAMPLES / "hledger_goal-budget-4.journal", 2017)
    assert told(included, "includes_not_followed") == [(2, "forecast-budget-4.budget.journal")]


def journals_of(name: str) -> list[str]:
    """The journals of one of hledger's own test files, those that hold a periodic rule."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    found = []
    for part in re.split(r"^<$", text, flags=re.MULTILINE):
        journal = re.split(r"^(?:\$|>)", part, maxsplit=1, flags=re.MULTILINE)[0]
        if re.search(r"^~", journal, flags=re.MULTILINE):
            found.append(journal)
    return found


@hledger
@samples
@pytest.mark.parametrize("name", ["hledger_budget.test", "hledger_budget-sorting.test", "hledger_opt-budget.test"])
def test_the_goals_are_those_that_hledger_forecasts(name, tmp_path):
    # The oracle is what the program itself forecasts for the year, account by account.
    compared = 0
    for number, text in enumerate(journals_of(name) if (SAMPLES / name).is_file() else []):
        path = tmp_path / f"{number}.journal"
        path.write_text(text, encoding="utf-8")
        year = max(map(int, re.findall(r"^(\d{4})[-/]", text, flags=re.MULTILINE)), default=2020)
        export = read(path, year)
        if "budget" in export.frames and not told(export, "other_currencies"):
            assert budget_of(export) == forecast(path, year)
            compared += 1
    assert compared >= {"hledger_budget.test": 6, "hledger_budget-sorting.test": 1, "hledger_opt-budget.test": 1}[name]


def forecast(path: Path, year: int) -> dict[str, int]:
    period = f"--forecast={year}-01-01..{year + 1}-01-01"
    made = subprocess.run(
        ["hledger", "-f", path, "print", period, "-x", "-O", "csv", "tag:_generated-transaction"],
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    sums: dict[str, Fraction] = {}
    for row in csv.DictReader(io.StringIO(made.stdout)):
        account = row["account"].strip("()[]")
        sums[account] = sums.get(account, Fraction(0)) + Fraction(row["amount"].replace(",", ""))
    return {account: int(amount * 100) for account, amount in sums.items()}
