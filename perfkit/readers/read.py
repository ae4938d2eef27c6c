"""`read_export`: one export file -> one tidy frame of its kind, with every row accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.errors import LANGUAGES, EmptyFile, TooLarge
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import SOURCE, conform
from perfkit.ledger.money import as_yuan
from perfkit.ledger.reasons import reason_label
from perfkit.ledger.units import Unit
from perfkit.readers.balances import read_balances
from perfkit.readers.budget import read_budget
from perfkit.readers.commitments import read_commitments
from perfkit.readers.files.garbled import garbled_cells
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.sheets import ENDINGS, RawFile, read_bytes, read_sheets
from perfkit.readers.journal import read_journal
from perfkit.readers.layouts.companions import tables_elsewhere
from perfkit.readers.layouts.mappings import Mapping
from perfkit.readers.layouts.panes import side_by_side
from perfkit.readers.layouts.second_kind import counted_once, told_again
from perfkit.readers.layouts.systems import encodings_of
from perfkit.readers.layouts.tables import find_tables
from perfkit.readers.layouts.taken import Taken, taken
from perfkit.readers.lines.doubtful_columns import doubtful_columns
from perfkit.readers.lines.joined_lines import joined_lines
from perfkit.readers.lines.red_letters import red_letters
from perfkit.readers.lines.rows import Reading, Source, Table, placed, row_texts
from perfkit.readers.lines.uncomputed import uncomputed_formulas
from perfkit.readers.lines.voucher_tables import Elsewhere, put_together
from perfkit.readers.standards.formats import endings, format_of
from perfkit.readers.standards.records import RecordFile
from perfkit.readers.summary import read_summary

#: How each kind of export is read. All readers have one signature: tables of that kind, where they come from.
READERS: Final[dict[str, Callable[[Sequence[Table], Source], Reading]]] = {
    "journal": read_journal,
    "balances": read_balances,
    "budget": read_budget,
    "summary": read_summary,
    "commitments": read_commitments,
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
#: What a column of amounts may add up to, whichever signs they have.
_MOST_CENTS: Final = 2**58
#: Reasons of rows that stand around the lines of any export.
_AROUND_LINES: Final = ("title", "header", "blank", "footer")


@dataclass(frozen=True)
class Export:
    """One export as read.

    Args:
        system: the system that wrote it, as its mapping or format says; "" if unknown.
        frames: kind (journal | balances | budget | summary | commitments) -> tidy rows, as `perfkit.ledger.frames` has
            them.
        set_aside: the other rows, each with its reason.
        findings: what the reader could not take as it stood.
        rows_read: rows of all sheets, or records of a structured file.
        rows_kept: those that are in a frame; a row that tells several amounts is several tidy rows.
        encoding: of a text file.
        money_unit: what the export's amounts were written in.
        totals: the sums over all rows read, kept or not: debit_cents, credit_cents, amount_cents, as far as it has any.
        taken_for: what each of its tables was taken for.
        separator: of the cells of a text file.
        year: the fiscal year that a structured file says it is of; 0 if it does not.
    """

    system: str
    frames: dict[str, pd.DataFrame]
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...]
    rows_read: int
    rows_kept: int
    encoding: str = ""
    money_unit: str = "yuan"
    totals: dict[str, int] = field(default_factory=dict)
    taken_for: tuple[Taken, ...] = ()
    separator: str = ""
    year: int = 0

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
    file = read_sheets(data, source_file, ending, mapping.encodings if mapping else encodings_of(data))
    del data  # which may be large
    return _of_sheets(file, mapping, source, lambda kind: tables_elsewhere(kind, mappings, source))


def _of_records(file: RecordFile, source: Source) -> Export:
    """A structured file: its records have no headings to find and no rows between them."""
    tables = [records.table() for records in file.records if len(records.rows)]
    if not tables:
        raise EmptyFile(path=source.source_file)
    readings = _readings(tables, source)
    _require_sums(readings, source)
    left_out = [part.frame(source) for part in file.left_out]
    return _export(
        readings,
        left_out,
        [*file.findings, *_without_lines(readings, source)],
        source,
        system=file.system,
        rows_read=sum(len(table.sheet.cells) for table in tables) + sum(len(part) for part in left_out),
        rows_kept=sum(len(reading.frame.drop_duplicates(list(SOURCE))) for reading in readings.values()),
        encoding=file.encoding,
        taken_for=tuple(taken(table) for table in tables),
        year=file.year,
    )


def _of_sheets(file: RawFile, mapping: Mapping | None, source: Source, elsewhere: Elsewhere) -> Export:
    sheets = side_by_side(file.sheets, mapping)
    tables, others = find_tables(sheets, mapping, source)
    vouchers = put_together(tables, elsewhere, source)
    readings = vouchers.joined(_readings(vouchers.tables, source))
    _require_a_row(readings, source)
    _require_sums(readings, source)
    kept = pd.concat([reading.frame[list(SOURCE)] for reading in readings.values()])
    return _export(
        readings,
        [_left(sheet, why, source) for sheet, why in others],
        [
            *_without_lines(readings, source),
            *_notices(others, source),
            *(garbled_cells(file.sheets, source.source_file) if file.may_be_garbled else ()),
            *(joined_lines(tables, file.separator, source) if file.has_joined_lines else ()),
            *doubtful_columns(tables, readings, mapping, file.separator, source),
            *red_letters(tables, source),
            *uncomputed_formulas(file.workbook, tables, readings, source),
        ],
        source,
        system=next((table.mapping.system for table in tables if table.mapping), ""),
        rows_read=sum(len(sheet.cells) for sheet in sheets),
        rows_kept=len(kept.drop_duplicates()),
        encoding=file.encoding,
        money_unit=tables[0].money_unit,
        taken_for=tuple(taken(table) for table in tables),
        separator=file.separator,
    )


def _readings(tables: Sequence[Table], source: Source) -> dict[str, Reading]:
    """Kind -> what its reader makes of the tables of that kind, in the order of READERS."""
    readings: dict[str, Reading] = {}
    for kind, read in READERS.items():
        again = told_again(tables, kind, readings)
        of_kind = [*(table for table in tables if table.header.kind == kind), *again]
        if of_kind:
            readings[kind] = counted_once(read(of_kind, source), again, readings)
    return readings


def _export(
    readings: dict[str, Reading], left: Sequence[pd.DataFrame], findings: Sequence[Finding], source: Source, **told: Any
) -> Export:
    read = [finding for reading in readings.values() for finding in reading.findings]
    aside = [*(reading.set_aside for reading in readings.values()), *left]
    totals: Counter[str] = Counter()
    for reading in readings.values():
        totals.update(reading.totals)
    return Export(
        frames={kind: reading.frame for kind, reading in readings.items()},
        set_aside=pd.concat(aside, ignore_index=True),
        findings=(*read, *findings),
        totals=dict(totals),
        **told,
    )


def _require_a_row(readings: dict[str, Reading], source: Source) -> None:
    """A header with nothing below it is an export that went wrong, not a year in which nothing happened.

    A list of contracts is kept by hand: there may be none.
    """
    if "commitments" not in readings and all(
        reading.frame.empty and reading.set_aside["reason"].isin(_AROUND_LINES).all() for reading in readings.values()
    ):
        raise EmptyFile(path=source.source_file)


def _require_sums(readings: dict[str, Reading], source: Source) -> None:
    """No column of amounts may be more than 64 bits can add up: that would go wrong without a word.

    Raises:
        TooLarge
    """
    for frame in (frame for reading in readings.values() for frame in (reading.frame, reading.set_aside)):
        for name in frame.columns[frame.columns.str.endswith("_cents")]:
            total = float(frame[name].abs().astype("float64").sum())
            if total > _MOST_CENTS:
                most, found = as_yuan(_MOST_CENTS), as_yuan(int(total))
                expected = {"zh": f"一列金额合计 {most}", "en": f"{most} in a column of amounts"}
                raise TooLarge(path=source.source_file, expected=expected, found=found)


def _without_lines(readings: dict[str, Reading], source: Source) -> list[Finding]:
    """An export of which no row is a line, where nothing else says why; one of several years may lack this year."""
    told = any(len(reading.frame) or reading.findings for reading in readings.values())
    if told or source.year in source.unit.several_years:
        return []
    aside = pd.concat([reading.set_aside["reason"] for reading in readings.values()])
    if aside.eq("voucher_head").any():
        # Heads of vouchers have their lines in another file.
        return []
    if "commitments" in readings and aside.isin(_AROUND_LINES).all():
        return []
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
