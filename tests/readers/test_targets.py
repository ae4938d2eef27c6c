"""The sheet of targets that people fill in: every cell read exactly, every fault told with its row, nothing evaluated."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from readers.exports import Rows, write_workbook

from perfkit.errors import LANGUAGES, BrokenFile, EmptyFile, NotATargetSheet, ReadError, UnknownKind
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import empty
from perfkit.ledger.units import Project, Unit
from perfkit.readers.described import target_sheets
from perfkit.readers.described.target_columns import TARGET_HEADINGS, heading_key, headings
from perfkit.readers.described.target_values import centipoints, comparison_of, count, quantity, tier_of
from perfkit.readers.described.targets import TargetSheet, read_targets
from perfkit.readers.files.formulas import formulas_without_value

UNIT = Unit(
    "demo",
    "示例单位",
    name_en="Demo unit",
    projects=(
        Project("P01", "机关运转", "operation", aliases=("机关运转专项",)),
        Project("P02", "公车平台"),
        Project("P03", "会议", budget_project_code="P01"),
    ),
    departments={"D1": "物业管理股"},
)
HEAD = list(TARGET_HEADINGS.values())
#: A row without a fault.
RIGHT = {
    "subject": "机关运转", "level1_name": "产出指标", "level2_name": "数量指标", "indicator_name": "班车",
    "comparison": "≥（不低于）", "target_text": "4", "measure_unit": "台", "weight": "12.5", "actual_text": "5",
    "evidence_document": "记录.pdf", "evidence_page": "第 3 页", "department_name": "物业管理股",
}  # fmt: skip
Read = Callable[..., TargetSheet]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read sheets: {name: rows}."""

    def read_sheets(sheets: dict[str, Rows]) -> TargetSheet:
        return read_targets(write_workbook(tmp_path / "targets.xlsx", sheets), UNIT, 2021)

    return read_sheets


@pytest.fixture
def indicators(read: Read) -> Callable[..., TargetSheet]:
    """Read a sheet of indicators; each row is RIGHT with what is told of it."""

    def read_rows(*rows: dict[str, object]) -> TargetSheet:
        cells = [[{**RIGHT, **row}.get(field, "") for field in TARGET_HEADINGS] for row in rows]
        return read({"绩效指标": [HEAD, *cells]})

    return read_rows


def told(sheet: TargetSheet) -> list[tuple[str, int]]:
    """What was found, and in which row."""
    assert all("{" not in finding.text(language) for finding in sheet.findings for language in LANGUAGES)
    return [(finding.kind.check, finding.source_row) for finding in sheet.findings]


def only(sheet: TargetSheet) -> Finding:
    (finding,) = sheet.findings
    return finding


def test_a_right_row_becomes_exactly_its_cells(indicators: Read) -> None:
    sheet = indicators({"improvement": "续租", "deviation_reason": "新增一台", "survey_number": "120份", "tier": ""})
    assert sheet.findings == ()
    cells = {name: None if pd.isna(cell) else cell for name, cell in sheet.targets.iloc[0].items()}
    assert cells == {
        "unit_code": "demo", "fiscal_year": 2021, "budget_project_code": "P01", "level1_name": "产出指标",
        "level2_name": "数量指标", "indicator_name": "班车", "comparison": "at_least", "target_text": "4",
        "target_number": "4", "measure_unit": "台", "weight_centipoints": 1250, "actual_text": "5",
        "actual_number": "5", "tier": "", "awarded_centipoints": None,
        "evidence_document": "记录.pdf", "evidence_page": "第 3 页", "survey_number": "120",
        "department_name": "物业管理股", "deviation_reason": "新增一台", "improvement": "续租",
        "source_file": "targets.xlsx", "source_sheet": "绩效指标", "source_row": 2,
    }  # fmt: skip
    assert sheet.targets["awarded_centipoints"].isna().all()
    assert sheet.targets.dtypes.to_dict() == empty("targets").dtypes.to_dict()


