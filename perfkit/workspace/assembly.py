"""The exports of one unit and year -> a `Ledger`: read each, put frames together, measure, check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit import measures
from perfkit.errors import CannotRead
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.units import Unit
from perfkit.readers import Export, Mapping, read_export
from perfkit.readers.published import read_published
from perfkit.workspace.checking import check

KINDS: Final = ("journal", "balances", "budget", "summary")
CHANGED_SOURCE: Final = FindingKind(
    "changed_sources",
    "error",
    "原始文件与登记不符",
    "raw file differs from its registration",
    "{file} 的 SHA-256 与 SOURCES.toml 的登记不符（登记 {expected}，实为 {found}）：文件在登记后被改动过。",
    "{file} is not the file that SOURCES.toml registered (SHA-256 {expected}, found {found}): it was changed since.",
)
UNREGISTERED_SOURCE: Final = FindingKind(
    "unregistered_sources",
    "notice",
    "原始文件未登记来源",
    "raw file without a registration",
    "{file} 没有在 SOURCES.toml 中登记 SHA-256：无法证明它就是收到的原件。请登记文件名、来源、日期和 SHA-256。",
    "{file} is not in SOURCES.toml with its SHA-256: nobody can prove that it is the file received. Register its name, "
    "sender, date and SHA-256.",
)
UNREAD_PATH: Final = FindingKind(
    "unread_paths",
    "warning",
    "有文件不在年度文件夹中",
    "file outside the year's folder",
    "{file} 未读入：数据文件应直接放在 {expected} 中。请移入该文件夹；如不是数据，请移出。",
    "{file} was not read: exports lie directly in {expected}. Move it there, or out of the unit's folder if it holds "
    "no data.",
)


@dataclass(frozen=True)
class RawYear:
    """Everything that a year's ledger is made from.

    Args:
        unit, year, folder: whose, which, where.
        exports: the files to read.
        sources: what SOURCES.toml says of each, by file name.
        mappings: how to read what the aliases do not understand.
        descriptions: the other files that decide the result (unit.toml and the like).
        unread: what lies where exports are not looked for, as paths below data/raw.
    """

    unit: Unit
    year: int
    folder: Path
    exports: tuple[Path, ...]
    sources: dict[str, dict[str, Any]]
    mappings: tuple[Mapping, ...]
    descriptions: tuple[Path, ...]
    unread: tuple[str, ...] = ()


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal.

    Raises:
        CannotRead: the system refuses to open it.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CannotRead(path=path.name, found=error.strerror or str(error)) from None


def assemble(raw: RawYear, progress: Callable[[str], None]) -> Ledger:
    """Read every export of `raw` and make the checked ledger of it.

    Raises:
        ReadError: an export cannot be read at all.
    """
    exports, inputs = [], []
    for path in raw.exports:
        progress(path.name)
        others = [other for other in raw.exports if other != path]
        export = read_export(
            path, unit=raw.unit, year=raw.year, mappings=raw.mappings, source_file=path.name, companions=others
        )
        exports.append(export)
        inputs.append(_input(path, export, raw.sources.get(path.name, {})))
    frames = {
        kind: _together(kind, [export.frames[kind] for export in exports if kind in export.frames]) for kind in KINDS
    }
    unit = _with_departments(raw.unit, frames["summary"])
    journal = frames["journal"]
    journal["is_closing"] = measures.closing_entries(journal, unit.calendar.last_day(raw.year))
    summary = frames["summary"]
    # A journal and a budget book go before a summary of them, which is then only compared (checking.py).
    book = measures.classified_budget(frames["budget"], unit)
    spent = measures.spending(journal, unit)
    ledger = Ledger(
        unit=unit,
        year=raw.year,
        journal=journal,
        balances=frames["balances"],
        budget=book if len(book) else measures.budget_of_summary(summary, unit),
        summary=summary,
        spending=spent if len(spent) else measures.spending_of_summary(summary, unit),
        timeline=spent if len(spent) else measures.timeline_of_summary(summary, unit),
        set_aside=_together("set_aside", [export.set_aside for export in exports]),
        published=read_published(raw.folder / "published.csv", raw.year),
        inputs=tuple(inputs),
    )
    read_findings = [finding for export in exports for finding in export.findings]
    return check(ledger, [*source_findings(inputs, raw.sources), *_unread(raw), *read_findings])


def source_findings(inputs: Sequence[InputFile], sources: dict[str, dict[str, Any]]) -> list[Finding]:
    """Raw files that are not what SOURCES.toml registered, or not registered at all."""
    findings = []
    for file in inputs:
        registered = str(sources.get(file.path, {}).get("sha256", ""))
        if not registered:
            findings.append(Finding(UNREGISTERED_SOURCE, subject=file.path, source_file=file.path))
        elif registered.lower() != file.sha256:
            hashes = (registered[:12], file.sha256[:12])
            findings.append(Finding(CHANGED_SOURCE, file.path, None, *hashes, source_file=file.path))
    return findings


def _unread(raw: RawYear) -> list[Finding]:
    place = f"{raw.unit.code}/{raw.year}"
    return [Finding(UNREAD_PATH, subject=path, expected=place, source_file=path) for path in raw.unread]


def _input(path: Path, export: Export, source: dict[str, Any]) -> InputFile:
    told = {key: str(source.get(key, "")) for key in ("received_from", "received_on", "note")}
    return InputFile(
        path=path.name,
        kinds=tuple(export.frames),
        sha256=file_hash(path),
        bytes=path.stat().st_size,
        rows_read=export.rows_read,
        rows_kept=export.rows_kept,
        rows_set_aside=len(export.set_aside),
        system=export.system or str(source.get("system", "")),
        **told,
    )


def _together(frame: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), frame) if filled else empty(frame)


def _with_departments(unit: Unit, summary: pd.DataFrame) -> Unit:
    """`unit` with the departments that its summary names; those of unit.toml win."""
    named = summary[summary["department_name"].ne("")].drop_duplicates("department_code")
    told = dict(zip(named["department_code"], named["department_name"], strict=True))
    return unit.with_departments({**told, **unit.departments})
