"""The amounts, rates and counts in a sentence, and what is none of them: the tables are the specification."""

from __future__ import annotations

from decimal import Decimal

import pytest
from textframes import rows

from perfkit.evaluation.review.compare import match, sum_match
from perfkit.evaluation.review.numerals import chinese_value
from perfkit.evaluation.review.quantities import quantities
from perfkit.evaluation.review.wording import clauses, lead, plain, sentences

NUMERALS = """
| text         | value     |
| 两           | 2         |
| 十           | 10        |
| 十二         | 12        |
| 二十         | 20        |
| 六百         | 600       |
| 一百零五     | 105       |
| 一千零五十   | 1050      |
| 三万五千     | 35000     |
| 一千二百万   | 12000000  |
| 两亿三千万   | 230000000 |
| 一二         | none      |
| 百           | none      |
| 千           | none      |
| 万           | none      |
| 甲           | none      |
| .            | none      |
"""

#: `bound`: = exact, + at least, - at most, ~ about; `low` of a range.
FOUND = """
| text                                  | kind   | number     | unit   | bound | low | printed          |
| 2021年预算资金2,951.09万元            | money  | 2951.09    | 万元   | =     | .   | 2,951.09万元     |
| 实际支出223.2万元                     | money  | 223.2      | 万元   | =     | .   | 223.2万元        |
| 支出1985000元                         | money  | 1985000    | 元     | =     | .   | 1985000元        |
| 支出３．５万元                        | money  | 3.5        | 万元   | =     | .   | 3.5万元          |
| 共计2，140.00万元                     | money  | 2140.00    | 万元   | =     | .   | 2，140.00万元    |
| 总投资1.2亿元                         | money  | 1.2        | 亿元   | =     | .   | 1.2亿元          |
| 拨付3千元                             | money  | 3          | 千元   | =     | .   | 3千元            |
| 投入三百余万元                        | money  | 300        | 万元   | +     | .   | 三百余万元       |
| 投入2000多万元                        | money  | 2000       | 万元   | +     | .   | 2000多万元       |
| 投入近300万元                         | money  | 300        | 万元   | -     | .   | 近300万元        |
| 投入约300万元                         | money  | 300        | 万元   | ~     | .   | 约300万元        |
| 不足5万元                             | money  | 5          | 万元   | -     | .   | 不足5万元        |
| 单价100万元（含）以上设备             | money  | 100        | 万元   | +     | .   | 100万元（含）以上 |
| 每户补助10-20万元                     | money  | 20         | 万元   | =     | 10  | 10-20万元        |
| 每户补助10万元至20万元                | money  | 20         | 万元   | =     | 10  | 10万元至20万元   |
| 差额-3.2万元                          | money  | -3.2       | 万元   | =     | .   | -3.2万元         |
| 执行率为86.69%                        | rate   | 86.69      | %      | =     | .   | 86.69%           |
| 执行率为８６％                        | rate   | 86         | %      | =     | .   | 86%              |
| 完成百分之八十六点六九                | rate   | 86.69      | %      | =     | .   | 百分之八十六点六九 |
| 完成百分之九十                        | rate   | 90         | %      | =     | .   | 百分之九十       |
| 提高1.5个百分点                       | points | 1.5        | 个百分点 | =   | .   | 1.5个百分点      |
| 发生率3‰                             | rate   | 3          | ‰      | =     | .   | 3‰               |
| 共有人员39人                          | count  | 39         | 人     | =     | .   | 39人             |
| 零星维修80余次                        | count  | 80         | 次     | +     | .   | 80余次           |
| 前往近60家部门                        | count  | 60         | 家     | -     | .   | 近60家           |
| 为期两个月的接待                      | count  | 2          | 个月   | =     | .   | 两个月           |
| 供应六百多人的盒饭                    | count  | 600        | 人     | +     | .   | 六百多人         |
| 200多位医务人员                       | count  | 200        | 位     | +     | .   | 200多位          |
| 设五个职能科室                        | count  | 5          | 个     | =     | .   | 五个             |
| 接待读者25.6万人次                    | count  | 25.6       | 人次   | =     | .   | 25.6万人次       |
| 培训3万人                             | count  | 3          | 人     | =     | .   | 3万人            |
| 满意的有80人以上                      | count  | 80         | 人     | +     | .   | 80人以上         |
| 平均得分99.43分                       | count  | 99.43      | 分     | =     | .   | 99.43分          |
| 工程建设16项                          | count  | 16         | 项     | =     | .   | 16项             |
| 每天约三十人                          | count  | 30         | 人     | ~     | .   | 约三十人         |
"""

#: Words that look like numbers and measure nothing.
NOTHING = [
    "圆满完成第六次党代会", "庆祝建党100周年", "在一二楼餐厅", "二月顺利完成", "十月十二日", "2021年12月31日", "2021年度",
    "财预〔2020〕10号文件", "（2021）5号", "《2021年3个办法》", "第2季度", "1-6月", "十四五规划", "一是做好", "第三方机构",
    "推出一项活动", "一个单位", "每月一优惠", "电话12345678", "三公经费", "两会期间", "编号A12人", "2021-12-31",
    "万人空巷", "千家万户", "上午9:30", "办公楼15层",
]  # fmt: skip

BOUNDS = {"=": "exact", "+": "at_least", "-": "at_most", "~": "about"}


@pytest.mark.parametrize("row", rows(NUMERALS).to_dict("records"), ids=lambda row: row["text"])
def test_numerals(row: dict[str, str]) -> None:
    found = chinese_value(row["text"])
    assert str(found).lower() == row["value"]


