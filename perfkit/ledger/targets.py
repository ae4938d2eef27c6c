"""The fixed words of performance targets: how actual and target compare, and the tiers of a qualitative indicator.

*Source*: 财预〔2020〕10号.
"""

from __future__ import annotations

from typing import Final

from perfkit.errors import Language

#: The workbook of a unit and year that people fill in.
TARGETS: Final = "targets.xlsx"
#: Value of the column `comparison` -> the sign that forms print, and the words people choose.
COMPARISON_SIGNS: Final = {"at_least": "≥", "equal": "=", "at_most": "≤", "qualitative": ""}
COMPARISONS: Final[dict[str, dict[Language, str]]] = {
    "at_least": {"zh": "≥（不低于）", "en": "≥ (at least)"},
    "equal": {"zh": "=（等于）", "en": "= (equal)"},
    "at_most": {"zh": "≤（不超过）", "en": "≤ (at most)"},
    "qualitative": {"zh": "定性", "en": "qualitative"},
}
#: Value of the column `tier` -> what the rule calls it.
TIERS: Final[dict[str, dict[Language, str]]] = {
    "reached": {"zh": "达成年度指标", "en": "reached"},
    "partly": {"zh": "部分达成年度指标并具有一定效果", "en": "partly reached, with some effect"},
    "missed": {"zh": "未达成年度指标且效果较差", "en": "not reached, little effect"},
}
#: A cell "actual" that starts with this names a figure of the ledger (`perfkit.ledger.references`) as its evidence.
REFERENCE_START: Final = "{{"
#: The words in a cell "evidence" that say that there is none.
NO_EVIDENCE: Final = ("无", "无佐证", "没有", "none", "no evidence")


def has_evidence(evidence_document: str) -> bool:
    """Whether the cell "evidence" names a document."""
    return bool(evidence_document.strip()) and evidence_document.strip().lower() not in NO_EVIDENCE


def refers_to_ledger(actual_text: str) -> bool:
    """Whether an actual is a figure of the ledger, which then is its own evidence."""
    return actual_text.strip().startswith(REFERENCE_START)


def is_evidenced(evidence_document: str, actual_text: str) -> bool:
    """Whether an actual can be looked up: in a document that the row names, or in the ledger."""
    return has_evidence(evidence_document) or refers_to_ledger(actual_text)


def target_words(comparison: str, target_text: str, measure_unit: str) -> str:
    """A target as forms print it: sign, number and unit of measure; the words of a qualitative one as they are.

    >>> target_words("at_least", "4", "台")
    '≥4台'
    """
    sign, unit = COMPARISON_SIGNS.get(comparison, ""), "" if comparison == "qualitative" else measure_unit
    sign, unit = "" if target_text.startswith(sign) else sign, "" if target_text.endswith(unit) else unit
    return f"{sign}{target_text}{unit}".strip()
