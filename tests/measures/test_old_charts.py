"""Spending in the charts before 2019 and in a chart that a unit describes itself, to the cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from textframes import UNIT, rows, tidy, told

from perfkit.checks import books, codes, sources
from perfkit.ledger.frames import empty
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import AccountAlias, Unit
from perfkit.measures import classified_budget, closing_entries, execution, income, spending

INSTITUTION = replace(UNIT, chart="institution_2013")
ADMINISTRATIVE = replace(UNIT, chart="administrative_2014")
INSTITUTION_1998 = replace(UNIT, chart="institution_1998")
ADMINISTRATIVE_1998 = replace(UNIT, chart="administrative_1998")
OTHER = Unit("x", "某", chart="other", account_prefixes={"4": "spending", "5": "spending", "3": "income"})

#: A public institution in 2017. 1: the treasury pays directly, no money account moves. 3: a fixed asset and its fund.
#: 4: a refund. 8 pays on the last day out of what was carried over. 9 and 10 close; 11 appropriates the surplus.
BOOKS_2017 = """
    period | voucher_date | voucher_number | summary         | account_code | fund_code | project_code | debit_cents | credit_cents | closing
    1      | 2017-01-09   | 1              | 直接支付电费    | 50010101     | 11        | P1           | 100.10      | 0.00         | no
    1      | 2017-01-09   | 1              | 直接支付电费    | 4001         | 11        | .            | 0.00        | 100.10       | no
    2      | 2017-02-01   | 2              | 收到培训费      | 1002         | .         | .            | 30.00       | 0.00         | no
    2      | 2017-02-01   | 2              | 收到培训费      | 4101         | 31        | .            | 0.00        | 30.00        | no
    3      | 2017-03-01   | 3              | 购置电脑        | 500102       | 31        | .            | 20.02       | 0.00         | no
    3      | 2017-03-01   | 3              | 购置电脑        | 1002         | .         | .            | 0.00        | 20.02        | no
    3      | 2017-03-01   | 3              | 购置电脑        | 1501         | .         | .            | 20.02       | 0.00         | no
    3      | 2017-03-01   | 3              | 购置电脑        | 3101         | .         | .            | 0.00        | 20.02        | no
    4      | 2017-04-01   | 4              | 退回电费        | 1011         | .         | .            | 5.05        | 0.00         | no
    4      | 2017-04-01   | 4              | 退回电费        | 50010101     | 11        | P1           | 0.00        | 5.05         | no
    12     | 2017-12-31   | 8              | 结转资金付款    | 50010101     | 11        | P1           | 7.00        | 0.00         | no
    12     | 2017-12-31   | 8              | 结转资金付款    | 4001         | 11        | .            | 0.00        | 7.00         | no
    12     | 2017-12-31   | 9              | 年末            | 4001         | 11        | .            | 107.10      | 0.00         | yes
    12     | 2017-12-31   | 9              | 年末            | 50010101     | 11        | P1           | 0.00        | 102.05       | yes
    12     | 2017-12-31   | 9              | 年末            | 3301         | .         | .            | 0.00        | 5.05         | yes
    12     | 2017-12-31   | 10             | 年末            | 4101         | 31        | .            | 30.00       | 0.00         | yes
    12     | 2017-12-31   | 10             | 年末            | 500102       | 31        | .            | 0.00        | 20.02        | yes
    12     | 2017-12-31   | 10             | 年末            | 3402         | .         | .            | 0.00        | 9.98         | yes
    12     | 2017-12-31   | 11             | 结转事业结余    | 3402         | .         | .            | 9.98        | 0.00         | no
    12     | 2017-12-31   | 11             | 结转事业结余    | 3404         | .         | .            | 0.00        | 9.98         | no
    """


def journal(text: str, year: int, unit: Unit) -> pd.DataFrame:
    """The journal of a text table with its closing entries marked; they must be those with `closing` yes."""
    expected = [cell == "yes" for cell in rows(text)["closing"]]
    read = tidy(text, "journal")
    made = read.assign(is_closing=closing_entries(read, date(year, 12, 31), unit))
    assert made["is_closing"].tolist() == expected
    return made


def test_an_institution_of_2017_spent_what_its_accounts_5001_say_without_the_closing() -> None:
    made = journal(BOOKS_2017, 2017, INSTITUTION)
    told(
        spending(made, INSTITUTION),
        """
        period | account_code | budget_project_code | expenditure_type | actual_cents
        1      | 50010101     | P1                  | project          | 100.10
        3      | 500102       | .                   | basic            | 20.02
        4      | 50010101     | P1                  | project          | -5.05
        12     | 50010101     | P1                  | project          | 7.00
        """,
    )
    assert income(made, INSTITUTION)["income_cents"].tolist() == [10010, 3000, 700]
    assert books.unclosed_accounts(made, INSTITUTION) == []
    (closed,) = books.closing_facts(made, INSTITUTION)
    assert closed.amount_cents == 12207
    assert codes.unknown_accounts(made, INSTITUTION) == []


def test_read_by_the_wrong_chart_the_same_books_have_no_spending_and_say_so() -> None:
    made = tidy(BOOKS_2017.replace("| closing", "").replace("| yes", "").replace("| no", ""), "journal")
    nothing = spending(made, UNIT)
    assert nothing.empty
    (found,) = sources.no_actuals(made, nothing, UNIT)
    assert "政府会计制度：7 开头" in found.text()
    assert "chart_by_year" in found.text("en")


ADMINISTRATIVE_2017 = """
    period | voucher_date | voucher_number | summary | account_code | fund_code | debit_cents | credit_cents | closing
    1      | 2017-01-09   | 1              | 付款    | 500101       | 11        | 50.00       | 0.00         | no
    1      | 2017-01-09   | 1              | 付款    | 1011         | .         | 0.00        | 50.00        | no
    1      | 2017-01-09   | 2              | 拨款    | 5101         | 11        | 8.00        | 0.00         | no
    1      | 2017-01-09   | 2              | 拨款    | 1011         | .         | 0.00        | 8.00         | no
    12     | 2017-12-31   | 3              | 年末    | 3001         | .         | 58.00       | 0.00         | yes
    12     | 2017-12-31   | 3              | 年末    | 500101       | 11        | 0.00        | 50.00        | yes
    12     | 2017-12-31   | 3              | 年末    | 5101         | 11        | 0.00        | 8.00         | yes
    """
#: 3 clears earmarked money against what was spent of it: a closing by its words alone.
INSTITUTION_2005 = """
    period | voucher_date | voucher_number | summary      | account_code | fund_code | debit_cents | credit_cents | closing
    5      | 2005-05-09   | 1              | 购药品       | 503          | .         | 40.00       | 0.00         | no
    5      | 2005-05-09   | 1              | 购药品       | 102          | .         | 0.00        | 40.00        | no
    5      | 2005-05-09   | 2              | 办公         | 50401        | 11        | 18.00       | 0.00         | no
    5      | 2005-05-09   | 2              | 办公         | 101          | .         | 0.00        | 18.00        | no
    12     | 2005-12-31   | 3              | 专款对冲     | 404          | .         | 40.00       | 0.00         | yes
    12     | 2005-12-31   | 3              | 专款对冲     | 503          | .         | 0.00        | 40.00        | yes
    12     | 2005-12-31   | 4              | 年终转账     | 306          | .         | 18.00       | 0.00         | yes
    12     | 2005-12-31   | 4              | 年终转账     | 50401        | 11        | 0.00        | 18.00        | yes
    """
ADMINISTRATIVE_2005 = """
    period | voucher_date | voucher_number | summary | account_code | fund_code | debit_cents | credit_cents | closing
    1      | 2005-01-09   | 1              | 付款    | 50101        | 11        | 50.00       | 0.00         | no
    1      | 2005-01-09   | 1              | 付款    | 102          | .         | 0.00        | 50.00        | no
    12     | 2005-12-31   | 3              | 年末    | 303          | .         | 50.00       | 0.00         | yes
    12     | 2005-12-31   | 3              | 年末    | 50101        | 11        | 0.00        | 50.00        | yes
    """


@pytest.mark.parametrize(
    ("text", "year", "unit", "cents"),
    [
        (ADMINISTRATIVE_2017, 2017, ADMINISTRATIVE, 5800),
        (INSTITUTION_2005, 2005, INSTITUTION_1998, 5800),
        (ADMINISTRATIVE_2005, 2005, ADMINISTRATIVE_1998, 5000),
    ],
)
def test_every_chart_before_2019_closes_its_spending_in_its_own_way(
    text: str, year: int, unit: Unit, cents: int
) -> None:
    made = journal(text, year, unit)
    assert spending(made, unit)["actual_cents"].sum() == cents
    assert codes.unknown_accounts(made, unit) == []


OTHER_BOOKS = """
    period | voucher_date | voucher_number | account_code | account_name | economic_code | debit_cents | credit_cents
    1      | 2021-01-09   | 1              | 4010         | 材料         | .             | 60.00       | 0.00
    1      | 2021-01-09   | 1              | 1910         | 现金         | .             | 0.00        | 60.00
    2      | 2021-02-09   | 2              | 5010         | 房租         | 30214         | 25.00       | 0.00
    2      | 2021-02-09   | 2              | 1910         | 现金         | .             | 0.00        | 25.00
    2      | 2021-02-09   | 3              | 1910         | 现金         | .             | 99.00       | 0.00
    2      | 2021-02-09   | 3              | 3010         | 会费         | .             | 0.00        | 99.00
    """


def test_in_another_chart_the_accounts_that_the_unit_names_are_spending_and_stand_for_classes() -> None:
    made = tidy(OTHER_BOOKS, "journal")
    assert not closing_entries(made, date(2021, 12, 31), OTHER).any()
    told(
        spending(made, OTHER),
        """
        account_code | economic_code | expenditure_type | actual_cents
        4010         | 4010          | .                | 60.00
        5010         | 30214         | .                | 25.00
        """,
    )
    assert income(made, OTHER)["income_cents"].tolist() == [9900]
    assert codes.unknown_codes(spending(made, OTHER), OTHER, "actual_cents") == []
    assert books.closing_facts(made, OTHER) == []


def test_in_another_chart_that_nobody_described_spending_is_not_computable() -> None:
    made, unit = tidy(OTHER_BOOKS, "journal"), Unit("x", "某", chart="other")
    assert spending(made, unit).empty
    (found,) = sources.no_actuals(made, spending(made, unit), unit)
    assert "[accounts] 没有写明哪些科目是支出" in found.text()
    assert "does not say which accounts are spending" in found.text("en")
    assert codes.uncounted_accounts(made, unit) == []
    (described,) = sources.no_actuals(tidy(OTHER_BOOKS, "journal").iloc[-2:], empty("spending"), OTHER)
    assert "其他科目表：4、5 开头" in described.text()


def test_another_chart_closes_into_the_accounts_that_the_unit_names() -> None:
    made = tidy(
        """
        period | voucher_date | voucher_number | summary      | account_code | debit_cents | credit_cents
        1      | 2021-01-31   | 1              | 结转本期损益 | 4103         | 60.00       | 0.00
        1      | 2021-01-31   | 1              | 结转本期损益 | 6602         | 0.00        | 60.00
        1      | 2021-01-31   | 2              | 付款         | 6602         | 60.00       | 0.00
        1      | 2021-01-31   | 2              | 付款         | 1002         | 0.00        | 60.00
        """,
        "journal",
    )
    unit = Unit("x", "某", chart="other", account_prefixes={"66": "spending", "4103": "closing"})
    assert closing_entries(made, date(2021, 12, 31), unit).tolist() == [True, True, False, False]


def test_accounts_that_nobody_calls_spending_or_income_are_named_with_their_amount() -> None:
    (found,) = codes.uncounted_accounts(tidy(OTHER_BOOKS, "journal"), OTHER)
    assert (found.kind.severity, found.subject, found.amount_cents) == ("notice", "1910", 9900)
    assert "1 个科目（1910）" in found.text()
    assert codes.uncounted_accounts(tidy(OTHER_BOOKS, "journal"), UNIT) == []
    assert codes.uncounted_accounts(empty("journal"), OTHER) == []


def test_an_unknown_account_says_whether_it_counts_as_spending() -> None:
    made = tidy(
        """
        account_code | account_name | debit_cents
        7999         | 甲           | 3.00
        9001         | 乙           | 4.00
        7101         | 行政支出     | 5.00
        """,
        "journal",
    )
    spent, other = codes.unknown_accounts(made, UNIT)
    assert (spent.subject, spent.amount_cents, other.subject, other.amount_cents) == ("7999", 300, "9001", 400)
    assert "不在政府会计制度科目表中，按编码首位计入支出" in spent.text()
    assert "(government accounting system) and does not count as spending" in other.text("en")
    assert spending(made, UNIT)["actual_cents"].tolist() == [300, 500]


def test_where_an_alias_table_maps_to_another_chart_what_it_leaves_out_is_unknown() -> None:
    made = tidy(
        """
        account_code | exported_account_code | debit_cents
        6602         | A10                   | 3.00
        6602         | A11                   | 2.00
        A2           | A2                    | 4.00
        """,
        "journal",
    )
    aliases = {"A10": AccountAlias("A10", "6602", "", "甲", "2021-01-01"), "A11": AccountAlias("A11", "6602")}
    unit = Unit("x", "某", chart="other", account_prefixes={"66": "spending"}, account_aliases=aliases)
    (found,) = codes.unknown_accounts(made, unit)
    assert (found.subject, found.amount_cents) == ("A2", 400)
    assert "不在科目对照表 accounts.csv 中，未计入支出" in found.text()
    (open_,) = codes.unreviewed_aliases(made, unit)
    assert (open_.subject, open_.amount_cents, open_.kind.severity) == ("A11", 200, "warning")
    assert codes.unreviewed_aliases(made, UNIT) == []


def test_budget_and_actual_meet_by_account_and_a_budget_of_income_is_left_out() -> None:
    book = tidy(
        """
        budget_type | account_code | economic_code | amount_cents
        original    | 4010         | .             | 70.00
        original    | 5010         | 30214         | 20.00
        original    | 3010         | .             | -99.00
        original    | .            | .             | 1.00
        """,
        "budget",
    )
    budget = classified_budget(book, OTHER)
    told(
        execution(budget, spending(tidy(OTHER_BOOKS, "journal"), OTHER), ["economic_code"], Scope.ALL),
        """
        economic_code | original_budget_cents | actual_cents | execution_rate
        .             | 1.00                  | 0.00         | 0.0
        30214         | 20.00                 | 25.00        | 1.25
        4010          | 70.00                 | 60.00        | 0.8571
        """,
    )
    assert codes.unknown_codes(budget, OTHER, "amount_cents") == []
