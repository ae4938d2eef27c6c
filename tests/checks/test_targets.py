"""What the checks find in targets: each fault with file, sheet and row, in both languages; targets as text tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
import pytest
from textframes import UNIT, tidy

from perfkit.checks.evidence import missing_evidence_files, satisfaction_without_sample, targets_without_evidence
from perfkit.checks.target_weights import target_weights
from perfkit.checks.targets import (
    missed_targets_without_reason,
    projects_without_targets,
    targets_without_budget,
    unknown_departments,
)
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import empty
from perfkit.ledger.units import Unit

#: Hundredths of a point of each first level.
POINTS = {"产出指标": 5000, "效益指标": 3000, "满意度指标": 1000}
#: The columns that the lines of a table tell; the others are blank.
COLUMNS = {
    "weights": "budget_project_code | level1_name | indicator_name | weight_centipoints",
    "values": "budget_project_code | indicator_name | comparison | target_text | target_number | measure_unit | actual_text | actual_number | tier | deviation_reason",
    "evidence": "budget_project_code | level1_name | indicator_name | comparison | measure_unit | actual_text | evidence_document | survey_number",
    "departments": "budget_project_code | indicator_name | department_name",
}


def targets(kind: str, text: str) -> pd.DataFrame:
    """The frame of a short table; rows stand in the sheet 绩效指标 of targets.xlsx from row 4 on."""
    lines = [COLUMNS[kind], *[line for line in text.strip().splitlines() if line.strip()]]
    frame = tidy("\n".join(lines), "targets")
    return frame.assign(source_file="targets.xlsx", source_sheet="绩效指标", source_row=range(4, 4 + len(frame)))


def told(found: list[Finding], *, is_placed: bool = True) -> list[tuple[str, str, str, int]]:
    """Check, severity, subject and row; every sentence is one line, whole, in its language, with its place."""
    for one in found:
        assert one.kind.en
        for language, place in (("zh", f"绩效指标 第 {one.source_row} 行"), ("en", f"row {one.source_row}")):
            text = one.text(language)
            assert "{" not in text
            assert "\n" not in text
            if is_placed:
                assert place in text
                assert "targets.xlsx 绩效指标" in text
        assert not re.search("[\u4e00-\u9fff]", one.kind.en)
    return [(one.kind.check, one.kind.severity, one.subject, one.source_row) for one in found]


def only(found: list[Finding]) -> Finding:
    (one,) = found
    return one


WEIGHTS: list[tuple[str, list[tuple[str, str, str, int]]]] = [
    # All given, all right.
    ("P1 | 产出指标 | 甲 | 20\nP1 | 产出指标 | 乙 | 30\nP1 | 效益指标 | 丙 | 30\nP1 | 满意度指标 | 丁 | 10", []),
    # All blank: they share evenly.
    ("P1 | 产出指标 | 甲 | null\nP1 | 产出指标 | 乙 | null", []),
    # One level given, another one blank.
    ("P1 | 产出指标 | 甲 | 50\nP1 | 效益指标 | 丙 | null", []),
    # Too many points, too few, in two levels.
    ("P1 | 产出指标 | 甲 | 30\nP1 | 产出指标 | 乙 | 30\nP1 | 效益指标 | 丙 | 29.5", [
        ("target_weights", "error", "P1", 4), ("target_weights", "error", "P1", 6),
    ]),
    # Some blank.
    ("P1 | 产出指标 | 甲 | 30\nP1 | 产出指标 | 乙 | null", [("target_weights", "error", "P1", 4)]),
    # Another split of the same total is a remark.
    ("P1 | 产出指标 | 甲 | 60\nP1 | 效益指标 | 丙 | 20\nP1 | 满意度指标 | 丁 | 10", [
        ("shifted_target_weights", "warning", "P1", 4), ("shifted_target_weights", "warning", "P1", 5),
    ]),
    # ... but not while one level has no points.
    ("P1 | 产出指标 | 甲 | 60\nP1 | 效益指标 | 丙 | 30\nP1 | 满意度指标 | 丁 | null", [("target_weights", "error", "P1", 4)]),
    # A level that the form does not have.
    ("P1 | 产出 | 甲 | 50\nP1 | 产出 | 乙 | null", [("target_levels", "error", "P1", 4)]),
    # A row without a level is told by the reader.
    ("P1 | . | 甲 | 50", []),
    # Subjects apart: the unit is right, the project is not.
    (". | 产出指标 | 甲 | 50\nP2 | 产出指标 | 乙 | 40", [("target_weights", "error", "P2", 5)]),
    # Points of nothing.
    ("P1 | 产出指标 | 甲 | 0", [("target_weights", "error", "P1", 4)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WEIGHTS)
def test_points_that_do_not_add_up(text: str, expected: list[tuple[str, str, str, int]]) -> None:
    assert told(target_weights(targets("weights", text), POINTS, UNIT)) == expected


def test_the_sentences_about_points_name_both_sums_and_what_to_do() -> None:
    wrong = only(target_weights(targets("weights", "P1 | 产出指标 | 甲 | 30\nP1 | 产出指标 | 乙 | 30"), POINTS, UNIT))
    assert wrong.text() == (
        "车辆的“产出指标”共 2 个指标（targets.xlsx 绩效指标 第 4 行起），分值合计 60.00，应为 50.00，相差 10.00；"
        "请调整分值，或全部留空以平均分配。"
    )
    assert "“产出指标” of vehicles" in wrong.text("en")
    assert "have 60.00 points, they must have 50.00, 10.00 apart" in wrong.text("en")
    some = only(target_weights(targets("weights", ". | 产出指标 | 甲 | 30\n. | 产出指标 | 乙 | null"), POINTS, UNIT))
    assert "单位整体的“产出指标”共 2 个指标" in some.text()
    assert "其中 1 个没有分值，已填分值合计 30.00，应为 50.00" in some.text()
    assert "“产出指标” of the unit as a whole" in some.text("en")
    level = only(target_weights(targets("weights", "P1 | 产出 | 甲 | 50"), POINTS, UNIT))
    assert "不在评分模板中（模板有：产出指标、效益指标、满意度指标）" in level.text()
    shifted = target_weights(
        targets("weights", "P1 | 产出指标 | 甲 | 60\nP1 | 效益指标 | 丙 | 20\nP1 | 满意度指标 | 丁 | 10"), POINTS, UNIT
    )[0]
    assert "分值合计 60.00，模板为 50.00；各一级指标的总分仍等于模板" in shifted.text()
    assert "give a reason" in shifted.text("en")


def test_departments_are_known_by_code_and_by_both_names() -> None:
    unit = Unit("u", "单位", departments={"D1": "办公室"}, departments_en={"D1": "office"})
    rows = targets("departments", "P1 | 甲 | 办公室\nP1 | 乙 | D1\nP1 | 丙 | office\nP1 | 丁 | .\nP1 | 戊 | 食堂")
    found = unknown_departments(rows, unit)
    assert told(found) == [("unknown_target_departments", "warning", "P1", 8)]
    assert "“戊”的责任部门“食堂”不在 unit.toml 的部门表中（有：办公室）" in only(found).text()
    assert "“食堂”, responsible for “戊”, is no department of unit.toml (办公室)" in only(found).text("en")


@pytest.mark.parametrize(
    ("row", "is_missed"),
    [
        ("P1 | 甲 | at_least | 4 | 4 | 台 | 3 | 3 | . | .", True),
        ("P1 | 甲 | at_least | 4 | 4 | 台 | 4 | 4 | . | .", False),
        ("P1 | 甲 | at_least | 4 | 4 | 台 | 5 | 5 | . | .", False),
        ("P1 | 甲 | at_least | 4 | 4 | 台 | 3 | 3 | . | 大修", False),
        ("P1 | 甲 | equal | 4 | 4 | 台 | 3 | 3 | . | .", True),
        ("P1 | 甲 | equal | 4 | 4 | 台 | 5 | 5 | . | .", False),
        ("P1 | 甲 | equal | 0 | 0 | 起 | 1 | 1 | . | .", True),
        ("P1 | 甲 | equal | 0 | 0 | 起 | 0 | 0 | . | .", False),
        ("P1 | 甲 | at_most | 5 | 5 | 万元 | 5.01 | 5.01 | . | .", True),
        ("P1 | 甲 | at_most | 5 | 5 | 万元 | 5 | 5 | . | .", False),
        ("P1 | 甲 | qualitative | 好 | . | . | 一般 | . | partly | .", True),
        ("P1 | 甲 | qualitative | 好 | . | . | 差 | . | missed | .", True),
        ("P1 | 甲 | qualitative | 好 | . | . | 好 | . | reached | .", False),
        ("P1 | 甲 | qualitative | 好 | . | . | . | . | . | .", False),
        ("P1 | 甲 | at_least | 四 | . | 台 | 3 | 3 | . | .", False),
        ("P1 | 甲 | at_least | 4 | 4 | 台 | . | . | . | .", False),
        ("P1 | 甲 | . | 4 | 4 | 台 | 3 | 3 | . | .", False),
    ],
)
def test_a_missed_target_needs_a_reason(row: str, is_missed: bool) -> None:
    found = missed_targets_without_reason(targets("values", row))
    assert told(found) == ([("missed_targets_without_reason", "warning", "P1", 4)] if is_missed else [])


def test_a_missed_target_is_told_with_both_values() -> None:
    found = only(
        missed_targets_without_reason(targets("values", "P1 | 准点率 | at_least | ≥98% | 98 | % | 96.5 | 96.5 | . | ."))
    )
    assert "“准点率”年度指标值 ≥98%，实际 96.5%，没有完成，也没有说明偏差原因" in found.text()
    assert "“准点率” has the target ≥98%, reached 96.5%, and gives no reason" in found.text("en")


BUDGET = """
    budget_type | project_code | fund_code | economic_code | amount_cents
    original    | P1           | 11        | 30231         | 100
    original    | P2           | 11        | 30231         | 50
    supplement  | P2           | 11        | 30231         | 10
    original    | P4           | 11        | 30231         | 20
    reduction   | P4           | 11        | 30231         | -20
    original    | .            | 11        | 30101         | 70
