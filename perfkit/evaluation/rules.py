"""A template's rules as data: what is scored, how, and how sure we are of each rule.

The templates are `templates/*.toml`, one per (level, province, district, years, form); `perfkit.evaluation.templates`
reads and chooses them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from perfkit.errors import Language

#: V = read in the document or in deployed software; M = widely known, not re-read; U = uncertain.
Status = Literal["V", "M", "U"]


@dataclass(frozen=True)
class Group:
    """A first-level indicator with its points, and the second-level indicators below it."""

    level1_name: str
    points: Decimal
    level2_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TierRange:
    """The share of the points that a qualitative tier brings: low <= share, and < high except in the best tier."""

    tier: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Grade:
    """A grade: from `low` points on."""

    name_zh: str
    name_en: str
    low: Decimal


@dataclass(frozen=True)
class ExecutionRule:
    """How the execution rate becomes points: points x rate, capped.

    Args:
        points: possible.
        explain_below: a rate below this needs a reason; None = the rule names none.
        note_zh, note_en: which base and scope, in words.
    """

    points: Decimal
    explain_below: Decimal | None = None
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class SatisfactionRule:
    """Satisfaction in per cent -> points: all from `full_from` on, none below `zero_below`, in proportion between."""

    full_from: Decimal
    zero_below: Decimal


@dataclass(frozen=True)
class CostStep:
    """A step of the cost control rate: a deviation from the target up to this share brings `share` of the points."""

    deviation: Decimal
    share: Decimal


@dataclass(frozen=True)
class StatedRule:
    """What one rule of a template says, where that stands, and how sure we are of it."""

    rule: str
    words_zh: str
    words_en: str
    source: str
    status: Status

    def words(self, language: Language = "zh") -> str:
        """What it says."""
        return self.words_en if language == "en" else self.words_zh


@dataclass(frozen=True)
class IndexRow:
    """One row of an index table (指标评分表) that is scored from figures of the unit, not from target sheets.

    Args:
        level1_name, level2_name, indicator_name: the three levels.
        points: possible.
        rule: which formula of `perfkit.evaluation.index` scores it.
        parameters: of the formula.
        words_zh: the rule as the table prints it.
        source, status: of this row.
    """

    level1_name: str
    level2_name: str
    indicator_name: str
    points: Decimal
    rule: str
    parameters: dict[str, object] = field(default_factory=dict)
    words_zh: str = ""
    source: str = ""
    status: Status = "M"


@dataclass(frozen=True)
class Light:
    """A monitoring light: its word, and the least share of the even pace (progress / elapsed) that earns it.

    `tier` is the tier of a qualitative indicator that earns it; "" = none does.
    """

    name: str
    label_zh: str
    label_en: str
    low: Decimal
    tier: str = ""

    def label(self, language: Language = "zh") -> str:
        """Its word, with a sign that is seen without colours."""
        return self.label_en if language == "en" else self.label_zh


@dataclass(frozen=True)
class LikelihoodRule:
    """When the expected interval says that a budget will be used: from which share of it on, and from which confidence.

    An interval of less than `confidence` says nothing.
    """

    share: Decimal
    confidence: Decimal


@dataclass(frozen=True)
class Template:
    """One template: the rules of one form in one place and time.

    Args:
        code: file name without ending.
        form: project, unit, index, base_data or monitoring.
        level: national, province or district; `province` and `district` by name, "" above their level.
        first_year, last_year: in force; last_year 0 = still.
        title_zh, title_en: of the form.
        source, status: the document, and how sure we are of it.
        layout: which drawing of the form (national, sichuan, hunan_county ...).
        total_points: what all weights add up to.
        groups: first-level indicators, without the execution rate.
        execution: None if the form does not score it.
        at_most_formula: how ≤ beyond its target is scored: `linear` = 1 - (a - t) / t, `inverse` = t / a.
        far_above: from this multiple of the target on a remark is due; None = the rule names none.
        zero_target_far_above: the same for a target of 0, as an actual; None = the rule names none.
        satisfaction: how a satisfaction in per cent is scored, if not like any other figure.
        cost_steps: how the cost control rate is scored, if not like any other figure; smallest deviation first.
        tiers, grades: best first.
        index_rows: of an index table.
        lights: of a monitoring form, best first.
        likelihood: of a monitoring form; None = it tells none.
        rules: what each rule says, with source and status; every part above has one of its own.
        is_by_name_only: only used where a unit names it, never found by place and year.
    """

    code: str
    form: str
    level: str
    province: str
    district: str
    first_year: int
    last_year: int
    title_zh: str
    title_en: str
    source: str
    status: Status
    layout: str = "national"
    total_points: Decimal = Decimal(100)
    groups: tuple[Group, ...] = ()
    execution: ExecutionRule | None = None
    at_most_formula: Literal["linear", "inverse"] = "linear"
    far_above: Decimal | None = None
    tiers: tuple[TierRange, ...] = ()
    grades: tuple[Grade, ...] = ()
    index_rows: tuple[IndexRow, ...] = ()
    lights: tuple[Light, ...] = ()
    likelihood: LikelihoodRule | None = None
    zero_target_far_above: Decimal | None = None
    satisfaction: SatisfactionRule | None = None
    cost_steps: tuple[CostStep, ...] = ()
    rules: tuple[StatedRule, ...] = ()
    is_by_name_only: bool = False

    def light(self, share: Fraction) -> Light | None:
        """The light that a share of the even pace earns, the worst one whatever is below it; None without lights."""
        return next((light for light in self.lights if share >= Fraction(light.low)), next(reversed(self.lights), None))

    @property
    def statuses(self) -> dict[str, Status]:
        """Rule -> how sure we are of it, for the list of what could not be verified."""
        return {rule.rule: rule.status for rule in self.rules}

    def title(self, language: Language = "zh") -> str:
        """The title of the form."""
        return self.title_en if language == "en" else self.title_zh
