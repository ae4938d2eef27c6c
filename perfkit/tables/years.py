"""The years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Condition, Lines, Trace, scope_condition
from perfkit.tables.lines import heading, lacks, named, scoped, table_columns
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import keys_of, lines_of, restriction

_AMOUNTS: Final = ("original_budget_cents", "final_budget_cents", "actual_cents")


def year_over_year_table(
    year_over_year: pd.DataFrame, ledger: Ledger, by: Sequence[str], scope: Scope | str, language: Language = "zh"
) -> Table:
    """The years side by side: with `by`, one line per value and two columns per year; without, one line per year.

    Args:
        year_over_year: frame of `measures.year_over_year` over `by`.
        ledger: whose names and currency.
        by: its code columns.
        scope: the scope it was measured on.
        language: of headings and names.
    """
    frame, columns = (
        _years_across(year_over_year, ledger, by, language) if by else _years_down(year_over_year, language)
    )
    where = (*scope_condition(scope), *restriction(ledger))
    return Table(
        title=scoped("年度对比", "Year over year", scope, language),
        frame=frame,
        columns=columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        nothing="No year has data." if language == "en" else "没有可对比的年度。",
        trace=_trace_across(year_over_year, by, where) if by else _trace_down(year_over_year, where),
    )


def _years_down(frame: pd.DataFrame, language: Language) -> tuple[pd.DataFrame, dict[str, TableColumn]]:
    columns = table_columns([*_AMOUNTS, "execution_rate", "change_cents", "change_rate"], language)
    years = frame.assign(fiscal_year=frame["fiscal_year"].astype("str"))
    return years, {"fiscal_year": TableColumn(heading("fiscal_year", language)), **columns}


def _years_across(
    frame: pd.DataFrame, ledger: Ledger, by: Sequence[str], language: Language
) -> tuple[pd.DataFrame, dict[str, TableColumn]]:
    columns = table_columns(by, language)
    wide = frame[list(by)].drop_duplicates().reset_index(drop=True)
    for year in sorted(frame["fiscal_year"].unique()):
        of_year = frame.loc[frame["fiscal_year"].eq(year), [*by, "actual_cents", "execution_rate"]]
        wide = wide.merge(of_year.rename(columns=_year_names(year)), on=list(by), how="left")
        for name, column in table_columns(["actual_cents", "execution_rate"], language).items():
            label = f"{year} {column.label}" if language == "en" else f"{year}年{column.label}"
            columns[_year_names(year)[name]] = TableColumn(label, column.kind, lacks(name, language))
    latest = frame.loc[frame["fiscal_year"].eq(frame["fiscal_year"].max()), [*by, "change_cents", "change_rate"]]
    wide = wide.merge(latest, on=list(by), how="left")
    columns |= table_columns(["change_cents", "change_rate"], language)
    return named(wide, by, ledger, language), columns


def _year_names(year: int) -> dict[str, str]:
    return {name: f"{name}_{year}" for name in ("actual_cents", "execution_rate")}


def _trace_down(frame: pd.DataFrame, where: tuple[Condition, ...]) -> Trace:
    """Every row has its own year, hence its own lines."""

    def of_year(lines: tuple[Lines, ...], year: int) -> tuple[Lines, ...]:
        return tuple(replace(one, year=int(year), where=(*one.where, *where)) for one in lines)

    cells = {name: [of_year(lines_of(name), year) for year in frame["fiscal_year"]] for name in _AMOUNTS}
    return Trace(cells=cells | {"change_cents": _changes(cells["actual_cents"])})


def _trace_across(frame: pd.DataFrame, by: Sequence[str], where: tuple[Condition, ...]) -> Trace:
    years = [int(year) for year in sorted(frame["fiscal_year"].unique())]
    actuals = [(Lines("spending", year=year),) for year in years]
    columns = {_year_names(year)["actual_cents"]: lines for year, lines in zip(years, actuals, strict=True)}
    return Trace(
        columns=columns | {"change_cents": _changes(actuals)[-1]},
        by=by,
        keys=keys_of(frame[list(by)].drop_duplicates(), by),
        where=where,
    )


def _changes(actuals: Sequence[tuple[Lines, ...]]) -> list[tuple[Lines, ...]]:
    """The lines of each year less those of the year before; none in the first year."""
    taken_off = [tuple(replace(one, sign=-1) for one in lines) for lines in actuals]
    return [(), *((*actuals[place], *taken_off[place - 1]) for place in range(1, len(actuals)))]
