"""Columns that may not be what they were taken for: beyond the header, named twice, or named by a mapping in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import selected
from perfkit.ledger.money import to_cents
from perfkit.readers.layouts.header import field_of, normal
from perfkit.readers.layouts.mappings import Mapping
from perfkit.readers.lines.rows import Reading, Source, Table

BEYOND_HEADER: Final = FindingKind(
    "cells_beyond_header", "error", "单元格多于表头", "more cells than headings",
    "{place} 有 {found} 行的单元格多于表头的列（自第 {row} 行起，多出“{shown}”）：可能有未加引号的分隔符（如 1,234.50 "
    "中的逗号）把一个单元格拆成了两个，其后各列因此错位。请核对这些行，或改用其他分隔符重新导出。",
    "{place}: {found} rows have more cells than there are headings (from row {row} on, “{shown}” is left over): a "
    "separator without quotation marks, such as the comma of 1,234.50, may have made two cells of one and moved those "
    "after it. Look at these rows, or export with another separator.",
)  # fmt: skip
NAMED_TWICE: Final = FindingKind(
    "columns_named_twice", "error", "两列含义相同而金额不同", "two columns of one meaning differ",
    "{place} 第 {row} 行表头：第 {taken} 列“{expected}”与第 {other} 列“{found}”含义相同，但有 {lines} 行金额不同；"
    "读入的是第 {taken} 列。请核对，或在映射文件中指明。",
    "{place}, header in row {row}: column {taken} (“{expected}”) and column {other} (“{found}”) mean the same and "
    "differ in {lines} rows; column {taken} is the one that was read. Look at them, or name the column in a mapping "
    "file.",
)  # fmt: skip
NAMED_IN_VAIN: Final = FindingKind(
    "mapped_headings_absent", "warning", "映射文件指明的列不存在", "mapping names absent columns",
    "映射文件 {mapping} 指明的列“{found}”在 {file} 中不存在，未读入任何内容。请改正列名，或从映射文件中删去。",
    "The mapping file {mapping} names the columns “{found}”, which {file} does not have; nothing was read for them. "
    "Correct the names, or take them out of the mapping file.",
)  # fmt: skip
#: Fields of which a journal has one column.
_AMOUNTS: Final = ("debit", "credit", "amount")
_SHOWN: Final = 40


def doubtful_columns(
    tables: Sequence[Table], readings: dict[str, Reading], mapping: Mapping | None, separator: str, source: Source
) -> Iterator[Finding]:
    """What to say of the columns of one export.

    Args:
        tables: those of the file.
        readings: what was made of them.
        mapping: the mapping file that explains them, if a person wrote one.
        separator: of the cells of a text file; "" = a workbook, where notes may stand beside a table.
        source: where it comes from.
    """
    for table in tables:
        kept = _kept(table, readings)
        if separator:
            yield from _beyond_header(table, kept, source)
        if table.header.kind == "journal":
            yield from _named_twice(table, kept, source)
    if mapping:
        yield from _named_in_vain(tables, mapping, source)


def _kept(table: Table, readings: dict[str, Reading]) -> pd.DataFrame:
    """The cells of the rows that count."""
    frame = readings[table.header.kind].frame if table.header.kind in readings else pd.DataFrame(columns=["source_row"])
    rows = frame["source_row"] if frame.empty else frame.loc[frame["source_sheet"].eq(table.sheet.name), "source_row"]
    is_kept = table.sheet.cells.index.to_series().add(1).isin(rows)
    return selected(table.sheet.cells, is_kept)


def _beyond_header(table: Table, kept: pd.DataFrame, source: Source) -> Iterator[Finding]:
    last = max([index for index, title in enumerate(table.header.titles) if title], default=-1)
    beyond = kept[list(range(last + 1, len(table.header.titles)))]
    over = beyond.apply(lambda cells: cells.str.strip().ne("")).any(axis="columns")
    if over.any():
        row = int(over.idxmax())
        shown = next(filter(None, (str(cell).strip() for cell in beyond.loc[row])))
        yield _finding(BEYOND_HEADER, table, source, row + 1, str(int(over.sum())), shown=shown[:_SHOWN])


def _named_twice(table: Table, kept: pd.DataFrame, source: Source) -> Iterator[Finding]:
    titles = table.header.titles
    own = {normal(heading) for heading in table.mapping.columns} if table.mapping else set()
    for name in _AMOUNTS:
        taken = table.header.fields.get(name, len(titles))
        for other in range(len(titles) if taken < len(titles) else 0):
            if other in table.header.fields.values() or not _means(titles[other], titles[taken], name, own):
                continue
            differ = int((_cents(kept[other], table) != _cents(kept[taken], table)).sum())
            if differ:
                parts = {"taken": taken + 1, "other": other + 1, "lines": differ}
                yield _finding(
                    NAMED_TWICE, table, source, table.header.header_row, titles[other], titles[taken], **parts
                )


def _means(title: str, taken: str, name: str, own: set[str]) -> bool:
    """Whether a heading means what the heading `taken` does; what a mapping calls otherwise, `own`, does not."""
    return normal(title) == normal(taken) or (normal(title) not in own and field_of(title) == name)


def _cents(cells: pd.Series, table: Table) -> pd.Series:
    """Amounts, 0 where there is none: only whether two columns differ is asked."""
    return to_cents(table.plain(cells.str.strip()), table.money_unit).fillna(0).astype("int64")


def _named_in_vain(tables: Sequence[Table], mapping: Mapping, source: Source) -> Iterator[Finding]:
    there = {normal(title) for table in tables for title in table.header.titles}
    there |= {title.partition(".")[2] for title in there}
    absent = [heading for heading, name in mapping.columns.items() if name and normal(heading) not in there]
    if absent:
        found, file = "、".join(absent), source.source_file
        yield Finding(NAMED_IN_VAIN, found=found, source_file=file, parts={"mapping": mapping.name})


def _finding(
    kind: FindingKind, table: Table, source: Source, row: int, found: str, expected: str = "", **parts: object
) -> Finding:
    return Finding(
        kind,
        expected=expected,
        found=found,
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=row,
        parts=parts,
    )
