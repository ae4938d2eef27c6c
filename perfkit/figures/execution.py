"""Budget against actual, one bar per line, overspending visible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.numbers import carry_numbers
from perfkit.figures.theme import (
    ACTUAL,
    FAINT,
    INK,
    OVERSPENT,
    ROW_HEIGHT,
    figure,
    hatched,
    name_rows,
    nothing_to_show,
    plain,
)  # fmt: skip
from perfkit.figures.words import NO_BUDGET, NO_SPENDING, axis_title, exact, lengths, line_names, span, subtitle
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate, money_text
from perfkit.ledger.scopes import Scope

_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "within": "执行数（预算内）", "over": "超支部分", "unbudgeted": "无预算支出", "actual": "执行数",
        "original_budget_cents": "年初预算", "final_budget_cents": "全年预算（调整后）", "axis": "金额",
        "ends": "条末：执行数 · 执行率（按全年预算）",
    },
    "en": {
        "within": "actual within budget", "over": "overspent", "unbudgeted": "spent without a budget",
        "actual": "actual", "original_budget_cents": "original budget", "final_budget_cents": "final budget",
        "axis": "Amount",
        "ends": "beside the bars: actual · rate on the final budget",
    },
}  # fmt: skip
_COUNTED: Final[dict[str, dict[Language, str]]] = {
    "budget_project_code": {"zh": "个项目", "en": "projects"},
    "project_code": {"zh": "个项目", "en": "projects"},
    "department_code": {"zh": "个部门", "en": "departments"},
}


def project_execution_chart(
    execution: pd.DataFrame, ledger: Ledger, by: Sequence[str], scope: Scope | str, language: Language = "zh"
) -> go.Figure:
    """Horizontal bars of actual, with marks of the original and the final budget; the largest line on top.

    What exceeds the final budget is hatched and named in words; spending without any budget likewise.

    Args:
        execution: frame of `measures.execution` over `by`.
        ledger: whose names and money unit.
        by: its code columns.
        scope: the scope it was measured on.
        language: of all words.
    """
    if execution.empty:
        title, reason = ("Execution", "Neither a budget nor spending on this scope.")
        if language == "zh":
            title, reason = ("预算执行", "本口径没有预算，也没有支出。")
        return nothing_to_show(title, reason)
    if execution["actual_cents"].isna().all():
        return nothing_to_show("Execution" if language == "en" else "预算执行", NO_SPENDING[language])
    lines = _ordered(execution, by, ledger, language)
    has_budget = bool(lines["final_budget_cents"].notna().any())
    head = subtitle(ledger, scope, language, _WORDS[language]["ends"] if has_budget else NO_BUDGET[language])
    height = 60 + ROW_HEIGHT * len(lines)
    shown = figure(_title(lines, by, ledger, language), head, body_height=height, has_legend=has_budget)
    _add_bars(shown, lines, ledger, language)
    if has_budget:
        _add_budgets(shown, lines, ledger, language)
    _add_ends(shown, lines, ledger, language)
    shown.update_layout(barmode="relative", xaxis_title_text=axis_title(_WORDS[language]["axis"], ledger, language))
    name_rows(shown, list(lines["row"]), lines["name"])
    amounts = lines[["original_budget_cents", "final_budget_cents", "actual_cents", "variance_cents"]]
    name = "Name" if language == "en" else "名称"
    return carry_numbers(shown, {name: list(lines["name"])}, amounts, ledger, language)


def _ordered(execution: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language) -> pd.DataFrame:
    names = line_names(execution, by, ledger, language)
    budget, actual = execution["final_budget_cents"], execution["actual_cents"]
    known = budget.fillna(0)
    over = (actual - known).clip(lower=0).where(budget.notna(), 0)
    is_unbudgeted = known.eq(0) & budget.notna() & execution["original_budget_cents"].fillna(0).eq(0)
    size = pd.concat([known, actual, execution["original_budget_cents"].fillna(0)], axis=1).max(axis=1)
    lines = execution.assign(
        name=pd.Series(names, execution.index, dtype="str"),
        over_cents=over,
        is_unbudgeted=is_unbudgeted & actual.ne(0),
        size_cents=size,
    )
    ordered = lines.sort_values("size_cents", ascending=False, kind="stable", ignore_index=True)
    # Two lines may bear one name; the axis tells them apart by number and prints the name.
    return ordered.assign(row=[f"r{number}" for number in range(len(ordered))])


def _add_bars(shown: go.Figure, lines: pd.DataFrame, ledger: Ledger, language: Language) -> None:
    words, unknown = _WORDS[language], lines["final_budget_cents"].isna().all()
    unbudgeted, over = lines["is_unbudgeted"], lines["over_cents"]
    parts = {
        "actual" if unknown else "within": ((lines["actual_cents"] - over).mask(unbudgeted, 0), ACTUAL, ""),
        "over": (over.mask(unbudgeted, 0), OVERSPENT, "/"),
        "unbudgeted": (lines["actual_cents"].where(unbudgeted, 0), OVERSPENT, "x"),
    }
    colon = ": " if language == "en" else "："
    hover = [
        f"{plain(name)}<br>{words['actual']}{colon}{actual}<br>{words['final_budget_cents']}{colon}{final}"
        for name, actual, final in zip(
            lines["name"],
            exact(lines["actual_cents"], ledger, language),
            exact(lines["final_budget_cents"], ledger, language),
            strict=True,
        )
    ]
    for key, (cents, colour, pattern) in parts.items():
        if cents.ne(0).any():
            shown.add_bar(
                x=lengths(cents, ledger), y=lines["row"], orientation="h", name=words[key], customdata=hover,
                hovertemplate="%{customdata}<extra></extra>",
                marker={"color": colour, "pattern": hatched(pattern), "line": {"width": 0}},
            )  # fmt: skip


def _add_budgets(shown: go.Figure, lines: pd.DataFrame, ledger: Ledger, language: Language) -> None:
    marks = {
        "original_budget_cents": {"symbol": "diamond-open", "size": 10, "color": INK, "line": {"width": 1.6}},
        "final_budget_cents": {"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": INK}},
    }
    for column, marker in marks.items():
        # A budget of nothing is said in words at the end of the bar; a mark at zero would hide the axis.
        known = lines[lines[column].fillna(0).ne(0)]
        shown.add_scatter(
            x=lengths(known[column], ledger), y=known["row"], mode="markers", name=_WORDS[language][column],
            marker=marker, customdata=exact(known[column], ledger, language), cliponaxis=False,
            hovertemplate=_WORDS[language][column] + "<br>%{customdata}<extra></extra>",
        )  # fmt: skip


def _add_ends(shown: go.Figure, lines: pd.DataFrame, ledger: Ledger, language: Language) -> None:
    """The words at the end of each bar: amount, rate on the final budget, overspending."""
    ends = [_end(line, ledger, language) for _, line in lines.iterrows()]
    size = lines["size_cents"].clip(lower=0)
    colours = [OVERSPENT if over > 0 else FAINT for over in lines["over_cents"]]
    shown.add_scatter(
        x=lengths(size, ledger), y=lines["row"], mode="text", text=[f"\u2003{end}" for end in ends],
        textposition="middle right", textfont={"size": 11, "color": colours}, showlegend=False, hoverinfo="skip",
        cliponaxis=False,
    )  # fmt: skip
    room = 0.5 if any(len(end) > 24 for end in ends) else 0.3
    shown.update_xaxes(range=span(lines["actual_cents"], size, ledger, room=room))


def _end(line: pd.Series, ledger: Ledger, language: Language) -> str:
    en = language == "en"
    actual = as_money(line["actual_cents"], ledger.unit)
    if line["is_unbudgeted"]:
        return f"{actual} · {'no budget' if en else '无预算'}"
    rate = "" if pd.isna(line["execution_rate"]) else f" · {as_rate(line['execution_rate'])}"
    over = as_money(line["over_cents"], ledger.unit)
    over = "&lt;0.01" if over == "0.00" else over
    return actual + rate + (f" · {'overspent' if en else '超支'} {over}" if line["over_cents"] > 0 else "")


def _title(lines: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language) -> str:
    """Which lines overspent, and by how much; what was spent without a budget."""
    en = language == "en"
    if lines["final_budget_cents"].isna().all():
        spent = money_text(int(lines["actual_cents"].sum()), ledger.unit, language)
        return f"{spent} spent; no budget to compare with" if en else f"共执行 {spent}，没有预算可比"
    is_coded = bool(by) and bool(lines[by[-1]].ne("").all())
    counted = _COUNTED.get(by[-1] if is_coded else "", {"zh": "项", "en": "lines"})[language]
    unbudgeted = lines.loc[lines["is_unbudgeted"], "actual_cents"]
    said = _overspending(lines[~lines["is_unbudgeted"]], counted, ledger, language)
    if unbudgeted.empty:
        return said
    total = money_text(int(unbudgeted.sum()), ledger.unit, language)
    if en:
        noun = counted.removesuffix("s") if len(unbudgeted) == 1 else counted
        return f"{said}; {total} on {len(unbudgeted)} {noun} spent without a budget"
    return f"{said}；另有 {len(unbudgeted)} {counted}无预算支出 {total}"


def _overspending(lines: pd.DataFrame, counted: str, ledger: Ledger, language: Language) -> str:
    en, count = language == "en", len(lines)
    over = lines[lines["over_cents"].gt(0)].sort_values("over_cents", ascending=False, kind="stable")
    if over.empty:
        return f"None of {count} {counted} overspent" if en else f"{count} {counted}均未超支"
    first = over["name"].iloc[0]
    total = money_text(int(over["over_cents"].sum()), ledger.unit, language)
    if len(over) > 1:
        if en:
            return f"{len(over)} of {count} {counted} overspent, by {total} in all; most of it {first}"
        return f"{count} {counted}中有 {len(over)} 个超支，合计 {total}，其中最多的是 {first}"
    others = (f"; the other {count - 1} did not" if en else f"，其余 {count - 1} {counted}未超支") if count > 1 else ""
    return (f"{first} overspent by {total}" if en else f"{first}超支 {total}") + others