"""
PROMISED = "P1 | 甲 | .\nP3X | 乙 | .\nP4 | 丙 | .\nP4 | 丁 | .\n. | 戊 | ."


def test_projects_with_a_budget_and_no_targets() -> None:
    budget = tidy(BUDGET, "budget")
    found = projects_without_targets(targets("departments", PROMISED), budget, UNIT)
    assert told(found, is_placed=False) == [("projects_without_targets", "warning", "P2", 0)]
    assert only(found).amount_cents == 6000
    assert "运转全年预算 60.00 元，没有任何绩效指标，无法自评" in only(found).text()
    assert "operation has a final budget of 60.00 yuan and no indicator at all" in only(found).text("en")
    # Where nobody has entered any target, there is nothing to complain of; a budget taken back needs none.
    assert projects_without_targets(empty("targets"), budget, UNIT) == []


def test_targets_of_a_project_without_a_budget() -> None:
    without = tidy("\n".join(line for line in BUDGET.splitlines() if "P4" not in line), "budget")
    rows = targets("departments", PROMISED)
    found = targets_without_budget(rows, without, UNIT)
    assert told(found) == [("targets_without_budget", "warning", "P4", 6)]
    assert "印刷有 2 个绩效指标（targets.xlsx 绩效指标 第 6 行起），本年没有预算，不会出具自评表" in only(found).text()
    assert targets_without_budget(rows, tidy(BUDGET, "budget"), UNIT) == []
    # No budget by project at all: nobody knows.
    assert targets_without_budget(rows, without[without["project_code"].eq("")], UNIT) == []


EVIDENCE = """
    P1 | 产出指标   | 甲     | at_least    | 台 | 3                 | 记录.pdf              | .
    P1 | 产出指标   | 乙     | at_least    | 台 | 3                 | 无佐证                | .
    P1 | 产出指标   | 丙     | at_most     | 元 | {{ actual }}      | .                     | .
    P1 | 产出指标   | 丁     | at_least    | 台 | .                 | .                     | .
    P2 | 产出指标   | 戊     | at_least    | 台 | 3                 | None                  | .
    .  | 产出指标   | 己     | at_least    | 台 | 3                 | 会议纪要              | .
