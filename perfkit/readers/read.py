"""`read_export`: one export file -> one tidy frame of its kind, with every row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import LANGUAGES, BadConfiguration, EmptyFile, UnknownHeader
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform
from perfkit.ledger.reasons import reason_label
from perfkit.ledger.units import Unit
from perfkit.readers.balances import read_balances
from perfkit.readers.budget import read_budget
from perfkit.readers.header import find_header
from perfkit.readers.journal import read_journal
from perfkit.readers.mappings import Mapping
from perfkit.readers.rows import Reading, Source, Table, money_unit, placed, row_texts
from perfkit.readers.sheets import RawSheet, read_sheets
from perfkit.readers.summary import read_summary

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
SHEET_OF_OTHER_KIND: Final = FindingKind(
    "sheet_of_other_kind", "warning", "工作表种类不同", "sheet of another kind",
    "{file} 的工作表“{sheet}”是另一种表（{found}，其余为 {expected}），未读入。请另存为单独的文件。",
    "Sheet “{sheet}” of {file} is of another kind ({found}, the others are {expected}) and was not read. "
    "Save it as a file of its own.",
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
        kind: journal | balances | budget | summary.
        system: the system that wrote it, as the mapping says; "" if unknown.
        frame: the tidy rows, `perfkit.ledger.frames` of that kind.
        set_aside: the other rows, each with its reason.
        findings: what the reader could not take as it stood.
        rows_read: rows of all sheets = len(frame) + len(set_aside), unless one row makes several tidy ones.
        encoding: of a text file.
        money_unit: what the export's amounts were written in.
    """

    kind: str
    system: str
    frame: pd.DataFrame
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...]
    rows_read: int
    encoding: str = ""
    money_unit: str = "yuan"


def read_export(path: Path, *, unit: Unit, year: int, mappings: Sequence[Mapping], source_file: str) -> Export:
    """Read one export.

    Args:
        path: the file.
        unit: whose it is: its chart, calendar, projects, funds and departments tell what codes and names mean.
        year: the fiscal year to read.
        mappings: mapping files; the first that matches `source_file` is used, if any.
        source_file: what rows and messages call the file (its path below the year's folder).

    Raises:
        ReadError: the file cannot be read at all; see `read_sheets` and `find_header`; EmptyFile also if it has a
            header and nothing else.
        BadConfiguration: the mapping does not fit the file.
    """
    mapping = next((mapping for mapping in mappings if mapping.matches(source_file)), None)
    source = Source(unit, year, source_file, mapping)
    file = read_sheets(path, source_file=source_file, encoding=mapping.encoding if mapping else "")
    tables, others = _tables(file.sheets, source)
    kind = next(kind for kind in READERS if any(table.header.kind == kind for table in tables))
    of_kind = [table for table in tables if table.header.kind == kind]
    reading = READERS[kind](of_kind, source)
    _require_a_row(reading, source)
    left = [(table.sheet, "other_kind") for table in tables if table.header.kind != kind] + others
    findings = [*reading.findings, *_without_lines(reading, source), *_notices(kind, tables, others, source)]
    return Export(
        kind=kind,
        system=mapping.system if mapping else "",
        frame=reading.frame,
        set_aside=pd.concat(
            [reading.set_aside, *(_left(sheet, why, source) for sheet, why in left)], ignore_index=True
        ),
        findings=tuple(findings),
        rows_read=sum(len(sheet.cells) for sheet in file.sheets),
        encoding=file.encoding,
        money_unit=of_kind[0].money_unit,
    )


def _tables(sheets: Sequence[RawSheet], source: Source) -> tuple[list[Table], list[tuple[RawSheet, str]]]:
    """The sheets that hold a table, and those that hold none; the first failure is raised if there is no table."""
    tables: list[Table] = []
    others: list[tuple[RawSheet, str]] = []
    failure: UnknownHeader | None = None
    _require_a_sheet(sheets, source.mapping)
    for sheet in sheets:
        if source.mapping and not source.mapping.takes(sheet.name):
            others.append((sheet, "other_sheet"))
            continue
        try:
            header = find_header(sheet, source.mapping, source.source_file)
        except UnknownHeader as error:
            failure = failure or (error if len(sheet.cells) else None)
            others.append((sheet, "no_table"))
        else:
            unit = money_unit(sheet, header, source.mapping)
            tables.append(Table(sheet, header, unit, source.mapping))
    if failure and not tables:
        raise failure
    return tables, others


def _require_a_sheet(sheets: Sequence[RawSheet], mapping: Mapping | None) -> None:
    """A mapping that takes none of the sheets is wrong: the file would be read as nothing."""
    filled = [sheet.name for sheet in sheets if len(sheet.cells)]
    if mapping and not any(mapping.takes(name) for name in filled):
        expected, found = ", ".join(name or "-" for name in filled), ", ".join(mapping.sheets)
        raise BadConfiguration(path=mapping.name, where="mapping.sheets", expected=expected, found=found)


def _require_a_row(reading: Reading, source: Source) -> None:
    """A header with nothing below it is an export that went wrong, not a year in which nothing happened."""
    if reading.frame.empty and reading.set_aside["reason"].isin(_AROUND_LINES).all():
        raise EmptyFile(path=source.source_file)


def _without_lines(reading: Reading, source: Source) -> list[Finding]:
    """An export of which no row is a line, where nothing else says why; one of several years may lack this year."""
    if len(reading.frame) or reading.findings or source.year in source.unit.several_years:
        return []
    reasons = reading.set_aside["reason"].unique()
    words = {language: ", ".join(reason_label(reason, language) for reason in reasons) for language in LANGUAGES}
    file, rows = source.source_file, str(len(reading.set_aside))
    return [Finding(NO_LINES, subject=file, found=rows, source_file=file, parts={"why": words})]


def _notices(kind: str, tables: list[Table], others: list[tuple[RawSheet, str]], source: Source) -> list[Finding]:
    file = source.source_file
    other_kinds = [
        Finding(
            SHEET_OF_OTHER_KIND,
            expected=kind,
            found=table.header.kind,
            source_file=file,
            source_sheet=table.sheet.name,
        )
        for table in tables
        if table.header.kind != kind
    ]
    without = [
        Finding(SHEET_WITHOUT_TABLE, found=str(len(sheet.cells)), source_file=file, source_sheet=sheet.name)
        for sheet, why in others
        if why == "no_table" and len(sheet.cells)
    ]
    return [*other_kinds, *without]


def _left(sheet: RawSheet, why: str, source: Source) -> pd.DataFrame:
    frame = pd.DataFrame({"row_text": row_texts(sheet.cells)}, index=sheet.cells.index).assign(reason=why)
    return conform(placed(frame, sheet, source), "set_aside")
