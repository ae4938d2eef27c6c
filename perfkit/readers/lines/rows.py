"""The rows of a sheet once its header is known: which are lines, and which are set aside for what reason.

Nothing is dropped in silence: every row of a sheet gets a reason of `perfkit.ledger.reasons`, "" for a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.ledger.money import to_cents
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.layouts.header import Header
from perfkit.readers.layouts.mappings import Mapping

_UNITS: Final = {
    "": "yuan", "百": "hundred", "千": "thousand", "万": "wan", "百万": "million", "亿": "hundred_million",
}  # fmt: skip
_SCALE: Final = f"(?:人民币)?({'|'.join(sorted(filter(None, _UNITS), key=len, reverse=True))})?元"
_UNIT_LINE: Final = re.compile(rf"单位:?\(?{_SCALE}(?![\u4e00-\u9fff])|\({_SCALE}\)")
_CARRIED: Final = (
    r"(?:承前页|承上页|接上页|上页结转|过次页|转下页|转次页|期初数|年初数|结转下年|结转次年"
    r"|(?:期初|年初|月初|上年|上期|上月|昨日)(?:余额|结余|结存|结转))"
)
_TOTAL: Final = r"[^,.0-9]{0,12}(?:合计|总计|小计|累计|总合计)"
_PERIOD_TOTAL: Final = r"(?:本[日月季年期]|当[日月年期前])(?:合计|累计|小计)|累计|本?[日月季年]计"
#: [记-12]#[2021-01-05]: each part of such a cell may stand in brackets of its own.
_BRACKETED: Final = re.compile(r"^[\[【](.*)[\]】]$")
_FOOTER: Final = (
    r"(?:制表|制单|填表|编制|打印|导出|复核|审核|记账|出纳|会计主管|财务主管|财务负责人|单位负责人|主管会计|核算单位|编制单位)"
    r"(?:人|员|时间|日期|单位)?[:：].*|[(（]?[第共]\s*\d+\s*页.*|页\s*[码次][:：].*|[-—]\s*\d+\s*[-—]|制表人|打印时间|审核人|记账人"
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
    #: Cells of a field, stripped, once somebody asked for them.
    _seen: dict[str, pd.Series] = field(default_factory=dict, init=False, repr=False, compare=False)

    def has(self, name: str) -> bool:
        """Whether a column, a constant of the mapping or what stands above a detail ledger gives that field."""
        constants = self.mapping.constants if self.mapping else ()
        return name in self.header.fields or name in constants or name in self._above()

    def _above(self) -> Columns[str, pd.Series]:
        return self.header.ledger.texts if self.header.ledger else {}

    def texts(self, name: str) -> pd.Series:
        """The cells of a field for *every* row of the sheet, stripped, the mapping's `[values]` applied; "" if absent.

        Row i of the result is row i+1 of the sheet; use `reasons` to know which are lines.
        """
        if name not in self._seen:
            self._seen[name] = self._read(name)
        return self._seen[name].copy(deep=False)

    def _read(self, name: str) -> pd.Series:
        index = self.sheet.cells.index
        mapping = self.mapping
        if name not in self.header.fields:
            if name in self._above():
                return self._above()[name]
            constant = mapping.constants.get(name, "") if mapping else ""
            # One column of nothing does for all that are absent.
            return pd.Series(constant, index=index, dtype="str") if constant or not name else self.texts("")
        cells = _stripped(self.sheet.cells[self.header.fields[name]])
        cells = cells.str.lstrip("'") if cells.str.startswith("'").any() else cells
        if name in self.header.compounds:
            part = cells.str.split(r"[#|]", regex=True, expand=True)[self.header.compounds[name]].fillna("")
            cells = part.str.strip().str.replace(_BRACKETED, r"\1", regex=True)
        return self.meant(name, cells)

    def meant(self, name: str, texts: pd.Series) -> pd.Series:
        """`texts` of a field with the mapping's `[values]` put in place of what the export writes."""
        meanings = dict(self.mapping.meanings.get(name, {})) if self.mapping else {}
        return texts.map(meanings).where(texts.isin(list(meanings)), texts).astype("str") if meanings else texts

    def cents(self, name: str) -> pd.Series:
        """The amounts of a field for every row: Int64, null where the cell is no amount. Red letters are negative."""
        cents = to_cents(self.plain(self.texts(name)), self._unit_of(name))
        return cents.mask(self.red(name) & cents.gt(0), -cents) if self.sheet.red else cents

    def _unit_of(self, name: str) -> str:
        """The unit of money of a column: columns of one table may be in 元 and in 万元."""
        place = self.header.fields.get(name, -1)
        if self.is_records or (self.mapping and self.mapping.money_unit) or not 0 <= place < len(self.header.titles):
            return self.money_unit
        return _told_unit(self.header.titles[place]) or _unit_above(self.sheet, self.header) or self.money_unit

    def red(self, name: str) -> pd.Series:
        """The rows whose cell of a field is written in red letters."""
        rows = self.sheet.red.get(self.header.fields.get(name, -1), frozenset())
        return pd.Series(self.sheet.cells.index.isin(rows), index=self.sheet.cells.index)

    def plain(self, texts: pd.Series) -> pd.Series:
        """Cells of amounts with a decimal point, whatever sign the export has."""
        if not self.mapping or self.mapping.decimal == ".":
            return texts
        if self.mapping.decimal == ",.":
            return texts.map({text: _last_sign_decimal(text) for text in texts.unique()}).astype("str")
        return texts.str.replace(r"[.\s\u202f]", "", regex=True).str.replace(",", ".", regex=False)

    def with_columns(self, columns: Columns[str, pd.Series]) -> Table:
        """The same table with the cells of some fields put in columns to the right of the export's own."""
        width = self.sheet.cells.shape[1]
        places = {name: width + number for number, name in enumerate(columns)}
        cells = self.sheet.cells.join(pd.DataFrame({places[name]: cells for name, cells in columns.items()}))
        compounds = {name: part for name, part in self.header.compounds.items() if name not in columns}
        header = replace(self.header, fields={**self.header.fields, **places}, compounds=compounds)
        return replace(self, sheet=replace(self.sheet, cells=cells), header=header)


