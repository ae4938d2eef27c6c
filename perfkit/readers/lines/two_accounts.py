"""Journals with a debit account and a credit account on one row, as simple and as Japanese systems write them.

    日期, 摘要, 借方科目, 借方金额, 贷方科目, 贷方金额      or one 金额 for both

Every row is two voucher lines; in an entry of several rows a side may be blank.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.readers.lines.accounts import Accounts
from perfkit.readers.lines.rows import Table

_SIDES: Final = ("debit", "credit")


def by_side(table: Table) -> list[Table]:
    """`table` itself, or, if it has two accounts on a row, its debit lines and its credit lines: the same rows."""
    is_double = all(any(name.startswith(f"{side}_account") for name in table.header.fields) for side in _SIDES)
    return [_of_side(table, side) for side in _SIDES] if is_double else [table]


def is_blank(view: Table, found: Accounts, amounts: dict[str, pd.Series]) -> pd.Series:
    """Rows that say nothing on this side: neither account nor amount."""
    money = amounts["debit_cents"].fillna(1).ne(0) | amounts["credit_cents"].fillna(1).ne(0)
    return found.code.eq("") & found.name.eq("") & ~money


def _of_side(table: Table, side: str) -> Table:
    """The columns of one side under the names that they have where a row is one line."""
    fields, compounds = table.header.fields, table.header.compounds
    prefixes = tuple(f"{one}_" for one in _SIDES)
    names = {name: name for name in fields if name not in (*_SIDES, "amount") and not name.startswith(prefixes)}
    names |= {name.removeprefix(f"{side}_"): name for name in fields if name.startswith(f"{side}_")}
    names[side] = side if side in fields else "amount"
    if "account_combined" in names and not _has_codes(table, names["account_combined"]):
        names["account_name"] = names.pop("account_combined")
    header = replace(
        table.header,
        fields={name: fields[own] for name, own in names.items()},
        compounds={name: compounds[own] for name, own in names.items() if own in compounds},
    )
    return replace(table, header=header)


def _has_codes(table: Table, name: str) -> bool:
    """Whether 借方科目 holds codes, or codes and names; else it holds names alone."""
    below = table.texts(name).iloc[table.header.first_data_row - 1 :]
    return bool(below.str.match(r"[\['(]*[0-9０-９]").any())
