"""The rows of a sheet once its header is known: which are lines, and which are set aside for what reason.

Nothing is dropped in silence: every row of a sheet gets a reason of `perfkit.ledger.reasons`, "" for a line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.ledger.money import to_cents
from perfkit.ledger.units import Unit
from perfkit.readers.header import Header
from perfkit.readers.mappings import Mapping
from perfkit.readers.sheets import RawSheet

_UNIT_LINE: Final = re.compile(r"单位:?\(?(?:人民币)?(百万|万|千)?元(?![\u4e00-\u9fff])|\((?:人民币)?(百万|万|千)?元\)")
_UNITS: Final = {"": "yuan", "千": "thousand", "万": "wan", "百万": "million"}
_CARRIED: Final = (
    r"(?:承前页|承上页|接上页|上页结转|过次页|转下页|转次页|期初余额|年初余额|期初数|年初数|上年结转|结转下年|结转次年)"
)
_TOTAL: Final = r"[^,.0-9]{0,12}(?:合计|总计|小计|累计|总合计)"
_PERIOD_TOTAL: Final = r"(?:本[日月季年期]|当[日月年期])(?:合计|累计|小计)|累计"
_FOOTER: Final = (
    r"(?:制表|制单|填表|编制|打印|导出|复核|审核|记账|出纳|会计主管|财务主管|财务负责人|单位负责人|主管会计|核算单位|编制单位)"
    r"(?:人|员|时间|日期|单位)?[:：].*|第\s*\d+\s*页.*|共\s*\d+\s*页.*|[-—]\s*\d+\s*[-—]|制表人|打印时间|审核人|记账人"
)


@dataclass(frozen=True)
class Source:
    """What a reader must know beside the rows; `companions` are the other exports of the same unit and year."""

    unit: Unit
    year: int
    source_file: str
    companions: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Table:
    """A sheet with its header found, or records of a structured file, which have no other rows than lines."""

    sheet: RawSheet
    header: Header
    money_unit: str
    mapping: Mapping | None = None
    is_records: bool = False

    def has(self, name: str) -> bool:
        """Whether a column or a constant of the mapping gives that field."""
        return name in self.header.fields or bool(self.mapping and name in self.mapping.constants)

    def texts(self, name: str) -> pd.Series:
        """The cells of a field for *every* row of the sheet, stripped, the mapping's `[values]` applied; "" if absent.

        Row i of the result is row i+1 of the sheet; use `reasons` to know which are lines.
        """
        index = self.sheet.cells.index
        mapping = self.mapping
        if name not in self.header.fields:
            constant = mapping.constants.get(name, "") if mapping else ""
            return pd.Series(constant, index=index, dtype="str")
        cells = self.sheet.cells[self.header.fields[name]].str.strip().str.lstrip("'")
        if name in self.header.compounds:
            cells = (
                cells.str.split(r"[#|]", regex=True, expand=True)[self.header.compounds[name]].fillna("").str.strip()
            )
        return self.meant(name, cells)

    def meant(self, name: str, texts: pd.Series) -> pd.Series:
        """`texts` of a field with the mapping's `[values]` put in place of what the export writes."""
        meanings = dict(self.mapping.meanings.get(name, {})) if self.mapping else {}
        return texts.map(meanings).where(texts.isin(list(meanings)), texts).astype("str") if meanings else texts

    def cents(self, name: str) -> pd.Series:
        """The amounts of a field for every row: Int64, null where the cell is no amount."""
        texts = self.texts(name)
        if self.mapping and self.mapping.decimal == ",":
            texts = texts.str.replace(r"[.\s\u202f]", "", regex=True).str.replace(",", ".", regex=False)
        return to_cents(texts, self.money_unit)


@dataclass(frozen=True)
class Reading:
    """What a reader makes of its tables: tidy rows, rows set aside, findings. Both frames conform to FRAMES."""

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...] = field(default=())


