"""What indicators lack of proof: evidence, the files that it names, the sample behind a satisfaction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePath
from typing import Final

import pandas as pd

from perfkit.checks.target_rows import about_row, about_rows, each_row
from perfkit.errors import Language
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.targets import is_evidenced
from perfkit.ledger.units import Unit

NO_EVIDENCE: Final = FindingKind(
    "targets_without_evidence",
    "notice",
    "指标没有佐证材料",
    "indicators without evidence",
    "{name}的 {total} 个指标中有 {count} 个没有佐证材料，不予评分：{listed}。",
    "{name}: {count} of {total} indicators have no evidence and are not scored: {listed}.",
)
NO_FILE: Final = FindingKind(
    "missing_evidence_files",
    "warning",
    "佐证文件不存在",
    "evidence file not there",
    "{place} 第 {row} 行“{indicator}”的佐证材料“{found}”不在 evidence 文件夹中；请放入该文件或改正文件名。",
    "{place} row {row}: the evidence “{found}” of “{indicator}” is not in the folder evidence. Put it there, or "
    "correct its name.",
)
NO_SAMPLE: Final = FindingKind(
    "satisfaction_without_sample",
    "warning",
    "满意度没有样本量",
    "satisfaction without a sample size",
    "{place} 第 {row} 行“{indicator}”填了完成值“{found}”，没有填调查样本量，无法判断结果是否可靠；请补充。",
    "{place} row {row}: “{indicator}” has the actual “{found}” and no sample size, so that nobody can tell how "
    "reliable it is. Fill it in.",
)
_SATISFACTION: Final = "满意|satisfaction"
#: How many indicators one sentence names.
_NAMED: Final = 12
#: A cell may name several documents.
_BETWEEN: Final = re.compile("[;；、\n]")
_FOLDERS: Final = re.compile(r".*[/\\]")
#: How a file's name ends: a point and a few letters. Numbers such as 2021.12 do not.
_LONGEST_ENDING: Final = 5


def targets_without_evidence(targets: pd.DataFrame, unit: Unit) -> list[Finding]:
    """The indicators of each subject that name no document and refer to no figure of the ledger; one listing each."""
    pairs = zip(targets["evidence_document"], targets["actual_text"], strict=True)
    is_bare = [not is_evidenced(document, actual) for document, actual in pairs]
    bare = targets[pd.Series(is_bare, targets.index, dtype="bool")]
    totals = targets["budget_project_code"].value_counts()
    return [
        about_rows(NO_EVIDENCE, rows, unit, total=int(totals[subject]), listed=_listed(rows["indicator_name"]))
        for subject, rows in bare.groupby("budget_project_code", sort=False)
    ]


def missing_evidence_files(targets: pd.DataFrame, evidence_files: Collection[str]) -> list[Finding]:
    """Evidence that is named like a file, and is none of those in the folder evidence.

    Args:
        targets: the indicators.
        evidence_files: the names of the files in the folder; case makes no difference.
    """
    there = {name.casefold() for name in evidence_files}
    return [
        about_row(NO_FILE, row, found=name)
        for row in each_row(targets[targets["evidence_document"].ne("")])
        for name in named_files(row["evidence_document"])
        if name.casefold() not in there
    ]


def satisfaction_without_sample(targets: pd.DataFrame) -> list[Finding]:
    """Satisfaction with an actual that tells no size of its sample; a count of complaints has none."""
    names = targets["level1_name"] + " " + targets["level2_name"] + " " + targets["indicator_name"]
    of_people = targets["measure_unit"].isin(["%", "％", "分", ""]) | targets["comparison"].eq("qualitative")
    unsampled = targets["survey_number"].isin(["", "0"]) & targets["actual_text"].ne("") & of_people
    asked = targets[names.str.contains(_SATISFACTION, case=False) & unsampled]
    return [about_row(NO_SAMPLE, row, found=row["actual_text"]) for row in each_row(asked)]


def named_files(document: str) -> Iterator[str]:
    """The parts of a citation that are names of files: they end in a point and a few letters. Folders are left out."""
    for part in _BETWEEN.split(document):
        name = _FOLDERS.sub("", part.strip())
        ending = PurePath(name).suffix.removeprefix(".")
        if ending.isascii() and ending.isalnum() and not ending.isdigit() and len(ending) <= _LONGEST_ENDING:
            yield name


def _listed(names: pd.Series) -> dict[Language, str]:
    shown = list(names[:_NAMED])
    more = len(names) - len(shown)
    return {
        "zh": "、".join(shown) + (f"等（另有 {more} 个）" if more else ""),
        "en": ", ".join(shown) + (f" and {more} more" if more else ""),
    }
