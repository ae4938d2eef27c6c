"""The rows of a target workbook as they stand: which sheet holds what, where its header is, its cells made clean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import Language, NotATargetSheet
from perfkit.ledger.findings import Finding
from perfkit.readers.described.descriptions import shown
from perfkit.readers.described.target_columns import (
    GOAL_HEADINGS,
    GOAL_REQUIRED,
    IGNORED,
    TARGET_HEADINGS,
    TARGET_REQUIRED,
    column_words,
    heading_key,
    headings,
)
from perfkit.readers.described.target_faults import CUT, EXTRA_COLUMNS, NOT_TAKEN, UNREAD_SHEET, UNREADABLE, at
from perfkit.readers.described.target_values import quantity
from perfkit.readers.files.formulas import formulas_without_value
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.sheets import read_bytes, read_sheets

#: What stands here in a cell whose formula has no value, and what spreadsheet programs write where one failed.
NO_VALUE: Final = "#NO-VALUE!"
FAILED: Final = (NO_VALUE, "#DIV0!", "#NA!", "#NAME!", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#ERROR!")
_VALUE: Final[dict[Language, str]] = {"zh": "有计算结果的单元格", "en": "a cell with a value"}
#: More indicators than the largest department has.
MAX_ROWS: Final = 5000
#: As long as an explanation may be; a form cannot print more.
MAX_TEXT: Final = 2000
#: A title and notes stand above the header.
_HEADER_WITHIN: Final = 30
#: Texts in which line breaks are meant; elsewhere they come from narrow cells.
_LONG: Final = ("goal_text", "achieved_text", "deviation_reason", "improvement")
_TOTALS: Final = ("合计", "总计", "小计", "total")
_WIDE: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"


@dataclass(frozen=True)
class SheetRow:
    """One row that is not blank.

    Args:
        place: file, sheet and row.
        cells: what stands below each known heading, by field.
        failed: the fields whose formula has no usable value; their cells are blank.
    """

    place: tuple[str, str, int]
    cells: Mapping[str, str]
    failed: frozenset[str] = frozenset()


@dataclass
class Rows:
    """What a workbook holds: rows of indicators, rows of goals, and what is to be said of it."""

    targets: list[SheetRow] = field(default_factory=list)
    goals: list[SheetRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_rows(path: Path) -> Rows:
    """The rows of the workbook at `path`.

    Raises:
        NotATargetSheet: no sheet has the header of the indicators, or there are more rows than anybody fills in.
        ReadError: it cannot be read at all, see `read_bytes` and `read_sheets`.
    """
    name = shown(path)
    data = read_bytes(path, name, (".xlsx",))
    sheets, lacking, rows = read_sheets(data, name, ".xlsx").sheets, formulas_without_value(data, name), Rows()
    is_target_sheet = False
    for sheet in sheets:
        if sheet.name.strip().startswith(IGNORED) or not (sheet.cells != "").to_numpy().any():
            continue
        for place in lacking.get(sheet.name, ()):
            if place[0] < sheet.cells.shape[0] and place[1] < sheet.cells.shape[1]:
                sheet.cells.iloc[place] = NO_VALUE
        for into, fields, required in (
            (rows.targets, TARGET_HEADINGS, TARGET_REQUIRED),
            (rows.goals, GOAL_HEADINGS, GOAL_REQUIRED),
        ):
            header = _header(sheet.cells, fields, required)
            if header is not None:
                is_target_sheet |= into is rows.targets
                into.extend(_rows(path.name, sheet, header, fields, rows.findings))
                break
        else:
            rows.findings.append(at(UNREAD_SHEET, (path.name, sheet.name, 0)))
    if not is_target_sheet:
        heads = "、".join(heading_key(TARGET_HEADINGS[one]) for one in TARGET_REQUIRED)
        expected = {"zh": f"含“{heads}”表头的工作表", "en": f"a sheet with the headings {heads}"}
        found = "、".join(sheet.name for sheet in sheets)[:200]
        raise NotATargetSheet(path=name, expected=expected, found={"zh": f"工作表 {found}", "en": f"sheets {found}"})
    return rows


def _header(cells: pd.DataFrame, fields: dict[str, str], required: tuple[str, ...]) -> int | None:
    """The first row that has every required heading."""
    known = headings(fields)
    for number, row in enumerate(cells.head(_HEADER_WITHIN).itertuples(index=False)):
        if set(required) <= {known.get(heading_key(cell), "") for cell in row}:
            return number
    return None


def _rows(
    file: str, sheet: RawSheet, header: int, fields: dict[str, str], findings: list[Finding]
) -> Iterator[SheetRow]:
    known = headings(fields)
    places: dict[str, int] = {}
    extra = []
    for column, heading in enumerate(sheet.cells.iloc[header]):
        name = known.get(heading_key(heading), "")
        if name and name not in places:
            places[name] = column
        elif not sheet.cells.iloc[header:, column].eq("").all():
            extra.append(heading.strip() or f"（第 {column + 1} 列）")
    if extra:
        findings.append(at(EXTRA_COLUMNS, (file, sheet.name, header + 1), found="、".join(extra)))
    below = sheet.cells.iloc[header + 1 :, list(places.values())]
    filled = below[(below != "").any(axis=1)]
    if len(filled) > MAX_ROWS:
        expected, found = (
            {"zh": f"{number:,} 行{most}", "en": f"{number:,} rows{or_fewer}"}
            for number, most, or_fewer in ((MAX_ROWS, "以内", " at most"), (len(filled), "", ""))
        )
        raise NotATargetSheet(path=file, expected=expected, found=found)
    for number, row in zip(filled.index, filled.itertuples(index=False), strict=True):
        place = (file, sheet.name, int(number) + 1)
        cells = {name: _clean(name, cell, place, findings) for name, cell in zip(places, row, strict=True)}
        failed = frozenset(name for name, cell in cells.items() if cell in FAILED)
        for name in sorted(failed):
            words = column_words(name)
            findings.append(at(UNREADABLE, place, expected=_VALUE, found=cells[name], column=words, kept=NOT_TAKEN))
        cells |= dict.fromkeys(failed, "")
        told = [cell for cell in cells.values() if cell]
        if failed or (told and not _is_total(told)):
            yield SheetRow(place, cells, failed)


def _is_total(told: list[str]) -> bool:
    """Whether the cells of a row are those of a sum below the table."""
    return heading_key(told[0]) in _TOTALS and all(quantity(cell) for cell in told[1:])


def _clean(name: str, cell: str, place: tuple[str, str, int], findings: list[Finding]) -> str:
    """The text of a cell without signs that have no shape; what is too long is cut, and told."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in lines if _has_shape(sign))
    if name in _LONG:
        text = "\n".join(" ".join(line.split()) for line in text.strip().split("\n") if line.strip())
    else:
        text = re.sub(rf"(?<={_WIDE})\s+(?={_WIDE})", "", " ".join(text.split()))
    if len(text) <= MAX_TEXT:
        return text
    findings.append(at(CUT, place, expected=f"{MAX_TEXT:,}", found=f"{len(text):,}", column=column_words(name)))
    return text[:MAX_TEXT]


def _has_shape(sign: str) -> bool:
    return sign == "\n" or unicodedata.category(sign) not in ("Cf", "Cs", "Cn")