@pytest.mark.parametrize("row", rows(FOUND).to_dict("records"), ids=lambda row: row["text"])
def test_what_is_found(row: dict[str, str]) -> None:
    (found,) = quantities(plain(row["text"]))
    assert (found.kind, str(found.number), found.unit, found.text) == (
        row["kind"],
        row["number"],
        row["unit"],
        row["printed"],
    )
    assert found.bound == BOUNDS[row["bound"]]
    assert found.low == (Decimal(row["low"]) if row["low"] else None)
    assert plain(row["text"])[found.start : found.end] == found.text


@pytest.mark.parametrize("text", NOTHING)
def test_what_measures_nothing(text: str) -> None:
    assert quantities(plain(text)) == []


def test_several_quantities_come_in_order() -> None:
    text = "共39人，其中在职19人，支出1,800.48万元，执行率84.13%。"
    assert [one.text for one in quantities(text)] == ["39人", "19人", "1,800.48万元", "84.13%"]


VALUES = """
| text        | value        | step     |
| 2,140.00万元 | 2140000000  | 10000    |
| 223.2万元   | 223200000    | 100000   |
| 5元         | 500          | 100      |
| 1.2亿元     | 12000000000  | 1000000000 |
| 86.69%      | 0.8669       | 0.0001   |
| 3‰         | 0.003        | 0.001    |
| 39人        | 39           | 1        |
| 25.6万人次  | 256000       | 1000     |
"""


@pytest.mark.parametrize("row", rows(VALUES).to_dict("records"), ids=lambda row: row["text"])
def test_exact_values_and_what_the_last_digit_is_worth(row: dict[str, str]) -> None:
    (found,) = quantities(row["text"])
    assert found.value == Decimal(row["value"])
    assert found.step == Decimal(row["step"])


#: A printed figure and the true value (in its own unit).
MATCHES = """
| printed     | true        | match    |
| 1.73万元    | 1.73        | agrees   |
| 1.73万元    | 1.734999    | agrees   |
| 1.73万元    | 1.735       | rounding |
| 1.73万元    | 1.72        | rounding |
| 1.73万元    | 1.75        | differs  |
| 223.2万元   | 223.24      | agrees   |
| 86.69%      | 86.6941     | agrees   |
| 86.69%      | 81.84       | differs  |
| 80余次      | 80          | agrees   |
| 80余次      | 86          | agrees   |
| 80余次      | 79          | differs  |
| 80余次      | 120         | differs  |
| 近60家      | 58          | agrees   |
| 近60家      | 61          | differs  |
| 近60家      | 40          | differs  |
| 约300万元   | 310         | agrees   |
| 约300万元   | 400         | differs  |
| 10-20万元   | 15          | agrees   |
| 10-20万元   | 21          | differs  |
"""


@pytest.mark.parametrize("row", rows(MATCHES).to_dict("records"), ids=lambda row: f"{row['printed']}={row['true']}")
def test_a_printed_figure_against_the_true_value(row: dict[str, str]) -> None:
    (found,) = quantities(row["printed"])
    assert match(found, Decimal(row["true"]) * found.factor) == row["match"]


@pytest.mark.parametrize(
    ("gap", "decimals", "verdict"),
    [
        ("0", [2, 2], "agrees"), ("0.01", [2, 2], "rounding"), ("0.02", [2, 2, 2, 2], "rounding"),
        ("-0.02", [2, 2, 2, 2], "rounding"), ("0.02", [2, 2, 2], "differs"), ("0.1", [2, 1, 0], "differs"), ("1", [0, 0], "rounding"),
    ],
)  # fmt: skip
def test_each_part_of_a_sum_may_be_rounded_by_half_a_digit(gap: str, decimals: list[int], verdict: str) -> None:
    assert sum_match(Decimal(gap), [Decimal(1).scaleb(-each) for each in decimals]) == verdict


LEADS = """
| text                     | level | number | words              |
| 一、基本情况             | 1     | 一、   | 基本情况           |
| 第三部分 情况说明        | 1     | 第三部分 | 情况说明         |
| （一）部门基本情况       | 2     | （一） | 部门基本情况       |
| (一）部门整体            | 2     | (一）  | 部门整体           |
| 1.2021年预算资金         | 3     | 1.     | 2021年预算资金     |
| 2.2021年度单位           | 3     | 2.     | 2021年度单位       |
| 10、住房保障支出         | 3     | 10、   | 住房保障支出       |
| （2） 项目支出情况       | 4     | （2）  | 项目支出情况       |
| 一是机关运转             | 5     | 一是   | 机关运转           |
| 1.5万元用于维修          | 0     | .      | 1.5万元用于维修    |
| 2021年预算               | 0     | .      | 2021年预算         |
| 是否                     | 0     | .      | 是否               |
"""


@pytest.mark.parametrize("row", rows(LEADS).to_dict("records"), ids=lambda row: row["text"])
def test_numbers_of_lists_are_no_part_of_the_words(row: dict[str, str]) -> None:
    begin, words = lead(plain(row["text"]))
    assert (str(begin.level), begin.number, words) == (row["level"], row["number"], row["words"])


def test_marks_of_headings() -> None:
    assert lead("## 一、概况")[0].marked == 2
    assert lead("## 一、概况")[1] == "概况"


def test_sentences_and_clauses() -> None:
    assert [text for _, text in sentences("甲，乙；丙。丁！戊")] == ["甲，乙；丙。", "丁！", "戊"]
    assert [text for _, text in clauses("支出2,140.00万元，其中：甲")] == ["支出2,140.00万元", "其中", "甲"]
