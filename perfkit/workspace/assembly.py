"""The exports of one unit and year -> a `Ledger`: read each, put frames together, measure, check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit import measures
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.units import Unit
from perfkit.readers import Export, Mapping, read_export
from perfkit.readers.units import read_published
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
    "{file} 没有登记在 SOURCES.toml 中：无法说明它何时从何处取得。",
    "{file} is not in SOURCES.toml: nobody can say from whom and when it was received.",
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
    """

    unit: Unit
    year: int
    folder: Path
    exports: tuple[Path, ...]
    sources: dict[str, dict[str, Any]]
    mappings: tuple[Mapping, ...]
    descriptions: tuple[Path, ...]


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def assemble(raw: RawYear, progress: Callable[[str], None]) -> Ledger:
    """Read every export of `raw` and make the checked ledger of it.

    Raises:
        ReadError: an export cannot be read at all.
    """
    exports, inputs = [], []
    for path in raw.exports:
        progress(path.name)
        export = read_export(path, unit=raw.unit, year=raw.year, mappings=raw.mappings, source_file=path.name)
        exports.append(export)
        inputs.append(_input(path, export, raw.sources.get(path.name, {})))
    frames = {kind: _together(kind, [export.frame for export in exports if export.kind == kind]) for kind in KINDS}
    unit = _with_departments(raw.unit, frames["summary"])
    journal = frames["journal"]
    journal["is_closing"] = measures.closing_entries(journal, unit.calendar.last_day(raw.year))
    summary = frames["summary"]
    book = measures.classified_budget(frames["budget"], unit)
    spending = measures.spending(journal, unit)
    ledger = Ledger(
        unit=unit,
        year=raw.year,
        journal=journal,
        balances=frames["balances"],
        budget=_together("budget", [book, measures.budget_of_summary(summary, unit)]),
        summary=summary,
        spending=_together("spending", [spending, measures.spending_of_summary(summary, unit)]),
        timeline=_together("spending", [spending, measures.timeline_of_summary(summary, unit)]),
        set_aside=_together("set_aside", [export.set_aside for export in exports]),
        published=read_published(raw.folder / "published.csv"),
        inputs=tuple(inputs),
    )
    read_findings = [finding for export in exports for finding in export.findings]
    return check(ledger, [*source_findings(inputs, raw.sources), *read_findings])


def source_findings(inputs: Sequence[InputFile], sources: dict[str, dict[str, Any]]) -> list[Finding]:
    """Raw files that are not what SOURCES.toml registered, or not registered at all."""
    findings = []
    for file in inputs:
        registered = str(sources.get(file.path, {}).get("sha256", ""))
        if not registered:
            findings.append(Finding(UNREGISTERED_SOURCE, subject=file.path, source_file=file.path))
        elif registered != file.sha256:
            hashes = (registered[:12], file.sha256[:12])
            findings.append(Finding(CHANGED_SOURCE, file.path, None, *hashes, source_file=file.path))
    return findings


def _input(path: Path, export: Export, source: dict[str, Any]) -> InputFile:
    told = {key: str(source.get(key, "")) for key in ("received_from", "received_on", "note")}
    return InputFile(
        path=path.name,
        kind=export.kind,
        sha256=file_hash(path),
        bytes=path.stat().st_size,
        rows_read=export.rows_read,
        # A row that tells several amounts is several tidy rows, and still one row of the file.
        rows_kept=len(export.frame.drop_duplicates(["source_sheet", "source_row"])),
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
