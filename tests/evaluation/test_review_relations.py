"""What a report's own figures and words make of each other: each row of a table is a small report and its remark."""

from __future__ import annotations

import pytest
from reviewed import prose, remarks
from textframes import rows

from perfkit.evaluation.review import review

#: `\\` begins a new paragraph. The remark is its verdict, its check, and words that its sentence must hold.
SUMS = """
| report                                                                     | verdict  | check            | words |
| 支出585万元，其中：基本支出300万元，项目支出285万元。                      | agrees   | sums_in_the_text | 支出585万元 = 基本支出300万元 + 项目支出285万元 |
| 支出585.01万元，其中：基本支出300.00万元，项目支出285.00万元。             | rounding | sums_in_the_text | 尾差 0.01万元 |
| 支出585万元，其中：基本支出300万元，项目支出280万元。                      | conflict | sums_in_the_text | 合计 580.00万元，总数为 支出585万元，相差 5.00万元 |
| 支出585万元，其中：购书200万元，装修400万元。                              | conflict | sums_in_the_text | 相差 15.00万元 |
| 支出585万元，其中：购书200万元，装修300万元。                              | .        | sums_in_the_text | . |
| 共有39人，其中在职人员19人，退休人员21人。                                 | conflict | sums_in_the_text | 合计 40人，总数为 共有39人，相差 1人 |
| 采购25.02万元。其中：货物采购20万元、工程采购0万元、服务采购5.02万元。     | agrees   | sums_in_the_text | 采购25.02万元 |
| 支出10万元，其中：甲0万元，乙0万元。                                       | .        | sums_in_the_text | . |
| （一）项目支出情况 \\ 1.购书5万元； \\ 2.装修3万元。 \\ （二）合计情况 \\ 项目支出8万元。 | agrees | sums_in_the_text | 项目支出8万元 = 购书5万元 + 装修3万元 |
| （一）项目支出情况 \\ 1.购书5.00万元； \\ 2.装修3万元。 \\ （二）合计情况 \\ 项目支出9万元。 | conflict | sums_in_the_text | 合计 8.00万元 |
"""
RATES = """
| report                                                       | verdict  | check             | words |
| 本单位年初预算200万元，年度总支出190万元，执行率95%。        | agrees   | rates_in_the_text | 190万元 ÷ 200万元（95.00 %） |
| 本单位年初预算200万元，年度总支出190万元，执行率90%。        | conflict | rates_in_the_text | 印为 执行率90%，按 190万元 ÷ 200万元 计算为 95.00 % |
| 本单位年初预算300万元，年度总支出200万元，执行率66.66%。     | rounding | rates_in_the_text | 计算为 66.67 % |
| 本单位年初预算200万元，年度总支出250万元，执行率80%。        | conflict | rates_in_the_text | 分子分母颠倒 |
| 本单位年初预算200万元，年度总支出150万元，执行率25%。        | conflict | rates_in_the_text | 印的是余下的部分 |
| 本年支出合计200万元，其中：基本支出150万元，占75%。          | agrees   | rates_in_the_text | 150万元 ÷ 200万元 |
| 本年支出合计200万元。基本支出150万元，占本年支出合计的60%。  | conflict | rates_in_the_text | 计算为 75.00 % |
| 本单位财政拨款收入110万元，比上年增加10万元，增长10%。       | agrees   | rates_in_the_text | 10万元 ÷ (110万元 − 10万元) |
| 本单位财政拨款收入90万元，比上年减少10万元，下降11.11%。     | conflict | rates_in_the_text | 10万元 ÷ (90万元 + 10万元) 计算为 10.00 % |
| 本单位年初预算0万元，年度总支出0万元，执行率0%。             | agrees   | rates_in_the_text | 0万元 ÷ 0万元 |
| 读者满意率95%。                                              | .        | rates_in_the_text | . |
"""
DIRECTIONS = """
| report                                                                  | verdict  | check               | words |
| 2023年年初预算为10万元，支出决算为9万元。决算数小于预算数的主要原因：节约。 | agrees | words_of_comparison | 与 9万元、10万元 相符 |
| 2023年年初预算为10万元，支出决算为9万元。决算数大于预算数的主要原因：节约。 | conflict | words_of_comparison | 应为“小于” |
| 2023年年初预算为10万元，支出决算为9万元。决算数等于预算数。             | conflict | words_of_comparison | 应为“小于” |
| 2023年年初预算为10万元，支出决算为10万元。决算数与预算数基本持平。      | agrees   | words_of_comparison | 基本持平 |
| 2023年年初预算为10万元，支出决算为12万元。决算数与预算数基本持平。      | conflict | words_of_comparison | 应为“大于” |
| 2023年年初预算为10万元，支出决算为12.00万元，超支2.00万元。                 | .        | words_of_comparison | . |
| 2023年年初预算为10万元，支出决算为12.00万元，超支3.00万元。                 | conflict | words_of_comparison | 差额为 2.00万元 |
| 2023年年初预算为10万元，支出决算为9.00万元，结余2.00万元。                    | conflict | words_of_comparison | 差额为 1.00万元 |
| 2023年年初预算为10万元，支出决算为9万元。 \\ 决算数高于预算数，原因见下。 | conflict | words_of_comparison | 应为“小于” |
| 本单位收入110万元，比上年减少10万元，增长10%。                          | conflict | words_of_comparison | 一增一减 |
"""
REPEATS = """
| report                                                              | verdict  | check            | words |
| 本单位年初预算总额200万元。 \\ 年初预算总额200.00万元，全部到位。     | agrees   | repeated_figures | 在 2 处表述一致 |
| 本单位年初预算总额200万元。 \\ 年初预算总额210万元，全部到位。        | conflict | repeated_figures | 为 200万元，在第2段为 210万元，相差 10.00万元 |
| 本单位年初预算总额200.00万元。 \\ 年初预算总额200.01万元。            | rounding | repeated_figures | 尾差 0.01万元 |
| 年度总支出200万元。 \\ 一般公共预算财政拨款支出150万元。              | .        | repeated_figures | . |
| 购置设备支出5万元。 \\ 维修支出6万元。                                | .        | repeated_figures | . |
"""
LISTS = """
| report                                                                                | verdict  | check         | words |
| 下设办公室、采编部、阅览部三个部门。                                                  | agrees   | counted_lists | 列举 3 项，写“三个部门” |
| 下设办公室、采编部、阅览部四个部门。                                                  | conflict | counted_lists | 实际列举 3 项 |
| 下设办公室、采编部、阅览部等五个部门。                                                | agrees   | counted_lists | 相符 |
| 下设办公室、采编部、阅览部和外借部4个部门。                                           | agrees   | counted_lists | 列举 4 项 |
| 代表、委员、职工六百多人。                                                            | .        | counted_lists | . |
| 专项共2个，分别如下： \\ 一是购书。 \\ 二是装修。 \\ 其他事项。                          | agrees   | counted_lists | 列举 2 项，写“2个” |
| 专项共3个，分别如下： \\ 一是购书。 \\ 二是装修。 \\ 其他事项。                          | conflict | counted_lists | 实际列举 2 项 |
| 一、绩效目标 \\ 东馆、西馆、流动馆全年开放。 \\ 二、绩效情况 \\ 两个馆舍完成维修，东馆开放。 | .     | goals_and_results | . |
| 一、绩效目标 \\ 东馆、西馆、南馆舍全年开放。 \\ 二、绩效情况 \\ 两个馆舍完成维修，东馆和西馆开放。 | conflict | goals_and_results | 目标列 3 个馆舍（东馆、西馆、南馆舍），而“绩效情况”第4段只写“两个馆舍”；绩效情况中没有提到南馆舍 |
"""
SLIPS = """
| report                                                    | verdict  | check             | words |
| XX区图书馆2023年度报告                                    | conflict | placeholders      | （XX） |
| 满意度为××，待填写。                                      | conflict | placeholders      | 待填写 |
| {单位}负责本项工作。                                      | conflict | placeholders      | {单位} |
| 经费___万元。                                             | conflict | placeholders      | ___ |
| 采用XML格式、IPv6网络。                                   | .        | placeholders      | . |
| 截至2022年12月31日，共有车辆0辆。                         | conflict | years             | 写 2022 年，报告年度为 2023 年 |
| 截至2023年12月31日，共有车辆0辆。                         | .        | years             | . |
| 一、2022年度支出情况 \\ 无。                              | conflict | years             | 写 2022 年 |
| 与2022年度相比，支出增加。                                | .        | years             | . |
| 本单位于2017年3月制定手册。                               | note     | years             | 提到 2017 年 |
| 2026年度支出情况。                                        | conflict | years             | 写 2026 年 |
| 一、下一步改进措施 \\ 2024年继续完善制度。                | .        | years             | . |
| 购书5万元，办公费3000元。                                 | note     | mixed_units       | 混用万元、元 |
| 购书5.123万元。                                           | note     | decimals          | 有 3 位小数 |
| 总投资1.2345亿元。                                        | .        | decimals          | . |
| 一、基本情况 \\ 无 \\ 三、一般公共预算支出情况 \\ 无 \\ 4、政府性基金预算支出情况 \\ 无。 | note | heading_numbers | “4、” |
| （一）基本支出情况 \\ 2023年财政拨款支出9万元。           | note     | heading_contents  | 其下却有单位总数 |
"""
MONEY = """
| report                                                                                         | verdict  | check | words |
| 年度总支出200万元。 \\ 一般公共预算财政拨款支出150万元。                                        | gap      | two_scopes | 相差 50.00 万元 |
| 一般公共预算财政拨款收入150万元，一般公共预算财政拨款支出150万元。                             | agrees   | income_and_spending | 收入与支出均为 150.00 万元 |
| 一般公共预算财政拨款收入160万元，一般公共预算财政拨款支出150万元。                             | gap      | income_and_spending | 相差 10.00 万元 |
| 一、存在的问题 \\ 运行经费不足。 \\ 二、收支 \\ 本单位年初预算总额200万元，年度总支出150万元。   | conflict | complaints_against_figures | 未执行 50.00 万元 |
| 一、存在的问题 \\ 运行经费不足。 \\ 二、收支 \\ 本单位年初预算总额200万元，年度总支出200万元。   | .        | complaints_against_figures | . |
| 一、下一步 \\ 防止经费不足。 \\ 二、收支 \\ 本单位年初预算总额200万元，年度总支出150万元。       | .        | complaints_against_figures | . |
"""
TABLES = [SUMS, RATES, DIRECTIONS, REPEATS, LISTS, SLIPS, MONEY]
CASES = [row for table in TABLES for row in rows(table).to_dict("records")]


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['check']}: {row['report']}")
def test_what_a_small_report_is_told(row: dict[str, str]) -> None:
    done = review(prose(row["report"].replace("\\\\", "\n").replace(" \\ ", "\n")), year=2023)
    verdicts = ("conflict", "gap", "note", "rounding", "agrees")
    told = {
        verdict: [text for text in remarks(done, verdict) if text.startswith(f"{row['check']}:")]
        for verdict in verdicts
    }
    if not row["verdict"]:
        assert not any(told.values())
        return
    assert any(row["words"] in text for text in told[row["verdict"]]), told
    if row["verdict"] == "agrees":
        assert not told["conflict"]


