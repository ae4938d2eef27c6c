"""What a table of an export was taken for: which heading for which field. For people to look at; nothing reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from perfkit.readers.layouts.header import field_of, normal
from perfkit.readers.lines.rows import Table
from perfkit.readers.lines.unread import explained

#: Rows below the header in which an example is looked for.
_EXAMPLE_ROWS: Final = 200


@dataclass(frozen=True)
class TakenColumn:
    """One column.

    Args:
        number: which, from 1.
        heading: as it stands there; two rows as "期初余额.借方".
        fields: what it was taken for; several for `[凭证号码]#[日期]`, none for a column that is not read.
        unread: why it is not: `mapping` (that leaves it out, or uses it to tell rows apart), `another_column` (that
            gives the same field), `unknown`, `blank` (no heading); "" if it is read.
        example: its first filled cell.
    """

    number: int
    heading: str
    fields: tuple[str, ...]
    unread: str
    example: str


@dataclass(frozen=True)
class Taken:
    """One table.

    Args:
        sheet: its sheet, or part of a structured file; "" for a text file.
        kind: journal | balances | budget | summary | commitments.
        header_row, first_data_row: as people count rows; 0 for records, which have no header.
        money_unit: what its amounts are written in.
        mapping: the name of the mapping that explained it; "" = the aliases did.
        constants: the fields that the mapping gives to every row.
        columns: all of them, in order.
        years: fiscal year that a column of years tells -> how many rows it tells it of.
    """

    sheet: str
    kind: str
    header_row: int
    first_data_row: int
    money_unit: str
    mapping: str
    columns: tuple[TakenColumn, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)

    @property
    def not_understood(self) -> tuple[str, ...]:
        """The headings that nobody explains."""
        return tuple(column.heading for column in self.columns if column.unread == "unknown")


def taken(table: Table) -> Taken:
    """What `table` was taken for."""
    header, mapping = table.header, table.mapping
    return Taken(
        sheet=table.sheet.name,
        kind=header.kind,
        header_row=0 if table.is_records else header.header_row,
        first_data_row=0 if table.is_records else header.first_data_row,
        money_unit=table.money_unit,
        mapping=mapping.name if mapping else "",
        columns=_columns(table),
        constants=mapping.constants if mapping else {},
        years=_years(table),
    )


def _years(table: Table) -> dict[int, int]:
    if "fiscal_year" not in table.header.fields:
        return {}
    below = table.texts("fiscal_year").iloc[0 if table.is_records else table.header.first_data_row - 1 :]
    told = below.str.extract(r"(?<!\d)((?:19|20)\d{2})")[0].dropna().value_counts()
    return {int(str(year)): int(count) for year, count in told.items()}


def _columns(table: Table) -> tuple[TakenColumn, ...]:
    header, told = table.header, explained(table)
    below = table.sheet.cells.iloc[header.first_data_row - 1 :][:_EXAMPLE_ROWS]
    read: dict[int, list[str]] = {}
    for name, index in sorted(header.fields.items(), key=lambda item: header.compounds.get(item[0], 0)):
        read.setdefault(index, []).append(name)
    return tuple(
        TakenColumn(
            number=index + 1,
            heading=title,
            fields=tuple(read.get(index, ())),
            unread="" if index in read else _why_unread(title, table, told),
            example=first_filled(below[index]),
        )
        for index, title in enumerate(header.titles)
    )


def _why_unread(title: str, table: Table, told: set[str]) -> str:
    if not title:
        return "blank"
    if normal(title) in told:
        return "mapping"
    return "another_column" if field_of(title) in table.header.fields else "unknown"


def first_filled(cells: pd.Series) -> str:
    """The first cell that holds something; "" if none does."""
    filled = cells.str.strip()
    return next(iter(filled[filled.ne("")]), "")
