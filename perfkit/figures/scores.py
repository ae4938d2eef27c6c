"""Points of an evaluation: gained, lost, and not scored because something is lacking. No gauge, no traffic light."""

from __future__ import annotations

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.theme import (
    ACTUAL,
    FAINT,
    OVERSPENT,
    ROW_HEIGHT,
    TAKEN,
    figure,
    hatched,
    name_rows,
    nothing_to_show,
    plain,
)  # fmt: skip
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points, in_points

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "gained_centipoints": "得分", "lost_centipoints": "失分", "unscored_centipoints": "未评分（缺佐证或数据）",
        "axis": "分", "evidenced": "有佐证", "bare": "无佐证", "count": "指标数（个）",
    },
    "en": {
        "gained_centipoints": "gained", "lost_centipoints": "lost",
        "unscored_centipoints": "not scored (lacks evidence or data)", "axis": "Points", "evidenced": "with evidence",
        "bare": "without evidence", "count": "Indicators",
    },
}  # fmt: skip
_PARTS: Final = {
    "gained_centipoints": (ACTUAL, ""), "lost_centipoints": (OVERSPENT, "x"), "unscored_centipoints": (TAKEN, "/"),
}  # fmt: skip


def points_chart(lines: pd.DataFrame, ledger: Ledger, language: Language = "zh", *, subject: str = "") -> go.Figure:
    """Horizontal bars of the points possible, split into gained, lost (crossed) and not scored (hatched).

    Args:
        lines: frame of `evaluation.points_by_indicator` or `points_by_subject`, in the order of the rows.
        ledger: whose evaluation.
        language: of all words.
        subject: whose points, for the subtitle.
    """
    words = _WORDS[language]
    if lines.empty:
        return nothing_to_show(words["axis"], "没有绩效指标。" if language == "zh" else "There are no indicators.")
    rows = [f"r{number}" for number in range(len(lines))]
    told = _subtitle(ledger, subject, language)
    shown = figure(_points_title(lines, language), told, body_height=60 + ROW_HEIGHT * len(lines))
    hover = [_hover(line, words) for _, line in lines.iterrows()]
    for column, (colour, pattern) in _PARTS.items():
        if lines[column].ne(0).any():
            shown.add_bar(
                x=[float(in_points(points)) for points in lines[column]], y=rows, orientation="h", name=words[column],
                marker={"color": colour, "pattern": hatched(pattern), "line": {"width": 0}}, customdata=hover,
                hovertemplate="%{customdata}<extra></extra>",
            )  # fmt: skip
    _add_ends(shown, lines, rows)
    shown.update_layout(barmode="stack", xaxis_title_text=words["axis"])
    name_rows(shown, rows, lines["name"])
    return shown


def evidence_chart(overview: pd.DataFrame, ledger: Ledger, language: Language = "zh") -> go.Figure:
    """Horizontal bars of the number of indicators, split into those with and (hatched) without evidence.

    Args:
        overview: frame of `evaluation.evaluation_overview`.
        ledger: whose evaluation.
        language: of all words.
    """
    words = _WORDS[language]
    lines = overview[overview["indicators"].gt(0)].reset_index(drop=True)
    if lines.empty:
        return nothing_to_show(words["count"], "没有绩效指标。" if language == "zh" else "There are no indicators.")
    rows = [f"r{number}" for number in range(len(lines))]
    shown = figure(
        _evidence_title(lines, language), _subtitle(ledger, "", language), body_height=60 + ROW_HEIGHT * len(rows)
    )
    bare = lines["indicators"] - lines["evidenced"]
    for counts, key, colour, pattern in ((lines["evidenced"], "evidenced", ACTUAL, ""), (bare, "bare", TAKEN, "/")):
        shown.add_bar(
            x=counts.tolist(), y=rows, orientation="h", name=words[key],
            marker={"color": colour, "pattern": hatched(pattern)},
            hovertemplate="%{x}<extra>%{fullData.name}</extra>",
        )  # fmt: skip
    shown.update_layout(barmode="stack", xaxis_title_text=words["count"], xaxis_tickformat="d")
    name_rows(shown, rows, lines["name"])
    return shown


def _subtitle(ledger: Ledger, subject: str, language: Language) -> str:
    year = f"{ledger.year}" if language == "en" else f"{ledger.year}年度"
    return " · ".join(filter(None, (ledger.unit.name(language), year, subject)))


def _hover(line: pd.Series, words: dict[str, str]) -> str:
    parts = [f"{words[column]} {as_points(line[column])}" for column in _PARTS if line[column]]
    return "<br>".join([plain(line["name"]), *parts])


def _add_ends(shown: go.Figure, lines: pd.DataFrame, rows: list[str]) -> None:
    """Beside each bar: points gained of points possible; a dash where nothing was scored."""
    whole = lines[list(_PARTS)].sum(axis=1)
    is_scored = lines["unscored_centipoints"].lt(whole)
    ends = [
        f"\u2003{as_points(gained) if scored else '—'} / {as_points(possible)}"
        for gained, possible, scored in zip(lines["gained_centipoints"], whole, is_scored, strict=True)
    ]
    shown.add_scatter(
        x=[float(in_points(points)) for points in whole], y=rows, mode="text", text=ends, textposition="middle right",
        textfont={"size": 11, "color": FAINT}, showlegend=False, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    shown.update_xaxes(range=[0, float(in_points(whole.max())) * 1.3 or 1])


def _points_title(lines: pd.DataFrame, language: Language) -> str:
    gained, lost, unscored = (as_points(int(lines[column].sum())) for column in _PARTS)
    if language == "en":
        return f"{gained} points gained, {lost} lost, {unscored} not scored"
    return f"得 {gained} 分，失 {lost} 分，未评 {unscored} 分"


def _evidence_title(lines: pd.DataFrame, language: Language) -> str:
    proved, every = int(lines["evidenced"].sum()), int(lines["indicators"].sum())
    if language == "en":
        return f"{proved} of {every} indicators name evidence"
    return f"{every} 个指标中有 {proved} 个列明佐证"
