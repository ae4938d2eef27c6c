"""The table of material variances: what nobody explained stands out, a stale explanation says of which figure."""

from __future__ import annotations

import pandas as pd
import pytest
from textframes import table
from yearbook import LEDGER

from perfkit.errors import LANGUAGES
from perfkit.ledger.frames import conform
from perfkit.measures import explained_variances
from perfkit.tables import variances_table

VARIANCES = table(
    """
    budget_project_code | period | scope     | final_budget_cents | actual_cents | variance_cents | variance_rate
    P1                  | 0      | all_funds | 299                | 223.20       | 75.80          | 0.2535
    P2                  | 0      | all_funds | 0                  | 3            | -3             | null
    P4                  | 0      | all_funds | 40                 | 45.02        | -5.02          | -0.1255
    """
).assign(is_material=True)
SAID = conform(
    table(
        """
        explanation_number | budget_project_code | period | explained_cents | cause   | explanation            | author | explained_date | evidence_document
        1                  | P4                  | 0      | -5.02           | price   | 纸价<b>上涨</b>        | 办公室 | 2022-03-01     | 合同
        2                  | P1                  | 0      | 70.00           | savings | 用车减少               | 车队   | 2022-01-05     | .
        """
    ).assign(explained_date=pd.to_datetime(["2022-03-01", "2022-01-05"])),
    "explanations",
)


def test_what_nobody_explained_stands_first_and_is_marked() -> None:
    found = variances_table(explained_variances(VARIANCES, SAID), LEDGER)
    assert found.title == "重大差异及说明 · 全口径（全部资金）"
    printed = found.printed()
    assert list(found.frame["row_class"]) == ["unexplained", "warning", ""]
    assert list(printed["budget_project_code"]) == ["运转", "车辆", "印刷"]
    assert list(printed["explanation_state"]) == ["未说明", "说明已过时（当时为 70.00）", "已说明"]
    assert list(printed["cause"]) == ["", "节约", "价格变化"]
    assert printed.iloc[0]["variance_rate"] == "不可计算：缺全年预算"
    assert printed.iloc[2][["variance_cents", "variance_rate", "author", "explained_date"]].tolist() == [
        "-5.02", "-12.55 %", "办公室", "2022-03-01",
    ]  # fmt: skip
    assert "period" not in found.columns
    html = found._repr_html_()
    assert 'class="unexplained"' in html
    assert "纸价&lt;b&gt;上涨&lt;/b&gt;" in html


def test_periods_are_named_where_some_variance_is_of_one() -> None:
    rows = VARIANCES.assign(period=[0, 2, 0])
    found = variances_table(explained_variances(rows, SAID), LEDGER, "en")
    assert list(found.printed()["period"]) == ["Feb", "the year", "the year"]
    assert "stale (it was 70.00)" in found.printed().loc[1, "explanation_state"]
    assert "Material: unspent beyond 10.00 %, overspent any amount" in found.notes[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_without_material_variances_says_so(language: str) -> None:
    found = variances_table(explained_variances(VARIANCES.iloc[:0], SAID), LEDGER, language)
    assert found.nothing in found._repr_html_()
