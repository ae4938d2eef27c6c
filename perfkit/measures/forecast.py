"""What a year will have spent when it ends: an estimate with an interval, and how wrong such estimates were before.

The method of each line is the one that was least wrong at the same period of earlier years, among those that can tell
anything of that line; the current year is never looked at. The interval is as wide as the errors of that method were:
with n earlier estimates, the next one lies within the largest of their errors in n of n + 1 cases.

*Source*: the interval is that of split conformal prediction, on errors relative to the estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import pandas as pd

from perfkit.ledger.money import ratio
from perfkit.measures.estimates import estimates
from perfkit.measures.progress import with_earlier_years

#: The share of cases in which an interval is to hold what happens, where there are earlier estimates enough.
CONFIDENCE: Final = 0.8
_PERIODS: Final = ("分期间的支出", "spending by period")
_EARLIER: Final = ("以前年度的分期间支出", "spending by period of earlier years")
_KNOWN: Final = ("period", "cumulative_actual_cents", "known_budget_cents")
_TYPES: Final = {
    "method": "str", "estimate_cents": "Int64", "estimate_low_cents": "Int64", "estimate_high_cents": "Int64",
    "confidence_rate": "Float64", "median_error_rate": "Float64", "trials": "int64", "lacks_zh": "str",
    "lacks_en": "str",
}  # fmt: skip


@dataclass(frozen=True)
class Trials:
    """What estimates of finished years came to, one row per year and line, one column per method.

    Args:
        errors: |estimate - actual| / |actual|; null where nothing was spent.
        misses: |actual - estimate| / |estimate|: how far the actual lay from the estimate.
    """

    errors: pd.DataFrame
    misses: pd.DataFrame

    def of(self, is_row: pd.Series) -> Trials:
        """Those of some rows."""
        return Trials(self.errors[is_row], self.misses[is_row])


@dataclass(frozen=True)
class Choice:
    """A method, and how wrong it was.

    Args:
        method: its name.
        median_error_rate: the error that half of the trials did not exceed.
        trials: how many there were.
        miss_rate: how far the interval reaches to both sides, as a share of the estimate.
        confidence_rate: in which share of cases it is to hold what happens.
    """

    method: str
    median_error_rate: float
    trials: int
    miss_rate: float
    confidence_rate: float


def forecast(progress_by_year: Mapping[int, pd.DataFrame], by: Sequence[str], year: int, as_of: int) -> pd.DataFrame:
    """What each line of `year` is expected to have spent at the year's end, as seen at the end of period `as_of`.

    *Grain*: one value of `by` in `year`, in code order.

    Args:
        progress_by_year: fiscal year -> frame of `measures.progress` over the same `by` and scope; later years than
            `year` are not looked at.
        by: its code columns.
        year, as_of: of when.

    Returns:
        scope, `by`, period, cumulative_actual_cents, known_budget_cents (exact), method ("" = none), estimate_cents,
        estimate_low_cents, estimate_high_cents (Int64, estimates rounded to the cent), confidence_rate (of the
        interval), median_error_rate (of the method on earlier years), trials (how many those were), lacks_zh, lacks_en
        (what is missing where there is no estimate).
    """
    rows = with_earlier_years({one: frame for one, frame in progress_by_year.items() if one <= year}, by)
    rows = rows[rows["period"].eq(as_of)].reset_index(drop=True)
    expected, is_now = estimates(rows), rows["fiscal_year"].eq(year)
    earlier = trials_of(rows, expected).of(~is_now)
    now, wanted = rows[is_now].reset_index(drop=True), expected[is_now].reset_index(drop=True)
    each = zip(now.to_dict("records"), wanted.to_dict("records"), choices(earlier, wanted), strict=True)
    told = [_told(row, told_by, choice) for row, told_by, choice in each]
    table = now[["scope", *by, *_KNOWN]].join(pd.DataFrame(told, columns=list(_TYPES)))
    return table.astype(_TYPES)


def trials_of(rows: pd.DataFrame, expected: pd.DataFrame) -> Trials:
    """How wrong `expected` was, row by row of `with_earlier_years`; null for years that are not over."""
    actual = rows["actual_cents"].astype("Float64")
    gaps = expected.rsub(actual, axis=0).abs()
    errors = gaps.apply(lambda gap: ratio(gap, actual.abs()))
    misses = gaps.combine(expected, lambda gap, estimate: ratio(gap, estimate.abs()))
    # An estimate of nothing that came to something missed all of it, as its error of 100 % says.
    return Trials(errors, misses.fillna(errors).where(errors.notna()))


def choices(trials: Trials, expected: pd.DataFrame) -> list[Choice | None]:
    """The method of each row of `expected`, chosen by `trials`; None where no method that can tell was ever tried."""
    found: dict[tuple[str, ...], Choice | None] = {}
    told = []
    for is_usable in expected.notna().to_numpy():
        usable = tuple(expected.columns[is_usable])
        if usable not in found:
            found[usable] = _least_wrong(trials, usable)
        told.append(found[usable])
    return told


def reach(misses: pd.Series) -> tuple[float, float]:
    """How far an interval reaches after such `misses` of earlier estimates, and in which share of cases it holds.

    With n misses that is the smallest of them within which CONFIDENCE of n + 1 lie, or the largest if n is too small.
    """
    count = len(misses)
    place = min(ceil((count + 1) * CONFIDENCE), count)
    return float(misses.sort_values().iloc[place - 1]), min(CONFIDENCE, place / (count + 1))


def _least_wrong(trials: Trials, usable: Sequence[str]) -> Choice | None:
    """The method of the smallest median error, then mean error, all tried on the same lines; None if none was tried."""
    errors = trials.errors[list(usable)].dropna(axis="columns", how="all").dropna()
    if errors.empty:
        return None
    ranked = pd.DataFrame({"median": errors.median(), "mean": errors.mean()}).sort_values(
        ["median", "mean"], kind="stable"
    )
    best = str(ranked.index[0])
    median = float(ranked["median"].iloc[0])
    return Choice(best, median, len(errors), *reach(trials.misses.loc[errors.index, best]))


def _told(row: Mapping[Any, Any], expected: Mapping[Any, Any], choice: Choice | None) -> tuple[object, ...]:
    nothing = (None,) * 5
    if pd.isna(row["cumulative_actual_cents"]):
        return ("", *nothing, 0, *_PERIODS)
    if choice is None:
        return ("", *nothing, 0, *_EARLIER)
    estimate, spent = float(expected[choice.method]), int(row["cumulative_actual_cents"])
    half = abs(estimate) * choice.miss_rate
    low = max(round(estimate - half), min(spent, round(estimate)))
    interval = (round(estimate), low, round(estimate + half), choice.confidence_rate)
    return (choice.method, *interval, choice.median_error_rate, choice.trials, "", "")
