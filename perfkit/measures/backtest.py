"""How wrong forecasts of finished years would have been: each made at each period, from the years before it only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from perfkit.measures.estimates import estimates
from perfkit.measures.forecast import CONFIDENCE, Trials, choices, reach, trials_of
from perfkit.measures.progress import with_earlier_years

#: The row that tells of the forecasts as they would have been made, with the method chosen at the time.
CHOSEN: Final = "chosen"
_RESULT: Final = {
    "period": "int64", "method": "str", "trials": "int64", "median_error_rate": "Float64", "mean_error_rate": "Float64",
    "intervals": "int64", "coverage_rate": "Float64",
}  # fmt: skip
_OUTCOME: Final = {"place": "int64", "method": "str", "error_rate": "Float64", "is_held": "boolean"}
Outcome = tuple[int, str, float | None, bool | None]


def backtest(progress_by_year: Mapping[int, pd.DataFrame], by: Sequence[str]) -> pd.DataFrame:
    """The errors of every method, and of the choice among them, at every period but the last.

    *Grain*: one period and method that was tried, the method `chosen` (what `measures.forecast` would have told at the
    time) first.

    Args:
        progress_by_year: fiscal year -> frame of `measures.progress` over the same `by` and scope. Years that are not
            over, and lines that spent nothing, are not counted: nothing has a share of 0.
        by: its code columns.

    Returns:
        period, method, trials (years x lines it was tried on), median_error_rate, mean_error_rate (of |estimate -
        actual| / |actual|), intervals (how many of the trials had earlier errors enough for an interval of CONFIDENCE),
        coverage_rate (the share of these in which the interval held the actual).
    """
    if not progress_by_year:
        return pd.DataFrame(columns=list(_RESULT)).astype(_RESULT)
    rows = with_earlier_years(progress_by_year, by)
    periods = sorted(rows["period"].unique())[:-1]
    told = [_summary(rows[rows["period"].eq(period)]).assign(period=int(period)) for period in periods]
    return pd.concat(told, ignore_index=True)[list(_RESULT)].astype(_RESULT)


def _summary(rows: pd.DataFrame) -> pd.DataFrame:
    """The errors at one period, from the rows of `with_earlier_years`."""
    rows = rows.reset_index(drop=True)
    expected, years = estimates(rows), rows["fiscal_year"]
    trials = trials_of(rows, expected)
    outcomes = [*_of_choices(years, expected, trials), *_of_methods(years, trials)]
    table = pd.DataFrame(outcomes, columns=list(_OUTCOME)).astype(_OUTCOME).dropna(subset="error_rate")
    # An interval ends at what is spent: refunds that took the year below that were not in it.
    has_fallen = rows["actual_cents"].lt(rows["cumulative_actual_cents"]).fillna(False)[table["place"]].to_numpy(bool)
    table["is_held"] = table["is_held"].mask(has_fallen & table["is_held"].notna(), False)
    methods = table.groupby("method", sort=False)
    errors, held = methods["error_rate"], methods["is_held"]
    columns = {"trials": errors.size(), "median_error_rate": errors.median(), "mean_error_rate": errors.mean()}
    return pd.DataFrame(columns | {"intervals": held.count(), "coverage_rate": held.mean()}).reset_index()


def _of_choices(years: pd.Series, expected: pd.DataFrame, trials: Trials) -> Iterator[Outcome]:
    """The outcome of each row with the method that the years before it would have chosen."""
    errors, misses = trials.errors.to_dict("index"), trials.misses.to_dict("index")
    for year in years.unique():
        here = years.index[years.eq(year)]
        for place, choice in zip(here, choices(trials.of(years.lt(year)), expected.loc[here]), strict=True):
            error = errors[place][choice.method] if choice else None
            if choice and not pd.isna(error):
                is_held = misses[place][choice.method] <= choice.miss_rate
                yield place, CHOSEN, error, is_held if choice.confidence_rate >= CONFIDENCE else None


def _of_methods(years: pd.Series, trials: Trials) -> Iterator[Outcome]:
    """The outcome of each row with each method, its interval as wide as its own errors before."""
    for method in trials.errors.columns:
        errors, misses = trials.errors[method], trials.misses[method]
        for year in years.unique():
            before, here = misses[years.lt(year)].dropna(), years.index[years.eq(year)]
            width, confidence = reach(before) if len(before) else (0.0, 0.0)
            for place, error, miss in zip(here, errors[here], misses[here], strict=True):
                yield place, method, error, miss <= width if confidence >= CONFIDENCE else None