GRIDS = """
支出决算表
| 类 | 款 | 科目名称 | 合计 | 基本支出 | 项目支出 |
| 207 | . | 文化支出 | 8.00 | 5.00 | 3.00 |
| 207 | 01 | 图书馆 | 6.00 | 4.00 | 2.00 |
| 207 | 02 | 博物馆 | 2.00 | 1.00 | 1.00 |
| 221 | . | 住房支出 | {housing} | 2.00 | . |
| . | . | 合计 | {total} | 7.00 | 3.00 |
"""


@pytest.mark.parametrize(
    ("housing", "total", "verdict", "words"),
    [
        ("2.00", "10.00", "agrees", "表内 11 处合计与分项相符"),
        ("2.00", "10.01", "rounding", "“合计”分项之和 10.00，表列 10.01，尾差 0.01"),
        ("2.00", "11.00", "conflict", "“合计”分项之和 10.00，表列 11.00，相差 1.00"),
        ("3.00", "11.00", "conflict", "“住房支出”分项之和 2.00，表列 3.00"),
    ],
)
def test_totals_of_tables(housing: str, total: str, verdict: str, words: str) -> None:
    done = review(prose(GRIDS.format(housing=housing, total=total)), year=2023)
    assert any(words in text for text in remarks(done, verdict)), remarks(done)


