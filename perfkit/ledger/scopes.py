"""Scope is a type, not a footnote: which funds are counted, against which budget.

The case that perfkit starts from prints one total on each of two scopes without saying so; hence no measure here
takes a frame without being told its scope, and every measured frame carries it in its `scope` column.
"""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from perfkit.errors import Language


class Scope(StrEnum):
    """Which funds are counted."""

    FISCAL = "fiscal_appropriation"
    ALL = "all_funds"

    def label(self, language: Language = "zh") -> str:
        """The name people read."""
        return _SCOPE_LABELS[self][language]


class Base(StrEnum):
    """Which budget a rate divides by."""

    ORIGINAL = "original"
    FINAL = "final"

    @property
    def budget_column(self) -> str:
        """The column with that budget."""
        return f"{self.value}_budget_cents"

    @property
    def rate_column(self) -> str:
        """The column with the execution rate on that budget."""
        return "execution_rate" if self is Base.FINAL else "original_execution_rate"

    def label(self, language: Language = "zh") -> str:
        """The name people read."""
        return _BASE_LABELS[self][language]


_SCOPE_LABELS: dict[Scope, dict[Language, str]] = {
    Scope.FISCAL: {"zh": "财政拨款", "en": "fiscal appropriation"},
    Scope.ALL: {"zh": "全口径（全部资金）", "en": "all funds"},
}
_BASE_LABELS: dict[Base, dict[Language, str]] = {
    Base.ORIGINAL: {"zh": "年初预算", "en": "original budget"},
    Base.FINAL: {"zh": "全年预算（调整后）", "en": "final budget"},
}


def in_scope(frame: pd.DataFrame, scope: Scope | str) -> pd.DataFrame:
    """The rows of a classified frame (`budget`, `spending`) that `scope` counts.

    Raises:
        ValueError: `scope` is none of Scope.
    """
    return frame[frame["is_fiscal_appropriation"]] if Scope(scope) is Scope.FISCAL else frame
