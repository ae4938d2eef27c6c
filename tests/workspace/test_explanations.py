"""explanations.toml in the folder of a year: read, checked, kept in the cache, part of what decides the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfkit.errors import BadConfiguration, UntraceableAmount
from perfkit.ledger.ledger import Ledger
from perfkit.measures import material_variances
from perfkit.reports.tracing import check_amounts
from perfkit.tables import variances_table
from perfkit.workspace import Workspace, open_workspace

BUDGET = """指标类型,月份,项目,资金性质,指标金额
年初预算,,运转,一般公共预算,150.00
年初预算,1,会务,一般公共预算,10.00
年初预算,2,会务,一般公共预算,10.00
"""
JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,120.00,
2021-01-05,记-1,付电费,8001,资金结存,,,,120.00
2021-01-06,记-2,会议,7201,事业支出,一般公共预算,会务,18.00,
2021-01-06,记-2,会议,8001,资金结存,,,,18.00
"""
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\nP2,会务,meetings,,\n"
ENTRY = """[[explanation]]
project = "{project}"
{period}
variance = "{variance}"
cause = "savings"
text = "节约用电"
author = "办公室"
date = 2022-01-05
evidence = "电费单.pdf"
"""


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """One unit of one year: 150.00 budgeted and 120.00 spent on P1; P2 has a plan by month."""
    year = tmp_path / "data" / "raw" / "unit" / "2021"
    year.mkdir(parents=True)
    for name, text in (("journal.csv", JOURNAL), ("budget.csv", BUDGET)):
        (year / name).write_text(text, encoding="utf-8")
    (year.parent / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    return open_workspace(tmp_path)


def explain(small: Workspace, project: str = "P1", period: str = "", variance: str = "30.00") -> Ledger:
    path = small.raw / "unit" / "2021" / "explanations.toml"
    path.write_text(ENTRY.format(project=project, period=period, variance=variance), encoding="utf-8")
    return small.load("unit", 2021)


def found(ledger: Ledger) -> list[tuple[str, str]]:
    named = ("unexplained_variances", "stale_explanations", "explanations_of_nothing", "missing_evidence_files")
    return [(f.kind.check, f.subject) for f in ledger.findings if f.kind.check in named]


def test_variances_of_the_year_and_of_the_periods_of_a_plan_need_an_explanation(small: Workspace) -> None:
    assert found(small.load("unit", 2021)) == [("unexplained_variances", "P1"), ("unexplained_variances", "P2")]


def test_an_explanation_settles_its_variance_and_survives_the_cache(small: Workspace) -> None:
    first = explain(small)
    assert found(first) == [("missing_evidence_files", "P1"), ("unexplained_variances", "P2")]
    again = small.load("unit", 2021)
    assert again.explanations.equals(first.explanations)
    assert again.of_project("P1").explanations["explanation"].tolist() == ["节约用电"]
    assert again.of_project("P2").explanations.empty


def test_what_it_says_decides_the_result(small: Workspace) -> None:
    explain(small)
    assert found(explain(small, variance="29.99")) == [
        ("missing_evidence_files", "P1"),
        ("stale_explanations", "P1"),
        ("unexplained_variances", "P2"),
    ]
    assert ("explanations_of_nothing", "P7") in found(explain(small, project="P7"))
    assert ("explanations_of_nothing", "P1") in found(explain(small, period="period = 3"))
    of_period = explain(small, project="会务", period="period = 1", variance="-8.00")
    assert [f.text() for f in of_period.findings if f.kind.check == "unexplained_variances" and f.subject == "P2"] == [
        "会务有 1 个期间的执行与分期预算有重大差异，没有说明原因：2月 10.00。请在 explanations.toml 中说明。"
    ]


def test_the_amounts_of_the_table_are_the_sums_of_the_lines_that_they_open(small: Workspace) -> None:
    """Of the year of P1 and of two periods of P2: three amounts each."""
    ledger = small.load("unit", 2021)
    html = variances_table(material_variances(ledger), ledger)._repr_html_()
    assert check_amounts(html, lambda _: ledger) == 9
    with pytest.raises(UntraceableAmount):
        check_amounts(html.replace("120.00", "120.01"), lambda _: ledger)


def test_a_wrong_entry_stops_the_year_with_one_sentence(small: Workspace) -> None:
    with pytest.raises(BadConfiguration, match=r"unit/2021/explanations\.toml.*variance"):
        explain(small, variance="30.001")


def test_one_in_the_folder_of_the_unit_is_told(small: Workspace) -> None:
    (small.raw / "unit" / "explanations.toml").write_text("", encoding="utf-8")
    told = [f.subject for f in small.load("unit", 2021).findings if f.kind.check == "unread_paths"]
    assert told == ["unit/explanations.toml"]