ACCOUNTS = """
目录
一、收入支出决算总表
二、支出决算表
三、政府性基金决算表
四、财政拨款三公经费支出决算表
收入支出决算总表
| 项目 | 决算数 | 项目 | 决算数 |
| 本年收入合计 | 585.00 | 本年支出合计 | 585.00 |
政府性基金支出决算表
| 项目 | 决算数 |
| 合计 | . |
{note}
财政拨款三公经费支出决算表
| 项目 | 预算数 | 决算数 |
| 合计 | . | . |
三公经费支出年初预算为0.95万元。
"""


def test_tables_that_lack_or_are_empty() -> None:
    done = review(prose(ACCOUNTS.format(note="注：本单位无政府性基金支出，故本表无数据。")), year=2023)
    told = remarks(done)
    assert any("listed_tables" in text and "“支出决算表”" in text for text in told)
    assert any("empty_tables" in text and "“政府性基金支出决算表”没有数字，文中已说明" in text for text in told)
    assert any("empty_tables" in text and "“财政拨款三公经费支出决算表”没有任何数字，也没有" in text for text in told)
    assert any("blank_tables" in text and "0.95万元" in text for text in told)
    bare = remarks(review(prose(ACCOUNTS.format(note="")), year=2023))
    assert any("empty_tables" in text and "“政府性基金支出决算表”没有任何数字，也没有" in text for text in bare)


