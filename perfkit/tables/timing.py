"""When the money was spent: period by period, and how much of it at the year's end."""

from __future__ import annotations

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan, currency_label
from perfkit.ledger.scopes import Scope, in_scope
from perfkit.ledger.traces import Lines, Trace, scope_condition
from perfkit.tables.lines import heading, scoped, table_columns
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.traces import restriction, traced_by


def timing_table(timing: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh") -> Table:
    """Spending of each period and cumulated, against the final budget spread evenly over the year (序时进度).

    Args:
        timing: frame of `measures.timing`.
        ledger: whose calendar and currency.
        scope: the scope it was measured on.
        language: of headings and period names.
    """
    en = language == "en"
    periods = [ledger.unit.calendar.period_label(period, language) for period in timing["period"]]
    columns = table_columns(
        ["actual_cents", "cumulative_actual_cents", "straight_line_cents", "cumulative_rate", "elapsed_rate"], language
    )
    columns["actual_cents"] = TableColumn("Actual of the period" if en else "本期执行数", "amount")
    return Table(
        title=scoped("分期间执行进度", "Execution by period", scope, language),
        frame=timing.assign(period_name=pd.Series(periods, timing.index, dtype="str")),
        columns={"period_name": TableColumn(heading("period", language)), **columns},
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=_notes(timing, ledger, scope, language),
        nothing="The year has no periods." if en else "没有期间。",
        trace=traced_by(["period"], timing, _lines(len(timing)), ledger, scope),
    )


def _lines(periods: int) -> dict[str, tuple[Lines, ...]]:
    return {
        "actual_cents": (Lines("timeline"),),
        "cumulative_actual_cents": (Lines("timeline", is_cumulated=True),),
        "straight_line_cents": (Lines("budget", spread=periods, is_cumulated=True),),
    }


def _notes(timing: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language) -> list[str]:
    en = language == "en"
    notes = ["Periods without a posting read 0.00." if en else "没有记账的期间列为 0.00。"]
    year, periods = in_scope(ledger.spending, scope)["actual_cents"].sum(), timing["actual_cents"].sum()
    if year != periods:
        money = currency_label(ledger.unit, language)
        told = [f"{as_yuan(int(cents))} {money}" for cents in (periods, year, year - periods)]
        words = (
            "The periods add up to {}, the year's actual is {}: {} apart."
            if en
            else "各期间合计 {}，全年执行数 {}，相差 {}。"
        )
        notes.append(words.format(*told))
    return notes


def concentration_table(
    concentration: pd.DataFrame, ledger: Ledger, scope: Scope | str, language: Language = "zh"
) -> Table:
    """How much of the year's spending fell into its last quarter and its last period.

    Args:
        concentration: frame of `measures.year_end_concentration`.
        ledger: whose calendar and currency.
        scope: the scope it was measured on.
        language: of headings and period names.
    """
    en, calendar = language == "en", ledger.unit.calendar
    labels = [calendar.period_label(period, language) for period in calendar.periods]
    quarter = labels[-max(len(labels) // 4, 1) :]
    spans = {"last_quarter": f"{quarter[0]}–{quarter[-1]}" if len(quarter) > 1 else quarter[0]}
    if len(quarter) > 1:
        spans["last_period"] = labels[-1]
    frame = pd.DataFrame(
        {
            "span": pd.Series(list(spans.values()), dtype="str"),
            "actual_cents": [concentration[f"{name}_cents"].iloc[0] for name in spans],
            "share_rate": [concentration[f"{name}_rate"].iloc[0] for name in spans],
        }
    ).astype({"actual_cents": "Int64", "share_rate": "Float64"})
    columns = table_columns(["actual_cents", "share_rate"], language)
    columns["actual_cents"] = TableColumn("Actual of these periods" if en else "该期间执行数", "amount")
    share = "Share of the year's actual" if en else "占全年执行数的比重"
    columns["share_rate"] = TableColumn(share, "rate", "spending" if en else "支出")
    return Table(
        title=scoped("年末支出集中度", "Spending at the year's end", scope, language),
        frame=frame,
        columns={"span": TableColumn(heading("period", language)), **columns},
        language=language,
        currency=currency_label(ledger.unit, language),
        trace=Trace(cells={"actual_cents": [_last(len(quarter), ledger, scope), _last(1, ledger, scope)]}),
    )


def _last(count: int, ledger: Ledger, scope: Scope | str) -> tuple[Lines, ...]:
    periods = list(ledger.unit.calendar.periods)[-count:]
    return (Lines("timeline", (("period", "in", periods), *scope_condition(scope), *restriction(ledger))),)
