"""The block of the indicators of a monitoring form: target, what is reached so far, light, and blanks for people."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import Drawing, dash, entry, label, lacking
from perfkit.evaluation.monitoring import Monitoring
from perfkit.ledger.forms import FormCell
from perfkit.ledger.targets import target_words

_TITLE: Final = "绩效\n指标"
_NAME, _LEVEL1, _LEVEL2, _INDICATOR, _TARGET, _SO_FAR, _LIGHT, _OUTLOOK, _REASON, _LIKELIHOOD, _REMARK = (
    *range(2, 10), 11, 12, 13,
)  # fmt: skip
_HEADINGS: Final = (
    (_NAME, "项目", 1), (_LEVEL1, "一级指标", 1), (_LEVEL2, "二级指标", 1), (_INDICATOR, "三级指标", 1),
    (_TARGET, "年度指标值", 1), (_SO_FAR, "{span}执行情况", 1), (_LIGHT, "预警", 1), (_OUTLOOK, "全年预计完成情况", 2),
    (_REASON, "偏差原因分析", 1), (_LIKELIHOOD, "完成目标可能性", 1), (_REMARK, "备注", 1),
)  # fmt: skip
_LAST: Final = 13
_UNIT, _NO_TARGETS = "单位整体", "（未设定绩效指标）"


def draw_indicators_so_far(drawing: Drawing, monitoring: Monitoring, language: Language) -> None:
    """Draw headings and every indicator, those of one project side by side with its name."""
    rows = [{str(name): value for name, value in row.items()} for row in monitoring.indicators.to_dict("records")]
    drawing.put(1, label(_TITLE), rows=1 + max(1, len(rows)))
    for column, words, columns in _HEADINGS:
        drawing.put(column, label(words.format(span=monitoring.span())), columns)
    drawing.down()
    if not rows:
        drawing.put(2, entry(_NO_TARGETS), _LAST - 1)
        drawing.down()
    for project, members in groupby(rows, key=lambda row: str(row["budget_project_code"])):
        parts = list(members)
        name = monitoring.ledger.unit.project_name(project) if project else _UNIT
        drawing.put(_NAME, label(name), rows=len(parts))
        for row in parts:
            _draw_row(drawing, row, language)


def _draw_row(drawing: Drawing, row: Mapping[str, Any], language: Language) -> None:
    target = target_words(row["comparison"], row["target_text"], row["measure_unit"])
    reason = row["deviation_reason"].strip()
    cells: dict[int, FormCell] = {
        _LEVEL1: entry(row["level1_name"]),
        _LEVEL2: entry(row["level2_name"]) if row["level2_name"] else dash(),
        _INDICATOR: entry(row["indicator_name"]),
        _TARGET: entry(target),
        **_so_far(row, row[f"lacks_{language}"]),
        _REASON: entry(reason or None),
        _LIKELIHOOD: entry(None),
        _REMARK: entry(None),
    }
    drawing.put(_OUTLOOK, entry(None), 2)
    for column, cell in cells.items():
        drawing.put(column, cell)
    drawing.down()


def _so_far(row: Mapping[str, Any], lacks: str) -> dict[int, FormCell]:
    """What is reached and its light; where nothing is known there is no light to speak of."""
    if not row["actual_so_far"] and not row["light"]:
        return {_SO_FAR: lacking(lacks, "text"), _LIGHT: dash()}
    light = entry(row["light_zh"]) if row["light"] else lacking(lacks, "text")
    return {_SO_FAR: entry(row["actual_so_far"]) if row["actual_so_far"] else dash(), _LIGHT: light}
