"""Columns of amounts that nobody explained: a budget book or summary that is only half understood says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import to_cents
from perfkit.readers.layouts.header import normal
from perfkit.readers.lines.rows import Source, Table

UNREAD_COLUMNS: Final = FindingKind(
    "unread_columns", "warning", "有金额列未读入", "columns of amounts that were not read",
    "{place} 第 {row} 行表头：列“{found}”含金额，但不知其含义，未读入。请写映射文件指明（[columns] 或 [unpivot]），"
    "不需要的写为空。",
    "{place}, header in row {row}: the columns “{found}” hold amounts, but nobody says what they mean; they were not "
    "read. Name them in a mapping file ([columns] or [unpivot]), or name them as nothing.",
)  # fmt: skip
#: Headings of numbers that are no amounts.
_NO_AMOUNT: Final = re.compile(
    r"率|比|%|号|编码|代码|排名|进度|占|年度|季度|月份|期间|数量|人数|备注"
    r"|rate|ratio|share|percent|year|quarter|month|period|code|no\.?$"
)


def unread_columns(table: Table, line: pd.Series, source: Source) -> list[Finding]:
    """One finding for the columns of `table` that hold amounts on its lines and that no field reads."""
    header, cells = table.header, table.sheet.cells[line]
    read, said = set(header.fields.values()), explained(table)
    titles = [
        title
        for index, title in enumerate(header.titles)
        if index not in read and title and normal(title) not in said and not _NO_AMOUNT.search(normal(title))
        if _are_amounts(cells[index].str.strip())
    ]
    if not titles:
        return []
    file, sheet = source.source_file, table.sheet.name
    found = "、".join(titles)
    return [Finding(UNREAD_COLUMNS, found=found, source_file=file, source_sheet=sheet, source_row=header.header_row)]


def explained(table: Table) -> set[str]:
    """The headings that the mapping speaks of, even if only to leave them out."""
    mapping = table.mapping
    if mapping is None:
        return set()
    unpivot = mapping.unpivot
    named: list[Iterable[str]] = [mapping.columns, *mapping.joined.values(), *(rule.where for rule in mapping.rows)]
    named += [[*unpivot.columns, unpivot.total]] if unpivot else []
    return {normal(heading) for headings in named for heading in headings}


def _are_amounts(texts: pd.Series) -> bool:
    cents = to_cents(texts)
    return bool(cents.notna().all() and cents.ne(0).any())
