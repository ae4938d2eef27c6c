"""What a year half gone may come to: estimates with their intervals, and how wrong such estimates were before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_rate, as_yuan, currency_label
from perfkit.ledger.monitoring import LIKELIHOODS, METHOD_WORDS, method_label
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Lines, Trace
from perfkit.tables.lines import named, scoped, table_columns, with_total
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import traced_by

#: Lights whose rows are marked at their edge; the light itself is told by word and sign.
MARKS: Final = {"red": "error", "yellow": "warning"}
_LACKS: Final[dict[Language, str]] = {"zh": "不可计算：缺{lacks}", "en": "not computable: lacks {lacks}"}
_EARLIER: Final[dict[Language, str]] = {"zh": "以前年度的分期间支出", "en": "spending by period of earlier years"}
_ENOUGH: Final[dict[Language, str]] = {"zh": "足够的以前年度误差", "en": "errors of earlier years enough"}
_ESTIMATES: Final[dict[Language, str]] = {
    "zh": "预计数是估计，不是账上的数；合计单独估计，不等于各行之和。"
    "每行的方法是能够用于该行、且以前年度回测误差最小的；区间宽度取自该方法以前的误差。",
    "en": "Estimates are no figures of the ledger. The total is estimated on its own and is no sum of the lines. Each "
    "method is the one that was least wrong on earlier years, of those that can tell anything of the line; the "
    "interval is as wide as its errors were.",
}
_PRINTED: Final[dict[str, dict[Language, str]]] = {
    "interval": {"zh": "预计区间（把握）", "en": "Interval (confidence)"},
    "error": {"zh": "误差中位数（回测次数）", "en": "Median error (trials)"},
}
_CAME_TO: Final[dict[Language, str]] = {"zh": "全年实际（事后）", "en": "Came to (afterwards)"}
_AFTERWARDS: Final[dict[Language, str]] = {
    "zh": "本年度已结束，全年实际仅供与估计对照，估计时没有使用。",
    "en": "The year is over: what it came to stands here for comparison; no estimate used it.",
}
_ERRORS: Final[dict[Language, str]] = {
    "zh": "每次估计只用它以前的年度。误差 = |估计 − 实际| ÷ |实际|；以前的误差足够给出 80 % 区间的，才计命中率。",
    "en": "Every estimate was made from the years before it only. Error = |estimate - actual| / |actual|; coverage is "
    "counted where earlier errors were enough for an interval of 80 %.",
}
_NO_ERRORS: Final[dict[Language, str]] = {
    "zh": "没有可以回测的以前年度，误差不可计算。",
    "en": "There is no earlier year to try it on: the error is not computable.",
}


def forecast_table(
    whole: pd.DataFrame, lines: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language = "zh"
) -> Table:
    """What the year is expected to come to, with interval, method, its error on earlier years, and likelihood.

    Args:
        whole, lines: frames of `evaluation.monitor`.
        by: the code column of `lines`; empty if there are none.
        ledger: whose names and currency.
        language: of headings and words.
    """
    frame, first = monitored_rows(whole, lines, by, ledger, language)
    rows = frame.to_dict("records")
    columns = table_columns(["estimate_cents", "likelihood", "method"], language)
    estimate = {"estimate_cents": replace(columns.pop("estimate_cents"), lacks=_EARLIER[language])}
    printed = {name: TableColumn(words[language], "printed", _EARLIER[language]) for name, words in _PRINTED.items()}
    is_over = bool(whole["actual_cents"].notna().all())
    came_to = {"actual_cents": TableColumn(_CAME_TO[language], "amount")} if is_over else {}
    return Table(
        title=monitored_title("全年预计（估计）", "Expected of the year (estimates)", whole, ledger, language),
        frame=frame.assign(
            interval=pd.array([_interval(row, language) for row in rows], "str"),
            error=pd.array([_error(row, language) for row in rows], "str"),
            likelihood=[_likely(row, language) for row in rows],
            method=[method_label(method, language) if method else "—" for method in frame["method"]],
        ),
        columns=first | estimate | {"interval": printed["interval"]} | columns | {"error": printed["error"]} | came_to,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[_ESTIMATES[language], *([_AFTERWARDS[language]] if is_over else [])],
        trace=monitored_trace(whole, lines, by, ledger, {"actual_cents": (Lines("timeline"),)} if is_over else {}),
    )


def backtest_table(backtest: pd.DataFrame, ledger: Ledger, subject: str, language: Language = "zh") -> Table:
    """How wrong the methods would have been on earlier years, and how often the interval held.

    Args:
        backtest: frame of `measures.backtest`, or a part of it.
        ledger: whose periods.
        subject: what was estimated, for the title.
        language: of headings and words.
    """
    en, calendar = language == "en", ledger.unit.calendar
    names = ["trials", "median_error_rate", "mean_error_rate", "intervals", "coverage_rate"]
    columns = table_columns(["method", *names], language)
    columns["coverage_rate"] = replace(columns["coverage_rate"], lacks=_ENOUGH[language])
    return Table(
        title=f"{'Errors on earlier years' if en else '以前年度回测误差'} · {subject}",
        frame=backtest.assign(
            span=[calendar.span_label(int(period), language) for period in backtest["period"]],
            method=[method_label(method, language) for method in backtest["method"]],
            row_class=backtest["method"].eq("chosen").map({True: "notice", False: ""}),
        ),
        columns={
            "method": columns.pop("method"),
            "span": TableColumn("Seen after" if en else "截至"),
            **columns,
        },
        language=language,
        notes=[_ERRORS[language], METHOD_WORDS[language]],
        nothing=_NO_ERRORS[language],
    )


def monitored_rows(
    whole: pd.DataFrame, lines: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language
) -> tuple[pd.DataFrame, dict[str, TableColumn]]:
    """The lines and their total, marked by their lights, with the columns that name them."""
    if not by:
        unit = whole.assign(unit_name=ledger.unit.name(language), row_class="")
        return unit, {"unit_name": TableColumn("Unit" if language == "en" else "单位")}
    marks = [*lines["light"].map(MARKS).fillna(""), "total"]
    rows = with_total(named(lines, by, ledger, language), whole, by, language)
    return rows.assign(row_class=pd.array(marks, "str")), table_columns(by, language)


def monitored_title(zh: str, en: str, whole: pd.DataFrame, ledger: Ledger, language: Language) -> str:
    """A title with the periods that are over, and the scope."""
    span = ledger.unit.calendar.span_label(int(whole["period"].iloc[0]), language)
    return scoped(f"{zh}：{span}", f"{en}: {span}", Scope(whole["scope"].iloc[0]), language)


def monitored_trace(
    whole: pd.DataFrame,
    lines: pd.DataFrame,
    by: Sequence[str],
    ledger: Ledger,
    columns: Mapping[str, tuple[Lines, ...]],
) -> Trace:
    """The lines behind the rows of `monitored_rows`."""
    scope = whole["scope"].iloc[0]
    trace = traced_by(by, lines if by else whole, columns, ledger, scope)
    return trace.with_total() if by else trace


def not_computable(lacks: str, language: Language) -> str:
    """That something is not computable, and why."""
    return _LACKS[language].format(lacks=lacks)


def _interval(row: Mapping[Any, Any], language: Language) -> str | None:
    """Both ends of the interval with its confidence; None without an estimate."""
    if pd.isna(row["estimate_cents"]):
        return None
    ends = "–".join(as_yuan(int(row[f"estimate_{end}_cents"])) for end in ("low", "high"))
    sure = f"{row['confidence_rate']:.0%}"
    return f"{ends}（{sure}）" if language == "zh" else f"{ends} ({sure})"


def _error(row: Mapping[Any, Any], language: Language) -> str | None:
    """The median error with the number of trials behind it; None without trials."""
    if not row["trials"]:
        return None
    trials = f"（{row['trials']:,} 次）" if language == "zh" else f" ({row['trials']:,})"
    return f"{as_rate(row['median_error_rate'])}{trials}"


def _likely(row: Mapping[Any, Any], language: Language) -> str:
    word, lacks = row["likelihood"], row[f"likelihood_lacks_{language}"]
    if word:
        return LIKELIHOODS[word][language]
    return not_computable(lacks, language) if lacks else "—"
