"""A small workspace for the tests of reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_workspace import SmallWorkspace, make_ledger


@pytest.fixture
def small(tmp_path: Path) -> SmallWorkspace:
    return SmallWorkspace(tmp_path, {("demo", 2021): make_ledger()})
