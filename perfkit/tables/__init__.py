"""Measured frames -> printed tables. Each function takes a measured frame and the ledger it came from."""

from perfkit.tables.banner import Banner, banner
from perfkit.tables.budget import budget_changes_table
from perfkit.tables.commitments import commitments_table
from perfkit.tables.composition import composition_table
from perfkit.tables.corrections import corrections_table
from perfkit.tables.documents import DocumentPage, document_page, open_places_table
from perfkit.tables.execution import execution_table
from perfkit.tables.findings import findings_table
from perfkit.tables.forecast import backtest_table, forecast_table
from perfkit.tables.forms import FormTable, form_table
from perfkit.tables.key_figures import Card, KeyFigures, key_figures
from perfkit.tables.monitoring import indicators_so_far_table, monitoring_table
from perfkit.tables.provenance import inputs_table, provenance_table
from perfkit.tables.published import published_table
from perfkit.tables.reading import amounts_read_table, reading_table, set_aside_rows_table, set_aside_table
from perfkit.tables.review import review_figures_table, review_table
from perfkit.tables.scopes import scope_reconciliation_table
from perfkit.tables.scores import evaluations_table, index_table, scores_table, unevidenced_table
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.timing import concentration_table, timing_table
from perfkit.tables.units import units_table
from perfkit.tables.variances import variances_table
from perfkit.tables.vouchers import voucher_lines_table
from perfkit.tables.years import year_over_year_table

__all__ = [
    "Banner",
    "Card",
    "DocumentPage",
    "FormTable",
    "KeyFigures",
    "Table",
    "TableColumn",
    "amounts_read_table",
    "backtest_table",
    "banner",
    "budget_changes_table",
    "commitments_table",
    "composition_table",
    "concentration_table",
    "corrections_table",
    "document_page",
    "evaluations_table",
    "execution_table",
    "findings_table",
    "forecast_table",
    "form_table",
    "index_table",
    "indicators_so_far_table",
    "inputs_table",
    "key_figures",
    "monitoring_table",
    "open_places_table",
    "provenance_table",
    "published_table",
    "reading_table",
    "review_figures_table",
    "review_table",
    "scope_reconciliation_table",
    "scores_table",
    "set_aside_rows_table",
    "set_aside_table",
    "timing_table",
    "unevidenced_table",
    "units_table",
    "variances_table",
    "voucher_lines_table",
    "year_over_year_table",
]
