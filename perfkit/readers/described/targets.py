"""targets.xlsx of a unit and year: overall goals, and one row per third-level indicator, filled in by people.

`perfkit targets template` writes an empty one (`perfkit.reports.targets_workbook`). Its columns are found by their
headings (`target_columns`), wherever they stand; the sheets 填写说明, 示例 and 选项 are passed over. What is wrong
becomes a finding with its sheet and row, and the row is kept with what is readable. Formulas give the value that the
spreadsheet program stored, references to figures of the ledger stay text: nothing is evaluated here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.units import Unit
from perfkit.readers.described.target_columns import WHOLE_UNITS, column_words
from perfkit.readers.described.target_faults import CARRIED, LACKING, REPEATED, UNKNOWN_SUBJECT, UNREADABLE, at
from perfkit.readers.described.target_indicators import indicator
from perfkit.readers.described.target_sheets import SheetRow, read_rows
from perfkit.readers.described.target_values import count, plain

#: What is filled in ahead, and what merged cells of a table leave blank: each goes on until something else is told.
_CARRIED: Final = ("subject", "level1_name", "level2_name")
#: A row that holds nothing else was not filled in.
_AHEAD: Final = (*_CARRIED, "goal_number", "department_name")
#: How many rows one sentence names.
_NAMED_ROWS: Final = 10
_NAMELESS: Final = {"zh": "无对象", "en": "no subject"}
_NUMBERS: Final[dict[Language, str]] = {"zh": "序号 1、2、3……", "en": "1, 2, 3, ..."}
_IN_ORDER: Final = {"zh": "按顺序编号", "en": "it is numbered in order"}
_OF_UNIT: Final = {"zh": "按单位整体计", "en": "it counts as one of the whole unit"}


@dataclass(frozen=True)
class TargetSheet:
    """What was promised and achieved: the frames `targets` and `goals`, and what is wrong in the workbook."""

    targets: pd.DataFrame
    goals: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def read_targets(path: Path, unit: Unit, year: int) -> TargetSheet:
    """The targets in the workbook at `path`; an absent file gives empty frames.

    Args:
        path: the workbook.
        unit: its projects, by code, name or alias. A project whose budget another one carries belongs to that one.
        year: the fiscal year that the rows are of.

    Raises:
        NotATargetSheet: it is another workbook.
        ReadError: it cannot be read at all.
    """
    if not path.is_file():
        return TargetSheet(empty("targets"), empty("goals"))
    rows = read_rows(path)
    reader = _Reader(unit, year, list(rows.findings))
    targets = [reader.target(row) for row in reader.filled(rows.targets)]
    goals = [reader.goal(row) for row in reader.filled(rows.goals)]
    names = ("budget_project_code", "level1_name", "level2_name", "indicator_name")
    reader.repeated(targets, names, {"zh": "指标", "en": "indicator"})
    reader.repeated(goals, ("budget_project_code", "goal_text"), {"zh": "目标", "en": "goal"})
    return TargetSheet(
        targets=conform(pd.DataFrame(targets), "targets"),
        goals=conform(pd.DataFrame(goals), "goals"),
        findings=tuple(reader.findings),
    )


class _Reader:
    """Makes rows of the frames of rows of the sheets, and notes what is wrong in them."""

    def __init__(self, unit: Unit, year: int, findings: list[Finding]) -> None:
        self.unit, self.year, self.findings = unit, year, findings
        self.goals: dict[str, int] = {}

    def filled(self, rows: Sequence[SheetRow]) -> list[SheetRow]:
        """The rows that somebody filled in, with what they take from the row above."""
        found, carried = [], dict[tuple[str, str], list[int]]()
        above: dict[str, str] = {}
        sheet = ""
        for row in rows:
            above = above if row.place[1] == sheet else {}
            sheet = row.place[1]
            cells = {**row.cells, **_from_above(row.cells, above)}
            above = {name: cells.get(name, "") for name in _CARRIED}
            if not row.failed and not any(cells[name] for name in cells if name not in _AHEAD):
                continue
            found.append(SheetRow(row.place, cells, row.failed))
            if not cells["subject"]:
                self.findings.append(
                    at(LACKING, row.place, column=column_words("subject"), name=_NAMELESS, kept=_OF_UNIT)
                )
            elif not row.cells["subject"]:
                carried.setdefault(row.place[:2], []).append(row.place[2])
        for (file, name), numbers in carried.items():
            told = ", ".join(map(str, numbers[:_NAMED_ROWS])) + ("…" if len(numbers) > _NAMED_ROWS else "")
            self.findings.append(at(CARRIED, (file, name, numbers[0]), rows=told))
        return found

    def target(self, row: SheetRow) -> dict[str, Any]:
        """One row of the frame `targets`."""
        subject = self.subject(row)
        return {**self.owner(row, subject), **indicator(row, subject, self.findings)}

    def goal(self, row: SheetRow) -> dict[str, Any]:
        """One row of the frame `goals`; without a number of its own it is the next of its subject."""
        subject, told = self.subject(row), row.cells.get("goal_number", "")
        number = count(told)
        if told and number is None:
            words = {"column": column_words("goal_number"), "kept": _IN_ORDER}
            self.findings.append(at(UNREADABLE, row.place, subject=subject, expected=_NUMBERS, found=told, **words))
        self.goals[subject] = int(number or self.goals.get(subject, 0) + 1)
        texts = {name: row.cells.get(name, "") for name in ("goal_text", "achieved_text")}
        return {**self.owner(row, subject), "goal_number": self.goals[subject], **texts}

    def subject(self, row: SheetRow) -> str:
        """The code of the budgeted project that a row is about, "" for the unit; an unknown name stays as it is."""
        told = row.cells["subject"]
        if plain(told) in {"", *map(plain, (*WHOLE_UNITS, self.unit.name_zh, self.unit.name_en, self.unit.code))}:
            return ""
        known = {plain(name): code for name, code in self.unit.project_codes().items()}
        project = self.unit.project(known.get(plain(told), ""))
        if project is None:
            names = "、".join(one.name_zh for one in self.unit.projects) or "—"
            self.findings.append(at(UNKNOWN_SUBJECT, row.place, subject=told, expected=names[:200], found=told))
            return told
        return project.budget_project_code or project.code

    def owner(self, row: SheetRow, subject: str) -> dict[str, Any]:
        """Whose row it is, and where it stands."""
        source = dict(zip(("source_file", "source_sheet", "source_row"), row.place, strict=True))
        return {"unit_code": self.unit.code, "fiscal_year": self.year, "budget_project_code": subject, **source}

    def repeated(self, rows: Sequence[Mapping[str, Any]], names: Sequence[str], what: dict[str, str]) -> None:
        """Note every row that says again what one above it says."""
        first: dict[tuple[str, ...], int] = {}
        for row in rows:
            key = tuple(plain(row[name]) for name in names)
            place = (row["source_file"], row["source_sheet"], row["source_row"])
            before = first.setdefault(key, place[2])
            if key[-1] and before != place[2]:
                subject = row["budget_project_code"]
                self.findings.append(at(REPEATED, place, subject=subject, name=row[names[-1]], first=before, what=what))


def _from_above(cells: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """What a row leaves blank because the row above says it: no name that stands left of it is another one."""
    taken = {}
    for name in _CARRIED:
        if cells.get(name):
            break
        taken[name] = above.get(name, "")
    return taken
