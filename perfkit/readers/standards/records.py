"""What a structured file (SIE, SAF-T, GB/T 24589 ...) holds: records of several kinds, as columns of text.

A format's reader only takes the file apart; what the texts mean is decided where every other export's cells are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import Header
from perfkit.readers.lines.rows import Source, Table


@dataclass(frozen=True)
class Records:
    """The records of one kind in one part of the file.

    Args:
        kind: journal | balances | budget | summary.
        columns: field (as in column_aliases.csv) -> one text per record, amounts with a decimal point.
        rows: where each record stands, ascending: the line of the file, counted from 1; the number of the record
            where several stand on one line.
        part: which part (a table, a file of an archive), for `source_sheet`.
    """

    kind: str
    columns: Mapping[str, Sequence[str]]
    rows: Sequence[int]
    part: str = ""

    def table(self) -> Table:
        """The same as a sheet whose header is known and whose every row is a line."""
        cells = pd.DataFrame(
            {number: pd.Series(list(texts), dtype="str") for number, texts in enumerate(self.columns.values())}
        ).set_axis([row - 1 for row in self.rows], axis="index")
        titles = tuple(self.columns)
        header = Header({title: number for number, title in enumerate(titles)}, titles, 1, 1, self.kind)
        return Table(RawSheet(self.part, cells), header, "yuan", is_records=True)


@dataclass(frozen=True)
class LeftOut:
    """What the file holds beside records, for the frame `set_aside`.

    Args:
        reason: a word of `perfkit.ledger.reasons`.
        texts: what stands there.
        rows: where, as in `Records`.
        part: as in `Records`.
    """

    reason: str
    texts: Sequence[str]
    rows: Sequence[int]
    part: str = ""

    def frame(self, source: Source) -> pd.DataFrame:
        """The frame `set_aside` of these rows."""
        told = pd.DataFrame({"row_text": list(self.texts), "source_row": list(self.rows)}).assign(
            reason=self.reason,
            unit_code=source.unit.code,
            fiscal_year=source.year,
            source_file=source.source_file,
            source_sheet=self.part,
        )
        return conform(told, "set_aside")


@dataclass(frozen=True)
class RecordFile:
    """A structured file, taken apart.

    Args:
        system: format and, where the file tells it, the program that wrote it: "SIE 4 · Edison Ekonomi".
        records: what becomes frames.
        left_out: the rest.
        findings: where the file contradicts its own control totals.
        encoding: of a text file.
        year: the fiscal year that the file says it is of; 0 if it does not.
    """

    system: str
    records: tuple[Records, ...]
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()
    encoding: str = ""
    year: int = 0


def places(lines: Sequence[int]) -> list[int]:
    """`Records.rows` of records that start in those lines of the file: the lines, or the records' own numbers."""
    is_ascending = all(one < following for one, following in pairwise(lines))
    return list(lines) if is_ascending else list(range(1, len(lines) + 1))
