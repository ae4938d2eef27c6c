"""The exports of one unit and year -> a `Ledger`: read each, put frames together, measure, check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit import measures
from perfkit.ledger.charts import chart_of
from perfkit.ledger.corrections import Correction
from perfkit.ledger.explanations import EXPLANATIONS
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.narrative import NARRATIVE
from perfkit.ledger.targets import TARGETS
from perfkit.ledger.units import Unit
from perfkit.readers import Export, Mapping, read_export
from perfkit.readers.described.corrections import CORRECTIONS, read_corrections
from perfkit.readers.described.explanations import read_explanations
from perfkit.readers.described.facts import read_facts
from perfkit.readers.described.narrative import read_narrative
from perfkit.readers.described.published import read_published
from perfkit.readers.described.targets import read_targets
from perfkit.workspace.checking import check
from perfkit.workspace.corrections import corrected
from perfkit.workspace.drafts import read_drafts
from perfkit.workspace.hashes import file_hash
from perfkit.workspace.once import one_row_each, rows_moved, taken_out
from perfkit.workspace.overlaps import without_overlaps
from perfkit.workspace.register import source_findings

KINDS: Final = ("journal", "balances", "budget", "summary", "commitments")
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
        drafts: reports to review.
        evidence_files: the names of the files in the folder evidence.
        unread: what lies where exports are not looked for, as paths below data/raw.
    """

    unit: Unit
    year: int
    folder: Path
    exports: tuple[Path, ...]
    sources: dict[str, dict[str, Any]]
    mappings: tuple[Mapping, ...]
    descriptions: tuple[Path, ...]
    drafts: tuple[Path, ...] = ()
    evidence_files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @cached_property
    def hashes(self) -> dict[Path, str]:
        """The SHA-256 of every file that decides the result, exports first.

        Raises:
            CannotRead: the system refuses to open one.
        """
        return {path: file_hash(path) for path in (*self.exports, *self.descriptions, *self.drafts)}


def assemble(raw: RawYear, progress: Callable[[str], None]) -> Ledger:
    """Read every export of `raw` and make the checked ledger of it.

    Raises:
        ReadError: an export cannot be read at all.
        BadConfiguration, StaleCorrection: corrections.toml says what cannot be, or what no longer fits.
    """
    exports = []
    for path in raw.exports:
        progress(path.name)
        exports.append(_read(path, raw))
    inputs = [_input(path, export, raw) for path, export in zip(raw.exports, exports, strict=True)]
    set_aside = _together("set_aside", [export.set_aside for export in exports])
    once = without_overlaps(_frames(exports), set_aside, inputs)
    frames, corrections = _corrected({kind: part.frame for kind, part in once.items()}, raw)
    parts = [*(part.set_aside for part in once.values()), _not_spending(frames["budget"], raw.unit)]
    aside = one_row_each(pd.concat(parts, ignore_index=True))
    unit = _with_departments(raw.unit, frames["summary"])
    journal, summary = frames["journal"], frames["summary"]
    journal["is_closing"] = measures.closing_entries(journal, unit.calendar.last_day(raw.year), unit)
    # A journal and a budget book go before a summary of them, which is then only compared (checking.py).
    book = measures.classified_budget(frames["budget"], unit)
    spent = measures.spending(journal, unit)
    promised = read_targets(raw.folder / TARGETS, unit, raw.year)
    drafts = read_drafts(raw.drafts, raw.unit.code, raw.year)
    ledger = Ledger(
        unit=unit,
        year=raw.year,
        journal=journal,
        balances=frames["balances"],
        budget=book if len(book) else measures.budget_of_summary(summary, unit),
        summary=summary,
        spending=spent if len(spent) else measures.spending_of_summary(summary, unit),
        timeline=spent if len(spent) else measures.timeline_of_summary(summary, unit),
        set_aside=_together("set_aside", [set_aside, aside]),
        inputs=_moved(inputs, aside, [journal, frames["balances"], book, summary, frames["commitments"]]),
        corrections=corrections,
        targets=promised.targets,
        goals=promised.goals,
        prose=drafts.prose,
        commitments=measures.classified_commitments(frames["commitments"], unit),
        evidence_files=raw.evidence_files,
        **_described(raw, unit),
    )
    told = [*(export.findings for export in exports), *(part.findings for part in once.values())]
    found = chain.from_iterable([*told, promised.findings, drafts.findings])
    return check(ledger, [*source_findings(inputs, raw.sources), *_unread(raw), *found])


