"""The books of the case, read without perfkit's readers: are they books that an accountant would accept?"""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from rawcells import RAW, YEARS, attributes, balances, cents, closing_vouchers, grids, journal, posted


@pytest.mark.parametrize("year", YEARS)
def test_both_books_balance_in_every_voucher(year: int) -> None:
    sums = Counter[tuple[str, str, str]]()
    for line in journal(year):
        sums[(*line.voucher, line.book)] += line.net
    assert [key for key, net in sums.items() if net] == []


@pytest.mark.parametrize("year", YEARS)
def test_closing_entries_leave_no_income_expense_or_spending(year: int) -> None:
    left = Counter[str]()
    for line in journal(year):
        left[line.account] += line.net
    assert {code: net for code, net in left.items() if code[0] in "4567" and net} == {}
    assert {line.day for line in journal(year) if line.voucher in closing_vouchers(year)} == {f"{year}-12-31"}
    assert any(line.account.startswith("7201") for line in journal(year) if line.voucher in closing_vouchers(year))


@pytest.mark.parametrize("year", YEARS)
def test_prepayments_are_cleared_before_the_closing(year: int) -> None:
    pending = posted(year, "7201.04")
    assert pending
    assert sum(line.net for line in pending) == 0


@pytest.mark.parametrize("year", YEARS)
def test_balances_are_the_openings_and_the_journal(year: int) -> None:
    debits, credits_ = Counter[str](), Counter[str]()
    for line in journal(year):
        parts = line.account.split(".")
        for n in range(len(parts)):
            debits[".".join(parts[: n + 1])] += line.debit
            credits_[".".join(parts[: n + 1])] += line.credit
    table = balances(year)
    assert set(debits) <= set(table)
    for code, (open_debit, open_credit, debit, credit, close_debit, close_credit) in table.items():
        assert (debit, credit) == (debits[code], credits_[code]), code
        assert open_debit - open_credit + debit - credit == close_debit - close_credit, code


@pytest.mark.parametrize("year", YEARS)
def test_parents_are_the_sum_of_their_children(year: int) -> None:
    children: dict[str, list[list[int]]] = defaultdict(list)
    for code, amounts in balances(year).items():
        children[code.rpartition(".")[0]].append(amounts)
    for parent, rows in children.items():
        if parent:
            assert [sum(column) for column in zip(*rows, strict=True)] == balances(year)[parent], parent


def test_a_year_opens_with_what_the_last_one_closed_with() -> None:
    for year in (2021, 2022):
        closed = {code: row[4:] for code, row in balances(year - 1).items() if any(row[4:])}
        assert {code: row[:2] for code, row in balances(year).items() if any(row[:2])} == closed


@pytest.mark.parametrize("year", YEARS)
def test_money_at_the_bank_never_runs_out_and_is_the_same_in_both_books(year: int) -> None:
    table = balances(year)
    assert table["1002"] == table["8001"]
    bank = table["1002"][0]
    for line in journal(year):
        bank += line.net if line.account.startswith("1002") else 0
        assert bank >= 0, line


@pytest.mark.parametrize("year", YEARS)
def test_subtotals_of_the_journal_are_true(year: int) -> None:
    year_to_date = [0, 0]
    for grid in grids(RAW / str(year) / "journal.xlsx").values():
        month, sheet = [0, 0], [0, 0]
        for row in grid[4:]:
            amounts = [cents(row[6]), cents(row[7])]
            if row[3]:
                month, sheet, year_to_date = (
                    [a + b for a, b in zip(s, amounts, strict=True)] for s in (month, sheet, year_to_date)
                )
            elif row[2] == "本月合计":
                assert amounts == month
                month = [0, 0]
            elif row[2] == "本年累计":
                assert amounts == year_to_date
            elif row[2] == "合计":
                assert amounts == sheet


@pytest.mark.parametrize("year", YEARS)
def test_account_and_auxiliary_text_agree_on_fund_and_kind(year: int) -> None:
    funds = {"7201.01": "一般公共预算", "7201.02": "非财政专项资金", "7201.03": "单位资金", "7201.04": "一般公共预算"}
    for line in posted(year, "7201"):
        assert line.aux["资金性质"] == funds[line.account[:7]]
        assert (attributes(line)["expenditure_type"] == "basic") == ("项目" not in line.aux)
        assert {"经济分类", "功能分类", "部门"} <= set(line.aux)


def test_the_red_letter_voucher_names_the_one_it_cancels() -> None:
    red = [line for line in journal(2021) if line.debit < 0 or line.credit < 0]
    month, _, number = red[0].said.removeprefix("冲销").partition("号凭证")[0].partition("月")
    wrong = [line for line in journal(2021) if line.number == number and int(line.day[5:7]) == int(month)]
    assert [(line.account, line.debit, line.credit) for line in red] == [
        (line.account, -line.debit, -line.credit) for line in wrong
    ]


def test_refunds_credit_the_spending_of_the_year() -> None:
    refunds = [line for line in posted(2021, "7201") if line.credit > 0 and line.said[:4] != "结清预付"]
    assert len(refunds) == 3
