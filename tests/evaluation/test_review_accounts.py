"""Real final accounts without a ledger: the good twin is told its rounding, the damaged twin its planted damage.

The documents are published and have no free licence that we know of; they lie beside the project where somebody has
them. Without them these tests skip and say so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from reviewed import remarks

from perfkit.evaluation.review import Review, review
from perfkit.readers.prose.documents import read_prose

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "cn_final_accounts"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no final accounts in ../shared/samples/cn_final_accounts")


@cache
def reviewed(twin: str) -> Review:
    folder = SAMPLES / twin
    files = [folder / "_text.txt", *sorted(folder.glob("*.csv"))]
    return review(pd.concat([read_prose(path) for path in files], ignore_index=True))


GOOD, DAMAGED = "putuo_caizhengju_2024", "putuo_caizhengju_2024_tampered"
#: What EXPECTED.csv and PROVENANCE.csv tell of the good one.
TOTALS = (
    "2995.39万元在 3 处表述一致",
    "2940.05万元在 4 处表述一致",
    "2336.91万元在 2 处表述一致",
    "603.14万元在 2 处表述一致",
)
ROUNDING = (
    "分项之和 2,940.06，表列 2,940.05，尾差 0.01",
    "分项之和 2,993.93，表列 2,993.92，尾差 0.01",
    "326.72万元",
    "合计 251.26万元",
)
#: Errors of the published document itself: a total of 0.3 where the table has 2,961.68, a share of 71.73 % that is 71.65 %.
OWN_ERRORS = ("为 0.3万元", "占71.73%，按 2106.66万元 ÷ 2940.05万元 计算为 71.65 %")
PLANTED = {
    "table gone": "目录列有“支出决算表”，报告中没有这张表",
    "amount blanked": "0.95万元，而表“财政拨款三公经费支出决算表”没有任何数字",
    "no note": "表“财政拨款三公经费支出决算表”没有任何数字，也没有",
    "total of 0": "为 0万元，在“收入支出决算总表”表2第32行第2列为 2,995.39",
    "larger": "写“决算数大于预算数”，而支出 1511.89万元、预算 1560.05万元，应为“小于”",
    "larger again": "写“决算数大于预算数”，而支出 80.38万元、预算 80.81万元，应为“小于”",
    "equal": "写“决算数等于预算数”，而支出 60.99万元、预算 62.29万元，应为“小于”",
    "unit": "（XX）",
    "year of a heading": "2023年度部门决算情况说明”写 2023 年，报告年度为 2024 年",
    "closing date": "截至2023年12月31日，上海市普陀区财政局共”写 2023 年",
}


def test_the_good_twin_agrees_but_for_rounding_and_its_own_two_errors() -> None:
    done = reviewed(GOOD)
    assert done.year == 2024
    agreed, rounded, conflicts = (remarks(done, verdict) for verdict in ("agrees", "rounding", "conflict"))
    assert all(any(words in text for text in agreed) for words in TOTALS)
    assert all(any(words in text for text in rounded) for words in ROUNDING)
    assert len(conflicts) == len(OWN_ERRORS)
    assert all(any(words in text for text in conflicts) for words in OWN_ERRORS)
    assert not remarks(done, "gap", "unproven", "missing", "note")
    assert any("98.20% = 2940.05万元 ÷ 2993.92万元" in text for text in agreed)
    assert any("人员经费2152.26万元 + 公用经费184.65万元" in text for text in agreed)


@pytest.mark.parametrize("name", PLANTED)
def test_the_planted_damage_is_found(name: str) -> None:
    assert any(PLANTED[name] in text for text in remarks(reviewed(DAMAGED), "conflict"))
    assert not any(PLANTED[name] in text for text in remarks(reviewed(GOOD), "conflict"))


def test_the_damaged_twin_has_no_conflict_that_was_not_planted() -> None:
    told = remarks(reviewed(DAMAGED), "conflict")
    known = [*PLANTED.values(), *OWN_ERRORS, "下降1.87%，按 56.95万元 ÷ (0万元 + 56.95万元) 计算为 100.00 %"]
    assert [text for text in told if not any(words in text for words in known)] == []
