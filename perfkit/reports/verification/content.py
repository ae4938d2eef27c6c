"""Where two versions of a file begin to differ, in words that a person can look up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from perfkit.errors import BrokenFile, TooLarge
from perfkit.readers.files.archives import DAMAGED, opened

#: Signs of text shown on each side.
_SHOWN: Final = 30
#: Parts of a manifest that differ from one run to the next.
_TIMES: Final = ("seconds",)


def first_difference(name: str, there: bytes, given: bytes) -> dict[str, object]:
    """Where `there`, the file `name` of a dossier, begins to differ from `given`; a sentence in both languages."""
    if name.endswith((".xlsx", ".docx")):
        name, there, given = _differing_part(name, there, given)
    try:
        old, new = there.decode("utf-8"), given.decode("utf-8")
    except UnicodeDecodeError:
        return {"zh": "内容不同", "en": "other content"}
    at = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    line = old.count("\n", 0, at) + 1
    shown = [_around(text, at) for text in (old, new)]
    place = f"{name} " if name.endswith((".xml", ".rels")) else ""
    return {
        "zh": f"{place}第 {line} 行：报告中为“{shown[0]}”，重新生成为“{shown[1]}”",
        "en": f'{place}line {line}: "{shown[0]}" in the dossier, "{shown[1]}" made again',
    }


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - _SHOWN) : at + _SHOWN].split())


def _differing_part(name: str, there: bytes, given: bytes) -> tuple[str, bytes, bytes]:
    """The first part of two office files that differs; the files themselves if one is none."""
    try:
        with opened(there, name) as old, opened(given, name) as new:
            # Only as much of a part is unpacked as the one made again has: the other may be anything.
            most = {part.filename: part.file_size for part in new.infolist()}
            for part in new.namelist():
                if part not in old.namelist():
                    return part, b"", new.read(part)
                with old.open(part) as file:
                    found = file.read(most[part] + _SHOWN)
                if found != new.read(part):
                    return part, found, new.read(part)
    except (BrokenFile, TooLarge, *DAMAGED):
        pass
    return name, there, given


def manifest_differences(there: Any, given: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """(place, value there, value given) of everything in which two manifests differ, but for durations."""
    if isinstance(there, dict) and isinstance(given, dict):
        for name in sorted({*there, *given} - {*_TIMES}):
            yield from manifest_differences(there.get(name), given.get(name), f"{place}.{name}" if place else str(name))
    elif isinstance(there, list) and isinstance(given, list) and len(there) == len(given):
        for number, (one, other) in enumerate(zip(there, given, strict=True)):
            yield from manifest_differences(one, other, f"{place}[{number}]")
    elif there != given:
        yield place, _told(there), _told(given)


def _told(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 2 * _SHOWN else text[: 2 * _SHOWN] + "…"
