"""Rows that tell two kinds at once: a budget book that also says what became of each indicator (`also` of a mapping).

The first kind decides which rows are lines; the second reads these rows once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.readers.lines.rows import Reading, Table

#: What the first kind has told already.
_BUDGET: Final = frozenset({"budget_amount", "budget_balance", "original_budget", "final_budget", "budget_type"})


def told_again(tables: Sequence[Table], kind: str, readings: Mapping[str, Reading]) -> list[Table]:
    """The lines that `readings` kept of the tables whose mapping says that they tell `kind`, too."""
    both = [table for table in tables if table.mapping and table.mapping.also == kind]
    lines = [_lines(table, kind, readings[table.header.kind]) for table in both if table.header.kind in readings]
    return [table for table in lines if len(table.sheet.cells)]


def _lines(table: Table, kind: str, reading: Reading) -> Table:
    frame = reading.frame
    rows = frame.loc[frame["source_sheet"].eq(table.sheet.name), "source_row"].drop_duplicates() - 1
    cells = table.sheet.cells.loc[sorted(rows)]
    fields = {name: place for name, place in table.header.fields.items() if name not in _BUDGET}
    header = replace(table.header, kind=kind, fields=fields)
    return replace(table, sheet=replace(table.sheet, cells=cells), header=header, is_records=True)


def counted_once(reading: Reading, tables: Sequence[Table], before: Mapping[str, Reading]) -> Reading:
    """`reading` without setting aside rows that an earlier kind has kept, and without its findings told once more."""
    kept = {(table.sheet.name, row + 1) for table in tables for row in table.sheet.cells.index}
    places = zip(reading.set_aside["source_sheet"], reading.set_aside["source_row"], strict=True)
    again = pd.Series([place in kept for place in places], index=reading.set_aside.index, dtype="bool")
    told = [finding for other in before.values() for finding in other.findings]
    return replace(
        reading,
        set_aside=reading.set_aside[~again],
        findings=tuple(finding for finding in reading.findings if finding not in told),
    )
