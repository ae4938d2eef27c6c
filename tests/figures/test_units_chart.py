"""The chart of the units of a district."""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import UNIT, table

from perfkit.figures import units_chart
from perfkit.ledger.scopes import Scope

COMPARED = table(
    """
    unit_code | unit_name | final_budget_cents | actual_cents | execution_rate
    c         | <b>丙</b> | 100000             | 50000        | 0.5
    a         | 甲        | 1200000            | 1140000      | 0.95
    b         | 乙        | null               | 7            | null
    """
)


@pytest.mark.parametrize(
    ("language", "title", "missing"),
    [
        (
            "zh",
            "2 个单位中有 1 个执行率低于 90.00 %，最低的是&lt;b&gt;丙&lt;/b&gt;（50.00 %）",
            "1 个单位的执行率不可计算",
        ),
        ("en", "1 of 2 units executed less than 90.00 %, lowest: &lt;b&gt;丙&lt;/b&gt; (50.00 %)", "not shown: 1"),
    ],
)
def test_every_unit_is_a_mark_at_its_budget_and_rate(language, title, missing):
    shown = units_chart(COMPARED, UNIT, 2021, Scope.ALL, language)
    assert shown.layout.title.text.replace("<br>", "") == title
    assert missing in shown.layout.title.subtitle.text
    below, above = shown.data
    assert (list(below.x), list(below.y), list(below.text)) == ([10.0], [0.5], ["&lt;b&gt;丙&lt;/b&gt;"])
    assert (list(above.x), list(above.y)) == ([120.0], [0.95])
    assert below.marker.symbol != above.marker.symbol
    assert "114.00 / 120.00" in above.customdata[0]


def test_only_the_lowest_are_named():
    many = pd.concat([COMPARED.iloc[1:2]] * 9, ignore_index=True)
    (marks,) = units_chart(many, UNIT, 2021, Scope.ALL).data
    assert [bool(text) for text in marks.text] == [True] * 5 + [False] * 4
    assert "最低" not in units_chart(many, UNIT, 2021, Scope.ALL).layout.title.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_rate_at_all_is_said(language):
    assert not units_chart(COMPARED.iloc[2:], UNIT, 2021, Scope.ALL, language).data
