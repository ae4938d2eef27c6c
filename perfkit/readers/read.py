"""`read_export`: one export file -> one tidy frame of its kind, with every row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.errors import LANGUAGES, BadConfiguration, EmptyFile, UnknownHeader
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import SOURCE, conform
from perfkit.ledger.reasons import reason_label
from perfkit.ledger.units import Unit
from perfkit.readers.balances import read_balances
from perfkit.readers.budget import read_budget
from perfkit.readers.formats import endings, format_of
from perfkit.readers.header import find_header
from perfkit.readers.journal import read_journal
from perfkit.readers.mappings import Mapping
from perfkit.readers.records import RecordFile
from perfkit.readers.rows import Reading, Source, Table, money_unit, placed, row_texts
from perfkit.readers.sheets import ENDINGS, RawSheet, read_bytes, read_sheets
from perfkit.readers.summary import read_summary
from perfkit.readers.systems import encodings_of, system_of

#: How each kind of export is read. All readers have one signature: tables of that kind, where they come from.
READERS: Final[dict[str, Callable[[Sequence[Table], Source], Reading]]] = {
    "journal": read_journal,
    "balances": read_balances,
    "budget": read_budget,
    "summary": read_summary,
}
SHEET_WITHOUT_TABLE: Final = FindingKind(
    "sheet_without_table", "notice", "工作表中没有表", "sheet without a table",
    "{file} 的工作表“{sheet}”中没有可识别的表，{found} 行未读入；其余工作表已读入。",
    "Sheet “{sheet}” of {file} holds no table we know; its {found} rows were not read. The other sheets were.",
)  # fmt: skip
NO_LINES: Final = FindingKind(
    "export_without_lines", "error", "没有一行可采用", "export without a line",
    "{file} 的 {found} 行全部搁置（{why}），没有一行可采用。请核对该文件是否属于本年度、是否完整。",
    "All {found} rows of {file} were set aside ({why}); none is used. Is the file of this year, and whole?",
)  # fmt: skip
#: Reasons of rows that stand around the lines of any export.
_AROUND_LINES: Final = ("title", "header", "blank", "footer")


@dataclass(frozen=True)
class Export:
    """One export as read.

    Args:
        system: the system that wrote it, as its mapping or format says; "" if unknown.
        frames: kind (journal | balances | budget | summary) -> tidy rows, `perfkit.ledger.frames` of that kind.
        set_aside: the other rows, each with its reason.
        findings: what the reader could not take as it stood.
        rows_read: rows of all sheets, or records of a structured file.
        rows_kept: those that are in a frame; a row that tells several amounts is several tidy rows.
        encoding: of a text file.
        money_unit: what the export's amounts were written in.
    """

    system: str
    frames: dict[str, pd.DataFrame]
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...]
    rows_read: int
    rows_kept: int
    encoding: str = ""
    money_unit: str = "yuan"

    @property
    def kind(self) -> str:
        """The kind, or the first of several."""
        return next(iter(self.frames))

    @property
    def frame(self) -> pd.DataFrame:
        """The tidy rows of that kind."""
        return self.frames[self.kind]


def read_export(
    path: Path, *, unit: Unit, year: int, mappings: Sequence[Mapping], source_file: str, companions: Sequence[Path] = ()
) -> Export:
    """Read one export.

    Args:
        path: the file.
        unit: whose it is: its chart, calendar, projects, funds and departments tell what codes and names mean.
        year: the fiscal year to read.
        mappings: mapping files; the first that matches `source_file` is used, else that of a system we know.
        source_file: what rows and messages call the file (its path below the year's folder).
        companions: the other exports of the same unit and year: vouchers may be told by two files together.

    Raises:
        ReadError: the file cannot be read at all; see `read_bytes`, `read_sheets` and `find_header`; EmptyFile also if
            it has a header and nothing else.
        BadConfiguration: the mapping does not fit the file.
    """
    source = Source(unit, year, source_file, tuple(companions))
    data, ending = read_bytes(path, source_file, {**ENDINGS, **dict.fromkeys(endings())}), path.suffix.lower()
    format_ = format_of(data, ending)
    if format_:
        return _of_records(format_.read(data, source), source)
    mapping = next((mapping for mapping in mappings if mapping.matches(source_file)), None)
    return _of_sheets(data, ending, mapping, source)


def _of_records(file: RecordFile, source: Source) -> Export:
    """A structured file: its records have no headings to find and no rows between them."""
    tables = [records.table() for records in file.records if len(records.rows)]
    if not tables:
        raise EmptyFile(path=source.source_file)
    readings = _readings(tables, source)
    left_out = [part.frame(source) for part in file.left_out]
    return _export(
        readings,
        left_out,
        [*file.findings, *_without_lines(readings, source)],
        source,
        system=file.system,
        rows_read=sum(len(table.sheet.cells) for table in tables) + sum(len(part) for part in left_out),
        encoding=file.encoding,
    )


def _of_sheets(data: bytes, ending: str, mapping: Mapping | None, source: Source) -> Export:
    encodings = mapping.encodings if mapping else encodings_of(data)
    file = read_sheets(data, source.source_file, ending, encodings)
    tables, others = _tables(file.sheets, mapping, source)
    readings = _readings(tables, source)
    _require_a_row(readings, source)
    return _export(
        readings,
        [_left(sheet, why, source) for sheet, why in others],
        [*_without_lines(readings, source), *_notices(others, source)],
        source,
        system=next((table.mapping.system for table in tables if table.mapping), ""),
        rows_read=sum(len(sheet.cells) for sheet in file.sheets),
        encoding=file.encoding,
        money_unit=tables[0].money_unit,
    )


def _readings(tables: Sequence[Table], source: Source) -> dict[str, Reading]:
    """Kind -> what its reader makes of the tables of that kind, in the order of READERS."""
    kinds = {kind: [table for table in tables if table.header.kind == kind] for kind in READERS}
    return {kind: READERS[kind](of_kind, source) for kind, of_kind in kinds.items() if of_kind}


def _export(
    readings: dict[str, Reading], left: Sequence[pd.DataFrame], findings: Sequence[Finding], source: Source, **told: Any
) -> Export:
    read = [finding for reading in readings.values() for finding in reading.findings]
    aside = [*(reading.set_aside for reading in readings.values()), *left]
    return Export(
        frames={kind: reading.frame for kind, reading in readings.items()},
        set_aside=pd.concat(aside, ignore_index=True),
        findings=(*read, *findings),
        rows_kept=sum(len(reading.frame.drop_duplicates(list(SOURCE))) for reading in readings.values()),
        **told,
    )


def _tables(
    sheets: Sequence[RawSheet], mapping: Mapping | None, source: Source
) -> tuple[list[Table], list[tuple[RawSheet, str]]]:
    """The sheets that hold a table, and those that hold none; the first failure is raised if there is no table."""
    tables: list[Table] = []
    others: list[tuple[RawSheet, str]] = []
    failure: UnknownHeader | None = None
    _require_a_sheet(sheets, mapping)
    for sheet in sheets:
        if mapping and not mapping.takes(sheet.name):
            others.append((sheet, "other_sheet"))
            continue
        used = mapping or system_of(sheet)
        try:
            header = find_header(sheet, used, source.source_file)
        except UnknownHeader as error:
            failure = failure or (error if len(sheet.cells) else None)
            others.append((sheet, "no_table"))
        else:
            tables.append(Table(sheet, header, money_unit(sheet, header, used), used))
    if failure and not tables:
        raise failure
    return tables, others


def _require_a_sheet(sheets: Sequence[RawSheet], mapping: Mapping | None) -> None:
    """A mapping that takes none of the sheets is wrong: the file would be read as nothing."""
    filled = [sheet.name for sheet in sheets if len(sheet.cells)]
    if mapping and not any(mapping.takes(name) for name in filled):
        expected, found = ", ".join(name or "-" for name in filled), ", ".join(mapping.sheets)
        raise BadConfiguration(path=mapping.name, where="mapping.sheets", expected=expected, found=found)


def _require_a_row(readings: dict[str, Reading], source: Source) -> None:
    """A header with nothing below it is an export that went wrong, not a year in which nothing happened."""
    if all(
        reading.frame.empty and reading.set_aside["reason"].isin(_AROUND_LINES).all() for reading in readings.values()
    ):
        raise EmptyFile(path=source.source_file)


def _without_lines(readings: dict[str, Reading], source: Source) -> list[Finding]:
    """An export of which no row is a line, where nothing else says why; one of several years may lack this year."""
    told = any(len(reading.frame) or reading.findings for reading in readings.values())
    if told or source.year in source.unit.several_years:
        return []
    aside = pd.concat([reading.set_aside["reason"] for reading in readings.values()])
    words = {language: ", ".join(reason_label(reason, language) for reason in aside.unique()) for language in LANGUAGES}
    file = source.source_file
    return [Finding(NO_LINES, subject=file, found=str(len(aside)), source_file=file, parts={"why": words})]


def _notices(others: list[tuple[RawSheet, str]], source: Source) -> list[Finding]:
    return [
        Finding(
            SHEET_WITHOUT_TABLE, found=str(len(sheet.cells)), source_file=source.source_file, source_sheet=sheet.name
        )
        for sheet, why in others
        if why == "no_table" and len(sheet.cells)
    ]


def _left(sheet: RawSheet, why: str, source: Source) -> pd.DataFrame:
    frame = pd.DataFrame({"row_text": row_texts(sheet.cells)}, index=sheet.cells.index).assign(reason=why)
    return conform(placed(frame, sheet, source), "set_aside")
