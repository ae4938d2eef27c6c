"""What was spent and received on the budget (cash) basis, line by line.

*Source*: the unit's chart of accounts (`perfkit.ledger.charts`), since 2019 政府会计制度 (财会〔2017〕25号), accounts
7101-7901 and 6001-6609; 预算法 art. 58 (cash basis).
"""

from __future__ import annotations

import pandas as pd

from perfkit.ledger.charts import chart_of
from perfkit.ledger.classifications import classify
from perfkit.ledger.frames import conform
from perfkit.ledger.units import Unit


def spending(journal: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The spending in a journal whose closing entries are marked.

    *Grain*: one voucher line of a spending account. `actual_cents` = debit - credit, so that refunds of the year and
    red-letter entries reduce spending. Closing entries are left out, lines of 0 stay.
    """
    lines = journal[chart_of(unit).is_spending(journal["account_code"]) & ~journal["is_closing"]]
    lines = lines.assign(actual_cents=lines["debit_cents"] - lines["credit_cents"])
    return conform(classify(lines, unit), "spending")


def classified_budget(book: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """A budget book as read, classified. *Grain*: one line of a budget document.

    Lines on accounts that are no spending (a budget of income) are left out; the reader of the book has told them.
    """
    lines = book[chart_of(unit).is_budgeted_spending(book["account_code"])]
    return conform(classify(lines, unit), "budget")


def income(journal: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The budget income in a journal whose closing entries are marked.

    *Grain*: one voucher line of an income account, with `income_cents` = credit - debit and the classified columns.
    """
    lines = journal[chart_of(unit).is_income(journal["account_code"]) & ~journal["is_closing"]]
    return classify(lines.assign(income_cents=lines["credit_cents"] - lines["debit_cents"]), unit)
