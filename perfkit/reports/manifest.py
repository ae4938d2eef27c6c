"""manifest.json of a dossier: what it was made from, by which versions, and what came out, each with its hash.

The only file of a dossier that tells how long things took; everything else is the same for the same inputs. Holds
no path outside the workspace. While a batch is at work, it is written anew after each run (`is_complete` false), so
that the next batch, should this one be killed, knows what is done.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from perfkit.reports.files import PART, digest, write_text
from perfkit.reports.keys import Wanted, versions
from perfkit.reports.run import ENGINES, PYTHON, Outcome, Run

NAME: Final = "manifest.json"
#: Its signature, if somebody signed it (perfkit.reports.verification.signature).
SIGNATURE: Final = f"{NAME}.minisig"
#: Raised by one whenever the shape of the manifest changes; one of another shape is made anew.
FORMAT: Final = 6


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a dossier; empty if there is none, or none that this perfkit understands."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def run_entry(outcome: Outcome, key: Mapping[str, str]) -> dict[str, Any]:
    """One run as the manifest and the indexes tell it; `key` as `keys.Keys.of_run` has it."""
    run = outcome.run
    return {
        "name": run.name,
        "title": run.title,
        "project": run.project,
        "notebook": run.notebook.name,
        "parameters": run.parameters,
        "status": "failed" if outcome.error else "done",
        "error": outcome.error,
        "seconds": outcome.seconds,
        "has_page": f"{run.name}.html" in outcome.outputs,
        "paper": run.paper_name if run.paper_name in outcome.outputs else "",
        "outputs": outcome.outputs,
        "key": dict(key),
    }


def broken_entry(name: str, error: str) -> dict[str, Any]:
    """A notebook that could not be run at all, as an entry among the others."""
    nothing = {
        "project": "",
        "parameters": {},
        "seconds": 0.0,
        "has_page": False,
        "paper": "",
        "outputs": {},
        "key": {},
    }
    return {"name": name, "title": name, "notebook": f"{name}.ipynb", "status": "failed", "error": error, **nothing}


def plan_entry(runs: Sequence[Run], projects: Mapping[str, str], key: Mapping[str, str]) -> dict[str, Any]:
    """All runs of a unit and year, so that the next batch knows them without loading the data."""
    fields = ("name", "project", "parameters")
    told = [
        {
            **{field: getattr(run, field) for field in fields},
            "notebook": run.notebook.name,
            "engine": "" if run.kernel == PYTHON else ENGINES[-1],
        }
        for run in runs
    ]
    return {"key": dict(key), "runs": told, "projects": dict(projects)}


def planned(manifest: Mapping[str, Any], engine: str) -> list[Wanted]:
    """The runs that a manifest knows; `engine` runs those whose notebook wants no other."""
    runs = manifest.get("plan", {}).get("runs", [])
    return [
        Wanted(run["name"], run["notebook"], run["project"], run["parameters"], run["engine"] or engine) for run in runs
    ]


def write_progress(folder: Path, before: Mapping[str, Any], **anew: Any) -> None:
    """Write a manifest in the middle of a batch: as it was, but for `anew`.

    Raises:
        CannotWrite: the disk refused.
    """
    _write(folder, {**before, **anew, "format": FORMAT, "is_complete": False, "outputs": {}})


def write_manifest(folder: Path, **facts: Any) -> None:
    """Write the manifest over all files of a dossier, which must be complete.

    Raises:
        CannotWrite: the disk refused.
    """
    outputs = {
        path.relative_to(folder).as_posix(): digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (NAME, SIGNATURE) and path.suffix != PART
    }
    _write(folder, {**facts, "format": FORMAT, "is_complete": True, "versions": versions(), "outputs": outputs})


def _write(folder: Path, content: dict[str, Any]) -> None:
    write_text(folder / NAME, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
