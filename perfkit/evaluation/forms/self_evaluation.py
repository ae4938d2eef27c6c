"""项目支出绩效自评表 and 部门整体支出绩效自评表, in the layout that their template names.

*Source*: 财预〔2020〕10号 and the filled forms that `perfkit.evaluation.forms.layouts` names.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import Drawing, dash, entry, label, lacking
from perfkit.evaluation.forms.funds import Funds, FundsDrawn, draw_funds
from perfkit.evaluation.forms.indicators import IndicatorsDrawn, draw_goals, draw_indicators
from perfkit.evaluation.forms.layouts import LAYOUTS, Layout
from perfkit.evaluation.forms.notes import notice_note, rules_note, source_line
from perfkit.evaluation.forms.shares import fund_rows, total_row, untold_funds
from perfkit.ledger.forms import Form, FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_label
from perfkit.ledger.points import as_points

if TYPE_CHECKING:
    from perfkit.evaluation.evaluate import Evaluation

_SIGNED: Final = ("填表人：", "填报日期：", "联系电话：", "单位负责人：")
_TOTAL: Final = "总分"
_SCOPE: Final[dict[Language, str]] = {
    "zh": "年度资金总额为全口径（全部资金）；全年预算数为调整后预算（年初预算＋追加（调减）＋上年结转）。",
    "en": "Amounts cover all funds; the final budget is the original one with changes and carry-over.",
}
_OVERSPENT: Final[dict[Language, str]] = {
    "zh": "全年执行数大于全年预算数（超支）。",
    "en": "More was spent than the final budget allows.",
}
_UNSCORED: Final[dict[Language, str]] = {
    "zh": "总分不可计算：{lacks}满分 {possible} 分，可评分 {scorable} 分，已得 {total} 分；"
    "未评分的指标不计分，也不按满分计。",
    "en": "There is no total: {lacks}of {possible} points {scorable} could be scored, {total} were gained; what is not "
    "scored brings neither none nor all of its points.",
}
_GRADE: Final[dict[Language, str]] = {"zh": "自评等级：{grade}。", "en": "Grade: {grade}."}
_WEIGHTS: Final[dict[Language, str]] = {
    "zh": "各指标分值与预算执行率分值合计 {found} 分，应为 {expected} 分。",
    "en": "The points possible add up to {found}; they should be {expected}.",
}
_DEFAULTS: Final[dict[Language, str]] = {
    "zh": "{count} 个指标未填分值，按所在一级指标的剩余分值平均分配。",
    "en": "{count} indicators give no points possible; they share what is left of their group evenly.",
}
_EVERY_SCORE: Final[dict[Language, str]] = {"zh": "全部指标的评分", "en": "scores of every indicator"}


def project_form(ledger: Ledger, evaluation: Evaluation, language: Language = "zh") -> Form:
    """The self-evaluation form of one budgeted project.

    Args:
        ledger: the year.
        evaluation: of the project.
        language: of notes and of what is lacking; the words of the form itself are Chinese.
    """
    name = evaluation.name
    return _form(ledger, evaluation, f"{evaluation.template.code}_{evaluation.project}", f"项目自评-{name}", language)


def unit_form(ledger: Ledger, evaluation: Evaluation, language: Language = "zh") -> Form:
    """The self-evaluation form of the whole unit. Arguments as in `project_form`."""
    return _form(ledger, evaluation, evaluation.template.code, "部门整体自评", language)


def _form(ledger: Ledger, evaluation: Evaluation, code: str, sheet: str, language: Language) -> Form:
    template, project = evaluation.template, evaluation.project
    layout, drawing, money = LAYOUTS[template.layout], Drawing(), money_label(ledger.unit)
    _draw_head(drawing, layout, ledger, evaluation)
    funds = Funds(
        layout,
        total_row(evaluation.execution, ledger, project, language),
        fund_rows(layout.shares, ledger, project, language),
        template.execution,
        evaluation.execution_centipoints,
        money,
        language,
    )
    drawn = draw_funds(drawing, funds)
    draw_goals(drawing, layout, ledger.goals[ledger.goals["budget_project_code"].eq(project)])
    indicators = draw_indicators(drawing, layout, template, evaluation.scores, ledger, language)
    _draw_total(drawing, layout, evaluation, drawn, indicators, language)
    drawing.put(1, entry("　　".join(f"{words}　　　　　　" for words in _SIGNED), "title"), layout.columns)
    return Form(
        code=code,
        title=f"{template.title_zh}（{ledger.year}年度）",
        cells=tuple(drawing.cells),
        widths=layout.widths,
        money_unit=money,
        notes=tuple(_notes(ledger, evaluation, funds, drawn, indicators, language)),
        is_landscape=layout.is_landscape,
        sheet=sheet,
        source=source_line(ledger, language),
        repeated=(indicators.heading, indicators.heading),
    )


def _draw_head(drawing: Drawing, layout: Layout, ledger: Ledger, evaluation: Evaluation) -> None:
    """Who and what; the superior department is filled in by hand, no export names it."""
    unit = ledger.unit.name()
    if not evaluation.project:
        drawing.put(1, label("预算部门名称"), 2)
        drawing.put(3, entry(unit), layout.columns - 2)
        drawing.down()
        return
    middle = layout.goals[1].first
    drawing.put(1, label("项目名称"), 2)
    drawing.put(3, entry(evaluation.name), layout.columns - 2)
    drawing.down()
    for first, last, words, text in ((1, middle - 1, "主管部门", None), (middle, layout.columns, "实施单位", unit)):
        wide = 2 if first == 1 else 1
        drawing.put(first, label(words), wide)
        drawing.put(first + wide, entry(text), last - first - wide + 1)
    drawing.down()


def _draw_total(
    drawing: Drawing,
    layout: Layout,
    evaluation: Evaluation,
    funds: FundsDrawn,
    indicators: IndicatorsDrawn,
    language: Language,
) -> None:
    """The last row; layouts without points have none."""
    points, score = layout.indicator("points"), layout.indicator("score")
    if points is None or score is None:
        return
    drawing.put(1, label(_TOTAL), points.first - 1)
    drawing.put(points.first, _weight_cell(evaluation, funds, indicators))
    total = _score_cell(evaluation, funds, indicators, language)
    # What a total lacks takes more words than the narrow column of points has room for.
    covered = layout.columns - score.first + 1 if total.lacks else score.columns
    drawing.put(score.first, total, covered)
    if not total.lacks:
        drawing.put(score.last + 1, dash(), layout.columns - score.last)
    drawing.down()


def _weight_cell(evaluation: Evaluation, funds: FundsDrawn, indicators: IndicatorsDrawn) -> FormCell:
    """The points possible: a live sum where every indicator has its own, else what the template says."""
    total = evaluation.template.total_points
    if indicators.weight is None:
        return entry(total, "points")
    rule = evaluation.template.execution
    added = indicators.weight + (rule.points if rule and funds.points else Decimal(0))
    return entry(added, "points", formula=_added(indicators.points, funds.points))


def _score_cell(evaluation: Evaluation, funds: FundsDrawn, indicators: IndicatorsDrawn, language: Language) -> FormCell:
    """The total score: a live sum, or what it lacks."""
    gained = evaluation.execution_centipoints
    is_whole = indicators.score is not None and (not funds.score or gained is not None)
    if not is_whole or evaluation.scorable_centipoints != evaluation.possible_centipoints:
        return lacking(evaluation.lacks[language] or _EVERY_SCORE[language], "points")
    total = Decimal(evaluation.total_centipoints) / 100
    return entry(total, "points", formula=_added(indicators.scores, funds.score))


def _added(column: str, more: str) -> str:
    return f"SUM({column})+{more}" if more else f"SUM({column})"


def _notes(
    ledger: Ledger,
    evaluation: Evaluation,
    funds: Funds,
    drawn: FundsDrawn,
    indicators: IndicatorsDrawn,
    language: Language,
) -> list[str]:
    mixed = dict.fromkeys(row.actual.note for row in funds.rows if row.actual.note)
    actual, final = funds.total.actual.value, funds.total.final.value
    is_over = isinstance(actual, Decimal) and isinstance(final, Decimal) and actual > final
    return [
        *notice_note(ledger, language),
        _SCOPE[language],
        *mixed,
        *untold_funds(ledger, evaluation.project, language),
        *drawn.notes,
        *([_OVERSPENT[language]] if is_over else []),
        *_score_notes(evaluation, drawn, indicators, language),
        rules_note(evaluation.template, language),
    ]


def _score_notes(
    evaluation: Evaluation, funds: FundsDrawn, indicators: IndicatorsDrawn, language: Language
) -> list[str]:
    """Total and grade as far as they go, and weights that do not add up."""
    template, notes = evaluation.template, []
    defaults = int(evaluation.scores["is_weight_default"].sum())
    if defaults:
        notes.append(_DEFAULTS[language].format(count=defaults))
    weight = _weight_cell(evaluation, funds, indicators).value
    if indicators.weight is not None and weight != template.total_points:
        notes.append(_WEIGHTS[language].format(found=weight, expected=template.total_points))
    if not indicators.scores:
        return notes
    if evaluation.grade is not None:
        grade = evaluation.grade.name_en if language == "en" else evaluation.grade.name_zh
        return [*notes, _GRADE[language].format(grade=grade)]
    lacks = evaluation.lacks[language]
    words = {"zh": f"缺{lacks}。", "en": f"it lacks {lacks}; "}[language] if lacks else ""
    parts = {name: as_points(getattr(evaluation, f"{name}_centipoints")) for name in ("possible", "scorable", "total")}
    return [*notes, _UNSCORED[language].format(lacks=words, **parts)]
