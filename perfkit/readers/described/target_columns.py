"""The columns of a target workbook: what the template calls them, and what else people call them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from perfkit.errors import Language
from perfkit.ledger.columns import columns

#: Names of the sheets of the template. Sheets whose name begins with one of IGNORED hold no data.
GUIDE_SHEET, GOALS_SHEET, TARGETS_SHEET, EXAMPLE_SHEET, LISTS_SHEET = (
    "填写说明", "总体目标", "绩效指标", "示例", "选项",
)  # fmt: skip
IGNORED: Final = (GUIDE_SHEET, EXAMPLE_SHEET, LISTS_SHEET)
#: What the template calls the unit as a whole, and what else people call it.
WHOLE_UNIT: Final = "单位整体"
WHOLE_UNITS: Final = (WHOLE_UNIT, "单位", "整体", "部门整体", "部门", "本单位", "unit", "whole unit")

#: Field -> heading of the template. Fields are columns of the frames, or say what a column is made from.
GOAL_HEADINGS: Final = {
    "subject": "对象（单位整体/项目）",
    "goal_number": "序号",
    "goal_text": "预期目标",
    "achieved_text": "实际完成情况",
}
TARGET_HEADINGS: Final = {
    "subject": "对象（单位整体/项目）",
    "level1_name": "一级指标",
    "level2_name": "二级指标",
    "indicator_name": "三级指标",
    "comparison": "指标性质",
    "target_text": "年度指标值",
    "measure_unit": "计量单位",
    "weight": "分值",
    "actual_text": "实际完成值",
    "tier": "完成等次",
    "awarded": "自评得分（定性）",
    "evidence_document": "佐证材料",
    "evidence_page": "页码或位置",
    "survey_number": "样本量",
    "department_name": "责任部门",
    "deviation_reason": "偏差原因分析",
    "improvement": "改进措施",
}
#: Headings without which a sheet is none of goals or of indicators.
GOAL_REQUIRED: Final = ("subject", "goal_text")
TARGET_REQUIRED: Final = ("subject", "indicator_name", "target_text")
_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "subject": ("评价对象", "项目", "项目名称", "项目代码", "subject", "project"),
    "goal_number": ("目标序号", "编号"),
    "goal_text": ("年度总体目标", "总体目标", "绩效目标"),
    "achieved_text": ("完成情况", "目标完成情况"),
    "indicator_name": ("指标名称", "绩效指标"),
    "comparison": ("指标方向", "指标类型"),
    "target_text": ("指标值", "目标值"),
    "measure_unit": ("单位", "度量单位"),
    "weight": ("权重", "weight", "points"),
    "actual_text": ("完成值", "全年完成值", "年度完成值"),
    "tier": ("等次", "定性等次"),
    "awarded": ("自评得分", "得分", "awarded"),
    "evidence_document": ("佐证", "证明材料", "佐证材料名称"),
    "evidence_page": ("页码", "位置"),
    "survey_number": ("调查样本量", "有效样本量"),
    "department_name": ("责任科室", "责任股室", "责任单位", "部门"),
    "deviation_reason": ("偏差原因", "原因分析", "未完成原因分析"),
    "improvement": ("改进意见",),
}


def headings(fields: dict[str, str]) -> dict[str, str]:
    """Every heading that means one of `fields`, as `heading_key` writes it -> the field."""
    defined = columns()
    found: dict[str, str] = {}
    for field, heading in fields.items():
        names = (heading, *_ALIASES.get(field, ()))
        if field in defined:
            names = (*names, defined[field].name_zh, defined[field].name_en)
        for name in names:
            found.setdefault(heading_key(name), field)
    return found


def heading_key(text: str) -> str:
    """A heading as it is compared: without white space, stars, and what stands in brackets."""
    half = unicodedata.normalize("NFKC", text)
    return re.sub(r"\(.*?\)|[*:\s]", "", half).lower()


def column_words(field: str) -> dict[Language, str]:
    """What a sentence calls a column: the heading of the template, in English the name of the column."""
    defined, zh = columns(), {**GOAL_HEADINGS, **TARGET_HEADINGS}[field]
    return {"zh": zh, "en": defined[field].name_en if field in defined else _ENGLISH[field]}


_ENGLISH: Final = {"subject": "subject", "weight": "points possible", "awarded": "points typed by hand"}
