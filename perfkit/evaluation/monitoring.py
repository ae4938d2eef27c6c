"""Mid-year monitoring (双监控): a year as it stood at the end of one period, judged by the rules of its template.

Nothing later than that period is looked at: neither spending nor budget documents. What the year is expected to come
to is an estimate (`perfkit.measures.forecast`), and always named so; what a finished year came to stands beside it.

*Source*: 财预〔2019〕136号; the lights and the words of likelihood stand in templates/national_monitoring_2019.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language, UnknownPeriod
from perfkit.evaluation.monitored_indicators import indicators_so_far
from perfkit.evaluation.rules import Light, LikelihoodRule, Template
from perfkit.evaluation.templates import choose
from perfkit.ledger.described import Described
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_label, ratio
from perfkit.ledger.scopes import Scope
from perfkit.measures import execution, forecast, progress

Words = dict[Language, str]
_NOTHING: Final[Words] = {"zh": "", "en": ""}
_BUDGET: Final[Words] = {"zh": "调整后预算数", "en": "a budget known by then"}
_TRIALS: Final[Words] = {
    "zh": "足够的以前年度（回测 {found} 次，须 {least} 次）",
    "en": "earlier years enough ({found} trials, {least} are needed)",
}


@dataclass(frozen=True, repr=False)
class Monitoring(Described):
    """A year as it stood at the end of a period.

    Args:
        ledger: the year as known then.
        as_of: the period.
        by: the code column whose values are monitored (projects, or departments); () if periods are not told by any.
        template: whose rules.
        whole, lines: one row for the unit, one per value of `by`: the columns of `measures.forecast` with
            original_budget_cents, cumulative_rate, elapsed_rate, progress_rate (cumulative / elapsed), light ("" = not
            computable), light_zh, light_en, likelihood ("" = not computable), likelihood_lacks_zh, likelihood_lacks_en,
            actual_cents (what the year came to; null while it is not over).
        indicators: frame of `indicators_so_far`.
        whole_progress, line_progress: fiscal year -> frame of `measures.progress`, this year's as known then.
    """

    ledger: Ledger
    as_of: int
    by: tuple[str, ...]
    template: Template
    whole: pd.DataFrame
    lines: pd.DataFrame
    indicators: pd.DataFrame
    whole_progress: Mapping[int, pd.DataFrame]
    line_progress: Mapping[int, pd.DataFrame]

    def tells(self, language: Language) -> tuple[str, list[tuple[str, str]]]:
        """The year and the periods that are over, how many lines are monitored and on which frames they stand."""
        en = language == "en"
        heading, facts = self.ledger.tells(language)
        lines = f"whole {len(self.whole)}, lines {len(self.lines)}, indicators {len(self.indicators)}"
        return f"{heading} · {self.span(language)}", [*facts, ("Monitored" if en else "监控行数", lines)]

    def span(self, language: Language = "zh") -> str:
        """The periods that are over: 1–6月."""
        return self.ledger.unit.calendar.span_label(self.as_of, language)

    def money(self, language: Language = "zh") -> str:
        """What its amounts are printed in: 万元."""
        return money_label(self.ledger.unit, language)

    def earlier(self, progress_by_year: Mapping[int, pd.DataFrame]) -> dict[int, pd.DataFrame]:
        """`whole_progress` or `line_progress` without this year: what `measures.backtest` may look at."""
        return {year: frame for year, frame in progress_by_year.items() if year < self.ledger.year}


def monitor(ledger: Ledger, earlier: Mapping[int, Ledger], as_of: int = 0) -> Monitoring:
    """The monitoring of a year.

    Args:
        ledger: the year.
        earlier: the years of the unit before it, by fiscal year.
        as_of: the period at whose end the year is looked at; 0 = the last one that tells spending while the year is not
            over, else the end of its first half.

    Raises:
        UnknownPeriod: no spending is told up to that period.
        BadConfiguration: unit.toml names a template that is not there.
    """
    period = _period(ledger, as_of)
    known = ledger.until(period)
    template = choose("monitoring", ledger.unit, ledger.year)
    by = next(((column,) for column in ledger.dimensions() if ledger.timeline[column].ne("").any()), ())
    years = {year: one for year, one in earlier.items() if year < ledger.year} | {ledger.year: known}
    whole_progress, line_progress = (
        {year: progress_of(one, columns) for year, one in sorted(years.items())} for columns in ((), by)
    )
    whole, lines = (
        _came_to(_judged(known, told, columns, period, template), ledger, columns)
        for told, columns in ((whole_progress, ()), (line_progress, by))
    )
    return Monitoring(
        ledger=known,
        as_of=period,
        by=by,
        template=template,
        whole=whole,
        lines=lines if by else lines.iloc[:0],
        indicators=indicators_so_far(ledger, known, period, template),
        whole_progress=whole_progress,
        line_progress=line_progress,
    )


def _period(ledger: Ledger, as_of: int) -> int:
    last = ledger.unit.calendar.periods_per_year
    told = int(ledger.timeline["period"].max() if len(ledger.timeline) else 0) or last
    if not 0 <= as_of <= told:
        raise UnknownPeriod(unit=ledger.unit.code, year=ledger.year, found=as_of, last=told)
    return as_of or (told if told < last else last // 2)


def progress_of(ledger: Ledger, by: Sequence[str]) -> pd.DataFrame:
    """`measures.progress` on all funds, null at two periods that repeat each other: nobody knows which is wrong.

    Args:
        ledger: one year with its findings.
        by: code columns.
    """
    frame = progress(ledger.budget, ledger.timeline, by, ledger.unit.calendar, Scope.ALL)
    repeated = [int(str(one.parts["period"])) for one in ledger.findings if one.kind.check == "repeated_periods"]
    is_doubtful = frame["period"].isin([*repeated, *(period - 1 for period in repeated)])
    return frame.assign(cumulative_actual_cents=frame["cumulative_actual_cents"].mask(is_doubtful))


def _judged(
    known: Ledger, progress_by_year: Mapping[int, pd.DataFrame], by: Sequence[str], period: int, template: Template
) -> pd.DataFrame:
    keys = ["scope", *by]
    planned = execution(known.budget, known.spending, by, Scope.ALL)[[*keys, "original_budget_cents"]]
    table = planned.merge(forecast(progress_by_year, by, known.year, period), on=keys, how="left")
    table = table.assign(
        cumulative_rate=ratio(table["cumulative_actual_cents"], table["known_budget_cents"]),
        elapsed_rate=known.unit.calendar.elapsed(period),
    ).astype({"elapsed_rate": "Float64"})
    table["progress_rate"] = ratio(table["cumulative_rate"], table["elapsed_rate"])
    elapsed = Fraction(period, known.unit.calendar.periods_per_year)
    rows: list[dict[str, Any]] = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    lights = [_light(row, elapsed, template) for row in rows]
    words = [_likelihood(row, template.likelihood) for row in rows]
    return table.assign(
        light=[light.name if light else "" for light in lights],
        light_zh=[light.label() if light else "" for light in lights],
        light_en=[light.label("en") if light else "" for light in lights],
        likelihood=[word for word, _ in words],
        likelihood_lacks_zh=[lacks["zh"] for _, lacks in words],
        likelihood_lacks_en=[lacks["en"] for _, lacks in words],
    )


def _came_to(table: pd.DataFrame, ledger: Ledger, by: Sequence[str]) -> pd.DataFrame:
    """`table` with what the year came to by the same periods, if it is over."""
    last = ledger.unit.calendar.periods_per_year
    if not ledger.timeline["period"].eq(last).any():
        return table.assign(actual_cents=pd.array([None] * len(table), "Int64"))
    spent = progress(ledger.budget, ledger.timeline, by, ledger.unit.calendar, Scope.ALL)
    actual = spent.loc[spent["period"].eq(last), ["scope", *by, "cumulative_actual_cents"]]
    return table.merge(
        actual.rename(columns={"cumulative_actual_cents": "actual_cents"}), on=["scope", *by], how="left"
    )


def _light(row: Mapping[str, Any], elapsed: Fraction, template: Template) -> Light | None:
    budget, spent = row["known_budget_cents"], row["cumulative_actual_cents"]
    if pd.isna(budget) or pd.isna(spent) or budget <= 0:
        return None
    return template.light(Fraction(int(spent), int(budget)) / elapsed)


def _likelihood(row: Mapping[str, Any], rule: LikelihoodRule | None) -> tuple[str, Words]:
    """The word, or what it lacks."""
    budget = row["known_budget_cents"]
    if rule is None:
        return "", _NOTHING
    if row["lacks_zh"]:
        return "", {"zh": row["lacks_zh"], "en": row["lacks_en"]}
    if pd.isna(budget) or budget <= 0:
        return "", _BUDGET
    if row["confidence_rate"] < rule.confidence:
        # With n trials an interval holds in n of n + 1 cases.
        told = {"found": row["trials"], "least": ceil(rule.confidence / (1 - rule.confidence))}
        return "", {"zh": _TRIALS["zh"].format(**told), "en": _TRIALS["en"].format(**told)}
    return likelihood(row["estimate_low_cents"], row["estimate_high_cents"], int(budget), rule), _NOTHING


def likelihood(low_cents: int, high_cents: int, budget_cents: int, rule: LikelihoodRule) -> str:
    """How likely a budget will be used, by the interval that the year is expected to end in: a key of LIKELIHOODS."""
    needed = budget_cents * Fraction(rule.share)
    if low_cents >= needed:
        return "certain"
    return "impossible" if high_cents < needed else "possible"
