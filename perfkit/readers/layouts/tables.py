"""Sheets of a file -> the tables they hold, each with its header found and the mapping that explains it."""

from __future__ import annotations

from collections.abc import Sequence

from perfkit.errors import BadConfiguration, UnknownHeader
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import find_header
from perfkit.readers.layouts.joined import with_joined
from perfkit.readers.layouts.mappings import Mapping
from perfkit.readers.layouts.panes import require_one_table
from perfkit.readers.layouts.sums import with_sums
from perfkit.readers.layouts.systems import system_of
from perfkit.readers.lines.red_letters import with_red_letters
from perfkit.readers.lines.rows import Source, Table, money_unit


def find_tables(
    sheets: Sequence[RawSheet], mapping: Mapping | None, source: Source
) -> tuple[list[Table], list[tuple[RawSheet, str]]]:
    """The sheets that hold a table, and those that hold none; the first failure is raised if there is no table.

    Args:
        sheets: those of one file.
        mapping: the mapping file for it; None = that of the system that wrote each sheet, if we know it.
        source: where they come from.

    Raises:
        UnknownHeader: none of the sheets holds a table we know, or each several of them.
        BadConfiguration: the mapping takes none of them.
    """
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
            if used is None:
                require_one_table(header, sheet, source.source_file)
        except UnknownHeader as error:
            failure = failure or (error if len(sheet.cells) else None)
            others.append((sheet, "no_table"))
        else:
            table = with_red_letters(Table(sheet, header, money_unit(sheet, header, used), used))
            tables.append(with_sums(with_joined(table)))
    if failure and not tables:
        raise failure
    return tables, others


def _require_a_sheet(sheets: Sequence[RawSheet], mapping: Mapping | None) -> None:
    """A mapping that takes none of the sheets is wrong: the file would be read as nothing."""
    filled = [sheet.name for sheet in sheets if len(sheet.cells)]
    if mapping and not any(mapping.takes(name) for name in filled):
        expected, found = ", ".join(name or "-" for name in filled), ", ".join(mapping.sheets)
        raise BadConfiguration(path=mapping.name, where="mapping.sheets", expected=expected, found=found)
