"""Mid-year monitoring: how far budget and indicators are, with their lights in words and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_rate, currency_label
from perfkit.ledger.targets import target_words
from perfkit.ledger.traces import Lines, budget_lines
from perfkit.tables.forecast import MARKS, monitored_rows, monitored_title, monitored_trace, not_computable
from perfkit.tables.lines import heading, table_columns
from perfkit.tables.table import Table, TableColumn

_BUDGET: Final[dict[Language, str]] = {"zh": "调整后预算数", "en": "a budget known by then"}
_RATE: Final[dict[Language, str]] = {"zh": "执行率（调整后预算）", "en": "Rate (known budget)"}
_PACE: Final[dict[Language, str]] = {
    "zh": "序时进度 {gone}；进度比 = 执行率 ÷ 序时进度。调整后预算数只含截至期末的预算文件。",
    "en": "Share of the year gone: {gone}. Progress = rate / share of the year gone. The known budget holds the "
    "documents of these periods only.",
}
_YEAR_ONLY: Final[dict[Language, str]] = {
    "zh": "年度结束后 targets.xlsx 中是全年完成值，不能当作期末完成值；引用账上数的按期末重新计算。",
    "en": "Once the year is over targets.xlsx tells the actual of the year, which says nothing of an earlier period; "
    "actuals that refer to the ledger are computed as of then.",
}


def monitoring_table(
    whole: pd.DataFrame, lines: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language = "zh"
) -> Table:
    """Budget, spending so far, rate, progress against the share of the year gone, and light, line by line.

    Args:
        whole, lines: frames of `evaluation.monitor`.
        by: the code column of `lines`; empty if there are none.
        ledger: whose names and currency.
        language: of headings and words.
    """
    frame, first = monitored_rows(whole, lines, by, ledger, language)
    amounts = ["original_budget_cents", "known_budget_cents", "cumulative_actual_cents"]
    columns = table_columns([*amounts, "cumulative_rate", "progress_rate", "light"], language)
    columns["cumulative_rate"] = TableColumn(_RATE[language], "rate")
    lacking = {name: replace(columns[name], lacks=_BUDGET[language]) for name in list(columns)[len(amounts) :]}
    return Table(
        title=monitored_title("执行进度与预警", "Progress and lights", whole, ledger, language),
        frame=frame.assign(light=frame[f"light_{language}"].mask(frame["light"].eq(""))),
        columns=first | columns | lacking,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[_PACE[language].format(gone=as_rate(float(whole["elapsed_rate"].iloc[0])))],
        trace=monitored_trace(whole, lines, by, ledger, _lines(int(whole["period"].iloc[0]))),
    )


def _lines(as_of: int) -> dict[str, tuple[Lines, ...]]:
    """The lines of each amount: budget documents and spending up to the end of the period."""
    return {
        "original_budget_cents": budget_lines("original_budget_cents"),
        "known_budget_cents": (Lines("budget", (("period", "in", list(range(as_of + 1))),)),),
        "cumulative_actual_cents": (Lines("timeline", (("period", "in", list(range(1, as_of + 1))),)),),
    }


def indicators_so_far_table(indicators: pd.DataFrame, ledger: Ledger, language: Language = "zh") -> Table:
    """Every indicator with target, what is reached so far, light, and the reason given.

    Args:
        indicators: frame `indicators` of `evaluation.monitor`.
        ledger: whose names.
        language: of headings and words.
    """
    en, rows = language == "en", indicators.to_dict("records")
    whole = "whole unit" if en else "单位整体"
    codes = indicators["budget_project_code"]
    told = {
        "project": [ledger.label("budget_project_code", code, language) if code else whole for code in codes],
        "target": [target_words(row["comparison"], row["target_text"], row["measure_unit"]) for row in rows],
        "reached": [_reached(row, language) for row in rows],
        "row_class": [MARKS.get(light, "") for light in indicators["light"]],
    }
    return Table(
        title=f"Indicators so far ({len(rows)})" if en else f"指标完成情况（{len(rows)} 个）",
        frame=indicators.assign(**{name: pd.array(texts, "str") for name, texts in told.items()}),
        columns={
            **table_columns(["indicator_name"], language),
            "project": TableColumn("Subject" if en else "对象"),
            "target": TableColumn("Target" if en else "年度指标值"),
            "reached": TableColumn(heading("actual_so_far", language)),
            f"light_{language}": TableColumn(heading("light", language)),
            **table_columns(["deviation_reason"], language),
        },
        language=language,
        notes=[_YEAR_ONLY[language]],
        nothing="No target was set." if en else "未设定绩效指标。",
    )


def _reached(row: Mapping[Any, Any], language: Language) -> str:
    """What is reached so far; what it lacks where nothing is known, or where no light can be computed of it."""
    lacks = row[f"lacks_{language}"]
    missing = not_computable(lacks, language) if lacks else ""
    return "；".join(text for text in (row["actual_so_far"], missing) if text) or "—"
