"""Which class was paid in which period: one cell per class and period, zeros included."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import FAINT, ROW_HEIGHT, figure, nothing_to_show, plain, row_labels
from perfkit.figures.words import exact, line_names, subtitle
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, money_label, money_text
from perfkit.ledger.scopes import Scope

#: Negative (refunds) orange, zero white, spending blue. The colour follows the square root of the amount, or the
#: payroll would leave every other cell white.
_COLOURS: Final = [[0, "#D55E00"], [0.5, "#ffffff"], [0.75, "#8FBFE0"], [1, "#004B7A"]]


def spending_heatmap(
    by_period: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh", *, by: str = "economic_code"
) -> go.Figure:
    """Period across, class down, the amount printed in every cell; a period without a posting reads 0.

    Args:
        by_period: frame of `measures.by_period` over `[by]`.
        ledger: whose names, calendar and money unit.
        scope: the scope it was measured on.
        language: of all words.
        by: its code column.
    """
    en = language == "en"
    if by_period.empty or by_period["actual_cents"].fillna(0).eq(0).all():
        if en:
            return nothing_to_show("Spending by period and class", "Nothing was spent on this scope in this year.")
        return nothing_to_show("各期间分类支出", "本口径在本年度没有支出。")
    grid = by_period.pivot_table(index=by, columns="period", values="actual_cents", aggfunc="sum").astype("int64")
    names = line_names(grid.reset_index(), [by], ledger, language)
    periods = [ledger.unit.calendar.period_label(int(period), language) for period in grid.columns]
    unit = money_label(ledger.unit, language)
    told = f"numbers in {unit}; darker = more" if en else f"格内数字单位：{unit}；颜色越深金额越大"
    shown = figure(_title(grid, periods, by, ledger, language), subtitle(ledger, scope, language, told),
                   body_height=40 + ROW_HEIGHT * len(grid), has_legend=False, room_on_top=26)  # fmt: skip
    depths = (np.sign(grid.to_numpy()) * np.sqrt(np.abs(grid.to_numpy()))).round()
    limit = float(np.abs(depths).max())
    shown.add_heatmap(
        x=periods, y=list(range(len(grid))), z=depths.tolist(), zmin=-limit, zmax=limit, colorscale=_COLOURS,
        showscale=False, xgap=2, ygap=2,
        text=[["0" if amount == 0 else as_money(amount, ledger.unit) for amount in row] for row in grid.to_numpy()],
        texttemplate="%{text}", textfont={"size": 10},
        customdata=[[f"{plain(name)}<br>{amount}" for amount in exact(grid.iloc[number], ledger, language)]
                    for number, name in enumerate(names)],
        hovertemplate="%{x} %{customdata}<extra></extra>",
    )  # fmt: skip
    shown.update_xaxes(side="top", type="category", showgrid=False, ticks="", tickfont={"color": FAINT})
    shown.update_yaxes(
        autorange="reversed", tickmode="array", tickvals=list(range(len(grid))), ticktext=row_labels(names),
        tickfont={"size": 11}, showgrid=False, zeroline=False, ticks="",
    )  # fmt: skip
    return carry_numbers(shown, {"Name" if en else "名称": names}, grid.set_axis(periods, axis=1), ledger, language)


def _title(grid: pd.DataFrame, periods: list[str], by: str, ledger: Ledger, language: Language) -> str:
    """The period and the cell with the most."""
    amounts, sums = pd.Series(grid.to_numpy().ravel()), grid.sum()
    row, column = divmod(int(amounts.argmax()), len(periods))
    most, where = periods[int(sums.argmax())], periods[column]
    of_most = money_text(int(sums.max()), ledger.unit, language)
    of_cell = money_text(int(amounts.max()), ledger.unit, language)
    name = ledger.label(by, str(grid.index[row]), language)
    if language == "en":
        return f"Most was spent in {most} ({of_most}); the largest cell is {name} in {where} ({of_cell})"
    return f"{most}支出最多（{of_most}）；单期单类最大的是{where}的{name}（{of_cell}）"
