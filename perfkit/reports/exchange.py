"""Runs for workers that share no folder with this machine: files go through a store that both reach (an fsspec URL).

Inputs lie in the store under their SHA-256, once for all runs, and stay there for the next batch; a worker fetches what
it does not have yet. What a run wrote comes back the same way and is then taken out of the store.

    <url>/inputs/<sha256>             raw files, parquet cache, notebooks
    <url>/outputs/<token>/<run>/...   pages, records, papers on their way
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from perfkit.errors import NoExchange
from perfkit.reports.files import digest, write_bytes
from perfkit.reports.run import Outcome, Run


@dataclass(frozen=True)
class Parcel:
    """A run and what it needs.

    Args:
        run: as it would be done here.
        url: of the store.
        inputs: path below the workspace -> SHA-256 of every file.
        outputs: where in the store its results go.
    """

    run: Run
    url: str
    inputs: Mapping[str, str]
    outputs: str


class Exchange:
    """This machine's side of a store.

    Args:
        url: of the store.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._token = secrets.token_hex(8)
        self._hashes: dict[Path, str] = {}

    def packed(self, run: Run) -> Parcel:
        """Put what `run` needs into the store, unless it is there.

        Raises:
            NoExchange: the store refuses.
        """
        inputs = {path.relative_to(run.root).as_posix(): self._put_once(path) for path in _inputs(run)}
        return Parcel(run, self._url, inputs, f"outputs/{self._token}/{run.unit}/{run.year}/{run.name}")

    def received(self, parcel: Parcel, outcome: Outcome) -> Outcome:
        """`outcome`, whose files have been fetched; those that the run did not make are gone.

        Raises:
            NoExchange: the store refuses, or has not what the worker sent.
            CannotWrite: the disk here refuses.
        """
        for path in parcel.run.outputs:
            name = path.relative_to(parcel.run.folder).as_posix()
            if name not in outcome.outputs:
                path.unlink(missing_ok=True)
                continue
            with _store(self._url) as (files, root):
                place = f"{root}/{parcel.outputs}/{name}"
                data = files.cat_file(place)
                _require(hashlib.sha256(data).hexdigest() == outcome.outputs[name]["sha256"], self._url, name)
                files.rm(place)
            write_bytes(path, data)
        return outcome

    def _put_once(self, path: Path) -> str:
        if path not in self._hashes:
            sha256 = str(digest(path)["sha256"])
            with _store(self._url) as (files, root):
                place = f"{root}/inputs/{sha256}"
                if not files.exists(place):
                    files.makedirs(f"{root}/inputs", exist_ok=True)
                    # Half a file must not be taken for the whole one: it gets its name when it is there.
                    files.put_file(str(path), f"{place}.part")
                    files.mv(f"{place}.part", place)
            self._hashes[path] = sha256
        return self._hashes[path]


def _inputs(run: Run) -> Iterator[Path]:
    """The files that a run of this unit may read."""
    yield run.notebook
    for stage in ("raw", "processed"):
        yield from (path for path in sorted((run.root / "data" / stage / run.unit).rglob("*")) if path.is_file())


def done_elsewhere(parcel: Parcel, do: Callable[[Run], Outcome]) -> Outcome:
    """Do a run where this is called: in a workspace of its own, whose files come from the store and go there.

    Raises:
        NoExchange: the store refuses.
    """
    run, root = parcel.run, _workspace(parcel)
    here = replace(
        run,
        root=root,
        notebook=root / run.notebook.relative_to(run.root),
        folder=root / run.folder.relative_to(run.root),
    )
    outcome = do(here)
    for name in outcome.outputs:
        with _store(parcel.url) as (files, base):
            place = f"{base}/{parcel.outputs}/{name}"
            files.makedirs(place.rpartition("/")[0], exist_ok=True)
            files.put_file(str(here.folder / name), place)
        (here.folder / name).unlink()
    return replace(outcome, run=run)


def _workspace(parcel: Parcel) -> Path:
    """A workspace with the inputs of `parcel`; files that were fetched before are linked."""
    listed = "\n".join(f"{name} {sha256}" for name, sha256 in sorted(parcel.inputs.items()))
    root = _shelf() / hashlib.sha256(listed.encode()).hexdigest()[:16]
    for name, sha256 in parcel.inputs.items():
        place = root / name
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            _whole(place, partial(_link, _fetched(parcel.url, sha256)))
    return root


def _fetched(url: str, sha256: str) -> Path:
    place = _shelf() / "inputs" / sha256
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        with _store(url) as (files, root):
            _whole(place, lambda part: files.get_file(f"{root}/inputs/{sha256}", str(part)))
            if digest(place)["sha256"] != sha256:
                place.unlink()
                _require(False, url, sha256)
    return place


def _whole(place: Path, write: Callable[[Path], object]) -> None:
    """Have a file written under another name first: runs of the same worker may want it at the same time."""
    part = place.with_name(f".{secrets.token_hex(4)}.part")
    write(part)
    part.replace(place)


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:  # no links on this disk
        shutil.copyfile(source, place)


@cache
def _shelf() -> Path:
    """Where this process keeps what it has fetched, until it ends."""
    folder = tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True)
    _kept.append(folder)
    return Path(folder.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _require(is_well: bool, url: str, name: str) -> None:
    if not is_well:
        found = {"zh": f"{name} 的内容与登记的不符", "en": f"{name} is not what was sent"}
        raise NoExchange(url=url, found=found)


@contextmanager
def _store(url: str) -> Iterator[tuple[Any, str]]:
    """The file system of `url` and the path in it.

    Raises:
        NoExchange: anything that goes wrong with it.
    """
    from fsspec.core import url_to_fs

    try:
        files, root = url_to_fs(url)
        yield files, str(root).rstrip("/")
    except NoExchange:
        raise
    except Exception as fault:  # every kind of store has exceptions of its own
        raise NoExchange(url=url, found=f"{type(fault).__name__}: {fault}") from None
