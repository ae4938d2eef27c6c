"""What a target workbook is made of: the names that may be chosen, what the templates say, the rows filled in ahead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfkit.evaluation.index_rules import BY_EVIDENCE
from perfkit.evaluation.rules import IndexRow, Template
from perfkit.evaluation.templates import choose, keeps
from perfkit.ledger.money import money_label
from perfkit.ledger.targets import COMPARISONS, TIERS
from perfkit.ledger.units import Unit
from perfkit.readers.described.target_columns import WHOLE_UNIT

Row = Mapping[str, str]
#: Units of measure that people choose; they may write another one.
MEASURE_UNITS: Final = (
    "个", "次", "项", "人", "人次", "户", "家", "台", "辆", "套", "份", "起", "天", "个月", "小时", "平方米", "公里",
    "吨", "%", "元", "万元",
)  # fmt: skip
#: What cannot stand in a condition of a reference.
_NO_NAME: Final = re.compile("[,，={}]")
#: What the table prints for those who judge, not for those who fill in.
_UNTOLD: Final = "按部门整体评分表"
_JUDGED: Final = re.compile("（凭佐证[^）]*评分）")


@dataclass(frozen=True)
class TargetsForm:
    """What a target workbook is made of.

    Args:
        unit_name, year: whose, of which fiscal year.
        place: where the file lies in the workspace, for the guide.
        projects: the names that may be chosen beside the unit as a whole.
        departments, level1_names, level2_names: the other names that may be chosen.
        references: figures of the ledger that an actual may be, as references.
        rules: sentences of the guide about points and tiers.
        goals, indicators: what is filled in ahead: field -> text, row by row.
    """

    unit_name: str
    year: int
    place: str
    projects: Sequence[str] = ()
    departments: Sequence[str] = ()
    level1_names: Sequence[str] = ()
    level2_names: Sequence[str] = ()
    references: Sequence[str] = ()
    rules: Sequence[str] = ()
    goals: Sequence[Row] = field(default_factory=tuple)
    indicators: Sequence[Row] = field(default_factory=tuple)

    def lists(self) -> dict[str, list[str]]:
        """Field -> what may be chosen."""
        chosen: dict[str, Sequence[str]] = {
            "subject": [WHOLE_UNIT, *self.projects],
            "level1_name": self.level1_names,
            "level2_name": self.level2_names,
            "comparison": [words["zh"] for words in COMPARISONS.values()],
            "measure_unit": MEASURE_UNITS,
            "actual_text": self.references,
            "tier": [words["zh"] for words in TIERS.values()],
            "department_name": self.departments,
        }
        return {name: list(dict.fromkeys(words)) for name, words in chosen.items()}


def targets_form(unit: Unit, year: int, budgeted: Sequence[str], place: str) -> TargetsForm:
    """The form of a unit and year by its templates: a goal and an indicator of each first level per subject ahead.

    What its index judges on evidence is filled in, too: nobody could know these rows otherwise.

    Args:
        unit: its projects and departments.
        year: whose templates are in force.
        budgeted: the names of the projects that have a budget.
        place: where the file lies in the workspace.

    Raises:
        BadConfiguration: unit.toml names a template that is not there.
    """
    whole, project = (choose(form, unit, year) for form in ("unit", "project"))
    groups = (*whole.groups, *project.groups)
    judged = _judged_rows(unit, year)
    of_index = [row.level1_name for row in judged]
    return TargetsForm(
        unit_name=unit.name_zh,
        year=year,
        place=place,
        projects=[one.name_zh for one in unit.projects if one.budget_project_code in ("", one.code)],
        departments=list(unit.departments.values()),
        level1_names=list(dict.fromkeys([*(group.level1_name for group in groups), *of_index])),
        level2_names=list(dict.fromkeys(name for group in groups for name in group.level2_names)),
        references=_references(unit, budgeted),
        rules=[*_points(whole, project), *_tiers(whole, project), *_index_words(judged)],
        goals=[{"subject": name, "goal_number": "1"} for name in (WHOLE_UNIT, *budgeted)],
        indicators=[
            *_blank(WHOLE_UNIT, whole),
            *map(_judged, judged),
            *(row for name in budgeted for row in _blank(name, project)),
        ],
    )


def _blank(subject: str, template: Template) -> list[Row]:
    """An indicator of each first level, for people to go on with."""
    return [{"subject": subject, "level1_name": group.level1_name} for group in template.groups]


def _judged_rows(unit: Unit, year: int) -> list[IndexRow]:
    if not keeps("index", unit, year):
        return []
    return [row for row in choose("index", unit, year).index_rows if row.rule == BY_EVIDENCE]


def _judged(row: IndexRow) -> Row:
    """A row of the index, ready for its evidence, tier and points."""
    return {
        "subject": WHOLE_UNIT,
        "level1_name": row.level1_name,
        "level2_name": row.level2_name,
        "indicator_name": row.indicator_name,
        "comparison": COMPARISONS["qualitative"]["zh"],
        # Of a row that is not known the table tells no standard, only that it is not known.
        "target_text": _UNTOLD if row.status == "U" else _JUDGED.sub("", row.words_zh),
        "weight": f"{row.points:f}",
    }


def _references(unit: Unit, budgeted: Sequence[str]) -> list[str]:
    """The spending and the execution rate of the unit and of each project, for people to choose."""
    money = money_label(unit)
    subjects = ["", *(f"budget_project={_named(name, unit)}, " for name in budgeted)]
    return [
        *(f"{{{{ actual: {subject}scope=all_funds, unit={money} }}}}" for subject in subjects),
        *(f"{{{{ execution_rate: {subject}scope=all_funds }}}}" for subject in subjects),
    ]


def _named(name: str, unit: Unit) -> str:
    """A project as a reference can name it: by its code where the name has a sign that ends a condition."""
    return unit.project_codes().get(name, name) if _NO_NAME.search(name) else name


def _points(whole: Template, project: Template) -> list[str]:
    """What each first level brings, once if it is the same for the unit and its projects."""
    told = [_points_of(template) for template in (whole, project)]
    if told[0] == told[1]:
        return [f"单位整体和项目{told[0]}"]
    return [f"{who}{words}" for who, words in zip((WHOLE_UNIT, "项目"), told, strict=True)]


def _points_of(template: Template) -> str:
    if not template.total_points:
        return "的自评表不设分值，“分值”一栏不填。"
    parts = [f"{group.level1_name} {group.points:f} 分" for group in template.groups]
    parts += [f"预算执行率 {template.execution.points:f} 分（由程序计算，不用填）"] if template.execution else []
    return f"满分 {template.total_points:f} 分：{'、'.join(parts)}。“分值”可以都不填，留空时在同一一级指标内平均分配。"


def _tiers(whole: Template, project: Template) -> list[str]:
    """Which share of its points a tier brings."""
    tiers = project.tiers or whole.tiers
    told = "，".join(f"“{TIERS[one.tier]['zh']}”{one.low * 100:.0f}%–{one.high * 100:.0f}%" for one in tiers)
    return [f"定性指标的得分占分值的比例按等次：{told}。"] if told else []


def _index_words(judged: Sequence[IndexRow]) -> list[str]:
    levels = "".join(f"“{name}”" for name in dict.fromkeys(row.level1_name for row in judged))
    if not levels:
        return []
    return [f"一级指标为{levels}的行属于部门整体评分表，凭佐证评分：写佐证材料，选完成等次，填自评得分；其余不用改。"]
