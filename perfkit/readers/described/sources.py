"""SOURCES.toml, the register of received files: [[file]] name, sha256, bytes, kind, system, received_from, ..."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

from perfkit.errors import MissingFile
from perfkit.readers.described.descriptions import read_entries, require, shown

#: Keys of a [[file]] and the types each value may have.
_KEYS: Final[dict[str, tuple[type, ...]]] = {
    "name": (str,),
    "sha256": (str,),
    "bytes": (int,),
    "kind": (str,),
    "system": (str,),
    "received_from": (str,),
    "received_on": (str, date),
    "note": (str,),
}
_WRITTEN: Final = {str: '"..."', int: "1, 2, 3, ...", date: "2021-12-31"}


def read_sources(folder: Path) -> dict[str, dict[str, Any]]:
    """The register of `folder`: file name -> what is said of it. An absent one is empty.

    Raises:
        BadConfiguration: an entry is no [[file]], has an unknown key, a value of another type or a name that is no
            plain file name, or a file is registered twice.
        MissingFile: a registered file is not there.
    """
    path = folder / "SOURCES.toml"
    register: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(read_entries(path, "file"), start=1):
        _check(path, f"[[file]] {number}", entry)
        name = entry["name"]
        require(name not in register, path, "[[file]] name", {"zh": "只登记一次", "en": "registered once"}, name)
        if not (folder / name).is_file():
            lost, told = f"{folder.name}/{name}", shown(path)
            raise MissingFile(path={"zh": f"{lost}（{told} 中登记）", "en": f"{lost} (named by {told})"})
        register[name] = entry
    return register


def _check(path: Path, where: str, entry: dict[str, Any]) -> None:
    for key, value in entry.items():
        require(key in _KEYS, path, f"{where} {key}", ", ".join(_KEYS), key)
        right = isinstance(value, _KEYS[key]) and not isinstance(value, bool)
        require(right, path, f"{where} {key}", " | ".join(_WRITTEN[kind] for kind in _KEYS[key]), repr(value))
    name = entry.get("name", "")
    plain = {"zh": "本文件夹中的文件名，不含路径", "en": "the name of a file of this folder, without a path"}
    require(bool(name) and not set(name) & set("/\\:") and name not in (".", ".."), path, f"{where} name", plain, name)
