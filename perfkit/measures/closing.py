"""Which voucher lines are year-end closing entries: forget them and spending is zero.

*Source*: 政府会计制度, account 7201: after the closing the account has no balance, so the closing voucher credits all
spending away against 8101/8201/8401/8501. The charts before it close against 结余 alike; which accounts take over,
the chart tells (role `closing`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import pandas as pd

from perfkit.ledger.charts import Chart, chart_of
from perfkit.ledger.frames import VOUCHER
from perfkit.ledger.units import Unit

#: 上年结转 is where money came from, not what a voucher does. 年终转账, and 拨入专款 against 专款支出, are the words of
#: the charts of 1998.
_WORD: Final = r"(?<!上年)结转|年[终末](?:转账|结账)|专款.{0,12}对冲"


def closing_entries(journal: pd.DataFrame, last_day: date, unit: Unit) -> pd.Series:
    """Whether each journal line belongs to a closing voucher. bool, index of `journal`.

    Signs, in order of trust (domain rule): the export's own flag; a counter-account that only closings use; a voucher
    type that says 结转; the last day of the fiscal year together with a summary that says 结转. The last two are words
    only: a voucher that pays or receives money, that spends, or that moves an amount between spending accounts, is no
    closing whatever it says. Only lines of income and spending accounts and of their counterparts are marked, book by
    book: what else stands in such a voucher stays.

    Args:
        journal: the frame `journal`.
        last_day: the last day of the fiscal year.
        unit: whose chart of accounts tells what the accounts are.
    """
    chart, said = chart_of(unit), _says_closing(journal, pd.Timestamp(last_day))
    closes = chart.having(journal["account_code"], lambda account: account.role == "closing")
    # A closing has one of these signs; few vouchers have a number that has.
    near = journal[journal["voucher_number"].isin(journal.loc[said | closes, "voucher_number"])]
    marked = _marked(near, said[near.index], chart)
    return journal["is_closing"] | marked.reindex(journal.index, fill_value=False)


def _marked(journal: pd.DataFrame, said: pd.Series, chart: Chart) -> pd.Series:
    """Which lines of `journal` close, by their accounts, or by their words where `said`."""
    accounts = journal["account_code"]
    vouchers = journal.groupby(list(VOUCHER), sort=False, dropna=False).ngroup()
    marked = pd.Series(False, index=journal.index)
    net = journal["debit_cents"] - journal["credit_cents"]
    books = chart.books_of(accounts)
    is_income = chart.having(accounts, lambda account: account.is_income)
    is_outflow = chart.having(accounts, lambda account: account.is_outflow)
    closes = chart.having(accounts, lambda account: account.role == "closing")
    is_money = chart.having(accounts, lambda account: account.is_money)
    for book in chart.books:
        here = books.eq(book)
        is_flow, is_counterpart = (is_income | is_outflow) & here, closes & here
        taken_over = vouchers.isin(vouchers[is_counterpart]) & vouchers.isin(vouchers[is_flow])
        emptied = _empties(net.where(is_income & here, 0), net.where(is_outflow & here, 0), vouchers)
        by_word = said & emptied & ~vouchers.isin(vouchers[is_money & here])
        marked |= (is_flow | is_counterpart) & (taken_over | by_word)
    return marked


def _empties(income: pd.Series, outflow: pd.Series, vouchers: pd.Series) -> pd.Series:
    """Vouchers that take away from income (a debit) or spending (a credit) and add to neither.

    The others only move amounts between sub-accounts, or spend: a direct payment by the treasury touches no money.
    """
    received, spent = -income.groupby(vouchers).transform("sum"), outflow.groupby(vouchers).transform("sum")
    return received.le(0) & spent.le(0) & (received.ne(0) | spent.ne(0))


def _says_closing(journal: pd.DataFrame, last_day: pd.Timestamp) -> pd.Series:
    types, is_last = journal["voucher_type"], journal["voucher_date"].eq(last_day)
    by_type = types.isin([text for text in types.unique() if re.search(_WORD, text)])
    # Few lines are of the last day: only their summaries are read.
    return by_type | journal.loc[is_last, "summary"].str.contains(_WORD).reindex(journal.index, fill_value=False)
