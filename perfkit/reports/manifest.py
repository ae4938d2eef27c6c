"""manifest.json of a dossier: what it was made from, by which versions, and what came out, each with its hash.

The only file of a dossier that tells how long things took; everything else is the same for the same inputs. Holds
no path outside the workspace.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from perfkit import __version__
from perfkit.reports.files import sha256, write_text
from perfkit.reports.plan import Dossier
from perfkit.reports.run import Outcome

NAME: Final = "manifest.json"
#: Raised by one whenever the shape of the manifest changes; one of another shape is made anew.
FORMAT: Final = 4
_LIBRARIES: Final = ("pandas", "pyarrow", "plotly", "papermill", "nbconvert", "ipykernel")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a dossier; empty if there is none, or none that this perfkit understands."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def run_entry(outcome: Outcome) -> dict[str, Any]:
    """One run as the manifest and the indexes tell it."""
    run = outcome.run
    return {
        "name": run.name,
        "title": run.title,
        "project": run.project,
        "notebook": run.notebook.name,
        "notebook_sha256": sha256(run.notebook),
        "parameters": run.parameters,
        "status": "failed" if outcome.error else "done",
        "error": outcome.error,
        "seconds": outcome.seconds,
        "has_page": run.outputs[0].exists(),
        "paper": run.paper_name if run.paper and run.outputs[-1].exists() else "",
    }


def kept_entries(dossier: Dossier, done: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of earlier runs that still hold: in the plan, not done anew, from the same inputs, language, versions."""
    earlier = read_manifest(dossier.folder)
    if any(earlier.get(key) != value for key, value in _basis(dossier).items()):
        return []
    anew = {entry["name"] for entry in done}
    return [entry for entry in earlier.get("runs", []) if entry["name"] in dossier.names and entry["name"] not in anew]


def write_manifest(dossier: Dossier, entries: list[dict[str, Any]]) -> None:
    """Write the manifest over all files of the dossier, which must be complete."""
    folder = dossier.folder
    view = asdict(dossier.overview)
    view.pop("tables")
    outputs = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }
    content = {"format": FORMAT, **_basis(dossier), "overview": view, "runs": entries, "outputs": outputs}
    write_text(folder / NAME, json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def _basis(dossier: Dossier) -> dict[str, Any]:
    """What all runs of a manifest have in common."""
    versions = {"perfkit": __version__, "python": platform.python_version()}
    return {
        "language": dossier.language,
        "inputs": dossier.overview.inputs,
        "corrections": dossier.overview.corrections,
        "explanations": dossier.overview.explanations,
        "versions": {**versions, **{name: version(name) for name in _LIBRARIES}},
    }
