"""The review of a written report: what it says, what holds, what does not, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.evaluation.review.against_ledger import Checked, against_ledger
from perfkit.evaluation.review.books import Books
from perfkit.evaluation.review.budgets import budgets_and_spending
from perfkit.evaluation.review.cells import cell_statements
from perfkit.evaluation.review.claims import claims_without_evidence, complaints_against_figures
from perfkit.evaluation.review.counts import counts_against_facts, counts_against_targets
from perfkit.evaluation.review.directions import words_of_comparison
from perfkit.evaluation.review.enumerations import counted_lists, goals_and_results
from perfkit.evaluation.review.grids import panels
from perfkit.evaluation.review.missing import empty_tables, is_self_evaluation, listed_tables, required_contents
from perfkit.evaluation.review.outline import Outline, outline
from perfkit.evaluation.review.rates import rates_in_the_text
from perfkit.evaluation.review.register import Register, table_lines
from perfkit.evaluation.review.remarks import Verdict, by_verdict, verdict_of
from perfkit.evaluation.review.repeats import blank_tables, repeated_figures
from perfkit.evaluation.review.scopes import two_scopes
from perfkit.evaluation.review.sentences import sentence_statements
from perfkit.evaluation.review.slips import slips
from perfkit.evaluation.review.statements import Statement
from perfkit.evaluation.review.sums import sums_in_the_text
from perfkit.evaluation.review.table_sums import sums_in_tables
from perfkit.evaluation.review.totals import Totals
from perfkit.evaluation.review.wording import YEAR, plain
from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import empty
from perfkit.ledger.ledger import Ledger

#: In how much of a document its year is looked for first.
_BEGINNING: Final = 12


@dataclass(frozen=True)
class Review:
    """What became of one report.

    Args:
        source_file: its file; the first, where tables came in files of their own.
        year: of the report.
        has_ledger: whether its figures could be compared with a ledger.
        checked: its amounts and rates in order, each beside the ledger (all unbound without one).
        remarks: what is to be said of it, conflicts first, what agrees last.
    """

    source_file: str
    year: int
    has_ledger: bool
    checked: tuple[Checked, ...]
    remarks: tuple[Finding, ...]

    def count(self, verdict: Verdict) -> int:
        """How many remarks have that verdict."""
        return sum(verdict_of(remark) == verdict for remark in self.remarks)

    def figures(self, outcome: str) -> int:
        """How many figures compare with the ledger in that way."""
        return sum(one.outcome == outcome for one in self.checked)


def review(prose: pd.DataFrame, ledger: Ledger | None = None, year: int = 0) -> Review:
    """Review the report that the rows of `prose` are; pure, whatever it is bound to.

    Args:
        prose: one report (the frame `prose`), its tables included.
        ledger: what to compare it with; None = only with itself.
        year: of the report; 0 = that of the ledger, else the one that the report itself names first and most.
    """
    document = outline(prose)
    year = year or (ledger.year if ledger else year_of_report(prose))
    register = Register(ledger.unit if ledger else None, table_lines(_labels(document)))
    said = sentence_statements(document, register, year)
    told = [*said, *cell_statements(document.grids, register, said)]
    checked = (
        against_ledger(told, Books(ledger, told)) if ledger else [Checked(one, "unbound") for one in _figures(told)]
    )
    remarks = [one.remark for one in checked if one.remark]
    remarks += _inside(document, said, told, register, year)
    remarks += _of_the_unit(document, said, ledger)
    remarks += _of_a_self_evaluation(document, ledger, year) if is_self_evaluation(document) else []
    source = str(prose["source_file"].iloc[0]) if len(prose) else ""
    return Review(source, year, ledger is not None, tuple(checked), tuple(by_verdict(remarks)))


def reviews(ledger: Ledger) -> list[Review]:
    """The review of each report in the folder drafts of a year, in order of their names."""
    files = sorted(ledger.prose["source_file"].unique())
    return [review(ledger.prose[ledger.prose["source_file"].eq(file)], ledger) for file in files]


def year_of_report(prose: pd.DataFrame) -> int:
    """The year that a report names most often at its beginning, else anywhere; 0 if it names none."""
    texts = [plain(text) for text in prose["row_text"]]
    for part in (texts[:_BEGINNING], texts):
        years = Counter(int(found[1]) for text in part for found in YEAR.finditer(text))
        if years:
            return years.most_common(1)[0][0]
    return 0


def _labels(document: Outline) -> list[str]:
    """The names of the lines and columns of every table."""
    names: list[str] = []
    for grid in document.grids:
        for panel in panels(grid):
            names += [line.label for line in panel.lines]
            names += [panel.columns[column][-1] for column in panel.columns if panel.columns[column]]
    return names


def _figures(told: Sequence[Statement]) -> list[Statement]:
    return [one for one in told if one.quantity.kind in ("money", "rate")]


def _inside(
    document: Outline, said: Sequence[Statement], told: Sequence[Statement], register: Register, year: int
) -> list[Finding]:
    """What the report's own figures and words make of each other."""
    totals = Totals(said, register.unit)
    return [
        *sums_in_the_text(document, said),
        *sums_in_tables(document.grids),
        *repeated_figures(told),
        *blank_tables(document, told),
        *rates_in_the_text(said, register),
        *words_of_comparison(document, said),
        *counted_lists(document, said),
        *two_scopes(totals),
        *budgets_and_spending(totals, document),
        *goals_and_results(document, said),
        *complaints_against_figures(document, totals),
        *listed_tables(document),
        *empty_tables(document),
        *slips(document, said, year),
    ]


def _of_the_unit(document: Outline, said: Sequence[Statement], ledger: Ledger | None) -> list[Finding]:
    if ledger is None:
        return []
    facts = counts_against_facts(document, said, ledger.facts)
    return [*facts, *counts_against_targets(said, ledger.targets)]


def _of_a_self_evaluation(document: Outline, ledger: Ledger | None, year: int) -> list[Finding]:
    targets = ledger.targets if ledger else empty("targets")
    return [*claims_without_evidence(document, targets), *required_contents(document, year)]
