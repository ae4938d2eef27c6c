"""Which voucher lines are year-end closing entries: forget them and spending is zero.

*Source*: 政府会计制度, account 7201: after the closing the account has no balance, so the closing voucher credits all
spending away against 8101/8201/8401/8501.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from perfkit.ledger.frames import VOUCHER

#: Balance accounts that take income and spending over at the year's end (8101 财政拨款结转 ... 8501 其他结余).
BUDGET_COUNTERPARTS: Final = ("8101", "8102", "8201", "8202", "8301", "8401", "8501")
#: 3301 本期盈余 does the same for income and expenses of the financial books.
FINANCIAL_COUNTERPARTS: Final = ("3301",)
#: 上年结转 is where money came from, not what a voucher does.
_WORD: Final = r"(?<!上年)结转"
#: What pays and receives: money of the budget books; assets and liabilities of the financial books.
_PAYING: Final = {"67": ("8001",), "45": ("1", "2")}


def closing_entries(journal: pd.DataFrame, last_day: date) -> pd.Series:
    """Whether each journal line belongs to a closing voucher. bool, index of `journal`.

    Signs, in order of trust (domain rule): the export's own flag; a counter-account that only closings use; a voucher
    type that says 结转; the last day of the fiscal year together with a summary that says 结转. The last two are words
    only: a voucher that pays or receives money, or moves an amount between spending accounts, is no closing whatever
    it says. Only lines of income and spending accounts (4-7) and of their counterparts are marked: what else stands in
    such a voucher stays.

    Args:
        journal: the frame `journal`.
        last_day: the last day of the fiscal year.
    """
    accounts = journal["account_code"]
    vouchers = journal.groupby(list(VOUCHER), sort=False, dropna=False).ngroup()
    marked = journal["is_closing"].copy()
    net = journal["debit_cents"] - journal["credit_cents"]
    said = _says_closing(journal, pd.Timestamp(last_day))
    for flows, counterparts in (("67", BUDGET_COUNTERPARTS), ("45", FINANCIAL_COUNTERPARTS)):
        is_flow, is_counterpart = accounts.str.startswith(tuple(flows)), accounts.str.startswith(counterparts)
        taken_over = vouchers.isin(vouchers[is_counterpart]) & vouchers.isin(vouchers[is_flow])
        pays = vouchers.isin(vouchers[accounts.str.startswith(_PAYING[flows])])
        marked |= (is_flow | is_counterpart) & (taken_over | (said & ~pays & _empties(accounts, net, vouchers, flows)))
    return marked


def _empties(accounts: pd.Series, net: pd.Series, vouchers: pd.Series, flows: str) -> pd.Series:
    """Vouchers that change the sum of income or of spending; the others only move amounts between sub-accounts."""
    changes = [net.where(accounts.str.startswith(flow), 0).groupby(vouchers).transform("sum").ne(0) for flow in flows]
    return pd.concat(changes, axis="columns").any(axis="columns")


def _says_closing(journal: pd.DataFrame, last_day: pd.Timestamp) -> pd.Series:
    by_type = journal["voucher_type"].str.contains(_WORD)
    return by_type | (journal["voucher_date"].eq(last_day) & journal["summary"].str.contains(_WORD))