@dataclass(frozen=True)
class Reading:
    """What a reader makes of its tables: tidy rows, rows set aside, findings. Both frames conform to FRAMES.

    `totals` are the sums over all rows of the export, whatever became of them: debit_cents and credit_cents of a
    journal or balance table (its movements), amount_cents of a budget book or summary.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...] = field(default=())
    totals: dict[str, int] = field(default_factory=dict)


def _stripped(cells: pd.Series) -> pd.Series:
    stripped = cells.str.strip()
    # Most exports have nothing to strip: the same column twice would take a large part of the memory of a load.
    return cells if stripped.equals(cells) else stripped


def _last_sign_decimal(text: str) -> str:
    """An amount with a decimal point, its decimal sign being the last comma or point that it has."""
    whole, sign, cents = text.rpartition("," if text.rfind(",") > text.rfind(".") else ".")
    return re.sub(r"[,.\s]", "", whole) + sign.replace(",", ".") + cents


def money_unit(sheet: RawSheet, header: Header, mapping: Mapping | None) -> str:
    """The unit of money: the mapping's, else that of the headings, else that of the lines above them, else yuan."""
    if mapping and mapping.money_unit:
        return mapping.money_unit
    return next(filter(None, map(_told_unit, header.titles)), "") or _unit_above(sheet, header) or "yuan"


def _unit_above(sheet: RawSheet, header: Header) -> str:
    above = sheet.cells.head(header.header_row - 1).to_numpy().ravel()
    return next(filter(None, map(_told_unit, above)), "")


