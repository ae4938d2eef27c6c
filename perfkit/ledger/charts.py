"""Charts of accounts: what each account of a unit's books is, by the chart that the unit uses in that year.

The national charts are data (codes/charts.csv and codes/accounts_*.csv, each row with its source and status). A unit
with another chart says in unit.toml how the codes of its spending, income and closing accounts begin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeVar

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.classifications import code_list
from perfkit.ledger.texts import each
from perfkit.ledger.units import OTHER_CHART, AccountAlias, Unit

#: What `[accounts]` of unit.toml may say of accounts -> what they are then.
ACCOUNT_WORDS: Final = {
    "spending": {"element": "expenditure"},
    "income": {"element": "income"},
    "closing": {"element": "net_assets", "role": "closing"},
}
_INCOME: Final = ("income", "budget_income")
_OUTFLOW: Final = ("expense", "expenditure", "budget_expenditure")
_MONEY: Final = ("asset", "liability")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Account:
    """A first-level account of a chart, or one of its classes (资产类, coded by one digit).

    Args:
        code, name_zh: as in the chart.
        element: asset, liability, net_assets, income, expense, expenditure, budget_income, budget_expenditure,
            budget_balance.
        book: financial or budget; "" where a chart keeps one book.
        normal_side: debit or credit; either where both are ordinary.
        role: `closing` = takes income and spending over at the year's end; `money` = pays and receives, beside assets
            and liabilities.
    """

    code: str
    name_zh: str
    element: str
    book: str = ""
    normal_side: str = "debit"
    role: str = ""

    @property
    def is_income(self) -> bool:
        """Revenue, of either book."""
        return self.element in _INCOME

    @property
    def is_outflow(self) -> bool:
        """Expenses or expenditure, of either book."""
        return self.element in _OUTFLOW

    @property
    def is_flow(self) -> bool:
        """Whether the year's end empties it."""
        return self.is_income or self.is_outflow

    @property
    def is_money(self) -> bool:
        """Whether a voucher that touches it pays, receives or owes something."""
        return self.element in _MONEY or self.role == "money"


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart of accounts.

    Args:
        code, name_zh, name_en: which it is.
        income_element, spending_element: the elements that count as income and spending on the budget (cash) basis.
        accounts: its classes and first-level accounts, by code.
    """

    code: str
    name_zh: str
    name_en: str
    income_element: str
    spending_element: str
    accounts: Mapping[str, Account]

    @property
    def is_national(self) -> bool:
        """Whether it is a chart of the Ministry of Finance, with its distinctions (basic and project expenditure)."""
        return self.code != OTHER_CHART

    @property
    def name(self) -> dict[Language, str]:
        """How sentences name it."""
        return {"zh": self.name_zh, "en": self.name_en}

    @property
    def closes(self) -> bool:
        """Whether it has accounts that take income and spending over at the year's end."""
        return any(account.role == "closing" for account in self.accounts.values())

    @property
    def books(self) -> list[str]:
        """The books that it keeps side by side, in code order."""
        return list(dict.fromkeys(account.book for account in self.accounts.values()))

    def account(self, code: str) -> Account | None:
        """What account `code` is: itself if the chart has it, else its first-level account, else its class."""
        return by_prefix(self.accounts, code)

    def having(self, codes: pd.Series, holds: Callable[[Account], bool]) -> pd.Series:
        """Which of `codes` are accounts of which `holds` is true. bool, index of `codes`."""
        found = {code: self.account(code) for code in codes.unique()}
        return codes.isin([code for code, account in found.items() if account and holds(account)])

    def is_spending(self, codes: pd.Series) -> pd.Series:
        """Which of `codes` are spending on the budget (cash) basis."""
        return self.having(codes, lambda account: account.element == self.spending_element)

    def is_income(self, codes: pd.Series) -> pd.Series:
        """Which of `codes` are income on the budget (cash) basis."""
        return self.having(codes, lambda account: account.element == self.income_element)

    def is_flow(self, codes: pd.Series) -> pd.Series:
        """Which of `codes` the year's end empties, in any book."""
        return self.having(codes, lambda account: account.is_flow)

    def is_listed(self, codes: pd.Series) -> pd.Series:
        """Which of `codes` are, or stand below, a first-level account of a national chart."""
        return self.having(codes, lambda account: len(account.code) > 1)

    def is_budgeted_spending(self, codes: pd.Series) -> pd.Series:
        """Which budget lines, by their account ("" = none told), are budgets of spending.

        A national chart only tells budgets of income apart: budget books put other classifications than accounts in
        their columns of codes. In another chart, an account that nobody called spending is not.
        """
        if self.is_national:
            return ~self.having(codes, lambda account: account.is_income)
        return codes.eq("") | self.is_spending(codes)

    def books_of(self, codes: pd.Series) -> pd.Series:
        """`financial` or `budget` for every account; "" for a chart that does not keep the two books."""

        def book(code: str) -> str:
            account = self.account(code)
            return account.book if account else ""

        return each(codes, book)

    def normal_sides(self, codes: pd.Series) -> pd.Series:
        """`debit` or `credit`: the side on which each account's positive balance stands; debit if nobody knows."""
        return each(codes, self._side)

    def codes_by_name(self) -> dict[str, str]:
        """Name of each first-level account -> its code."""
        return {account.name_zh: code for code, account in self.accounts.items() if len(code) > 1}

    def spending_prefixes(self) -> list[str]:
        """How the codes of spending accounts begin, in code order: the class of a national chart, what a unit said."""
        spending = [code for code, account in self.accounts.items() if account.element == self.spending_element]
        return sorted(code for code in spending if len(code) == 1 or not self.is_national)

    def _side(self, code: str) -> str:
        account = self.account(code)
        if account and account.normal_side == "either":
            account = self.accounts.get(code[:1])
        return account.normal_side if account else "debit"


