"""Findings about rows of the frame `targets`: where they stand, and whom they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.units import Unit

_WHOLE_UNIT: Final[dict[Language, str]] = {"zh": "单位整体", "en": "the unit as a whole"}


def each_row(frame: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """The rows one by one, column -> value."""
    return iter(frame.to_dict("records"))  # type: ignore[arg-type]  # column names are texts


def about_row(
    kind: FindingKind, row: Mapping[str, Any], expected: str = "", found: str = "", **parts: object
) -> Finding:
    """A finding about one indicator."""
    return Finding(
        kind,
        subject=row["budget_project_code"],
        expected=expected,
        found=found,
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=int(row["source_row"]),
        parts={"indicator": row["indicator_name"], **parts},
    )


def about_rows(
    kind: FindingKind, rows: pd.DataFrame, unit: Unit, expected: str = "", found: str = "", **parts: object
) -> Finding:
    """A finding about some indicators of one subject, at the first of them; it names the subject and counts them."""
    first = next(each_row(rows))
    name = subject_name(unit, first["budget_project_code"])
    return about_row(kind, first, expected, found, name=name, count=len(rows), **parts)


def subject_name(unit: Unit, subject: str) -> dict[Language, str]:
    """What people call the project of that code; no code is the unit as a whole."""
    if not subject:
        return _WHOLE_UNIT
    return {"zh": unit.project_name(subject, "zh"), "en": unit.project_name(subject, "en")}
