"""What an analyst sees of a ledger, a workspace, a finding: a few lines in the reader's language, every text escaped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_workspace import make_ledger

from perfkit.workspace import Workspace, open_workspace

LEDGER = """\
演示单位 · 2021 年度
  注意：演示数据，并非真实账务。
  来源文件：序时账.csv（读入 2 行，保留 2 行）
  行数：ledger.budget 2、ledger.spending 2、ledger.set_aside 0
  口径：全口径（全部资金）
  检查发现：错误 0，警示 1，提示 0"""


def test_a_ledger_tells_whose_it_is_what_was_read_and_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = make_ledger()
    assert repr(ledger) == LEDGER
    assert repr(ledger.findings) == "([警示] 凭证 <记-1> 逾期,)"
    assert repr(replace(ledger.findings[0], source_file="a.xlsx", source_row=7)) == "[警示] 凭证 <记-1> 逾期 (a.xlsx 7)"
    assert repr(ledger.of_project("P01")).startswith("演示单位 · 2021 年度 · 机关运转\n")
    monkeypatch.setenv("PERFKIT_LANGUAGE", "en")
    assert repr(ledger).startswith("Demo unit · fiscal year 2021\n  Note: Demonstration")
    assert "  Files: 序时账.csv (2 of 2 rows kept)\n" in repr(ledger)
    assert repr(ledger.findings[0]) == "[warning] voucher <记-1> is overdue"


def test_names_from_exports_are_text() -> None:
    html = make_ledger().of_project("P/02")._repr_html_()
    assert "&lt;b&gt;公务&lt;/b&gt;用车" in html
    assert "<b>" not in html
    ledger = make_ledger()
    hidden = replace(ledger, unit=replace(ledger.unit, name_zh="演示\u202e单位"))
    assert "演示‹U+202E›单位" in hidden._repr_html_()


def test_a_workspace_tells_its_units_and_years_also_those_that_cannot_be_read(tmp_path: Path) -> None:
    for year in ("demo/2020", "demo/2021", "odd/spring"):
        (tmp_path / "data" / "raw" / year).mkdir(parents=True)
    lines = repr(open_workspace(tmp_path)).splitlines()
    assert lines[:2] == [f"工作区 {tmp_path}", "  demo：demo 2020、2021"]
    assert "spring" in lines[2]


def test_an_evaluation_and_a_monitored_year_tell_where_they_stand(workspace: Workspace) -> None:
    from perfkit.evaluation import evaluate_unit, monitor

    ledger = workspace.load("lusong", 2021)
    told = repr(evaluate_unit(ledger)).splitlines()
    assert [line.split("：")[0].strip() for line in told] == [ledger.unit.name_zh, "得分", "满分", "不可计算，缺"]
    assert repr(monitor(ledger, {}, 6)).startswith(f"{ledger.unit.name_zh} · 2021 年度 · 1–6月\n")
