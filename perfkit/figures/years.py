"""Several years beside each other: budgets and actual, and what the money was spent on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import ACTUAL, INK, PALETTE, PATTERNS, figure, hatched, nothing_to_show, plain
from perfkit.figures.words import NO_SPENDING, axis_title, exact, lengths, line_names
from perfkit.ledger.columns import column_label
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, money_text
from perfkit.ledger.scopes import Scope

_SERIES: Final[dict[str, dict[Language, str]]] = {
    "original_budget_cents": {"zh": "年初预算", "en": "original budget"},
    "final_budget_cents": {"zh": "全年预算（调整后）", "en": "final budget"},
    "actual_cents": {"zh": "全年执行数", "en": "actual"},
}
_LOOKS: Final = {
    "original_budget_cents": {"color": "#ffffff", "line": {"color": INK, "width": 1.4}},
    "final_budget_cents": {"color": "#C9CED4", "line": {"color": INK, "width": 1.4}},
    "actual_cents": {"color": ACTUAL, "line": {"width": 0}},
}
_AMOUNT: Final[dict[Language, str]] = {"zh": "金额", "en": "Amount"}


def years_chart(
    year_over_year: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """Original budget, final budget and actual of each year, the execution rate on the final budget above it.

    Args:
        year_over_year: frame of `measures.year_over_year`, one row per year.
        ledger: whose names and money unit.
        scope: the scope it was measured on.
        language: of all words.
    """
    if year_over_year.empty:
        return _no_years(language)
    if year_over_year["actual_cents"].isna().iloc[-1]:
        return nothing_to_show("Years" if language == "en" else "历年对比", NO_SPENDING[language])
    years = [str(year) for year in year_over_year["fiscal_year"]]
    shown = figure(_years_title(year_over_year, ledger, language), _subtitle(ledger, scope, language))
    for column, words in _SERIES.items():
        is_actual = column == "actual_cents"
        amounts = year_over_year[column]
        texts = ["" if pd.isna(amount) else as_money(amount, ledger.unit) for amount in amounts]
        if is_actual:
            rates = ["" if pd.isna(rate) else f"<br>{as_rate(rate)}" for rate in year_over_year["execution_rate"]]
            texts = [text + rate for text, rate in zip(texts, rates, strict=True)]
        shown.add_bar(
            x=years, y=lengths(amounts, ledger), name=words[language], marker=_LOOKS[column], text=texts,
            textposition="outside", textangle=0, cliponaxis=False, customdata=exact(amounts, ledger, language),
            hovertemplate="%{x}<br>%{customdata}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    shown.update_layout(barmode="group", bargap=0.25, uniformtext={"minsize": 9, "mode": "show"})
    shown.update_xaxes(type="category")
    shown.update_yaxes(title_text=axis_title(_AMOUNT[language], ledger, language), rangemode="tozero")
    return carry_numbers(
        shown, {column_label("fiscal_year", language): years}, year_over_year[list(_SERIES)], ledger, language
    )


def composition_chart(
    compositions: pd.DataFrame, ledger: Ledger, by: Sequence[str], scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """One stacked bar per year; beyond the seven largest values of `by` the rest is one part of its own.

    Args:
        compositions: frame of `measures.composition_over_years` over `by` (or `composition` with a `fiscal_year`).
        ledger: whose names and money unit.
        by: its code columns.
        scope: the scope it was measured on.
        language: of all words.
    """
    if compositions.empty:
        return _no_years(language)
    parts = _parts(compositions.assign(name=line_names(compositions, by, ledger, language)), language)
    years = sorted(compositions["fiscal_year"].unique())
    shown = figure(
        _composition_title(parts, years, language), _subtitle(ledger, scope, language, is_share=True), body_height=440
    )
    for number, (name, part) in enumerate(parts.groupby("name", sort=False)):
        of_year = part.set_index("fiscal_year").reindex(years)
        shares, amounts = of_year["share_rate"], exact(of_year["actual_cents"], ledger, language)
        shown.add_bar(
            x=[str(year) for year in years], y=lengths(of_year["actual_cents"], ledger), name=plain(str(name)),
            marker={"color": PALETTE[number], "line": {"color": "#ffffff", "width": 1},
                    "pattern": hatched(PATTERNS[number], opacity=0.35)},
            text=["" if pd.isna(share) or share < 0.04 else as_rate(share) for share in shares],
            textposition="inside", insidetextanchor="middle", textangle=0,
            customdata=[amount if pd.isna(share) else f"{amount} · {as_rate(share)}"
                        for amount, share in zip(amounts, shares, strict=True)],
            hovertemplate="%{x} %{fullData.name}<br>%{customdata}<extra></extra>",
        )  # fmt: skip
    shown.update_layout(
        barmode="relative",
        bargap=0.45,
        legend={"orientation": "v", "x": 1.01, "y": 1, "yanchor": "top", "traceorder": "reversed"},
    )
    shown.update_xaxes(type="category")
    shown.update_yaxes(title_text=axis_title(_AMOUNT[language], ledger, language))
    names = {"Name" if language == "en" else "名称": list(parts["name"])}
    names[column_label("fiscal_year", language)] = [str(year) for year in parts["fiscal_year"]]
    return carry_numbers(shown, names, parts[["actual_cents"]], ledger, language)


def _parts(named: pd.DataFrame, language: Language) -> pd.DataFrame:
    """name, fiscal_year, actual_cents, share_rate, is_rest: the largest first, the rest as one."""
    sizes = named.groupby("name", sort=False)["actual_cents"].sum().sort_values(ascending=False, kind="stable")
    most = len(PALETTE)
    kept = list(sizes.index if len(sizes) <= most else sizes.index[: most - 1])
    rest = f"其余 {len(sizes) - len(kept)} 类合计" if language == "zh" else f"the other {len(sizes) - len(kept)}"
    merged = named.assign(name=named["name"].where(named["name"].isin(kept), rest))
    sums = merged.groupby(["name", "fiscal_year"], as_index=False)[["actual_cents", "share_rate"]].sum(min_count=1)
    sums = sums.assign(is_rest=~sums["name"].isin(kept))
    return sums.sort_values("name", key=lambda names: names.map([*kept, rest].index), kind="stable", ignore_index=True)


def _composition_title(parts: pd.DataFrame, years: Sequence[int], language: Language) -> str:
    """The largest named part of the last year, and how its share has moved."""
    en, named = language == "en", parts[~parts["is_rest"]]
    last = named[named["fiscal_year"].eq(years[-1]) & named["share_rate"].notna()]
    if last.empty:
        return f"{years[-1]}: no spending to divide" if en else f"{years[-1]} 年没有可分解的支出"
    name, share = last.sort_values("share_rate", kind="stable").iloc[-1][["name", "share_rate"]]
    first = named.loc[named["fiscal_year"].eq(years[0]) & named["name"].eq(name), "share_rate"].dropna()
    moved = "" if len(years) == 1 or first.empty else _moved((share - first.iloc[0]) * 100, years[0], language)
    if en:
        return f"{years[-1]}: the largest part is {name} ({as_rate(share)} of spending){moved}"
    return f"{years[-1]} 年占比最大的是 {name}（占支出 {as_rate(share)}）{moved}"


def _moved(points: float, year: int, language: Language) -> str:
    gap = f"{abs(points):.2f}"
    if float(gap) == 0:
        return f", as in {year}" if language == "en" else f"，与 {year} 年持平"
    if language == "en":
        return f", {'up' if points > 0 else 'down'} {gap} percentage points from {year}"
    return f"，比 {year} 年{'上升' if points > 0 else '下降'} {gap} 个百分点"


def _years_title(frame: pd.DataFrame, ledger: Ledger, language: Language) -> str:
    last, en = frame.iloc[-1], language == "en"
    year = int(last["fiscal_year"])
    spent = money_text(int(last["actual_cents"]), ledger.unit, language)
    if pd.isna(last["change_cents"]):
        return f"{year}: {spent} spent" if en else f"{year} 年执行 {spent}"
    gap = money_text(abs(int(last["change_cents"])), ledger.unit, language)
    is_more = last["change_cents"] >= 0
    rate = "" if pd.isna(last["change_rate"]) else as_rate(abs(last["change_rate"]))
    if en:
        detail = f" ({rate})" if rate else ""
        return f"{year}: {spent} spent, {gap} {'more' if is_more else 'less'} than the year before{detail}"
    detail = f"（{rate}）" if rate else ""
    return f"{year} 年执行 {spent}，比上年{'增加' if is_more else '减少'} {gap}{detail}"


def _subtitle(ledger: Ledger, scope: Scope | str, language: Language, *, is_share: bool = False) -> str:
    scope_name = Scope(scope).label(language)
    if language == "en":
        told = "per cent of the year's spending" if is_share else "rates on the final budget"
        return f"{ledger.unit.name(language)} · scope: {scope_name} · {told}"
    told = "百分数为占当年支出的比重" if is_share else "执行率按全年预算计算"
    return f"{ledger.unit.name(language)} · 口径：{scope_name} · {told}"


def _no_years(language: Language) -> go.Figure:
    if language == "en":
        return nothing_to_show("Year over year", "No year has data on this scope.")
    return nothing_to_show("年度对比", "本口径没有任何年度的数据。")
