"""References to figures: {{ measure: condition=value }} -> the exact figure, its words, scope, base and source.

The year is one that a person can add up by hand, amounts in yuan, figures in 万元 unless a reference asks for others:

                all funds                           fiscal appropriation
original        100 + 50 + 40 + 30 + 5 = 225        100 + 40 + 30 + 5 = 175
supplement      20 - 5 = 15                         15
carry-over      10                                  10
final           250                                 200
actual          90 + 30 + 20 + 15 + 26 + 1 = 182    90 + 20 + 15 + 26 = 151
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from handmade_forms import small_ledger
from textframes import rows, tidy

from perfkit.errors import LANGUAGES
from perfkit.evaluation.amounts import MEASURES, base_words, measure_words
from perfkit.evaluation.figures import FAULTY, resolve
from perfkit.ledger.columns import columns
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.published import AMOUNT_MEASURES, RATE_MEASURES
from perfkit.ledger.references import parse_reference

BUDGET = """
    budget_type | project_code | fund_code | economic_code | department_code | amount_cents
    original    | P1           | 11        | 30231         | D1              | 1000000
    supplement  | P1           | 11        | 30231         | D1              | 200000
    reduction   | P1           | 11        | 30231         | D1              | -50000
    original    | P1           | 3         | 30231         | D1              | 500000
    original    | P2           | 11        | 30201         | .               | 400000
    carryover   | P2           | 11        | 30201         | .               | 100000
    original    | .            | 11        | 30101         | .               | 300000
    original    | P4           | 11        | 30202         | .               | 50000
"""
SPENDING = """
    project_code | fund_code | economic_code | functional_code | department_code | actual_cents
    P1           | 11        | 30231         | 2010303         | D1              | 900000
    P1           | 3         | 30231         | 2010303         | D1              | 300000
    P2           | 11        | 30201         | 2010303         | .               | 200000
    P3           | 11        | 30215         | 2010303         | .               | 150000
    .            | 11        | 30101         | 2010303         | .               | 260000
    .            | 3         | 30201         | .               | .               | 10000
"""
FACTS = """
    fact               | fact_number | measure_unit | fact_source
    staff_in_post      | 1234        | 人           | 人事台账
    procurement_budget | 1200000.50  | 元           | 批复
    year_end_balance   | 500000      | 元           | .
