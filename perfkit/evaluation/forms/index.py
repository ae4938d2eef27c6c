"""指标评分表: the rows of an index with rule, value and score; subtotals of the first and second level as live sums.

*Source*: 湖南省部门整体支出绩效评价指标表; which rows and points it has is the template's.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import Drawing, address, block, dash, entry, label, lacking, number, sum_of
from perfkit.evaluation.forms.notes import notice_note, rules_note, source_line
from perfkit.evaluation.index_rules import BY_EVIDENCE
from perfkit.evaluation.rules import Template
from perfkit.evaluation.templates import choose
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_label
from perfkit.ledger.points import in_points

Row = dict[str, Any]
_HEADINGS: Final = ("一级指标", "二级指标", "三级指标", "分值", "评分标准", "计算过程", "得分", "扣分情况")
_WIDTHS: Final = (10, 12, 22, 8, 42, 30, 13, 22)
_LAST: Final = len(_HEADINGS)
_POINTS, _SCORE = 4, 7
_UNSCORED: Final[dict[Language, str]] = {
    "zh": "{count}项指标的评分",
    "en": "the scores of {count} indicators",
}
_SO_FAR: Final[dict[Language, str]] = {
    "zh": "已评分的指标满分合计 {possible} 分，得 {total} 分；未评分的 {count} 项不计分，也不按满分计。",
    "en": "The rows that could be scored bring {total} of {possible} points; the {count} others bring neither none nor "
    "all of theirs.",
}
_BY_HAND: Final[dict[Language, str]] = {
    "zh": "凭佐证评分的指标，佐证材料、完成等次和得分填在绩效目标表（targets.xlsx）中“单位整体”的同名指标行。",
    "en": "Rows on evidence take it, their tier and points from the indicator of that name of the whole unit in "
    "targets.xlsx.",
}
_LOST: Final[dict[Language, str]] = {"zh": "扣 {points:f} 分", "en": "{points:f} points lost"}


def index_form(ledger: Ledger, index: pd.DataFrame, language: Language = "zh") -> Form:
    """The scored index of the whole unit.

    Args:
        ledger: the year.
        index: frame of `perfkit.evaluation.index.unit_index`.
        language: of notes, computed values and of what is lacking; the words of the form itself are Chinese.

    Raises:
        BadConfiguration: no template of this form is in force for the unit, and unit.toml names none.
    """
    template, drawing = choose("index", ledger.unit, ledger.year), Drawing()
    drawing.put(1, entry(f"填报单位：{ledger.unit.name()}", "title"), _LAST)
    drawing.down()
    for column, words in enumerate(_HEADINGS, start=1):
        drawing.put(column, label(words))
    drawing.down()
    rows: list[Row] = [{str(name): value for name, value in row.items()} for row in index.to_dict("records")]
    totals = [
        _draw_level1(drawing, name, list(members), language)
        for name, members in groupby(rows, key=lambda row: row["level1_name"])
    ]
    _draw_sum(drawing, "总分", totals, rows, language, first=1)
    return Form(
        code=template.code,
        title=f"{template.title_zh}（{ledger.year}年度）",
        cells=tuple(drawing.cells),
        widths=_WIDTHS,
        money_unit=money_label(ledger.unit),
        notes=(*notice_note(ledger, language), *_notes(rows, template, language), rules_note(template, language)),
        is_landscape=True,
        sheet="指标评分表",
        source=source_line(ledger, language),
        repeated=(2, 2),
    )


def _draw_level1(drawing: Drawing, name: str, rows: Sequence[Row], language: Language) -> int:
    """Draw a first-level group and its sum; the row of the sum."""
    groups = [(level, list(members)) for level, members in groupby(rows, key=lambda row: row["level2_name"])]
    drawing.put(1, label(name), rows=len(rows) + len(groups) + 1)
    sums = [_draw_level2(drawing, level, members, language) for level, members in groups]
    _draw_sum(drawing, f"{name}　合计", sums, rows, language, first=2)
    return drawing.row - 1


def _draw_level2(drawing: Drawing, name: str, rows: Sequence[Row], language: Language) -> int:
    """Draw a second-level group and its sum; the row of the sum."""
    top = drawing.row
    drawing.put(2, label(name), rows=len(rows) + 1)
    for row in rows:
        cells = (
            entry(row["indicator_name"]),
            _points(row["weight_centipoints"], ""),
            entry(row["words_zh"]),
            entry(row[f"formula_{language}"]) if row[f"formula_{language}"] else dash(),
            _points(row["score_centipoints"], row[f"lacks_{language}"]),
            _lost(row, language),
        )
        for column, cell in enumerate(cells, start=3):
            drawing.put(column, cell)
        drawing.down()
    _draw_sum(drawing, "小计", range(top, top + len(rows)), rows, language, first=3)
    return drawing.row - 1


def _draw_sum(
    drawing: Drawing, words: str, parts: Sequence[int], rows: Sequence[Row], language: Language, first: int
) -> None:
    """A row that sums the rows `parts`: points always, scores where every indicator below has one."""
    drawing.put(first, label(words), _POINTS - first)
    drawing.put(_POINTS, _summed([_points(row["weight_centipoints"], "") for row in rows], parts, _POINTS))
    scores = [_points(row["score_centipoints"], "") for row in rows]
    unscored = sum(number(score) is None for score in scores)
    lacks = lacking(_UNSCORED[language].format(count=unscored), "points")
    drawing.put(5, dash(), 2)
    drawing.put(_SCORE, lacks if unscored else _summed(scores, parts, _SCORE))
    drawing.put(_LAST, dash())
    drawing.down()


def _summed(cells: Sequence[FormCell], parts: Sequence[int], column: int) -> FormCell:
    """The sum of `cells` as a formula over the rows `parts`, which hold them or their sums."""
    is_range = isinstance(parts, range)
    formula = (
        f"SUM({block(parts[0], parts[-1], column)})" if is_range else "+".join(address(row, column) for row in parts)
    )
    return entry(sum_of(cells), "points", formula=formula)


def _points(centipoints: Any, lacks: str) -> FormCell:
    return lacking(lacks, "points") if pd.isna(centipoints) else entry(in_points(int(centipoints)), "points")


def _lost(row: Row, language: Language) -> FormCell:
    """The points that are lost; nothing is lost of what is not scored."""
    weight, score = row["weight_centipoints"], row["score_centipoints"]
    if pd.isna(score) or weight <= score:
        return dash()
    return entry(_LOST[language].format(points=in_points(int(weight - score))))


def _notes(rows: Sequence[Row], template: Template, language: Language) -> list[str]:
    """The points as far as they go, where not every row is scored; where rows on evidence are filled in."""
    scored = [row for row in rows if not pd.isna(row["score_centipoints"])]
    if len(scored) == len(rows):
        return []
    possible, total = (
        sum((in_points(int(row[f"{name}_centipoints"])) for row in scored), Decimal(0)) for name in ("weight", "score")
    )
    told = [_SO_FAR[language].format(possible=possible, total=total, count=len(rows) - len(scored))]
    return [*told, *([_BY_HAND[language]] if any(row.rule == BY_EVIDENCE for row in template.index_rows) else [])]
