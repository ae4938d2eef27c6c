"""Real data: the General Fund of the City of Philadelphia ties, year by year, to its own files.

The numbers to tie to are computed here from the files with the csv module alone.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from perfkit.ledger.units import Unit
from perfkit.measures.summaries import budget_of_summary, spending_of_summary, timeline_of_summary
from perfkit.readers import Export, load_mapping, read_export
from perfkit.readers.described.units import read_unit
from perfkit.workspace import Workspace

FOLDER = Path(__file__).parents[1] / "data" / "raw" / "philadelphia"
ADOPTED = "phl_budgeted-department-spending-adopted.csv"
ACTUAL = "phl_actual-department-spending.csv"
QUARTERLY = "phl_qcmr_department_obligations.csv"
YEARS = [2016, 2017, 2018, 2019, 2020, 2021]
CLASSES = {f"class_{code.replace('/', '_')}": code for code in ("100", "200", "300/400", "500", "700", "800", "900")}
#: Streets and Innovation and Technology are split in some years and some files only; the mappings join them.
JOINED = {"12-D": "12", "12-S": "12", "12-T": "12", "04-911": "04"}


@cache
def raw(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(text: str) -> int:
    whole, _, fraction = text.partition(".")
    assert fraction in ("", "0")
    return int(whole) * 100


def of_year(name: str, year: int) -> list[dict[str, str]]:
    return [row for row in raw(name) if row["fiscal_year"] == str(year)]


def reported(year: int, variable: str, time_period: str, quarter: int | None = None) -> int:
    """The total of all departments in a quarterly report, parts of Employee Benefits left out."""
    return sum(
        cents(row["total"])
        for row in of_year(QUARTERLY, year)
        if (row["variable"], row["time_period"]) == (variable, time_period)
        and quarter in (None, int(row["report_quarter"]))
        and not row["dept_code"].startswith("35-EB-")
    )


@cache
def unit() -> Unit:
    return read_unit(FOLDER)


@cache
def read(name: str, year: int) -> Export:
    mappings = [load_mapping(path) for path in sorted(FOLDER.glob("mapping*.toml"))]
    return read_export(FOLDER / name, unit=unit(), year=year, mappings=mappings, source_file=name)


def summary(year: int) -> pd.DataFrame:
    return pd.concat([read(name, year).frame for name in (ADOPTED, ACTUAL, QUARTERLY)], ignore_index=True)


def measured(year: int, measure: str, period: int = 0) -> int:
    frame = summary(year)
    return int(frame[frame["measure"].eq(measure) & frame["period"].eq(period)]["amount_cents"].sum())


def test_the_unit() -> None:
    assert list(unit().several_years) == YEARS
    assert (unit().calendar.end_month, unit().calendar.periods_per_year) == (6, 4)
    assert list(unit().economic_classes) == list(CLASSES.values())
    assert [fund.code for fund in unit().funds if fund.is_fiscal_appropriation] == ["GF"]
    assert all(unit().notice(year, language) for year in YEARS for language in ("zh", "en"))


@pytest.mark.parametrize(("year", "cents"), {2016: None, 2018: None, 2019: -19_934_100_00, 2020: 339_00}.items())
def test_where_the_files_disagree_a_check_says_so(workspace: Workspace, year: int, cents: int | None) -> None:
    found = workspace.load("philadelphia", year).findings
    gaps = [finding.amount_cents for finding in found if finding.kind.check == "timeline_against_year"]
    assert [abs(gap or 0) for gap in gaps] == ([] if cents is None else [abs(cents)])


def test_the_files_are_as_received() -> None:
    sources = tomllib.loads((FOLDER / "SOURCES.toml").read_text(encoding="utf-8"))["file"]
    assert {source["name"] for source in sources} == {ADOPTED, ACTUAL, QUARTERLY}
    for source in sources:
        data = (FOLDER / source["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (source["bytes"], source["sha256"])
    licence = (FOLDER / "LICENSE-phl-budget-data.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in licence


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("name", "measure"), [(ADOPTED, "original"), (ACTUAL, "actual")])
def test_budget_and_actual_by_department_and_class(name: str, measure: str, year: int) -> None:
    expected: dict[tuple[str, str], int] = defaultdict(int)
    for row in of_year(name, year):
        for heading, code in CLASSES.items():
            expected[JOINED.get(row["dept_code"], row["dept_code"]), code] += cents(row[heading])
    export = read(name, year)
    found = export.frame.groupby(["department_code", "economic_code"])["amount_cents"].sum()
    assert found.to_dict() == dict(expected)
    assert int(found.sum()) == sum(cents(row["total"]) for row in of_year(name, year))
    assert export.frame[["measure", "breakdown", "fund_code"]].drop_duplicates().to_numpy().tolist() == [
        [measure, "class", "GF"]
    ]
    assert export.findings == ()


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_every_quarter(year: int, quarter: int) -> None:
    assert measured(year, "final", quarter) == reported(year, "Target Budget", "Full Year", quarter)
    to_date = reported(year, "Actual", "YTD", quarter) if quarter < 4 else reported(year, "Actual", "Full Year")
    assert measured(year, "actual_to_date", quarter) == to_date


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", [ADOPTED, ACTUAL, QUARTERLY])
def test_nothing_is_lost(name: str, year: int) -> None:
    export = read(name, year)
    kept, aside = export.frame, export.set_aside
    rows = [*kept["source_row"].unique(), *aside["source_row"]]
    assert sorted(rows) == list(range(1, len(raw(name)) + 2))
    assert int(kept["amount_cents"].sum() + aside["debit_cents"].sum()) == sum(cents(row["total"]) for row in raw(name))
    assert set(aside["reason"]) <= {"header", "other_year", "part_of_another_row", "told_elsewhere", "not_used"}


@pytest.mark.parametrize("year", YEARS)
def test_parts_of_employee_benefits_add_up_to_their_row(year: int) -> None:
    totals: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in of_year(QUARTERLY, year):
        report = (row["report_fiscal_year"], row["report_quarter"], row["variable"], row["time_period"])
        if row["dept_code"].startswith("35-EB"):
            totals[report][row["dept_code"] != "35-EB"] += cents(row["total"])
    assert totals
    assert all(whole == parts for whole, parts in totals.values())


@pytest.mark.parametrize("year", YEARS)
def test_where_the_two_sources_agree_and_where_they_do_not(year: int) -> None:
    assert measured(year, "original") == reported(year, "Adopted Budget", "Full Year")
    difference = measured(year, "actual") - measured(year, "actual_to_date", 4)
    assert difference == {2019: 1_993_410_000, 2020: -33_900}.get(year, 0)


def test_the_report_that_repeats_another_is_told() -> None:
    found = {year: [finding.kind.check for finding in read(QUARTERLY, year).findings] for year in YEARS}
    assert found == {year: ["repeated_periods"] if year == 2020 else [] for year in YEARS}


@pytest.mark.parametrize("year", YEARS)
def test_what_the_measures_make_of_it(year: int) -> None:
    budget = budget_of_summary(summary(year), unit())
    assert int(budget[budget["budget_type"].eq("original")]["amount_cents"].sum()) == measured(year, "original")
    assert int(budget["amount_cents"].sum()) == measured(year, "final", 4)
    assert int(spending_of_summary(summary(year), unit())["actual_cents"].sum()) == measured(year, "actual")
    quarters = timeline_of_summary(summary(year), unit()).groupby("period")["actual_cents"].sum().cumsum()
    assert quarters.to_dict() == {quarter: measured(year, "actual_to_date", quarter) for quarter in (1, 2, 3, 4)}


def test_every_department_of_the_years_has_a_name() -> None:
    codes = {code for year in YEARS for code in summary(year)["department_code"]}
    assert codes <= set(unit().departments)
    assert all(summary(2021)["department_name"].ne(""))