@pytest.mark.parametrize(
    ("text", "number", "unit", "comparison", "bound"),
    [
        ("12.50", "12.50", "", "", ""),
        ("98%", "98", "%", "", ""),
        ("９８．５％", "98.5", "%", "", ""),
        ("1,234,567.80", "1234567.80", "", "", ""),
        ("≥ 4 台", "4", "台", "at_least", ""),
        ("＞=98", "98", "", "at_least", ""),
        ("不低于98%", "98", "%", "at_least", ""),
        ("95%以上", "95", "%", "at_least", ""),
        ("＝0起", "0", "起", "equal", ""),
        ("不超过40万元", "40", "万元", "at_most", ""),
        ("5万元以内", "5", "万元", "at_most", ""),
        ("80余次（下限）", "80", "次", "", "lower"),
        ("600多人/天", "600", "人/天", "", "lower"),
        ("近60家", "60", "家", "", "upper"),
        ("约5", "5", "", "", "about"),
        ("5左右", "5", "", "", "about"),
        ("−3", "-3", "", "", ""),
        ("0.0000001", "0.0000001", "", "", ""),
        ("0.30000000000000004", "0.3", "", "", ""),
        ("100㎡", "100", "m2", "", ""),
        ("007", "7", "", "", ""),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str, unit: str, comparison: str, bound: str) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.number, found.unit, found.comparison, found.bound) == (number, unit, comparison, bound)


@pytest.mark.parametrize(
    "text",
    ["", "四", "3-5", "90%-95%", "12,34", "1e3", "(5)", "＞5", "=1+1", "@SUM(A1)", "9" * 30, "3至5个", "NaN", "1.2.3"],
)
def test_what_is_no_single_number(text: str) -> None:
    assert quantity(text) is None


def test_words_of_directions_and_tiers() -> None:
    for words, meaning in {
        "at_least": "≥ >= ≧ 大于等于 不低于 不少于 至少 at_least ≥（不低于）",
        "equal": "= ＝ == 等于 =（等于） equal",
        "at_most": "≤ <= 小于等于 不超过 不高于 至多 ≤（不超过）",
        "qualitative": "定性 qualitative Qualitative",
    }.items():
        assert {comparison_of(word) for word in meaning.split()} == {words}
    assert [comparison_of(word) for word in ("＞", "<", "优", "")] == [None] * 4
    assert [tier_of(word) for word in ("达成年度指标", "部分达成", "未达成年度指标且效果较差", "partly", "优")] == [
        "reached", "partly", "missed", "partly", None,
    ]  # fmt: skip
    assert [centipoints(word) for word in ("12.5", "10分", "0", "12.555", "-1", "10台", "≥3", "约3", "x")] == [
        1250, 1000, 0, None, None, None, None, None, None,
    ]  # fmt: skip
    assert [count(word) for word in ("120", "1,200份", "12.0", "1.5", "-3", "多")] == [
        "120",
        "1200",
        "12",
        None,
        None,
        None,
    ]


def test_the_unit_of_measure_may_stand_beside_the_number_or_in_its_column(indicators: Read) -> None:
    sheet = indicators(
        {"indicator_name": "甲", "target_text": "98", "measure_unit": "%", "actual_text": "98.5%"},
        {"indicator_name": "乙", "target_text": "≥4台", "measure_unit": "", "comparison": "", "actual_text": "4 台"},
        {"indicator_name": "丙", "target_text": "40万元", "measure_unit": "万元", "comparison": "≤", "actual_text": ""},
    )
    assert sheet.findings == ()
    columns = ["comparison", "target_number", "measure_unit", "actual_number"]
    assert sheet.targets[columns].to_numpy().tolist() == [
        ["at_least", "98", "%", "98.5"],
        ["at_least", "4", "台", "4"],
        ["at_most", "40", "万元", ""],
    ]


