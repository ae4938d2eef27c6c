"""`[joined]` of a mapping: codes whose parts stand in columns side by side, and the outline that such codes make.

类 201 with neither 款 nor 项 is the sum of the rows 201 06, and 201 06 that of the rows 201 06 01, 201 06 02, ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from perfkit.errors import BadConfiguration
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan
from perfkit.readers.balances import leaves
from perfkit.readers.layouts.header import normal
from perfkit.readers.lines.rows import Source, Table

CLASS_TOTAL: Final = FindingKind(
    "class_totals", "error", "类、款合计与明细不符", "class differs from its items",
    "{place} 第 {row} 行：{subject} 的合计为 {expected}，其下各项之和为 {found}，相差 {amount} 元；按各项计入。",
    "{place} row {row}: the total of {subject} is {expected}, its items add up to {found}, a difference of {amount}; "
    "the items are counted.",
)  # fmt: skip


def with_joined(table: Table) -> Table:
    """`table` with a column for each field that its mapping joins: numbers put together, names as a path.

    Raises:
        BadConfiguration: the mapping names a heading that the table does not have.
    """
    mapping = table.mapping
    if mapping is None or not mapping.joined:
        return table
    return table.with_columns(
        {
            name: _key(table, headings) if name == "voucher_key" else _joined(table, headings)
            for name, headings in mapping.joined.items()
        }
    )


def _key(table: Table, headings: Sequence[str]) -> pd.Series:
    """What names a voucher in two tables, its parts kept apart: 1 and 12 is not 11 and 2; "" where all are blank."""
    index = table.sheet.cells.index
    key, is_told = pd.Series("", index=index, dtype="str"), pd.Series(False, index=index)
    for cells in (_cells(table, heading) for heading in headings):
        key, is_told = key + "\N{SYMBOL FOR UNIT SEPARATOR}" + cells, is_told | cells.ne("")
    return key.where(is_told, "")


def _joined(table: Table, headings: Sequence[str]) -> pd.Series:
    cells = [_cells(table, heading) for heading in headings]
    coded = cells[0].str.fullmatch(r"\d+")
    code, path = cells[0], cells[0]
    for part in cells[1:]:
        code = code + part
        path = path.where(part.eq(""), path + "-" + part)
    return code.where(coded, path)


def _cells(table: Table, heading: str) -> pd.Series:
    places = {normal(title): index for index, title in enumerate(table.header.titles)}
    if normal(heading) not in places:
        columns = ", ".join(title for title in table.header.titles if title)
        name = table.mapping.name if table.mapping else ""
        raise BadConfiguration(path=name, where="[joined]", expected=columns, found=heading)
    return table.sheet.cells[places[normal(heading)]].str.strip().str.lstrip("'")


def classes(table: Table, line: pd.Series) -> pd.Series:
    """Which lines of a table with joined codes are classes of other lines: they are told again, item by item."""
    found = pd.Series(False, index=line.index)
    for name in table.mapping.joined if table.mapping else ():
        codes = table.texts(name)[line]
        found |= ~leaves(codes).reindex(line.index, fill_value=True)
    return found


def class_totals(
    table: Table, views: Sequence[Table], items: pd.Series, above: pd.Series, source: Source
) -> Iterator[Finding]:
    """Classes whose amount is not the sum of their items, by column.

    Args:
        table: the sheet.
        views: its amount columns.
        items, above: which rows are lines, and which classes of these.
        source: where it comes from.
    """
    for name in table.mapping.joined if table.mapping else ():
        codes = table.texts(name)
        for view in views:
            cents = view.cents("amount").fillna(0).astype("int64")
            for row in above[above].index:
                below = int(cents[items & codes.str.startswith(codes[row])].sum())
                if codes[row] and below != cents[row]:
                    yield _finding(table, codes[row], row, int(cents[row]), below, source)


def _finding(table: Table, code: str, row: int, printed: int, found: int, source: Source) -> Finding:
    return Finding(
        CLASS_TOTAL,
        subject=code,
        amount_cents=printed - found,
        expected=as_yuan(printed),
        found=as_yuan(found),
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=row + 1,
        parts={"amount": as_yuan(printed - found)},
    )
