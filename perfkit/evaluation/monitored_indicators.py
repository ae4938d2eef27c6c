"""How far the indicators of a year are at the end of a period, and which light they earn.

targets.xlsx has one actual per indicator. While the year is not over it is the one so far; once it is over it is that
of the year, which says nothing of an earlier period, unless it refers to the ledger: that is computed as of then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.figures import resolve
from perfkit.evaluation.rules import Light, Template
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.targets import refers_to_ledger

Words = dict[Language, str]
_NOTHING: Final[Words] = {"zh": "", "en": ""}
_SO_FAR: Final[Words] = {"zh": "{span}完成值", "en": "the actual of {span}"}
_TIER: Final[Words] = {"zh": "完成等次", "en": "the tier"}
_NUMBERS: Final[Words] = {"zh": "可比较的指标值和完成值", "en": "a target and an actual that can be compared"}
#: An actual in these units is a level that does not grow with the year.
_LEVELS: Final = frozenset({"%", "％", "‰"})


@dataclass(frozen=True)
class _SoFar:
    """The actual of one indicator, and its light; `lacks` says what either is missing."""

    text: str
    light: Light | None
    lacks: Words


def indicators_so_far(ledger: Ledger, known: Ledger, as_of: int, template: Template) -> pd.DataFrame:
    """Every indicator of the year with what is known of it at the end of a period.

    *Grain*: one target of the unit (no project) or of a budgeted project, in the order of the sheet.

    Args:
        ledger: the year.
        known: the year as known at the end of the period (`Ledger.until`).
        as_of: the period.
        template: whose lights.

    Returns:
        The columns of the frame `targets`, actual_so_far (text, "" = not known), light, light_zh, light_en ("" = none),
        lacks_zh, lacks_en.
    """
    is_running = not ledger.timeline["period"].gt(as_of).any()
    rows: list[dict[str, Any]] = [
        {str(name): value for name, value in row.items()} for row in ledger.targets.to_dict("records")
    ]
    found = [_so_far(row, known, as_of, template, is_running=is_running) for row in rows]
    texts = {
        "actual_so_far": [one.text for one in found],
        "light": [one.light.name if one.light else "" for one in found],
        "light_zh": [one.light.label() if one.light else "" for one in found],
        "light_en": [one.light.label("en") if one.light else "" for one in found],
        "lacks_zh": [one.lacks["zh"] for one in found],
        "lacks_en": [one.lacks["en"] for one in found],
    }
    return ledger.targets.assign(**{name: pd.array(told, "str") for name, told in texts.items()})


def _so_far(row: Mapping[str, Any], known: Ledger, as_of: int, template: Template, *, is_running: bool) -> _SoFar:
    text = row["actual_text"].strip()
    if refers_to_ledger(text):
        figure = resolve(text, known)
        if figure.value is None:
            return _SoFar("", None, {"zh": figure.figure.lacks, "en": figure.figure.lacks})
        return _SoFar(figure.figure.text, *_quantitative(row, figure.value, known, as_of, template))
    if not is_running or not (text or row["tier"]):
        calendar = known.unit.calendar
        spans: Words = {"zh": calendar.span_label(as_of), "en": calendar.span_label(as_of, "en")}
        return _SoFar("", None, {language: words.format(span=spans[language]) for language, words in _SO_FAR.items()})
    if row["comparison"] == "qualitative":
        light = next((light for light in template.lights if row["tier"] and light.tier == row["tier"]), None)
        return _SoFar(text, light, _NOTHING if light else _TIER)
    actual = Decimal(row["actual_number"]) if row["actual_number"] else None
    return _SoFar(text, *_quantitative(row, actual, known, as_of, template))


def _quantitative(
    row: Mapping[str, Any], actual: Decimal | None, known: Ledger, as_of: int, template: Template
) -> tuple[Light | None, Words]:
    """The light of a number: by its share of the target and of the year gone, or by whether a limit is kept."""
    if not row["target_number"] or actual is None or row["comparison"] == "qualitative" or not template.lights:
        return None, _NUMBERS
    target = Decimal(row["target_number"])
    if row["comparison"] == "at_most" or target <= 0:
        return template.lights[0 if actual <= target else -1], _NOTHING
    share = Fraction(actual) / Fraction(target)
    if row["measure_unit"] not in _LEVELS:
        share /= Fraction(as_of, known.unit.calendar.periods_per_year)
    return template.light(share), _NOTHING
