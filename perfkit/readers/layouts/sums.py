"""`[sums]` of a mapping: fields that no column gives, but several together, such as the twelve months of a year."""

from __future__ import annotations

import pandas as pd

from perfkit.errors import BadConfiguration
from perfkit.ledger.money import CENTS_PER, to_cents
from perfkit.readers.layouts.header import normal
from perfkit.readers.lines.rows import Table


def with_sums(table: Table) -> Table:
    """`table` with a column for each field that its mapping adds up.

    A row without any of the amounts gets none; one with an amount that cannot be read, or whose column to be taken off
    is blank where the others are not, gets a text that is no amount, so that it is reported as every such cell.

    Raises:
        BadConfiguration: the mapping names a heading that the table does not have.
    """
    mapping = table.mapping
    if mapping is None or not mapping.sums:
        return table
    return table.with_columns({name: _sum(table, headings) for name, headings in mapping.sums.items()})


def _sum(table: Table, headings: tuple[str, ...]) -> pd.Series:
    index = table.sheet.cells.index
    told, total = pd.Series(False, index=index), pd.Series(0, index=index, dtype="Int64")
    lacks, formula = pd.Series(False, index=index), pd.Series("", index=index, dtype="str")
    for heading in headings:
        cells = _cells(table, heading.removeprefix("-"))
        taken_off = heading.startswith("-")
        cents = to_cents(table.plain(cells), table.money_unit)
        total = total - cents if taken_off else total + cents
        told |= cells.ne("")
        lacks |= cells.eq("") & taken_off
        formula = formula + (" - " if taken_off else " + ") + cells.where(cells.ne(""), "?")
    amounts = total.fillna(0).map(lambda cents: _written(int(cents), table)).astype("str")
    return amounts.mask(lacks | total.isna(), "=" + formula.str.removeprefix(" +")).where(told, "")


def _cells(table: Table, heading: str) -> pd.Series:
    places = {normal(title): index for index, title in enumerate(table.header.titles)}
    if normal(heading) not in places:
        columns = ", ".join(title for title in table.header.titles if title)
        name = table.mapping.name if table.mapping else ""
        raise BadConfiguration(path=name, where="[sums]", expected=columns, found=heading)
    return table.sheet.cells[places[normal(heading)]].str.strip().str.lstrip("'")


def _written(cents: int, table: Table) -> str:
    """An amount as the table's own cells are written: in its unit of money, with its decimal sign."""
    unit = CENTS_PER[table.money_unit]
    sign, whole = ("-" if cents < 0 else ""), abs(cents)
    mark = table.mapping.decimal if table.mapping else "."
    return f"{sign}{whole // unit}{mark}{whole % unit:0{len(str(unit)) - 1}d}"
