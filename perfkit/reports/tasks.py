"""What a batch has done by workers. Whoever asks for it need not import what it takes; a worker has done so before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfkit.errors import Language
from perfkit.reports.choice import Choice
from perfkit.reports.dossier import Dossier
from perfkit.reports.run import Outcome, Run

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


def list_years(workspace: Workspace, choice: Choice) -> list[tuple[str, int]]:
    """The units and years that are chosen.

    Raises:
        UnknownUnit, UnknownYear, NotAYear, BadConfiguration, NothingToLoad
    """
    from perfkit.workspace.choice import unit_years

    return unit_years(workspace, choice.units, choice.years)


def plan_year(workspace: Workspace, unit: str, year: int, choice: Choice) -> Dossier:
    """See `perfkit.reports.plan`."""
    from perfkit.reports.plan import plan_year

    return plan_year(workspace, unit, year, choice)


def execute(run: Run) -> Outcome:
    """See `perfkit.reports.execute`."""
    from perfkit.reports.execute import execute

    return execute(run)


def write_lines(workspace: Workspace, dossier: Dossier) -> None:
    """See `perfkit.reports.index`."""
    from perfkit.reports.index import write_lines

    write_lines(workspace, dossier)


def complete(
    workspace: Workspace, dossier: Dossier, plan: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]
) -> None:
    """See `perfkit.reports.index`."""
    from perfkit.reports.index import write_dossier

    write_dossier(workspace, dossier, plan, entries)


def write_index(workspace: Workspace, language: Language) -> Path:
    """See `perfkit.reports.index`."""
    from perfkit.reports.index import write_reports_index

    return write_reports_index(workspace, language)
