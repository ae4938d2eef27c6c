"""Scores of an evaluation: subject by subject, and indicator by indicator with what stands in the way of a score."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.targets import is_evidenced, target_words
from perfkit.tables.lines import table_columns, titled
from perfkit.tables.table import Table, TableColumn


def evaluations_table(overview: pd.DataFrame, language: Language = "zh") -> Table:
    """The evaluations of a year: execution rate, points scored of those that could be, grade or what it lacks.

    Args:
        overview: frame of `evaluation.evaluation_overview`.
        language: of headings and words.
    """
    en = language == "en"
    frame = overview.assign(
        grade=overview["grade"].mask(overview["grade"].eq("")),
        row_class=overview["grade"].eq("").map({True: "notice", False: ""}),
    )
    return Table(
        title="Evaluations" if en else "绩效自评汇总",
        frame=frame,
        columns={
            "name": TableColumn("Subject" if en else "评价对象"),
            "execution_rate": TableColumn(
                "Execution rate (final budget, all funds)" if en else "预算执行率（全年预算，全口径）",
                "rate",
                "a final budget" if en else "全年预算",
            ),
            "execution_centipoints": TableColumn(
                "Points for execution" if en else "执行率得分", "points", "a final budget" if en else "全年预算"
            ),
            "indicators": TableColumn("Indicators" if en else "指标数", "count"),
            "evidenced": TableColumn("With evidence" if en else "有佐证", "count"),
            "scored": TableColumn("Scored" if en else "已评分", "count"),
            "total_centipoints": TableColumn("Points scored" if en else "已得分", "points"),
            "scorable_centipoints": TableColumn("of points that could be scored" if en else "可评分值", "points"),
            "possible_centipoints": TableColumn("of points possible" if en else "满分", "points"),
            "grade": TableColumn(
                "Grade" if en else "等级", lacks="scores of every indicator" if en else "全部指标的评分"
            ),
            "lacks": TableColumn("What the total lacks" if en else "总分缺什么"),
        },
        language=language,
        notes=[
            "An indicator without evidence is not scored; a total and a grade need every indicator scored."
            if en
            else "没有佐证的指标不评分；全部指标评分后才有总分和等级。"
        ],
        nothing="There is nothing to evaluate." if en else "没有评价对象。",
    )


def scores_table(scores: pd.DataFrame, language: Language = "zh", *, subject: str = "") -> Table:
    """Every indicator with target, actual, points possible and scored, evidence, and remarks.

    Args:
        scores: frame `scores` of an evaluation.
        language: of headings and words.
        subject: whose indicators, for the title.
    """
    en = language == "en"
    unscored = scores["score_centipoints"].isna()
    frame = scores.assign(
        target=_target(scores),
        # Where nothing is scored the remark says why; the cell of the score itself is a dash.
        remark=(scores[f"lacks_{language}"].map(_lacking(language)) + scores[f"remark_{language}"]).astype("str"),
        evidence=[_evidence(document, page) for document, page in _pairs(scores, "evidence_document", "evidence_page")],
        row_class=unscored.map({True: "notice", False: ""}),
    )
    columns = table_columns(["indicator_name", "level1_name", "level2_name"], language)
    return Table(
        title=titled(f"Indicators ({len(scores)})" if en else f"绩效指标（{len(scores)} 个）", subject),
        frame=frame,
        columns={
            **columns,
            "target": TableColumn("Target" if en else "年度指标值"),
            "actual_shown": TableColumn("Actual" if en else "实际完成值"),
            **table_columns(["weight_centipoints", "score_centipoints"], language),
            f"rule_{language}": TableColumn("Rule" if en else "评分方法"),
            "evidence": TableColumn("Evidence" if en else "佐证材料"),
            "remark": TableColumn("Remark" if en else "说明"),
        },
        language=language,
        nothing="No target was set: nothing can be scored." if en else "未设定绩效指标，不能评分。",
    )


def unevidenced_table(scores: pd.DataFrame, language: Language = "zh") -> Table:
    """The indicators that name no evidence: what is asked of whom. Folded.

    Args:
        scores: frames `scores` of the evaluations under each other, with a column `name` (the subject).
        language: of headings and words.
    """
    en = language == "en"
    bare = scores[[not is_evidenced(*pair) for pair in _pairs(scores, "evidence_document", "actual_text")]]
    return Table(
        title=f"Indicators without evidence ({len(bare)})" if en else f"无佐证的指标（{len(bare)} 个）",
        frame=bare,
        columns={
            "indicator_name": TableColumn("Indicator" if en else "三级指标"),
            "name": TableColumn("Subject" if en else "评价对象"),
            "actual_text": TableColumn("Actual as stated" if en else "填报的完成值"),
            **table_columns(["department_name", "source_sheet", "source_row"], language),
        },
        language=language,
        nothing="Every indicator names evidence." if en else "所有指标都列明了佐证。",
        is_folded=True,
    )


def index_table(index: pd.DataFrame, language: Language = "zh", *, subject: str = "") -> Table:
    """The rows of an index table (指标评分表): the rule, the value with its formula, points, or what is lacking.

    Args:
        index: frame of `evaluation.unit_index`.
        language: of headings and words.
        subject: which index, for the title.
    """
    en = language == "en"
    frame = index.assign(
        remark=index[f"lacks_{language}"].map(_lacking(language)).astype("str"),
        row_class=index["score_centipoints"].isna().map({True: "notice", False: ""}),
    )
    return Table(
        title=titled("Index of the whole unit" if en else "部门整体支出绩效评价指标评分表", subject),
        frame=frame,
        columns={
            **table_columns(["indicator_name", "level1_name", "level2_name"], language),
            "words_zh": TableColumn("Rule" if en else "评分标准"),
            f"formula_{language}": TableColumn("Computed" if en else "计算过程"),
            **table_columns(["weight_centipoints", "score_centipoints"], language),
            "remark": TableColumn("Remark" if en else "说明"),
        },
        language=language,
    )


def _pairs(frame: pd.DataFrame, first: str, second: str) -> list[tuple[str, str]]:
    return list(zip(frame[first], frame[second], strict=True))


def _evidence(document: str, page: str) -> str:
    return f"{document} {page}".strip()


def _target(scores: pd.DataFrame) -> list[str]:
    lines = scores[["comparison", "target_text", "measure_unit"]].itertuples(index=False, name=None)
    return [target_words(*line) for line in lines]


def _lacking(language: Language) -> Callable[[str], str]:
    """How a lack is told; nothing where nothing is lacking."""

    def told(lacks: str) -> str:
        if not lacks:
            return ""
        return f"Not scored: lacks {lacks}. " if language == "en" else f"未评分：缺{lacks}。"

    return told