"""


def value(reference: str, ledger: Ledger) -> Decimal | None:
    """The exact value of a reference."""
    return resolve(reference, ledger).value


def make_year(**parts: str) -> Ledger:
    """The year above; departments D1 办公室. A part may be another one, "" = there is none."""
    ledger = small_ledger(**{"budget": BUDGET, "spending": SPENDING, "facts": FACTS, **parts})
    return replace(ledger, unit=replace(ledger.unit, departments={"D1": "办公室"}))


@pytest.fixture(scope="module")
def year() -> Ledger:
    return make_year()


FIGURES = """
    reference                                                     | printed           | measure                      | scope                                | base
    actual: scope=all_funds                                       | 182.00万元        | 单位整体全年执行数           | 全口径（全部资金）                   | .
    actual: scope=fiscal_appropriation                            | 151.00万元        | 单位整体全年执行数           | 财政拨款                             | .
    original_budget: scope=all_funds                              | 225.00万元        | 单位整体年初预算数           | 全口径（全部资金）                   | .
    supplementary_budget: scope=all_funds                         | 15.00万元         | 单位整体追加（调减）         | 全口径（全部资金）                   | .
    carryover: scope=all_funds                                    | 10.00万元         | 单位整体上年结转             | 全口径（全部资金）                   | .
    final_budget: scope=fiscal_appropriation                      | 200.00万元        | 单位整体全年预算数           | 财政拨款                             | .
    remaining: scope=all_funds                                    | 68.00万元         | 单位整体结余                 | 全口径（全部资金）                   | .
    overspent: scope=all_funds                                    | -68.00万元        | 单位整体超支                 | 全口径（全部资金）                   | .
    other_actual                                                  | 31.00万元         | 单位整体非财政拨款支出       | 非财政拨款资金                       | .
    execution_rate: scope=all_funds                               | 72.80%            | 单位整体执行率（全年预算）   | 全口径（全部资金）                   | 全年预算（调整后）
    original_execution_rate: scope=all_funds                      | 80.89%            | 单位整体执行率（年初预算）   | 全口径（全部资金）                   | 年初预算
    execution_rate: scope=fiscal_appropriation                    | 75.50%            | 单位整体执行率（全年预算）   | 财政拨款                             | 全年预算（调整后）
    completion_rate                                               | 80.00%            | 单位整体预算完成率           | 全口径（全部资金）                   | 上年结转＋年初预算＋本年追加（调减）
    actual: budget_project=运转, scope=all_funds                  | 35.00万元         | 运转（含会议）全年执行数     | 全口径（全部资金）                   | .
    actual: project=运转, scope=all_funds                         | 20.00万元         | 运转（不含会议）全年执行数   | 全口径（全部资金）                   | .
    actual: project=会议                                          | 15.00万元         | 会议全年执行数               | 全口径（全部资金），与财政拨款口径一致 | .
    actual: project=公车办, scope=all_funds                       | 120.00万元        | 车辆全年执行数               | 全口径（全部资金）                   | .
    actual: project=P1, fund=3, scope=all_funds                   | 30.00万元         | 车辆单位资金全年执行数       | 全口径（全部资金）                   | .
    execution_rate: budget_project=P2, scope=all_funds            | 70.00%            | 运转（含会议）执行率（全年预算） | 全口径（全部资金）               | 全年预算（调整后）
    remaining: budget_project=P2                                  | 15.00万元         | 运转（含会议）结余           | 全口径（全部资金），与财政拨款口径一致 | .
    actual: expenditure_type=基本支出, scope=all_funds            | 27.00万元         | 基本支出全年执行数           | 全口径（全部资金）                   | .
    actual: expenditure_type=basic, basic_kind=personnel          | 26.00万元         | 基本支出人员经费全年执行数   | 全口径（全部资金），与财政拨款口径一致 | .
    actual: economic=302, scope=all_funds                         | 156.00万元        | 商品和服务支出全年执行数     | 全口径（全部资金）                   | .
    actual: economic=30201, scope=all_funds                       | 21.00万元         | 办公费全年执行数             | 全口径（全部资金）                   | .
    actual: functional=2010303, scope=all_funds                   | 181.00万元        | 机关服务全年执行数           | 全口径（全部资金）                   | .
    actual: department=办公室, scope=fiscal_appropriation         | 90.00万元         | 办公室全年执行数             | 财政拨款                             | .
    other_actual: budget_project=P1                               | 30.00万元         | 车辆非财政拨款支出           | 非财政拨款资金                       | .
    actual: fund=12, scope=all_funds                              | 0.00万元          | 政府性基金预算全年执行数     | 全口径（全部资金）                   | .
    actual: budget_project=P4                                     | 0.00万元          | 印刷全年执行数               | 全口径（全部资金），与财政拨款口径一致 | .
    execution_rate: budget_project=P4                             | 0.00%             | 印刷执行率（全年预算）       | 全口径（全部资金），与财政拨款口径一致 | 全年预算（调整后）
    remaining: expenditure_type=basic, scope=all_funds            | 3.00万元          | 基本支出结余                 | 全口径（全部资金）                   | .
    fact: staff_in_post                                           | 1,234人           | 在职人数                     | .                                    | .
    fact: procurement_budget                                      | 120.00万元        | 政府采购预算                 | .                                    | .
    fact: procurement_budget, unit=元                             | 1,200,000.50元    | 政府采购预算                 | .                                    | .
    actual: scope=all_funds, unit=元                              | 1,820,000.00元    | 单位整体全年执行数           | 全口径（全部资金）                   | .
    actual: scope=all_funds, unit=千元, decimals=0                | 1,820千元         | 单位整体全年执行数           | 全口径（全部资金）                   | .
    actual: scope=all_funds, unit=百万元, decimals=3              | 1.820百万元       | 单位整体全年执行数           | 全口径（全部资金）                   | .
    original_execution_rate: scope=all_funds, decimals=0          | 81%               | 单位整体执行率（年初预算）   | 全口径（全部资金）                   | 年初预算
    original_execution_rate: scope=all_funds, unit=%, decimals=6  | 80.888889%        | 单位整体执行率（年初预算）   | 全口径（全部资金）                   | 年初预算
