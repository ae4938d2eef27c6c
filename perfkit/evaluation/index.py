"""The index of the whole unit (指标评分表): each row scored from figures of the unit, or what it lacks.

Rows that people judge on evidence are scored by the target of the whole unit that has the same level and name.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.index_rules import BY_EVIDENCE, FORMULAS, UNSPLIT
from perfkit.evaluation.quantities import Quantity, quantity
from perfkit.evaluation.rules import IndexRow, Template
from perfkit.evaluation.scoring import rounded, score_tier
from perfkit.evaluation.templates import choose, keeps
from perfkit.ledger.facts import fact_kinds, fact_number
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import as_printed

Words = dict[Language, str]
_BUILDINGS: Final = "buildings_completed"
_NOTHING: Final[Words] = {"zh": "", "en": ""}
_NONE_BUILT: Final[Words] = {"zh": "当年无完工的楼堂馆所项目", "en": "no building was completed in the year"}
_EVIDENCE: Final[Words] = {
    "zh": "佐证材料和手填得分",
    "en": "evidence and points typed by hand",
}
_UNSPLIT: Final[Words] = {
    "zh": "各三级指标的分值（来源未载明）",
    "en": "the points of its parts, left out by the source",
}
_ZERO: Final[Words] = {"zh": "不为 0 的{name}", "en": "{name} that is not 0"}


def index_levels(ledger: Ledger) -> frozenset[str]:
    """The first-level indicators that belong to the index and not to the self-evaluation form."""
    if not keeps("index", ledger.unit, ledger.year):
        return frozenset()
    template = choose("index", ledger.unit, ledger.year)
    return frozenset(row.level1_name for row in template.index_rows)


def unit_index(ledger: Ledger) -> pd.DataFrame:
    """The index of the unit.

    *Grain*: one row of the template, in its order: level1_name, level2_name, indicator_name, weight_centipoints,
    score_centipoints (Int64; null = not scored), words_zh (the rule), formula and lacks in both languages, source,
    status.

    Raises:
        BadConfiguration: no template of an index is in force for the unit, and unit.toml names none.
    """
    template = choose("index", ledger.unit, ledger.year)
    frame = pd.DataFrame([_row(row, template, ledger) for row in template.index_rows])
    return frame.astype({"weight_centipoints": "Int64", "score_centipoints": "Int64"})


def _row(row: IndexRow, template: Template, ledger: Ledger) -> dict[str, Any]:
    centipoints, formula, lacks = _scored(row, template, ledger)
    return {
        "level1_name": row.level1_name,
        "level2_name": row.level2_name,
        "indicator_name": row.indicator_name,
        "weight_centipoints": int(row.points * 100),
        "score_centipoints": centipoints,
        "words_zh": row.words_zh,
        "formula_zh": formula["zh"],
        "formula_en": formula["en"],
        "lacks_zh": lacks["zh"],
        "lacks_en": lacks["en"],
        "source": row.source,
        "status": row.status,
    }


def _scored(row: IndexRow, template: Template, ledger: Ledger) -> tuple[int | None, Words, Words]:
    """Points, the computation in words, and what is lacking."""
    if row.rule == UNSPLIT:
        return None, _NOTHING, _UNSPLIT
    if row.rule == BY_EVIDENCE:
        return _by_evidence(row, template, ledger)
    if row.rule == "buildings":
        built = fact_number(ledger.facts, _BUILDINGS)
        if built is None:
            kind = fact_kinds()[_BUILDINGS]
            return None, _NOTHING, {"zh": kind.name(), "en": kind.name("en")}
        if not built:
            return int(row.points * 100), _NONE_BUILT, _NOTHING
    return _by_ratio(row, ledger)


def _by_ratio(row: IndexRow, ledger: Ledger) -> tuple[int | None, Words, Words]:
    above, below = (quantity(str(row.parameters[name]), ledger) for name in ("numerator", "denominator"))
    if above.value is None or below.value is None:
        return None, _NOTHING, _joined([one.lacks for one in (above, below) if one.value is None])
    if not below.value:
        zero: Words = {language: _ZERO[language].format(name=below.name[language]) for language in ("zh", "en")}
        return None, _NOTHING, zero
    value = Fraction(above.value) / Fraction(below.value)
    points = FORMULAS[row.rule](value, Fraction(row.points), row.parameters)
    centipoints = rounded(Decimal((points * 100).numerator) / (points * 100).denominator)
    return centipoints, _computation(above, below, value), _NOTHING


def _computation(above: Quantity, below: Quantity, value: Fraction) -> Words:
    rate = f"{as_printed(Decimal(value.numerator) * 100 / value.denominator)}%"
    return {
        language: f"{above.name[language]} {_number(above)} ÷ {below.name[language]} {_number(below)} ＝ {rate}"
        for language in ("zh", "en")
    }


def _number(one: Quantity) -> str:
    value = one.value or Decimal(0)
    digits = 2 if one.unit.endswith("元") or value != value.to_integral_value() else 0
    return f"{as_printed(value, digits)}{one.unit}"


def _by_evidence(row: IndexRow, template: Template, ledger: Ledger) -> tuple[int | None, Words, Words]:
    """The points typed by hand for the indicator of that name, if evidence and tier bear them."""
    targets = ledger.targets
    named = targets[
        targets["budget_project_code"].eq("")
        & targets["level1_name"].eq(row.level1_name)
        & targets["indicator_name"].eq(row.indicator_name)
    ]
    if named.empty:
        return None, _NOTHING, _EVIDENCE
    filled: Mapping[Hashable, Any] = named.iloc[0].to_dict()
    given = {str(name): value for name, value in filled.items()} | {"weight_centipoints": int(row.points * 100)}
    found = score_tier(given, template.tiers)
    told: Words = {"zh": given["evidence_document"], "en": given["evidence_document"]}
    return found.centipoints, told if found.centipoints is not None else _NOTHING, found.lacks


def _joined(lacks: list[Words]) -> Words:
    return {
        "zh": "、".join(dict.fromkeys(one["zh"] for one in lacks)),
        "en": ", ".join(dict.fromkeys(one["en"] for one in lacks)),
    }
