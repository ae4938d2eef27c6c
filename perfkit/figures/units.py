"""The units of a district by size and execution rate."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.theme import ACTUAL, FAINT, OVERSPENT, figure, nothing_to_show, plain
from perfkit.ledger.money import as_money, as_rate, in_money_unit, money_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "title": "各单位预算执行", "nothing": "没有单位有可计算的执行率。", "below": "执行率低于 {rate}",
        "above": "执行率不低于 {rate}", "budget": "全年预算数（{money}，对数刻度）", "rate": "执行率（全年预算）",
        "told": "{units} 个单位中有 {below} 个执行率低于 {rate}", "lowest": "，最低的是{name}（{lowest}）",
        "unknown": "{count} 个单位的执行率不可计算，未列入图中", "comma": "，",
    },
    "en": {
        "title": "Execution by unit", "nothing": "No unit has an execution rate.", "below": "executed below {rate}",
        "above": "executed {rate} or more", "budget": "Final budget ({money}, logarithmic)",
        "rate": "Execution rate (final budget)", "told": "{below} of {units} units executed less than {rate}",
        "lowest": ", lowest: {name} ({lowest})",
        "unknown": "without an execution rate and not shown: {count}", "comma": ", ",
    },
}  # fmt: skip
#: So many of the lowest are named beside their mark.
_NAMED: Final = 5


def units_chart(
    compared: pd.DataFrame, unit: Unit, year: int, scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """One mark per unit: its final budget to the right, its execution rate upwards; the lowest are named.

    Args:
        compared: frame of `measures.units_compared`.
        unit: any of the units: they keep their books in one currency; its `review_rate` is the line.
        year: the fiscal year.
        scope: the scope it was measured on.
        language: of all words.
    """
    words, known = _WORDS[language], compared[compared["execution_rate"].notna()].reset_index(drop=True)
    if known.empty:
        return nothing_to_show(words["title"], words["nothing"])
    is_below = known["execution_rate"].lt(unit.review_rate).astype("bool")
    line, lowest = as_rate(unit.review_rate), known.iloc[0]
    title = words["told"].format(units=len(known), below=int(is_below.sum()), rate=line)
    if is_below.any():
        title += words["lowest"].format(name=lowest["unit_name"], lowest=as_rate(lowest["execution_rate"]))
    left = len(compared) - len(known)
    missing = words["comma"] + words["unknown"].format(count=left) if left else ""
    shown = figure(title, f"{year} · {Scope(scope).label(language)}{missing}", body_height=420)
    for name, part, colour, symbol in (
        ("below", known[is_below], OVERSPENT, "diamond"),
        ("above", known[~is_below], ACTUAL, "circle"),
    ):
        if len(part):
            _add_marks(shown, part, words[name].format(rate=line), unit, language, colour=colour, symbol=symbol)
    shown.add_hline(y=unit.review_rate, line={"color": FAINT, "dash": "dash", "width": 1})
    shown.update_xaxes(type="log", title_text=plain(words["budget"].format(money=money_label(unit, language))))
    shown.update_yaxes(tickformat=".0%", title_text=words["rate"])
    return shown


def _add_marks(
    shown: go.Figure, units: pd.DataFrame, name: str, unit: Unit, language: Language, *, colour: str, symbol: str
) -> None:
    hover = [
        f"{plain(who)}<br>{as_money(actual, unit)} / {as_money(budget, unit)} {money_label(unit, language)}"
        f"<br>{as_rate(rate)}"
        for who, actual, budget, rate in zip(
            units["unit_name"], units["actual_cents"], units["final_budget_cents"], units["execution_rate"], strict=True
        )
    ]
    is_named = [place < _NAMED for place in units.index]  # the frame begins with the lowest rate
    shown.add_scatter(
        x=[in_money_unit(cents, unit) for cents in units["final_budget_cents"]],
        y=[float(rate) for rate in units["execution_rate"]],
        mode="markers+text",
        text=[plain(who) if named else "" for who, named in zip(units["unit_name"], is_named, strict=True)],
        textposition="middle right",
        textfont={"size": 11, "color": FAINT},
        name=name,
        marker={"color": colour, "symbol": symbol, "size": 9, "opacity": 0.8},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
