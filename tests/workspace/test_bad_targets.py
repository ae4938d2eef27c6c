"""Bad targets, evidence and words, through a workspace: one sentence each with sheet and row, and no form with a hole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from readers.exports import write_workbook

from perfkit.cli import main
from perfkit.evaluation.forms.attachments import all_forms
from perfkit.evaluation.report.sections import self_evaluation_report
from perfkit.ledger.forms import NUMERIC, Form
from perfkit.ledger.ledger import Ledger
from perfkit.readers.described.target_columns import TARGET_HEADINGS
from perfkit.reports.docx import docx_bytes
from perfkit.reports.forms import forms_bytes
from perfkit.workspace import open_workspace

JOURNAL = """日期,凭证号,摘要,科目编码,科目名称,资金性质,项目,经济分类,借方金额,贷方金额
2021-01-05,记-1,付电费,7201,事业支出,一般公共预算,运转,30206,90.00,
2021-01-05,记-1,付电费,6001,财政拨款预算收入,一般公共预算,,,,90.00
2021-02-05,记-2,付油费,7201,事业支出,单位资金,运转,30239,5.00,
2021-02-05,记-2,付油费,6609,其他预算收入,单位资金,,,,5.00
"""
BUDGET = """指标类型,指标文号,资金性质,项目名称,部门经济分类,指标金额
年初预算,1号,一般公共预算,运转,30206,95.00
年初预算,1号,单位资金,运转,30239,5.00
"""
UNIT = 'name_zh = "某办公室"\n[departments]\nD1 = "办公室"\n[evaluation]\nprovince = "湖南"\n'
PROJECTS = "code,name_zh,name_en,aliases,budget_project_code\nP1,运转,operation,,\n"
RIGHT = {
    "subject": "运转", "level1_name": "产出指标", "level2_name": "数量指标", "indicator_name": "班车", "comparison": "≥",
    "target_text": "4", "measure_unit": "台", "weight": "50", "actual_text": "4", "evidence_document": "记录.pdf",
    "department_name": "办公室",
}  # fmt: skip
EFFECT = {**RIGHT, "level1_name": "效益指标", "indicator_name": "保障", "weight": "30"}
CONTENT = {**RIGHT, "level1_name": "满意度指标", "indicator_name": "满意度", "measure_unit": "%", "target_text": "90",
           "actual_text": "95", "survey_number": "100", "weight": "10"}  # fmt: skip
#: Weights that add up, evidence, units, numbers: nothing is to be said of these rows.
ROWS = (RIGHT, EFFECT, CONTENT)
Load = Callable[..., Ledger]


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """The folder of the year, with exports and one piece of evidence."""
    unit = tmp_path / "data" / "raw" / "office"
    folder = unit / "2021"
    (folder / "evidence").mkdir(parents=True)
    for path, text in (
        (unit / "unit.toml", UNIT), (unit / "projects.csv", PROJECTS), (folder / "journal.csv", JOURNAL),
        (folder / "budget.csv", BUDGET), (folder / "evidence" / "记录.pdf", "x"),
    ):  # fmt: skip
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def load(year: Path) -> Load:
    """The ledger of the year with these rows of targets; row 2 of the sheet is the first."""

    def loaded(*rows: dict[str, str], narrative: str = "") -> Ledger:
        cells = [[row.get(field, "") for field in TARGET_HEADINGS] for row in rows]
        write_workbook(year / "targets.xlsx", {"绩效指标": [list(TARGET_HEADINGS.values()), *cells]})
        (year / "narrative.md").write_text(narrative, encoding="utf-8")
        return open_workspace(year.parents[3]).load("office", 2021)

    return loaded


def of_targets(ledger: Ledger) -> list[tuple[str, str, int, str]]:
    """What is said of targets and narrative: check, sheet, row and sentence."""
    found = [one for one in ledger.findings if one.source_file in ("targets.xlsx", "narrative.md")]
    return [(one.kind.check, one.source_sheet, one.source_row, one.text()) for one in found]


def test_right_rows_are_scored_and_nothing_is_said_of_them(load: Load) -> None:
    ledger = load(*ROWS)
    assert of_targets(ledger) == []
    form = next(form for form in all_forms(ledger) if form.sheet == "项目自评-运转")
    assert total(form) == "99.50"


def total(form: Form) -> str:
    """The score in the last row of a form; what it lacks, if it has none."""
    row = next(cell.row for cell in form.cells if cell.value == "总分")
    cell = [cell for cell in form.cells if cell.row == row and cell.kind == "points"][-1]
    return f"{cell.value:.2f}" if cell.value is not None else cell.lacks


FAULTS = [
    # Weights that do not add to the total.
    (({**RIGHT, "weight": "40"}, EFFECT, CONTENT), "target_weights", 2, "分值合计 40.00，应为 50.00，相差 -10.00"),
    ((RIGHT, {**EFFECT, "weight": ""}, {**EFFECT, "indicator_name": "另一", "weight": "20"}, CONTENT), "target_weights", 3,
     "其中 1 个没有分值，已填分值合计 20.00，应为 30.00"),
    # An indicator without a unit.
    (({**RIGHT, "measure_unit": ""}, EFFECT, CONTENT), "incomplete_targets", 2, "第 2 行（班车）没有填写“计量单位”"),
    # Text where a number must be.
    (({**RIGHT, "target_text": "四"}, EFFECT, CONTENT), "unreadable_targets", 2, "“年度指标值”应为数字，实为“四”"),
    (({**RIGHT, "actual_text": "很多"}, EFFECT, CONTENT), "unreadable_targets", 2, "“实际完成值”应为数字，实为“很多”"),
    # Two rows for one indicator.
    (({**RIGHT, "weight": "25"}, {**RIGHT, "weight": "25"}, EFFECT, CONTENT), "repeated_targets", 3, "“班车”与第 2 行重复"),
    # An unknown department.
    (({**RIGHT, "department_name": "食堂"}, EFFECT, CONTENT), "unknown_target_departments", 2, "责任部门“食堂”不在 unit.toml"),
    # An evidence file that is not there.
    (({**RIGHT, "evidence_document": "台账.xlsx"}, EFFECT, CONTENT), "missing_evidence_files", 2, "“台账.xlsx”不在 evidence"),
    # References of an actual to nothing, and to two scopes.
    (({**RIGHT, "actual_text": "{{ actual: project=食堂 }}"}, EFFECT, CONTENT), "unresolved_references", 2, "project 没有“食堂”"),
    (({**RIGHT, "actual_text": "{{ actual: unit=元 }}", "measure_unit": "元"}, EFFECT, CONTENT), "references_of_two_scopes", 2,
     "全口径（全部资金） 95.00元，财政拨款 90.00元"),
    # A project that nobody knows, points beyond the tier, a missed target without a reason.
    ((*ROWS, {**RIGHT, "subject": "食堂"}), "unknown_target_subjects", 5, "对象“食堂”不是本单位的项目"),
    (({**RIGHT, "comparison": "定性", "measure_unit": "", "tier": "部分达成", "awarded": "50", "deviation_reason": "缺人"},
      EFFECT, CONTENT), "points_outside_tier", 2, "应得 30.00–39.99 分，手填为 50.00 分"),
    (({**RIGHT, "actual_text": "3"}, EFFECT, CONTENT), "missed_targets_without_reason", 2, "年度指标值 ≥4台，实际 3台"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "check", "row", "words"), FAULTS, ids=[f"{fault[1]}-{n}" for n, fault in enumerate(FAULTS)]
)
def test_a_fault_is_one_sentence_with_sheet_and_row(
    load: Load, rows: tuple[dict[str, str], ...], check: str, row: int, words: str
) -> None:
    ledger = load(*rows)
    told = [one for one in ledger.findings if one.kind.check == check]
    assert [(one.source_file, one.source_sheet, one.source_row) for one in told] == [("targets.xlsx", "绩效指标", row)]
    for language, place in (("zh", f"第 {row} 行"), ("en", f"row {row}")):
        text = told[0].text(language)
        assert "\n" not in text
        assert "{u" not in text
        assert "绩效指标" in text
        assert place in text
    assert words in told[0].text()
    require_no_holes(ledger)


def require_no_holes(ledger: Ledger) -> None:
    """No numeric cell of any form is blank without a reason, and none of the points reads 0."""
    for form in all_forms(ledger):
        for cell in form.cells:
            if cell.kind in NUMERIC:
                assert cell.value is not None or cell.lacks, (form.sheet, cell)
        assert not [cell for cell in form.cells if cell.kind == "points" and cell.value == 0], form.sheet


@pytest.mark.parametrize(
    ("narrative", "check", "row", "words"),
    [
        ("## 资金使用\n\n花了 {{ actual: project=食堂 }}。", "unresolved_references", 3, "project 没有“食堂”"),
        ("## 资金使用\n花了 {{ actual }}。", "references_of_two_scopes", 2, "请写明 scope=all_funds 或"),
        ("## 资金使用\n花了 {{ }}。", "unresolved_references", 2, "写法应为"),
        ("## 钱\n花了。", "unknown_narrative_headings", 2, "标题“钱”不在报告提纲中"),
    ],
)
def test_a_faulty_reference_in_the_words_is_told_with_its_line(
    load: Load, narrative: str, check: str, row: int, words: str
) -> None:
    ledger = load(*ROWS, narrative=narrative)
    ((found, sheet, line, text),) = of_targets(ledger)
    assert (found, sheet, line) == (check, "", row)
    assert text.startswith(f"narrative.md 第 {row} 行：")
    assert words in text
    report = self_evaluation_report(ledger)
    assert "0.00万元" not in "".join(figure.text for figure in report.figures() if figure.reference == "{{ actual }}")


def test_the_command_tells_them_and_fails(load: Load, year: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    load({**RIGHT, "weight": "40"}, EFFECT, CONTENT)
    monkeypatch.chdir(year.parents[3])
    assert main(["check", "--unit", "office", "--year", "2021"]) == 5
    told = capsys.readouterr().out
    assert "targets.xlsx 绩效指标 第 2 行起），分值合计 40.00，应为 50.00" in told


def test_another_workbook_is_refused(load: Load, year: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    load(*ROWS)
    write_workbook(year / "targets.xlsx", {"表1": [["日期", "金额"], ["2021-01-01", "5"]]})
    monkeypatch.chdir(year.parents[3])
    assert main(["check", "--unit", "office", "--year", "2021"]) == 4
    told = capsys.readouterr().err.strip()
    assert len(told.splitlines()) == 1
    assert "office/2021/targets.xlsx" in told
    assert "对象、三级指标、年度指标值" in told


def test_a_changed_evidence_folder_is_seen_by_the_next_load(load: Load, year: Path) -> None:
    ledger = load(*ROWS)
    assert ledger.evidence_files == ("记录.pdf",)
    shutil.rmtree(year / "evidence")
    again = open_workspace(year.parents[3]).load("office", 2021)
    assert {one.kind.check for one in again.findings if one.source_file == "targets.xlsx"} == {"missing_evidence_files"}


def test_evidence_may_be_named_without_a_file(load: Load) -> None:
    told = of_targets(load(*({**row, "evidence_document": "会议纪要"} for row in ROWS)))
    assert told == []
    unscored = of_targets(load(*({**row, "evidence_document": "无佐证"} for row in ROWS)))
    assert [one[0] for one in unscored] == ["targets_without_evidence"]
    assert "3 个指标中有 3 个没有佐证材料，不予评分：班车、保障、满意度" in unscored[0][3]


def test_a_form_without_evidence_scores_nothing_and_says_so(load: Load) -> None:
    ledger = load(*({**row, "evidence_document": ""} for row in ROWS))
    form = next(form for form in all_forms(ledger) if form.sheet == "项目自评-运转")
    assert total(form) == "3个指标的佐证材料"
    require_no_holes(ledger)
    assert forms_bytes(all_forms(ledger)).startswith(b"PK")
    assert docx_bytes(self_evaluation_report(ledger)).startswith(b"PK")
