"""Vouchers that several journals of one year tell: each line once, and of two versions of a voucher one.

A voucher is known by year, period, type and number (and by its day where numbers begin anew each day); the two books of
parallel bookkeeping are compared apart, because some systems export them apart. Of a voucher that two files tell,

* lines that are the same stand once, as often as the file that has most of them has them;
* a file may know more lines than the other (an export that was cut off, or filtered): the larger version holds;
* parts of one voucher in several files (a file per account, per department, or per page) are all kept: no part
  balances, and together they do, or no account with its codes is in both;
* anything else are two versions that cannot both hold: the one received last does, and a finding tells both.

Lines without a voucher number are compared one by one within their day: there is nothing that could conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.frames import CODES, empty
from perfkit.workspace.once import Once, taken_out
from perfkit.workspace.voucher_findings import conflicts, same_lines

_PLACE: Final = ("account_code", *CODES, "government_economic_code", "expenditure_type")
_AMOUNTS: Final = ("debit_cents", "credit_cents")
_WORDS: Final = ("summary", "voucher_date")


@dataclass(frozen=True)
class _Step:
    """What a further file changes.

    Args:
        same: `out` and `instead`: index of a line that the other file tells, too, and of the line that stays.
        old, new: lines of vouchers that conflict, and those that take their place.
        reworded: the vouchers among them of which only summary or date differ.
    """

    same: pd.DataFrame
    old: pd.DataFrame
    new: pd.DataFrame
    reworded: pd.Index


def vouchers_once(journal: pd.DataFrame, order: Sequence[str]) -> Once:
    """The journal of all files with every voucher line once.

    Args:
        journal: the frame `journal`.
        order: its files, the one received last at the end.
    """
    if len(journal["source_file"].unique()) < 2:
        return Once(journal, empty("set_aside"))
    lines = _contested(journal, journal["source_file"].map({file: number for number, file in enumerate(order)}))
    if lines.empty:
        return Once(journal, empty("set_aside"))
    steps = []
    ranks = sorted(lines["rank"].unique())
    kept = lines[lines["rank"].eq(ranks[0])]
    for number in ranks[1:]:
        further = lines[lines["rank"].eq(number)]
        step = _compare(kept, further)
        kept = pd.concat([kept, further]).drop([*step.same["out"], *step.old.index])
        steps.append(step)
    same = pd.concat([step.same for step in steps], ignore_index=True)
    old = pd.concat([step.old for step in steps])
    found = [conflicts(journal, step.old["voucher"], step.new["voucher"], step.reworded) for step in steps]
    return Once(
        journal.drop([*same["out"], *old.index]).reset_index(drop=True),
        pd.concat(
            [
                taken_out(journal.loc[same["out"]], "journal", "told_elsewhere"),
                taken_out(journal.loc[old.index], "journal", "conflicting_version"),
            ],
            ignore_index=True,
        ),
        (*same_lines(journal, same), *(finding for of_step in found for finding in of_step)),
    )


def _contested(journal: pd.DataFrame, rank: pd.Series) -> pd.DataFrame:
    """The lines of vouchers that more than one file tells.

    `voucher`, `line`, `money` and `place` number what is the same: the voucher; in it the line with all its words, the
    line without them, and where it is posted.
    """
    lines = journal[rank.groupby(journal["period"]).transform("nunique").gt(1)]
    voucher = _vouchers(lines)
    shared = rank[lines.index].groupby(voucher).transform("nunique").gt(1)
    lines, voucher = lines[shared], voucher[shared]
    told = _told(lines, ("account_name", *_PLACE, *_WORDS))
    place = [name for name in _PLACE if name == "account_code" or told[name].all()]
    words = [name for name in _WORDS if told[name].all()]
    found = pd.DataFrame(
        {
            "voucher": voucher,
            "rank": rank[lines.index],
            "richness": lines["source_file"].map(told.sum(axis="columns")),
            "is_numbered": lines["voucher_number"].ne(""),
            "net": lines["debit_cents"] - lines["credit_cents"],
            "place": _numbered(lines, place),
            "money": _numbered(lines, [*place, *_AMOUNTS]),
            "line": _numbered(lines, [*place, *_AMOUNTS, *words]),
        }
    )
    return found.assign(is_split=_split(found))


def _vouchers(lines: pd.DataFrame) -> pd.Series:
    """A number for the voucher of each line; for the day and book of a line without a voucher number."""
    # 0001 in one file is 1 in another; 0 stays a number.
    number = lines["voucher_number"].str.lstrip("0")
    number = number.mask(number.eq("") & lines["voucher_number"].ne(""), "0")
    numbers = lines.assign(number=number)
    named = ["fiscal_year", "period", "book", "number"]
    # Where one file does not tell types, they cannot tell its vouchers from those of the others.
    named += ["voucher_type"] if _told(lines, ("voucher_type",)).to_numpy().all() else []
    days = numbers[number.ne("")].groupby(["source_file", *named, "voucher_type"])["voucher_date"].nunique()
    daily = days[days.gt(1)].sum() * 2 > days.sum()
    day = lines["voucher_date"].where(number.eq("") | daily)
    return numbers.assign(day=day).groupby([*named, "day"], dropna=False, sort=False).ngroup()


def _told(lines: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """File -> whether it tells each column at all; what one file never tells cannot differ from another."""
    filled = {name: lines[name].notna() & lines[name].ne("") for name in names}
    return pd.DataFrame(filled).groupby(lines["source_file"]).any()


def _numbered(lines: pd.DataFrame, columns: list[str]) -> pd.Series:
    return lines.groupby(columns, dropna=False, sort=False).ngroup()


def _split(lines: pd.DataFrame) -> pd.Series:
    """Vouchers whose parts stand in several files: none of them balances, all of them together do."""
    versions = lines.groupby(["voucher", "rank"])["net"].sum().eq(0).groupby(level="voucher").any()
    nth = lines.groupby(["voucher", "rank", "line"]).cumcount()
    union = lines.assign(nth=nth).drop_duplicates(["voucher", "line", "nth"])
    together = union.groupby("voucher")["net"].sum().eq(0)
    return lines["voucher"].map(together & ~versions)


def _compare(kept: pd.DataFrame, new: pd.DataFrame) -> _Step:
    """A further file against what was kept of those before it."""
    old = kept[kept["voucher"].isin(new["voucher"])]
    pairs = _pairs(old, new, "line")
    richer = new.loc[pairs["new"], "richness"].to_numpy() > old.loc[pairs["old"], "richness"].to_numpy()
    same = pd.DataFrame(
        {"out": pairs["old"].where(richer, pairs["new"]), "instead": pairs["new"].where(richer, pairs["old"])}
    )
    own_old, own_new = old.drop(pairs["old"]), new.drop(pairs["new"])
    rivals = own_old[own_old["voucher"].isin(own_new["voucher"]) & own_old["is_numbered"] & ~own_old["is_split"]]
    # A version that balances is a whole voucher, and no part of one.
    balances = [lines.groupby("voucher")["net"].sum().eq(0) for lines in (old, new)]
    whole = [vouchers.index[vouchers] for vouchers in balances]
    places = [lines[["voucher", "place"]].drop_duplicates() for lines in (own_old, own_new)]
    meet = places[0].merge(places[1])["voucher"]
    vouchers = rivals["voucher"]
    conflict = vouchers[vouchers.isin(whole[0]) | vouchers.isin(whole[1]) | vouchers.isin(meet)].unique()
    own_old, own_new = own_old[own_old["voucher"].isin(conflict)], own_new[own_new["voucher"].isin(conflict)]
    return _Step(same, own_old, own_new, _reworded(own_old, own_new))


def _pairs(old: pd.DataFrame, new: pd.DataFrame, by: str) -> pd.DataFrame:
    """`old` and `new`: index of lines that are the same in voucher and `by`, the first with the first, and so on."""
    both = [
        lines[["voucher", by]].assign(nth=lines.groupby(["voucher", by]).cumcount(), at=lines.index)
        for lines in (old, new)
    ]
    matched = both[0].merge(both[1], on=["voucher", by, "nth"])
    return pd.DataFrame({"old": matched["at_x"], "new": matched["at_y"]})


def _reworded(old: pd.DataFrame, new: pd.DataFrame) -> pd.Index:
    """The vouchers whose lines are all the same but for summary or date."""
    matched = old.loc[_pairs(old, new, "money")["old"], "voucher"].value_counts()
    told = [lines["voucher"].value_counts()[matched.index] for lines in (old, new)]
    entirely: pd.Index = matched.index[matched.eq(told[0]) & matched.eq(told[1])]
    return entirely
