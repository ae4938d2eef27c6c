"""The balances of a SIE file (#IB, #UB, #RES) as records of a balance table, and its #PSALDO as their proof.

#PSALDO tells by how much an account changed in a period, not its debits and credits: the table tells no movement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.money import as_yuan, to_cents
from perfkit.readers.lines.control_totals import CONTROL_TOTAL
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import LeftOut, Records
from perfkit.readers.standards.sie_lines import Line, SieFile, money, sides

_KEY: Final = ["year", "account"]


def balances(file: SieFile) -> tuple[Records, list[LeftOut]]:
    """One record per account and year: opening and closing of a balance account, closing of a result account.

    A record stands at its closing balance; its opening balance, and the changes by period, are left out as parts of
    it, balances of single objects as its details.
    """
    opening, closing = _numbered(file.of("#IB")), _numbered(file.of("#UB"))
    told = [(opening.get(key), closing.get(key)) for key in {**opening, **closing}]
    told += [(None, line) for line in file.of("#RES")]
    periods = file.of("#PSALDO")
    parts = [one for one, other in told if one and other] + [line for line in periods if not line.objects]
    details = [line for line in periods if line.objects] + file.of("#OIB", "#OUB")
    left = [_left("part_of_another_row", parts), _left("auxiliary_detail", details)]
    return _records(file, told), left


def _numbered(lines: Iterable[Line]) -> dict[tuple[int, str, int], Line]:
    """The lines by year, account and how often these came before: a balance told twice is two records."""
    found: dict[tuple[int, str, int], Line] = {}
    times: Counter[tuple[int, str]] = Counter()
    for line in lines:
        key = int(line.field(0)), line.field(1)
        times[key] += 1
        found[*key, times[key]] = line
    return found


def _records(file: SieFile, told: list[tuple[Line | None, Line | None]]) -> Records:
    placed = [(other or one, one, other) for one, other in told]
    ordered = sorted(((line, one, other) for line, one, other in placed if line), key=lambda record: record[0].row)
    lines = [line for line, _, _ in ordered]
    columns = {
        "fiscal_year": [file.fiscal_year(line.field(0)) for line in lines],
        "account_code": [line.field(1) for line in lines],
        "account_name": [file.accounts.get(line.field(1), "") for line in lines],
        "is_leaf": ["1"] * len(lines),
    }
    for when, balance in (("opening", [one for _, one, _ in ordered]), ("closing", [other for _, _, other in ordered])):
        amounts = [sides(line.field(2)) if line else ("0", "0") for line in balance]
        columns[f"{when}_debit"] = [debit for debit, _ in amounts]
        columns[f"{when}_credit"] = [credit for _, credit in amounts]
    return Records("balances", columns, [line.row for line in lines])


def _left(reason: str, lines: list[Line]) -> LeftOut:
    ordered = sorted(lines, key=lambda line: line.row)
    return LeftOut(reason, [line.text for line in ordered], [line.row for line in ordered])


def whole_accounts(file: SieFile) -> bool:
    """Whether a line without objects tells the whole account, as the standard says, or only what no object has.

    The #PSALDO of accounts that have both kinds of lines prove it: which of the two adds up to the account's change?
    """
    periods = file.of("#PSALDO")
    kinds = {(line.field(0), line.field(2), bool(line.objects)) for line in periods}
    both = [(year, account) for year, account, has_objects in kinds if has_objects and (year, account, False) in kinds]
    if not both:
        return True
    joined = _compared(file)
    joined = joined[joined.index.isin([(int(year), account) for year, account in both])]
    return bool(joined["bare"].eq(joined["cents"]).sum() >= joined["all"].eq(joined["cents"]).sum())


def period_balances(file: SieFile, source: Source) -> list[Finding]:
    """Accounts whose changes by period do not add up to the change of the year; only of the year that is read."""
    if not file.of("#PSALDO"):
        return []
    joined = _compared(file)
    counted = joined["bare" if whole_accounts(file) else "all"]
    apart = joined.assign(found=counted)[joined["cents"].ne(counted)].reset_index()
    ours = apart["year"].map(lambda year: file.fiscal_year(str(year)) == str(source.year)).astype("bool")
    return [_finding(told, source) for _, told in apart[ours].iterrows()]


def _compared(file: SieFile) -> pd.DataFrame:
    """Year and account -> change of the year (cents, told by `label` in `row`) and what the periods add up to.

    `bare` adds up the lines without objects, `all` every line. A file may tell the closing balances of the year before
    without its opening balances: no change is known then.
    """
    periods = file.of("#PSALDO")
    sums = _frame(periods, 2)
    sums = sums.assign(
        all=sums["cents"], bare=sums["cents"].where(pd.Series([not line.objects for line in periods]), 0)
    )
    opened = {line.field(0) for line in file.of("#IB")}
    balances = [line for line in file.of("#IB", "#UB", "#RES") if line.label == "#RES" or line.field(0) in opened]
    told = _frame(balances, 1)
    told["cents"] = told["cents"].where(told["label"].ne("#IB"), -told["cents"])
    changes = told.groupby(_KEY).agg(cents=("cents", "sum"), label=("label", "last"), row=("row", "last"))
    return changes.join(sums.groupby(_KEY)[["bare", "all"]].sum(), how="inner")


def _frame(lines: list[Line], account: int) -> pd.DataFrame:
    """Year, account, label, row and cents of lines whose account is that field and whose amount is the next."""
    amounts = pd.Series([money(line.field(account + 1)) for line in lines], dtype="str")
    return pd.DataFrame(
        {
            "year": pd.Series([int(line.field(0)) for line in lines], dtype="int64"),
            "account": pd.Series([line.field(account) for line in lines], dtype="str"),
            "label": pd.Series([line.label for line in lines], dtype="str"),
            "row": pd.Series([line.row for line in lines], dtype="int64"),
            # An amount that nobody can read counts 0: its account will not add up.
            "cents": to_cents(amounts).fillna(0).astype("int64"),
        }
    )


def _finding(told: pd.Series, source: Source) -> Finding:
    expected, found = int(told["cents"]), int(told["found"])
    parts: dict[str, object] = {
        "word": f"{told['label']} {told['account']}",
        "difference": as_yuan(expected - found),
        "currency": {"zh": source.unit.currency_zh, "en": source.unit.currency_en},
    }
    return Finding(
        CONTROL_TOTAL, told["account"], expected - found, as_yuan(expected), as_yuan(found), source.source_file,
        source_row=int(told["row"]), parts=parts,
    )  # fmt: skip
