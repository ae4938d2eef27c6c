"""Tidy frames -> tidy frame: pure functions, one formula each. Every one names its scope and its base."""

from perfkit.measures.backtest import CHOSEN, backtest
from perfkit.measures.budget import budget_bridge, budget_changes
from perfkit.measures.closing import closing_entries
from perfkit.measures.commitments import classified_commitments, committed, with_commitments
from perfkit.measures.composition import composition, composition_over_years, year_over_year
from perfkit.measures.execution import execution, execution_by_period, overspent, underexecuted
from perfkit.measures.forecast import CONFIDENCE, forecast
from perfkit.measures.progress import progress
from perfkit.measures.published import figure, published_comparison
from perfkit.measures.reconciliation import scope_reconciliation
from perfkit.measures.spending import classified_budget, income, spending
from perfkit.measures.summaries import budget_of_summary, spending_of_summary, timeline_of_summary
from perfkit.measures.timing import by_period, timing, year_end_concentration
from perfkit.measures.units import units_compared
from perfkit.measures.variances import (
    explained_variances,
    material_variances,
    variances,
    without_explanation,
)

__all__ = [
    "CHOSEN",
    "CONFIDENCE",
    "backtest",
    "budget_bridge",
    "budget_changes",
    "budget_of_summary",
    "by_period",
    "classified_budget",
    "classified_commitments",
    "closing_entries",
    "committed",
    "composition",
    "composition_over_years",
    "execution",
    "execution_by_period",
    "explained_variances",
    "figure",
    "forecast",
    "income",
    "material_variances",
    "overspent",
    "progress",
    "published_comparison",
    "scope_reconciliation",
    "spending",
    "spending_of_summary",
    "timeline_of_summary",
    "timing",
    "underexecuted",
    "units_compared",
    "variances",
    "with_commitments",
    "without_explanation",
    "year_end_concentration",
    "year_over_year",
]