"""


def test_indicators_without_evidence_are_listed_once_per_subject() -> None:
    found = targets_without_evidence(targets("evidence", EVIDENCE), UNIT)
    assert told(found, is_placed=False) == [
        ("targets_without_evidence", "notice", "P1", 5),
        ("targets_without_evidence", "notice", "P2", 8),
    ]
    assert found[0].text() == "车辆的 4 个指标中有 2 个没有佐证材料，不予评分：乙、丁。"
    assert found[0].text("en") == "vehicles: 2 of 4 indicators have no evidence and are not scored: 乙, 丁."


def test_a_long_list_is_cut_and_says_so() -> None:
    rows = "\n".join(f"P1 | 产出指标 | 指标{n} | at_least | 台 | 3 | . | ." for n in range(15))
    found = only(targets_without_evidence(targets("evidence", rows), UNIT))
    assert "指标11等（另有 3 个）" in found.text()
    assert "指标11 and 3 more" in found.text("en")
    assert "指标12" not in found.text()


@pytest.mark.parametrize(
    ("document", "missing"),
    [
        ("记录.pdf", []),
        ("记录.PDF", []),
        ("evidence/记录.pdf", []),
        (r"D:\材料\记录.pdf", []),
        ("台账.xlsx", ["台账.xlsx"]),
        ("记录.pdf；台账.xlsx、照片.jpg", ["台账.xlsx", "照片.jpg"]),
        ("2021年度绩效自评报告", []),
        ("第3.5条", []),
        ("批复（2021.12）", []),
        ("无佐证", []),
        ("../../etc/passwd.txt", ["passwd.txt"]),
        (".", []),
    ],
)
def test_evidence_that_is_named_like_a_file_must_be_there(document: str, missing: list[str]) -> None:
    rows = targets("evidence", f"P1 | 产出指标 | 甲 | at_least | 台 | 3 | {document} | .")
    found = missing_evidence_files(rows, ["记录.pdf", "其他.docx"])
    assert [one.found for one in found] == missing
    assert told(found) == [("missing_evidence_files", "warning", "P1", 4)] * len(missing)
    if missing:
        assert f"“甲”的佐证材料“{missing[0]}”不在 evidence 文件夹中" in found[0].text()
        assert f"the evidence “{missing[0]}” of “甲” is not in the folder evidence" in found[0].text("en")


@pytest.mark.parametrize(
    ("row", "is_asked"),
    [
        ("P1 | 满意度指标 | 甲 | at_least | % | 95 | 调查 | .", True),
        ("P1 | 满意度指标 | 甲 | at_least | % | 95 | 调查 | 0", True),
        ("P1 | 满意度指标 | 甲 | at_least | % | 95 | 调查 | 120", False),
        ("P1 | 满意度指标 | 甲 | at_least | % | . | 调查 | .", False),
        ("P1 | 满意度指标 | 投诉 | equal | 起 | 0 | 记录 | .", False),
        ("P1 | 效益指标 | 来宾满意程度 | qualitative | . | 满意 | 记录 | .", True),
        ("P1 | Satisfaction | x | at_least | 分 | 4.5 | y | .", True),
        ("P1 | 产出指标 | 甲 | at_least | % | 95 | 调查 | .", False),
    ],
)
def test_a_satisfaction_needs_the_size_of_its_sample(row: str, is_asked: bool) -> None:
    found = satisfaction_without_sample(targets("evidence", row))
    assert told(found) == ([("satisfaction_without_sample", "warning", "P1", 4)] if is_asked else [])


@pytest.mark.parametrize(
    "check",
    [missed_targets_without_reason, satisfaction_without_sample, lambda rows: targets_without_evidence(rows, UNIT)],
)
def test_no_targets_have_no_faults(check: Callable[[pd.DataFrame], list[Finding]]) -> None:
    assert check(empty("targets")) == []
    assert target_weights(empty("targets"), POINTS, UNIT) == []
    assert unknown_departments(empty("targets"), UNIT) == []
    assert targets_without_budget(empty("targets"), empty("budget"), UNIT) == []
