"""Material variances beside what was said of them; those that nobody explained stand first and in red."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.explanations import STATES, causes, threshold_text
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan, currency_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Condition, Lines, Trace, scope_condition
from perfkit.tables.lines import heading, named, scoped, table_columns
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import lines_of, restriction

_AMOUNTS: Final = ("final_budget_cents", "actual_cents", "variance_cents", "variance_rate")
_SAID: Final = ("cause", "explanation", "author", "explained_date", "evidence_document")
#: State -> how its line is marked.
_MARKS: Final = {"unexplained": "unexplained", "stale": "warning", "explained": ""}
_YEAR: Final[dict[Language, str]] = {"zh": "全年", "en": "the year"}


def variances_table(explained: pd.DataFrame, ledger: Ledger, language: Language = "zh") -> Table:
    """One line per material variance and explanation of it; the period only where some variance is one of a period.

    Args:
        explained: frame of `measures.explained_variances`.
        ledger: whose names, calendar, thresholds and currency.
        language: of headings and words; explanations stay as they were written.
    """
    en = language == "en"
    state = [_state(row, language) for _, row in explained.iterrows()]
    period = [ledger.label("period", str(one), language) if one else _YEAR[language] for one in explained["period"]]
    cause = [causes()[one].name(language) if one in causes() else one for one in explained["cause"]]
    lines = named(explained, ["budget_project_code"], ledger, language).assign(
        row_class=explained["explanation_state"].map(_MARKS).astype("str"),
        explanation_state=pd.Series(state, explained.index, dtype="str"),
        period=pd.Series(period, explained.index, dtype="str"),
        cause=pd.Series(cause, explained.index, dtype="str"),
    )
    first = ["budget_project_code", *(["period"] if explained["period"].gt(0).any() else [])]
    scope = next(iter(explained["scope"]), Scope.ALL.value)
    return Table(
        title=scoped("重大差异及说明", "Material variances and their explanations", scope, language),
        frame=lines,
        columns={
            **table_columns([*first, *_AMOUNTS], language),
            "explanation_state": TableColumn(
                heading("explanation_state", language),
            ),
            **table_columns(_SAID, language),
        },
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[_note(ledger, language)],
        trace=_trace(explained, ledger),
        nothing="No variance is material." if en else "没有重大差异。",
    )


def _trace(explained: pd.DataFrame, ledger: Ledger) -> Trace:
    """The lines behind each amount: those of the project, of a period where the variance is one of a period."""
    scope = next(iter(explained["scope"]), Scope.ALL.value)
    cells: dict[str, list[tuple[Lines, ...]]] = {name: [] for name in _AMOUNTS[:3]}
    for _, row in explained.iterrows():
        of_period: tuple[Condition, ...] = (("period", "is", int(row["period"])),) if row["period"] else ()
        of_project: tuple[Condition, ...] = (("budget_project_code", "is", row["budget_project_code"]),)
        where = (*of_project, *of_period, *scope_condition(scope), *restriction(ledger))
        for name, told in cells.items():
            lines = lines_of(name, "timeline" if row["period"] else "spending")
            told.append(tuple(replace(one, where=(*one.where, *where)) for one in lines))
    return Trace(cells=cells)


def _state(row: pd.Series, language: Language) -> str:
    """The state in words; a stale explanation says of which figure it was."""
    words = STATES[row["explanation_state"]][language]
    if row["explanation_state"] != "stale":
        return words
    was = as_yuan(row["explained_cents"])
    return f"{words} (it was {was})" if language == "en" else f"{words}（当时为 {was}）"


def _note(ledger: Ledger, language: Language) -> str:
    under, over = (threshold_text(ledger.unit.materiality, side, language) for side in (1, -1))
    if language == "en":
        return (
            f"Material: unspent {under}, overspent {over} (unit.toml, [materiality]; percentages of the final budget). "
            "Explanations: explanations.toml."
        )
    return (
        f"重大差异：结余{under}，超支{over}（unit.toml 的 [materiality]；百分比以全年预算为基数）。"
        "说明填在 explanations.toml。"
    )