@pytest.mark.parametrize(
    ("changed", "check", "words", "kept"),
    [
        ({"target_text": "四"}, "unreadable_targets", "“年度指标值”应为数字，实为“四”", {"target_number": ""}),
        ({"actual_text": "很多"}, "unreadable_targets", "“实际完成值”应为数字", {"actual_text": "很多", "actual_number": ""}),
        ({"actual_text": "近5"}, "unreadable_targets", "“实际完成值”应为数字", {"actual_number": ""}),
        ({"comparison": "大于"}, "unreadable_targets", "“指标性质”应为≥（不低于）", {"comparison": ""}),
        ({"tier": "优"}, "unreadable_targets", "“完成等次”应为达成年度指标", {"tier": ""}),
        ({"weight": "-5"}, "unreadable_targets", "“分值”应为不小于 0 的分数", {}),
        ({"weight": "10.555"}, "unreadable_targets", "“分值”应为不小于 0 的分数", {}),
        ({"awarded": "九"}, "unreadable_targets", "“自评得分（定性）”应为", {}),
        ({"survey_number": "许多"}, "unreadable_targets", "“样本量”应为不小于 0 的整数", {"survey_number": ""}),
        ({"actual_text": "{{ actual project }"}, "unreadable_targets", "引用 {{ actual:", {"actual_number": ""}),
        ({"actual_text": "见 {{ actual }}"}, "unreadable_targets", "引用 {{ actual:", {}),
        ({"measure_unit": ""}, "incomplete_targets", "没有填写“计量单位”", {"target_number": "4"}),
        ({"indicator_name": ""}, "incomplete_targets", "未命名的指标）没有填写“三级指标”", {"indicator_name": ""}),
        ({"level1_name": "", "level2_name": ""}, "incomplete_targets", "没有填写“一级指标”", {}),
        ({"target_text": ""}, "incomplete_targets", "没有填写“年度指标值”", {"target_number": ""}),
        ({"comparison": ""}, "incomplete_targets", "没有填写“指标性质”", {"comparison": ""}),
        ({"target_text": "≤4"}, "contradicting_targets", "与“指标性质”（≥）矛盾", {"comparison": "at_least"}),
        ({"actual_text": "5辆"}, "contradicting_targets", "与“计量单位”（台）矛盾", {"actual_number": ""}),
        ({"subject": "没有的项目"}, "unknown_target_subjects", "对象“没有的项目”", {"budget_project_code": "没有的项目"}),
        ({"actual_text": "80余"}, "approximate_targets", "为约数“80余”，按 80 计", {"actual_number": "80"}),
        ({"actual_text": "≥5"}, "approximate_targets", "为约数“≥5”，按 5 计", {"actual_number": "5"}),
        (
            {"actual_text": "0.985", "measure_unit": "%"},
            "fractions_of_percent",
            "如应为 98.5%，请改填 98.5",
            {"actual_number": "0.985"},
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_fault_is_one_sentence_with_its_row_and_the_row_is_kept(
    indicators: Read, changed: dict[str, object], check: str, words: str, kept: dict[str, str]
) -> None:
    sheet = indicators({"indicator_name": "无误", "target_text": "3"}, changed)
    finding = only(sheet)
    assert (finding.kind.check, finding.source_row) == (check, 3)
    assert finding.text().startswith("targets.xlsx 绩效指标 第 3 行")
    assert words in finding.text()
    assert "targets.xlsx 绩效指标 row 3" in finding.text("en")
    assert not re.search("[\u4e00-\u9fff]", finding.kind.en)
    assert len(sheet.targets) == 2
    assert {name: sheet.targets[name].iloc[1] for name in kept} == kept


def test_two_rows_for_one_indicator_are_both_kept(indicators: Read) -> None:
    sheet = indicators(
        {}, {"subject": "P01", "indicator_name": " 班 车"}, {"subject": "单位整体"}, {"level2_name": "质量指标"}
    )
    assert told(sheet) == [("repeated_targets", 3)]
    assert "“班车”与第 2 行重复" in only(sheet).text()
    assert len(sheet.targets) == 4


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("P01", "P01"), ("p01", "P01"), ("机关运转", "P01"), ("机关 运转", "P01"), ("机关运转专项", "P01"),
        ("operation", "P01"), ("会议", "P01"), ("单位整体", ""), ("示例单位", ""), ("整体", ""), ("Demo unit", ""),
    ],
)  # fmt: skip
def test_a_subject_is_told_by_code_name_or_alias(indicators: Read, subject: str, code: str) -> None:
    sheet = indicators({"subject": subject})
    assert sheet.findings == ()
    assert sheet.targets["budget_project_code"].tolist() == [code]


def test_what_merged_cells_leave_blank_is_taken_from_the_row_above_and_told(indicators: Read) -> None:
    blank = {"subject": "", "level1_name": "", "level2_name": ""}
    sheet = indicators(
        {},
        {**blank, "indicator_name": "准点"},
        {**blank, "level2_name": "质量指标", "indicator_name": "安全"},
        {**blank, "level1_name": "效益指标", "indicator_name": "保障"},
        {**blank, "subject": "公车平台", "level1_name": "产出指标", "indicator_name": "整洁"},
    )
    assert sheet.targets[["budget_project_code", "level1_name", "level2_name"]].to_numpy().tolist() == [
        ["P01", "产出指标", "数量指标"],
        ["P01", "产出指标", "数量指标"],
        ["P01", "产出指标", "质量指标"],
        ["P01", "效益指标", ""],
        ["P02", "产出指标", ""],
    ]
    assert told(sheet) == [("carried_target_subjects", 3)]
    assert "第 3, 4, 5 行没有填写对象" in only(sheet).text()


def test_many_rows_without_a_subject_are_told_at_once(indicators: Read) -> None:
    sheet = indicators({}, *({"subject": "", "indicator_name": f"指标{n}"} for n in range(30)))
    assert only(sheet).text().count(",") == 9
    assert "…" in only(sheet).text()


def test_a_first_row_without_a_subject_counts_for_the_unit_and_is_told(indicators: Read) -> None:
    sheet = indicators({"subject": ""})
    assert told(sheet) == [("incomplete_targets", 2)]
    assert "没有填写“对象（单位整体/项目）”；按单位整体计" in only(sheet).text()


def test_rows_that_nobody_filled_in_are_passed_over(read: Read) -> None:
    ahead = ["机关运转", "产出指标", *[""] * 15]
    total = ["合计", *[""] * 6, "100", *[""] * 9]
    row = [RIGHT.get(field, "") for field in TARGET_HEADINGS]
    sheet = read(
        {
            "绩效指标": [HEAD, ahead, [""] * 17, row, ahead, total],
            "总体目标": [["对象", "序号", "预期目标"], ["机关运转", "1", ""]],
        }
    )
    assert sheet.findings == ()
    assert sheet.targets["source_row"].tolist() == [4]
    assert sheet.goals.empty


def test_columns_stand_in_any_order_and_extra_ones_are_told(read: Read) -> None:
    names = {**TARGET_HEADINGS, "weight": "权重", "subject": "项目名称", "actual_text": "全年\n完成值"}
    head = ["备注", *[names[field] for field in reversed(names)], "分值", ""]
    row = ["补充", *[RIGHT.get(field, "") for field in reversed(names)], "99", "旁注"]
    sheet = read(
        {
            "填写说明": [["请先看"]],
            "我的表": [["某单位绩效指标"], [], head, row, ["没有表头的内容"]],
            "杂项": [["无关"]],
        }
    )
    assert told(sheet) == [("extra_target_columns", 3), ("unread_target_sheets", 0)]
    assert "“备注、分值、（第 20 列）”" in sheet.findings[0].text()
    assert "targets.xlsx 杂项 没有" in sheet.findings[1].text()
    assert sheet.targets[["source_sheet", "source_row", "weight_centipoints", "actual_number"]].to_numpy().tolist() == [
        ["我的表", 4, 1250, "5"]
    ]


def test_a_heading_is_known_by_every_name_it_has() -> None:
    known = headings(TARGET_HEADINGS)
    assert set(known.values()) == set(TARGET_HEADINGS)
    assert known[heading_key("对象（项目）*")] == "subject"
    assert known[heading_key("自评得分\n(定性)")] == "awarded"
    assert (
        known[heading_key("Level-3 indicator")]
        if "level-3indicator" in known
        else known["indicator"] == "indicator_name"
    )


def test_goals_are_numbered_per_subject(read: Read) -> None:
    goals = [
        ["对象", "序号", "预期目标", "实际完成情况"],
        ["单位整体", 1, "保障运转", "已完成\n全年无中断"],
        ["单位整体", "", "保障用车", ""],
        ["公车平台", "三", "安全", ""],
        ["公车平台", "", "安全", ""],
    ]
    sheet = read({"总体目标": goals, "绩效指标": [HEAD]})
    assert sheet.goals[["budget_project_code", "goal_number", "goal_text", "achieved_text"]].to_numpy().tolist() == [
        ["", 1, "保障运转", "已完成\n全年无中断"],
        ["", 2, "保障用车", ""],
        ["P02", 1, "安全", ""],
        ["P02", 2, "安全", ""],
    ]
    assert told(sheet) == [("unreadable_targets", 4), ("repeated_targets", 5)]
    assert "目标“安全”与第 4 行重复" in sheet.findings[1].text()


def test_a_qualitative_indicator_needs_no_number_and_keeps_a_count_that_is_told(indicators: Read) -> None:
    quality = {"comparison": "定性", "target_text": "保持完好", "measure_unit": "", "tier": "部分达成"}
    sheet = indicators(
        {**quality, "indicator_name": "甲", "actual_text": "80余次（下限）", "awarded": "9.5"},
        {**quality, "indicator_name": "乙", "actual_text": "近60家"},
        {**quality, "indicator_name": "丙", "actual_text": "{{ actual: scope=all_funds }}"},
        {**quality, "indicator_name": "丁", "target_text": "≥95%"},
    )
    assert sheet.targets["actual_number"].tolist() == ["80", "", "", "5"]
    assert sheet.targets["tier"].eq("partly").all()
    assert sheet.targets["awarded_centipoints"].iloc[0] == 950
    assert told(sheet) == [("contradicting_targets", 5)]
    assert "“≥95%”，与“指标性质”（定性）矛盾" in sheet.findings[0].text().replace("与", "，与").replace("，，", "，")


def test_a_reference_to_the_ledger_stays_text(indicators: Read) -> None:
    reference = "{{ actual: budget_project=P01, scope=all_funds, unit=万元 }}"
    sheet = indicators({"comparison": "≤", "target_text": "40", "measure_unit": "万元", "actual_text": reference})
    assert sheet.findings == ()
    assert sheet.targets[["actual_text", "actual_number"]].to_numpy().tolist() == [[reference, ""]]


def test_hostile_text_is_text(indicators: Read, tmp_path: Path) -> None:
    path = tmp_path / "targets.xlsx"
    hostile = {
        "indicator_name": "<script>alert(1)</script>", "evidence_document": "=cmd|' /C calc'!A0", "improvement": "@x\n  +1",
        "deviation_reason": "长" * 3000, "level2_name": "a\u202eb\u200bc\x07d", "evidence_page": "../../etc/passwd",
    }  # fmt: skip
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("绩效指标")
    for column, (field, heading) in enumerate(TARGET_HEADINGS.items()):
        page.write_string(0, column, heading)
        page.write_string(1, column, {**RIGHT, **hostile}.get(field, ""))
    book.close()
    sheet = read_targets(path, UNIT, 2021)
    (row,) = sheet.targets.to_dict("records")
    assert row["indicator_name"] == hostile["indicator_name"]
    assert row["evidence_document"] == hostile["evidence_document"]
    assert row["improvement"] == "@x\n+1"
    assert "\u202e" not in row["level2_name"]
    assert "\u200b" not in row["level2_name"]
    assert row["deviation_reason"] == "长" * target_sheets.MAX_TEXT
    assert told(sheet) == [("overlong_targets", 2)]
    assert len(sheet.findings[0].text()) < 100


def test_a_sentence_shows_only_so_much_of_a_cell(indicators: Read) -> None:
    finding = only(indicators({"actual_text": "很" * 1500}))
    assert len(finding.text()) < 150
    assert "…" in finding.text()


def test_an_absent_file_has_no_targets(tmp_path: Path) -> None:
    sheet = read_targets(tmp_path / "targets.xlsx", UNIT, 2021)
    assert (len(sheet.targets), len(sheet.goals), sheet.findings) == (0, 0, ())
    assert list(sheet.targets.columns) == list(empty("targets").columns)


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        ({"表1": [["日期", "金额"], ["2021-01-01", "5"]]}, "工作表 表1"),
        ({"总体目标": [["对象", "预期目标"]], "示例": [HEAD]}, "工作表 总体目标、示例"),
    ],
)
def test_another_workbook_is_refused_in_one_sentence(read: Read, sheets: dict[str, Rows], found: str) -> None:
    with pytest.raises(NotATargetSheet) as caught:
        read(sheets)
    assert "应有含“对象、三级指标、年度指标值”表头的工作表" in caught.value.text("zh")
    assert found in caught.value.text("zh")
    assert "perfkit targets template" in caught.value.text("en")


