"""A batch: what changed is planned and run by workers, each run for itself. One failure stops no other.

1. `survey` finds out, without loading data, what is due. If nothing is, that is all.
2. Years that are new or changed are planned: a worker loads their data and tells their runs.
3. The runs that are due are done; the manifest of their dossier is written after each.
4. A dossier whose runs are done gets its lines and its index; when all have, reports/index.html is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfkit.errors import DiskFull
from perfkit.reports import tasks
from perfkit.reports.assets import packed_plotly
from perfkit.reports.choice import Choice
from perfkit.reports.engines.pool import Workers
from perfkit.reports.index_state import is_index_current, write_index_manifest
from perfkit.reports.keys import Keys, Reason
from perfkit.reports.lock import locked
from perfkit.reports.planning import Todo, planned_years
from perfkit.reports.progress import Progress
from perfkit.reports.run import Outcome, Run
from perfkit.reports.survey import YearState, survey

if TYPE_CHECKING:
    from perfkit.workspace import Workspace

#: Seconds between two looks at what is running.
_TICK: Final = 0.2


@dataclass(frozen=True)
class BatchResult:
    """What a batch did.

    Args:
        index: reports/index.html.
        dossiers: the indexes of the dossiers, in order.
        outcomes: of every run that was done, in order of the plan.
        unchanged: how many runs were not done because nothing changed.
        faults: "unit year", or name of a notebook -> why its data could not be loaded, or it could not be run.
    """

    index: Path
    dossiers: tuple[Path, ...]
    outcomes: tuple[Outcome, ...] = ()
    unchanged: int = 0
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        """The runs that failed and the years that could not be loaded, as people name them."""
        return [*self.faults, *(outcome.run.label for outcome in self.outcomes if outcome.error)]


def run(
    workspace: Workspace,
    choice: Choice | None = None,
    *,
    jobs: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> BatchResult:
    """Do what is due of what `choice` names; write pages, indexes and manifests below `workspace.reports_folder`.

    Args:
        workspace: the folder of exports and notebooks.
        choice: which part; default all.
        jobs: how many notebooks at a time; 0 = one per processor core.
        executor: does the runs elsewhere; default: the workers of this machine.
        progress: is told how far it is.

    Raises:
        UsageError, WorkspaceError: the choice cannot be, or another batch is at work; nothing has run then.
        DiskFull: what was finished before stays. A run that fails raises nothing: see `BatchResult.failed`.
    """
    choice, progress = choice or Choice(), progress or Progress()
    keys = Keys(workspace.raw, workspace.notebooks_folder, choice.language)
    states = survey(workspace, choice, keys)
    index = workspace.reports_folder / "index.html"
    is_idle = states and all(state.is_idle for state in states)
    if states and is_idle and is_index_current(workspace.reports_folder, keys):
        unchanged = sum(len(state.unchanged) for state in states)
        progress.begins(0, unchanged)
        return BatchResult(index, _indexes(states), unchanged=unchanged)
    with locked(workspace.processed), _workers(jobs) as local:
        packed_plotly()  # takes a while, as the workers do until they are warm
        todos = planned_years(workspace, choice, keys, states, local, progress)
        outcomes = _do(workspace, todos, keys, local, executor or local, progress)
        local.submit(tasks.write_index, workspace, choice.language).result()
        write_index_manifest(workspace.reports_folder, keys)
    return BatchResult(
        index=index,
        dossiers=_indexes([todo.state for todo in todos]),
        outcomes=tuple(outcomes[run.outputs[0]] for todo in todos for run in todo.runs),
        unchanged=sum(len(todo.state.unchanged) for todo in todos),
        faults=_faults(todos),
    )


def preview(
    workspace: Workspace, choice: Choice, *, jobs: int = 0, progress: Progress | None = None
) -> list[tuple[str, Reason | None]]:
    """Every chosen run, as people name it, with the reason for which `run` would do it; None = nothing changed.

    Writes nothing but the cache of data that are loaded to know their runs.

    Raises:
        UsageError, WorkspaceError: the choice cannot be.
    """
    keys = Keys(workspace.raw, workspace.notebooks_folder, choice.language)
    states = survey(workspace, choice, keys)
    if not states or not all(state.is_planned for state in states):
        with _workers(jobs) as local:
            todos = planned_years(workspace, choice, keys, states, local, progress or Progress())
        states = [todo.state for todo in todos]
    told: list[tuple[str, Reason | None]] = []
    for state in states:
        told += [(f"{state.label} {name}", reason) for name, reason in state.due.items()]
        told += [(f"{state.label} {name}", None) for name in state.unchanged]
    return told


@contextmanager
def _workers(jobs: int) -> Iterator[Executor]:
    """The workers of this machine; if anything goes wrong they end at once, whatever they do."""
    workers = Workers(jobs or os.cpu_count() or 1)
    try:
        yield workers
    except BaseException:
        workers.shutdown(wait=False, cancel_futures=True)
        raise
    workers.shutdown()


def _do(
    workspace: Workspace, todos: list[Todo], keys: Keys, local: Executor, executor: Executor, progress: Progress
) -> dict[Path, Outcome]:
    """Do the runs of `todos` and complete their dossiers; the outcomes by page.

    Raises:
        DiskFull: there is no room for the files of a run.
        CannotWrite: the disk refused an index or a manifest.
    """
    for todo in todos:
        todo.open()
    calls = {executor.submit(tasks.execute, run): (todo, run) for todo in todos for run in todo.runs}
    # The lines of a year take as long as its index: the workers write those of several years side by side.
    lines = {local.submit(tasks.write_lines, workspace, todo.dossier): todo for todo in todos if todo.dossier}
    total, outcomes = len(calls), {}
    progress.begins(total, sum(len(todo.state.unchanged) for todo in todos))
    completing: list[Future[None]] = []
    while calls or lines:
        awaited: list[Future[Any]] = [*calls, *lines]
        done, _ = wait(awaited, timeout=_TICK, return_when=FIRST_COMPLETED)
        for call in done:
            if call in lines:
                todo = lines.pop(call)
                completing.append(call)  # if it failed, the batch ends so, but not before the runs are done
                if not call.exception():
                    todo.take_lines()
            else:
                todo, run = calls.pop(call)
                outcome = _outcome(call, run)
                outcomes[run.outputs[0]] = outcome
                todo.take(outcome, keys)
                progress.done(outcome, len(outcomes), total)
            completing += _completed(workspace, todo, local)
        progress.running([run.label for call, (_, run) in calls.items() if call.running()])
    for written in completing:
        written.result()
    return outcomes


def _outcome(call: Future[Outcome], run: Run) -> Outcome:
    try:
        return call.result()
    except DiskFull:
        raise
    except Exception as fault:  # its worker died, twice
        return Outcome(run, f"{type(fault).__name__}: {fault}")


def _completed(workspace: Workspace, todo: Todo, local: Executor) -> list[Future[None]]:
    """If all runs of a dossier are done and its lines are there: the writing of its index and manifest."""
    if not todo.dossier or not todo.is_done:
        return []
    return [local.submit(tasks.complete, workspace, todo.dossier, todo.plan, todo.ordered_entries())]


def _indexes(states: list[YearState]) -> tuple[Path, ...]:
    return tuple(state.folder / "index.html" for state in states)


def _faults(todos: list[Todo]) -> dict[str, str]:
    """Of years, and of notebooks, each once."""
    dossiers = [todo.dossier for todo in todos if todo.dossier]
    broken = {name: fault for dossier in dossiers for name, fault in dossier.broken.items()}
    return {**{dossier.label: dossier.fault for dossier in dossiers if dossier.fault}, **broken}