"""


@pytest.mark.parametrize("told", rows(FIGURES).to_dict("records"), ids=lambda told: told["reference"])
def test_a_reference_becomes_its_figure(year: Ledger, told: dict[str, str]) -> None:
    text = f"{{{{ {told['reference']} }}}}"
    found = resolve(text, year)
    assert found.finding is None
    assert found.figure.reference == text
    assert found.figure.lacks == ""
    shown = (found.figure.text, found.figure.measure, found.figure.scope, found.figure.base)
    assert shown == (told["printed"], told["measure"], told["scope"], told["base"])


def test_every_measure_is_in_the_table() -> None:
    assert {line.split(":")[0] for line in rows(FIGURES)["reference"]} == {*MEASURES, "fact"} - {"income"}
    assert {*AMOUNT_MEASURES, *RATE_MEASURES} <= set(MEASURES)


def test_every_measure_is_named_as_its_column_is() -> None:
    assert [measure_words(name) for name in ("remaining", "overspent", "completion_rate")] == [
        "结余",
        "超支",
        "预算完成率",
    ]
    assert measure_words("execution_rate") == columns()["execution_rate"].name_zh
    assert all(bool(base_words(name)) == name.endswith("rate") for name in MEASURES)


def test_values_are_exact_in_the_unit_asked_for(year: Ledger) -> None:
    assert value("{{ actual: scope=all_funds, unit=元 }}", year) == Decimal(1_820_000)
    assert value("{{ actual: scope=all_funds, unit=百万元, decimals=0 }}", year) == Decimal("1.82")
    assert value("{{ original_execution_rate: scope=all_funds }}", year) == Decimal(182) / 225 * 100
    assert value("{{ fact: procurement_budget }}", year) == Decimal("120.00005")
    assert value("{{ fact: retired }}", year) is None
    assert value("12", year) is None


@pytest.mark.parametrize(
    ("spent", "printed"), [("50", "0.01万元"), ("-50", "-0.01万元"), ("49.99", "0.00万元"), ("-49.99", "0.00万元")]
)
def test_figures_are_rounded_half_away_from_zero_and_never_read_minus_zero(spent: str, printed: str) -> None:
    spending = f"project_code | fund_code | economic_code | actual_cents\nP1 | 11 | 30231 | {spent}"
    found = resolve("{{ actual: project=P1 }}", make_year(spending=spending))
    assert found.figure.text == printed
    assert found.value == Decimal(spent) / 10_000


@pytest.mark.parametrize(
    ("reference", "source"),
    [
        ("actual: scope=all_funds", "spending.csv 6 行"),
        ("actual: scope=fiscal_appropriation", "spending.csv 4 行"),
        ("other_actual", "spending.csv 2 行"),
        ("original_budget: scope=all_funds", "budget.csv 5 行"),
        ("supplementary_budget: scope=all_funds", "budget.csv 2 行"),
        ("carryover: scope=all_funds", "budget.csv 1 行"),
        ("final_budget: scope=fiscal_appropriation", "budget.csv 7 行"),
        ("execution_rate: scope=all_funds", "budget.csv 8 行、spending.csv 6 行"),
        ("original_execution_rate: scope=fiscal_appropriation", "budget.csv 4 行、spending.csv 4 行"),
        ("remaining: budget_project=P2", "budget.csv 2 行、spending.csv 2 行"),
        ("completion_rate", "budget.csv 8 行"),
        ("actual: fund=12, scope=all_funds", "无对应的行"),
        ("fact: staff_in_post", "facts.csv：人事台账"),
        ("fact: year_end_balance", "facts.csv"),
    ],
)
def test_a_figure_can_be_walked_back_to_its_lines(year: Ledger, reference: str, source: str) -> None:
    assert resolve(f"{{{{ {reference} }}}}", year).figure.source == source


def test_lines_of_several_files_are_told_apart() -> None:
    ledger = make_year()
    files = ["a.xlsx", "b.xlsx", "a.xlsx", "a.xlsx", "a.xlsx", "b.xlsx"]
    ledger = replace(ledger, spending=ledger.spending.assign(source_file=files))
    assert resolve("{{ actual: scope=all_funds }}", ledger).figure.source == "a.xlsx 4 行、b.xlsx 2 行"


def test_income_is_that_of_the_journal() -> None:
    journal = tidy(
        """
        account_code | fund_code | debit_cents | credit_cents | is_closing
        600101       | 11        | 0           | 1500000      | no
        600101       | 11        | 20000       | 0            | no
        660901       | 3         | 0           | 300000       | no
        600101       | 11        | 1480000     | 0            | yes
        """,
        "journal",
    )
    ledger = replace(make_year(), journal=journal.assign(source_file="journal.xlsx"))
    found = resolve("{{ income: scope=fiscal_appropriation }}", ledger)
    assert (found.figure.text, found.figure.source) == ("148.00万元", "journal.xlsx 2 行")
    assert value("{{ income: scope=all_funds }}", ledger) == 178
    assert resolve("{{ income }}", ledger).finding.kind.check == "references_of_two_scopes"


REFUSED = """
    reference                                                       | zh                                                   | en
    actuals: scope=all_funds                                        | 没有指标“actuals”（有：original_budget               | there is no measure “actuals” (known: original_budget
    actual: unit_total                                              | 没有指标“unit_total”                                 | no measure “unit_total”
    fact: staff                                                     | 没有基本信息“staff”                                  | there is no fact “staff”
    fact                                                            | 没有基本信息“”                                       | there is no fact “”
    fact: staff_in_post, scope=all_funds                            | 没有条件“scope”（有：—）                             | there is no condition “scope” (known: —)
    fact: procurement_budget, scope=all_funds                       | 没有条件“scope”（有：unit, decimals）                | no condition “scope” (known: unit, decimals)
    actual: colour=red                                              | 没有条件“colour”（有：project, budget_project        | no condition “colour” (known: project, budget_project
    actual: scope=all                                               | 没有口径“all”（有：fiscal_appropriation, all_funds） | no scope “all” (known: fiscal_appropriation, all_funds)
    actual: project=食堂, scope=all_funds                           | project 没有“食堂”（有：P1、                         | project has no “食堂” (known: P1、
    actual: project=P1, budget_project=P1                           | project 与 budget_project 只能写一个                 | project and budget_project exclude each other
    actual: expenditure_type=other                                  | expenditure_type 没有“other”（有：basic、project     | expenditure_type has no “other”
    actual: basic_kind=office                                       | basic_kind 没有“office”                              | basic_kind has no “office”
    actual: economic=99999                                          | economic 没有“99999”                                 | economic has no “99999”
    actual: department=财务室                                       | department 没有“财务室”（有：D1、办公室）            | department has no “财务室” (known: D1
    actual: fund=彩票                                               | fund 没有“彩票”                                      | fund has no “彩票”
    actual: functional=2080502, scope=all_funds                     | 2021 年的预算和支出中没有                            | neither budget nor spending of 2021 has
    actual: economic=31013, scope=all_funds                         | 2021 年的预算和支出中没有公务用车购置                | neither budget nor spending of 2021 has 公务用车购置
    execution_rate: project=运转, scope=all_funds                   | 运转的预算包含其子项目，请改写为 budget_project=运转 | write budget_project=运转
    remaining: project=运转, scope=all_funds                        | 请改写为 budget_project=运转                         | write budget_project=运转
    actual: budget_project=会议, scope=all_funds                    | 会议的预算列在运转，请改写为 project=会议            | 运转 has the budget of 会议: write project=会议
    completion_rate: budget_project=P1                              | 预算完成率只按单位整体、全口径计算                   | this rate is of the whole unit on all funds
    completion_rate: scope=fiscal_appropriation                     | 预算完成率只按单位整体、全口径计算                   | this rate is of the whole unit on all funds
    other_actual: scope=all_funds                                   | 没有条件“scope”                                      | there is no condition “scope”
    actual: scope=all_funds, unit=美元                              | 没有金额单位“美元”（有：元、千元、万元、百万元）     | there is no unit “美元”
    actual: scope=all_funds, unit=%                                 | 没有金额单位“%”                                      | there is no unit “%”
    execution_rate: scope=all_funds, unit=万元                      | 万元 不是比率的单位，应为 %                          | 万元 is no unit of a rate
    actual: scope=all_funds, decimals=7                             | decimals 应为 0 至 6                                 | decimals must be 0 to 6
    actual: scope=all_funds, decimals=２                            | decimals 应为 0 至 6                                 | decimals must be 0 to 6
"""


@pytest.mark.parametrize("told", rows(REFUSED).to_dict("records"), ids=lambda told: told["reference"])
def test_a_reference_to_nothing_is_a_finding_and_never_a_number(year: Ledger, told: dict[str, str]) -> None:
    text = f"{{{{ {told['reference']} }}}}"
    found = resolve(text, year, "targets.xlsx", 7, "绩效指标")
    assert found.value is None
    assert found.finding is not None
    assert found.finding.kind.check == "unresolved_references"
    assert found.finding.kind.severity == "error"
    assert found.finding.text().startswith(f"targets.xlsx 绩效指标 第 7 行：引用 {text} 无法解析：")
    assert told["zh"] in found.finding.text()
    assert found.finding.text("en").startswith(f"targets.xlsx 绩效指标 row 7: {text} resolves to nothing: ")
    assert told["en"] in found.finding.text("en")
    assert (found.finding.source_sheet, found.finding.source_row) == ("绩效指标", 7)
    assert (found.figure.text, found.figure.lacks) == (FAULTY, found.finding.text())
    assert not any(character.isdigit() for character in found.figure.text)


@pytest.mark.parametrize("text", ["actual", "{ actual }", "{{ }}", "{{ actual: scope= }}", "{{ actual: a=1, a=2 }}"])
def test_what_is_no_reference_is_told_so(year: Ledger, text: str) -> None:
    finding = resolve(text, year, "narrative.md", 3).finding
    assert finding is not None
    assert f"narrative.md 第 3 行：引用 {text} 无法解析：写法应为 {{{{ 指标" in finding.text()
    assert "narrative.md line 3: " in finding.text("en")


@pytest.mark.parametrize(
    ("reference", "zh", "en"),
    [
        ("actual", "全口径（全部资金） 182.00万元，财政拨款 151.00万元", "all funds 182.00万元, fiscal"),
        ("actual: project=P1", "全口径（全部资金） 120.00万元，财政拨款 90.00万元", "120.00万元"),
        ("execution_rate: budget_project=车辆", "72.73%，财政拨款 78.26%", "72.73%"),
        ("actual: economic=30201, unit=元", "210,000.00元，财政拨款 200,000.00元", "210,000.00元"),
    ],
)
def test_a_reference_that_leaves_the_scope_open_is_refused_where_it_matters(
    year: Ledger, reference: str, zh: str, en: str
) -> None:
    found = resolve(f"{{{{ {reference} }}}}", year)
    assert found.finding is not None
    assert found.value is None
    assert found.finding.kind.check == "references_of_two_scopes"
    assert zh in found.finding.text()
    assert en in found.finding.text("en")
    assert all("scope=all_funds" in found.finding.text(language) for language in LANGUAGES)
    assert not found.finding.text().startswith("：")


def test_where_every_fund_is_one_no_scope_needs_to_be_named() -> None:
    spending = "project_code | fund_code | economic_code | actual_cents\nP1 | 11 | 30231 | 900000"
    budget = (
        "budget_type | project_code | fund_code | economic_code | amount_cents\noriginal | P1 | 11 | 30231 | 1000000"
    )
    found = resolve("{{ actual }}", make_year(spending=spending, budget=budget))
    assert (found.figure.text, found.figure.scope) == ("90.00万元", "全口径（全部资金）")


UNTOLD = """
    reference                                  | lacks
    actual: scope=all_funds                    | 支出数据（序时账或执行汇总表）
    other_actual                               | 支出数据（序时账或执行汇总表）
    original_budget: scope=all_funds           | 预算文件
    carryover: scope=all_funds                 | 预算文件
    remaining: scope=all_funds                 | 预算文件
    execution_rate: scope=all_funds            | 支出数据（序时账或执行汇总表）
    completion_rate                            | 预算文件
    income: scope=all_funds                    | 序时账
    fact: retired                              | 退休人数
"""


@pytest.mark.parametrize("told", rows(UNTOLD).to_dict("records"), ids=lambda told: told["reference"])
def test_what_the_year_does_not_have_is_named_and_is_no_fault(told: dict[str, str]) -> None:
    found = resolve(f"{{{{ {told['reference']} }}}}", make_year(budget="", spending="", facts=""))
    assert (found.value, found.finding) == (None, None)
    assert found.figure.lacks == told["lacks"]
    assert found.figure.text == f"不可计算：缺{told['lacks']}"


@pytest.mark.parametrize(
    ("reference", "lacks"),
    [
        ("final_budget: project=会议, scope=all_funds", "单列的预算（其预算列在上级项目）"),
        ("execution_rate: project=会议, scope=all_funds", "单列的预算（其预算列在上级项目）"),
        ("original_execution_rate: economic=30215, scope=all_funds", "年初预算"),
        ("execution_rate: economic=30215, scope=all_funds", "全年预算（调整后）"),
    ],
)
def test_a_rate_without_a_base_is_not_computable(year: Ledger, reference: str, lacks: str) -> None:
    found = resolve(f"{{{{ {reference} }}}}", year)
    assert (found.value, found.finding, found.figure.lacks) == (None, None, lacks)


def test_the_balance_that_the_completion_rate_needs_is_a_fact() -> None:
    assert resolve("{{ completion_rate }}", make_year(facts="")).figure.lacks == "年末结余（结转和结余）"


def test_spending_without_a_budget_is_overspent_by_all_of_it(year: Ledger) -> None:
    assert value("{{ overspent: economic=30215, scope=all_funds }}", year) == 15
    assert value("{{ remaining: economic=30215, scope=all_funds }}", year) == -15


def test_funds_that_nobody_tells_make_the_fiscal_figure_not_computable() -> None:
    spending = "project_code | fund_code | economic_code | actual_cents\nP1 | . | 30231 | 900000"
    ledger = make_year(spending=spending)
    found = resolve("{{ actual: scope=fiscal_appropriation }}", ledger)
    assert (found.value, found.figure.lacks) == (None, "资金性质")
    assert resolve("{{ other_actual }}", ledger).figure.lacks == "资金性质"
    # The budget tells its funds: of the budget both scopes are known.
    assert value("{{ original_budget: scope=fiscal_appropriation }}", ledger) == 175


def test_another_currency_has_its_own_units(year: Ledger) -> None:
    unit = replace(year.unit, money_unit="million", currency_zh="美元")
    foreign = replace(year, unit=unit)
    assert resolve("{{ actual: scope=all_funds }}", foreign).figure.text == "1.82百万美元"
    refused = resolve("{{ actual: scope=all_funds, unit=万元 }}", foreign).finding
    assert refused is not None
    assert "没有金额单位“万元”（有：美元、千美元、万美元、百万美元）" in refused.text()


def test_a_parsed_reference_resolves_like_its_text(year: Ledger) -> None:
    text = "{{ actual: project=会议 }}"
    parsed = parse_reference(text)
    assert parsed is not None
    assert resolve(parsed, year) == resolve(text, year)
