"""What the checks found, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.findings import SEVERITY_LABELS, Finding, by_severity
from perfkit.ledger.frames import SOURCE
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.traces import Condition, FrameName, Lines, Trace
from perfkit.tables.lines import table_columns
from perfkit.tables.table import Table, TableColumn


def findings_table(findings: Iterable[Finding], ledger: Ledger, language: Language = "zh") -> Table:
    """One line per finding, errors first: severity, what it is, the sentence, the amount at stake, file and row.

    Args:
        findings: as the checks gave them (`ledger.findings`, or a part of them).
        ledger: whose currency.
        language: of headings and sentences.
    """
    en = language == "en"
    ordered = by_severity(findings)
    rows = [
        {
            "row_class": finding.kind.severity,
            "severity": SEVERITY_LABELS[finding.kind.severity][language],
            "title": finding.kind.title(language),
            "text": finding.text(language),
            "amount_cents": finding.amount_cents,
            "source_file": finding.source_file,
            # Row 0 means the whole file or unit: there is no row to name.
            "source_row": finding.source_row or None,
        }
        for finding in ordered
    ]
    names = ["row_class", "severity", "title", "text", "amount_cents", "source_file", "source_row"]
    columns = {
        "severity": TableColumn("Severity" if en else "级别"),
        "title": TableColumn("Finding" if en else "事项"),
        "text": TableColumn("What was found" if en else "说明", "prose"),
    }
    return Table(
        title=_title([finding.kind.severity for finding in ordered], language),
        frame=pd.DataFrame(rows, columns=names).astype({"amount_cents": "Int64", "source_row": "Int64"}),
        columns=columns | table_columns(["amount_cents", "source_file", "source_row"], language),
        language=language,
        currency=currency_label(ledger.unit, language),
        nothing="The checks found nothing." if en else "检查未发现问题。",
        trace=Trace(cells={"source_row": _rows_of(ordered, ledger)}),
    )


def _rows_of(findings: Sequence[Finding], ledger: Ledger) -> list[tuple[Lines, ...]]:
    """The journal or budget lines that each finding points to; none where it points to no row that was kept."""
    places = [(finding.source_file, finding.source_sheet, finding.source_row) for finding in findings]
    known: dict[FrameName, set[tuple[str, str, int]]] = {"journal": set(), "budget": set()}
    for name in known:
        frame = getattr(ledger, name)
        told = frame[frame["source_row"].isin([row for _, _, row in places])]
        known[name] = set(told[list(SOURCE)].itertuples(index=False, name=None))
    return [tuple(Lines(name, _at(place)) for name, kept in known.items() if place in kept)[:1] for place in places]


def _at(place: tuple[str, str, int]) -> tuple[Condition, ...]:
    return tuple((column, "is", value) for column, value in zip(SOURCE, place, strict=True))


def _title(severities: list[str], language: Language) -> str:
    counts = [(SEVERITY_LABELS[severity][language], severities.count(severity)) for severity in SEVERITY_LABELS]
    if language == "en":
        return "Findings: " + ", ".join(f"{count} × {label}" for label, count in counts)
    return "检查结果：" + "，".join(f"{label} {count} 项" for label, count in counts)
