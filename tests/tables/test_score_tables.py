"""The tables of scores: why something is not scored stands in words, and never as a 0."""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import table

from perfkit.tables import evaluations_table, index_table, scores_table, unevidenced_table

OVERVIEW = table(
    """
    name     | execution_rate | execution_centipoints | indicators | evidenced | scored | total_centipoints | scorable_centipoints | possible_centipoints | grade | lacks
    单位整体 | 0.8184         | 8.18                  | 4          | 1         | 1      | 8.18              | 10                   | 100                  | .     | 佐证
    车辆     | null           | null                  | 2          | 2         | 2      | 90                | 100                  | 100                  | 优    | .
    """
).astype(dict.fromkeys(("indicators", "evidenced", "scored"), "int64"))
SCORES = table(
    """
    level1_name | level2_name | indicator_name | comparison  | target_text | measure_unit | actual_text | weight_centipoints | score_centipoints | rule_zh | rule_en | lacks_zh | lacks_en | remark_zh | remark_en | evidence_document | evidence_page | department_name | source_sheet | source_row
    产出指标    | 数量指标    | 班车           | at_least    | 4           | 台           | .           | 12.5               | null              | .       | .       | 佐证材料 | evidence | .         | .         | 无                | .             | 办公室          | 绩效指标     | 4
    产出指标    | 成本指标    | =1+1           | at_most     | 40万元      | 万元         | 45.02       | 12.5               | 10.93             | 1−(a−t)/t | 1-(a-t)/t | .    | .        | 超支。    | Over.     | 序时账            | 3页           | .               | 绩效指标     | 5
    效益指标    | 社会效益    | 来宾满意       | qualitative | 满意        | .            | <b>满意</b> | 30                 | 0                 | 定性    | tier    | .        | .        | .         | .         | 调查              | .             | .               | 绩效指标     | 6
    """
).assign(actual_shown=lambda scores: scores["actual_text"])


def test_a_total_that_cannot_be_is_said():
    printed = evaluations_table(OVERVIEW).printed()
    assert printed["grade"].tolist() == ["不可计算：缺全部指标的评分", "优"]
    assert printed["execution_centipoints"].tolist() == ["8.18", "不可计算：缺全年预算"]
    assert printed["total_centipoints"].tolist() == ["8.18", "90.00"]
    assert "lacks scores of every indicator" in str(evaluations_table(OVERVIEW, "en"))
    assert "没有评价对象" in str(evaluations_table(OVERVIEW.iloc[:0]))


@pytest.mark.parametrize(
    ("language", "remarks"),
    [("zh", ["未评分：缺佐证材料。", "超支。", ""]), ("en", ["Not scored: lacks evidence. ", "Over.", ""])],
)
def test_every_indicator_tells_its_rule_or_what_it_lacks(language, remarks):
    shown = scores_table(SCORES, language, subject="车辆")
    printed = shown.printed()
    assert printed["remark"].tolist() == remarks
    assert printed["target"].tolist() == ["≥4台", "≤40万元", "满意"]
    assert printed["score_centipoints"].tolist() == ["—", "10.93", "0.00"]
    assert printed["evidence"].tolist() == ["无", "序时账 3页", "调查"]
    assert "&lt;b&gt;满意" in shown._repr_html_()
    assert "车辆" in shown.title


def test_what_has_no_evidence_is_listed_with_its_place():
    shown = unevidenced_table(SCORES.assign(name="车辆"))
    assert shown.printed()[["indicator_name", "source_row"]].to_numpy().tolist() == [["班车", "4"]]
    assert shown.is_folded
    assert "所有指标都列明了佐证" in str(unevidenced_table(SCORES.iloc[1:].assign(name="")))


def test_the_index_shows_how_a_row_was_computed():
    index = pd.concat([SCORES.iloc[1:2], SCORES.iloc[:1]]).assign(
        words_zh="0：5 分", formula_zh=["175.06 ÷ 2,951.09 = 5.93 %", ""], formula_en=["5.93 %", ""]
    )
    printed = index_table(index).printed()
    assert printed["formula_zh"].tolist() == ["175.06 ÷ 2,951.09 = 5.93 %", ""]
    assert printed["remark"].tolist() == ["", "未评分：缺佐证材料。"]
    assert "Index of the whole unit · 2021" in index_table(index, "en", subject="2021").title
