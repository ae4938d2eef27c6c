"""What a warm process imports and tries, so that no run pays for a first time."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from perfkit import figures, measures, tables
from perfkit.errors import LANGUAGES, Language
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope
from perfkit.ledger.units import Unit
from perfkit.readers.described import account_aliases, units  # noqa: F401 # loads
from perfkit.reports import execute, index, page, plan, record  # noqa: F401 # does runs, plans and completes dossiers
from perfkit.reports.engines import shell  # noqa: F401 # runs cells
from perfkit.reports.run import Run
from perfkit.workspace import assembly, cache, register  # noqa: F401 # loads
from perfkit.workspace.hashes import RULES, SHOWN, code_hash


def warm_up() -> None:
    """Import everything; read, measure, draw, print and export something small in each language."""
    for endings in (RULES, SHOWN):
        code_hash(endings)
    ledger = _ledger()
    for language in LANGUAGES:
        notebook = record.canonical(_notebook(ledger, language), Path())
        page.render(notebook, _run(language))


def _ledger() -> Ledger:
    told = {"unit_code": "u", "fiscal_year": 2000, "budget_type": "original", "amount_cents": 2, "actual_cents": 1}
    frame = pd.DataFrame([{**told, "period": 1, "is_fiscal_appropriation": True, "economic_code": "30201"}])
    spending = _written_and_read(conform(frame, "spending"))
    nothing: dict[str, Any] = {name: empty(name) for name in ("journal", "balances", "summary", "set_aside")}
    budget = conform(frame, "budget")
    return Ledger(unit=Unit("u", "u"), year=2000, budget=budget, spending=spending, timeline=spending, **nothing)


def _written_and_read(frame: pd.DataFrame) -> pd.DataFrame:
    file = io.BytesIO()
    frame.to_parquet(file)
    return pd.read_parquet(file, use_threads=False)


def _notebook(ledger: Ledger, language: Language) -> NotebookNode:
    lines = measures.execution(ledger.budget, ledger.spending, ["economic_code"], Scope.ALL)
    bridge = measures.budget_bridge(ledger.budget, ledger.spending, Scope.ALL)
    timing = measures.timing(ledger.budget, ledger.timeline, ledger.unit.calendar, Scope.ALL)
    shown: list[dict[str, Any]] = [
        {"text/html": tables.voucher_lines_table(ledger.spending, ledger, language)._repr_html_()},
        {"text/html": tables.execution_table(lines, ledger, ["economic_code"], language)._repr_html_()},
        {"text/html": tables.timing_table(timing, ledger, Scope.ALL, language)._repr_html_()},
        {"text/plain": str(tables.inputs_table(ledger, language))},
        figures.budget_bridge_chart(bridge, ledger, Scope.ALL, language)._repr_mimebundle_(None, None),
        figures.cumulative_spending_chart(timing, ledger, Scope.ALL, language)._repr_mimebundle_(None, None),
    ]
    cell = new_code_cell("1", outputs=[new_output("display_data", data=data) for data in shown])
    notebook: NotebookNode = new_notebook(cells=[new_markdown_cell("# *a*"), cell])
    return notebook


def _run(language: Language) -> Run:
    return Run("u", 2000, "", Path("n.ipynb"), "n", "n", "", "", {"unit": "u"}, Path(), Path(), language)
