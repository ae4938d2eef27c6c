"""A finding: a fault or a remarkable fact of the data, as a value that is collected and shown, never raised.

A check declares its `FindingKind` once (identity, severity, words in both languages) and makes `Finding`s of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import pandas as pd

from perfkit.errors import Language, default_language

Severity = Literal["error", "warning", "notice"]
#: From what must be mended to what must be known.
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "notice")
SEVERITY_LABELS: Final[dict[Severity, dict[Language, str]]] = {
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警示", "en": "warning"},
    "notice": {"zh": "提示", "en": "notice"},
}


#: What amounts are counted in unless a finding's parts say otherwise.
_YUAN: Final[dict[Language, str]] = {"zh": "元", "en": "yuan"}


@dataclass(frozen=True)
class FindingKind:
    """What a check finds.

    Args:
        check: name of the check, a noun of what it finds (`unbalanced_vouchers`).
        severity: `error` = figures are not to be trusted until mended; `warning` = needs an explanation;
            `notice` = the reader must know.
        title_zh, title_en: what it is, in a few words.
        zh, en: the sentence, a template over the finding's `parts`.
    """

    check: str
    severity: Severity
    title_zh: str
    title_en: str
    zh: str
    en: str

    def title(self, language: Language = "zh") -> str:
        """What it is, in a few words."""
        return self.title_en if language == "en" else self.title_zh


@dataclass(frozen=True)
class Finding:
    """One finding.

    Args:
        kind: what was found.
        subject: the code of what it is about (project, voucher, account); empty for the whole unit.
        amount_cents: the amount at stake, None if there is none.
        expected, found: as in the sentence.
        source_file, source_sheet, source_row: where; row 0 = the whole file or unit.
        parts: further words of the sentence. A part that is a dict {"zh": .., "en": ..} is chosen by language. The part
            `currency` is what amounts are counted in; 元 if it is absent.
    """

    kind: FindingKind
    subject: str = ""
    amount_cents: int | None = None
    expected: str = ""
    found: str = ""
    source_file: str = ""
    source_sheet: str = ""
    source_row: int = 0
    parts: dict[str, object] = field(default_factory=dict)

    def text(self, language: Language = "zh") -> str:
        """The sentence."""
        parts = {"currency": _YUAN, **self.parts}
        chosen = {key: part[language] if isinstance(part, dict) else part for key, part in parts.items()}
        template = self.kind.en if language == "en" else self.kind.zh
        fields = {"subject": self.subject, "expected": self.expected, "found": self.found, **self.where(), **chosen}
        return template.format(**fields)

    def __repr__(self) -> str:
        """Severity, place and sentence, in the reader's language."""
        language = default_language()
        place = " ".join(filter(None, [self.source_file, self.source_sheet, str(self.source_row or "")]))
        label = SEVERITY_LABELS[self.kind.severity][language]
        return f"[{label}] {self.text(language)}{f' ({place})' if place else ''}"

    def where(self) -> dict[str, object]:
        """File, sheet, both, and row, as templates name them."""
        place = f"{self.source_file} {self.source_sheet}".strip()
        return {"file": self.source_file, "sheet": self.source_sheet, "place": place, "row": self.source_row}


def by_severity(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first; within a severity by check, then by place. Stable, so that reports are reproducible."""
    return sorted(
        findings,
        key=lambda f: (SEVERITIES.index(f.kind.severity), f.kind.check, f.source_file, f.source_row, f.subject),
    )


def counted(findings: Sequence[Finding], language: Language = "zh") -> str:
    """How many there are of each severity: 错误 0，警示 3，提示 1."""
    counts = Counter(finding.kind.severity for finding in findings)
    comma = ", " if language == "en" else "，"
    return comma.join(f"{SEVERITY_LABELS[severity][language]} {counts[severity]}" for severity in SEVERITIES)


def findings_frame(findings: Iterable[Finding], language: Language = "zh") -> pd.DataFrame:
    """One row per finding: severity, check, subject, text, amount_cents (Int64), source_file, source_row."""
    rows = [
        {
            "severity": f.kind.severity,
            "check": f.kind.check,
            "title": f.kind.title(language),
            "subject": f.subject,
            "text": f.text(language),
            "amount_cents": f.amount_cents,
            "source_file": f.source_file,
            "source_row": f.source_row,
        }
        for f in by_severity(findings)
    ]
    names = ["severity", "check", "title", "subject", "text", "amount_cents", "source_file", "source_row"]
    return pd.DataFrame(rows, columns=names).astype({"amount_cents": "Int64"})
