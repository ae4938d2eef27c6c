"""The score of one indicator: by the rule of its template, exact to the hundredth of a point, or what it lacks.

Without evidence nothing is scored. *Source*: the rules and their sources stand in `templates/*.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.rules import Template, TierRange
from perfkit.ledger.points import as_points
from perfkit.ledger.targets import TIERS, has_evidence, is_evidenced

Words = dict[Language, str]
#: How an indicator is recognised that a rule of its own scores.
_SATISFACTION: Final = "满意度"
_COST_CONTROL: Final = "成本控制率"
_NOTHING: Final[Words] = {"zh": "", "en": ""}
_EVIDENCE: Final[Words] = {"zh": "佐证材料", "en": "evidence"}
_WEIGHT: Final[Words] = {"zh": "分值", "en": "the points possible"}
_TARGET: Final[Words] = {"zh": "可比较的指标值", "en": "a target that can be compared"}
_ACTUAL: Final[Words] = {"zh": "可比较的实际完成值", "en": "an actual that can be compared"}
_TIER: Final[Words] = {"zh": "完成等次", "en": "the tier"}
_AWARDED: Final[Words] = {
    "zh": "手填的得分（“{tier}”为 {low}–{high} 分）",
    "en": "points typed by hand (“{tier}” brings {low} to {high})",
}
_OUTSIDE: Final[Words] = {
    "zh": "等次以内的得分（“{tier}”为 {low}–{high} 分，手填 {found} 分）",
    "en": "points within the tier (“{tier}” brings {low} to {high}, {found} were typed)",
}
_FAR_ABOVE: Final[Words] = {
    "zh": "完成值达到指标值的 {limit}% 以上，须分析原因；指标值明显偏低的应扣分",
    "en": "the actual is {limit}% of the target or more: a reason is due, and points are cut if the target was low",
}
_RULES: Final[dict[str, Words]] = {
    "at_least": {"zh": "≥：达到得满分，否则 完成值÷指标值×分值", "en": "at least: all points, else actual / target"},
    "equal": {"zh": "=：达到得满分，否则 完成值÷指标值×分值", "en": "equal: all points, else actual / target"},
    "equal_zero": {"zh": "=0：为 0 得满分，否则不得分", "en": "equal to 0: all points or none"},
    "linear": {
        "zh": "≤（线性法）：不超过得满分，否则 [1−(完成值−指标值)÷指标值]×分值",
        "en": "at most (linear): all points, else 1 - (actual - target) / target",
    },
    "inverse": {
        "zh": "≤（反比法）：不超过得满分，否则 指标值÷完成值×分值",
        "en": "at most (inverse): all points, else target / actual",
    },
    "satisfaction": {
        "zh": "满意度：≥{full}% 满分，<{zero}% 不得分，其间按比例",
        "en": "satisfaction: all points from {full}%, none below {zero}%, in proportion between",
    },
    "cost_steps": {"zh": "成本控制率：按偏离幅度分档", "en": "cost control rate: by steps of the deviation"},
    "qualitative": {"zh": "定性：在等次范围内手填", "en": "qualitative: typed by hand within its tier"},
}


@dataclass(frozen=True)
class Score:
    """What one indicator brings.

    Args:
        centipoints: hundredths of a point; None = not scored.
        lacks: what a score needs; "" if it is scored.
        rule: how it is scored.
        remark: what the rule asks to look into; "" if nothing.
        is_missed: whether the target was not fully reached.
    """

    centipoints: int | None
    lacks: Words
    rule: Words
    remark: Words
    is_missed: bool = False


def score(row: Mapping[str, Any], actual: Decimal | None, template: Template) -> Score:
    """The score of one row of `targets`, weights filled in (`perfkit.evaluation.weights`).

    Args:
        row: the indicator.
        actual: its actual as a number, that of a reference resolved; None if it is none.
        template: whose rules.
    """
    if row["comparison"] == "qualitative":
        return score_tier(row, template.tiers)
    rule = _rule_of(row, template)
    target = Decimal(row["target_number"]) if row["target_number"] else None
    missing = _lacks(row, target, actual)
    words = _rule_words(rule, template)
    if missing is not None or target is None or actual is None:
        return Score(None, missing or _TARGET, words, _NOTHING)
    share = _share(rule, target, actual, template)
    weight = int(row["weight_centipoints"])
    remark = _far_above(row["comparison"], target, actual, template)
    return Score(rounded(weight * share), _NOTHING, words, remark, is_missed=share < 1)


def score_tier(row: Mapping[str, Any], tiers: tuple[TierRange, ...]) -> Score:
    """The score of a qualitative indicator: what was typed by hand, if it lies within the tier that was chosen."""
    words = _RULES["qualitative"]
    known = {one.tier: one for one in tiers}.get(row["tier"])
    if pd.isna(row["weight_centipoints"]):
        return Score(None, _WEIGHT, words, _NOTHING)
    if not has_evidence(row["evidence_document"]):
        return Score(None, _EVIDENCE, words, _NOTHING)
    if known is None:
        return Score(None, _TIER, words, _NOTHING)
    lowest, highest = tier_bounds(int(row["weight_centipoints"]), known)
    told = {"low": as_points(lowest), "high": as_points(highest)}
    names = TIERS[known.tier]
    if pd.isna(row["awarded_centipoints"]):
        return Score(None, _filled(_AWARDED, names, told), words, _NOTHING)
    awarded = int(row["awarded_centipoints"])
    if not lowest <= awarded <= highest:
        outside = _filled(_OUTSIDE, names, {**told, "found": as_points(awarded)})
        return Score(None, outside, words, _NOTHING)
    return Score(awarded, _NOTHING, words, _NOTHING, is_missed=known != tiers[0])


def tier_bounds(weight_centipoints: int, tier: TierRange) -> tuple[int, int]:
    """The fewest and the most hundredths of a point that a tier brings; only the best one brings its upper end."""
    lowest = rounded(weight_centipoints * tier.low)
    highest = rounded(weight_centipoints * tier.high)
    return lowest, highest if tier.high == 1 else max(lowest, highest - 1)


def rounded(centipoints: Decimal) -> int:
    """Whole hundredths of a point, half up."""
    return int(centipoints.quantize(Decimal(1), ROUND_HALF_UP))


def _lacks(row: Mapping[str, Any], target: Decimal | None, actual: Decimal | None) -> Words | None:
    """The first thing that stands in the way of a score; None if nothing does."""
    if pd.isna(row["weight_centipoints"]):
        return _WEIGHT
    if not is_evidenced(row["evidence_document"], row["actual_text"]):
        return _EVIDENCE
    if target is None or not row["comparison"]:
        return _TARGET
    return _ACTUAL if actual is None else None


def _rule_of(row: Mapping[str, Any], template: Template) -> str:
    """Which rule scores a quantitative indicator."""
    if template.satisfaction and _SATISFACTION in row["level1_name"] and row["measure_unit"] == "%":
        return "satisfaction"
    if template.cost_steps and _COST_CONTROL in row["indicator_name"]:
        return "cost_steps"
    if row["comparison"] == "at_most":
        return template.at_most_formula
    is_zero = row["comparison"] == "equal" and row["target_number"] and not Decimal(row["target_number"])
    return "equal_zero" if is_zero else row["comparison"] or "at_least"


def _rule_words(rule: str, template: Template) -> Words:
    if rule != "satisfaction" or template.satisfaction is None:
        return _RULES[rule]
    told = {"full": template.satisfaction.full_from, "zero": template.satisfaction.zero_below}
    return {"zh": _RULES[rule]["zh"].format(**told), "en": _RULES[rule]["en"].format(**told)}


def _share(rule: str, target: Decimal, actual: Decimal, template: Template) -> Decimal:
    """The share of the points, 0 to 1."""
    if rule == "satisfaction" and template.satisfaction:
        full, zero = template.satisfaction.full_from, template.satisfaction.zero_below
        return Decimal(0) if actual < zero else min(Decimal(1), (actual - zero) / (full - zero))
    if rule == "cost_steps":
        deviation = abs(actual - target) / target if target else abs(actual)
        return next((step.share for step in template.cost_steps if deviation <= step.deviation), Decimal(0))
    if rule == "equal_zero":
        return Decimal(actual <= 0)
    if rule in ("linear", "inverse"):
        return _at_most_share(rule, target, actual)
    return Decimal(1) if actual >= target else max(Decimal(0), actual / target)


def _at_most_share(rule: str, target: Decimal, actual: Decimal) -> Decimal:
    """The share of an actual that should not exceed its target; beyond a target of 0 there is no proportion."""
    if actual <= target:
        return Decimal(1)
    if target <= 0:
        return Decimal(0)
    return target / actual if rule == "inverse" else max(Decimal(0), 1 - (actual - target) / target)


def _far_above(comparison: str, target: Decimal, actual: Decimal, template: Template) -> Words:
    """The remark on an actual far above its target; only more is better where the target is a lower bound."""
    limit = template.far_above
    if comparison not in ("at_least", "equal") or limit is None:
        return _NOTHING
    zero_limit = template.zero_target_far_above
    is_far = actual >= target * limit if target > 0 else zero_limit is not None and actual >= zero_limit
    told = {"limit": f"{limit * 100:.0f}"}
    return {"zh": _FAR_ABOVE["zh"].format(**told), "en": _FAR_ABOVE["en"].format(**told)} if is_far else _NOTHING


def _filled(words: Words, names: Words, told: Mapping[str, str]) -> Words:
    return {"zh": words["zh"].format(tier=names["zh"], **told), "en": words["en"].format(tier=names["en"], **told)}