def chart_of(unit: Unit) -> Chart:
    """The chart of `unit` (of one of its years: see `Unit.in_year`)."""
    return _own(unit) if unit.chart == OTHER_CHART else _national(unit.chart)


def charts() -> tuple[str, ...]:
    """The codes of all charts that a unit may name."""
    return tuple(code_list("charts"))


def own_code(text: str) -> str:
    """A unit's own account code as it is compared: without dots, hyphens and spaces."""
    return re.sub(r"[.\s-]", "", unicodedata.normalize("NFKC", text))


def account_alias(code: str, unit: Unit) -> AccountAlias | None:
    """What the unit's alias table says of its own account `code`: the longest own code that it begins with."""
    return by_prefix(unit.account_aliases, own_code(code))


def chart_codes(codes: pd.Series, unit: Unit) -> pd.Series:
    """The unit's own account codes as codes of its chart; what the alias table leaves of a code is kept behind it."""
    if not unit.account_aliases:
        return codes

    def mapped(code: str) -> str:
        alias = account_alias(code, unit)
        return alias.account_code + own_code(code)[len(alias.own_code) :] if alias else code

    return each(codes, mapped)


def by_prefix(table: Mapping[str, _Value], code: str) -> _Value | None:
    """The entry of `table` with the longest key that `code` begins with; None if there is none."""
    return next((table[code[:length]] for length in range(len(code), -1, -1) if code[:length] in table), None)


@cache
def _national(code: str) -> Chart:
    accounts = {
        row["code"]: Account(row["code"], row["name_zh"], row["element"], row["book"], row["normal_side"], row["role"])
        for row in code_list(f"accounts_{code}").values()
    }
    return _chart(code, accounts)


def _own(unit: Unit) -> Chart:
    """The chart that a unit's `[accounts]` describes: whatever it does not name is taken for money."""
    rest = {"": Account("", "", "", role="money")}
    named = {
        prefix: Account(prefix, name_zh="", **ACCOUNT_WORDS[word]) for prefix, word in unit.account_prefixes.items()
    }
    return _chart(OTHER_CHART, rest | named)


def _chart(code: str, accounts: Mapping[str, Account]) -> Chart:
    row = code_list("charts")[code]
    return Chart(code, row["name_zh"], row["name_en"], row["income_element"], row["spending_element"], accounts)
