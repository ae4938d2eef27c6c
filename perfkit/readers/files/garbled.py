"""Mojibake: Chinese that some program read in the wrong encoding and wrote so into cells.

(A text whose encoding nobody can prove, and which is garbled as we read it, is refused: see `plaintext.decode_table`.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from perfkit.errors import GarbledText
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.files.plaintext import MOJIBAKE
from perfkit.readers.files.rawsheet import RawSheet

GARBLED_CELLS: Final = FindingKind(
    "garbled_cells", "warning", "单元格内是乱码", "garbled cells",
    "{place} 有 {count} 个单元格是乱码，首个在第 {row} 行：“{found}”{meant}。文字写入该文件时已经损坏，"
    "请从账务系统重新导出。",
    "{place} has {count} garbled cells, the first in row {row}: “{found}”{meant}. The text was damaged before it came "
    "into the file; export it again.",
)  # fmt: skip


def garbled_cells(sheets: Sequence[RawSheet], source_file: str) -> list[Finding]:
    """One finding for each sheet in which cells are garbled."""
    findings = []
    for sheet in sheets:
        counts = {column: _garbled(cells) for column, cells in sheet.cells.items()}
        hits = pd.Series(sum(hit.astype("int64") for hit in counts.values()), dtype="int64")
        if not hits.any():
            continue
        row = int(hits.ne(0).to_numpy().argmax())
        cell = next(str(sheet.cells[column][row]) for column, hit in counts.items() if hit[row])
        found = Finding(
            GARBLED_CELLS, found=cell[:60], source_file=source_file, source_sheet=sheet.name, source_row=row + 1,
            parts={"count": int(hits.sum()), "meant": _meant(cell)},
        )  # fmt: skip
        findings.append(found)
    return findings


def require_no_garbled_header(sheet: RawSheet, rows: int, source_file: str) -> None:
    """Refuse a sheet in whose first `rows` rows, where no header was found, a cell is garbled.

    Raises:
        GarbledText
    """
    for number, row in enumerate(sheet.cells.head(rows).itertuples(index=False), start=1):
        for cell in row:
            if MOJIBAKE.search(cell):
                name = sheet.name or {"zh": "文本", "en": "text"}
                raise GarbledText(path=source_file, sheet=name, row=number, found=cell[:60], meant=_meant(cell))


def _garbled(cells: pd.Series) -> pd.Series:
    hit = pc.match_substring_regex(pa.array(cells, type=pa.string()), MOJIBAKE.pattern)
    return pd.Series(hit.to_numpy(zero_copy_only=False).astype("bool"), index=cells.index)


def _meant(cell: str) -> dict[str, str]:
    """What a garbled cell said before, if it can be told, as words that follow it."""
    for read_as in ("cp1252", "latin-1"):
        for written_in in ("utf-8", "gb18030"):
            try:
                text = cell.encode(read_as).decode(written_in)
            except UnicodeError:
                continue
            return {"zh": f"（原文应为“{text[:60]}”）", "en": f" (“{text[:60]}” before that)"}
    return {"zh": "", "en": ""}
