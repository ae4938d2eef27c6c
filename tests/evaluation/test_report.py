"""The written report: ten sections in order, every figure computed and walked back, what is missing said and never 0."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from handmade_forms import BUDGET, SPENDING, evaluated, small_ledger
from textframes import tidy

from perfkit.evaluation.evaluate import Evaluation
from perfkit.evaluation.figures import resolve
from perfkit.evaluation.report.annex import SOURCES
from perfkit.evaluation.report.places import open_places
from perfkit.evaluation.report.scores import scored
from perfkit.evaluation.report.sections import self_evaluation_report
from perfkit.evaluation.report.writing import MISSING, joined, listed, said, sentence, series
from perfkit.ledger.corrections import Correction
from perfkit.ledger.documents import Document, Figure, Heading, Paragraph, chinese_number
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.narrative import OUTLINE
from perfkit.tables.documents import document_page
from perfkit.workspace import Workspace
from perfkit.workspace.checking import check

GOALS = """
    budget_project_code | goal_number | goal_text      | achieved_text
    .                   | 2           | 用车有保障     | .
    .                   | 1           | 运转不中断；   | 全年未中断
    P1                  | 1           | 安全准点       | 做到
"""
TARGETS = """
    budget_project_code | level1_name | level2_name | indicator_name | comparison  | target_text | target_number | measure_unit | actual_text                                          | actual_number | evidence_document | weight_centipoints | deviation_reason | improvement | source_file
    P1                  | 产出指标    | 数量指标    | 出车           | at_least    | 100         | 100           | 次           | 80                                                   | 80            | 出车记录          | 30                 | 车少             | 添一辆车    | targets.xlsx
    P1                  | 产出指标    | 成本指标    | 车辆支出       | at_most     | 100         | 100           | 万元         | {{ actual: project=P1, scope=all_funds, unit=万元 }} | .             | .                 | 20                 | .                | .           | targets.xlsx
    P1                  | 效益指标    | 社会效益    | 保障           | qualitative | 有保障      | .             | .            | 有                                                   | .             | .                 | null               | .                | .           | targets.xlsx
    P2                  | 产出指标    | 数量指标    | 会议           | at_least    | 4           | 4             | 次           | 5                                                    | 5             | 会议记录          | null               | .                | .           | targets.xlsx
    .                   | 产出指标    | 数量指标    | 院落           | equal       | 4           | 4             | 个           | 4                                                    | 4             | 巡查记录          | 50                 | .                | .           | targets.xlsx
