"""What the fiscal appropriation paid and what other funds paid, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import ACTUAL, FAINT, OTHER, ROW_HEIGHT, figure, hatched, name_rows, nothing_to_show, plain
from perfkit.figures.words import axis_title, exact, lengths, line_names, span
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, money_text

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {"fiscal_actual_cents": "财政拨款支出", "other_actual_cents": "非财政拨款支出", "axis": "执行数"},
    "en": {
        "fiscal_actual_cents": "paid by fiscal appropriation", "other_actual_cents": "paid by other funds",
        "axis": "Actual",
    },
}  # fmt: skip


def scope_chart(
    reconciliation: pd.DataFrame, ledger: Ledger, by: Sequence[str], language: Language = "zh"
) -> go.Figure:
    """Horizontal bars: fiscal appropriation and, hatched behind it, other funds; the sum is all funds.

    Args:
        reconciliation: frame of `measures.scope_reconciliation` over `by`.
        ledger: whose names and money unit.
        by: its code columns; empty for the unit as a whole.
        language: of all words.
    """
    en = language == "en"
    if reconciliation.empty:
        title = "The two scopes" if en else "两种口径"
        return nothing_to_show(title, "Nothing was spent in this year." if en else "本年度没有支出。")
    names = line_names(reconciliation, by, ledger, language)
    lines = reconciliation.assign(name=pd.Series(names, reconciliation.index, dtype="str"))
    lines = lines.sort_values("all_actual_cents", ascending=False, kind="stable", ignore_index=True)
    rows = [f"r{number}" for number in range(len(lines))]
    year = f"{ledger.unit.name(language)} · {ledger.year}"
    told = f"{year} · fiscal + other = all funds" if en else f"{year}年度 · 财政拨款 + 非财政拨款 = 全口径"
    shown = figure(_title(lines, ledger, language), told, body_height=60 + ROW_HEIGHT * len(lines))
    for column, colour, pattern in (("fiscal_actual_cents", ACTUAL, ""), ("other_actual_cents", OTHER, "/")):
        amounts = exact(lines[column], ledger, language)
        hover = [f"{plain(name)}<br>{amount}" for name, amount in zip(lines["name"], amounts, strict=True)]
        shown.add_bar(
            x=lengths(lines[column], ledger), y=rows, orientation="h", name=_WORDS[language][column],
            marker={"color": colour, "pattern": hatched(pattern)},
            customdata=hover, hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    _add_sums(shown, lines, rows, ledger)
    shown.update_layout(barmode="relative", xaxis_title_text=axis_title(_WORDS[language]["axis"], ledger, language))
    name_rows(shown, rows, lines["name"])
    sums = lines[["fiscal_actual_cents", "other_actual_cents", "all_actual_cents"]]
    return carry_numbers(shown, {"Name" if en else "名称": list(lines["name"])}, sums, ledger, language)


def _add_sums(shown: go.Figure, lines: pd.DataFrame, rows: list[str], ledger: Ledger) -> None:
    texts = [
        f"\u2003{as_money(both, ledger.unit)}" + (f" ({as_money(other, ledger.unit)})" if other else "")
        for both, other in zip(lines["all_actual_cents"], lines["other_actual_cents"], strict=True)
    ]
    ends = lines[["fiscal_actual_cents", "all_actual_cents"]].max(axis=1).clip(lower=0)
    shown.add_scatter(
        x=lengths(ends, ledger), y=rows, mode="text", text=texts, textposition="middle right", showlegend=False,
        textfont={"size": 11, "color": FAINT}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    least = lines[["fiscal_actual_cents", "other_actual_cents"]].min(axis=1).clip(upper=0)
    shown.update_xaxes(range=span(least, ends, ledger, room=0.25))


def _title(lines: pd.DataFrame, ledger: Ledger, language: Language) -> str:
    """How far the scopes lie apart, and where."""
    en, other = language == "en", lines["other_actual_cents"]
    gap = money_text(int(other.sum()), ledger.unit, language)
    if other.eq(0).all():
        return "Everything was paid by fiscal appropriation" if en else "全部支出来自财政拨款，两种口径一致"
    most = lines.sort_values("other_actual_cents", ascending=False, kind="stable").iloc[0]
    name, part = most["name"], money_text(int(most["other_actual_cents"]), ledger.unit, language)
    if en:
        return f"All funds exceed the fiscal appropriation by {gap}, most of it {name} ({part})"
    return f"全口径支出比财政拨款支出多 {gap}，最多的是{name}（{part}）"
