"""The numbers behind a figure, exact, as the figure itself carries them: pages hand them out as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from perfkit.errors import Language
from perfkit.figures.theme import plain
from perfkit.ledger.columns import column_label
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan, currency_label


def carry_numbers(
    shown: go.Figure,
    names: Mapping[str, Sequence[str]],
    amounts: pd.DataFrame,
    ledger: Ledger,
    language: Language,
) -> go.Figure:
    """`shown`, changed in place: it now carries a table (plotly's `layout.meta`) of what it shows.

    Args:
        shown: the figure.
        names: heading -> the names of the rows.
        amounts: cents, one column per further heading; a column that columns.csv defines is called by its label.
        ledger: whose currency.
        language: of the headings.
    """
    currency = currency_label(ledger.unit, language)
    heads = [f"{column_label(str(name), language)} ({currency})" for name in amounts]
    told = [["" if pd.isna(cents) else _plain_yuan(int(cents)) for cents in amounts[name]] for name in amounts]
    # A title may quote this table (%{meta…}): its texts are escaped like all others.
    called = [[plain(name) for name in texts] for texts in names.values()]
    rows = [list(row) for row in zip(*called, *told, strict=True)]
    shown.update_layout(meta={"columns": [plain(head) for head in (*names, *heads)], "rows": rows})
    return shown


def _plain_yuan(cents: int) -> str:
    return as_yuan(cents).replace(",", "")
