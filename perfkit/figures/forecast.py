"""A year half gone: what is spent so far against the plan, and where it is expected to end, with the interval."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.theme import ACTUAL, FAINT, INK, OVERSPENT, figure, nothing_to_show
from perfkit.figures.words import NO_BUDGET, axis_title, exact, lengths, subtitle
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, money_text

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "cumulative_actual_cents": "累计执行数", "plan": "序时进度（调整后预算）", "known_budget_cents": "调整后预算数",
        "estimate": "全年预计（估计）", "interval": "预计区间（把握 {sure}）", "axis": "金额",
        "heading": "执行进度与全年预计",
    },
    "en": {
        "cumulative_actual_cents": "cumulative actual", "plan": "even pace (known budget)",
        "known_budget_cents": "known budget", "estimate": "expected of the year (estimate)",
        "interval": "interval ({sure} sure)", "axis": "Amount", "heading": "Progress and expected year",
    },
}  # fmt: skip
_NOT_TOLD: Final[dict[Language, str]] = {
    "zh": "来源没有按期间列示支出：执行进度不可计算。",
    "en": "The source does not tell spending by period: progress over the year is not computable.",
}
_NO_ESTIMATE: Final[dict[Language, str]] = {
    "zh": "全年预计不可计算：缺{lacks}",
    "en": "expected year not computable: lacks {lacks}",
}


def forecast_chart(progress: pd.DataFrame, whole: pd.DataFrame, ledger: Ledger, language: Language = "zh") -> go.Figure:
    """The cumulative line so far, the even pace of the known budget, and the estimate with its interval at the end.

    Args:
        progress: frame of `measures.progress` of the whole unit in this year, as known at the end of the period.
        whole: frame `whole` of `evaluation.monitor`.
        ledger: whose calendar and money unit.
        language: of all words.
    """
    words, row = _WORDS[language], whole.iloc[0]
    if pd.isna(row["cumulative_actual_cents"]):
        return nothing_to_show(words["heading"], _NOT_TOLD[language])
    budget, has_estimate = row["known_budget_cents"], bool(pd.notna(row["estimate_cents"]))
    more = [] if pd.notna(budget) else [NO_BUDGET[language]]
    more += [] if has_estimate else [_NO_ESTIMATE[language].format(lacks=row[f"lacks_{language}"])]
    shown = figure(_title(row, ledger, language), subtitle(ledger, row["scope"], language, *more))
    so_far = progress[progress["period"].le(row["period"])]
    labels = [ledger.unit.calendar.period_label(int(period), language) for period in progress["period"]]
    names, hover = labels[: len(so_far)], {"hovertemplate": "%{x}<br>%{customdata}"}
    if pd.notna(budget):
        plan = (progress["elapsed_rate"] * budget).round().astype("Int64")
        level = pd.Series([budget] * len(labels), dtype="Int64")
        for cents, name, dash, colour in (
            (level, words["known_budget_cents"], "dot", INK), (plan, words["plan"], "dash", FAINT),
        ):  # fmt: skip
            shown.add_scatter(
                x=labels, y=lengths(cents, ledger), name=name, mode="lines",
                line={"color": colour, "width": 2, "dash": dash}, customdata=exact(cents, ledger, language), **hover,
            )  # fmt: skip
    spent = so_far["cumulative_actual_cents"]
    shown.add_scatter(
        x=names, y=lengths(spent, ledger), name=words["cumulative_actual_cents"], mode="lines+markers",
        line={"color": ACTUAL, "width": 3}, marker={"size": 7}, customdata=exact(spent, ledger, language), **hover,
    )  # fmt: skip
    if has_estimate:
        _add_estimate(shown, row, (names[-1], labels[-1]), ledger, language)
    shown.update_yaxes(title_text=axis_title(words["axis"], ledger, language), rangemode="tozero")
    shown.update_xaxes(type="category", categoryorder="array", categoryarray=labels)
    return shown


def _add_estimate(shown: go.Figure, row: pd.Series, ends: tuple[str, str], ledger: Ledger, language: Language) -> None:
    """The way from the last period that is over to the estimate, and the interval there."""
    words, sure = _WORDS[language], f"{row['confidence_rate']:.0%}"
    names = ["cumulative_actual_cents", "estimate_cents", "estimate_low_cents", "estimate_high_cents"]
    spent, estimate, low, high = lengths(row[names], ledger)
    about = exact(row[names], ledger, language)
    looks: dict[str, Any] = {"color": OVERSPENT, "width": 2, "dash": "longdash"}
    shown.add_scatter(
        x=list(ends), y=[spent, estimate], name=words["estimate"], mode="lines+markers", line=looks,
        marker={"size": [0, 11], "symbol": "diamond-open", "line": {"width": 2}}, customdata=[about[0], about[1]],
        hovertemplate="%{x}<br>%{customdata}",
    )  # fmt: skip
    shown.add_scatter(
        x=[ends[1], ends[1]], y=[low, high], name=words["interval"].format(sure=sure), mode="lines+markers",
        line={"color": OVERSPENT, "width": 2}, marker={"symbol": "line-ew-open", "size": 14, "line": {"width": 2}},
        customdata=[about[2], about[3]], hovertemplate="%{x}<br>%{customdata}",
    )  # fmt: skip
    shown.add_annotation(
        x=ends[1], y=estimate, text=as_money(row["estimate_cents"], ledger.unit), showarrow=False, xanchor="left",
        xshift=12, font={"color": OVERSPENT},
    )  # fmt: skip
    shown.update_layout(margin_r=90)


def _title(row: pd.Series, ledger: Ledger, language: Language) -> str:
    """What is spent so far, of which budget, and what the year is expected to come to."""
    span = ledger.unit.calendar.span_label(int(row["period"]), language)
    spent = money_text(int(row["cumulative_actual_cents"]), ledger.unit, language)
    rate = "" if pd.isna(row["cumulative_rate"]) else as_rate(row["cumulative_rate"])
    if language == "en":
        so_far = f"{spent} spent in {span}" + (f" ({rate} of the known budget)" if rate else "")
    else:
        so_far = f"{span}执行 {spent}" + (f"（调整后预算的 {rate}）" if rate else "")
    if pd.isna(row["estimate_cents"]):
        return so_far
    estimate = money_text(int(row["estimate_cents"]), ledger.unit, language)
    return (
        f"{so_far}; expected of the year: {estimate} (estimate)"
        if language == "en"
        else f"{so_far}，全年预计 {estimate}（估计）"
    )
