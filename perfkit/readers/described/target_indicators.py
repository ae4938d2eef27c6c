"""One row of the sheet 绩效指标 -> one row of the frame `targets`: what each cell means, and what is wrong in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from perfkit.errors import Language
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.references import parse_reference
from perfkit.ledger.targets import COMPARISON_SIGNS, COMPARISONS, REFERENCE_START, TIERS
from perfkit.readers.described.target_columns import column_words
from perfkit.readers.described.target_faults import (
    APPROXIMATE,
    CONFLICT,
    FRACTION,
    LACKING,
    NOT_SCORED,
    NOT_TAKEN,
    ROW_KEPT,
    TEXT_KEPT,
    UNREADABLE,
    at,
)
from perfkit.readers.described.target_sheets import SheetRow
from perfkit.readers.described.target_values import (
    Quantity,
    centipoints,
    comparison_of,
    count,
    plain,
    quantity,
    tier_of,
)

_TEXTS: Final = (
    "level1_name", "level2_name", "indicator_name", "target_text", "measure_unit", "actual_text", "evidence_document",
    "evidence_page", "department_name", "deviation_reason", "improvement",
)  # fmt: skip
#: Without these nobody can score a row.
_NEEDED: Final = ("level1_name", "indicator_name", "target_text")
_POINTS: Final[dict[Language, str]] = {
    "zh": "不小于 0 的分数，最多两位小数",
    "en": "points of 0 or more with at most two decimals",
}
_COUNT: Final[dict[Language, str]] = {"zh": "不小于 0 的整数", "en": "a whole number of 0 or more"}
_REFERENCE: Final = "{{ actual: budget_project=…, scope=all_funds, unit=万元 }}"


def indicator(row: SheetRow, subject: str, findings: list[Finding]) -> dict[str, Any]:
    """The cells of one indicator, read; what is wrong goes to `findings`, about the project `subject`."""
    return _Indicator(row, subject, findings).read()


class _Indicator:
    """One row while it is read."""

    def __init__(self, row: SheetRow, subject: str, findings: list[Finding]) -> None:
        self.row, self.subject, self.findings = row, subject, findings
        self.cells = row.cells

    def read(self) -> dict[str, Any]:
        """One row of the frame, without whose it is and where it stands."""
        texts = {name: self.cells.get(name, "") for name in _TEXTS}
        for name in _NEEDED:
            if not texts[name]:
                self.lacking(name)
        target = quantity(texts["target_text"])
        comparison = self.comparison(target)
        numbers = self.numbers(comparison, target) if comparison != "qualitative" else self.quoted(texts["actual_text"])
        return {
            **texts,
            "comparison": comparison,
            **numbers,
            "weight_centipoints": self.taken("weight", centipoints, _POINTS),
            "awarded_centipoints": self.taken("awarded", centipoints, _POINTS),
            "survey_number": self.taken("survey_number", count, _COUNT) or "",
            "tier": self.taken("tier", tier_of, _choice({tier: words["zh"] for tier, words in TIERS.items()})) or "",
        }

    def comparison(self, target: Quantity | None) -> str:
        """How target and actual compare: as its own cell says, else by the sign of the target."""
        told, sign = self.cells.get("comparison", ""), target.comparison if target else ""
        expected = _choice({name: words["zh"] for name, words in COMPARISONS.items()})
        found = self.taken("comparison", comparison_of, expected) or ""
        if not told and not sign:
            self.lacking("comparison")
        if found and sign and found != sign:
            other = COMPARISON_SIGNS[found] or COMPARISONS[found]["zh"]
            self.conflict("target_text", "comparison", other, TEXT_KEPT if found == "qualitative" else ROW_KEPT)
        return found if told else sign

    def numbers(self, comparison: str, target: Quantity | None) -> dict[str, str]:
        """Target and actual of a quantitative indicator, as exact numbers in its unit of measure."""
        unit = self.cells.get("measure_unit", "")
        if not unit and target:
            unit = target.unit
        if not unit and (target or comparison):
            self.lacking("measure_unit")
        numbers = {"target_number": self.number("target_text", target, unit) if comparison else ""}
        actual = self.cells.get("actual_text", "")
        if REFERENCE_START in actual:
            self.reference(actual)
            return {**numbers, "actual_number": "", "measure_unit": unit}
        return {**numbers, "actual_number": self.number("actual_text", quantity(actual), unit), "measure_unit": unit}

    def number(self, name: str, found: Quantity | None, unit: str) -> str:
        """The number in one cell, "" if it has none that counts in `unit`."""
        text = self.cells.get(name, "")
        if not text:
            return ""
        if found is None or found.bound == "upper":
            self.unreadable(name, {"zh": "数字", "en": "a number"}, TEXT_KEPT)
            return ""
        if found.unit and plain(found.unit) != plain(unit):
            self.conflict(name, "measure_unit", unit, TEXT_KEPT)
            return ""
        if found.bound or (name == "actual_text" and found.comparison in ("at_least", "at_most")):
            self.note(APPROXIMATE, name, found.number)
        if unit == "%" and not found.unit and found.number.startswith("0.") and found.number.strip("0."):
            self.note(FRACTION, name, _hundredfold(found.number))
        return found.number

    def quoted(self, actual: str) -> dict[str, str]:
        """A qualitative indicator is judged by its tier; a count that stands in its actual is kept beside it."""
        if REFERENCE_START in actual:
            self.reference(actual)
        found = quantity(actual)
        return {"actual_number": found.number if found and found.bound != "upper" else ""}

    def reference(self, text: str) -> None:
        """Note a reference to a figure that is none."""
        if parse_reference(text) is None:
            self.unreadable("actual_text", {"zh": f"引用 {_REFERENCE}", "en": f"a reference {_REFERENCE}"}, TEXT_KEPT)

    def taken(self, name: str, meaning: Any, expected: dict[Language, str]) -> Any:
        """What the cell means; None if it is blank or means nothing, which is noted."""
        text = self.cells.get(name, "")
        found = meaning(text) if text else None
        if text and found is None:
            self.unreadable(name, expected, NOT_TAKEN)
        return found

    def unreadable(self, name: str, expected: dict[Language, str], kept: dict[Language, str]) -> None:
        self.note(UNREADABLE, name, expected, kept=kept)

    def conflict(self, name: str, other: str, expected: str, kept: dict[Language, str]) -> None:
        self.note(CONFLICT, name, expected, other=column_words(other), kept=kept)

    def lacking(self, name: str) -> None:
        if name not in self.row.failed:
            indicator_name = self.cells.get("indicator_name", "")
            nameless = {"zh": "未命名的指标", "en": "an indicator without a name"}
            self.note(LACKING, name, "", name=indicator_name or nameless, kept=NOT_SCORED)

    def note(self, kind: FindingKind, column: str, expected: Any, **parts: object) -> None:
        found = self.cells.get(column, "")
        words = {"column": column_words(column), **parts}
        self.findings.append(at(kind, self.row.place, subject=self.subject, expected=expected, found=found, **words))


def _choice(labels: dict[str, str]) -> dict[Language, str]:
    """The values that a cell may have, as people choose them and by code."""
    return {"zh": "、".join(labels.values()), "en": ", ".join(labels)}


def _hundredfold(number: str) -> str:
    """A fraction as per cent: 0.985 -> 98.5."""
    return format((Decimal(number) * 100).normalize(), "f")
