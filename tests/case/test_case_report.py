"""The report of the case against the published one: equal figure by figure, or a conflict that says its reason."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal

import docx
import pytest

from perfkit.evaluation.figures import resolve
from perfkit.evaluation.report.sections import self_evaluation_report
from perfkit.evaluation.selection import CONDITIONS, selection
from perfkit.ledger.documents import Document, Figure
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.published import LACKS, conditions
from perfkit.ledger.references import parse_reference
from perfkit.ledger.scopes import Scope
from perfkit.reports.docx import docx_bytes

#: What a figure is: measure, scope, conditions on the rows.
Meaning = tuple[str, str, frozenset[tuple[str, str]]]
#: Printed as 无, in words.
IN_WORDS = {"F01", "F02", "F03"}


@pytest.fixture(scope="module")
def report(lusong: Ledger) -> Document:
    return self_evaluation_report(lusong)


@pytest.fixture(scope="module")
def printed(report: Document) -> str:
    """The text of the Word file."""
    word = docx.Document(io.BytesIO(docx_bytes(report)))
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


@pytest.fixture(scope="module")
def figures(report: Document, lusong: Ledger) -> dict[Meaning, Figure]:
    """Every figure of the report that is one of the ledger."""
    found = {}
    for figure in report.figures():
        reference = parse_reference(figure.reference)
        if reference is None or reference.measure in ("fact", "other_actual"):
            continue
        named = {name: value for name, value in reference.conditions.items() if name in CONDITIONS}
        select = frozenset(conditions(selection(named, lusong).select))
        found[reference.measure, reference.conditions.get("scope", str(Scope.ALL)), select] = figure
    return found


def published(ledger: Ledger) -> list[dict[str, str]]:
    rows = ledger.published.astype("str").to_dict("records")
    return [row for row in rows if row["measure"] not in LACKS]


def meaning(row: dict[str, str]) -> Meaning:
    return row["measure"], row["scope"], frozenset(conditions(row["select"]))


def test_every_published_amount_and_rate_stands_in_the_report_and_equals_it(
    lusong: Ledger, figures: dict[Meaning, Figure], printed: str
) -> None:
    compared = set()
    for row in published(lusong):
        figure = figures.get(meaning(row))
        if figure is None:
            continue
        value = resolve(figure.reference, lusong).value
        told = Decimal(row["value"].replace(",", ""))
        assert value is not None
        assert value.quantize(told, rounding=ROUND_HALF_UP) == told, row["id"]
        assert figure.text in printed
        compared.add(row["id"])
    assert {row["id"] for row in published(lusong)} - compared == IN_WORDS


def test_what_is_printed_as_none_is_none_in_the_report_too(lusong: Ledger, report: Document) -> None:
    told = [(place, block) for _, place, block in report.numbered()]
    for place in "三四五":
        (words,) = ["".join(map(str, block.parts)) for at, block in told if at == place and hasattr(block, "parts")]
        assert words == "无。"
    for row in published(lusong):
        if row["id"] in IN_WORDS:
            (condition,) = conditions(row["select"])
            assert resolve(f"{{{{ actual: fund={condition[1]}, scope=all_funds }}}}", lusong).value == 0


def test_the_rate_that_conflicts_stands_beside_the_printed_one_with_its_reason(printed: str) -> None:
    """86.69 % divides by the original budget; the form divides by the adjusted one: 81.84 %."""
    assert "按年初预算计算的执行率86.69%与按全年预算计算的执行率81.84%（均为全口径）不同" in printed
    assert "原因是年初预算不含年中追加（调减）175.06万元（全口径），而执行数包含追加项目的支出" in printed
    lines = [line for line in printed.splitlines() if "86.69%" in line]
    assert all("年初预算" in line for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        "总支出全口径2,558.42万元，财政拨款口径2,394.68万元，相差163.74万元",
        "其中：公车办50.04万元，机关运转（含会议）112.75万元，基本支出0.95万元",
        "年初预算中有464.09万元未列入任何项目（按基本支出归类），全年执行数312.93万元，结余151.16万元",
        "文印室全年执行数45.02万元，全年预算40.00万元，超支5.02万元（均为全口径），预算文件中没有相应追加",
        "公车办执行率（全口径，按全年预算）74.65%，低于90%，结余（全口径）75.80万元",
        "机关运转（含会议）执行率（全口径，按全年预算）84.13%，低于90%，结余（全口径）339.52万元",
        "接待办执行率（全口径，按全年预算）21.63%，低于90%，结余（全口径）6.27万元",
        "财政拨款支出÷财政拨款全年预算（调整后）：82.44%",
    ],
)
def test_the_conflicts_of_the_published_report_are_told(printed: str, words: str) -> None:
    assert words in printed


def test_facts_are_those_of_the_published_report(report: Document, lusong: Ledger) -> None:
    rows = {row["id"]: row for row in lusong.published.astype("str").to_dict("records")}
    facts = {figure.reference: figure for figure in report.figures() if "fact:" in figure.reference}
    for row, reference in (("C02", "staff_in_post"), ("C03", "retired")):
        figure = facts[f"{{{{ fact: {reference} }}}}"]
        assert figure.text == f"{rows[row]['value']}{rows[row]['unit']}"
        assert "自评报告" in figure.source
    assert facts["{{ fact: offices }}"].text == "5个"
    assert rows["C04"]["value"] == "五"


def test_counts_that_the_unit_tells_are_those_it_published(printed: str, lusong: Ledger) -> None:
    rows = {row["id"]: row["value"] for row in lusong.published.astype("str").to_dict("records")}
    for row, words in {
        "C13": "零星维修{}次", "C14": "工程建设{}项", "C15": "新增停车位{}个", "C16": "{}家区直部门", "C17": "新划停车位{}个",
        "C18": "为期{}个月", "C19": "{}份", "C20": "{}人用餐", "C21": "{}位", "C22": "{}份",
    }.items():  # fmt: skip
        assert words.format(rows[row]) in printed, row
    assert "未附佐证材料，不作为评分依据" in printed
