"""Red letters (红字): an amount that is written in red and without a sign is negative.

Where most amounts of a table are red, the colour is one of looks and says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.rows import Source, Table

RED_LETTERS: Final = FindingKind(
    "red_letters", "warning", "红字金额按负数读入", "amounts in red letters",
    "{place} 有 {count} 个金额以红字书写且没有负号（首个在第 {row} 行），按负数读入，合计 {found} {currency}。"
    "如红色另有所指，请改为黑字后重新放入。",
    "{place}: {count} amounts are written in red without a sign (the first in row {row}); they were read as negative, "
    "{found} in all. If red means something else there, write them in black.",
)  # fmt: skip
_AMOUNT: Final = re.compile(
    r"(?:(?:opening|closing|ytd|budget)_)?(?:debit|credit|balance)(?:_\d+)?|amount|actual(?:_\w+)?"
    r"|(?:original|final)_budget|budget_amount|adjustment|supplement|reduction|transfer|carryover"
)


def with_red_letters(table: Table) -> Table:
    """`table` without its colours where most of its amounts are red."""
    if not table.sheet.red:
        return table
    filled = [table.texts(name).ne("") for name in _amounts(table)]
    red = [table.red(name) & cells for name, cells in zip(_amounts(table), filled, strict=True)]
    is_style = sum(map(int, map(pd.Series.sum, red))) * 2 > sum(map(int, map(pd.Series.sum, filled)))
    return replace(table, sheet=replace(table.sheet, red={})) if is_style else table


def red_letters(tables: Iterable[Table], source: Source) -> Iterator[Finding]:
    """One finding for each table in which amounts were negative by their colour alone."""
    for table in tables:
        below = table.sheet.cells.index >= table.header.first_data_row - 1
        cents = {name: table.cents(name) for name in _amounts(table) if table.sheet.red}
        plain = {name: replace(table, sheet=replace(table.sheet, red={})).cents(name) for name in cents}
        turned = {name: amounts[amounts.ne(plain[name]) & below].dropna() for name, amounts in cents.items()}
        found = pd.concat(turned.values()) if turned else pd.Series(dtype="Int64")
        if len(found):
            yield Finding(
                RED_LETTERS,
                amount_cents=int(found.sum()),
                found=as_yuan(int(found.sum())),
                source_file=source.source_file,
                source_sheet=table.sheet.name,
                source_row=int(found.index.min()) + 1,
                parts={
                    "count": len(found),
                    "currency": {"zh": source.unit.currency_zh, "en": source.unit.currency_en},
                },
            )


def _amounts(table: Table) -> list[str]:
    return [name for name in table.header.fields if _AMOUNT.fullmatch(name)]
