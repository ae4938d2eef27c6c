"""Execution summaries (预算执行情况表): budget and actual already aggregated, for units without vouchers.

One row per project, department or class, perhaps per period, with 年初预算数, 全年预算数, 执行数 side by side; or one
amount per row with its `measure`, as a mapping explains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.readers.layouts.kinds import ACTUAL_OF_PERIOD
from perfkit.readers.lines.amounts import Amounts, closed, codes, read_amounts
from perfkit.readers.lines.cells import parse_date, to_months
from perfkit.readers.lines.faults import UNKNOWN_MEASURE, UNREADABLE_PERIOD, Fault
from perfkit.readers.lines.rows import Reading, Source, Table, placed
from perfkit.readers.lines.summary_findings import LINE, repeated_budgets, repeated_periods, row_totals

_MEASURES: Final = ("original", "final", "actual", "actual_to_date")
#: 1-6月, 1至6月: from the start of the year to the end of that period.
_TO_DATE: Final = re.compile(r"0?1月?[-—~至到](\d{1,2})月?")
_QUARTER: Final = re.compile(r"(?:第|q)?([1-4一二三四])(?:季度?|(?<=q.))")
_QUARTERS: Final = {
    word: number for number, words in enumerate(("1一", "2二", "3三", "4四"), start=1) for word in words
}
_WHOLE_YEAR: Final = ("", "全年", "年度", "0")


def read_summary(tables: Sequence[Table], source: Source) -> Reading:
    """The amounts of all sheets of one execution summary.

    *Grain*: one filled amount of the export. `measure` is original, final, actual (of the period) or actual_to_date;
    `breakdown` is `period` for rows that name a period and `class` for those of the whole year, period 0. An original
    budget repeated in every period is one amount, the first. 预算数 without any other budget column is the original
    budget, beside 年初预算数 it is the final one. Rows that cannot be read are set aside and reported; printed totals
    are compared.

    Raises:
        BadConfiguration: see `read_amounts`.
    """
    sheets = [_sheet(table, source) for table in tables]
    lines = pd.concat([_lines(sheet, source) for sheet in sheets], ignore_index=True)
    once, repeated = _budget_once(lines)
    again = int(lines["amount_cents"].sum() - once["amount_cents"].sum())
    reading = closed(once, "summary", sheets, source, repeated=again)
    told = (*row_totals(sheets, source), *repeated, *repeated_periods(reading.frame))
    return replace(reading, findings=(*reading.findings, *told))


def _sheet(table: Table, source: Source) -> Amounts:
    amounts = read_amounts(table, source, _columns(table.header.fields))
    number, _ = _periods(amounts.views[0], source)
    texts = _period_texts(amounts.views[0])
    unknown = [
        Fault("unknown_measure", ~view.texts("measure").isin(_MEASURES), view.texts("measure"), UNKNOWN_MEASURE)
        for view in amounts.views
    ]
    return amounts.without([Fault("unreadable_period", number.isna(), texts, UNREADABLE_PERIOD), *unknown], source)


def _columns(fields: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """Field of an amount column -> its measure, and the period if it is that of one."""
    named = {
        "original_budget": "original",
        "final_budget": "final",
        "actual": "actual",
        "actual_to_date": "actual_to_date",
    }
    if "original_budget" not in fields and "final_budget" not in fields:
        named["budget_amount"] = "original"
    elif "final_budget" not in fields:
        named["budget_amount"] = "final"
    by_period = {name: {"measure": "actual", "period": period} for name, period in ACTUAL_OF_PERIOD.items()}
    return {name: {"measure": measure} for name, measure in named.items()} | by_period


def _period_texts(table: Table) -> pd.Series:
    """The cells that tell the period: those of the period column, else those of the date."""
    period = table.texts("period")
    for name in ("document_date", "voucher_date"):
        period = period.where(period.ne(""), table.texts(name))
    return period


def _periods(table: Table, source: Source) -> tuple[pd.Series, pd.Series]:
    """(period, whether to date) of every row; period 0 = whole year, null = unreadable."""
    texts = _period_texts(table)
    known = {text: _period(text, source) for text in texts.unique()}
    numbers = texts.map({text: number for text, (number, _) in known.items()}).astype("Int64")
    return numbers, texts.map({text: to_date for text, (_, to_date) in known.items()}).astype("bool")


def _period(text: str, source: Source) -> tuple[int | None, bool]:
    """(period, whether to date) of one cell: 全年, 3, 3月, 2021-03, 2021-03-31, 2季度, Q2, 1-6月; None = unreadable."""
    calendar = source.unit.calendar
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold().removesuffix("累计")
    if plain in _WHOLE_YEAR:
        return 0, False
    day = parse_date(plain)
    if day:
        return _period_of(day, source) if _in_year(day, source) else None, False
    quarter, to_date = _QUARTER.fullmatch(plain), _TO_DATE.fullmatch(plain)
    if quarter:
        return _QUARTERS[quarter[1]] * calendar.periods_per_year // 4, False
    numbers, dated = to_months(pd.Series([to_date[1] if to_date else plain], dtype="str"))
    number = int(numbers[0])
    if not 1 <= number <= 12:
        return None, False
    is_month = bool(dated[0]) or (bool(to_date) and plain.endswith("月"))
    number = _period_of(date(2000, number, 1), source) if is_month else number
    return number if number <= calendar.periods_per_year else None, bool(to_date)


def _period_of(day: date, source: Source) -> int:
    return int(source.unit.calendar.period_of(pd.Series([pd.Timestamp(day)]))[0])


def _in_year(day: date, source: Source) -> bool:
    return source.unit.calendar.first_day(source.year) <= day <= source.unit.calendar.last_day(source.year)


def _lines(sheet: Amounts, source: Source) -> pd.DataFrame:
    lines = pd.concat([_of_view(view, sheet.why, source) for view in sheet.views])
    return lines.sort_values("source_row", kind="stable")


def _of_view(view: Table, why: pd.Series, source: Source) -> pd.DataFrame:
    period, to_date = _periods(view, source)
    period = period.fillna(0).astype("int64")
    measure, breakdown = view.texts("measure"), view.texts("breakdown")
    by_period = period.gt(0).map({True: "period", False: "class"}).astype("str")
    names, coded = view.texts("department_name"), codes(view, source.unit)
    frame = coded.assign(
        period=period,
        breakdown=breakdown.where(breakdown.ne(""), by_period),
        measure=measure.mask(measure.eq("actual") & to_date, "actual_to_date"),
        department_name=names.where(names.ne(""), coded["department_code"].replace(source.unit.departments)),
        amount_cents=view.cents("amount").fillna(0).astype("int64"),
    )
    return placed(frame, view.sheet, source)[why.eq("") & view.texts("amount").ne("")]


def _budget_once(lines: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """The original budget of each line once, as of the whole year, where every period repeats it."""
    told = lines[lines["measure"].eq("original") & lines["period"].gt(0)]
    if told.empty:
        return lines, []
    repeats = told[told.duplicated(LINE)]
    kept = lines.drop(index=repeats.index)
    whole_year = kept["measure"].eq("original")
    period, breakdown = kept["period"].mask(whole_year, 0), kept["breakdown"].mask(whole_year, "class")
    return kept.assign(period=period, breakdown=breakdown), repeated_budgets(told)
