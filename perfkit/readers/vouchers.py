"""The head of each voucher line: date, period, type, number; many exports print it on the voucher's first line only."""

from __future__ import annotations

import pandas as pd

from perfkit.ledger.findings import FindingKind
from perfkit.ledger.units import Unit
from perfkit.readers.cells import to_dates, to_months, voucher_numbers
from perfkit.readers.faults import UNREADABLE_DATE, UNREADABLE_PERIOD, Fault
from perfkit.readers.rows import Table


def voucher_heads(table: Table, line: pd.Series, unit: Unit) -> tuple[pd.DataFrame, list[Fault]]:
    """voucher_date, period, voucher_type, voucher_number of every row that is a `line`, and the rows without a time.

    A line without a number continues the voucher above if it has no date or the same date; a line of another date
    belongs to no voucher we know, and its number stays empty (the checks report it).
    """
    texts = table.texts("voucher_date")[line]
    dates = _down(texts)
    continues = _blank(table, "voucher_number", line) & (texts.eq("") | dates.eq(dates.shift()))
    numbers = _down(table.texts("voucher_number")[line], continues)
    in_number, numbers = voucher_numbers(numbers)
    same = numbers.eq(numbers.shift()) & dates.eq(dates.shift())
    types = _down(table.texts("voucher_type")[line], same)
    months = _down(table.texts("period")[line])
    day = to_dates(dates)
    heads = pd.DataFrame(
        {
            "voucher_date": day,
            "period": _periods(day, months, unit),
            "voucher_type": types.where(types.ne(""), in_number),
            "voucher_number": numbers,
        }
    ).reindex(line.index)
    undated = day.isna() & (dates.ne("") | months.eq(""))
    outside = day.isna() & ~heads["period"].reindex(day.index).between(1, unit.calendar.periods_per_year)
    return heads, [
        _fault("unreadable_date", undated, table.texts("voucher_date"), UNREADABLE_DATE),
        _fault("unreadable_period", outside, table.texts("period"), UNREADABLE_PERIOD),
    ]


def _fault(reason: str, rows: pd.Series, found: pd.Series, kind: FindingKind) -> Fault:
    return Fault(reason, rows.reindex(found.index, fill_value=False), found, kind)


def line_numbers(lines: pd.DataFrame) -> pd.Series:
    """The line's number within its voucher: the export's own where each voucher has it from 1 on, else counted.

    (序号 is in some exports a number within the voucher, in others a number within the sheet.)
    """
    voucher = lines.groupby(
        ["source_sheet", "period", "voucher_date", "voucher_type", "voucher_number"], dropna=False, sort=False
    )
    own = lines["line_number"]
    repeated = lines.assign(own=own).duplicated([*voucher.keys, "line_number"])
    numbered = own.ge(1).all() and not repeated.any() and voucher["line_number"].min().eq(1).all()
    return own if numbered else voucher.cumcount() + 1


def _blank(table: Table, name: str, line: pd.Series) -> pd.Series:
    return table.texts(name)[line].eq("")


def _down(texts: pd.Series, where: pd.Series | None = None) -> pd.Series:
    """Blank cells filled from above; only those of `where`, if given."""
    blank = texts.eq("") if where is None else texts.eq("") & where
    return texts.mask(blank).ffill().fillna("").astype("str")


def _periods(day: pd.Series, months: pd.Series, unit: Unit) -> pd.Series:
    """The period of the date; where there is none, of the period column: a calendar month, or the number itself."""
    number, is_month = to_months(months)
    first = pd.to_datetime(pd.DataFrame({"year": 2000, "month": number.clip(1, 12), "day": 1}))
    told = number.where(~is_month, unit.calendar.period_of(first))
    return unit.calendar.period_of(day).where(day.notna(), told).astype("int64")
