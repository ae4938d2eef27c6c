"""Spending over the year: each period, cumulated, against the share of the year gone (序时进度)."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import ACTUAL, FAINT, INK, PERIOD, figure, nothing_to_show
from perfkit.figures.words import NO_BUDGET, axis_title, exact, lengths, subtitle
from perfkit.ledger.columns import column_label
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, money_text, ratio
from perfkit.ledger.scopes import Scope, in_scope

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "actual_cents": "本期执行数", "cumulative_actual_cents": "累计执行数", "straight_line_cents": "序时进度",
        "final_budget_cents": "全年预算", "axis": "金额",
    },
    "en": {
        "actual_cents": "actual of the period", "cumulative_actual_cents": "cumulative actual",
        "straight_line_cents": "straight-line plan", "final_budget_cents": "final budget", "axis": "Amount",
    },
}  # fmt: skip

_NOTHING_SPENT: Final[dict[Language, str]] = {
    "zh": "本口径在本年度各期间均没有支出。",
    "en": "No period of this year has spending on this scope.",
}
_NOT_TOLD: Final[dict[Language, str]] = {
    "zh": "来源没有按期间列示支出：执行进度不可计算。",
    "en": "The source does not tell spending by period: progress over the year is not computable.",
}


def cumulative_spending_chart(
    timing: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """Bars of each period, the cumulative line, the straight line to the final budget and the budget itself.

    Args:
        timing: frame of `measures.timing`.
        ledger: whose calendar and money unit.
        scope: the scope it was measured on.
        language: of all words.
    """
    if timing["actual_cents"].fillna(0).eq(0).all():
        title = {"zh": "全年支出进度", "en": "Spending over the year"}
        why = _NOT_TOLD if timing["actual_cents"].isna().all() else _NOTHING_SPENT
        return nothing_to_show(title[language], why[language])
    has_budget = bool(timing["final_budget_cents"].notna().all())
    more = [] if has_budget else [NO_BUDGET[language]]
    elsewhere = int(in_scope(ledger.spending, scope)["actual_cents"].sum() - timing["actual_cents"].sum())
    if elsewhere:
        more.append(_not_by_period(elsewhere, ledger, language))
    shown = figure(_title(timing, ledger, language, bool(elsewhere)), subtitle(ledger, scope, language, *more))
    periods = [ledger.unit.calendar.period_label(period, language) for period in timing["period"]]
    words, money = _WORDS[language], {"x": periods, "hovertemplate": "%{x}<br>%{customdata}"}

    def column(name: str) -> dict[str, object]:
        return {"y": lengths(timing[name], ledger), "name": words[name],
                "customdata": exact(timing[name], ledger, language), **money}  # fmt: skip

    shown.add_bar(**column("actual_cents"), marker={"color": PERIOD, "line": {"color": ACTUAL, "width": 1}})
    if has_budget:
        shown.add_scatter(**column("final_budget_cents"), mode="lines", line={"color": INK, "width": 2, "dash": "dot"})
        shown.add_scatter(
            **column("straight_line_cents"), mode="lines", line={"color": FAINT, "width": 2, "dash": "dash"}
        )
    shown.add_scatter(
        **column("cumulative_actual_cents"),
        mode="lines+markers",
        line={"color": ACTUAL, "width": 3},
        marker={"size": 7},
    )
    _mark_end(shown, timing, periods, ledger, has_budget)
    shown.update_yaxes(title_text=axis_title(words["axis"], ledger, language), rangemode="tozero")
    shown.update_xaxes(type="category")
    amounts = timing[["actual_cents", "cumulative_actual_cents", "straight_line_cents", "final_budget_cents"]]
    return carry_numbers(shown, {column_label("period", language): periods}, amounts, ledger, language)


def _mark_end(shown: go.Figure, timing: pd.DataFrame, periods: list[str], ledger: Ledger, has_budget: bool) -> None:
    """The year's actual, and its budget if there is one, in words at the end of their lines."""
    names = ["cumulative_actual_cents", *(["final_budget_cents"] if has_budget else [])]
    ends = timing[names].iloc[-1]
    for name in names:
        is_upper = len(names) == 1 or ends[name] >= ends.drop(name).iloc[0]
        shown.add_annotation(
            x=periods[-1], y=lengths(ends[[name]], ledger)[0], text=as_money(ends[name], ledger.unit), showarrow=False,
            yshift=14 if is_upper else -14, font={"color": ACTUAL if name.startswith("cumulative") else INK},
        )  # fmt: skip


def _not_by_period(cents: int, ledger: Ledger, language: Language) -> str:
    """That the periods do not add up to the year: two sources, or spending without a date."""
    gap = money_text(abs(cents), ledger.unit, language)
    if language == "en":
        return f"the periods add up to {gap} {'less' if cents > 0 else 'more'} than the year's actual"
    return f"各期间合计比全年执行数{'少' if cents > 0 else '多'} {gap}"


def _title(timing: pd.DataFrame, ledger: Ledger, language: Language, is_part: bool) -> str:
    """What was spent in the periods, and where it lay farthest behind the straight line.

    `is_part` = the periods do not hold all of the year's spending, so that their sum must not be called the year's.
    """
    en, total = language == "en", int(timing["cumulative_actual_cents"].iloc[-1])
    amount = money_text(total, ledger.unit, language)
    if en:
        spent = f"{amount} spent in the {'periods shown' if is_part else 'year'}"
    else:
        spent = f"{'各期间合计' if is_part else '全年'}执行 {amount}"
    if timing["final_budget_cents"].isna().any():
        peak = _most(timing, timing["actual_cents"], ledger, language)
        return f"{spent}, most of it in {peak}" if en else f"{spent}，{peak}最多"
    rate = ratio(timing["cumulative_actual_cents"], timing["final_budget_cents"]).iloc[-1]
    of_budget = (
        ""
        if pd.isna(rate)
        else (f" ({as_rate(rate)} of the final budget)" if en else f"（全年预算的 {as_rate(rate)}）")
    )
    behind = timing["straight_line_cents"] - timing["cumulative_actual_cents"]
    if behind.max() <= 0:
        never = "; never behind the straight line" if en else "，各期均不低于序时进度"
        return spent + of_budget + never
    gap = money_text(int(behind.max()), ledger.unit, language)
    where = _most(timing, behind, ledger, language)
    if en:
        return f"{spent}{of_budget}; farthest behind the straight line at the end of {where}: {gap}"
    return f"{spent}{of_budget}；{where}末落后序时进度最多，差 {gap}"


def _most(timing: pd.DataFrame, amounts: pd.Series, ledger: Ledger, language: Language) -> str:
    """The period in which `amounts` are highest."""
    period = timing["period"].iloc[int(amounts.astype("int64").argmax())]
    return ledger.unit.calendar.period_label(int(period), language)
