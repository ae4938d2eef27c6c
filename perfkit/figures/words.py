"""Words and amounts as the charts print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.figures.theme import plain
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_yuan, currency_label, in_money_unit, money_label
from perfkit.ledger.scopes import Scope

NO_BUDGET: Final[dict[Language, str]] = {
    "zh": "没有预算文件，预算数与执行率不可计算。",
    "en": "There is no budget book: budget and execution rate are not computable.",
}
NO_SPENDING: Final[dict[Language, str]] = {
    "zh": "没有支出数据，执行数不可计算。",
    "en": "There is no source of spending: the actual is not computable.",
}


def line_names(frame: pd.DataFrame, by: Sequence[str], ledger: Ledger, language: Language) -> list[str]:
    """The name of each line: the names of its codes, joined, empty ones left out; without `by`, the unit's name."""
    if not by:
        return [ledger.unit.name(language)] * len(frame)
    names = []
    for line in frame[list(by)].itertuples(index=False):
        codes = [(column, code) for column, code in zip(by, line, strict=True) if code] or [(by[-1], "")]
        names.append(" · ".join(ledger.coded_label(column, code, language) for column, code in codes))
    return names


def lengths(cents: pd.Series, ledger: Ledger) -> list[float | None]:
    """Amounts as numbers of the axis; None where an amount is not known."""
    return [None if pd.isna(amount) else in_money_unit(amount, ledger.unit) for amount in cents]


def span(low: pd.Series, high: pd.Series, ledger: Ledger, *, room: float) -> list[float]:
    """The range of an axis of amounts: from zero (or the lowest) to the highest, with `room` for words behind it."""
    least, most = in_money_unit(min(0, *low), ledger.unit), in_money_unit(max(0, *high), ledger.unit)
    return [least * 1.08, most * (1 + room) or 1.0]


def exact(cents: pd.Series, ledger: Ledger, language: Language) -> list[str]:
    """Amounts to the cent, as hover texts print them; a dash where an amount is not known."""
    currency = plain(currency_label(ledger.unit, language))
    return ["—" if pd.isna(amount) else f"{as_yuan(amount)} {currency}" for amount in cents]


def axis_title(word: str, ledger: Ledger, language: Language) -> str:
    """The title of an axis of amounts, with their unit."""
    unit = money_label(ledger.unit, language)
    return plain(f"{word} ({unit})" if language == "en" else f"{word}（{unit}）")


def subtitle(ledger: Ledger, scope: Scope | str, language: Language, *more: str) -> str:
    """Whose data, which year, which scope, and what else must be said below a title."""
    year = f"{ledger.year}" if language == "en" else f"{ledger.year}年度"
    scope_word = "Scope: " if language == "en" else "口径："
    return " · ".join((ledger.unit.name(language), year, scope_word + Scope(scope).label(language), *more))
