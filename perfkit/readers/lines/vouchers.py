"""The head of each voucher line: date, period, type, number; many exports print it on the voucher's first line only."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from perfkit.ledger.findings import FindingKind
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.lines.cells import ambiguous_dates, to_dates, to_months, voucher_numbers
from perfkit.readers.lines.faults import AMBIGUOUS_DATE, UNREADABLE_DATE, UNREADABLE_PERIOD, Fault
from perfkit.readers.lines.rows import Source, Table


def voucher_heads(table: Table, line: pd.Series, source: Source) -> tuple[pd.DataFrame, list[Fault]]:
    """voucher_date, period, voucher_type, voucher_number of every row that is a `line`, and the rows without a time.

    A line without a number continues the voucher above if it has no date or the same date; a line of another date
    belongs to no voucher we know, and its number stays empty. The date may stand in columns of months and days.
    """
    blocks = table.header.ledger.block[line] if table.header.ledger else None
    months = _down(table.texts("period")[line], blocks=blocks)
    texts = (
        _split_dates(table, line, months, source.year)
        if "day" in table.header.fields
        else table.texts("voucher_date")[line]
    )
    dates = _down(texts, blocks=blocks)
    continues = _blank(table, "voucher_number", line) & (texts.eq("") | dates.eq(dates.shift()))
    numbers = _down(table.texts("voucher_number")[line], continues)
    in_number, numbers = voucher_numbers(numbers)
    same = numbers.eq(numbers.shift()) & dates.eq(dates.shift())
    types = _down(table.texts("voucher_type")[line], same)
    day = to_dates(dates)
    heads = pd.DataFrame(
        {
            "voucher_date": day,
            "period": periods(day, months, source.unit),
            "voucher_type": first_given(types, in_number),
            "voucher_number": numbers,
        }
    ).reindex(line.index)
    undated = day.isna() & (dates.ne("") | months.eq(""))
    outside = day.isna() & ~heads["period"].reindex(day.index).between(1, source.unit.calendar.periods_per_year)

    def fault(reason: str, rows: pd.Series, found: pd.Series, kind: FindingKind) -> Fault:
        return Fault(reason, rows.reindex(line.index, fill_value=False), found, kind)

    return heads, [
        fault("unreadable_date", ambiguous_dates(dates), dates, AMBIGUOUS_DATE),
        fault("unreadable_date", undated, texts, UNREADABLE_DATE),
        fault("unreadable_period", outside, table.texts("period"), UNREADABLE_PERIOD),
    ]


def line_numbers(lines: pd.DataFrame) -> pd.Series:
    """The line's number within its voucher: the export's own where each voucher has it from 1 on, else counted.

    (序号 is in some exports a number within the voucher, in others a number within the sheet.)
    """
    voucher = lines.groupby(
        ["source_sheet", "period", "voucher_date", "voucher_type", "voucher_number"], dropna=False, sort=False
    )
    own = lines["line_number"]
    numbered = (
        own.ge(1).all()
        and not lines.duplicated([*voucher.keys, "line_number"]).any()
        and voucher["line_number"].min().eq(1).all()
    )
    return own if numbered else voucher.cumcount() + 1


def _blank(table: Table, name: str, line: pd.Series) -> pd.Series:
    return table.texts(name)[line].eq("")


def _down(texts: pd.Series, where: pd.Series | None = None, blocks: pd.Series | None = None) -> pd.Series:
    """Blank cells filled from above; only those of `where`, if given, and only within one of `blocks`."""
    blank = texts.eq("") if where is None else texts.eq("") & where
    filled = texts.mask(blank)
    filled = filled.ffill() if blocks is None else filled.groupby(blocks).ffill()
    return filled.fillna("").astype("str")


def _split_dates(table: Table, line: pd.Series, months: pd.Series, year: int) -> pd.Series:
    """Dates of a month and a day in columns of their own; the year is that of their heading (2021年.月) or a title.

    A cell of the month or day that is blank is that of the line above; "" where no day is told.
    """
    head = table.sheet.cells.head(table.header.first_data_row - 1).to_numpy().ravel()
    titles = (unicodedata.normalize("NFKC", text) for text in (*table.header.titles, *head))
    told = next((found[1] for text in titles if (found := re.search(r"((?:19|20)\d{2})\s*年", text))), str(year))
    years = table.texts("fiscal_year")[line].str.extract(r"(\d{4})")[0].fillna(told)
    days = table.texts("day")[line].str.removesuffix("日")
    own = table.texts("period")[line].ne("") | days.ne("")
    number = to_months(months)[0].astype("str").where(lambda text: text.ne("0"), months)
    return (years + "-" + number + "-" + days.mask(days.eq("")).ffill().fillna("")).where(own, "")


def periods(day: pd.Series, months: pd.Series, unit: Unit) -> pd.Series:
    """The period of the date; where there is none, of the period column: a calendar month, or the number itself."""
    found, undated = unit.calendar.period_of(day), day.isna()
    if undated.any():
        number, is_month = to_months(months[undated])
        first = pd.to_datetime(pd.DataFrame({"year": 2000, "month": number.clip(1, 12), "day": 1}))
        found = found.mask(undated, number.where(~is_month, unit.calendar.period_of(first)))
    return found.astype("int64")
