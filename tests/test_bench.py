"""The benches run: what they measure with, code in strings above all, is as perfkit is now. No timing is looked at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from bench import district, engines, forecasting, raw_parsers, reading, reports
from bench.journals import Books, write_year
from bench.measuring import HEAD, Cost, program, started
from perfkit.workspace import open_workspace

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="they measure with what POSIX systems tell of processes"
)


def measured(lines: Iterable[str]) -> list[str]:
    """What each line of the table is about; every line has the cells of the head."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {len(line) for line in cells} == {len(HEAD)}
    return [line[0] for line in cells]


def same_cost(*_: object, **__: object) -> Cost:
    return Cost(1.0, 1.0, 1.0)


@pytest.mark.parametrize("name", sorted(path.stem for path in Path(reports.__file__).parent.glob("*.py")))
def test_every_program_finds_what_it_imports(name: str) -> None:
    assert import_module(f"bench.{name}").__doc__


def test_a_program_is_measured_by_itself() -> None:
    """Neither its words nor the memory of whoever measures it make a difference."""
    large = bytearray(256 * 2**20)
    cost, printed = started([sys.executable, "-S", "-c", "print('[1, 2, 3]')"])
    assert printed == ["[1, 2, 3]"]
    assert 0 < cost.peak < len(large) / 2**20
    assert cost.seconds > 0


def test_a_program_that_fails_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        program([sys.executable, "-S", "-c", "raise SystemExit('no such ledger')"])
    assert "no such ledger" in capfd.readouterr().err


def test_reading(tmp_path: Path) -> None:
    assert measured(reading.rows(tmp_path, 400, 40, 1)) == [
        "xlsx of 40 lines to the checked parquet",
        "CSV of 400 lines to budget versus actual by project and month",
        "its peak memory",
        "CSV of 400 lines, loaded again",
        "CSV of 400 lines, hash and checks",
    ]


def test_the_parser_of_text_alone(tmp_path: Path) -> None:
    cells = raw_parsers.compare("csv", 400, 1, tmp_path).strip("| ").split(" | ")
    assert cells[:2] == ["csv", "400"]
    assert len(cells) == len(raw_parsers.HEAD)


def test_engines_that_are_not_installed_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What perfkit does in their place runs all the same."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    told = measured(engines.rows(tmp_path, 400, tmp_path))
    assert told == ["hledger is not installed", "bean-query is not installed"]


@pytest.mark.parametrize("is_there", [True, False])
def test_reports_beside_stock_tools_or_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    """Batches are not made here: the table is."""
    monkeypatch.setattr(reports, "_LINES", 40)
    for name in ("program", "_floor"):
        monkeypatch.setattr(reports, name, same_cost)
    for name in ("papermill", "jupyter-nbconvert") if is_there else ():
        (tmp_path / name).touch()
    told = measured(reports.rows(tmp_path, 4, 8, 1, tmp_path))
    missing = f"papermill and jupyter-nbconvert are not installed in {tmp_path}"
    small = ["4 reports", "4 reports", "4 reports", "4 reports, spawned"] if is_there else [missing]
    large = ["8 reports"] * (2 if is_there else 1)
    assert told == ["perfkit --help", *small, *large, "8 reports, nothing changed"]


def test_districts_are_written_and_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(district, "program", same_cost)
    assert measured(district.rows(tmp_path, [1, 2], 40))[::2] == [
        f"district of {units} units x 3 years, per unit and year" for units in (1, 2)
    ]
    workspace = open_workspace(tmp_path / "district2")
    assert workspace.units() == ["u001", "u002"]
    assert workspace.years("u002") == [2020, 2021, 2022]
    assert len(workspace.load("u002", 2022).journal) == 40


def test_forecasts_are_told_for_the_unit_and_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year in (2019, 2020, 2021):
        write_year(tmp_path, Books(400, year, projects=2))
    forecasting.tell(open_workspace(tmp_path), "unit")
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if line.startswith("##")] == [
        "## unit 2019-2021: whole unit",
        "## unit 2019-2021: lines",
    ]
