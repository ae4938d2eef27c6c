"""SOURCES.toml as the register of what was received: entering a file, and proving that it is still the same."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from perfkit.errors import BadConfiguration, ChangedSource, PerfkitError
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import InputFile
from perfkit.readers.described.descriptions import shown, toml_text
from perfkit.readers.described.sources import read_sources
from perfkit.readers.layouts.mappings import KINDS
from perfkit.workspace.replacing import replace_file

REGISTER: Final = "SOURCES.toml"
UNREGISTERED_SOURCE: Final = FindingKind(
    "unregistered_sources",
    "notice",
    "原始文件未登记来源",
    "raw file without a registration",
    "{file} 没有在 SOURCES.toml 中登记 SHA-256：无法证明它就是收到的原件。请用 perfkit add 登记。",
    "{file} is not in SOURCES.toml with its SHA-256: nobody can prove that it is the file received. Register it with "
    "perfkit add.",
)
OTHER_KIND: Final = FindingKind(
    "registered_kinds",
    "warning",
    "类别与登记不符",
    "read as another kind than registered",
    "{file} 在 SOURCES.toml 中登记为 {expected}，读入的却是 {found}。请核对是否放错了文件；如登记有误，请改正 kind。",
    "{file} is registered in SOURCES.toml as {expected}, but was read as {found}. Is it the right file? If the "
    "register is wrong, correct its kind.",
)
#: How much of a hash people are shown.
_SHOWN: Final = 12


def require_unchanged(hashes: Mapping[Path, str], sources: Mapping[str, Mapping[str, Any]]) -> None:
    """Every registered file is still the one that was received.

    Args:
        hashes: raw file -> its SHA-256 now.
        sources: file name -> its entry of SOURCES.toml.

    Raises:
        ChangedSource: the first that is not.
    """
    for path, found in hashes.items():
        registered = registered_hash(sources.get(path.name, {}))
        if registered not in ("", found):
            raise ChangedSource(path=shown(path), expected=registered[:_SHOWN], found=found[:_SHOWN])


def registered_hash(entry: Mapping[str, Any]) -> str:
    """The SHA-256 that an entry of SOURCES.toml gives, in lower case; "" if it gives none."""
    return str(entry.get("sha256", "")).strip().lower()


def source_findings(inputs: Sequence[InputFile], sources: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """Raw files that SOURCES.toml does not register with their hash, or registers as another kind of export."""
    unproved = [
        Finding(UNREGISTERED_SOURCE, subject=file.path, source_file=file.path)
        for file in inputs
        if not registered_hash(sources.get(file.path, {}))
    ]
    return [*unproved, *(found for file in inputs for found in _other_kinds(file, sources.get(file.path, {})))]


def _other_kinds(file: InputFile, entry: Mapping[str, Any]) -> list[Finding]:
    """A kind that was read and is not registered; a register that names the kinds in its own words says nothing."""
    told = {kind.strip() for kind in str(entry.get("kind", "")).split(",")}
    if not told <= set(KINDS) or set(file.kinds) <= told:
        return []
    expected, found = ", ".join(sorted(told)), ", ".join(file.kinds)
    return [Finding(OTHER_KIND, subject=file.path, expected=expected, found=found, source_file=file.path)]


def enter(folder: Path, entry: Mapping[str, str | int | date]) -> None:
    """Add a `[[file]]` to the register of `folder`; what people wrote there, comments and order, stays.

    Raises:
        BadConfiguration: the register is written in a way that takes no further `[[file]]`; it stays as it was.
        OSError: the disk refused; the register stays as it was.
    """
    path = folder / REGISTER
    before = path.read_bytes() if path.is_file() else b""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    lines = ["[[file]]", *(f"{key} = {_toml(value)}" for key, value in entry.items()), ""]
    apart = b"" if not before else end if before.endswith(b"\n") else end * 2
    after = before + apart + end.join(line.encode() for line in lines)
    if _entries(after)[-1:] != [dict(entry)]:
        where, found = {"zh": "登记的写法", "en": "how it is written"}, "file = [...]"
        raise BadConfiguration(path=shown(path), where=where, expected="[[file]]", found=found)
    replace_file(path, lambda place: place.write_bytes(after))
    try:
        read_sources(folder)
    except PerfkitError:
        replace_file(path, lambda place: place.write_bytes(before))
        raise


def _entries(register: bytes) -> list[dict[str, Any]]:
    """The entries of a register; none where it is no TOML."""
    try:
        return list(tomllib.loads(register.decode("utf-8-sig")).get("file", []))
    except tomllib.TOMLDecodeError:
        return []


def _toml(value: str | int | date) -> str:
    """`value` as TOML writes it."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return toml_text(value)
