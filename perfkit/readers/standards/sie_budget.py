"""The period budgets of a SIE file (#PBUDGET) as records of a budget book; nothing is counted twice."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan, parse_cents
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import LeftOut, Records
from perfkit.readers.standards.sie_balances import whole_accounts
from perfkit.readers.standards.sie_lines import Line, SieFile, money

OTHER_BREAKDOWN: Final = FindingKind(
    "budget_broken_down_twice", "warning", "同一预算按多个维度分解", "budget broken down by several dimensions",
    "{place} 有 {lines} 行预算（自第 {row} 行起，合计 {found} {currency}）按另一维度分解已计入的同一科目，未重复计入；"
    "如它们另有所指，请核对。",
    "{place}: {lines} budget lines (from row {row}, {found} in all) break down accounts by another dimension that are "
    "counted by one already; they are not counted again. Check them if they mean something else.",
)  # fmt: skip


def budget(file: SieFile, source: Source) -> tuple[Records, LeftOut, list[Finding]]:
    """The budget of every account and period, all original.

    A line without objects is the whole account: lines of its objects in the same period are its details. Where only
    objects have a budget they are the budget, by the dimension that comes first. In a file that shows by its #PSALDO
    that lines with and without objects are parts of one sum, every line counts.
    """
    lines = file.of("#PBUDGET")
    details, others = _details(lines) if whole_accounts(file) else (set(), [])
    kept = [line for line in lines if line.row not in details]
    left = [line for line in lines if line.row in details]
    told = LeftOut("auxiliary_detail", [line.text for line in left], [line.row for line in left])
    return _records(file, kept), told, _findings(others, source)


def _details(lines: list[Line]) -> tuple[set[int], list[Line]]:
    """Rows that repeat what other lines tell, and those of them that do so by another dimension."""
    accounts = {(line.field(0), line.field(2), line.field(1)) for line in lines if not line.objects}
    by_object = [line for line in lines if line.objects]
    details = {line.row for line in by_object if (line.field(0), line.field(2), line.field(1)) in accounts}
    first: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    others = []
    for line in by_object:
        if line.row in details:
            continue
        dimensions = frozenset(dimension for dimension, _ in line.objects)
        if dimensions != first.setdefault((line.field(0), line.field(2)), dimensions):
            others.append(line)
    return {*details, *(line.row for line in others)}, others


def _records(file: SieFile, lines: list[Line]) -> Records:
    columns = {
        "fiscal_year": [file.fiscal_year(line.field(0)) for line in lines],
        "period": [line.field(1) for line in lines],
        "account_code": [line.field(2) for line in lines],
        "account_name": [file.accounts.get(line.field(2), "") for line in lines],
        "budget_type": ["original"] * len(lines),
        "amount": [money(line.field(3)) for line in lines],
        **file.codes(lines),
    }
    return Records("budget", columns, [line.row for line in lines])


def _findings(others: list[Line], source: Source) -> list[Finding]:
    if not others:
        return []
    cents = sum(parse_cents(money(line.field(3))) or 0 for line in others)
    parts: dict[str, object] = {
        "lines": len(others),
        "currency": {"zh": source.unit.currency_zh, "en": source.unit.currency_en},
    }
    return [
        Finding(
            OTHER_BREAKDOWN, "", cents, found=as_yuan(cents), source_file=source.source_file,
            source_row=others[0].row, parts=parts,
        )
    ]  # fmt: skip
