"""Each fault is found once, with its amount and its place, and a sound journal has none."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from textframes import UNIT, tidy

from perfkit.checks import balances, books, codes, vouchers
from perfkit.ledger.findings import by_severity, findings_frame
from perfkit.ledger.frames import empty
from perfkit.ledger.units import Unit

SOUND = """
fiscal_year | period | voucher_date | voucher_type | voucher_number | summary | account_code | account_name | book      | fund_code | economic_code | debit_cents | credit_cents | is_closing
2021        | 1      | 2021-01-05   | 记           | 1              | 电费    | 7201         | 事业支出     | budget    | 11        | 30206         | 100.00      | 0.00         | no
2021        | 1      | 2021-01-05   | 记           | 1              | 电费    | 6001         | 拨款         | budget    | 11        | .             | 0.00        | 100.00       | no
2021        | 1      | 2021-01-05   | 记           | 1              | 电费    | 5001         | 费用         | financial | .         | .             | 100.00      | 0.00         | no
2021        | 1      | 2021-01-05   | 记           | 1              | 电费    | 4001         | 拨款         | financial | .         | .             | 0.00        | 100.00       | no
2021        | 2      | 2021-02-05   | 记           | 1              | 退款    | 7201         | 事业支出     | budget    | 11        | 30206         | 0.00        | 20.00        | no
2021        | 2      | 2021-02-05   | 记           | 1              | 退款    | 8001         | 结存         | budget    | .         | .             | 20.00       | 0.00         | no
2021        | 2      | 2021-02-05   | 记           | 1              | 退款    | 1002         | 存款         | financial | .         | .             | 20.00       | 0.00         | no
2021        | 2      | 2021-02-05   | 记           | 1              | 退款    | 5001         | 费用         | financial | .         | .             | 0.00        | 20.00        | no
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 8101         | 结转         | budget    | .         | .             | 80.00       | 0.00         | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 7201         | 事业支出     | budget    | 11        | 30206         | 0.00        | 80.00        | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 6001         | 拨款         | budget    | 11        | .             | 100.00      | 0.00         | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 8101         | 结转         | budget    | .         | .             | 0.00        | 100.00       | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 3301         | 盈余         | financial | .         | .             | 80.00       | 0.00         | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 5001         | 费用         | financial | .         | .             | 0.00        | 80.00        | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 4001         | 拨款         | financial | .         | .             | 100.00      | 0.00         | yes
2021        | 12     | 2021-12-31   | 记           | 8              | 结转    | 3301         | 盈余         | financial | .         | .             | 0.00        | 100.00       | yes
"""
JOURNAL = tidy(SOUND, "journal")
YEAR = (date(2021, 1, 1), date(2021, 12, 31))


def changed(old: str, new: str):
    """The sound journal with one cell changed; the cell must be there."""
    assert old in SOUND
    return tidy(SOUND.replace(old, new, 1), "journal")


def test_a_sound_journal_has_no_fault() -> None:
    assert vouchers.unbalanced_vouchers(JOURNAL) == []
    assert vouchers.duplicate_vouchers(JOURNAL) == []
    assert vouchers.dates_outside_year(JOURNAL, *YEAR) == []
    assert codes.unknown_accounts(JOURNAL, UNIT) == []
    assert books.unclosed_accounts(JOURNAL, UNIT) == []
    assert books.uncleared_pending(JOURNAL, UNIT) == []
    assert books.vouchers_in_one_book(JOURNAL, UNIT) == []
    (closed,) = books.closing_facts(JOURNAL, UNIT)
    assert (closed.kind.severity, closed.amount_cents) == ("notice", 8000)
    assert "8 行年末结转" in closed.text()


def test_each_book_of_a_voucher_balances_on_its_own() -> None:
    (found,) = vouchers.unbalanced_vouchers(
        changed("budget    | 11        | .             | 0.00        | 100.00", "budget | 11 | . | 0.00 | 90.00")
    )
    assert (found.amount_cents, found.source_row, found.subject) == (1000, 2, "2021-01-05 记-1")
    assert found.text("zh") == (
        "凭证 2021-01-05 记-1（journal.csv 第 2 行起）借方合计 100.00 元，贷方合计 90.00 元，相差 10.00 元。请核对原凭证，或重新导出。"
    )
    assert "10.00 apart" in found.text("en")


def test_a_voucher_pasted_twice_is_found_with_its_amount() -> None:
    twice = tidy(SOUND + "\n".join(SOUND.strip().splitlines()[5:9]), "journal")
    (found,) = vouchers.duplicate_vouchers(twice)
    assert (found.source_row, found.amount_cents, found.parts["lines"]) == (18, 4000, 4)
    assert "journal.csv 第 6 行起" in found.text()


def test_a_voucher_on_two_sheets_of_one_workbook_is_found_with_both_sheets() -> None:
    twice = tidy(SOUND + "\n".join(SOUND.strip().splitlines()[5:9]), "journal")
    twice["source_sheet"] = ["全年"] * (len(twice) - 4) + ["2月"] * 4
    (found,) = vouchers.duplicate_vouchers(twice)
    assert "journal.csv 全年 第 6 行起和 journal.csv 2月 第 18 行起" in found.text("zh")
    assert "from journal.csv 全年 row 6 and from journal.csv 2月 row 18" in found.text("en")


def test_a_date_outside_the_year_is_found_once_per_voucher() -> None:
    (found,) = vouchers.dates_outside_year(tidy(SOUND.replace("2021-02-05", "2020-02-05"), "journal"), *YEAR)
    assert (found.found, found.expected, found.amount_cents) == ("2020-02-05", "2021-01-01 ~ 2021-12-31", 4000)
    assert vouchers.dates_outside_year(JOURNAL.assign(voucher_date=pd.NaT), *YEAR) == []


def test_an_account_outside_the_chart_is_found_where_a_chart_is_known() -> None:
    journal = changed("1002         | 存款", "9999 | 存款")
    (found,) = codes.unknown_accounts(journal, UNIT)
    assert (found.subject, found.source_row, found.amount_cents) == ("9999", 8, 2000)
    assert codes.unknown_accounts(journal, Unit("x", "某", chart="other")) == []
    assert codes.unknown_accounts(changed("7201         | 事业支出", "7209 | 其他事业支出"), UNIT) == []


def test_codes_that_nobody_defines_keep_a_line_and_are_told() -> None:
    spending = tidy(
        """
        project_code | fund_code | economic_code | actual_cents
        P1           | 11        | 30206         | 1.00
        公车         | 88        | 39999         | 2.00
        公车         | .         | 77777         | 3.00
        .            | 11        | .             | 4.00
        """,
        "spending",
    )
    (project,) = codes.unknown_projects(spending, UNIT, "actual_cents")
    assert (project.subject, project.amount_cents, project.parts["lines"], project.source_row) == ("公车", 500, 2, 3)
    assert [(f.subject, f.text("en").split(" ")[0]) for f in codes.unknown_codes(spending, UNIT, "actual_cents")] == [
        ("88", "fund"),
        ("77777", "economic"),
    ]
    assert [(f.amount_cents, f.source_row) for f in codes.missing_codes(spending)] == [(400, 5)]
    assert "没有经济分类" in codes.missing_codes(spending)[0].text()


def test_a_balance_left_after_closing_is_found() -> None:
    journal = changed(
        "budget    | 11        | 30206         | 0.00        | 80.00", "budget | 11 | 30206 | 0.00 | 79.00"
    )
    assert [(f.subject, f.amount_cents) for f in books.unclosed_accounts(journal, UNIT)] == [("7201", 100)]


def test_a_year_not_closed_is_told_and_not_complained_of() -> None:
    open_year = JOURNAL[~JOURNAL["is_closing"]]
    assert books.unclosed_accounts(open_year, UNIT) == []
    (told,) = books.closing_facts(open_year, UNIT)
    assert "没有年末结转" in told.text()
    assert books.closing_facts(empty("journal"), UNIT) == []


def test_pending_spending_must_be_cleared() -> None:
    pending = tidy(
        SOUND.replace(
            "7201         | 事业支出     | budget    | 11        | 30206         | 100.00",
            "720199 | 待处理 | budget | 11 | 30206 | 100.00",
        ),
        "journal",
    )
    assert [(f.subject, f.amount_cents) for f in books.uncleared_pending(pending, UNIT)] == [("720199", 10000)]


def test_spending_without_a_financial_entry_is_found() -> None:
    lines = SOUND.strip().splitlines()
    one_book = tidy("\n".join(lines[:7] + lines[9:]), "journal")
    (found,) = books.vouchers_in_one_book(one_book, UNIT)
    assert (found.amount_cents, found.source_row, found.parts["lines"]) == (-2000, 6, 1)
    numbered_apart = JOURNAL[JOURNAL["book"].eq("budget")]
    assert books.vouchers_in_one_book(numbered_apart, UNIT) == []


BALANCES = """
account_code | is_leaf | opening_debit_cents | opening_credit_cents | debit_cents | credit_cents | closing_debit_cents | closing_credit_cents
1002         | yes     | 5.00                | 0.00                 | 20.00       | 0.00         | 25.00               | 0.00
4001         | yes     | 0.00                | 0.00                 | 100.00      | 100.00       | 0.00                | 0.00
5001         | no      | 0.00                | 0.00                 | 999.00      | 0.00         | 0.00                | 0.00
500101       | yes     | 0.00                | 0.00                 | 0.00        | 0.00         | 0.00                | 0.00
3301         | yes     | 0.00                | 0.00                 | 80.00       | 100.00       | 0.00                | 20.00
6001         | yes     | 0.00                | 0.00                 | 100.00      | 100.00       | 0.00                | 0.00
7201         | yes     | 0.00                | 0.00                 | 100.00      | 100.00       | 0.00                | 0.00
8001         | yes     | 0.00                | 0.00                 | 20.00       | 0.00         | 20.00               | 0.00
8101         | yes     | 0.00                | 0.00                 | 80.00       | 100.00       | 0.00                | 20.00
"""


def test_the_balance_table_proves_the_journal_complete() -> None:
    table = tidy(BALANCES, "balances")
    assert balances.balance_roll_forward(table) == []
    assert balances.balance_against_journal(table, JOURNAL) == []


def test_a_changed_amount_breaks_both_proofs() -> None:
    table = tidy(
        BALANCES.replace("5.00                | 0.00                 | 20.00", "5.00 | 0.00 | 30.00"), "balances"
    )
    (rolled,) = balances.balance_roll_forward(table)
    assert (rolled.subject, rolled.amount_cents, rolled.source_row) == ("1002", -1000, 2)
    (moved,) = balances.balance_against_journal(table, JOURNAL)
    assert (moved.subject, moved.amount_cents) == ("1002", -1000)
    assert "序时账净发生额 20.00 元" in moved.text()


def test_an_account_the_table_lacks_is_compared_with_its_parent() -> None:
    deeper = tidy(SOUND.replace("| 1002   ", "| 100201 "), "journal")
    assert balances.balance_against_journal(tidy(BALANCES, "balances"), deeper) == []
    lacking = tidy("\n".join(line for line in BALANCES.splitlines() if not line.startswith("8001")), "balances")
    (found,) = balances.balance_against_journal(lacking, JOURNAL)
    first = int(JOURNAL.loc[JOURNAL["account_code"].eq("8001"), "source_row"].iloc[0])
    assert (found.subject, found.amount_cents, found.source_row) == ("8001", 2000, first)
    assert "余额表中没有这一科目" in found.text("zh")


def test_without_a_balance_table_completeness_is_not_proved() -> None:
    (told,) = balances.balance_against_journal(empty("balances"), JOURNAL)
    assert told.kind.severity == "notice"
    assert balances.balance_against_journal(empty("balances"), empty("journal")) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_read_as_a_table_errors_first(language: str) -> None:
    broken = changed("1002         | 存款", "9999 | 存款")
    found = [*books.closing_facts(broken, UNIT), *codes.unknown_accounts(broken, UNIT)]
    assert [finding.kind.severity for finding in by_severity(found)] == ["error", "notice"]
    frame = findings_frame(found, language)
    assert frame["check"].tolist() == ["unknown_accounts", "closing_entries"]
    assert frame["amount_cents"].tolist() == [2000, 8000]
    assert findings_frame([]).empty