def _told_unit(text: str) -> str:
    """The unit of money that a heading or a line above it tells; "" if none."""
    found = _UNIT_LINE.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return _UNITS[found[1] or found[2] or ""] if found else ""


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
    anchored = _anchored(table)
    summary = table.texts("summary")[anchored & table.texts("voucher_number").eq("")].str.replace(r"\s", "", regex=True)
    found[summary[summary.str.fullmatch(_CARRIED)].index] = "carried_forward"
    found[summary[summary.str.fullmatch(_PERIOD_TOTAL)].index] = "subtotal"

    # Few rows of a ledger have no account: only they are looked at cell by cell.
    others = table.sheet.cells[~anchored]
    texts = row_texts(others)
    headings = row_texts(table.sheet.cells.iloc[header.header_row - 1 : header.first_data_row - 1])
    words = {
        **_said(others, {"footer": _FOOTER, "carried_forward": _CARRIED, "subtotal": f"{_TOTAL}|{_PERIOD_TOTAL}"}),
        "blank": texts.str.fullmatch(r"[\s|]*"),
        "header": texts.isin(headings),
    }
    for reason, rows_of_it in words.items():
        found[rows_of_it[rows_of_it].index] = reason
    above = found.iloc[: header.header_row - 1]
    if header.ledger:
        titles = texts[found[others.index].ne("blank") & texts.isin(row_texts(table.sheet.cells.loc[above.index]))]
        found[titles.index] = "title"
        found = found.mask(header.ledger.is_title | (found.eq("") & ~anchored & _moneyless(table)), "title")
    found.iloc[: header.header_row - 1] = above.where(above.eq("blank"), "title")
    found.iloc[header.header_row - 1 : header.first_data_row - 1] = "header"
    return found


def _said(cells: pd.DataFrame, patterns: Columns[str, str]) -> dict[str, pd.Series]:
    """For each pattern the rows in which any cell, blanks removed, is of it."""
    plain = pd.concat([cells[column] for column in cells.columns], ignore_index=True)
    plain = plain.str.replace(r"\s+", "", regex=True)
    by_column = cells.shape[::-1]
    return {
        reason: pd.Series(plain.str.fullmatch(pattern).to_numpy().reshape(by_column).any(axis=0), index=cells.index)
        for reason, pattern in patterns.items()
    }


def _anchored(table: Table) -> pd.Series:
    """Rows with an account code; in a detail ledger, where it stands above, rows with a voucher number or a date."""
    if table.header.ledger is None:
        numbered = first_given(table.texts("account_code"), table.texts("account_combined"))
        return numbered.str.match(r"[\['(]*[0-9０-９]")
    told = [table.texts(name).str.contains(r"[0-9０-９]") for name in ("voucher_number", "voucher_date", "day")]
    return pd.concat(told, axis="columns").any(axis="columns")


def _moneyless(table: Table) -> pd.Series:
    """Rows with nothing in any column of amounts: between two ledgers, what stands above the second."""
    told = [table.texts(name).ne("") for name in ("debit", "credit", "amount", "closing_balance")]
    return ~pd.concat(told, axis="columns").any(axis="columns")


def set_aside(table: Table, why: pd.Series, source: Source, **amounts: pd.Series) -> pd.DataFrame:
    """The rows that `why` gives a reason for, as the frame `set_aside`; `amounts` are debit_cents, credit_cents."""
    rows = why[why.ne("")].index
    own = table.sheet.cells[table.sheet.cells.columns[: len(table.header.titles)]]
    frame = pd.DataFrame({"reason": why[rows], "row_text": row_texts(own.loc[rows])}, index=rows)
    for name, cents in amounts.items():
        frame[name] = cents[rows].fillna(0)
    return conform(placed(frame, table.sheet, source), "set_aside")


def totals(sheets: Iterable[dict[str, pd.Series]]) -> dict[str, int]:
    """The sum of each amount over all rows of all sheets; an amount that nobody can read counts 0."""
    sums: dict[str, int] = {}
    for amounts in sheets:
        for name, cents in amounts.items():
            sums[name] = sums.get(name, 0) + int(cents.sum())
    return sums


def placed(frame: pd.DataFrame, sheet: RawSheet, source: Source) -> pd.DataFrame:
    """`frame`, indexed by the sheet's rows, with unit, year and where each row stands."""
    return frame.assign(
        unit_code=source.unit.code,
        fiscal_year=source.year,
        source_file=source.source_file,
        source_sheet=sheet.name,
        source_row=frame.index + 1,
    )
