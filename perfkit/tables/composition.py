"""What the money was spent on."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label, ratio
from perfkit.ledger.scopes import Scope
from perfkit.ledger.traces import Lines
from perfkit.tables.lines import named, scoped, summed, table_columns, with_total
from perfkit.tables.table import Table
from perfkit.tables.traces import traced_by


def composition_table(
    composition: pd.DataFrame, ledger: Ledger, by: Sequence[str], scope: Scope | str, language: Language = "zh"
) -> Table:
    """Spending by `by` with each line's share of the total, in the order of the frame.

    Args:
        composition: frame of `measures.composition` over `by`.
        ledger: whose names and currency.
        by: its code columns.
        scope: the scope it was measured on.
        language: of headings and names.
    """
    en = language == "en"
    lines = named(composition, by, ledger, language)
    trace = traced_by(by, composition, {"actual_cents": (Lines("spending"),)}, ledger, scope)
    if len(lines):
        total = summed(composition, ["actual_cents"])
        total["share_rate"] = ratio(total["actual_cents"], total["actual_cents"])
        lines = with_total(lines, total, by, language)
    return Table(
        title=scoped("支出构成", "Composition of spending", scope, language),
        frame=lines,
        columns=table_columns([*by, "actual_cents", "share_rate"], language),
        language=language,
        currency=currency_label(ledger.unit, language),
        nothing="Nothing was spent on this scope." if en else "本口径没有支出。",
        trace=trace.with_total() if len(composition) else None,
    )
