"""Making a dossier again, from its raw files alone, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from perfkit.errors import PerfkitError, UsageError
from perfkit.reports import tasks
from perfkit.reports.assets import write_assets
from perfkit.reports.choice import Choice
from perfkit.reports.dossier import Dossier
from perfkit.reports.engines.pool import Workers
from perfkit.reports.keys import Keys, reads_of, wanted
from perfkit.reports.manifest import broken_entry, plan_entry, run_entry
from perfkit.reports.notebooks import check_parameters, find_notebooks
from perfkit.reports.progress import Progress
from perfkit.reports.run import ENGINES, Run
from perfkit.reports.verification.deviations import Deviation
from perfkit.reports.verification.source import Source
from perfkit.workspace import Workspace
from perfkit.workspace.listing import require_own_files


@dataclass(frozen=True)
class Rebuilt:
    """A dossier that was made again.

    Args:
        folder: of it; None if it could not be made.
        pages: how many runs were done.
        deviations: why it could not be made, and the pages that could not.
        changed_data: the parts of the raw files that are not as they were, "unit year" each.
    """

    folder: Path | None
    pages: int = 0
    deviations: tuple[Deviation, ...] = ()
    changed_data: tuple[str, ...] = ()


@contextmanager
def rebuilt(manifest: Mapping[str, Any], source: Source, progress: Progress) -> Iterator[Rebuilt]:
    """The dossier of `manifest` made again; its folder is gone afterwards.

    The raw files are copied: neither what is read nor the cache beside it is that of the workspace.

    Raises:
        BadConfiguration, MissingFile: a link among the raw files leaves their folder.
    """
    if source.unit_folder is None:
        why = {"zh": "缺 unit.toml 等单位说明", "en": "lacks unit.toml and what else describes the unit"}
        yield Rebuilt(None, deviations=(Deviation("not_rebuilt", {"why": why}),))
        return
    with tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch).resolve()
        for place in (source.unit_folder, *source.unit_folder.rglob("*")):
            if place.is_dir():  # a copy would hold what a link leads to
                require_own_files(place, source.unit_folder)
        shutil.copytree(source.unit_folder, root / "data" / "raw" / source.unit)
        shutil.copytree(source.notebooks, root / "notebooks")
        yield _made(manifest, source, Workspace(root, manifest["edition"]), progress)


def _made(manifest: Mapping[str, Any], source: Source, workspace: Workspace, progress: Progress) -> Rebuilt:
    language = manifest["language"]
    keys = Keys(workspace.raw, workspace.notebooks_folder, language)
    with Workers(os.cpu_count() or 1) as workers:
        try:
            call = workers.submit(tasks.plan_year, workspace, source.unit, source.year, Choice(language=language))
            dossier: Dossier = call.result()
        except PerfkitError as fault:
            return Rebuilt(None, deviations=(_not_rebuilt(fault),))
        runs, deviations = _runs(manifest, dossier, workspace)
        write_assets(dossier.folder)
        writing = workers.submit(tasks.write_lines, workspace, dossier)
        calls = [workers.submit(tasks.execute, run) for run in runs]
        progress.begins(len(calls), 0)
        for number, call in enumerate(as_completed(calls), start=1):
            progress.done(call.result(), number, len(calls))
        entries = {name: broken_entry(name, why) for name, why in dossier.broken.items()}
        for outcome in (call.result() for call in calls):
            entries[outcome.run.name] = run_entry(outcome, keys.of_run(wanted(outcome.run), outcome.reads))
        plan = plan_entry(dossier.runs, dossier.projects, keys.of_plan(source.unit, source.year))
        ordered = [entries[entry["name"]] for entry in manifest["runs"] if entry["name"] in entries]
        writing.result()
        workers.submit(tasks.complete, workspace, dossier, plan, ordered).result()
    return Rebuilt(dossier.folder, len(runs), tuple(deviations), tuple(_changed_data(manifest, keys)))


def _not_rebuilt(fault: PerfkitError) -> Deviation:
    return Deviation("not_rebuilt", {"why": {language: fault.text(language) for language in ("zh", "en")}})


def _runs(manifest: Mapping[str, Any], dossier: Dossier, workspace: Workspace) -> tuple[list[Run], list[Deviation]]:
    """The runs of the manifest, with the parameters that it tells, as far as notebooks take them."""
    notebooks = {one.path: one for one in find_notebooks(workspace.notebooks_folder, lambda _name, _fault: None)}
    planned = {run.name: run for run in dossier.runs}
    runs, deviations = [], []
    for entry in manifest["runs"]:
        run = planned.get(entry["name"])
        if run is None:
            if entry["name"] not in dossier.broken:
                deviations.append(Deviation("run_unknown", {"file": entry["name"]}))
            continue
        try:
            check_parameters(notebooks[run.notebook], entry["parameters"])
        except UsageError as fault:
            deviations.append(_not_rebuilt(fault))
            continue
        # In the order of a batch: first what is planned, then what was asked for beyond it, by name.
        given = {**run.parameters, **entry["parameters"], "unit": dossier.unit, "year": dossier.year}
        given = {name: value for name, value in given.items() if name in notebooks[run.notebook].parameters}
        engine = entry["key"].get("engine", run.engine)
        runs.append(replace(run, parameters=given, engine=engine if engine in ENGINES else run.engine))
    return runs, deviations


def _changed_data(manifest: Mapping[str, Any], keys: Keys) -> Iterator[str]:
    """What of the raw files is not as the runs of the manifest had it."""
    told = {name: run["key"][f"data {name}"] for run in manifest["runs"] for name in reads_of(run["key"])}
    yield from (name.replace("/", " ") for name, was in sorted(told.items()) if keys.read(name) != was)
