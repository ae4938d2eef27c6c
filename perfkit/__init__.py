"""perfkit: charted budget-versus-actual reports for public-sector units, recomputed from their own ledger exports.

In a notebook:

    import perfkit as pk
    ws = pk.open_workspace()
    ledger = ws.load("lusong", 2021)
    pk.measures.execution(ledger.budget, ledger.spending, ["budget_project_code"], pk.Scope.ALL)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfkit import evaluation, figures, measures, tables
    from perfkit.errors import PerfkitError
    from perfkit.ledger.scopes import Base, Scope
    from perfkit.reports.lab_view import open_amounts, open_ledger
    from perfkit.workspace import Workspace, open_workspace

__version__ = "0.2.0"
__all__ = [
    "Base",
    "PerfkitError",
    "Scope",
    "Workspace",
    "evaluation",
    "figures",
    "measures",
    "open_amounts",
    "open_ledger",
    "open_workspace",
    "tables",
]

#: Where each name lives. They are imported when first used, so that `perfkit --help` need not wait for pandas.
_HOMES = {
    "Base": "perfkit.ledger.scopes",
    "PerfkitError": "perfkit.errors",
    "Scope": "perfkit.ledger.scopes",
    "Workspace": "perfkit.workspace",
    "open_amounts": "perfkit.reports.lab_view",
    "open_ledger": "perfkit.reports.lab_view",
    "open_workspace": "perfkit.workspace",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name in __all__:
        return import_module(f"perfkit.{name}")
    raise AttributeError(f"module 'perfkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