def _described(raw: RawYear, unit: Unit) -> dict[str, Any]:
    """What people wrote beside the exports and nothing else depends on, by field of the ledger."""
    return {
        "published": read_published(raw.folder / "published.csv", raw.year),
        "explanations": read_explanations(raw.folder / EXPLANATIONS, unit, raw.year),
        "facts": read_facts(raw.folder.parent, raw.year),
        "narrative": read_narrative(raw.folder / NARRATIVE),
    }


def _read(path: Path, raw: RawYear) -> Export:
    others = [other for other in raw.exports if other != path]
    return read_export(
        path, unit=raw.unit, year=raw.year, mappings=raw.mappings, source_file=path.name, companions=others
    )


def _frames(exports: Sequence[Export]) -> dict[str, pd.DataFrame]:
    return {
        kind: _together(kind, [export.frames[kind] for export in exports if kind in export.frames]) for kind in KINDS
    }


def _corrected(frames: dict[str, pd.DataFrame], raw: RawYear) -> tuple[dict[str, pd.DataFrame], tuple[Correction, ...]]:
    path = raw.folder / CORRECTIONS
    return corrected(frames, read_corrections(path), raw.unit, raw.year, path)


def _unread(raw: RawYear) -> list[Finding]:
    place = f"{raw.unit.code}/{raw.year}"
    return [Finding(UNREAD_PATH, subject=path, expected=place, source_file=path) for path in raw.unread]


def _input(path: Path, export: Export, raw: RawYear) -> InputFile:
    source = raw.sources.get(path.name, {})
    return InputFile(
        path=path.name,
        kinds=tuple(kind for kind, frame in export.frames.items() if len(frame)) or tuple(export.frames),
        sha256=raw.hashes[path],
        bytes=path.stat().st_size,
        rows_read=export.rows_read,
        rows_kept=export.rows_kept,
        rows_set_aside=len(export.set_aside),
        system=export.system or str(source.get("system", "")),
        received_from=str(source.get("received_from", "")),
        received_on=str(source.get("received_on", "")),
        note=str(source.get("note", "")),
        **export.totals,
    )


def _not_spending(budget: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The lines of budget books that `measures.classified_budget` leaves out, as rows set aside."""
    is_spending = chart_of(unit).is_budgeted_spending(budget["account_code"])
    return taken_out(budget[~is_spending], "budget", "not_spending")


def _moved(inputs: Sequence[InputFile], aside: pd.DataFrame, kept: Iterable[pd.DataFrame]) -> tuple[InputFile, ...]:
    """`inputs` with the rows that were kept at first and set aside later counted among the latter."""
    moved = rows_moved(aside, kept)
    return tuple(
        replace(
            file,
            rows_kept=file.rows_kept - moved.get(file.path, 0),
            rows_set_aside=file.rows_set_aside + moved.get(file.path, 0),
        )
        for file in inputs
    )


def _together(frame: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), frame) if filled else empty(frame)


def _with_departments(unit: Unit, summary: pd.DataFrame) -> Unit:
    """`unit` with the departments that its summary names; those of unit.toml win."""
    named = summary[summary["department_name"].ne("")].drop_duplicates("department_code")
    told = dict(zip(named["department_code"], named["department_name"], strict=True))
    return unit.with_departments({**told, **unit.departments})
