"""The exports of the case, read without perfkit's readers: do they say what the published report says?"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from rawcells import RAW, YEARS, attributes, budget, cents, journal, posted, projects, published

ROOT = RAW.parents[2]
EXPORTS = ("journal.xlsx", "balances.xlsx", "budget.xlsx")
#: A list of contracts, of one year only.
CONTRACTS = {2022: ("commitments.xlsx",)}
#: What is made beside the exports and SOURCES.toml: it describes, and is registered nowhere.
DESCRIBED = "2021/targets.xlsx"
#: The printed figures in 万元, typed from the report and not from published.csv.
PRINTED = {
    "B01": "2951.09", "I01": "2394.68", "E01": "2394.68", "E02": "2082.70", "E03": "311.98",
    "E04": "283.03", "E05": "28.95", "P01": "173.16", "P02": "1679.95", "P03": "7.78", "P04": "1.73", "P05": "0.60",
    "P06": "45.02", "P07": "1.45", "P08": "157.70", "P09": "15.31", "F01": "0", "F02": "0", "F03": "0",
    "B02": "2951.09", "T01": "2558.42", "A01": "2140.00", "A02": "1800.48", "A03": "8.00", "A04": "1.73",
    "A05": "40.00", "A06": "45.02", "A07": "299.00", "A08": "223.20",
    "X01": "0.60", "X02": "1.45", "X03": "157.70", "X04": "15.31",
}  # fmt: skip


def selected(row: dict[str, str]) -> int:
    """What the raw cells give for one published figure, in cents."""
    wanted = dict(part.split("=") for part in row["select"].split(";")) if row["select"] else {}
    if row["measure"] == "income":
        return -sum(line.net for line in posted(2021, "6001"))
    if row["measure"] == "actual":
        rows = [(attributes(line), line.net) for line in posted(2021, "7201")]
        fiscal = row["scope"] == "fiscal_appropriation"
        rows = [(a, n) for a, n in rows if not fiscal or a["fund_code"] == "11"]
        return sum(n for a, n in rows if all(a[key] == value for key, value in wanted.items()))
    kind = {"original_budget": "年初预算", "supplementary_budget": "追加"}[row["measure"]]
    lines = [line for line in budget(2021) if line["指标类型"] == kind]
    if wanted:
        lines = [ln for ln in lines if ln["项目名称"] and projects()[ln["项目名称"]]["code"] in wanted.values()]
    return sum(cents(line["指标金额"]) for line in lines)


@pytest.mark.parametrize("figure", PRINTED)
def test_every_printed_amount_comes_out_to_the_cent(figure: str) -> None:
    assert selected(published()[figure]) == Decimal(PRINTED[figure]) * 1_000_000


@pytest.mark.parametrize("figure", PRINTED)
def test_published_csv_says_what_the_report_prints(figure: str) -> None:
    value = published()[figure]["value"].replace(",", "")
    assert Decimal(value) == Decimal(PRINTED[figure])


def test_published_csv_holds_all_59_printed_figures() -> None:
    ids = [*PRINTED, "T02", *(f"C{n:02d}" for n in range(1, 26))]
    assert sorted(published()) == sorted(ids)
    assert published()["T02"]["value"] == "86.69"


def test_execution_rates() -> None:
    spent = sum(line.net for line in posted(2021, "7"))
    original = sum(cents(line["指标金额"]) for line in budget(2021) if line["指标类型"] == "年初预算")
    final = sum(cents(line["指标金额"]) for line in budget(2021))
    assert final == 312_615 * 10_000
    assert (round(spent / original * 100, 2), round(spent / final * 100, 2)) == (86.69, 81.84)


def test_other_funds_explain_the_gap_between_the_scopes() -> None:
    gap = Counter[str]()
    for line in posted(2021, "7201"):
        if line.aux["资金性质"] != "一般公共预算":
            gap[attributes(line)["budget_project_code"]] += line.net
    assert gap == {"P02": 112_750_000, "P01": 50_040_000, "": 950_000}


def test_the_year_looks_like_the_one_reported() -> None:
    said = [line.said for line in posted(2021, "7201")]
    assert 2000 <= len(journal(2021)) <= 4000
    assert sum(text.startswith("支付维修队") for text in said) >= 80
    assert len({text for text in said if text.startswith("支付") and text.endswith("工程款")}) == 16
    assert {f"支付客运公司7月{bus}号班车租赁费" for bus in (1, 2, 3, 4)} <= set(said)
    monthly = Counter[str]()
    for line in posted(2021, "7201"):
        monthly[line.day[5:7]] += line.net
    assert len(monthly) == 12
    assert max(monthly, key=monthly.__getitem__) == "12"


def test_neighbouring_years_show_every_kind_of_budget_change() -> None:
    kinds = {line["指标类型"] for year in (2020, 2022) for line in budget(year)}
    assert kinds == {"年初预算", "追加", "调减", "调剂", "上年结转"}
    for year in (2020, 2022):
        assert sum(cents(line["指标金额"]) for line in budget(year) if line["指标类型"] == "调剂") == 0


def test_2022_spends_without_budget_and_budgets_without_spending() -> None:
    spent = {attributes(line)["budget_project_code"] for line in posted(2022, "7201")} - {""}
    budgeted = {projects()[line["项目名称"]]["code"] for line in budget(2022) if line["项目名称"]}
    assert (spent - budgeted, budgeted - spent) == ({"P13"}, {"P12"})


@pytest.mark.parametrize("year", YEARS)
def test_sources_prove_the_files_and_say_what_they_are(year: int) -> None:
    entries = tomllib.loads((RAW / str(year) / "SOURCES.toml").read_text(encoding="utf-8"))["file"]
    assert [entry["name"] for entry in entries] == [*EXPORTS, *CONTRACTS.get(year, ())]
    for entry in entries:
        content = (RAW / str(year) / entry["name"]).read_bytes()
        assert (entry["sha256"], entry["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
        assert entry["bytes"] < 1_000_000
        assert "并非真实凭证" in entry["note"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The exports made twice."""
    folders = tmp_path_factory.mktemp("once"), tmp_path_factory.mktemp("twice")
    for folder in folders:
        subprocess.run([sys.executable, "-m", "data.make_lusong", "--out", folder], cwd=ROOT, check=True)
    return folders


def test_making_the_exports_twice_gives_the_same_bytes(made: tuple[Path, Path]) -> None:
    once, twice = ({path.relative_to(d): path.read_bytes() for path in d.rglob("*.*")} for d in made)
    assert len(once) == 14
    assert Path(DESCRIBED) in once
    assert once == twice


def test_the_exports_in_the_project_are_the_ones_the_script_makes(made: tuple[Path, Path]) -> None:
    # Members, not files: how tightly zlib packs them differs between builds of Python.
    for year in YEARS:
        for name in (*EXPORTS, *CONTRACTS.get(year, ())):
            assert members(made[0] / str(year) / name) == members(RAW / str(year) / name)
    assert members(made[0] / DESCRIBED) == members(RAW / DESCRIBED)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
