"""A correction: one cell of a frame that a person decided to change, with the reason, as dated data.

Everything in it is text, as it is written in corrections.toml and printed on the page; `typed` is the one place where
such a text becomes the value of a column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.columns import columns
from perfkit.ledger.frames import CLASSIFIED, FRAMES, SOURCE
from perfkit.ledger.money import parse_cents

#: Column -> what follows from it and is worked out anew when it is corrected.
FOLLOWS: Final[Mapping[str, Mapping[str, str]]] = {
    "journal": {"voucher_date": "period", "account_code": "book"},
    "balances": {},
    "budget": {"document_date": "period", "budget_type": "period"},
    "summary": {},
    "commitments": {},
}
#: What no correction may change: where a row stands and whose it is.
_FIXED: Final = ("unit_code", "fiscal_year", "exported_account_code", *SOURCE)
#: What follows from others and nothing else.
_DERIVED: Final = {
    "journal": ("book", "is_closing"),
    "balances": ("is_leaf",),
    "budget": tuple(name for name in CLASSIFIED if name != "expenditure_type"),
    "summary": (),
    "commitments": ("budget_project_code", "is_paid_known"),
}


@dataclass(frozen=True)
class Correction:
    """One correction.

    Args:
        number: which of corrections.toml, counted from 1.
        frame: journal | balances | budget | summary | commitments.
        key: column -> value; together they select one row.
        column: of the cell.
        before: what the cell must hold; else the source has changed and the correction no longer fits.
        after: what it holds from now on.
        reason, decided_by, date: why, who, when.
        source_file, source_sheet, source_row: where the row stands; known once the correction was applied.
    """

    number: int
    frame: str
    key: Mapping[str, str]
    column: str
    before: str
    after: str
    reason: str
    decided_by: str
    date: str
    source_file: str = ""
    source_sheet: str = ""
    source_row: int = 0

    @property
    def change_cents(self) -> int:
        """By how much the amount changed; 0 for a column that is no amount."""
        if columns()[self.column].type != "cents":
            return 0
        return int(typed(self.column, self.after)) - int(typed(self.column, self.before))

    def key_text(self) -> str:
        """The key as messages and tables tell it."""
        return ", ".join(f"{name} = {value}" for name, value in self.key.items())


def correctable(frame: str) -> tuple[str, ...]:
    """The columns of `frame` that a correction may change."""
    return tuple(name for name in FRAMES[frame] if name not in (*_FIXED, *_DERIVED[frame]))


def typed(column: str, text: str) -> Any:
    """The value that `text` means in `column`; None if it means none.

    Amounts are written in units of the currency (1200.00), dates as 2021-12-31 or blank, truth as true or false.
    """
    kind = columns()[column].type
    if kind == "cents":
        return parse_cents(text) if text.strip() else None
    if kind == "integer":
        return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    return _day(text) if kind == "date" else text


def equal(one: Any, other: Any) -> bool:
    """Whether two values of a column are the same; two unknown dates are."""
    return bool(one == other) or bool(pd.isna(one) and pd.isna(other))


def _day(text: str) -> Any:
    """A day, NaT for a blank, None for what is no day."""
    if not text:
        return pd.NaT
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError:
        return None


def written(column: str, language: Language = "zh") -> str:
    """How a value of `column` is written in corrections.toml."""
    text = {"zh": '文字（"..."）', "en": 'text ("...")'}[language]
    shown = {"cents": '"1200.00"', "integer": "1, 2, 3, ...", "boolean": "true | false", "date": "2021-12-31"}
    return shown.get(columns()[column].type, text)
