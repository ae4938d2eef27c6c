"""A frame in which nothing stands twice, with the rows taken out of it, as every comparison of files gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import SOURCE, conform, empty
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.rows import row_texts

TOLD_TWICE: Final = FindingKind(
    "overlapping_files",
    "notice",
    "两个文件有相同的行，只计一次",
    "lines told by two files, counted once",
    "{file} 有 {lines} 行（自第 {row} 行起，金额 {found} {currency}）在 {other} 中已列示，只计一次，已搁置。",
    "{lines} rows of {file} (from row {row}, {found}) stand in {other}, too. They count once; these are set aside.",
)
_AMOUNTS: Final = ("debit_cents", "credit_cents")
#: What tells a person which line it is, in the order of a voucher or table.
_TEXTS: Final = {
    "journal": ("voucher_date", "voucher_type", "voucher_number", "summary", "account_code", "account_name"),
    "balances": ("account_code", "account_name"),
    "budget": (
        "document_number",
        "document_date",
        "summary",
        "account_name",
        "project_code",
        "fund_code",
        "economic_code",
    ),
    "commitments": ("contract_number", "party_name", "project_code", "contract_date"),
    "summary": ("measure", "period", "project_code", "department_name", "fund_code", "economic_code"),
}


@dataclass(frozen=True)
class Once:
    """A frame without what another file tells.

    Args:
        frame: the rows that count.
        set_aside: the others, as the frame `set_aside`, one row per row of its file.
        findings: what is to be said of it.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def taken_out(rows: pd.DataFrame, kind: str, reason: str) -> pd.DataFrame:
    """Rows of the frame `kind` as the frame `set_aside`, those of one row of a file as one, each with its amounts."""
    if rows.empty:
        return empty("set_aside")
    texts = pd.DataFrame({name: rows[name].astype("str").fillna("") for name in _TEXTS[kind]})
    told = rows.rename(columns={"amount_cents": "debit_cents"}).assign(reason=reason, row_text=row_texts(texts))
    return one_row_each(conform(told, "set_aside"))


def one_row_each(aside: pd.DataFrame) -> pd.DataFrame:
    """Rows set aside, what stood in one row of a file (two lines, a budget and its execution) as one, amounts added."""
    row = [*SOURCE, "reason"]
    sums = aside.groupby(row, sort=False)[list(_AMOUNTS)].transform("sum")
    return aside.assign(**{name: sums[name] for name in _AMOUNTS}).drop_duplicates(row)


def rows_moved(aside: pd.DataFrame, frames: Iterable[pd.DataFrame]) -> dict[str, int]:
    """File -> how many of the rows in `aside` are in none of `frames`: a row may hold more than what was taken out."""
    rows = aside[list(SOURCE)].drop_duplicates()
    files = rows["source_file"].unique()
    kept = [frame.loc[frame["source_file"].isin(files) & frame["source_row"].isin(rows["source_row"]), list(SOURCE)]
            for frame in frames]  # fmt: skip
    left = rows.merge(pd.concat(kept).drop_duplicates(), how="left", indicator="where")["where"].eq("both")
    return {str(file): int(count) for file, count in rows.loc[~left.to_numpy(), "source_file"].value_counts().items()}


def told_twice(rows: pd.DataFrame, other: str, amount: str, kind: FindingKind = TOLD_TWICE) -> Finding:
    """The finding about rows of one file that `other` tells, too, and that were taken out.

    Args:
        rows: what was taken out, at least one row.
        other: the file whose rows were kept.
        amount: the column whose sum is told.
        kind: what to say.
    """
    first, cents = rows.iloc[0], int(rows[amount].sum())
    return Finding(
        kind,
        amount_cents=cents,
        found=as_yuan(cents),
        source_file=first["source_file"],
        source_sheet=first["source_sheet"],
        source_row=int(first["source_row"]),
        parts={"lines": len(rows.drop_duplicates(list(SOURCE))), "other": other},
    )
