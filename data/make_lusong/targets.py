"""targets.xlsx of 2021: the goals and promises of the published report as indicators, in words of our own.

What the report gives as a count stands as the actual, with the place in the report; where it gives none, the actual is
blank and the evidence is 无佐证. Costs refer to the ledger. Nobody judged a tier, and the report gives no points.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from data.make_lusong.facts import HERE, UNIT_FOLDER, project_names, rows
from perfkit.ledger.targets import COMPARISONS
from perfkit.readers.described.target_values import comparison_of
from perfkit.readers.described.units import read_unit
from perfkit.reports.targets_form import targets_form
from perfkit.reports.targets_workbook import write_targets_workbook

YEAR = 2021
#: The special funds of the report; the other projects of the year came with supplements and have no goals.
FUNDS = ("P01", "P02", "P04", "P06")


def write_targets(path: Path) -> None:
    """The workbook of `perfkit targets template`, filled in with facts/goals.csv and facts/targets.csv."""
    names = [project_names()[code] for code in FUNDS]
    blank = targets_form(read_unit(UNIT_FOLDER), YEAR, names, f"data/raw/lusong/{YEAR}/targets.xlsx")
    filled = [{**row, "comparison": _label(row["comparison"])} for row in rows(HERE / "facts" / "targets.csv")]
    form = replace(blank, projects=names, goals=rows(HERE / "facts" / "goals.csv"), indicators=filled)
    write_targets_workbook(path, form)


def _label(sign: str) -> str:
    """What the drop-down calls a sign: ≤ -> ≤（不超过）."""
    return COMPARISONS[comparison_of(sign) or ""]["zh"]