"""
NARRATIVE = {
    "部门基本情况": "\n本单位管理机关事务。",
    "资金使用": "\n车辆支出 {{ actual: project=P1, scope=all_funds }}。",
    "存在的问题及原因分析": "\n1. 数据难收集。",
    "其他需要说明的情况": "\n没有。",
}


def small(**parts: str) -> Ledger:
    """The small year with goals, targets and checks; other parts as in `small_ledger`."""
    ledger = replace(small_ledger(**{"goals": GOALS, **parts}), targets=tidy(TARGETS, "targets"))
    return check(ledger)


@pytest.fixture(scope="module")
def report() -> Document:
    return self_evaluation_report(small())


@pytest.fixture(scope="module")
def bare() -> Document:
    """Of a year of which nothing at all is known."""
    return self_evaluation_report(small_ledger("", ""))


def text(document: Document) -> str:
    return str(document_page(document))


def below(document: Document, place: str) -> list[str]:
    """The paragraphs at a place: 六（一）1."""
    return [
        "".join(part if isinstance(part, str) else part.text for part in block.parts)
        for _, at, block in document.numbered()
        if at == place and isinstance(block, Paragraph)
    ]


def sections(document: Document) -> list[str]:
    return [
        f"{number}{block.text}"
        for number, _, block in document.numbered()
        if isinstance(block, Heading) and block.level == 1
    ]


TEN = [
    "一、基本情况", "二、一般公共预算支出情况", "三、政府性基金预算支出情况", "四、国有资本经营预算支出情况",
    "五、社会保险基金预算支出情况", "六、资金使用及绩效情况", "七、存在的问题及原因分析", "八、下一步改进措施",
    "九、绩效自评结果拟应用和公开情况", "十、其他需要说明的情况",
]  # fmt: skip


def test_every_report_has_the_ten_sections_in_order(
    report: Document, bare: Document, lusong: Ledger, workspace: Workspace
) -> None:
    assert [section.split("、")[1] for section in TEN] == list(OUTLINE)
    others = [self_evaluation_report(workspace.load("philadelphia", 2021)), self_evaluation_report(lusong)]
    for document in (report, bare, *others):
        assert sections(document) == TEN
        levels = [block.level for block in document.blocks if isinstance(block, Heading)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        # No heading stands without words, or a deeper heading, below it.
        kinds = [block.level if isinstance(block, Heading) else 9 for block in document.blocks]
        assert all(after > before for before, after in zip(kinds, [*kinds[1:], 0], strict=True) if before < 9)


def test_the_outline_below_the_sections(report: Document) -> None:
    told = [
        number + block.text for number, _, block in report.numbered() if isinstance(block, Heading) and block.level == 2
    ]
    assert told == [
        "（一）部门基本情况", "（二）绩效目标", "（一）基本支出情况", "（二）项目支出情况", "（一）部门整体支出绩效情况",
        "（二）专项资金支出绩效情况", "（一）账务数据反映的问题", "（二）绩效指标和佐证方面的问题", "（三）单位查找的问题及原因",
    ]  # fmt: skip


def test_what_the_small_year_says(report: Document) -> None:
    assert report.title == "单位\n2021年度部门整体支出绩效自评报告"
    assert report.notes == ("合成数据。",)
    assert report.signature == ("单位", "年　　月　　日")
    assert below(report, "二") == [
        "2021年度年初预算180.00万元，年中追加（调减）20.00万元，无上年结转，全年预算（调整后）200.00万元（均为全口径）。"
        "其中，财政拨款年初预算160.00万元，财政拨款全年预算180.00万元。",
        "2021年度一般公共预算财政拨款收入不可计算：缺序时账，一般公共预算财政拨款支出167.00万元，其中：项目支出140.00万元，"
        "基本支出27.00万元（均为财政拨款口径）。",
    ]
    assert below(report, "二（一）") == ["财政拨款口径：基本支出27.00万元，其中：人员经费20.00万元，公用经费7.00万元。"]
    assert below(report, "二（二）") == [
        "财政拨款口径项目支出合计140.00万元，按项目列示如下（除注明外均为财政拨款口径）：",
        "1.车辆80.00万元（全口径90.00万元，其中非财政拨款资金10.00万元）；",
        "2.运转60.00万元。",
    ]
    assert [below(report, place) for place in "三四五"] == [["无。"]] * 3
    assert below(report, "六（一）1") == [
        "2021年度全年预算（全口径）200.00万元，全年执行数（全口径）177.00万元，结余（全口径）23.00万元。",
        "预算执行率因口径和分母不同有以下四种，引用时应写明名称：",
        "（1）全口径全年执行数÷全口径全年预算（调整后）：88.50%，自评表按此计分；",
        "（2）全口径全年执行数÷全口径年初预算：98.33%（分母不含年中变动，分子含其支出；年中追加（调减）20.00万元，无上年结转）；",
        "（3）财政拨款支出÷财政拨款全年预算（调整后）：92.78%；",
        "（4）预算完成率（全口径，全年预算扣除年末结余后÷全年预算）：不可计算：缺年末结余（结转和结余）。",
        "全口径全年执行数177.00万元，财政拨款支出167.00万元，相差10.00万元，由非财政拨款资金支付，其中：车辆10.00万元。",
    ]
    assert below(report, "六（一）2") == [
        "（1）运转不中断。完成情况：全年未中断。",
        f"（2）用车有保障。完成情况：{MISSING}。",
    ]
    assert below(report, "六（二）1") == [
        "2021年年初预算专项资金共2个，具体如下：",
        "（1）车辆：年初预算100.00万元，全年预算120.00万元，全年执行数90.00万元（均为全口径），其中财政拨款支出80.00万元；"
        "结余（全口径）30.00万元，执行率（全口径，按全年预算）75.00%。执行率低于90%，原因填报为：车少。",
        "（2）运转：年初预算50.00万元，全年预算50.00万元，全年执行数60.00万元（均为全口径），其中财政拨款支出60.00万元；"
        f"超支（全口径）10.00万元，执行率（全口径，按全年预算）120.00%。属超预算支出，原因{MISSING}。",
    ]
    assert below(report, "八") == ["各项绩效指标填报的改进措施：", "出车：添一辆车。"]


def test_problems_are_numbered_below_their_heading(report: Document) -> None:
    told = below(report, "七（一）")
    assert [line[:2] for line in told[:-1]] == [f"{number}." for number in range(1, len(told))]
    assert any("运转全年执行数60.00万元，全年预算50.00万元，超支10.00万元（均为全口径）" in line for line in told)
    assert any("总支出全口径177.00万元，财政拨款口径167.00万元，相差10.00万元" in line for line in told)
    assert told[-1].startswith("执行偏差的原因见本报告“专项资金支出绩效情况”")


def test_points_are_those_of_the_evaluation(report: Document) -> None:
    told = below(report, "六（一）3")
    assert told[0].endswith("预算执行率满分10分，得分8.85分（按全口径、全年预算计算）。")
    assert told[2].startswith("单位整体可评分值60.00分，已得分58.85分，满分100.00分。总分和等级不可计算：缺")


def computed_words(document: Document) -> list[str]:
    """The pieces of sentences that are no figures."""
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    return [part for paragraph in paragraphs for part in paragraph.parts if isinstance(part, str)]


def test_no_number_of_the_report_is_typed(bare: Document) -> None:
    """What nobody wrote has no digits but years, dates, numbers of items and the names of notices."""
    for document in (self_evaluation_report(check(small_ledger())), bare):
        for words in computed_words(document):
            rest = re.sub(
                r"2021年(度|12月31日)?|^2021$|财预〔2020〕10号|（2020 年后通行表样）|^（\d+）|^\d+\.", "", words
            )
            assert not re.search(r"\d", rest), words


def test_every_figure_of_the_ledger_has_scope_and_source_and_can_be_asked_for_again(report: Document) -> None:
    ledger, asked = small(), 0
    for figure in report.figures():
        assert figure.text
        assert figure.measure
        if not figure.reference.startswith("{{"):
            continue
        asked += 1
        found = resolve(figure.reference, ledger).figure
        assert (found.measure, found.scope, found.base, found.source) == (
            figure.measure, figure.scope, figure.base, figure.source,
        )  # fmt: skip
        if "fact" not in figure.reference:
            assert figure.text == found.text
            assert figure.scope
            assert figure.source
            assert "scope=" in figure.reference or figure.measure.endswith(("非财政拨款支出", "预算完成率"))
        if "率" in figure.measure:
            assert figure.base
    assert asked > 40


def test_counts_and_points_tell_where_they_are_from(report: Document) -> None:
    counted = [figure for figure in report.figures() if not figure.reference.startswith("{{")]
    assert len(counted) > 15
    assert all(figure.source or figure.lacks for figure in counted)
    assert {figure.source for figure in counted} >= {
        "targets.xlsx 3 行",
        "targets.xlsx 1 行",
        "budget.csv",
        "unit.toml",
        "评分模板",
    }


def test_every_figure_is_a_line_of_the_annex(report: Document) -> None:
    (annex,) = report.annexes
    assert (annex.code, annex.title) == (SOURCES, "文中数字来源表")
    rows = [[cell.value for cell in annex.cells if cell.row == row] for row in range(2, annex.size()[0] + 1)]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    for figure in report.figures():
        row = rows[figure.number - 1]
        assert row[1:5] == [figure.text, figure.measure, figure.scope or "—", figure.base or "—"]
        assert row[5] == figure.source or row[5] == f"缺：{figure.lacks}"
    # One number per figure asked for, at each of its places.
    spent = next(row for row in rows if row[1:4] == ["177.00万元", "单位整体全年执行数", "全口径（全部资金）"])
    assert spent[6] == "六（一）1\n七（一）"
    assert len({(figure.number, figure.text) for figure in report.figures()}) == len(rows)


def test_a_report_of_nothing_says_what_it_lacks_and_has_no_zero(bare: Document) -> None:
    told = text(bare)
    assert not re.search(
        r"\d[\d,.]*(万元|元|%|分)", told.replace("100.00分", "").replace("10分", "").replace("0.00分", "")
    )
    assert "年初预算不可计算：缺预算文件" in told
    assert "年初预算专项资金不可计算：缺预算文件。" in told
    assert told.count("年初预算专项资金不可计算") == 2
    assert "全年执行数（全口径）不可计算：缺支出数据（序时账或执行汇总表）" in told
    assert f"部门职责和机构设置{MISSING}。" in told
    assert below(bare, "三") == ["不可计算：缺支出数据（序时账或执行汇总表）。"]
    places = open_places(bare)
    assert set(places["lacks"]) >= {"", "预算文件", "支出数据（序时账或执行汇总表）"}
    assert places["place"].iloc[0] == "一（一）"


def test_open_places_tell_where_they_are(report: Document) -> None:
    places = open_places(report)
    first = places.iloc[0].to_dict()
    assert first == {
        "place": "一（一）",
        "heading": "部门基本情况",
        "text": f"部门职责和机构设置{MISSING}。",
        "lacks": "",
    }
    assert not places.duplicated().any()
    reasons = places[places["text"].str.contains("原因")]
    assert reasons[["place", "heading", "text"]].to_numpy().tolist() == [
        ["六（二）1", "资金使用", f"（2）运转：属超预算支出，原因{MISSING}。"]
    ]
    income = places[places["lacks"].eq("序时账")]
    assert income[["place", "heading", "text"]].to_numpy().tolist() == [
        ["二", "一般公共预算支出情况", "不可计算：缺序时账"]
    ]


def test_the_words_of_the_unit_stand_where_they_belong() -> None:
    told = self_evaluation_report(replace(small(), narrative=NARRATIVE))
    assert below(told, "一（一）")[0] == "本单位管理机关事务。"
    assert below(told, "六（二）1")[0] == "车辆支出 90.00万元。"
    assert below(told, "七（三）") == ["1.数据难收集。"]
    assert below(told, "十")[0] == "没有。"
    assert below(told, "九") == [f"{MISSING}。"]
    figure = next(
        figure for figure in told.figures() if figure.reference == "{{ actual: project=P1, scope=all_funds }}"
    )
    assert figure.number > 0


EXPLANATIONS = """
    explanation_number | budget_project_code | period | explained_cents | cause  | explanation
    1                  | P1                  | 0      | 300000          | price  | 油价下降
    2                  | P1                  | 0      | 300000          | volume | 出车减少。
    3                  | P1                  | 6      | 100             | volume | 六月的事
    4                  | P2                  | 0      | 5               | volume | 旧数
