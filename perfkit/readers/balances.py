"""Account-balance tables (科目余额表): opening, movement and closing of each account."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pandas as pd

from perfkit.ledger.classifications import code_list
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.ledger.units import Unit
from perfkit.readers.accounts import Accounts, accounts
from perfkit.readers.faults import NO_ACCOUNT, UNREADABLE_AMOUNT, UNREADABLE_DIRECTION, Fault, other_year, refuse
from perfkit.readers.rows import Reading, Source, Table, placed, reasons, set_aside
from perfkit.readers.sides import directions

#: Normal side by first digit, for accounts that the code list does not have. Source: 政府会计制度.
_SIDE_OF_DIGIT: Final = {**dict.fromkeys("157", "debit"), **dict.fromkeys("23468", "credit")}
#: Vendors print 8001 资金结存 as a credit account; by the rule it has a debit balance (政府会计制度, 8001).
_DIRECTION_NOT_TRUSTED: Final = "8001"


def read_balances(tables: Sequence[Table], source: Source) -> Reading:
    """The accounts of all sheets of one balance table.

    *Grain*: one row of the result = one row of the export with an account. Movement is that of the period printed,
    or the year to date where only that is given. Parents stand beside their sub-accounts: add up `is_leaf` only.
    """
    frames, aside = [], []
    findings: list[Finding] = []
    for table in tables:
        found = accounts(table, source.unit)
        amounts, faults = _amounts(table, found, source.unit)
        why, told = refuse(reasons(table), [other_year(table, source), *faults], table, source)
        why = why.mask(why.eq("") & _is_detail(table, found.code, why), "auxiliary_detail")
        findings += told
        frame = pd.DataFrame({"account_code": found.code, "account_name": found.name, **amounts})[why.eq("")]
        frames.append(placed(frame, table.sheet, source))
        movement = {name: amounts[name] for name in ("debit_cents", "credit_cents")}
        aside.append(set_aside(table, why, source, **movement))
    frame = pd.concat(frames, ignore_index=True)
    frame["is_leaf"] = leaves(frame["account_code"])
    return Reading(conform(frame, "balances"), pd.concat(aside, ignore_index=True), tuple(findings))


def leaves(codes: pd.Series) -> pd.Series:
    """Whether each account has no sub-account among `codes`."""
    ordered = sorted(code for code in codes.unique() if code)
    parents = {code for code, following in pairwise(ordered) if following.startswith(code)}
    return ~codes.isin(list(parents))


def normal_sides(codes: pd.Series, unit: Unit) -> pd.Series:
    """`debit` or `credit`: the side on which each account's positive balance stands; debit in an unknown chart."""
    if unit.chart != "government_2019":
        return pd.Series("debit", index=codes.index, dtype="str")
    listed = {code: row["normal_side"] for code, row in code_list("accounts").items()}

    def side(code: str) -> str:
        found = listed.get(code[:4], "")
        return found if found in ("debit", "credit") else _SIDE_OF_DIGIT.get(code[:1], "debit")

    return codes.map({code: side(code) for code in codes.unique()}).astype("str")


def _amounts(table: Table, found: Accounts, unit: Unit) -> tuple[dict[str, pd.Series], list[Fault]]:
    """The six amounts of every row of the sheet (Int64, null = unreadable), and what is wrong with them."""
    movement = "" if table.has("debit") or table.has("credit") else "ytd_"
    columns = {f"{side}_cents": f"{movement}{side}" for side in ("debit", "credit")}
    amounts = {name: table.cents(column) for name, column in columns.items()}
    faults = [_unreadable(table, column, amounts[name]) for name, column in columns.items()]
    for when in ("opening", "closing"):
        sides, unread = _balance(table, when, normal_sides(found.code, unit), found.code)
        amounts |= {f"{when}_{side}_cents": cents for side, cents in sides.items()}
        faults += unread
    money = pd.DataFrame(amounts).fillna(1).ne(0).any(axis="columns")
    nowhere = found.code.eq("")
    missing = [Fault("no_account", nowhere & money, found.name, NO_ACCOUNT), Fault("no_account", nowhere, found.name)]
    return amounts, [*missing, *faults]


def _balance(table: Table, when: str, normal: pd.Series, codes: pd.Series) -> tuple[dict[str, pd.Series], list[Fault]]:
    """Debit and credit of one balance: two columns, or a direction and an amount, or one signed by the normal side."""
    names = {side: f"{when}_{side}" for side in ("debit", "credit")}
    if any(table.has(name) for name in names.values()):
        cents = {side: table.cents(name) for side, name in names.items()}
        return cents, [_unreadable(table, name, cents[side]) for side, name in names.items()]
    signed, written = table.cents(f"{when}_balance"), _written(table, when)
    told = directions(written)
    side = told.where(told.isin(["debit", "credit"]) & ~codes.str.startswith(_DIRECTION_NOT_TRUSTED), normal)
    net = signed.where(side.eq("debit"), -signed)
    split = {"debit": net.clip(lower=0), "credit": (-net).clip(lower=0)}
    faults = [
        _unreadable(table, f"{when}_balance", signed),
        Fault("unreadable_direction", told.eq(""), written, UNREADABLE_DIRECTION),
    ]
    return split, faults


def _written(table: Table, when: str) -> pd.Series:
    own = table.texts(f"{when}_direction")
    return own.where(own.ne(""), table.texts("direction"))


def _unreadable(table: Table, name: str, cents: pd.Series) -> Fault:
    return Fault("unreadable_amount", cents.isna(), table.texts(name), UNREADABLE_AMOUNT)


def _is_detail(table: Table, codes: pd.Series, why: pd.Series) -> pd.Series:
    """Rows that break an account down by auxiliary items, where the account has a row of its own."""
    detail = table.texts("aux").ne("")
    own = codes[~detail & why.eq("")]
    return detail & codes.isin(own)