def money_unit(sheet: RawSheet, header: Header, mapping: Mapping | None) -> str:
    """The unit of money: the mapping's, else that of the headings, else that of the lines above them, else yuan."""
    if mapping and mapping.money_unit:
        return mapping.money_unit
    above = sheet.cells.head(header.first_data_row - 1).to_numpy().ravel()
    for text in (*header.titles, *above):
        found = _UNIT_LINE.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        if found:
            return _UNITS[found[1] or found[2] or ""]
    return "yuan"


def row_texts(cells: pd.DataFrame) -> pd.Series:
    """The cells of each row as one text."""
    if not cells.shape[1]:
        return pd.Series("", index=cells.index, dtype="str")
    joined = cells[cells.columns[0]].str.strip()
    for column in cells.columns[1:]:
        joined = joined.str.cat(cells[column].str.strip(), sep=" | ")
    return joined


def reasons(table: Table) -> pd.Series:
    """Why each row is no line of the table: title, header, blank, footer, carried_forward, subtotal; "" = a line.

    A row with an account code is a line whatever it says, unless its summary is a carry-forward or a period's total
    and it stands on no voucher.
    """
    header, index = table.header, table.sheet.cells.index
    found = pd.Series("", index=index, dtype="str")
    if table.is_records:
        return found
    numbered = table.texts("account_code").where(lambda code: code.ne(""), table.texts("account_combined"))
    anchored = numbered.str.match(r"[\['(]*[0-9０-９]")
    summary = table.texts("summary")[anchored & table.texts("voucher_number").eq("")].str.replace(r"\s", "", regex=True)
    found[summary[summary.str.fullmatch(_CARRIED)].index] = "carried_forward"
    found[summary[summary.str.fullmatch(_PERIOD_TOTAL)].index] = "subtotal"

    # Few rows of a ledger have no account: only they are looked at cell by cell.
    others = table.sheet.cells[~anchored]
    texts = row_texts(others)
    headings = row_texts(table.sheet.cells.iloc[header.header_row - 1 : header.first_data_row - 1])
    words = {
        "footer": _any(others, _FOOTER),
        "carried_forward": _any(others, _CARRIED),
        "subtotal": _any(others, _TOTAL),
        "blank": texts.str.fullmatch(r"[\s|]*"),
        "header": texts.isin(headings),
    }
    for reason, rows_of_it in words.items():
        found[rows_of_it[rows_of_it].index] = reason
    found.iloc[: header.header_row - 1] = found.iloc[: header.header_row - 1].where(
        lambda why: why.eq("blank"), "title"
    )
    found.iloc[header.header_row - 1 : header.first_data_row - 1] = "header"
    return found


def _any(cells: pd.DataFrame, pattern: str) -> pd.Series:
    """Rows in which any cell, blanks removed, is of that pattern."""
    hit = pd.Series(False, index=cells.index)
    for column in cells.columns:
        hit |= cells[column].str.replace(r"\s+", "", regex=True).str.fullmatch(pattern)
    return hit


def set_aside(table: Table, why: pd.Series, source: Source, **amounts: pd.Series) -> pd.DataFrame:
    """The rows that `why` gives a reason for, as the frame `set_aside`; `amounts` are debit_cents, credit_cents."""
    rows = why[why.ne("")].index
    frame = pd.DataFrame({"reason": why[rows], "row_text": row_texts(table.sheet.cells.loc[rows])}, index=rows)
    for name, cents in amounts.items():
        frame[name] = cents[rows].fillna(0)
    return conform(placed(frame, table.sheet, source), "set_aside")


def placed(frame: pd.DataFrame, sheet: RawSheet, source: Source) -> pd.DataFrame:
    """`frame`, indexed by the sheet's rows, with unit, year and where each row stands."""
    return frame.assign(
        unit_code=source.unit.code,
        fiscal_year=source.year,
        source_file=source.source_file,
        source_sheet=sheet.name,
        source_row=frame.index + 1,
    )
