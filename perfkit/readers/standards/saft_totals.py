"""What a SAF-T file declares of its entries: their number and the totals of both sides, against what it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan, parse_cents
from perfkit.readers.files.xmlstream import Element
from perfkit.readers.lines.rows import Source

DECLARED_TOTAL: Final = FindingKind(
    "declared_totals", "error", "文件自报的合计与分录不符", "declared total differs from the lines",
    "{place} 第 {row} 行：文件自报{what}为 {expected}，实际为 {found}，相差 {difference}。",
    "{place} row {row}: the file declares {expected} as its {what}, its lines make {found}: {difference} apart.",
)  # fmt: skip
_NUMBER: Final = {"zh": "凭证数（NumberOfEntries）", "en": "number of entries (NumberOfEntries)"}
_SIDES: Final = {
    "debit": ("TotalDebit", {"zh": "借方合计（TotalDebit）", "en": "total of debits (TotalDebit)"}),
    "credit": ("TotalCredit", {"zh": "贷方合计（TotalCredit）", "en": "total of credits (TotalCredit)"}),
}


@dataclass
class Counted:
    """Transactions, lines and cents as read; `declared` is tag -> (row, text)."""

    transactions: int = 0
    lines: int = 0
    debit: int = 0
    credit: int = 0
    declared: dict[str, tuple[int, str]] = field(default_factory=dict)

    def declare(self, entries: Element) -> None:
        """Take in what GeneralLedgerEntries says of itself."""
        for tag in ("NumberOfEntries", "TotalDebit", "TotalCredit"):
            found = entries.child(tag)
            if found and found.text.strip():
                self.declared[tag] = (found.line, found.text.strip())


def contradictions(counted: Counted, source: Source, part: str) -> list[Finding]:
    """One finding for each declaration that does not hold.

    Some systems count lines as entries: either number will do.
    """
    findings = []
    row, text = counted.declared.get("NumberOfEntries", (0, ""))
    if text and text.lstrip("0") not in (str(counted.transactions or ""), str(counted.lines or "")):
        gap = str(counted.transactions - int(text)) if re.fullmatch("[0-9]{1,18}", text) else "—"
        findings.append(_finding(row, _NUMBER, text, str(counted.transactions), gap, None, source, part))
    for side, (tag, what) in _SIDES.items():
        row, text = counted.declared.get(tag, (0, ""))
        cents, found = parse_cents(text), getattr(counted, side)
        if text and cents != found:
            apart = found - (cents or 0)
            findings.append(_finding(row, what, text, as_yuan(found), as_yuan(apart), apart, source, part))
    return findings


def _finding(
    row: int, what: dict[str, str], expected: str, found: str, gap: str, cents: int | None, source: Source, part: str
) -> Finding:
    return Finding(
        DECLARED_TOTAL, amount_cents=cents, expected=expected, found=found, source_file=source.source_file,
        source_sheet=part, source_row=row, parts={"what": what, "difference": gap},
    )  # fmt: skip
