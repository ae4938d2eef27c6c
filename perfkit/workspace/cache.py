"""The cache of a ledger: its frames as parquet, the rest as JSON, kept under a key of everything that decides it.

The key covers the raw files, the unit's descriptions and perfkit's own code, so that a stale cache cannot be read. A
missing, foreign or damaged cache is no fault: the ledger is read anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from perfkit.errors import CannotWrite, StaleCache
from perfkit.ledger.corrections import Correction
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import FRAMES as TIDY
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.workspace.assembly import RawYear
from perfkit.workspace.hashes import code_hash
from perfkit.workspace.replacing import replace_file

FRAMES: Final = (
    "journal", "balances", "budget", "summary", "spending", "timeline", "set_aside", "published", "targets", "goals",
    "commitments", "explanations", "facts", "prose",
)  # fmt: skip
_RECORD: Final = "ledger.json"


def cached(folder: Path, raw: RawYear, read: Callable[[], Ledger]) -> Ledger:
    """The ledger from the cache in `folder`; if there is none for these inputs, `read()`, which is then cached.

    Raises:
        CannotWrite: the cache cannot be written.
    """
    key = _key(raw)
    ledger = _load(folder, key, raw)
    if ledger is None:
        ledger = read()
        _store(folder, key, ledger)
    return ledger


def _key(raw: RawYear) -> str:
    parts = [f"{path.name} {found}" for path, found in raw.hashes.items()]
    return hashlib.sha256(
        "\n".join([code_hash(), str(raw.year), *raw.unread, *raw.evidence_files, *parts]).encode()
    ).hexdigest()


def _load(folder: Path, key: str, raw: RawYear) -> Ledger | None:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        if record["key"] != key:
            return None
        frames: Any = {name: empty(name) for name in FRAMES if name in TIDY}
        for name in record["frames"]:
            if name == "journal":
                pq.read_metadata(folder / "journal.parquet")  # one that is missing or cut off is found now
                frames[name] = lambda: _journal(folder, key)
            else:
                frames[name] = pd.read_parquet(folder / f"{name}.parquet")
        if "timeline" not in record["frames"]:
            frames["timeline"] = frames["spending"]
        unit = raw.unit.with_departments(record["departments"])
        return Ledger(
            unit=unit,
            year=raw.year,
            **frames,
            findings=tuple(_finding(entry) for entry in record["findings"]),
            inputs=tuple(InputFile(**{**entry, "kinds": tuple(entry["kinds"])}) for entry in record["inputs"]),
            corrections=tuple(Correction(**entry) for entry in record["corrections"]),
            narrative=record["narrative"],
            evidence_files=raw.evidence_files,
        )
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def _journal(folder: Path, key: str) -> pd.DataFrame:
    """The journal of the ledger that was loaded under `key`.

    Raises:
        StaleCache: the cache is no longer that of `key`, or the file is damaged; the next load reads everything anew.
    """
    record = folder / _RECORD
    try:
        if json.loads(record.read_text(encoding="utf-8"))["key"] == key:
            return pd.read_parquet(folder / "journal.parquet")
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        record.unlink(missing_ok=True)
    raise StaleCache(path=folder.name)


def _finding(entry: dict[str, Any]) -> Finding:
    return Finding(**{**entry, "kind": FindingKind(**entry["kind"])})


def _store(folder: Path, key: str, ledger: Ledger) -> None:
    """Write the frames first and the record that makes them valid last, each under a temporary name."""
    # Half the frames of most years have no row, and a file takes its time even to say so.
    names = [name for name in FRAMES if len(getattr(ledger, name)) or name not in TIDY]
    if ledger.timeline is ledger.spending:  # as that of a journal is; one that is empty beside spending has its file
        names.remove("timeline")
    record = {
        "key": key,
        "frames": names,
        "departments": ledger.unit.departments,
        "findings": [asdict(finding) for finding in ledger.findings],
        "inputs": [asdict(file) for file in ledger.inputs],
        "corrections": [asdict(correction) for correction in ledger.corrections],
        "narrative": ledger.narrative,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _RECORD).unlink(missing_ok=True)
        for name in set(FRAMES) - set(names):
            (folder / f"{name}.parquet").unlink(missing_ok=True)
        for name in names:
            replace_file(folder / f"{name}.parquet", getattr(ledger, name).to_parquet)
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        replace_file(folder / _RECORD, lambda path: path.write_text(text, encoding="utf-8"))
    except OSError as error:
        raise CannotWrite(path=folder.name, found=error.strerror or str(error)) from None
