"""A unit of another country, whose forms are as empty as they must be."""

from __future__ import annotations

import pytest

from perfkit.ledger.ledger import Ledger
from perfkit.workspace import Workspace


@pytest.fixture(scope="session")
def philadelphia(workspace: Workspace) -> Ledger:
    """Philadelphia 2021: million US dollars, no economic classes of ours, no projects."""
    return workspace.load("philadelphia", 2021)
