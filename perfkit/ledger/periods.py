"""The fiscal year: its first and last day, its months or quarters.

A fiscal year is named by the calendar year in which it ends (Philadelphia's 2021 ends on 2021-06-30; a Chinese
budget year is the calendar year).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import pandas as pd

from perfkit.errors import Language


@dataclass(frozen=True)
class FiscalCalendar:
    """A year of 12 months that ends with month `end_month`, told in `periods_per_year` periods (12 or 4)."""

    end_month: int = 12
    periods_per_year: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.end_month <= 12 or self.periods_per_year not in (4, 12):
            raise ValueError("end_month must be 1-12 and periods_per_year 4 or 12")

    @property
    def periods(self) -> range:
        """1..12 or 1..4."""
        return range(1, self.periods_per_year + 1)

    def first_day(self, fiscal_year: int) -> date:
        """The first day of the fiscal year."""
        return date(fiscal_year if self.end_month == 12 else fiscal_year - 1, self.end_month % 12 + 1, 1)

    def last_day(self, fiscal_year: int) -> date:
        """The last day of the fiscal year."""
        return date(fiscal_year, self.end_month, calendar.monthrange(fiscal_year, self.end_month)[1])

    def contains(self, dates: pd.Series, fiscal_year: int) -> pd.Series:
        """Whether each date lies in the fiscal year; False for NaT."""
        first, last = pd.Timestamp(self.first_day(fiscal_year)), pd.Timestamp(self.last_day(fiscal_year))
        return dates.between(first, last)

    def period_of(self, dates: pd.Series) -> pd.Series:
        """The period (1..) each date falls in; 0 for NaT."""
        months = (dates.dt.month - self.end_month - 1) % 12
        periods: pd.Series = (months // (12 // self.periods_per_year) + 1).fillna(0).astype("int64")
        return periods

    def period_label(self, period: int, language: Language = "zh") -> str:
        """The name people read: 3月 / Mar, 2季度 / Q2, 全年 / whole year for 0."""
        if period == 0:
            return "未分期间" if language == "zh" else "not by period"
        if self.periods_per_year == 4:
            return f"{period}季度" if language == "zh" else f"Q{period}"
        month = (self.end_month + period - 1) % 12 + 1
        return f"{month}月" if language == "zh" else calendar.month_abbr[month]

    def span_label(self, period: int, language: Language = "zh") -> str:
        """The name of the periods from the first to `period`: 1–6月 / Jan–Jun, 1–2季度 / Q1–Q2."""
        first, last = self.period_label(1, language), self.period_label(period, language)
        if period <= 1:
            return first
        return f"{first.removesuffix('月').removesuffix('季度')}–{last}"

    def elapsed(self, period: int) -> float:
        """The share of the year gone at the end of `period` (序时进度), 0-1."""
        return period / self.periods_per_year
