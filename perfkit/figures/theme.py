"""How every chart looks: one plotly template, colours that colour-blind readers can tell apart, Chinese fonts first.

The colours are those of Okabe and Ito. Nothing is told by colour alone: overspending, other funds and plans also have
a pattern, a dash or a word.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

import plotly.graph_objects as go
import plotly.io as pio

INK: Final = "#22262b"
FAINT: Final = "#5b6470"
GRID: Final = "#e4e7ea"
ACTUAL: Final = "#0072B2"
OVERSPENT: Final = "#D55E00"
OTHER: Final = "#E69F00"
ADDED: Final = "#009E73"
TAKEN: Final = "#B8BEC6"
PERIOD: Final = "#9CCBE8"
PALETTE: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C7A00", "#8A8F96")
PATTERNS: Final = ("", "/", "", "x", "\\", ".", "-", "")
FONT: Final = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", sans-serif'

#: How plotly.js behaves wherever a figure is shown. plotly.js 4 would otherwise offer to upload the chart's data.
CONFIG: Final[dict[str, Any]] = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "responsive": True,
    "typesetMath": False,
    "locale": "zh-CN",
}
#: Characters (of double width) in one line of a row's name, and how high a row with two such lines is.
_NAME_WIDTH: Final = 16
ROW_HEIGHT: Final = 32
#: Characters (of double width) in one line of a chart's title.
_TITLE_WIDTH: Final = 48
_TITLE_LINE: Final = 23
_NEVER_FIRST: Final = frozenset(" ，。、；：！？）》”")
_HEAD: Final = 74


def register() -> None:
    """Make the template plotly's default and give every renderer that shows figures our `CONFIG`."""
    pio.templates["perfkit"] = _template()
    pio.templates.default = "perfkit"
    for name in pio.renderers:
        renderer = pio.renderers[name]
        if isinstance(getattr(renderer, "config", None), dict):
            renderer.config.update(CONFIG)


def _template() -> go.layout.Template:
    axis = {
        "automargin": True, "gridcolor": GRID, "linecolor": FAINT, "zerolinecolor": FAINT, "zerolinewidth": 1,
        "exponentformat": "none", "separatethousands": True,
        "title": {"font": {"size": 12, "color": FAINT}, "standoff": 10},
    }  # fmt: skip
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 12, "color": INK},
            "paper_bgcolor": "#ffffff",
            "plot_bgcolor": "#ffffff",
            "colorway": PALETTE,
            "separators": ".,",
            "xaxis": axis,
            "yaxis": axis,
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
            "hoverlabel": {"align": "left", "bgcolor": "#ffffff", "font": {"color": INK}},
            "title": {
                "x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top",
                "pad": {"l": 16, "t": 16}, "font": {"size": 16, "color": INK},
                "subtitle": {"font": {"size": 12, "color": FAINT}},
            },
            "margin": {"l": 72, "r": 40, "b": 60},
            "bargap": 0.35,
        }
    )  # fmt: skip


def figure(
    title: str, subtitle: str, *, body_height: int = 380, has_legend: bool = True, room_on_top: int = 0
) -> go.Figure:
    """An empty figure with its heads; `body_height` is what the bars, lines or rows get, in pixels.

    Args:
        title: what is seen, wrapped here. May name projects: texts from exports are escaped here.
        subtitle: scope and base.
        body_height: height without the heads.
        has_legend: whether a legend stands between the heads and the body.
        room_on_top: pixels for what else stands there (the labels of an axis).
    """
    lines = _titled(title)
    top = _HEAD + _TITLE_LINE * (lines.count("<br>")) + (30 if has_legend else 0) + room_on_top
    shown = go.Figure()
    shown.update_layout(
        title={"text": lines, "subtitle": {"text": plain(subtitle)}},
        margin_t=top,
        height=top + body_height + 60,
        showlegend=has_legend,
    )
    return shown


def nothing_to_show(title: str, reason: str) -> go.Figure:
    """A figure without a chart that says why."""
    shown = figure(title, "", body_height=60, has_legend=False)
    shown.update_xaxes(visible=False)
    shown.update_yaxes(visible=False)
    shown.add_annotation(
        text=wrapped(reason, 60), x=0, y=0.5, xref="paper", yref="paper", xanchor="left", showarrow=False, align="left",
        font={"size": 14, "color": FAINT},
    )  # fmt: skip
    return shown


def hatched(shape: str, *, opacity: float = 0.75) -> dict[str, Any]:
    """A bar's pattern: white on the bar's colour, so that print and colour-blind readers see it; "" = none."""
    return {"shape": shape, "fillmode": "overlay", "fgcolor": "#ffffff", "fgopacity": opacity, "size": 7}


def row_labels(names: Iterable[str]) -> list[str]:
    """The names of rows in at most two lines; the whole name belongs into the hover text."""
    return [wrapped(name, _NAME_WIDTH, lines=2) for name in names]


def name_rows(shown: go.Figure, rows: list[str], names: Iterable[str]) -> None:
    """Name the rows of a horizontal chart, first on top. Rows are categories of their own: two may bear one name."""
    shown.update_yaxes(
        type="category", categoryorder="array", categoryarray=rows[::-1], tickmode="array", tickvals=rows,
        ticktext=row_labels(names), showgrid=False, range=[-0.7, len(rows) - 0.3], tickfont={"size": 11},
        ticks="outside", ticklen=10, tickcolor="rgba(0,0,0,0)",
    )  # fmt: skip


def plain(text: str) -> str:
    """`text` as plotly must be given it to print it as it is: its labels understand tags."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int, *, lines: int = 0) -> str:
    """`plain(text)` in lines of at most `width` double-width characters; beyond `lines` (0 = any) it ends in "…"."""
    found = _packed(_words(text), width)
    if lines and len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][:-1] + "…"]
    return "<br>".join(plain(line) for line in found)


def _titled(text: str) -> str:
    """A title in lines, broken between its clauses as long as they fit."""
    clauses = re.split(r"(?<=[，；])|(?<=[,;] )", text)
    pieces = [piece for clause in clauses for piece in ([clause] if _size(clause) <= _TITLE_WIDTH else _words(clause))]
    return "<br>".join(plain(line) for line in _packed(pieces, _TITLE_WIDTH))


def _packed(pieces: Iterable[str], width: int) -> list[str]:
    lines, line = [], ""
    for piece in pieces:
        if line and _size(line + piece.rstrip()) > width and piece not in _NEVER_FIRST:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _words(text: str) -> Iterator[str]:
    """Latin words and numbers whole, everything else sign by sign; a word of more than 24 signs in pieces."""
    word = ""
    for character in text:
        is_joint = _width(character) < 1 and character != " "
        if word and (not is_joint or len(word) >= 24):
            yield word
            word = ""
        if is_joint:
            word += character
        else:
            yield character
    if word:
        yield word


def _width(character: str) -> float:
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0.55


def _size(text: str) -> float:
    return sum(_width(character) for character in text)
