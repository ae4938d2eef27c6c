"""Budget against actual, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.findings import by_severity
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label, ratio
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Trace
from perfkit.tables.lines import dimension, lacks, named, summed, table_columns, titled, with_total
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import execution_trace

_AMOUNTS: Final = (
    "original_budget_cents", "supplementary_budget_cents", "carryover_cents", "final_budget_cents", "actual_cents",
    "variance_cents",
)  # fmt: skip
_COMMITTED: Final = "committed_cents"
_RATES: Final = ("execution_rate", "original_execution_rate")


def execution_table(
    execution: pd.DataFrame,
    ledger: Ledger,
    by: Sequence[str],
    language: Language = "zh",
    *,
    total: pd.DataFrame | None = None,
) -> Table:
    """Original budget, changes, final budget, actual, remaining and both rates of every line, and their total.

    What contracts commit beyond the actual has a column of its own where it was measured, and adds to nothing.

    Args:
        execution: frame of `measures.execution` over `by`, with or without commitments.
        ledger: whose names, currency and contracts.
        by: its code columns; empty for the unit as a whole.
        language: of headings and names.
        total: the one row of `measures.execution` with an empty `by`, if the lines are not the whole; else they are
            summed and the rates divided anew.
    """
    shown = _shown(execution)
    lines = named(execution, by, ledger, language).assign(row_remark=_remarks(execution, by, ledger, language))
    first = table_columns(by, language)
    if not by:
        lines = lines.assign(unit_name=ledger.unit.name(language))
        first = {"unit_name": TableColumn("Unit" if language == "en" else "单位")}
    elif len(lines):
        lines = with_total(lines, _total(execution) if total is None else total, by, language)
    columns = table_columns(shown, language)
    if execution["actual_cents"].isna().all():  # then the actual is what remaining and rates lack, too
        follows = ("variance_cents", *_RATES)
        columns |= {name: replace(columns[name], lacks=lacks("actual_cents", language)) for name in follows}
    return Table(
        title=_title(execution, by, language),
        frame=lines,
        columns=first | columns,
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[_rates_note(language), *([_contracts_note(ledger, language)] if _COMMITTED in shown else [])],
        nothing="Neither a budget nor spending on this scope." if language == "en" else "本口径没有预算，也没有支出。",
        trace=_trace(execution, ledger, by, shown, has_total="row_class" in lines),
    )


def _shown(execution: pd.DataFrame) -> list[str]:
    """The columns in order: carry-over only where there is some, commitments only where they were measured."""
    has_carryover = bool(execution["carryover_cents"].fillna(0).ne(0).any())
    amounts = [name for name in _AMOUNTS if has_carryover or name != "carryover_cents"]
    if _COMMITTED in execution:
        amounts.insert(amounts.index("actual_cents") + 1, _COMMITTED)
    return [*amounts, *_RATES]


def _trace(
    execution: pd.DataFrame, ledger: Ledger, by: Sequence[str], shown: Sequence[str], *, has_total: bool
) -> Trace | None:
    if execution.empty:
        return None
    trace = execution_trace(execution, ledger, by, shown, execution["scope"].iloc[0])
    return trace.with_total() if has_total else trace


def _title(execution: pd.DataFrame, by: Sequence[str], language: Language) -> str:
    dimensions = [dimension(name, language) for name in by]
    zh = "预算执行情况" + (f"：按{'、'.join(dimensions)}" if by else "")
    en = "Budget execution" + (f" by {', '.join(dimensions).lower()}" if by else "")
    scopes = [Scope(scope).label(language) for scope in execution["scope"].unique()]
    return titled(en if language == "en" else zh, ", ".join(scopes))


def _total(execution: pd.DataFrame) -> pd.DataFrame:
    sums = summed(execution, [*_AMOUNTS, *([_COMMITTED] if _COMMITTED in execution else [])])
    return sums.assign(
        execution_rate=ratio(sums["actual_cents"], sums["final_budget_cents"]),
        original_execution_rate=ratio(sums["actual_cents"], sums["original_budget_cents"]),
    )


def _rates_note(language: Language) -> str:
    if language == "en":
        return (
            "Final budget = original + supplements and reductions + carry-over. The rate on the final budget is the "
            "one of the self-evaluation form; remaining = final budget - actual, negative = overspent."
        )
    return (
        "全年预算数 = 年初预算数 + 追加（调减） + 上年结转；自评表的预算执行率按全年预算数计算。"
        "结余 = 全年预算数 − 全年执行数，负数为超支。"
    )


def _contracts_note(ledger: Ledger, language: Language) -> str:
    untold = int((~ledger.commitments["is_paid_known"]).sum())
    if language == "en":
        words = "Committed = contracts signed less what has been paid on them; it is no part of the actual."
        return words + (f" {untold} contracts do not tell what was paid and count in full." if untold else "")
    words = "合同未付款 = 已签合同金额 − 已付金额，不计入执行数，也不从结余中扣除。"
    return words + (f"有 {untold} 份合同没有填写已付金额，按合同金额全额列示。" if untold else "")


def _remarks(execution: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language) -> pd.Series:
    """What the checks found of each project, in a few words, beside its figures; notices are left to the findings."""
    told: dict[str, list[str]] = {}
    for finding in by_severity(ledger.findings):
        if finding.kind.severity != "notice" and finding.subject:
            told.setdefault(finding.subject, []).append(finding.kind.title(language))
    comma = ", " if language == "en" else "、"
    joined = {subject: comma.join(dict.fromkeys(titles)) for subject, titles in told.items()}
    is_by_project = list(by) in (["budget_project_code"], ["project_code"])
    remarks = [joined.get(code, "") for code in execution[by[0]]] if is_by_project else [""] * len(execution)
    return pd.Series(remarks, execution.index, dtype="str")
