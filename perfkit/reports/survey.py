"""What there is to do, found out from manifests and hashes alone: if nothing changed, no data are loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from perfkit.reports.choice import Choice, chosen_files, is_chosen, notebook_files
from perfkit.reports.files import digest
from perfkit.reports.keys import Keys, Reason, Wanted, difference, reads_of
from perfkit.reports.manifest import planned, read_manifest

if TYPE_CHECKING:
    from perfkit.workspace import Workspace

#: The shared scripts are large and perfkit's own; their sizes are enough.
_BY_SIZE: Final = "assets/"


@dataclass
class YearState:
    """A unit and year before a batch.

    Args:
        unit, year, folder: whose, and where its dossier is.
        manifest: of its dossier.
        is_planned: whether the manifest knows which runs there are now.
        due: the runs to do, by name, and why.
        kept: the entries of the manifest that still hold.
        unchanged: names of the chosen runs among `kept`.
    """

    unit: str
    year: int
    folder: Path
    manifest: dict[str, Any]
    is_planned: bool = False
    due: dict[str, Reason] = field(default_factory=dict)
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """As people name it."""
        return f"{self.unit} {self.year}"

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to do: every run holds, and so does all that lies beside them."""
        if not self.is_planned or self.due or not self.manifest.get("is_complete"):
            return False
        if {entry["name"] for entry in self.manifest["runs"]} - self.kept.keys():
            return False  # a page that no longer holds is to be removed
        outputs = self.manifest["outputs"]
        own = {name for entry in self.kept.values() for name in entry["outputs"]}
        return all(_is_intact(self.folder, name, told) for name, told in outputs.items() if name not in own)


def survey(workspace: Workspace, choice: Choice, keys: Keys) -> list[YearState] | None:
    """The years that are chosen; None if that cannot be told without looking closer.

    Raises:
        UnknownNotebook: the choice names none.
    """
    chosen_files(notebook_files(workspace.notebooks_folder), choice.notebooks)
    years = _years(workspace.raw, choice)
    if not years:
        return None
    states = [state_of(workspace.reports_folder, unit, year) for unit, year in years]
    for state in states:
        if state.manifest.get("overview", {}).get("fault") == "":
            plan = state.manifest["plan"]
            state.is_planned = difference(plan["key"], keys.of_plan(state.unit, state.year)) is None
            judge(state, choice, keys, planned(state.manifest, choice.engine), plan["projects"])
    known = {name for state in states for name in _projects(state)}
    return states if known.issuperset(choice.projects) else None


def state_of(reports: Path, unit: str, year: int) -> YearState:
    """A unit and year of which nothing is judged yet."""
    folder = reports / unit / str(year)
    return YearState(unit, year, folder, read_manifest(folder))


def judge(state: YearState, choice: Choice, keys: Keys, runs: Iterable[Wanted], projects: Mapping[str, str]) -> None:
    """Find out which of `runs`, all of the year, are due and which entries are to be kept."""
    entries = {entry["name"]: entry for entry in state.manifest.get("runs", [])}
    state.due, state.kept, state.unchanged = {}, {}, []
    for run in runs:
        entry = entries.get(run.name)
        if is_chosen(choice, run.notebook, run.project, projects):
            asked = run._replace(parameters={**run.parameters, **choice.parameters})
            reason = Reason("forced") if choice.is_forced and entry else _reason(asked, entry, keys, state.folder)
            if reason:
                state.due[run.name] = reason
                continue
            state.unchanged.append(run.name)
        elif not entry or _reason(run._replace(parameters=entry["parameters"]), entry, keys, state.folder):
            continue
        state.kept[run.name] = entries[run.name]


def _reason(run: Wanted, entry: dict[str, Any] | None, keys: Keys, folder: Path) -> Reason | None:
    """Why `run` is to be done; None if its `entry` holds."""
    if not entry:
        return Reason("new")
    if entry["status"] != "done":
        return Reason("failed")
    changed = difference(entry["key"], keys.of_run(run, reads_of(entry["key"])))
    if changed:
        return changed
    is_whole = all(_is_intact(folder, name, told) for name, told in entry["outputs"].items())
    return None if is_whole else Reason("page")


def _is_intact(folder: Path, name: str, told: Mapping[str, Any]) -> bool:
    path = folder / name
    try:
        if path.stat().st_size != told["bytes"]:
            return False
        return name.startswith(_BY_SIZE) or digest(path) == told
    except OSError:
        return False


def _projects(state: YearState) -> set[str]:
    """Every name and code by which a run of the year can be chosen."""
    plan = state.manifest.get("plan", {"runs": [], "projects": {}})
    codes = {run["project"] for run in plan["runs"]}
    return codes | {name for name, code in plan["projects"].items() if code in codes}


def _years(raw: Path, choice: Choice) -> list[tuple[str, int]]:
    """The units and years that are chosen, if all is as it should be; none if not."""
    units = list(choice.units) or sorted(_folder_names(raw))
    found = []
    for unit in units:
        years = _years_of(raw / unit)
        if not years:
            return []
        found += [(unit, year) for year in sorted(years)]
    present = {year for _, year in found}
    if not present.issuperset(choice.years):
        return []
    return [(unit, year) for unit, year in found if not choice.years or year in choice.years]


def _years_of(folder: Path) -> set[int]:
    """The years of a unit's folder; none if it is not as it should be."""
    unit = folder / "unit.toml"
    try:
        told = tomllib.loads(unit.read_text(encoding="utf-8-sig")) if unit.exists() else {}
        return {*map(int, told.get("several_years", [])), *map(int, _folder_names(folder))}
    except (OSError, ValueError, TypeError):
        return set()


def _folder_names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._"]