def test_more_rows_than_anybody_fills_in_are_refused(indicators: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(target_sheets, "MAX_ROWS", 2)
    with pytest.raises(NotATargetSheet, match="2 行以内"):
        indicators({}, {}, {})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("targets.xlsx", b"", EmptyFile),
        ("targets.xlsx", b"PK\x03\x04 and no more", BrokenFile),
        ("targets.xlsx", b"<html><table><tr><td>x</td></tr></table>", ReadError),
        ("targets.xlsx", b"not a workbook", BrokenFile),
        ("targets.csv", b"a,b", UnknownKind),
    ],
)
def test_no_workbook_at_all_is_a_read_error(tmp_path: Path, name: str, content: bytes, kind: type[ReadError]) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(kind):
        read_targets(tmp_path / name, UNIT, 2021)


def test_formulas_give_their_stored_value_and_none_is_a_fault(tmp_path: Path) -> None:
    path = formula_book(
        tmp_path / "targets.xlsx", [("实际完成值", "=2+3", 5), ("分值", "=1/0", "#DIV/0!"), ("年度指标值", "=1+1", "")]
    )
    sheet = read_targets(path, UNIT, 2021)
    assert sheet.targets[["actual_number", "target_text"]].to_numpy().tolist() == [["5", ""]]
    assert sheet.targets["weight_centipoints"].isna().all()
    assert told(sheet) == [("unreadable_targets", 3), ("unreadable_targets", 3)]
    assert {finding.found for finding in sheet.findings} == {"#NO-VALUE!", "#DIV0!"}
    assert all("应为有计算结果的单元格" in finding.text() for finding in sheet.findings)


