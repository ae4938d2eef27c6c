"""Formulas of a workbook that nobody computed: their cells are blank, and whoever wrote them meant an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.files.formulas import formulas_without_value
from perfkit.readers.lines.rows import Reading, Source, Table

UNCOMPUTED: Final = FindingKind(
    "uncomputed_formulas", "error", "公式没有计算结果", "formulas without a value",
    "{place} 有 {found} 个公式没有保存计算结果（首个在第 {row} 行，列“{subject}”），只能按空白读入，金额因此缺少。"
    "请用表格软件打开并保存一次，再重新放入。",
    "{place}: {found} formulas have no stored value (the first in row {row}, under “{subject}”); they were read as "
    "blank, and amounts are lacking. Open the workbook in a spreadsheet program, save it, and put it in again.",
)  # fmt: skip
#: Reasons of rows that a blank amount may have kept from being lines.
_LACKING: Final = ("no_amount", "no_account")


def uncomputed_formulas(
    data: bytes, tables: Iterable[Table], readings: Mapping[str, Reading], source: Source
) -> Iterator[Finding]:
    """One finding for each sheet that has such formulas in a column and on a row that are read.

    The workbook is looked through for them only if some amount is lacking: that takes as long as to read it.
    """
    if not _lacks_amounts(readings):
        return
    formulas = formulas_without_value(data, source.source_file)
    for table in tables:
        rows = _rows(table, readings)
        read = set(table.header.fields.values())
        hits = sorted(place for place in formulas.get(table.sheet.name, ()) if place[0] in rows and place[1] in read)
        if hits:
            yield _finding(table, hits, source)


def _lacks_amounts(readings: Mapping[str, Reading]) -> bool:
    """A journal says so itself; in other tables nobody knows which blank is one."""
    told = {finding.kind.check for reading in readings.values() for finding in reading.findings}
    return bool(set(readings) - {"journal"}) or "blank_amount" in told


def _rows(table: Table, readings: Mapping[str, Reading]) -> set[int]:
    """The rows of the table, from 0, that are lines or would be if they had an amount."""
    found: set[int] = set()
    for reading in readings.values():
        aside = reading.set_aside[reading.set_aside["reason"].isin(_LACKING)]
        for frame in (reading.frame, aside):
            found |= {int(row) - 1 for row in frame.loc[frame["source_sheet"].eq(table.sheet.name), "source_row"]}
    return found


def _finding(table: Table, hits: Sequence[tuple[int, int]], source: Source) -> Finding:
    row, column = hits[0]
    return Finding(
        UNCOMPUTED,
        subject=table.header.titles[column],
        found=str(len(hits)),
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=row + 1,
    )
