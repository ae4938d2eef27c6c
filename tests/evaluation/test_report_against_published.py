"""Every figure of the report that the published one prints, too, is the same; where it differs the report says why."""

from __future__ import annotations

from decimal import Decimal

from perfkit.evaluation import self_evaluation_report
from perfkit.evaluation.selection import CONDITIONS, selection
from perfkit.ledger.documents import Paragraph
from perfkit.ledger.references import parse_reference
from perfkit.workspace import Workspace


def number(text: str) -> Decimal:
    """The number of 2,558.42万元 or 86.69 %; a report that says 无 means 0."""
    digits = text.replace(",", "").replace("万元", "").replace("%", "").strip()
    return Decimal(0) if digits == "无" else Decimal(digits)


def test_the_figures_that_the_published_report_prints_too_are_the_same(workspace: Workspace) -> None:
    ledger = workspace.load("lusong", 2021)
    report = self_evaluation_report(ledger)
    told: dict[tuple[str, str, str], set[str]] = {}
    for figure in report.figures():
        reference = parse_reference(figure.reference)
        if reference is None or reference.measure == "fact":
            continue
        chosen = selection({name: value for name, value in reference.conditions.items() if name in CONDITIONS}, ledger)
        key = (reference.measure, reference.conditions.get("scope", ""), chosen.select)
        told.setdefault(key, set()).add(figure.text)
    compared = 0
    for row in ledger.published.to_dict("records"):
        texts = told.get((row["measure"], row["scope"], row["select"]), set())
        for text in texts:
            compared += 1
            assert number(text) == number(str(row["value"])), row
    assert compared >= 15


def test_the_rate_that_differs_stands_beside_the_printed_one_with_its_reason(workspace: Workspace) -> None:
    """86.69 % is on the original budget, and the report says what its base leaves out."""
    report = self_evaluation_report(workspace.load("lusong", 2021))
    texts = [
        "".join(part if isinstance(part, str) else part.text for part in block.parts)
        for block in report.blocks
        if isinstance(block, Paragraph)
    ]
    assert any("86.69%" in text and "分母不含年中变动" in text for text in texts)
    assert any("81.84%" in text and "自评表按此计分" in text for text in texts)