def test_a_note_of_emptiness_on_a_table_with_figures() -> None:
    text = "单位资金支出决算表\n| 项目 | 决算数 |\n| 合计 | 5.00 |\n注：本单位无单位资金支出，故本表无数据。"
    told = remarks(review(prose(text), year=2023))
    assert any("而表“单位资金支出决算表”有数字" in one for one in told)


SELF = "示例图书馆2023年度绩效自评报告\n一、绩效情况\n{claim}\n二、绩效目标\n做到全年无投诉。"


@pytest.mark.parametrize(
    ("claim", "is_unproven"),
    [
        ("读者满意。", True), ("经问卷调查，读者满意。", False), ("读者满意，满意率95%。", False), ("全年开放300天。", False),
    ],
)  # fmt: skip
def test_claims_of_a_self_evaluation_need_proof(claim: str, is_unproven: bool) -> None:
    told = remarks(review(prose(SELF.format(claim=claim)), year=2023), "unproven")
    assert bool(told) == is_unproven
    assert not any("投诉" in text for text in told), "goals claim nothing"


def test_what_a_self_evaluation_must_tell() -> None:
    lacking = remarks(review(prose(SELF.format(claim="无")), year=2023), "missing")
    assert len(lacking) == 9
    assert any("编制数：在职人员控制率不可计算" in text for text in lacking)
    full = "编制20名。上年决算数500万元。三公经费1万元。政府采购金额2万元。结转5万元。三级指标见附表。自评得分95分，评级为优。半年监控正常。"
    assert remarks(review(prose(SELF.format(claim=full)), year=2023), "missing") == []
    assert remarks(review(prose("本馆简介。"), year=2023), "missing") == []


def test_the_year_of_a_report_is_the_one_that_it_names() -> None:
    assert review(prose("2023年度报告\n2023年支出5万元，比2022年增加1万元。")).year == 2023
    assert review(prose("没有年份。")).year == 0
    assert review(prose("无\n" * 20 + "于2019年成立。")).year == 2019


def test_both_languages_say_the_same_number_of_things() -> None:
    for row in CASES:
        done = review(prose(row["report"].replace(" \\ ", "\n")), year=2023)
        for remark in done.remarks:
            assert remark.text("zh") != remark.text("en")
            assert "{" not in remark.text("en") or "{单位}" in row["report"]