"""


def test_a_reason_is_the_one_that_explains_the_present_figure() -> None:
    told = self_evaluation_report(replace(small(), explanations=tidy(EXPLANATIONS, "explanations")))
    first, second = below(told, "六（二）1")[1:3]
    assert first.endswith("执行率低于90%，原因说明为：（价格变化）油价下降。（工作量变化）出车减少。")
    assert second.endswith(f"属超预算支出，原因{MISSING}（原有说明所依据的数额已变）。")
    assert any("数额已变" in words for words in open_places(told)["text"])


EXTRA = """
    original    | .            | 12        | 30201         | 100000
    supplement  | P4           | 11        | 30202         | 30000
    carryover   | P4           | 11        | 30202         | 20000
"""


def test_other_budgets_and_projects_without_an_original_budget_are_told() -> None:
    spending = (
        SPENDING
        + "    .            | 12        | 30201         | 80000\n    P5           | 11        | 30201         | 5000\n"
    )
    told = self_evaluation_report(check(small_ledger(BUDGET + EXTRA.lstrip("\n"), spending)))
    assert below(told, "三") == [
        "年初预算10.00万元，全年预算10.00万元，全年执行数8.00万元，执行率（按全年预算）80.00%（财政拨款口径）。"
    ]
    # The general budget no longer is all of the fiscal appropriation.
    assert "一般公共预算财政拨款支出167.50万元" in below(told, "二")[1]
    assert below(told, "六（二）1")[-3:] == [
        "另有2个项目未列入年初预算：",
        "（1）印刷：追加（调减）3.00万元，上年结转2.00万元，全年执行数0.00万元（均为全口径）；",
        "（2）P5：没有预算，全年执行数0.50万元（均为全口径）。",
    ]
    told_problems = "".join(below(told, "七（一）"))
    assert "印刷全年预算（全口径）5.00万元，没有任何支出。" in told_problems
    assert "P5支出（全口径）0.50万元，没有任何预算。" in told_problems


def test_one_scope_is_not_told_as_two() -> None:
    budget = (
        "budget_type | project_code | fund_code | economic_code | amount_cents\noriginal | P1 | 11 | 30231 | 1000000"
    )
    spending = "project_code | fund_code | economic_code | actual_cents\nP1 | 11 | 30231 | 950000"
    told = self_evaluation_report(check(small_ledger(budget, spending)))
    assert "其中，财政拨款年初预算" not in text(told)
    assert "相差" not in text(told)
    assert below(told, "七（一）") == ["账务数据检查未发现需要说明的问题。"]
    assert below(told, "二（一）") == ["无。"]


def test_facts_corrections_and_findings_are_told_with_their_numbers() -> None:
    facts = """
        fact                 | fact_number | measure_unit | fact_source
        staff_in_post        | 19          | 人           | 台账
        offices              | 5           | 个           | 批复
        year_end_balance     | 230000      | 元           | 决算
    """
    odd = FindingKind("odd_rows", "error", "怪行", "odd rows", "有误", "wrong")
    ledger = small(facts=facts)
    ledger = replace(
        ledger,
        findings=(*ledger.findings, Finding(odd), Finding(odd, source_row=3)),
        corrections=(
            Correction(1, "journal", {"line_number": "1"}, "debit_cents", "1", "2", "笔误", "甲", "2022-01-01"),
        ),
    )
    told = self_evaluation_report(ledger)
    assert (
        f"截至2021年12月31日，编制（{MISSING}），在职19人，退休（{MISSING}）；内设机构5个，二级预算单位（{MISSING}）。"
        in text(told)
    )
    assert "预算完成率（全口径，全年预算扣除年末结余后÷全年预算）：88.50%" in text(told)
    assert "怪行2项" in text(told)
    assert below(told, "十")[1] == "2.账务数据按已登记的更正处理1处，原因和决定人见数据质量检查。"
    assert "编制数；退休人数" in below(told, "十")[2]
    assert "在职人数" not in below(told, "十")[2]


HOSTILE = "{measure} {0} {{ x }} <script>alert(1)</script> =1+1 %s \x00\u202e"


def test_what_people_typed_is_never_a_template() -> None:
    goals = "budget_project_code | goal_number | goal_text | achieved_text\n"
    for project in (".", "P1", "P2"):
        goals += f"{project} | 1 | {HOSTILE} | {HOSTILE}\n"
    ledger = small(goals=goals)
    typed = dict.fromkeys(("indicator_name", "deviation_reason", "improvement"), HOSTILE)
    ledger = replace(ledger, targets=ledger.targets.assign(**typed), narrative=dict.fromkeys(OUTLINE, HOSTILE))
    unit = replace(ledger.unit, name_zh=HOSTILE, departments={"D1": HOSTILE}, notices={0: {"zh": HOSTILE}})
    told = text(self_evaluation_report(replace(ledger, unit=unit)))
    assert told.count("{measure} {0}") >= 10


def test_sentences_are_put_together_without_losing_a_sign() -> None:
    figure = Figure("5个", "n")
    assert joined("甲", figure, "", Paragraph(("乙",))).parts == ("甲", figure, "乙")
    assert said("{a}和{b}。", a=figure, b="{c}").parts == (figure, "和", "{c}", "。")
    assert [one.parts for one in listed(["甲", "乙"], "{}.")] == [("1.", "甲"), ("2.", "乙")]
    assert [one.parts for one in listed(["甲"])] == [("甲",)]
    assert ["".join(one.parts) for one in series(["甲", "乙"])] == ["（1）甲；", "（2）乙。"]
    assert [sentence(words) for words in ("甲", "甲；", "甲。", " 甲！ ", "", "；", "（甲）")] == [
        "甲。", "甲。", "甲。", "甲！", "", "", "（甲）",
    ]  # fmt: skip
    assert [chinese_number(number) for number in (1, 10, 11, 20, 34, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十四",
        "九十九",
    ]


WHOLE = """
    level1_name | level2_name | indicator_name | comparison | target_text | actual_text | measure_unit | weight_centipoints | score_centipoints | lacks_zh | lacks_en | deviation_reason | improvement | remark_zh | remark_en | needs_reason | evidence_document | source_file
    产出指标    | 数量指标    | 出车           | at_least   | 100         | 100         | 次           | 90                 | 80                | .        | .        | .                | .           | .         | .         | no           | 出车记录          | targets.xlsx
