"""What the rules of a year's forms find in its targets: faulty references, points that the rules do not allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from perfkit.evaluation.figures import resolve
from perfkit.evaluation.index import index_levels
from perfkit.evaluation.rules import Template
from perfkit.evaluation.scoring import tier_bounds
from perfkit.evaluation.templates import choose
from perfkit.evaluation.weights import group_centipoints, with_weights
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points
from perfkit.ledger.targets import TIERS, refers_to_ledger

OUTSIDE_TIER: Final = FindingKind(
    "points_outside_tier",
    "error",
    "手填得分不在等次范围内",
    "typed points outside their tier",
    "{place} 第 {row} 行“{indicator}”的等次“{tier}”应得 {expected} 分，手填为 {found} 分，不予计分；请改正。",
    "{place} row {row}: the tier “{tier}” of “{indicator}” brings {expected} points, {found} were typed and are not "
    "counted. Correct them.",
)


def scored_by(ledger: Ledger) -> list[tuple[pd.DataFrame, Template]]:
    """The targets of the unit's form and those of its projects' forms, each with the template that scores them.

    Rows of the index, whose points are those of the table, are in neither.

    Raises:
        BadConfiguration: unit.toml names a template that is not there.
    """
    targets = ledger.targets
    is_unit, is_index = targets["budget_project_code"].eq(""), targets["level1_name"].isin(index_levels(ledger))
    unit, project = (choose(form, ledger.unit, ledger.year) for form in ("unit", "project"))
    return [(targets[is_unit & ~is_index], unit), (targets[~is_unit], project)]


def findings_of_targets(ledger: Ledger) -> list[Finding]:
    """References of actuals that resolve to nothing, and typed points outside their tier, in the order of the sheet."""
    return [
        finding
        for targets, template in scored_by(ledger)
        for _, subject in targets.groupby("budget_project_code", sort=False)
        for row in with_weights(subject, group_centipoints(template)).to_dict("records")
        for finding in _of_row({str(name): value for name, value in row.items()}, template, ledger)
    ]


def _of_row(row: dict[str, Any], template: Template, ledger: Ledger) -> Iterator[Finding]:
    if refers_to_ledger(row["actual_text"]):
        place = (row["source_file"], int(row["source_row"]), row["source_sheet"])
        found = resolve(row["actual_text"].strip(), ledger, *place).finding
        if found is not None:
            yield replace(found, subject=row["budget_project_code"])
    tier = {one.tier: one for one in template.tiers}.get(row["tier"])
    awarded, weight = row["awarded_centipoints"], row["weight_centipoints"]
    if row["comparison"] != "qualitative" or tier is None or pd.isna(awarded) or pd.isna(weight):
        return
    lowest, highest = tier_bounds(int(weight), tier)
    if not lowest <= int(awarded) <= highest:
        yield Finding(
            OUTSIDE_TIER,
            subject=row["budget_project_code"],
            expected=f"{as_points(lowest)}–{as_points(highest)}",
            found=as_points(int(awarded)),
            source_file=row["source_file"],
            source_sheet=row["source_sheet"],
            source_row=int(row["source_row"]),
            parts={"indicator": row["indicator_name"], "tier": TIERS[tier.tier]},
        )
