"""Account-balance tables (科目余额表): opening, movement and closing of each account."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pandas as pd

from perfkit.ledger.charts import chart_of
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.layouts.kinds import MOVEMENT_OF_MONTH
from perfkit.readers.layouts.month_groups import month_totals, movements
from perfkit.readers.lines.accounts import Accounts, accounts
from perfkit.readers.lines.control_totals import control_totals
from perfkit.readers.lines.faults import NO_ACCOUNT, UNREADABLE_AMOUNT, UNREADABLE_DIRECTION, Fault, other_year, refuse
from perfkit.readers.lines.rows import Reading, Source, Table, placed, reasons, row_texts, set_aside, totals
from perfkit.readers.lines.sides import directions

#: Vendors print 8001 资金结存 as a credit account; by the rule it has a debit balance (政府会计制度, 8001).
_DIRECTION_NOT_TRUSTED: Final = "8001"
#: In which columns a balance may stand.
_FORMS: Final = ("balance", "debit", "credit")
_WHOLE_TOTAL: Final = r"(?:^|\|)(?:合计|总计|总合计)(?:\||$)"


def read_balances(tables: Sequence[Table], source: Source) -> Reading:
    """The accounts of all sheets of one balance table.

    *Grain*: one row of the result = one row of the export with an account. Movement is that of the period printed,
    or the year to date where only that is given. Parents stand beside their sub-accounts: add up `is_leaf` only.
    """
    frames, aside, moved, sheets = [], [], [], []
    findings: list[Finding] = []
    for table in tables:
        found = accounts(table, source.unit)
        amounts, faults = _amounts(table, found, source.unit)
        why, told = refuse(reasons(table), [other_year(table, source), *faults], table, source)
        why = why.mask(why.eq("") & _is_detail(table, found.exported, why), "auxiliary_detail")
        findings += [*told, *month_totals(table, why, amounts, found.exported, source)]
        frame = pd.DataFrame({**found.columns(), **amounts, "is_leaf": table.texts("is_leaf").eq("1")})[why.eq("")]
        frames.append(placed(frame, table.sheet, source))
        movement = {name: amounts[name] for name in ("debit_cents", "credit_cents")}
        aside.append(set_aside(table, why, source, **movement))
        moved.append(movement)
        sheets.append((table, why, found.exported, amounts))
    frame = pd.concat(frames, ignore_index=True)
    # Some formats have no parent accounts at all: there 19301 is no part of 1930.
    frame["is_leaf"] |= leaves(frame["exported_account_code"])
    findings += control_totals(_of_leaves(sheets, frame), source)
    conformed = conform(frame, "balances")
    return Reading(conformed, pd.concat(aside, ignore_index=True), tuple(findings), totals(moved))


def _of_leaves(
    sheets: Sequence[tuple[Table, pd.Series, pd.Series, dict[str, pd.Series]]], frame: pd.DataFrame
) -> list[tuple[Table, pd.Series, dict[str, pd.Series]]]:
    """What the 合计 rows cover: the accounts without sub-accounts. 资产小计 and the like cover a part, not told which.

    Balances are compared where they stand in two columns: how vendors add one column up over both sides differs.
    """
    parents = frame.loc[~frame["is_leaf"], "exported_account_code"].unique()
    compared = []
    for table, why, codes, amounts in sheets:
        said = row_texts(table.sheet.cells[why.eq("subtotal")]).str.replace(r"\s", "", regex=True)
        leaf = why.mask(why.eq("") & codes.isin(list(parents)), "parent")
        leaf[said[~said.str.contains(_WHOLE_TOTAL)].index] = "part"
        columns = {
            name: cents
            for name, cents in amounts.items()
            if not name.startswith(("opening", "closing")) or table.has(name.removesuffix("_cents"))
        }
        compared.append((table, leaf, columns))
    return compared


def leaves(codes: pd.Series) -> pd.Series:
    """Whether each account has no sub-account among `codes`."""
    ordered = sorted(code for code in codes.unique() if code)
    parents = {code for code, following in pairwise(ordered) if following.startswith(code)}
    return ~codes.isin(list(parents))


def _amounts(table: Table, found: Accounts, unit: Unit) -> tuple[dict[str, pd.Series], list[Fault]]:
    """The six amounts of every row of the sheet (Int64, null = unreadable), and what is wrong with them."""
    amounts, faults = movements(table)
    for when in ("opening", "closing"):
        sides, unread = _balance(table, when, chart_of(unit).normal_sides(found.code), found.code)
        amounts |= {f"{when}_{side}_cents": cents for side, cents in sides.items()}
        faults += unread
    amounts |= _following(table, amounts)
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


def _following(table: Table, amounts: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """The opening or closing balance of a table that has no column of it, from the other and the movement."""
    told = {when for when in ("opening", "closing") if any(table.has(f"{when}_{form}") for form in _FORMS)}
    moves = any(table.has(f"{of}{side}") for of in ("", "ytd_") for side in ("debit", "credit")) or any(
        table.has(name) for names in MOVEMENT_OF_MONTH.values() for name in names
    )
    if len(told) != 1 or not moves:
        return {}
    known, wanted, sign = ("opening", "closing", 1) if "opening" in told else ("closing", "opening", -1)
    movement = amounts["debit_cents"] - amounts["credit_cents"]
    net = amounts[f"{known}_debit_cents"] - amounts[f"{known}_credit_cents"] + sign * movement
    return {f"{wanted}_debit_cents": net.clip(lower=0), f"{wanted}_credit_cents": (-net).clip(lower=0)}


def _written(table: Table, when: str) -> pd.Series:
    own = table.texts(f"{when}_direction")
    return first_given(own, table.texts("direction"))


def _unreadable(table: Table, name: str, cents: pd.Series) -> Fault:
    return Fault("unreadable_amount", cents.isna(), table.texts(name), UNREADABLE_AMOUNT)


def _is_detail(table: Table, codes: pd.Series, why: pd.Series) -> pd.Series:
    """Rows that break an account down by auxiliary items, where the account has a row of its own."""
    detail = table.texts("aux").ne("")
    own = codes[~detail & why.eq("")]
    return detail & codes.isin(own)