def formula_book(path: Path, formulas: Sequence[tuple[str, str, object]]) -> Path:
    """A sheet of indicators that begins in column C, with formulas and what was stored for them."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("绩效指标")
    page.write_formula(0, 0, "=1", None, "")
    for column, (field, heading) in enumerate(TARGET_HEADINGS.items(), start=2):
        page.write_string(1, column, heading)
        told_formula = [(formula, value) for name, formula, value in formulas if name == heading]
        if told_formula:
            page.write_formula(2, column, told_formula[0][0], None, told_formula[0][1])
        elif RIGHT.get(field):
            page.write_string(2, column, RIGHT[field])
    book.close()
    return path


def sheet_xml(*cells: str) -> bytes:
    """A workbook of one sheet with these cells in row 2."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    book.add_worksheet("甲").write(0, 0, "x")
    book.close()
    changed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                row = f'<sheetData><row r="2">{"".join(cells)}</row></sheetData>'.encode()
                data = re.sub(rb"<sheetData>.*</sheetData>", row, data)
            target.writestr(name, data)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (('<c r="B2"><v>1</v></c>', '<c r="C2"><f>1</f></c>', '<c r="AA2"><f>1</f><v></v></c>'), [(1, 1), (1, 25)]),
        (('<c r="A2"><f>1</f></c>', '<c r="B2"><v>1</v></c>'), []),
        (('<c r="A2" t="inlineStr"><is><t>x</t></is></c>', '<c r="B2"><f>1</f></c>'), [(1, 1)]),
        (('<c r="A2" t="str"><f>1</f><v></v></c>', '<c r="B2" t="str"><f>1</f></c>'), [(1, 1)]),
        (('<c r="A2"><v>1</v></c>', "<c><f>1</f></c>", '<c r="B2"/>'), []),
    ],
)  # fmt: skip
def test_which_formulas_have_no_value(cells: tuple[str, ...], found: list[tuple[int, int]]) -> None:
    assert formulas_without_value(sheet_xml(*cells), "t.xlsx") == {"甲": found}


def test_what_is_no_archive_or_tells_no_sheets_has_no_formulas() -> None:
    assert formulas_without_value(b"\xd0\xcf\x11\xe0", "t.xls") == {}
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("xl/other.xml", "<a/>")
    assert formulas_without_value(bare.getvalue(), "t.xlsx") == {}
