"""The charts of points: what was not scored is never drawn as gained or lost."""

from __future__ import annotations

import pytest
from textframes import table
from yearbook import LEDGER

from perfkit.figures import evidence_chart, points_chart

LINES = table(
    """
    name        | level1_name | gained_centipoints | lost_centipoints | unscored_centipoints
    预算执行率  | 预算执行率  | 8.18               | 1.82             | 0
    <b>班车</b> | 产出指标    | 0                  | 0                | 25
    成本        | 产出指标    | 21.86              | 3.14             | 0
    """
)
OVERVIEW = table("name | indicators | evidenced\n车辆 | 4 | 1\n运转 | 0 | 0")
OVERVIEW = OVERVIEW.astype({"indicators": "int64", "evidenced": "int64"})


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh", "得 30.04 分，失 4.96 分，未评 25.00 分"), ("en", "30.04 points gained, 4.96 lost, 25.00 not scored")],
)
def test_points_are_told_and_drawn_apart(language, title):
    shown = points_chart(LINES, LEDGER, language, subject="车辆")
    assert title in shown.layout.title.text
    gained, lost, unscored, ends = shown.data
    assert list(gained.x) == [8.18, 0, 21.86]
    assert list(lost.x) == [1.82, 0, 3.14]
    assert list(unscored.x) == [0, 25, 0]
    assert len({bar.marker.pattern.shape for bar in (gained, lost, unscored)}) == 3
    assert [text.strip() for text in ends.text] == ["8.18 / 10.00", "— / 25.00", "21.86 / 25.00"]
    assert "&lt;b&gt;" in gained.customdata[1]


def test_parts_that_do_not_occur_are_not_in_the_legend():
    shown = points_chart(LINES.iloc[:1], LEDGER)
    assert [trace.name for trace in shown.data if trace.type == "bar"] == ["得分", "失分"]


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "4 个指标中有 1 个列明佐证"), ("en", "1 of 4 indicators name evidence")]
)
def test_evidence_is_counted_by_subject(language, title):
    shown = evidence_chart(OVERVIEW, LEDGER, language)
    assert title in shown.layout.title.text
    assert [list(bar.x) for bar in shown.data] == [[1], [3]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_to_score_is_said(language):
    for shown in (points_chart(LINES.iloc[:0], LEDGER, language), evidence_chart(OVERVIEW.iloc[1:], LEDGER, language)):
        assert not shown.data
        assert shown.layout.annotations or shown.layout.title.text
