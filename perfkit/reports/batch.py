"""A batch: the planned runs in worker processes, each for itself, then the indexes. One failure stops no other run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfkit.reports.assets import write_assets
from perfkit.reports.engines.pool import WorkerDied, Workers
from perfkit.reports.execute import execute
from perfkit.reports.index import write_dossier, write_reports_index
from perfkit.reports.plan import Choice, Dossier, plan
from perfkit.reports.run import Outcome, Run

if TYPE_CHECKING:
    from perfkit.workspace import Workspace

#: Called after each run: its outcome, how many are done, how many there are.
Progress = Callable[[Outcome, int, int], None]


@dataclass(frozen=True)
class BatchResult:
    """What a batch did.

    Args:
        index: reports/index.html.
        dossiers: the indexes of the dossiers, in order.
        outcomes: of every run, in order of the plan.
        faults: "unit year" -> why its data could not be loaded.
    """

    index: Path
    dossiers: tuple[Path, ...]
    outcomes: tuple[Outcome, ...]
    faults: dict[str, str]

    @property
    def failed(self) -> list[str]:
        """The runs that failed and the years that could not be loaded, as people name them."""
        runs = [outcome.run for outcome in self.outcomes if outcome.error]
        return [*self.faults, *(f"{run.unit} {run.year} {run.name}" for run in runs)]


def run(
    workspace: Workspace, choice: Choice | None = None, *, jobs: int = 0, progress: Progress | None = None
) -> BatchResult:
    """Run what `choice` names and write pages, indexes and manifests below `workspace.reports_folder`.

    Args:
        workspace: the folder of exports and notebooks.
        choice: which part; default all.
        jobs: how many notebooks at a time; 0 = one per processor core.
        progress: called after each run.

    Raises:
        UsageError, WorkspaceError: the choice cannot be (`plan`); nothing has run then. A run that fails raises
            nothing: see `BatchResult.failed`.
    """
    choice = choice or Choice()
    dossiers = plan(workspace, choice)
    runs = [run for dossier in dossiers for run in dossier.runs]
    outcomes: dict[str, Outcome] = {}
    for dossier in dossiers:
        write_assets(dossier.folder)
    for number, outcome in enumerate(_outcomes(runs, jobs or os.cpu_count() or 1), start=1):
        outcomes[_key(outcome.run)] = outcome
        if progress:
            progress(outcome, number, len(runs))
    for dossier in dossiers:
        write_dossier(dossier, [outcomes[_key(run)] for run in dossier.runs])
    return BatchResult(
        index=write_reports_index(workspace, choice.language),
        dossiers=tuple(dossier.folder / "index.html" for dossier in dossiers),
        outcomes=tuple(outcomes[_key(run)] for run in runs),
        faults=_faults(dossiers),
    )


def _key(run: Run) -> str:
    return str(run.outputs[0])


def _faults(dossiers: list[Dossier]) -> dict[str, str]:
    views = [dossier.overview for dossier in dossiers if dossier.overview.fault]
    return {f"{view.unit} {view.year}": view.fault for view in views}


def _outcomes(runs: list[Run], jobs: int) -> Iterator[Outcome]:
    """The outcomes as they come."""
    if not runs:
        return
    with Workers(min(jobs, len(runs))) as pool:
        futures = {pool.submit(execute, run): run for run in runs}
        try:
            for future in as_completed(futures):
                yield _outcome(future, futures[future])
        except BaseException:  # Ctrl+C, or a progress that raised: do not start what has not started
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _outcome(future: Future[Outcome], run: Run) -> Outcome:
    try:
        return future.result()
    except WorkerDied as fault:
        return Outcome(run, f"{type(fault).__name__}: {fault}")
