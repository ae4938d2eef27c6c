"""Which lines of a journal make up one entry, and whether it balances. Not every book numbers its entries alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.frames import VOUCHER

#: What makes lines one entry, beside VOUCHER. In some books (FEC) an entry is written under several journals, its day
#: and number the same; in others (SIE), whose numbers run through the year, its lines are dated in several months.
SPANNING: Final[dict[str, tuple[str, ...]]] = {
    "types": ("fiscal_year", "voucher_date", "voucher_number"),
    "months": ("fiscal_year", "voucher_type", "voucher_number"),
}


def balance_of_entries(journal: pd.DataFrame) -> pd.Series:
    """How the entry of each line balances, to the cent.

    `voucher`: by period, type and number; else `types` or `months`: together with other vouchers, by SPANNING; else
    `none`. With parallel books (平行记账) the lines of each book balance on their own; lines of accounts that nobody
    knows may be of either. Vouchers that balance are never part of an entry that spans several: only the rest is looked
    at.
    """
    found = pd.Series("voucher", index=journal.index, dtype="str")
    rest = journal[_is_off(journal, VOUCHER)]
    rest = rest[~_is_whole(rest)]
    for name, entry in SPANNING.items():
        if rest.empty:
            return found
        if name == "types" or _numbers_run_on(journal.drop(index=rest.index)):
            is_off = _is_off(rest, entry)
            found[rest.index[~is_off]] = name
            rest = rest[is_off]
    found[rest.index] = "none"
    return found


def starts(lines: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Which lines differ from the one above them in a column of `names`: where the next voucher, or part of one, is.

    Most files list their vouchers one after the other. To compare neighbours is many times cheaper than to group.
    """
    differs = pd.Series(False, index=lines.index)
    for name in names:
        differs |= lines[name].ne(lines[name].shift())
    return differs


def _is_off(lines: pd.DataFrame, entry: Sequence[str]) -> pd.Series:
    keys = [*entry, "book"]
    net = lines["debit_cents"] - lines["credit_cents"]
    # Neighbours that balance stay so in the sum of their entry; only entries with others need adding up.
    is_off = net.groupby(starts(lines, keys).cumsum()).transform("sum").ne(0)
    near = lines[lines["voucher_number"].isin(lines.loc[is_off, "voucher_number"])]
    sums = net[near.index].groupby([near[name] for name in keys], dropna=False).transform("sum")
    return sums.ne(0).reindex(lines.index, fill_value=False)


def _is_whole(rest: pd.DataFrame) -> pd.Series:
    """Which lines are of vouchers with an account of no known book that balance in both books together."""
    voucher = [rest[name] for name in VOUCHER]
    is_open = rest["book"].eq("").groupby(voucher, dropna=False).transform("any")
    net = (rest["debit_cents"] - rest["credit_cents"]).groupby(voucher, dropna=False).transform("sum")
    return is_open & net.eq(0)


def _numbers_run_on(balanced: pd.DataFrame) -> bool:
    """Whether the numbers of vouchers run through the year: none of them is that of two vouchers that balance."""
    heads = balanced.drop_duplicates(list(VOUCHER))
    return not heads.duplicated(list(SPANNING["months"])).any()
