"""Taking in what was received: a file is recognised, copied below data/raw, kept from changes and registered."""

from __future__ import annotations

import contextlib
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from perfkit.errors import CannotRead, CannotWrite, MissingFile, NameTaken, UsageError
from perfkit.ledger.units import Unit
from perfkit.readers import Mapping, load_mapping
from perfkit.readers.described.descriptions import toml_text
from perfkit.readers.described.sources import read_sources
from perfkit.readers.recognition import Recognition, recognise
from perfkit.workspace.folder import Workspace
from perfkit.workspace.hashes import file_hash
from perfkit.workspace.names import require_name, require_place
from perfkit.workspace.register import enter, registered_hash
from perfkit.workspace.replacing import replace_file

_READ_ONLY: Final = 0o444
_UNIT_TOML: Final = """\
# 单位说明 / description of a unit. 各键的说明见 perfkit new 生成的 data/raw/_example/unit.toml。
name_zh = {name}
# name_en = ""
# chart = "government_2019"
"""


@dataclass(frozen=True)
class Receipt:
    """What people say of a file that they received; `system` is the one that wrote it, if the file does not tell."""

    received_from: str = ""
    received_on: date = field(default_factory=date.today)
    note: str = ""
    system: str = ""


@dataclass(frozen=True)
class Intake:
    """What became of one file.

    Args:
        path: where it lies below data/raw.
        outcome: copied and registered; only registered, because it lay there; or nothing to do.
        sha256: its hash.
        recognition: how it reads; None if there was nothing to do.
    """

    path: Path
    outcome: Literal["added", "registered", "already_there"]
    sha256: str
    recognition: Recognition | None = None


def add(
    workspace: Workspace,
    file: Path,
    *,
    unit: str,
    year: int,
    receipt: Receipt | None = None,
    name: str = "",
    others: Sequence[Path] = (),
) -> Intake:
    """Take the export `file` into the folder of `unit` and `year`: all of it or nothing.

    A new unit's folder is made, with a unit.toml that names it. The same file again changes nothing; one that lies
    there already is registered.

    Args:
        workspace: where to.
        file: the export as received; it stays where it is.
        unit, year: whose, of which fiscal year.
        receipt: what is known of where it comes from; default: received today.
        name: of a new unit; default: its code.
        others: further files that are taken in with it: vouchers may be told by two files together.

    Raises:
        NameTaken: a different file of that name is there, or was registered.
        UnusableName, UsageError: the file's or the unit's name, the year, or a new name for a known unit.
        ReadError, BadConfiguration: it cannot be read, or the unit is not as it must be.
        CannotWrite: the disk refused.
    """
    require_place(unit, year)
    require_name(file.name, "file")
    if not file.is_file():
        raise MissingFile(path=str(file))
    described, mappings = _unit(workspace, unit, year, name)
    folder = workspace.raw / unit / str(year)
    sha256, entries = file_hash(file), read_sources(folder)
    there = _lying_there(workspace.exports(unit, year), file, sha256, entries)
    if there and there.name in entries:
        return Intake(there, "already_there", sha256)
    beside = [path for path in (*workspace.exports(unit, year), *others) if path.name != file.name]
    recognition = recognise(file, unit=described, year=year, mappings=mappings, companions=beside)
    target = there or folder / file.name
    entry = _entry(target.name, sha256, file.stat().st_size, recognition, receipt or Receipt())
    _take_in(file, target, entry, described)
    return Intake(target, "registered" if there else "added", sha256, recognition)


def _unit(workspace: Workspace, code: str, year: int, name: str) -> tuple[Unit, list[Mapping]]:
    """The unit in that year with its mappings; one without a unit.toml is named."""
    if code not in workspace.units():
        return Unit(code, name or code), []
    unit, paths = workspace.unit_in(code, year)
    if name and not (workspace.raw / code / "unit.toml").is_file():
        unit = replace(unit, name_zh=name)
    if name not in ("", unit.name_zh):
        zh = f"单位 {code} 已有名称“{unit.name_zh}”，未写入任何内容；改名请编辑它的 unit.toml。"
        en = f"Unit {code} is named {unit.name_zh} already; nothing was written. Edit its unit.toml to rename it."
        raise UsageError(detail={"zh": zh, "en": en})
    return unit, [load_mapping(path) for path in paths]


def _lying_there(present: Sequence[Path], file: Path, sha256: str, entries: dict[str, dict[str, Any]]) -> Path | None:
    """The file of the same content that is there already, under this or another name.

    Raises:
        NameTaken: another file has the name, or was registered under it. Case and composed letters make no difference,
            because on some systems they do not.
    """
    for path in present:
        if _folded(path.name) == _folded(file.name):
            registered = registered_hash(entries.get(path.name, {})) or sha256
            if path.name != file.name or {registered, file_hash(path)} != {sha256}:
                raise NameTaken(path="/".join(path.parts[-3:]))
    size = file.stat().st_size
    return next((path for path in present if path.stat().st_size == size and file_hash(path) == sha256), None)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _entry(
    name: str, sha256: str, size: int, recognition: Recognition, receipt: Receipt
) -> dict[str, str | int | date]:
    export = recognition.export
    said: dict[str, str | int | date] = {
        "name": name,
        "sha256": sha256,
        "bytes": size,
        "kind": ", ".join(export.frames),
        "system": receipt.system or export.system,
        "received_from": receipt.received_from,
        "received_on": receipt.received_on,
        "note": receipt.note,
    }
    return {key: value for key, value in said.items() if value != ""}


def _take_in(file: Path, target: Path, entry: dict[str, str | int | date], unit: Unit) -> None:
    """Make what is not there yet; on any fault, take away again what was made."""
    folder, described = target.parent, target.parent.parent / "unit.toml"
    made = [path for path in (target, described, folder, folder.parent) if not path.exists()]
    is_named = described in made and (folder.parent in made or unit.name_zh != unit.code)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_named:
            text = _UNIT_TOML.format(name=toml_text(unit.name_zh))
            replace_file(described, lambda place: place.write_text(text, encoding="utf-8"))
        if target in made:
            replace_file(target, lambda place: _copy(file, place, str(entry["sha256"])))
        target.chmod(_READ_ONLY)
        enter(folder, entry)
    except BaseException as fault:
        for path in made:
            _take_away(path)
        if isinstance(fault, OSError):
            raise CannotWrite(path=f"{unit.code}/{folder.name}", found=fault.strerror or str(fault)) from None
        raise


def _copy(file: Path, place: Path, sha256: str) -> None:
    shutil.copyfile(file, place)
    if file_hash(place) != sha256:
        found = {"zh": "读取时内容正在变化", "en": "its content changed while it was read"}
        raise CannotRead(path=file.name, found=found)


def _take_away(path: Path) -> None:
    """As far as the disk lets us: what went wrong before is what people must be told."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            path.rmdir()
        elif path.exists():
            path.chmod(0o644)
            path.unlink()
