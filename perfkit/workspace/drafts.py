"""The reports in the folder drafts of a year: read to be reviewed, never a source of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.errors import ReadError
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.readers.prose.documents import read_prose

UNREADABLE: Final = FindingKind(
    "unreadable_drafts",
    "warning",
    "待核对的报告无法读取",
    "a report to review cannot be read",
    "drafts 文件夹中的报告未核对：{why}",
    "A report in the folder drafts was not reviewed: {why}",
)


@dataclass(frozen=True)
class Drafts:
    """The frame `prose` of all reports of a year, in order of their names, and what could not be read."""

    prose: pd.DataFrame
    findings: tuple[Finding, ...] = ()


def read_drafts(paths: Sequence[Path], unit_code: str, year: int) -> Drafts:
    """Read every report; one that cannot be read is told and left out, because the ledger does not depend on it."""
    frames, findings = [], []
    for path in sorted(paths, key=lambda path: path.name):
        try:
            frames.append(read_prose(path, unit_code, year))
        except ReadError as fault:
            why = {"zh": fault.text("zh"), "en": fault.text("en")}
            findings.append(Finding(UNREADABLE, subject=path.name, source_file=path.name, parts={"why": why}))
    prose = conform(pd.concat(frames, ignore_index=True), "prose") if frames else empty("prose")
    return Drafts(prose, tuple(findings))
