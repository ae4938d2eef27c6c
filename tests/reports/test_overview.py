"""What the indexes say of a year: which projects spent more than their budget, and which too little of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_workspace import SmallWorkspace, make_ledger

from perfkit.ledger.ledger import Ledger
from perfkit.reports.choice import Choice
from perfkit.reports.index import write_dossier, write_reports_index
from perfkit.reports.overview import overview
from perfkit.reports.plan import plan


def _spending(*cents: int) -> Ledger:
    ledger = make_ledger()
    return replace(ledger, spending=ledger.spending.assign(actual_cents=list(cents)))


@pytest.mark.parametrize(
    ("cents", "over", "under"),
    [
        ((10_000, 6_000), [], []),
        ((10_001, 6_000), [["机关运转", "0.00"]], []),
        ((2_010_000, 906_000), [["机关运转", "2.00"], ["<b>公务</b>用车", "0.90"]], []),
        ((8_999, 0), [], [["<b>公务</b>用车", "0.00 %"], ["机关运转", "89.99 %"]]),
        ((9_000, 6_000), [], []),
    ],
)
def test_projects_beyond_their_budget_are_named(cents, over, under):
    (figures,) = overview(_spending(*cents), "zh").figures
    assert (figures["is_told_by_line"], figures["over"], figures["under"]) == (True, over, under)


def test_a_budget_of_the_whole_alone_tells_nothing_of_its_projects():
    ledger = _spending(8_000, 3_000)
    (figures,) = overview(replace(ledger, budget=ledger.budget.assign(budget_project_code="")), "zh").figures
    assert (figures["is_told_by_line"], figures["over"], figures["under"]) == (False, [], [])


def test_the_index_of_all_reports_names_them(tmp_path):
    workspace = SmallWorkspace(tmp_path, {("demo", 2021): _spending(2_010_000, 3_000)})
    workspace.notebooks_folder.mkdir()
    for dossier in plan(workspace, Choice(language="zh")):
        write_dossier(workspace, dossier, {}, [])
    page = write_reports_index(workspace, "zh").read_text(encoding="utf-8")
    assert "▲ 超支：" in page
    assert "机关运转 2.00" in page
    assert "&lt;b&gt;公务&lt;/b&gt;用车 50.00 %" in page
