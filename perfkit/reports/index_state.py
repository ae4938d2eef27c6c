"""Whether the indexes over all dossiers still say what the manifests say: reports/manifest.json."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from perfkit.reports.files import digest, write_text
from perfkit.reports.keys import Keys
from perfkit.reports.manifest import NAME

#: Pages over all units and years; not every workspace has each of them.
PAGES: Final = ("index.html", "units.html")


def is_index_current(reports: Path, keys: Keys) -> bool:
    """Whether the indexes were made from the manifests as they are now, and are still there."""
    try:
        told = json.loads((reports / NAME).read_text(encoding="utf-8"))
        return bool(told == _state(reports, keys))
    except (OSError, ValueError):
        return False


def write_index_manifest(reports: Path, keys: Keys) -> None:
    """Write down what the indexes were made from.

    Raises:
        CannotWrite: the disk refused.
    """
    text = json.dumps(_state(reports, keys), ensure_ascii=False, indent=1, sort_keys=True)
    write_text(reports / NAME, f"{text}\n")


def _state(reports: Path, keys: Keys) -> dict[str, object]:
    manifests = sorted(reports.glob(f"*/*/{NAME}"))
    hashes = "\n".join(f"{path.parent.relative_to(reports).as_posix()} {digest(path)['sha256']}" for path in manifests)
    return {
        **keys.of_indexes(),
        "manifests": hashlib.sha256(hashes.encode()).hexdigest(),
        "outputs": {name: digest(reports / name) for name in PAGES if (reports / name).exists()},
    }
