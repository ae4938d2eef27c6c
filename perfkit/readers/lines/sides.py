"""Debit and credit of each row, however the export writes them: two columns, or a direction and an amount."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.readers.lines.faults import UNREADABLE_AMOUNT, UNREADABLE_DIRECTION, Fault
from perfkit.readers.lines.rows import Table

#: 1 and -1 are how databases of accounting systems write the sides; 平 says that there is no balance.
DIRECTIONS: Final = {
    **dict.fromkeys(("借", "借方", "d", "dr", "debit", "1"), "debit"),
    **dict.fromkeys(("贷", "贷方", "c", "cr", "credit", "-1"), "credit"),
    **dict.fromkeys(("平", ""), "none"),
}


def directions(texts: pd.Series) -> pd.Series:
    """`debit`, `credit`, `none` (平 or blank) of cells such as 借, 贷方, D; "" where the cell says something else."""
    known = {text: DIRECTIONS.get("".join(text.split()).casefold(), "") for text in texts.unique()}
    return texts.map(known).astype("str")


def sides(table: Table) -> tuple[dict[str, pd.Series], list[Fault]]:
    """debit_cents and credit_cents of every row of the sheet (Int64, null = unreadable), and what is unreadable."""
    if "debit" in table.header.fields or "credit" in table.header.fields:
        amounts = {"debit_cents": table.cents("debit"), "credit_cents": table.cents("credit")}
        faults = [
            _unreadable(table, "debit", amounts["debit_cents"]),
            _unreadable(table, "credit", amounts["credit_cents"]),
        ]
        return amounts, faults
    cents, side = table.cents("amount"), directions(table.texts("direction"))
    amounts = {f"{name}_cents": cents.where(side.eq(name), 0) for name in ("debit", "credit")}
    sideless = side.eq("") | (side.eq("none") & cents.fillna(0).ne(0))
    direction = Fault("unreadable_direction", sideless, table.texts("direction"), UNREADABLE_DIRECTION)
    return amounts, [_unreadable(table, "amount", cents), direction]


def _unreadable(table: Table, name: str, cents: pd.Series) -> Fault:
    return Fault("unreadable_amount", cents.isna(), table.texts(name), UNREADABLE_AMOUNT)
