"""The review of the case's report: the relations that hold, the conflicts and the gaps, each with its amounts.

The draft that is shipped prints the same figures in other words. The published report itself has no free licence and
lies beside the project where somebody has it; without it those tests skip and say so.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import pandas as pd
import pytest
from reviewed import prose as small_prose
from reviewed import remarks

from perfkit.evaluation import self_evaluation_report
from perfkit.evaluation.review import Review, review, reviews
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.narrative import OUTLINE
from perfkit.readers.prose.documents import read_prose
from perfkit.reports.docx import docx_bytes

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT.parent / "shared" / "case" / "self_evaluation_report_2021.txt"
DRAFT = ROOT / "data" / "raw" / "lusong" / "2021" / "drafts" / "self_evaluation_draft.txt"

#: What holds: (check, words of the sentence).
HOLDS = {
    "H1": ("sums_in_the_text", "项目支出2,082.70万元 = 公车办173.16万元 + 机关运转1,679.95万元 + 会议7.78万元"),
    "H2": ("sums_in_the_text", "基本支出311.98万元 = 人员经费283.03万元 + 公用经费28.95万元"),
    "H3": ("sums_in_the_text", "财政拨款支出2,394.68万元 = 项目支出2,082.70万元 + 基本支出311.98万元"),
    "H4": ("income_and_spending", "财政拨款收入与支出均为 2,394.68 万元"),
    "H5": ("rates_in_the_text", "86.69% = 2,558.42万元 ÷ 2,951.09万元"),
    "H6 budget": ("repeated_figures", "2,951.09万元在 2 处表述一致"),
    "H6 people": ("sums_in_the_text", "39人 = "),
    "H6 offices": ("counted_lists", "写“五个职能科室”，相符"),
    "H7": (
        "supplements_and_spending",
        "4 个追加项目（党建专项、党代会工作经费、经济表彰、新冠肺炎疫情防控专项资金）的追加与支出逐项相等，合计 175.06 万元",
    ),
    "H8": ("budget_of_each_project", "列出支出的 9 项都能对应到年初预算（4 个）或追加（4 个）"),
    "H9 reception": ("two_scopes", "接待办支出在两处均为 1.73 万元"),
    "H9 printing": ("two_scopes", "文印室支出在两处均为 45.02 万元"),
    "staff": ("counts_against_facts", "在职人数 19人"),
    "retired": ("counts_against_facts", "退休人数 20人"),
    "offices": ("counts_against_facts", "内设机构数 五个"),
    "units": ("counts_against_facts", "二级预算单位数 没有其他二级预算单位"),
    "projects": ("counted_lists", "列举 4 项，写“4个”"),
    "works": ("counts_against_targets", "16项与指标“工程建设”"),
    "parking": ("counts_against_targets", "118个与指标“大院新增停车位”"),
    "meals": ("counts_against_targets", "540余人与指标“第六次党代会用餐人数”"),
}
#: What does not hold: (verdict, check, all of these words in one sentence).
FAILS = {
    "N1": ("gap", "two_scopes", ("2,558.42 万元（全口径）", "2,394.68 万元（财政拨款）", "相差 163.74 万元")),
    "N2": ("gap", "two_scopes", ("机关运转", "1,800.48 万元", "合计 1,687.73 万元", "相差 112.75 万元")),
    "N3": ("gap", "two_scopes", ("公车办", "223.20 万元", "173.16万元", "相差 50.04 万元")),
    "N4": ("gap", "two_scopes", ("163.74 万元", "162.79 万元", "其余 0.95 万元")),
    "N5": ("gap", "budget_outside_projects", ("2,951.09 万元", "2,487.00 万元", "464.09 万元", "67.22 %", "152.11 万元", "151.16 万元")),
    "N6": ("gap", "base_of_the_rate", ("86.69%", "175.06 万元", "3,126.15 万元", "81.84 %", "80.76 %")),
    "N7": ("gap", "unexplained_execution", ("文印室", "45.02 万元", "40.00 万元", "112.55 %", "超出 5.02 万元")),
    "N8 reception": ("gap", "unexplained_execution", ("接待办", "21.63 %", "少用 6.27 万元")),
    "N8 vehicles": ("gap", "unexplained_execution", ("公车办", "74.65 %", "少用 75.80 万元", "57.91 %")),
    "N8 operation": ("gap", "unexplained_execution", ("机关运转", "84.13 %", "少用 339.52 万元", "78.87 %")),
    "N9": ("conflict", "complaints_against_figures", ("不足", "2,951.09 万元", "2,558.42 万元", "392.67 万元")),
    "N11": ("conflict", "goals_and_results", ("4 个院子（新院、老院、西院、武装部院子）", "三个院子", "没有提到", "武装部院子")),
    "N12 satisfied": ("unproven", "claims_without_evidence", ("满意", "没有调查、统计或其他佐证")),
    "N12 complaints": ("unproven", "claims_without_evidence", ("无投诉", "2 个指标也没有佐证")),
    "N12 accidents": ("unproven", "claims_without_evidence", ("无事故", "没有佐证")),
    "N13 posts": ("missing", "required_contents", ("编制数", "在职人员控制率不可计算")),
    "N13 prior year": ("missing", "required_contents", ("上年数", "不可计算")),
    "N13 three public": ("missing", "required_contents", ("三公经费",)),
    "N13 procurement": ("missing", "required_contents", ("政府采购", "不可计算")),
    "N13 carry-over": ("missing", "required_contents", ("调减与结转", "预算完成率不可计算")),
    "N13 indicators": ("missing", "required_contents", ("绩效指标表",)),
    "N13 score": ("missing", "required_contents", ("自评得分",)),
    "N13 grade": ("missing", "required_contents", ("自评等级",)),
    "N13 mid-year": ("missing", "required_contents", ("年中监控",)),
    "scope": ("gap", "figures_against_ledger", ("2,951.09万元", "等于全口径", "2,729.59万元", "相差 221.50万元")),
}  # fmt: skip


@pytest.fixture(scope="module", params=["shipped", "published"])
def done(request: pytest.FixtureRequest, lusong: Ledger) -> Review:
    if request.param == "shipped":
        (only,) = reviews(lusong)
        assert only.source_file == DRAFT.name
        return only
    if not PUBLISHED.is_file():
        pytest.skip("the published report is not in ../shared/case")
    return review(read_prose(PUBLISHED, "lusong", 2021), lusong)


@pytest.mark.parametrize("name", HOLDS)
def test_what_holds_is_told_as_an_agreement(name: str, done: Review) -> None:
    check, words = HOLDS[name]
    assert any(text.startswith(f"{check}:") and words in text for text in remarks(done, "agrees"))


@pytest.mark.parametrize("name", FAILS)
def test_what_does_not_hold_is_told_with_its_amounts(name: str, done: Review) -> None:
    verdict, check, words = FAILS[name]
    told = [text for text in remarks(done, verdict) if text.startswith(f"{check}:")]
    assert any(all(word in text for word in words) for text in told), told


def test_nothing_else_is_a_conflict_or_a_gap(done: Review) -> None:
    wanted = [words for verdict, _, words in FAILS.values() if verdict in ("conflict", "gap")]
    for text in remarks(done, "conflict", "gap"):
        assert any(all(word in text for word in words) for words in wanted), text


def test_every_amount_and_rate_is_bound_and_right(done: Review) -> None:
    assert len(done.checked) == 34
    assert (done.figures("agrees"), done.figures("gap")) == (33, 1)


def test_the_draft_is_of_our_own_words() -> None:
    if not PUBLISHED.is_file():
        pytest.skip("the published report is not in ../shared/case")
    # Figures and the names of projects are facts; runs of words without a figure are somebody's sentences.
    published = re.sub(r"\s", "", PUBLISHED.read_text(encoding="utf-8"))
    runs = re.findall("[\u4e00-\u9fff，、（）“”]{13,}", DRAFT.read_text(encoding="utf-8"))
    assert runs
    assert [run for run in runs if run in published and not any(name in run for name in OUTLINE)] == [
        "（二）专项资金支出绩效情况"
    ]


def shuffled(text: str, seed: int) -> str:
    """The draft with its sections in another order, and every heading wrongly numbered."""
    chance = random.Random(seed)
    title, *sections = re.split(r"\n(?=[一二三四五六七八九十]、)", text)
    chance.shuffle(sections)
    wrong = [re.sub(r"^[一二三四五六七八九十]+、", lambda _: f"{chance.randint(1, 9)}、", part) for part in sections]
    return "\n".join([title, *(re.sub(r"(?m)^（[一二]）", "（9）", part) for part in wrong)])


@pytest.mark.parametrize("seed", range(4))
def test_order_and_numbers_of_the_sections_change_nothing(seed: int, lusong: Ledger) -> None:
    draft = DRAFT.read_text(encoding="utf-8")
    done = review(small_prose(shuffled(draft, seed), DRAFT.name), lusong)
    for verdict, check, words in FAILS.values():
        told = [text for text in remarks(done, verdict) if text.startswith(f"{check}:")]
        assert any(all(word in text for word in words) for text in told), words
    assert (done.figures("agrees"), done.figures("conflict")) == (33, 0)
    assert any("heading_numbers" in text for text in remarks(done, "note"))


#: A figure of the draft, what somebody writes instead, and what must then be told.
ALTERED = [
    ("项目支出2,082.70万元", "项目支出2,802.70万元", "数字换位"),
    ("党建专项0.6万元", "党建专项0.6元", "单位误写"),
    ("当年支出1,800.48万元", "当年支出1,687.73万元", "财政拨款口径"),
    ("预算执行率86.69%", "预算执行率81.84%", "分母"),
    ("在职人员19人", "在职人员18人", "单位基本信息"),
    ("新增停车位118个", "新增停车位181个", "大院新增停车位"),
]


@pytest.mark.parametrize(("said", "written", "words"), ALTERED)
def test_an_altered_draft_is_found_out(said: str, written: str, words: str, lusong: Ledger) -> None:
    draft = DRAFT.read_text(encoding="utf-8")
    assert said in draft
    told = remarks(review(small_prose(draft.replace(said, written)), lusong), "conflict", "gap")
    assert any(words in text for text in told), told


def test_the_report_that_perfkit_writes_agrees_with_its_own_ledger(lusong: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(docx_bytes(self_evaluation_report(lusong)))
    done = review(read_prose(path, "lusong", 2021), lusong)
    assert done.figures("agrees") > 70
    assert done.figures("conflict") == done.figures("gap") == done.figures("rounding") == 0
    assert not [text for text in remarks(done, "conflict", "gap") if "goals_and_results" not in text]


def test_the_prose_of_the_year_is_kept_in_the_ledger(lusong: Ledger) -> None:
    assert isinstance(lusong.prose, pd.DataFrame)
    assert list(lusong.prose["source_file"].unique()) == [DRAFT.name]
    assert not [finding for finding in lusong.findings if finding.kind.check == "unreadable_drafts"]
