"""reports/units.html: made from the manifests alone, for units whose books have one currency."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_workspace import SmallWorkspace, make_ledger

from perfkit.errors import EmptyFile
from perfkit.ledger.ledger import Ledger
from perfkit.reports.choice import Choice
from perfkit.reports.index import write_dossier, write_reports_index
from perfkit.reports.plan import plan


def _of(code: str, year: int, spent: int, currency: str = "元") -> Ledger:
    ledger = make_ledger(year)
    unit = replace(ledger.unit, code=code, name_zh=f"<{code}>", name_en=f"unit {code}", currency_zh=currency)
    spending = ledger.spending.assign(actual_cents=[spent, 0])
    return replace(ledger, unit=unit, spending=spending, timeline=spending)


def _indexed(root: Path, ledgers: list[Ledger], language: str = "zh", **faults: Exception) -> str:
    """The page after every unit was run; "" if there is none."""
    known: dict = {(ledger.unit.code, ledger.year): ledger for ledger in ledgers}
    workspace = SmallWorkspace(root, {**known, **{(code, 2021): fault for code, fault in faults.items()}})
    workspace.notebooks_folder.mkdir(exist_ok=True)
    for dossier in plan(workspace, Choice(language=language)):
        write_dossier(workspace, dossier, {}, [])
    workspace.load = None  # the comparison loads nothing
    index = write_reports_index(workspace, language).read_text(encoding="utf-8")
    page = root / "reports" / "units.html"
    assert ("units.html" in index) == page.exists()
    return page.read_text(encoding="utf-8") if page.exists() else ""


def test_the_units_stand_side_by_side_with_their_rates(tmp_path):
    page = _indexed(tmp_path, [_of("a", 2021, 8_000), _of("b", 2021, 15_000), _of("a", 2020, 4_000)])
    assert "2 个单位中有 1 个执行率低于 90.00 %，最低的是" in page
    assert "2021 年各单位预算执行" in page
    assert "50.00 %</td>" in page
    assert "93.75 %</td>" in page
    assert "25.00 %</td>" in page, "the rate of the year before"
    assert "71.88 %" in page, "of both together"
    assert "2020 年各单位预算执行" not in page, "one unit alone is no comparison"
    assert "<a>" not in page
    assert "&lt;a&gt;" in page
    assert (tmp_path / "reports" / "assets" / "plotly.js").exists()


def test_what_could_not_be_loaded_is_named(tmp_path):
    ledgers = [_of("a", 2021, 8_000), _of("b", 2021, 15_000)]
    assert "数据未能读取，未列入：c。" in _indexed(tmp_path, ledgers, c=EmptyFile(path="账.csv"))
    assert "the data could not be loaded: c." in _indexed(tmp_path, ledgers, "en", c=EmptyFile(path="账.csv"))


@pytest.mark.parametrize(
    "ledgers",
    [[_of("a", 2021, 1)], [_of("a", 2021, 1), _of("b", 2021, 1, "美元")], [_of("a", 2020, 1), _of("b", 2021, 1)]],
)
def test_without_two_units_to_compare_there_is_no_page(tmp_path, ledgers):
    assert _indexed(tmp_path, [_of("a", 2021, 1), _of("b", 2021, 1)])
    assert _indexed(tmp_path, ledgers) == ""
