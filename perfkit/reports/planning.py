"""From what a batch is asked for to what it will do: workers plan years, runs that still hold are left out."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from perfkit.errors import UnknownProject
from perfkit.reports import tasks
from perfkit.reports.assets import write_assets
from perfkit.reports.choice import Choice
from perfkit.reports.dossier import Dossier
from perfkit.reports.files import PART
from perfkit.reports.keys import Keys, wanted
from perfkit.reports.manifest import broken_entry, plan_entry, run_entry, write_progress
from perfkit.reports.progress import Progress
from perfkit.reports.run import Outcome, Run
from perfkit.reports.survey import YearState, judge, state_of

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


#: Stands for the lines of a year among the names of its runs, none of which is empty.
_LINES: Final = ""


@dataclass
class Todo:
    """What is to be done for a unit and year, and what of it is.

    Args:
        state: before the batch.
        dossier: its plan; None if there is nothing to do.
        plan: the same as the manifest tells it.
        runs: those to do.
        entries: of the manifest, by name: those kept, those of notebooks that cannot be run, then those done.
    """

    state: YearState
    dossier: Dossier | None = None
    plan: Mapping[str, Any] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)

    @property
    def is_done(self) -> bool:
        """Whether all runs are done, the lines are there, and the dossier can be completed."""
        return self.dossier is not None and not self._waiting

    def open(self) -> None:
        """Make the folder ready: with its scripts, without what a killed batch left unfinished.

        Raises:
            CannotWrite: the disk refused.
        """
        if not self.dossier:
            return
        self._waiting = {_LINES, *(run.name for run in self.runs)}
        for path in self.state.folder.rglob(f".*{PART}"):
            with suppress(OSError):
                path.unlink()
        write_assets(self.state.folder)

    def take_lines(self) -> None:
        """Note that the lines of the year are written."""
        self._waiting.discard(_LINES)

    def take(self, outcome: Outcome, keys: Keys) -> None:
        """Note what became of a run, on disk, too.

        Raises:
            CannotWrite: the disk refused.
        """
        name = outcome.run.name
        self._waiting.discard(name)
        self.entries[name] = run_entry(outcome, keys.of_run(wanted(outcome.run), outcome.reads))
        write_progress(self.state.folder, self.state.manifest, plan=self.plan, runs=self.ordered_entries())

    def ordered_entries(self) -> list[dict[str, Any]]:
        """The entries in order of the plan, those of broken notebooks among them by name."""
        order = {run["name"]: (run["notebook"], number) for number, run in enumerate(self.plan.get("runs", ()))}
        return sorted(self.entries.values(), key=lambda entry: order.get(entry["name"], (entry["notebook"], 0)))


def planned_years(
    workspace: Workspace,
    choice: Choice,
    keys: Keys,
    states: list[YearState] | None,
    workers: Executor,
    progress: Progress,
) -> list[Todo]:
    """What is to be done for each year that is chosen.

    Args:
        workspace, choice: what is asked for.
        keys: of its runs.
        states: what a survey found; None if it could not tell.
        workers: load the data of years of which it is not known.
        progress: is told of each.

    Raises:
        UsageError, WorkspaceError: the choice cannot be.
    """
    if states is None:
        years = workers.submit(tasks.list_years, workspace, choice).result()
        states = [state_of(workspace.reports_folder, unit, year) for unit, year in years]
    busy = [state for state in states if not state.is_idle]
    plans = {}
    for state in busy:  # the keys first: what changes after that is done again next time
        key = keys.of_plan(state.unit, state.year)
        plans[state.folder] = key, workers.submit(tasks.plan_year, workspace, state.unit, state.year, choice)
    todos = []
    for state in states:
        if state.folder not in plans:
            todos.append(Todo(state))
            continue
        key, call = plans[state.folder]
        progress.reading(state.label, len(todos) + 1, len(states))
        todos.append(_todo(state, choice, keys, key, call))
    _require_projects(todos, choice)
    return todos


def _todo(state: YearState, choice: Choice, keys: Keys, key: Mapping[str, str], call: Future[Dossier]) -> Todo:
    dossier = call.result()
    judge(state, choice, keys, [wanted(run) for run in dossier.runs], dossier.projects)
    runs = [run for run in dossier.runs if run.name in state.due]
    names = tuple(choice.notebooks) or ""
    broken = {name: why for name, why in dossier.broken.items() if name.startswith(names)}
    return Todo(
        state,
        replace(dossier, broken=broken),
        plan_entry(dossier.runs, dossier.projects, key),
        tuple(replace(run, parameters={**run.parameters, **dict(sorted(choice.parameters.items()))}) for run in runs),
        {**state.kept, **{name: broken_entry(name, why) for name, why in broken.items()}},
    )


def _require_projects(todos: list[Todo], choice: Choice) -> None:
    """Every project that is chosen is one of some year.

    Raises:
        UnknownProject: it is not.
    """
    for name in choice.projects:
        if not any(_has_project(todo, name) for todo in todos):
            raise UnknownProject(project=name, where=", ".join(each.state.label for each in todos))


def _has_project(todo: Todo, name: str) -> bool:
    plan = todo.plan or todo.state.manifest["plan"]
    return any(run["project"] == plan["projects"].get(name, name) for run in plan["runs"])
