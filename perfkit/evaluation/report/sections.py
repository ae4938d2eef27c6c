"""The ten sections of a self-evaluation report, in order.

*Source*: the outline of published county reports in Hunan (2021); `perfkit.ledger.narrative.OUTLINE`.
"""

from __future__ import annotations

from perfkit.evaluation.evaluate import evaluate_projects, evaluate_unit
from perfkit.evaluation.report.annex import with_sources
from perfkit.evaluation.report.basics import basics
from perfkit.evaluation.report.money import general_budget, other_budgets
from perfkit.evaluation.report.problems import disclosure, measures, others, problems
from perfkit.evaluation.report.special import special_funds
from perfkit.evaluation.report.whole import whole_unit
from perfkit.evaluation.report.writing import heading
from perfkit.ledger.documents import Document
from perfkit.ledger.ledger import Ledger

_DATE = "年　　月　　日"


def self_evaluation_report(ledger: Ledger) -> Document:
    """The report of a unit and year: what the ledger knows in computed sentences, the rest from narrative.md.

    What nobody gave is said to be lacking; a section without data says 无. Figures are numbered, and the annex lists
    each with its scope, base and source.
    """
    whole, projects = evaluate_unit(ledger), evaluate_projects(ledger)
    blocks = (
        *basics(ledger),
        *general_budget(ledger),
        *other_budgets(ledger),
        heading("资金使用及绩效情况", 1),
        *whole_unit(ledger, whole),
        *special_funds(ledger, projects),
        *problems(ledger, [whole, *projects]),
        *measures(ledger),
        *disclosure(ledger),
        *others(ledger),
    )
    name = ledger.unit.name()
    notice = ledger.unit.notice(ledger.year)
    document = Document(
        title=f"{name}\n{ledger.year}年度部门整体支出绩效自评报告",
        blocks=blocks,
        notes=(notice,) if notice else (),
        signature=(name, _DATE),
    )
    return with_sources(document)