"""


def sentences_of(evaluation: Evaluation) -> list[str]:
    """The sentences about the points of an evaluation made by hand."""
    return ["".join(map(shown, paragraph.parts)) for paragraph in scored(evaluation, small_ledger())]


def shown(part: str | Figure) -> str:
    return part if isinstance(part, str) else part.text


def test_a_whole_evaluation_has_a_grade() -> None:
    told = sentences_of(evaluated(small_ledger(), "", scores=WHOLE))
    assert told[1] == "单位整体设定绩效指标1个，有佐证材料或账务数据的1个，已评分1个。"
    assert told[2] == "单位整体可评分值100.00分，已得分87.50分，满分100.00分。自评等级为“良”。"


def test_an_execution_that_is_not_known_says_what_it_lacks() -> None:
    told = sentences_of(evaluated(small_ledger(), "", scores=WHOLE, centipoints=None))
    assert "预算执行率满分10分，得分不可计算：缺佐证材料（按全口径、全年预算计算）。" in told[0]


def test_a_form_without_points_tells_none_of_the_execution() -> None:
    told = sentences_of(evaluated(small_ledger(), scores=WHOLE, of="hengshan_special_fund_2020"))
    assert told[0] == "按《专项资金绩效目标自评表》（衡山县 2020 年专项资金绩效目标自评表）自评。"
