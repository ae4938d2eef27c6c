"""A report of another unit, in other words, against its ledger, its facts and its targets.

The books of the library in 万元 (its words are none of the case's):

    budget       T1 200, T2 80 (+30 supplement), T3 20 and 6 of its own, basic 300 and 14 of its own: 620, final 650
    spending     T1 198.5, T2 105, T3 7 and 1 (own), T4 3 (own), personnel 260, public 8.6 + 2.4 + 0.2 + 1.0 and 1.3
                 (own): 588 of all funds, 582.7 from the fiscal appropriation
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from reviewed import LIBRARY, prose, remarks
from textframes import rows, tidy

from perfkit.evaluation.review import remarks_frame, review, review_figures, review_summary
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import Ledger

BUDGET = """
| budget_type | project_code | fund_code | amount_cents |
| original    | T1           | 11        | 2000000      |
| original    | T2           | 11        | 800000       |
| supplement  | T2           | 11        | 300000       |
| original    | T3           | 11        | 200000       |
| original    | T3           | 3         | 60000        |
| original    | .            | 11        | 3000000      |
| original    | .            | 3         | 140000       |
"""
SPENDING = """
| project_code | economic_code | fund_code | actual_cents |
| T1           | 31002         | 11        | 1985000      |
| T2           | 30213         | 11        | 1050000      |
| T3           | 30299         | 11        | 70000        |
| T3           | 30299         | 3         | 10000        |
| T4           | 30299         | 3         | 30000        |
| .            | 30101         | 11        | 2600000      |
| .            | 30201         | 11        | 86000        |
| .            | 30211         | 11        | 24000        |
| .            | 30217         | 11        | 2000         |
| .            | 30231         | 11        | 10000        |
| .            | 30299         | 3         | 13000        |
"""
FACTS = """
| fact          | fact_number | fact_source |
| staff_posts   | 12          | 编办批复    |
| staff_in_post | 11          | .           |
| offices       | 3           | .           |
"""
TARGETS = """
| indicator_name | measure_unit | target_number | actual_number | evidence_document |
| 新增藏书数量   | 册           | 10000         | 12000         | 入库单.xlsx       |
| 举办读者活动   | 场           | 80            | 86            | 无                |
| 读者投诉       | 起           | 0             | 0             | 投诉台账.pdf      |
"""


def library() -> Ledger:
    return Ledger(
        unit=LIBRARY, year=2023, journal=empty("journal"), balances=empty("balances"), budget=tidy(BUDGET, "budget", LIBRARY),
        summary=empty("summary"), spending=tidy(SPENDING, "spending", LIBRARY), timeline=empty("spending"),
        set_aside=empty("set_aside"), facts=tidy(FACTS, "facts", LIBRARY), targets=tidy(TARGETS, "targets", LIBRARY),
    )  # fmt: skip


REPORT = """
示例图书馆2023年度预算绩效自评报告
# 单位概况
本馆核定编制12名，实有在职人员11名，设采编部、阅览部、活动部三个内设机构。
# 收支总体情况
2023年年初批复预算总额620.00万元，年中追加30.00万元，全年预算数650.00万元；全年支出588.00万元（全口径），其中财政拨款支出582.70万元。
全年支出中，基本支出273.50万元（全口径），项目支出314.50万元。全年预算执行率90.46%，按年初预算计算的执行率94.84%。
财政拨款支出中人员经费260.00万元。
# 项目资金使用情况
（1）图书采购专项：年初预算200.00万元，决算支出198.50万元，执行率99.25%。
（2）数字阅览室改造项目年初安排资金80万元，追加30万元，实际使用105万元。
（3）全民阅读活动（含总分馆建设）预算安排26万元，支出11万元，因部分场次延期，资金尚未用完。
三公经费支出1.2万元，其中：公务接待费0.2万元，公务用车运行维护费1.0万元。
办公费支出8.6万元，差旅费支出2.4万元。
# 绩效分析
新增藏书1.2万册，举办读者活动86场。全年无投诉。
"""


def test_a_true_report_of_another_unit_agrees_throughout() -> None:
    done = review(prose(REPORT), library())
    assert done.figures("conflict") == done.figures("gap") == done.figures("rounding") == 0
    assert done.figures("agrees") == len(done.checked) == 23, list(
        review_figures(done)[["label", "printed", "verdict"]].itertuples(index=False)
    )
    assert remarks(done, "conflict") == []
    told = remarks(done, "agrees")
    for words in (
        "编制数 12名",
        "在职人数 11名",
        "内设机构数 三个",
        "1.2万册与指标“新增藏书数量”",
        "86场与指标“举办读者活动”",
    ):
        assert any(words in text for text in told), words
    gaps = remarks(done, "gap")
    assert [text for text in gaps if "unexplained_execution" in text] == []
    unproven = remarks(done, "unproven")
    assert len(unproven) == 1
    assert "举办读者活动86场" in unproven[0]


#: A sentence of the report as it should be, what is written instead, the outcome, and the likely cause.
ALTERED = """
| said                           | written                        | outcome  | cause |
| 决算支出198.50万元             | 决算支出198.51万元             | rounding | 末位有差 |
| 决算支出198.50万元             | 决算支出199.50万元             | conflict | 账簿（全年执行数，全口径（全部资金））为 198.50万元，相差 1.00万元。 |
| 决算支出198.50万元             | 决算支出189.50万元             | conflict | 数字换位（应为 198.50） |
| 决算支出198.50万元             | 决算支出1985.0万元             | conflict | 小数点错位 |
| 决算支出198.50万元             | 决算支出1985000万元            | conflict | 单位误写（万元与元相差一万倍） |
| 决算支出198.50万元             | 决算支出1,985,000元            | agrees   | . |
| 年初批复预算总额620.00万元     | 年初批复预算总额650.00万元     | conflict | 把调整后预算当作年初预算 |
| 全年预算数650.00万元           | 全年预算数620.00万元           | conflict | 未含追加（等于年初预算） |
| 全年支出588.00万元（全口径）   | 全年支出582.70万元             | gap      | 等于财政拨款口径的数 |
| 全年支出588.00万元（全口径）   | 全年支出582.70万元（全口径）   | conflict | 口径：等于财政拨款口径的数 |
| 其中财政拨款支出582.70万元     | 其中财政拨款支出588.00万元     | conflict | 口径：等于全口径（全部资金）口径的数 |
| 全年预算执行率90.46%           | 全年预算执行率94.84%           | conflict | 分母：等于全口径（全部资金）口径支出与年初预算之比 |
| 全年预算执行率90.46%           | 全年预算执行率92.49%           | gap      | 等于财政拨款口径的数 |
| 预算安排26万元，支出11万元     | 预算安排26万元，支出8万元      | conflict | 不含子项目 |
| 项目支出314.50万元             | 项目支出300.00万元             | conflict | 相差 14.50万元。 |
| 公务接待费0.2万元              | 公务接待费0.6万元              | conflict | 相差 0.40万元 |
| 差旅费支出2.4万元              | 差旅费支出约2.5万元            | agrees   | . |
| 差旅费支出2.4万元              | 差旅费支出近2万元              | conflict | . |
| 财政拨款支出中人员经费260.00万元 | 上年人员经费250.00万元       | unbound  | . |
"""


@pytest.mark.parametrize("row", rows(ALTERED).to_dict("records"), ids=lambda row: row["written"])
def test_what_is_altered_is_found_with_its_likely_cause(row: dict[str, str]) -> None:
    assert row["said"] in REPORT
    done = review(prose(REPORT.replace(row["said"], row["written"], 1)), library())
    wanted = row["written"].split("，")[-1]
    found = [each for each in done.checked if each.statement.quantity.text in wanted and each.outcome == row["outcome"]]
    assert found, list(review_figures(done)[["label", "printed", "verdict"]].itertuples(index=False))
    told = [each.remark.text("zh") for each in found if each.remark]
    assert any(row["cause"] in text for text in told) if row["cause"] else True
    assert all("likely" not in each.remark.text("zh") for each in found if each.remark)


COUNTED = """
| said                 | written              | verdict  | words |
| 核定编制12名         | 核定编制13名         | conflict | 编制数印为 13名，单位基本信息（编办批复）为 12人 |
| 三个内设机构         | 四个内设机构         | conflict | 内设机构数印为 四个 |
| 举办读者活动86场     | 举办读者活动90场     | conflict | 印为 90场，指标“举办读者活动”的完成值为 86 |
| 新增藏书1.2万册      | 新增藏书1.3万册      | conflict | 指标“新增藏书数量”的完成值为 12000 |
| 举办读者活动86场     | 举办读者活动80余场   | agrees   | 80余场与指标“举办读者活动”的完成值一致 |
"""


@pytest.mark.parametrize("row", rows(COUNTED).to_dict("records"), ids=lambda row: row["written"])
def test_counts_are_held_against_facts_and_targets(row: dict[str, str]) -> None:
    done = review(prose(REPORT.replace(row["said"], row["written"], 1)), library())
    assert any(row["words"] in text for text in remarks(done, row["verdict"])), remarks(done)


def test_what_is_promised_is_held_against_the_targets() -> None:
    done = review(prose("# 绩效目标\n举办读者活动80场。\n# 其他\n无"), library())
    assert any("80场与指标“举办读者活动”的指标值一致" in text for text in remarks(done, "agrees"))
    done = review(prose("# 绩效目标\n举办读者活动90场。\n# 其他\n无"), library())
    assert any("指标值为 80" in text for text in remarks(done, "conflict"))


def test_none_of_something_is_a_fact_of_0() -> None:
    done = review(prose("本馆没有其他内设机构。"), library())
    assert any("内设机构数印为 没有其他内设机构" in text for text in remarks(done, "conflict"))


def test_what_the_ledger_lacks_is_told_and_no_conflict() -> None:
    done = review(prose(REPORT), replace(library(), budget=empty("budget")))
    figures = review_figures(done)
    lacking = figures[figures["verdict"].eq("not_computable")]
    assert set(lacking["lacks"]) <= {"预算文件", "全年预算"}
    assert lacking["computed"].isna().all()
    assert done.figures("conflict") == 0


def test_a_table_of_the_report_is_bound_like_its_sentences() -> None:
    text = (
        "项目预算执行情况表\n单位：元\n| 项目名称 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率(%) |\n"
        "| 图书采购 | 2,000,000.00 | 2,000,000.00 | 1,985,000.00 | 99.25 |\n"
        "| 阅览室改造 | 800,000.00 | 1,100,000.00 | 1,150,000.00 | 95.45 |\n"
        "| 合计 | 2,800,000.00 | 3,100,000.00 | 3,035,000.00 | 97.90 |"
    )
    done = review(prose(text), library())
    wrong = [each for each in done.checked if each.outcome == "conflict"]
    assert [each.statement.quantity.text for each in wrong][:1] == ["1,150,000.00"]
    assert "账簿（全年执行数，全口径（全部资金））为 1,050,000.00元" in wrong[0].remark.text("zh")
    assert any("“合计”分项之和 3,135,000.00，表列 3,035,000.00" in text for text in remarks(done, "conflict"))


def test_frames_and_summary_speak_both_languages() -> None:
    done = review(prose(REPORT.replace("198.50", "199.50")), library())
    for language in ("zh", "en"):
        frame, figures = remarks_frame(done, language), review_figures(done, language)
        assert frame["verdict"].iloc[0] == "conflict"
        assert len(figures) == len(done.checked)
        assert done.source_file in review_summary(done, language)
    assert "gives 198.50万元" in remarks_frame(done, "en")["text"].iloc[0]
    assert "original budget, all funds" in " ".join(
        review_figures(done, "en")["measure"] + ", " + review_figures(done, "en")["scope"]
    )
    assert "没有账簿可比" in review_summary(review(prose(REPORT)))
    assert "no ledger" in review_summary(review(prose("无")), "en")


def test_amounts_that_stand_among_the_facts() -> None:
    told = rows(
        "| fact | fact_number | fact_source |\n| procurement_actual | 250000 | . |\n| year_end_balance | 550000 | . |"
    )
    ledger = replace(library(), facts=conform(told, "facts"))
    done = review(prose("政府采购金额25.00万元。\n年末结转和结余50.00万元。\n年初结转和结余3万元。"), ledger)
    figures = review_figures(done)
    assert list(figures["verdict"]) == ["agrees", "conflict", "conflict"]
    assert list(figures["measure"])[:2] == ["政府采购金额", "年末结余（结转和结余）"]
    done = review(prose("政府采购金额25.00万元。"), library())
    assert list(review_figures(done)["lacks"]) == ["政府采购金额"]


def test_what_no_ledger_could_know_is_not_bound() -> None:
    text = "某表\n单位：万元\n| 项目 | 支出数 |\n| 桌椅 | 5.00 |\n| 合计 | 5.00 |\n货物采购金额5万元。\n非财政拨款年初预算5万元。"
    figures = review_figures(review(prose(text), library()))
    assert list(figures["verdict"]) == ["unbound", "unbound", "unbound", "conflict"]


def test_a_project_of_other_funds_is_a_measure_of_its_own() -> None:
    text = "（1）全民阅读活动（含总分馆建设）：支出11万元，其中非财政拨款资金4万元。"
    assert list(review_figures(review(prose(text), library()))["verdict"]) == ["agrees", "agrees"]


SUPPLEMENTS = """
# 项目资金
图书采购年初预算200万元，支出198.5万元。
阅览室改造支出{spent}万元。
此外，{named}30万元属追加预算。
"""


@pytest.mark.parametrize(
    ("spent", "named", "verdict", "words"),
    [
        ("30", "阅览室改造", "agrees", "1 个追加项目（阅览室改造）的追加与支出逐项相等"),
        ("20", "阅览室改造", "gap", "阅览室改造追加 30.00 万元，支出 20.00 万元，相差 10.00 万元"),
        ("30", "全民阅读活动", "gap", "阅览室改造有支出，报告没有列出其年初预算或追加"),
        ("30", "阅览室改造", "agrees", "列出支出的 2 项都能对应到年初预算（1 个）或追加（1 个）"),
    ],
)
def test_supplements_and_the_budget_of_each_project(spent: str, named: str, verdict: str, words: str) -> None:
    told = remarks(review(prose(SUPPLEMENTS.format(spent=spent, named=named)), library()), verdict)
    assert any(words in text for text in told), told


def test_what_a_report_says_of_its_scopes_is_no_gap() -> None:
    text = "全年支出（全口径）588万元。\n一般公共预算财政拨款支出582.7万元。"
    told = remarks(review(prose(text), library()))
    assert any("two_scopes" in one and "报告已注明口径" in one for one in told)
    text = "年度总支出588万元。\n一般公共预算财政拨款支出588万元。"
    assert not any("two_scopes" in one for one in remarks(review(prose(text), library())))
    closing = "图书采购支出5万元。\n一、一般公共预算支出情况\n财政拨款支出500万元。\n图书采购3万元。\n二、其他\n本馆年度总支出502万元。"
    assert any("等于各项目口径差合计" in one for one in remarks(review(prose(closing), library()), "agrees"))


def test_a_part_of_the_budget_that_the_report_names_itself_is_no_gap() -> None:
    text = "本馆2023年年初预算总额620万元，其中图书采购年初预算200万元。{}"
    gap = remarks(review(prose(text.format("")), library()), "gap")
    assert any("其余 420.00 万元未列明" in one for one in gap)
    named = remarks(review(prose(text.format("另有420万元未列入任何项目。")), library()), "gap")
    assert not any("budget_outside_projects" in one for one in named)


def test_a_rate_that_names_its_base_leaves_nothing_out() -> None:
    text = "本馆2023年年初预算总额620万元，年度总支出588万元，{}94.84%。\n此外，阅览室改造30万元属追加预算。"
    assert any("base_of_the_rate" in one for one in remarks(review(prose(text.format("预算执行率")), library()), "gap"))
    told = remarks(review(prose(text.format("按年初预算计算的执行率")), library()), "gap")
    assert not any("base_of_the_rate" in one for one in told)


def test_amounts_finer_than_a_hundredth_of_10000_are_told_in_yuan() -> None:
    told = remarks(review(prose("年度总支出5,000.05元。\n一般公共预算财政拨款支出4,000.00元。"), year=2023), "gap")
    assert any("相差 1,000.05 元" in one for one in told)
