"""Which checks a ledger goes through, and what they are given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from perfkit import measures
from perfkit.checks import (
    balances,
    books,
    codes,
    commitments,
    completeness,
    details,
    evidence,
    execution,
    explanations,
    numbering,
    published,
    scopes,
    sources,
    target_weights,
    targets,
    vouchers,
)
from perfkit.evaluation.report.words import findings_of_narrative
from perfkit.evaluation.target_findings import findings_of_targets, scored_by
from perfkit.evaluation.weights import group_centipoints
from perfkit.ledger.completeness import file_sums
from perfkit.ledger.findings import Finding, by_severity
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.scopes import Scope

_PROJECT = ["budget_project_code"]


def check(ledger: Ledger, found_before: Iterable[Finding] = ()) -> Ledger:
    """`ledger` with the findings of every check, those of reading first included, in order of severity."""
    before = tuple(found_before)
    ledgers = {finding.source_file for finding in before if finding.kind.check == "detail_ledgers"}
    groups = (
        _of_sources,
        _of_codes,
        _of_execution,
        _of_contracts,
        _of_explanations,
        _of_published,
        _of_targets,
        findings_of_narrative,
    )
    found = [*before, *_of_vouchers(ledger, ledgers), *(finding for group in groups for finding in group(ledger))]
    currency = {"zh": ledger.unit.currency_zh, "en": ledger.unit.currency_en}
    told = [replace(finding, parts={**finding.parts, "currency": currency}) for finding in found]
    return replace(ledger, findings=tuple(by_severity(told)))


def _of_vouchers(ledger: Ledger, ledgers: Collection[str]) -> list[Finding]:
    """Findings about vouchers; `ledgers` are the files that are detail ledgers."""
    journal, calendar = ledger.journal, ledger.unit.calendar
    whole = details.whole_vouchers(journal, ledgers)
    return [
        *details.parts_of_vouchers(journal, ledgers),
        *vouchers.unbalanced_vouchers(whole),
        *vouchers.duplicate_vouchers(journal),
        *numbering.voucher_number_gaps(whole),
        *vouchers.dates_outside_year(journal, calendar.first_day(ledger.year), calendar.last_day(ledger.year)),
        *books.closing_facts(journal, ledger.unit),
        *books.unclosed_accounts(journal, ledger.unit),
        *books.uncleared_pending(journal, ledger.unit),
        *books.vouchers_in_one_book(journal, ledger.unit),
        *balances.balance_roll_forward(ledger.balances),
        *balances.balance_against_journal(details.told_accounts(ledger.balances, journal, ledgers), journal),
    ]


def _of_sources(ledger: Ledger) -> list[Finding]:
    unit, calendar, summary = ledger.unit, ledger.unit.calendar, ledger.summary
    spent, planned = measures.spending_of_summary(summary, unit), measures.budget_of_summary(summary, unit)
    book = ledger.budget[~ledger.budget["source_file"].isin(list(summary["source_file"]))]
    return [
        *completeness.incomplete_reading(ledger.inputs, file_sums(ledger)),
        *completeness.applied_corrections(ledger.corrections),
        *sources.no_actuals(ledger.journal, ledger.spending, unit),
        *sources.repeated_lines(summary, "amount_cents"),
        *sources.repeated_lines(book, "amount_cents"),
        *sources.summary_against_ledger(spent, ledger.spending, "actual_cents"),
        *sources.summary_against_ledger(planned, ledger.budget, "amount_cents"),
        *sources.documents_outside_year(book, calendar.first_day(ledger.year), calendar.last_day(ledger.year)),
    ]


def _of_codes(ledger: Ledger) -> list[Finding]:
    unit = ledger.unit
    return [
        *codes.unknown_accounts(ledger.journal, unit),
        *codes.uncounted_accounts(ledger.journal, unit),
        *codes.unreviewed_aliases(ledger.journal, unit),
        *codes.unknown_projects(ledger.spending, unit, "actual_cents"),
        *codes.unknown_projects(ledger.budget, unit, "amount_cents"),
        *codes.unknown_codes(ledger.spending, unit, "actual_cents"),
        *codes.unknown_codes(ledger.budget, unit, "amount_cents"),
        *codes.missing_codes(ledger.spending),
    ]


def _of_execution(ledger: Ledger) -> list[Finding]:
    """Remarks on execution: on all funds, the scope that no payment escapes. None where nobody tells the spending."""
    budget, spending, unit = ledger.budget, ledger.spending, ledger.unit
    if spending.empty:
        return []
    total = measures.execution(budget, spending, [], Scope.ALL)
    projects = measures.execution(budget, spending, _PROJECT, Scope.ALL)
    fiscal = measures.execution(budget, spending, _PROJECT, Scope.FISCAL)
    remarks = [
        *execution.project_execution(projects, unit),
        *execution.flattering_rate(total, projects),
        *execution.timeline_against_year(ledger.timeline, spending),
    ]
    unknown = scopes.unknown_funds(spending, unit)
    if unknown:
        # What is not known to be fiscal appropriation is not known to be other funds either.
        return [*remarks, *unknown]
    reconciled = measures.scope_reconciliation(spending, _PROJECT)
    return [
        *remarks,
        *execution.budget_outside_projects(projects, fiscal, unit),
        *scopes.scope_difference(measures.scope_reconciliation(spending, [])),
        *scopes.project_scope_differences(reconciled, unit),
        *scopes.scope_difference_outside_projects(reconciled),
    ]


def _of_explanations(ledger: Ledger) -> list[Finding]:
    """What was said of material variances on all funds, and what was not."""
    unit, said = ledger.unit, ledger.explanations
    found = measures.variances(ledger.budget, ledger.spending, ledger.timeline, unit.materiality, Scope.ALL)
    explained = measures.explained_variances(found, said)
    return [
        *explanations.unexplained_variances(explained, unit),
        *explanations.stale_explanations(explained, unit),
        *explanations.explanations_of_nothing(said, found, unit),
        *explanations.missing_files_of_explanations(said, ledger.evidence_files, unit),
    ]


def _of_contracts(ledger: Ledger) -> list[Finding]:
    """What contracts commit beyond the budget, and what is wrong in the list of them; none without such a list."""
    contracts, unit = ledger.commitments, ledger.unit
    projects = measures.execution(ledger.budget, ledger.spending, _PROJECT, Scope.ALL)
    return [
        *commitments.commitments_and_budget(measures.with_commitments(projects, contracts, _PROJECT), unit),
        *commitments.contract_faults(contracts, unit.calendar.last_day(ledger.year)),
        *codes.unknown_projects(contracts, unit, "amount_cents"),
    ]


def _of_published(ledger: Ledger) -> list[Finding]:
    if ledger.published.empty:
        return []
    income = measures.income(ledger.journal, ledger.unit)
    return published.published_figures(
        measures.published_comparison(ledger.published, ledger.budget, ledger.spending, income)
    )


def _of_targets(ledger: Ledger) -> list[Finding]:
    """Findings about targets; none where nobody has entered any."""
    promised, budget, unit = ledger.targets, ledger.budget, ledger.unit
    if promised.empty:
        return []
    weights = [
        finding
        for rows, template in scored_by(ledger)
        for finding in target_weights.target_weights(rows, group_centipoints(template), unit)
    ]
    return [
        *weights,
        *findings_of_targets(ledger),
        *targets.unknown_departments(promised, unit),
        *targets.missed_targets_without_reason(promised),
        *targets.projects_without_targets(promised, budget, unit),
        *targets.targets_without_budget(promised, budget, unit),
        *evidence.targets_without_evidence(promised, unit),
        *evidence.missing_evidence_files(promised, ledger.evidence_files),
        *evidence.satisfaction_without_sample(promised),
    ]
