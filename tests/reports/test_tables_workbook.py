"""The tables of a dossier as a workbook: numbers that add up, live sums, texts that stay texts, the same bytes twice."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from textframes import table
from workbookxml import SOFFICE, cells, parts, worked_out
from yearbook import LEDGER

from perfkit.errors import CannotWrite
from perfkit.ledger.corrections import Correction
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.units import Project
from perfkit.reports import dossier_tables as selection
from perfkit.reports import tables_workbook as module
from perfkit.reports.papers import paper_name, write_paper
from perfkit.reports.tables_workbook import tables_workbook, write_tables_workbook
from perfkit.workspace import Workspace

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "http://example.org",
    "<b>",
    "{{ x }}",
    "\x00\u202ea",
)
EVIL = FindingKind("evil", "error", "=1+1", "=1+1", "{subject}", "{subject}")
CONTRACTS = conform(
    table(
        """
        contract_number | summary | budget_project_code | amount_cents | paid_cents | is_paid_known
        HT-1            | =1+1    | P1                  | 100          | 40         | yes
        HT-2            | 租车    | P4                  | 9.50         | 0          | no
        """
    ).assign(party_name=HOSTILE[4]),
    "commitments",
)


def hostile_ledger() -> Ledger:
    projects = (Project("P1", HOSTILE[3]), *LEDGER.unit.projects[1:])
    findings = tuple(Finding(EVIL, subject=text, source_file="=cmd.csv") for text in HOSTILE)
    unit = replace(LEDGER.unit, projects=projects)
    return replace(LEDGER, unit=unit, findings=findings, commitments=CONTRACTS)


def written(
    tmp_path: Path, ledger: Ledger = LEDGER, language: str = "zh", earlier: dict[int, Ledger] | None = None
) -> Path:
    path = tmp_path / "tables.xlsx"
    write_tables_workbook(path, ledger, earlier or {}, language)  # type: ignore[arg-type]
    return path


def sheets(path: Path) -> dict[str, str]:
    """Name -> XML of each sheet, in order."""
    told = parts(path)
    names = re.findall(r'<sheet name="([^"]+)"', told["xl/workbook.xml"])
    return {name: told[f"xl/worksheets/sheet{number}.xml"] for number, name in enumerate(names, start=1)}


def texts(path: Path) -> list[str]:
    """The shared texts of a workbook."""
    return re.findall(r"<t[^>]*>(.*?)</t>", parts(path)["xl/sharedStrings.xml"], flags=re.DOTALL)


def test_every_part_of_the_dossier_has_its_sheet(tmp_path: Path) -> None:
    path = written(tmp_path, replace(LEDGER, commitments=CONTRACTS), earlier={2020: replace(LEDGER, year=2020)})
    assert list(sheets(path)) == [
        "目录", "单位整体", "按预算项目·全口径", "按预算项目·财政拨款", "两个口径", "按支出性质", "按资金性质", "按经济分类",
        "预算项目×经济分类", "重大差异", "合同", "预算文件", "执行进度·全口径", "执行进度·财政拨款", "年度对比", "检查发现",
        "读取情况", "支出明细", "来源",
    ]  # fmt: skip
    assert any("ab" * 32 in text for text in texts(path)), "the hash of a source file"
    assert "示例数据" in texts(path)


def test_amounts_are_numbers_in_yuan_and_a_total_that_is_a_sum_is_a_live_one(tmp_path: Path) -> None:
    """Budget 299 + 15.31 + 40, spending 223.20 + 0 + 45.02: the lines of the tables above."""
    found = cells(sheets(written(tmp_path))["按预算项目·全口径"])
    actual = {place: cell for place, cell in found.items() if place.startswith("E")}
    assert [float(actual[f"E{row}"][2]) for row in (5, 6, 7)] == [223.20, 0.0, 45.02]
    assert actual["E8"][1:] == ("SUM(E5:E7)", "268.22")
    assert found["F8"][1:] == ("SUM(F5:F7)", "86.09")
    assert found["G8"][1] == "", "a rate is no sum"
    assert float(found["G8"][2]) == pytest.approx(0.7570, abs=5e-5)


def test_a_total_that_is_no_sum_of_its_lines_is_a_plain_number(tmp_path: Path) -> None:
    ledger = replace(LEDGER, commitments=CONTRACTS)
    found = cells(sheets(written(tmp_path, ledger))["合同"])
    assert found["G7"][1:] == ("", "40"), "one line of it is not known"
    assert found["F7"][1:] == ("SUM(F5:F6)", "109.5")


def test_what_is_not_known_says_so_and_is_never_0(tmp_path: Path) -> None:
    path = written(tmp_path, replace(LEDGER, budget=empty("budget")))
    found = cells(sheets(path)["按预算项目·全口径"])
    told = [texts(path)[int(found[place][2])] for place in ("B5", "C5", "F5")]
    assert [found[place][0] for place in ("B5", "C5", "F5")] == ["s"] * 3
    assert told == ["—"] * 3
    assert any("不可计算，缺预算文件" in text for text in texts(path))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    path = written(tmp_path, hostile_ledger())
    formulas = [cell[1] for xml in sheets(path).values() for cell in cells(xml).values() if cell[1]]
    assert formulas
    assert all(re.fullmatch(r"SUM\([A-Z]+\d+(:[A-Z]+\d+)?\)", formula) for formula in formulas)
    links = [text for name, text in parts(path).items() if "_rels/sheet" in name]
    assert not any("http://example.org" in text or "http://x" in text for text in links)
    for xml in sheets(path).values():
        targets = re.findall(r"<hyperlink [^>]*location=\"([^\"]*)\"", xml)
        assert all(target.startswith("'") for target in targets)
    assert "=1+1" in texts(path)
    assert 'quotePrefix="1"' in parts(path)["xl/styles.xml"]
    assert not any("\x00" in text for text in texts(path))


def test_headings_stay_in_sight_and_pages_are_numbered(tmp_path: Path) -> None:
    found = sheets(written(tmp_path))
    assert '<pane xSplit="1" ySplit="4"' in found["按预算项目·全口径"]
    assert "第 &amp;P 页" in found["按预算项目·全口径"]
    assert 'orientation="landscape"' in found["检查发现"]
    names = parts(tmp_path / "tables.xlsx")["xl/workbook.xml"]
    assert "Print_Titles" in names
    assert "<autoFilter" not in found["按预算项目·全口径"], "short tables have no filter"
    assert "<autoFilter" in found["执行进度·全口径"]


def test_a_native_chart_shows_execution_by_project(tmp_path: Path) -> None:
    path = written(tmp_path)
    charts = [text for name, text in parts(path).items() if name.startswith("xl/charts/chart")]
    assert len(charts) == 2, "one for each scope"
    chart = charts[0]
    assert "<c:barChart>" in chart
    assert "'按预算项目·全口径'!$E$5:$E$7" in chart
    assert "'按预算项目·全口径'!$D$5:$D$7" in chart
    assert "112.55 % 超支" in chart
    assert "wdUpDiag" in chart, "overspending is seen without colour"


def test_a_year_without_spending_or_with_too_many_lines_has_no_chart(tmp_path: Path) -> None:
    without = replace(LEDGER, spending=empty("spending"), timeline=empty("spending"))
    assert not any("chart" in name for name in parts(written(tmp_path, without)))
    rows = LEDGER.budget.loc[[0] * 121].assign(budget_project_code=[f"X{number}" for number in range(121)])
    many = replace(LEDGER, budget=rows, spending=LEDGER.spending.iloc[:0])
    assert not any("chart" in name for name in parts(written(tmp_path, many)))


def test_long_tables_are_filtered_and_long_ledgers_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = pd.concat([LEDGER.spending] * 4, ignore_index=True)
    path = written(tmp_path, replace(LEDGER, spending=lines))
    assert "<autoFilter" in sheets(path)["支出明细"]
    for one in (selection, module):
        monkeypatch.setattr(one, "MOST_LINES", 15)
    path = written(tmp_path, replace(LEDGER, spending=lines))
    assert "支出明细" not in sheets(path)
    assert any("支出明细 16 行，超过本表上限 15 行" in text for text in texts(path))


def test_every_line_of_spending_names_its_project(tmp_path: Path) -> None:
    path = written(tmp_path)
    found = cells(sheets(path)["支出明细"])
    names = [texts(path)[int(found[f"A{row}"][2])] for row in range(5, 9)]
    assert names == ["车辆", "车辆", "印刷", "印刷"]
    assert "A9" not in found, "the total names none"
    assert found["H9"][1] == "SUM(H5:H8)"


def test_it_speaks_english_and_is_the_same_twice() -> None:
    once, twice = (tables_workbook(hostile_ledger(), {}, "en") for _ in range(2))
    assert once == twice


def test_in_english(tmp_path: Path) -> None:
    path = written(tmp_path, LEDGER, "en")
    assert list(sheets(path))[:2] == ["Contents", "Whole unit"]
    assert any(text.startswith("Amounts are in yuan") for text in texts(path))
    assert "112.55 % overspent" in next(t for n, t in parts(path).items() if n.startswith("xl/charts/chart"))


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "no").write_text("", encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_tables_workbook(tmp_path / "no" / "x.xlsx", LEDGER, {})


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: formulas were not recalculated")
def test_recalculated_sums_are_the_written_ones(tmp_path: Path) -> None:
    path = written(tmp_path, replace(LEDGER, commitments=CONTRACTS))
    before, after = sheets(path), sheets(worked_out(path, tmp_path))
    compared = 0
    for name, xml in before.items():
        again = cells(after[name])
        for place, (_, formula, value) in cells(xml).items():
            if formula:
                assert float(again[place][2]) == pytest.approx(float(value), abs=1e-9), (name, place)
                compared += 1
    assert compared > 30


def test_the_case_has_its_tables_as_the_paper_of_the_page_of_the_unit(workspace: Workspace, tmp_path: Path) -> None:
    """The four figures of the case, and the sum of all lines: 25,584,200.00."""
    path = tmp_path / "paper.xlsx"
    write_paper("tables", workspace, {"unit": "lusong", "year": 2021, "language": "zh"}, path)
    found = sheets(path)
    assert {"公开数字", "按经济分类·全口径", "按经济分类·财政拨款", "年度对比"} <= set(found), "long tables stand alone"
    lines = cells(found["支出明细"])
    (total,) = [cell for cell in lines.values() if cell[1]]
    assert float(total[2]) == 25_584_200.00
    shown = cells(found["重大差异"])
    assert [float(shown[f"D{row}"][2]) for row in range(5, 10)] == [
        1_511_600.00, 758_000.00, 3_395_200.00, 62_700.00, -50_200.00,
    ]  # fmt: skip
    assert paper_name("tables", "20_unit_execution") == "papers/20_unit_execution.xlsx"


def test_corrections_are_listed(tmp_path: Path) -> None:
    one = Correction(1, "budget", {"source_row": "2"}, "amount_cents", "1.00", "2.00", "少录", "财务室", "2022-03-01")
    path = written(tmp_path, replace(LEDGER, corrections=(one,)))
    assert "更正清单（1 条）" in texts(path)
