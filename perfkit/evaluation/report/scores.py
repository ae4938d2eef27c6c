"""The points of an evaluation in sentences: what was scored, what could not be, and why there is no total yet."""

from __future__ import annotations

from typing import Final

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.overview import evidenced
from perfkit.evaluation.report.writing import counted, joined, lines_of, said
from perfkit.ledger.documents import Figure, Paragraph
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.points import as_points

_TEMPLATE: Final = "评分模板"


def scored(evaluation: Evaluation, ledger: Ledger) -> list[Paragraph]:
    """Points of a subject: execution, indicators, total and grade as far as they go."""
    template = f"按《{evaluation.template.title()}》（{evaluation.template.source}）自评。"
    return [joined(template, *_execution(evaluation, ledger)), indicators(evaluation), _total(evaluation)]


def indicators(evaluation: Evaluation) -> Paragraph:
    """How many indicators there are, name evidence, and could be scored."""
    scores, name = evaluation.scores, subject(evaluation)
    if scores.empty:
        return Paragraph((f"{name}未设定绩效指标，不能评分。",))
    source = lines_of(evaluation.scores)
    proved = int(evidenced(scores).sum())
    done = int(scores["score_centipoints"].notna().sum())
    told = said(
        "{name}设定绩效指标{all}，有佐证材料或账务数据的{evidenced}，已评分{done}",
        name=name,
        all=counted(f"{len(scores)}个", f"{name}绩效指标数", source),
        evidenced=counted(f"{proved}个", f"{name}有佐证的指标数", source),
        done=counted(f"{done}个", f"{name}已评分指标数", source),
    )
    rest = len(scores) - done
    if not rest:
        return joined(told, "。")
    left = counted(f"{rest}个", f"{name}未评分指标数", source)
    return joined(told, said("；其余{left}缺佐证材料或数据，不予评分。", left=left))


def subject(evaluation: Evaluation) -> str:
    """Whom the points are of."""
    return evaluation.name if evaluation.project else "单位整体"


def _execution(evaluation: Evaluation, ledger: Ledger) -> list[Paragraph]:
    rule = evaluation.template.execution
    if rule is None:
        return []
    points = evaluation.execution_centipoints
    told = said(
        "预算执行率满分{possible}，得分{gained}（按全口径、全年预算计算）。",
        possible=counted(f"{rule.points}分", f"{subject(evaluation)}预算执行率满分", _TEMPLATE),
        gained=_points(points, f"{subject(evaluation)}预算执行率得分", _files(ledger), evaluation.lacks["zh"]),
    )
    return [told]


def _total(evaluation: Evaluation) -> Paragraph:
    name, source = subject(evaluation), lines_of(evaluation.scores)
    told = said(
        "{name}可评分值{scorable}，已得分{total}，满分{possible}。",
        name=name,
        scorable=_points(evaluation.scorable_centipoints, f"{name}可评分值", source),
        total=_points(evaluation.total_centipoints, f"{name}已得分", source),
        possible=_points(evaluation.possible_centipoints, f"{name}满分", _TEMPLATE),
    )
    if evaluation.grade is None:
        lacks = evaluation.lacks["zh"]
        return joined(told, f"总分和等级不可计算：缺{lacks}。" if lacks else "总分和等级不可计算。")
    return joined(told, f"自评等级为“{evaluation.grade.name_zh}”。")


def _points(centipoints: int | None, measure: str, source: str, lacks: str = "") -> Figure:
    if centipoints is None:
        return counted(f"不可计算：缺{lacks or '数据'}", measure, source, lacks or "数据")
    return counted(f"{as_points(centipoints)}分", measure, source)


def _files(ledger: Ledger) -> str:
    return "、".join(dict.fromkeys([*ledger.budget["source_file"], *ledger.spending["source_file"]]))
