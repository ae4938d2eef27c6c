"""`recognise`: what a file is and how it reads, for people to look at before it is taken in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.columns import columns
from perfkit.ledger.units import Unit
from perfkit.readers.layouts.kinds import ACTUAL_OF_PERIOD
from perfkit.readers.layouts.mappings import Mapping, aliases
from perfkit.readers.read import Export, read_export

#: The amounts that are added up for each kind of export.
_SUMMED: Final = {
    "journal": ("debit_cents", "credit_cents"),
    "balances": (
        "opening_debit_cents", "opening_credit_cents", "debit_cents", "credit_cents",
        "closing_debit_cents", "closing_credit_cents",
    ),
    "budget": ("amount_cents",),
    "commitments": ("amount_cents", "paid_cents"),
}  # fmt: skip
#: Measure of a summary -> the column whose name people read.
_MEASURES: Final = {
    "original": "original_budget_cents",
    "final": "final_budget_cents",
    "actual": "actual_cents",
    "actual_to_date": "cumulative_actual_cents",
}
_YEAR: Final = r"(?<!\d)((?:19|20)\d{2})"
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Recognition:
    """A file as recognised.

    Args:
        file: its name.
        export: how it reads.
        year: the fiscal year it was read for.
        year_from: what told the year: `given`, `file`, `rows`, `period`, `title`, `file_name`, `today`.
    """

    file: str
    export: Export
    year: int
    year_from: str = "given"

    def reasons(self) -> dict[str, int]:
        """Why rows were set aside, with counts, the most frequent first."""
        counts = self.export.set_aside["reason"].value_counts()
        return {str(reason): int(count) for reason, count in counts.items()}

    def sums(self, kind: str) -> dict[str, int]:
        """Column -> the sum of the tidy rows of that kind; of a balance table, its leaves only."""
        frame = self.export.frames[kind]
        if kind == "summary":
            # A summary may tell its year by class and again by period: the same money twice.
            by_class = frame["breakdown"].eq("class")
            measured = frame[by_class if by_class.any() else ~by_class].groupby("measure")["amount_cents"].sum()
            return {_MEASURES[str(measure)]: int(cents) for measure, cents in measured.items()}
        counted = frame[frame["is_leaf"]] if kind == "balances" else frame
        return {column: int(counted[column].sum()) for column in _SUMMED[kind]}

    def sums_set_aside(self) -> dict[str, int]:
        """Column -> the sum of the rows that were set aside."""
        return {column: int(self.export.set_aside[column].sum()) for column in _SUMMED["journal"]}


def recognise(
    path: Path, *, unit: Unit, year: int | None, mappings: Sequence[Mapping], companions: Sequence[Path] = ()
) -> Recognition:
    """Read the file at `path` as `read_export` does, for the year it tells itself if none is given.

    Raises:
        ReadError, BadConfiguration: see `read_export`.
    """

    def read(chosen: int) -> Export:
        return read_export(
            path, unit=unit, year=chosen, mappings=mappings, source_file=path.name, companions=companions
        )

    if year is not None:
        return Recognition(path.name, read(year), year)
    first = _named(path.stem) or date.today().year
    export = read(first)
    found, told_by = _told_year(export, unit)
    if not found:
        return Recognition(path.name, export, first, "file_name" if _named(path.stem) else "today")
    return Recognition(path.name, export if found == first else read(found), found, told_by)


def _told_year(export: Export, unit: Unit) -> tuple[int, str]:
    """The fiscal year that the file says it is of, else most rows, else a period such as 202103, else a title; or 0.

    Vouchers go before what stands beside them: a standing budget is one of any year.
    """
    if export.year:
        return export.year, "file"
    by_kind = {table.kind: Counter[int]() for table in export.taken_for}
    for table in export.taken_for:
        by_kind[table.kind].update(table.years)
    votes = by_kind.pop("journal", Counter()) + _by_dates(export, unit) or sum(by_kind.values(), Counter())
    if votes:
        return max(votes, key=lambda year: (votes[year], year)), "rows"
    periods = [c.example for t in export.taken_for for c in t.columns if "period" in c.fields]
    titles = export.set_aside.loc[export.set_aside["reason"].eq("title"), "row_text"]
    for told_by, texts in (("period", periods), ("title", titles)):
        found = next(filter(None, map(_named, texts)), 0)
        if found:
            return found, told_by
    return 0, ""


def _by_dates(export: Export, unit: Unit) -> Counter[int]:
    if "journal" not in export.frames:
        return Counter()
    dates = export.frames["journal"]["voucher_date"].dropna()
    years = dates.dt.year + (dates.dt.month > unit.calendar.end_month)
    return Counter({int(year): int(count) for year, count in years.value_counts().items()})


def _named(text: str) -> int:
    """The first year that a text names; 0 if it names none."""
    found = re.search(_YEAR, text)
    return int(found[1]) if found else 0


def field_label(name: str, language: Language) -> str:
    """What people call a field: the name of its column, else a heading that means it."""
    defined = next((columns()[key] for key in (name, f"{name}_cents") if key in columns()), None)
    if defined:
        return defined.label(language)
    if name in ACTUAL_OF_PERIOD:
        number = ACTUAL_OF_PERIOD[name]
        return f"actual of period {number}" if language == "en" else f"第 {number} 期执行数"
    if language == "en":
        return name.replace("_", " ")
    return next((alias for alias, field in aliases().items() if field == name and _CHINESE.search(alias)), name)


def first_rows(frame: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """The first tidy rows without what says nothing: columns that are empty in all of them, and where they are from."""
    rows = frame.head(count).drop(columns=["unit_code", "fiscal_year", "source_file", "source_sheet"])
    said = [name for name in rows.columns if not rows[name].isin(["", 0, False]).all() and rows[name].notna().any()]
    return rows[said]
