"""The block of the funds of a monitoring form: the unit and its projects, spent so far and expected of the year.

Rates and progress are live formulas; an estimate is none, because no cell of the form makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import Drawing, address, block, entry, in_money, label, lacking, number, with_sum
from perfkit.evaluation.monitoring import Monitoring
from perfkit.evaluation.selection import CONDITIONS, project_words
from perfkit.ledger.forms import FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_money, as_rate
from perfkit.ledger.monitoring import LIKELIHOODS, method_label

Row = Mapping[str, Any]
_NAME, _ORIGINAL, _KNOWN, _SPENT, _RATE, _PROGRESS, _LIGHT, _ESTIMATE, _INTERVAL, _LIKELIHOOD = 2, *range(5, 14)
_HEADINGS: Final = (
    (_NAME, "项目", 3), (_ORIGINAL, "年初预算数", 1), (_KNOWN, "调整后预算数", 1), (_SPENT, "{span}执行数", 1),
    (_RATE, "{span}执行率", 1), (_PROGRESS, "进度比", 1), (_LIGHT, "预警", 1),
    (_ESTIMATE, "全年预计\n执行数（估计）", 1), (_INTERVAL, "预计区间", 1), (_LIKELIHOOD, "完成预算可能性", 1),
)  # fmt: skip
_SUMMED: Final = (_ORIGINAL, _KNOWN, _SPENT)
_TITLE, _TOTAL = "资金\n（{money}）", "合计"
_BUDGET: Final[dict[Language, str]] = {"zh": "调整后预算数", "en": "a budget known by then"}
_BOOK: Final[dict[Language, str]] = {"zh": "预算文件", "en": "the budget book"}
_PERIODS: Final[dict[Language, str]] = {"zh": "分期间的支出", "en": "spending by period"}
_REACH: Final[dict[Language, str]] = {"zh": "{low}–{high}\n（把握 {sure}）", "en": "{low}–{high}\n({sure} sure)"}
_ESTIMATED: Final[dict[Language, str]] = {
    "zh": "估计数：{method}；以前年度回测 {trials} 次，误差中位数 {error}",
    "en": "Estimate: {method}; median error {error} in {trials} trials on earlier years",
}


def draw_funds_so_far(drawing: Drawing, monitoring: Monitoring, elapsed: str, language: Language) -> None:
    """Draw headings, the total and every line; `elapsed` is the address of the share of the year gone."""
    heads = [{str(name): value for name, value in row.items()} for row in monitoring.whole.to_dict("records")]
    rows = [{str(name): value for name, value in row.items()} for row in monitoring.lines.to_dict("records")]
    money = {"money": monitoring.money(), "span": monitoring.span()}
    drawing.put(1, label(_TITLE.format(**money)), rows=1 + len(heads) + len(rows))
    for column, words, columns in _HEADINGS:
        drawing.put(column, label(words.format(**money)), columns)
    drawing.down()
    first = drawing.row + 1
    lines = [
        _cells(row, drawing.row + place, elapsed, monitoring.ledger, language) for place, row in enumerate(rows, 1)
    ]
    total = _cells(heads[0], drawing.row, elapsed, monitoring.ledger, language)
    for column in _SUMMED if lines else ():
        formula = f"SUM({block(first, first + len(lines) - 1, column)})"
        total[column] = with_sum(total[column], [line[column] for line in lines], formula)
    _draw_row(drawing, _TOTAL, total)
    for row, cells in zip(rows, lines, strict=True):
        _draw_row(drawing, _line_words(row, monitoring), cells)


def _draw_row(drawing: Drawing, name: str, cells: Mapping[int, FormCell]) -> None:
    drawing.put(_NAME, label(name), 3)
    for column, cell in cells.items():
        drawing.put(column, cell)
    drawing.down()


def _line_words(row: Row, monitoring: Monitoring) -> str:
    column = monitoring.by[0]
    code = row[column]
    is_project = column == "budget_project_code" and code
    return project_words(code, monitoring.ledger) if is_project else monitoring.ledger.label(column, code)


def _cells(row: Row, at: int, elapsed: str, ledger: Ledger, language: Language) -> dict[int, FormCell]:
    amounts = {
        _ORIGINAL: _with_origin(_amount(row["original_budget_cents"], _BOOK[language], ledger), row),
        _KNOWN: _amount(row["known_budget_cents"], _BOOK[language], ledger),
        _SPENT: _amount(row["cumulative_actual_cents"], _PERIODS[language], ledger),
    }
    known, spent = number(amounts[_KNOWN]), number(amounts[_SPENT])
    missing = amounts[_SPENT].lacks or amounts[_KNOWN].lacks or _BUDGET[language]
    if not known or known < 0 or spent is None:
        rates = {_RATE: lacking(missing, "rate"), _PROGRESS: lacking(missing, "rate")}
    else:
        gone = Decimal(str(row["period"])) / ledger.unit.calendar.periods_per_year
        rates = {
            _RATE: entry(spent / known, "rate", formula=f"{address(at, _SPENT)}/{address(at, _KNOWN)}"),
            _PROGRESS: entry(spent / known / gone, "rate", formula=f"{address(at, _RATE)}/{elapsed}"),
        }
    light = row["light_zh"]
    likelihood = LIKELIHOODS[row["likelihood"]]["zh"] if row["likelihood"] else ""
    return {
        **amounts,
        **rates,
        _LIGHT: entry(light) if light else lacking(missing, "text"),
        **_estimate(row, ledger, language),
        _LIKELIHOOD: entry(likelihood) if likelihood else lacking(row[f"likelihood_lacks_{language}"], "text"),
    }


def _estimate(row: Row, ledger: Ledger, language: Language) -> dict[int, FormCell]:
    """The estimate and its interval, with method and error; or what they lack."""
    if row[f"lacks_{language}"]:
        lacks = row[f"lacks_{language}"]
        return {_ESTIMATE: lacking(lacks), _INTERVAL: lacking(lacks, "text")}
    error = as_rate(row["median_error_rate"])
    about = _ESTIMATED[language].format(method=method_label(row["method"], language), trials=row["trials"], error=error)
    low, high = (as_money(row[f"estimate_{end}_cents"], ledger.unit) for end in ("low", "high"))
    reach = _REACH[language].format(low=low, high=high, sure=f"{row['confidence_rate']:.0%}")
    estimate = entry(in_money(int(row["estimate_cents"]), ledger.unit), "amount")
    return {_ESTIMATE: replace(estimate, note=about), _INTERVAL: entry(reach)}


def _with_origin(cell: FormCell, row: Row) -> FormCell:
    """The original budget with what it can be walked back to; what has no code of its own cannot be chosen by one."""
    column = next((name for name in CONDITIONS.values() if name in row), "")
    if cell.lacks or (column and not row[column]):
        return cell
    select = f"{column}={row[column]}" if column else ""
    return replace(cell, measure="original_budget", scope=row["scope"], select=select)


def _amount(cents: Any, lacks: str, ledger: Ledger) -> FormCell:
    return lacking(lacks) if pd.isna(cents) else entry(in_money(int(cents), ledger.unit), "amount")
