"""The files of a dossier, and the raw files that it was made from, against the hashes in its manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from perfkit.ledger.editions import EDITIONS
from perfkit.reports.files import PART
from perfkit.reports.manifest import NAME, SIGNATURE
from perfkit.reports.verification.deviations import Deviation, hash_deviation
from perfkit.reports.verification.source import Source
from perfkit.workspace.hashes import file_hash


def dossier_files(folder: Path) -> dict[str, Path]:
    """The files of a dossier by their names in a manifest."""
    own = (NAME, SIGNATURE)
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != PART and path.relative_to(folder).as_posix() not in own
    }


def changed_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Deviation]:
    """The files of the dossier that are not those of its manifest."""
    there = dossier_files(folder)
    for name, told in sorted(manifest["outputs"].items()):
        if name not in there:
            yield Deviation("file_missing", {"file": name})
        elif (found := file_hash(there[name])) != told["sha256"]:
            yield hash_deviation("file_changed", name, told["sha256"], found)
    for name in sorted(there.keys() - manifest["outputs"].keys()):
        yield Deviation("file_unknown", {"file": name})


def changed_raw_files(source: Source, manifest: Mapping[str, Any]) -> Iterator[Deviation]:
    """The raw files that are not those that the dossier was made from.

    A public edition may have masked their names: there a file is known by its hash, too.
    """
    there = {name: source.find(name) for name in source.exports()}
    hashes = {name: file_hash(path) for name, path in there.items() if path}
    may_be_renamed = manifest["edition"] != EDITIONS[0]
    known = {told["path"] for told in manifest["inputs"]}
    for told in manifest["inputs"]:
        path = source.find(told["path"])
        if path is None and may_be_renamed and told["sha256"] in hashes.values():
            known |= {name for name, found in hashes.items() if found == told["sha256"]}
        elif path is None:
            yield Deviation("raw_missing", {"file": told["path"]})
        elif (found := file_hash(path)) != told["sha256"]:
            yield hash_deviation("raw_changed", told["path"], told["sha256"], found)
    for name in there:
        if name not in known:
            yield Deviation("raw_unknown", {"file": name})
