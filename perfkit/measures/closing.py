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
_WORD: Final = "结转"


def closing_entries(journal: pd.DataFrame, last_day: date) -> pd.Series:
    """Whether each journal line belongs to a closing voucher. bool, index of `journal`.

    Signs, in order of trust (domain rule): the export's own flag; a counter-account that only closings use; a voucher
    type that says 结转; the last day of the fiscal year together with a summary that says 结转. Only lines of income
    and spending accounts (4-7) and of their counterparts are marked: what else stands in such a voucher stays.

    Args:
        journal: the frame `journal`.
        last_day: the last day of the fiscal year.
    """
    accounts = journal["account_code"]
    vouchers = journal.groupby(list(VOUCHER), sort=False, dropna=False).ngroup()
    marked = journal["is_closing"].copy()
    for flows, counterparts in ((("6", "7"), BUDGET_COUNTERPARTS), (("4", "5"), FINANCIAL_COUNTERPARTS)):
        is_flow, is_counterpart = accounts.str.startswith(flows), accounts.str.startswith(counterparts)
        sides = is_flow | is_counterpart
        taken_over = vouchers.isin(vouchers[is_counterpart]) & vouchers.isin(vouchers[is_flow])
        marked |= sides & (taken_over | _says_closing(journal, pd.Timestamp(last_day)))
    return marked


def _says_closing(journal: pd.DataFrame, last_day: pd.Timestamp) -> pd.Series:
    by_type = journal["voucher_type"].str.contains(_WORD, regex=False)
    return by_type | (journal["voucher_date"].eq(last_day) & journal["summary"].str.contains(_WORD, regex=False))
