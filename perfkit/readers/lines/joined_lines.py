"""Lines of a text file that a pair of quotation marks made one cell: they are in the file and in no row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.lines.rows import Source, Table

JOINED_LINES: Final = FindingKind(
    "joined_lines", "error", "几行连成了一个单元格", "lines joined in one cell",
    "{place} 第 {row} 条记录的列“{subject}”里有 {found} 个换行和够一整行的分隔符（“{shown}”）："
    "多余的引号把几行连成了一个单元格，这些行没有读入。请重新导出，或改正引号。",
    "{place}, record {row}: the cell under “{subject}” holds {found} line breaks and the separators of a whole line "
    "(“{shown}”): stray quotation marks joined lines, which were not read. Export again, or correct the marks.",
)  # fmt: skip
_SHOWN: Final = 40


def joined_lines(tables: Iterable[Table], separator: str, source: Source) -> Iterator[Finding]:
    """Cells with line breaks and as many separators as a record of the table has.

    Args:
        tables: those of a text file some of whose records go over several lines.
        separator: of its cells.
        source: where it comes from.
    """
    for table in tables:
        needed = len([title for title in table.header.titles if title]) - 1
        for column, title in enumerate(table.header.titles):
            cells = table.sheet.cells[column]
            broken = cells[cells.str.contains(r"[\r\n]")]
            for row in broken[broken.str.count(re.escape(separator)).ge(max(needed, 1))].index:
                yield _finding(table, title, row, cells[row], source)


def _finding(table: Table, title: str, row: int, text: str, source: Source) -> Finding:
    shown = " ".join(text.split())
    return Finding(
        JOINED_LINES,
        subject=title,
        found=str(len(text.splitlines()) - 1),
        source_file=source.source_file,
        source_sheet=table.sheet.name,
        source_row=row + 1,
        parts={"shown": shown[:_SHOWN] + "…" * (len(shown) > _SHOWN)},
    )
