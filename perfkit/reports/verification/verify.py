"""Whether a dossier is what its raw files give: hashes first, then everything made again and compared byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from perfkit.errors import LANGUAGES, NoManifest, UnusableName
from perfkit.ledger.editions import EDITIONS
from perfkit.reports.keys import software, versions
from perfkit.reports.manifest import NAME, read_manifest
from perfkit.reports.progress import Progress
from perfkit.reports.verification.content import first_difference, manifest_differences
from perfkit.reports.verification.deviations import Deviation
from perfkit.reports.verification.hashes import changed_files, changed_raw_files, dossier_files
from perfkit.reports.verification.rebuild import Rebuilt, rebuilt
from perfkit.reports.verification.source import Source, find_source
from perfkit.workspace.names import require_place

#: What another hash stands for if all versions agree.
_CODE: Final = "perfkit (code, templates)"
#: Differences of a manifest that are told; more of them say no more.
_MOST: Final = 5


@dataclass
class Verdict:
    """What a verification found.

    Args:
        unit, year: whose dossier.
        files, raw_files: how many hashes were compared.
        pages: how many pages were made again; None if nothing was to be made again.
        deviations: all that is not as it must be, and what of the proof could not be made.
        other_versions: name of a program -> (its version then, its version here).
        changed_data: "unit year" of data that the dossier read and that are not as they were.
    """

    unit: str
    year: int
    files: int = 0
    raw_files: int = 0
    pages: int | None = None
    deviations: list[Deviation] = field(default_factory=list)
    other_versions: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed_data: tuple[str, ...] = ()


def verify(
    folder: Path, raw: Path | None = None, *, only_hashes: bool = False, progress: Progress | None = None
) -> Verdict:
    """Verify the dossier in `folder`.

    Args:
        folder: of the dossier.
        raw: the folder of the raw files; default: those of the workspace around it.
        only_hashes: compare the hashes and make nothing again. Then nothing proves the manifest itself.
        progress: is told how far it is.

    Raises:
        NoManifest: the folder has none that this perfkit understands.
        NoRawFiles: `raw` has none of this unit and year.
    """
    manifest = _manifest(folder)
    unit, year = manifest["overview"]["unit"], manifest["overview"]["year"]
    verdict = Verdict(unit, year, files=len(manifest["outputs"]))
    verdict.deviations += changed_files(folder, manifest)
    verdict.other_versions = _other_versions(manifest)
    source = find_source(folder, unit, year, raw)
    if source:
        verdict.raw_files = len(manifest["inputs"])
        verdict.deviations += changed_raw_files(source, manifest)
    if not only_hashes:
        _make_again(folder, manifest, source, verdict, progress or Progress())
    return verdict


def _make_again(
    folder: Path, manifest: Mapping[str, Any], source: Source | None, verdict: Verdict, progress: Progress
) -> None:
    if source is None:
        why = {
            "zh": "没有原始文件，请用 --raw 指明其文件夹",
            "en": "there are no raw files; name their folder by --raw",
        }
        verdict.deviations.append(Deviation("not_rebuilt", {"why": why}))
        return
    with rebuilt(manifest, source, progress) as again:
        verdict.pages, verdict.changed_data = again.pages, again.changed_data
        verdict.deviations = _explained(verdict.deviations, folder, again)
        verdict.deviations += again.deviations
        if again.folder:
            verdict.deviations += _differing(folder, again.folder)
            verdict.deviations += _differing_manifest(manifest, read_manifest(again.folder))


def _explained(found: list[Deviation], folder: Path, again: Rebuilt) -> list[Deviation]:
    """A file that has not the hash of its entry, but is what the raw files give: then the entry was changed."""
    return [
        Deviation("entry_changed", {"file": one.parts["file"]})
        if one.kind == "file_changed" and again.folder and _is_same(folder, again.folder, str(one.parts["file"]))
        else one
        for one in found
    ]


def _is_same(folder: Path, again: Path, name: str) -> bool:
    return (again / name).is_file() and (folder / name).read_bytes() == (again / name).read_bytes()


def _differing(folder: Path, again: Path) -> Iterator[Deviation]:
    there, given = dossier_files(folder), dossier_files(again)
    for name in sorted(there.keys() | given.keys()):
        if name not in given:
            yield Deviation("not_given", {"file": name})
        elif name not in there:
            yield Deviation("left_out", {"file": name})
        elif (old := there[name].read_bytes()) != (new := given[name].read_bytes()):
            yield Deviation("content", {"file": name, "where": first_difference(name, old, new)})


def _differing_manifest(there: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[Deviation]:
    """What the manifest says of anything but files, which are compared themselves."""
    told, made = (
        {**one, "outputs": {}, "runs": [{**run, "outputs": {}} for run in one["runs"]]} for one in (there, given)
    )
    for place, found, expected in list(manifest_differences(told, made))[:_MOST]:
        yield Deviation("manifest", {"place": place, "found": found, "expected": expected})


def _other_versions(manifest: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    then, now = manifest["versions"], versions()
    told = {name: (str(then.get(name, "—")), now.get(name, "—")) for name in sorted({*then, *now})}
    differing = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
    code = str(manifest["plan"]["key"]["perfkit"])
    if not differing and code != software():
        return {_CODE: (code, software())}
    return differing


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest, with everything in it that is used here; it may have been written by anybody.

    Raises:
        NoManifest: there is none, or it is of another shape.
    """
    manifest = read_manifest(folder)
    try:
        if not manifest["is_complete"] or manifest["language"] not in LANGUAGES or manifest["edition"] not in EDITIONS:
            raise ValueError
        require_place(manifest["overview"]["unit"], manifest["overview"]["year"])
        for told in (*manifest["outputs"].values(), *manifest["inputs"]):
            _require(told["sha256"], str)
        for told in manifest["inputs"]:
            _require(told["path"], str)
        for run in manifest["runs"]:
            _require(run["name"], str)
            _require(run["parameters"], dict)
            _require(run["key"], dict)
            _require(run["outputs"], dict)
        _require(manifest["versions"], dict)
        _require(manifest["plan"]["key"]["perfkit"], str)
    except (KeyError, TypeError, ValueError, AttributeError, UnusableName):
        raise NoManifest(path=folder / NAME) from None
    return manifest


def _require(value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError
