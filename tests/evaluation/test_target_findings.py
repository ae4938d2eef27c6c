"""What the rules find in a sheet of targets: told with sheet and row, in both languages."""

from __future__ import annotations

from dataclasses import replace

from handmade_forms import small_ledger
from textframes import tidy

from perfkit.evaluation.target_findings import findings_of_targets, scored_by
from perfkit.ledger.ledger import Ledger

TARGETS = """
    budget_project_code | level1_name | indicator_name | comparison  | actual_text                      | tier    | awarded_centipoints | weight_centipoints | source_file  | source_sheet | source_row
    P1                  | 效益指标    | 保障           | qualitative | .                                | partly  | 29                  | 30                 | targets.xlsx | 绩效指标     | 3
    P1                  | 产出指标    | 出车           | qualitative | .                                | reached | 50                  | null               | targets.xlsx | 绩效指标     | 4
    .                   | 产出指标    | 支出           | at_most     | {{ actual: project=无此项目 }}   | .       | null                | 50                 | targets.xlsx | 绩效指标     | 5
    .                   | 产出指标    | 全部支出       | at_most     | {{ actual: scope=all_funds }}    | .       | null                | null               | targets.xlsx | 绩效指标     | 6
    .                   | 过程        | 管理制度健全性 | qualitative | .                                | missed  | 8                   | null               | targets.xlsx | 绩效指标     | 7
"""


def year() -> Ledger:
    return replace(small_ledger(), targets=tidy(TARGETS, "targets"))


def test_points_outside_their_tier_and_references_to_nothing_are_told():
    found = findings_of_targets(year())
    assert [(one.kind.check, one.source_sheet, one.source_row) for one in found] == [
        ("unresolved_references", "绩效指标", 5),
        ("points_outside_tier", "绩效指标", 3),
    ]
    assert found[1].text() == (
        "targets.xlsx 绩效指标 第 3 行“保障”的等次“部分达成年度指标并具有一定效果”应得 18.00–23.99 分，手填为 29.00 分，"
        "不予计分；请改正。"
    )
    assert "brings 18.00–23.99 points, 29.00 were typed" in found[1].text("en")
    assert found[0].text().startswith("targets.xlsx 绩效指标 第 5 行：引用 {{ actual: project=无此项目 }} 无法解析")
    assert [one.subject for one in found] == ["", "P1"]


def test_unit_and_projects_are_scored_by_their_own_templates_and_the_index_by_none():
    parts = {template.form: rows["indicator_name"].tolist() for rows, template in scored_by(year())}
    assert parts == {"unit": ["支出", "全部支出"], "project": ["保障", "出车"]}
