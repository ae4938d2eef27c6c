"""The workbook that people fill in: lists to choose from, hints, examples; blank it says nothing, filled in it reads back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from handmade_forms import small_ledger

from perfkit.checks.target_weights import target_weights
from perfkit.errors import CannotWrite
from perfkit.evaluation.figures import resolve
from perfkit.evaluation.templates import choose
from perfkit.evaluation.weights import group_centipoints
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.units import Project, Unit
from perfkit.readers.described.target_columns import GOAL_HEADINGS, TARGET_HEADINGS
from perfkit.readers.described.targets import TargetSheet, read_targets
from perfkit.reports.targets_form import MEASURE_UNITS, TargetsForm, targets_form
from perfkit.reports.targets_guide import EXAMPLES, GOAL_HINTS, TARGET_HINTS
from perfkit.reports.targets_workbook import targets_workbook, write_targets_workbook

UNIT = Unit(
    "demo",
    "示例单位",
    projects=(Project("P1", "班车运行"), Project("P2", "会议", budget_project_code="P1"), Project("P4", "用车, 维修")),
    departments={"D1": "办公室", "D2": "财务室"},
)
SHEETS = {"填写说明": 1, "总体目标": 2, "绩效指标": 3, "示例": 4, "选项": 5}
FIRST = 4  # The first row to fill in.


def of(unit: Unit = UNIT, *budgeted: str) -> TargetsForm:
    return targets_form(unit, 2021, budgeted or ("班车运行",), "data/raw/demo/2021/targets.xlsx")


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def sheet(data: bytes, name: str) -> str:
    return part(data, f"xl/worksheets/sheet{SHEETS[name]}.xml")


def strings(data: bytes) -> list[str]:
    return [
        unescape(text) for text in re.findall(r"<si><t[^>]*>(.*?)</t></si>", part(data, "xl/sharedStrings.xml"), re.S)
    ]


def column(data: bytes, name: str, letter: str) -> list[str]:
    """The texts of one column of a sheet."""
    told = strings(data)
    return [told[int(n)] for n in re.findall(rf'<c r="{letter}\d+"[^>]*t="s"[^>]*><v>(\d+)</v>', sheet(data, name))]


def validations(data: bytes, name: str) -> dict[str, str]:
    """Column letter -> the XML of what may be typed there."""
    rules = re.findall(r"<dataValidation [^>]*?(?:/>|>.*?</dataValidation>)", sheet(data, name), re.S)
    return {re.search(r'sqref="([A-Z]+)\d', rule)[1]: rule for rule in rules}


def letter(heading: str, headings: Mapping[str, str] = TARGET_HEADINGS) -> str:
    return chr(ord("A") + list(headings.values()).index(heading))


def filled(data: bytes, name: str, rows: Mapping[int, Mapping[str, str]]) -> bytes:
    """The workbook with texts typed into blank cells, as a spreadsheet program stores them."""
    headings = TARGET_HEADINGS if name == "绩效指标" else GOAL_HEADINGS
    xml = sheet(data, name)
    for row, cells in rows.items():
        for field, text in cells.items():
            place = f"{letter(headings[field], headings)}{row}"
            typed = (
                f'<c r="{place}" t="inlineStr"><is><t>{text.replace("&", "&amp;").replace("<", "&lt;")}</t></is></c>'
            )
            xml, done = re.subn(rf'<c r="{place}"[^>]*?(?:/>|>.*?</c>)', lambda _, typed=typed: typed, xml)
            assert done == 1, place
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(written, "w") as changed:
        for entry in package.namelist():
            is_sheet = entry == f"xl/worksheets/sheet{SHEETS[name]}.xml"
            changed.writestr(entry, xml if is_sheet else package.read(entry))
    return written.getvalue()


def read(folder: Path, data: bytes, unit: Unit = UNIT) -> TargetSheet:
    (folder / "targets.xlsx").write_bytes(data)
    return read_targets(folder / "targets.xlsx", unit, 2021)


def test_the_sheets_and_what_they_tell():
    data = targets_workbook(of())
    book = part(data, "xl/workbook.xml")
    assert re.findall(r'<sheet name="([^"]+)"', book) == list(SHEETS)
    assert re.search(r'<sheet name="选项"[^>]*state="hidden"', book)
    guide = column(data, "填写说明", "A")
    assert guide[0] == "示例单位2021年度绩效目标与佐证：填写说明"
    assert guide[1] == "1. 这张表由知道情况的部门填写，不需要会计知识。填好后存为 data/raw/demo/2021/targets.xlsx。"
    assert not any("{place}" in line or "{{{{" in line for line in strings(data))
    headings = [*GOAL_HEADINGS.values(), *TARGET_HEADINGS.values()]
    assert [text for text in guide if text in headings] == headings


def test_every_column_has_a_hint_and_an_example():
    assert list(TARGET_HINTS) == list(TARGET_HEADINGS)
    assert list(GOAL_HINTS) == list(GOAL_HEADINGS)
    data = targets_workbook(of())
    for name, hints, headings in (("绩效指标", TARGET_HINTS, TARGET_HEADINGS), ("总体目标", GOAL_HINTS, GOAL_HEADINGS)):
        rules = validations(data, name)
        for field, hint in hints.items():
            rule = unescape(rules[letter(headings[field], headings)])
            assert f'promptTitle="{headings[field]}"' in rule
            assert f'prompt="{hint.words}例：{hint.example}"'[:100] in rule
            assert 'showInputMessage="1"' in rule


def test_drop_downs_offer_what_the_unit_and_its_templates_have():
    data, form = targets_workbook(of()), of()
    assert column(data, "选项", "A") == ["subject", "单位整体", "班车运行", "用车, 维修"]
    assert column(data, "选项", "B") == ["level1_name", "产出指标", "效益指标", "满意度指标"]
    assert column(data, "选项", "D")[1:] == ["≥（不低于）", "=（等于）", "≤（不超过）", "定性"]
    assert column(data, "选项", "E")[1:] == list(MEASURE_UNITS)
    assert column(data, "选项", "H")[1:] == ["办公室", "财务室"]
    rules = validations(data, "绩效指标")
    for place, (field, words) in enumerate(form.lists().items()):
        rule = rules[letter(TARGET_HEADINGS[field])]
        source = chr(ord("A") + place)
        assert 'type="list"' in rule
        assert f"<formula1>'选项'!${source}$2:${source}${len(words) + 1}</formula1>" in rule
        # Tier and direction have no other words; a unit of measure or an actual is only offered.
        kind = {"comparison": "stop", "tier": "stop", "measure_unit": "none", "actual_text": "none"}.get(
            field, "warning"
        )
        assert ('errorStyle="warning"' in rule) == (kind in ("warning", "none"))
        assert ('showErrorMessage="1"' in rule) == (kind != "none")
    assert 'type="decimal"' in rules[letter("分值")]
    assert 'type="whole"' in rules[letter("样本量")]
    assert f'sqref="A{FIRST}:A1003"' in rules["A"]


def test_units_of_measure_are_words_that_the_reader_keeps(tmp_path: Path):
    rows = {
        FIRST + n: {"subject": "班车运行", "level1_name": "产出指标", "indicator_name": f"第{n}个", "comparison": "≥（不低于）",
                    "target_text": "3", "measure_unit": unit, "actual_text": f"3{unit}", "evidence_document": "记录"}
        for n, unit in enumerate(MEASURE_UNITS[:12])
    }  # fmt: skip
    sheet_read = read(tmp_path, filled(targets_workbook(of()), "绩效指标", rows))
    assert sheet_read.findings == ()
    assert sheet_read.targets["measure_unit"].tolist() == list(MEASURE_UNITS[:12])
    assert set(sheet_read.targets["actual_number"]) == {"3"}


def test_a_blank_workbook_promises_nothing(tmp_path: Path):
    found = read(tmp_path, targets_workbook(of(UNIT, "班车运行", "用车, 维修")))
    assert (len(found.targets), len(found.goals), found.findings) == (0, 0, ())


def test_rows_that_an_index_judges_on_evidence_are_ready_to_be_filled_in(tmp_path: Path):
    unit = replace(UNIT, province="湖南")
    found = read(tmp_path, targets_workbook(of(unit)), unit)
    assert found.findings == ()
    ahead = found.targets[["budget_project_code", "level1_name", "indicator_name", "comparison", "weight_centipoints"]]
    assert ahead.to_numpy().tolist() == [
        ["", "过程", "管理制度健全性", "qualitative", 800], ["", "过程", "资金使用合规性", "qualitative", 600],
        ["", "过程", "预决算信息公开性", "qualitative", 500],
        ["", "产出及效率", "经济效益、社会效益、生态效益", "qualitative", 1000],
        ["", "产出及效率", "行政效能", "qualitative", 600],
        ["", "产出及效率", "社会公众或服务对象满意度", "qualitative", 600],
    ]  # fmt: skip
    assert not found.targets["target_text"].str.contains("凭佐证|未载明").any()
    assert any("“过程”“产出及效率”的行属于部门整体评分表" in line for line in of(unit).rules)


def test_what_people_fill_in_reads_back(tmp_path: Path):
    data = targets_workbook(of())
    goals = {
        FIRST: {"goal_text": "全年不停运", "achieved_text": "未停运"},
        FIRST + 3: {"subject": "班车运行", "goal_text": "准点"},
    }
    row = {
        "subject": "单位整体", "level1_name": "产出指标", "level2_name": "数量指标", "indicator_name": "台数 <甲>",
        "comparison": "=（等于）", "target_text": "4", "measure_unit": "台", "weight": "12.5", "actual_text": "4",
        "evidence_document": "记录.pdf", "evidence_page": "第 3 页", "survey_number": "120", "department_name": "办公室",
        "deviation_reason": "无", "improvement": "续租",
    }  # fmt: skip
    data = filled(filled(data, "总体目标", goals), "绩效指标", {FIRST: row, FIRST + 9: {**row, "subject": "会议"}})
    found = read(tmp_path, data)
    assert found.findings == ()
    assert found.goals[["budget_project_code", "goal_number", "goal_text", "achieved_text"]].to_numpy().tolist() == [
        ["", 1, "全年不停运", "未停运"],
        ["P1", 1, "准点", ""],
    ]
    first = found.targets.iloc[0]
    assert [first[name] for name in ("indicator_name", "comparison", "target_number", "measure_unit", "actual_number")] == [
        "台数 <甲>", "equal", "4", "台", "4",
    ]  # fmt: skip
    assert (first["weight_centipoints"], first["survey_number"], first["source_row"]) == (1250, "120", FIRST)
    # A sub-project belongs to the project whose budget pays for it.
    assert found.targets["budget_project_code"].tolist() == ["", "P1"]


def test_the_examples_are_right(tmp_path: Path):
    form = replace(of(), indicators=[{"subject": "班车运行", **row} for row in EXAMPLES])
    found = read(tmp_path, targets_workbook(form))
    assert found.findings == ()
    assert len(found.targets) == len(EXAMPLES)
    assert set(found.targets["comparison"]) == {"at_least", "equal", "at_most", "qualitative"}
    assert target_weights(found.targets, group_centipoints(choose("project", UNIT, 2021)), UNIT) == []
    data = targets_workbook(of())
    assert column(data, "示例", "A")[3:] == ["（示例）班车运行"] * len(EXAMPLES)


def test_figures_to_choose_are_figures_of_the_ledger(lusong: Ledger):
    names = [lusong.unit.project_name(code) for code in lusong.project_codes()]
    form = targets_form(lusong.unit, 2021, names, "x")
    found = [resolve(reference, lusong) for reference in form.references]
    assert len(found) == 2 * (1 + len(names))
    assert all(one.finding is None and one.value is not None for one in found)
    assert found[0].figure.text == "2,558.42万元"
    odd = of(UNIT, "用车, 维修").references
    assert odd[1] == "{{ actual: budget_project=P4, scope=all_funds, unit=万元 }}"


def test_figures_to_choose_are_in_the_money_of_the_unit():
    ledger = small_ledger()
    unit = replace(ledger.unit, money_unit="million", currency_zh="美元")
    form = targets_form(unit, 2021, ["车辆"], "x")
    found = resolve(form.references[1], replace(ledger, unit=unit))
    assert (found.finding, found.figure.text) == (None, "0.90百万美元")


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        (
            UNIT,
            "单位整体和项目满分 100 分：产出指标 50 分、效益指标 30 分、满意度指标 10 分、预算执行率 10 分（由程序计算，不用填）",
        ),
        (
            replace(UNIT, province="湖北"),
            "项目满分 100 分：产出指标 40 分、效益指标 30 分、满意度指标 10 分、预算执行率 20 分",
        ),
        (replace(UNIT, province="湖北"), "单位整体满分 100 分：产出指标 50 分"),
        (replace(UNIT, province="湖南", district="衡山县"), "项目的自评表不设分值，“分值”一栏不填。"),
        (UNIT, "“达成年度指标”80%–100%，“部分达成年度指标并具有一定效果”60%–80%，“未达成年度指标且效果较差”0%–60%。"),
        (replace(UNIT, province="江西"), "“部分达成年度指标并具有一定效果”50%–80%"),
    ],
)
def test_the_guide_says_what_the_templates_say(unit: Unit, rule: str):
    data = targets_workbook(of(unit))
    assert any(rule in line for line in column(data, "填写说明", "A"))


def test_no_text_is_a_formula():
    evil = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\x00\ud800甲" + "长" * 40)
    form = TargetsForm("=1+1", 2021, "=1", evil, evil, evil, evil, evil, evil, [{"goal_text": evil[0]}], [
        {"subject": text, "indicator_name": text, "weight": text, "actual_text": text} for text in evil
    ])  # fmt: skip
    data = targets_workbook(form)
    for name in SHEETS:
        assert "<f>" not in sheet(data, name)
        assert "hyperlink" not in sheet(data, name)
    assert "=1+1" in strings(data)
    assert not any("\x00" in text for text in strings(data))


def test_the_same_form_gives_the_same_bytes(tmp_path: Path):
    assert targets_workbook(of()) == targets_workbook(of())
    write_targets_workbook(tmp_path / "t.xlsx", of())
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]
    with pytest.raises(CannotWrite):
        write_targets_workbook(tmp_path / "t.xlsx" / "t.xlsx", of())


def test_it_prints_on_a4_with_its_headings():
    data = targets_workbook(of())
    assert all('paperSize="9"' in sheet(data, name) for name in list(SHEETS)[:4])
    assert 'fitToWidth="2" fitToHeight="0"' in sheet(data, "绩效指标")
    names = part(data, "xl/workbook.xml")
    assert "绩效指标!$D:$D,绩效指标!$3:$3" in names
    assert "总体目标!$3:$3" in names


def test_a_required_cell_that_is_blank_is_coloured():
    xml = sheet(targets_workbook(of()), "绩效指标")
    required = [letter(TARGET_HEADINGS[name]) for name, hint in TARGET_HINTS.items() if hint.is_required]
    found = re.findall(r'<conditionalFormatting sqref="([A-Z])4:', xml)
    assert found == required
    assert "AND($D4&lt;&gt;&quot;&quot;,F4=&quot;&quot;)".replace("&quot;", '"') in xml.replace("&quot;", '"')
