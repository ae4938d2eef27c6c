"""Workspaces over the project's own data, read once per test run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfkit.ledger.ledger import Ledger
from perfkit.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How thorough the search for files that break the readers is."""
    parser.addoption("--mutants", type=int, default=1, help="times as many damaged files as usual (tests/fuzz)")


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A copy of the project's raw data and notebooks, so that tests never touch the project's own folders."""
    root = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    return open_workspace(root)


@pytest.fixture(scope="session")
def lusong(workspace: Workspace) -> Ledger:
    """The case, 2021."""
    return workspace.load("lusong", 2021)
