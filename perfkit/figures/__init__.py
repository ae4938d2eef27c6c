"""Measured frames -> plotly figures. Each function takes a measured frame and the ledger it came from.

Importing this package makes its template plotly's default and switches off plotly's upload button wherever a figure
is shown (`theme.register`).
"""

from perfkit.figures.bridge import budget_bridge_chart
from perfkit.figures.execution import project_execution_chart
from perfkit.figures.forecast import forecast_chart
from perfkit.figures.heatmap import spending_heatmap
from perfkit.figures.progress import cumulative_spending_chart
from perfkit.figures.scopes import scope_chart
from perfkit.figures.scores import evidence_chart, points_chart
from perfkit.figures.theme import CONFIG, register
from perfkit.figures.units import units_chart
from perfkit.figures.years import composition_chart, years_chart

register()

__all__ = [
    "CONFIG",
    "budget_bridge_chart",
    "composition_chart",
    "cumulative_spending_chart",
    "evidence_chart",
    "forecast_chart",
    "points_chart",
    "project_execution_chart",
    "scope_chart",
    "spending_heatmap",
    "units_chart",
    "years_chart",
]
