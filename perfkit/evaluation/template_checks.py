"""What no template may say: places that do not fit its level, points that do not add up, rules that nobody knows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from perfkit.errors import BadConfiguration
from perfkit.evaluation.forms.layouts import LAYOUTS
from perfkit.evaluation.index_rules import PARAMETERS
from perfkit.evaluation.quantities import known
from perfkit.evaluation.rules import IndexRow, Template
from perfkit.ledger.targets import TIERS

#: Forms whose points add up to a total.
_SCORED: Final = ("project", "unit", "index")
#: Forms that are drawn by a layout.
_DRAWN: Final = ("project", "unit")


def require(holds: bool, code: str, where: str, expected: object, found: object) -> None:
    """Refuse the template `code` unless `holds`.

    Raises:
        BadConfiguration: it does not.
    """
    if not holds:
        raise BadConfiguration(path=f"templates/{code}.toml", where=where, expected=expected, found=found)


def as_written(value: object) -> str:
    """A value as a file of rules writes it, on one line: text in quotes, numbers as digits."""
    return json.dumps(
        value, ensure_ascii=False, default=lambda one: float(one) if isinstance(one, Decimal) else str(one)
    )


def check(template: Template) -> None:
    """Refuse a template that contradicts itself.

    Raises:
        BadConfiguration: with the part that does.
    """
    _check_place_and_years(template)
    _check_tiers(template)
    _check_steps(template)
    _check_points(template)
    for number, row in enumerate(template.index_rows, start=1):
        _check_index_row(row, template.code, f"index_row.{number}")
    if template.form in _DRAWN:
        require(template.layout in LAYOUTS, template.code, "layout", " | ".join(LAYOUTS), template.layout)


def _check_place_and_years(template: Template) -> None:
    place = (bool(template.province), bool(template.district))
    fitting = {"national": (False, False), "province": (True, False), "district": (True, True)}[template.level]
    told = f"{template.province or '—'}, {template.district or '—'}"
    require(place == fitting, template.code, "province, district", template.level, told)
    in_order = template.last_year == 0 or template.last_year >= template.first_year
    require(in_order, template.code, "last_year", f">= {template.first_year}", template.last_year)


def _check_tiers(template: Template) -> None:
    """The tiers are those of the rule, best first, and leave no share out."""
    if not template.tiers:
        return
    names = [tier.tier for tier in template.tiers]
    require(names == list(TIERS), template.code, "tier", " | ".join(TIERS), " | ".join(names))
    highs, lows = [tier.high for tier in template.tiers], [tier.low for tier in template.tiers]
    told = ", ".join(f"{low}–{high}" for low, high in zip(lows, highs, strict=True))
    require([*highs, 0] == [1, *lows], template.code, "tier", "1 … 0", told)


def _check_steps(template: Template) -> None:
    """Grades and lights go down to 0, cost steps get wider and bring less, satisfaction has two ends."""
    for where, steps in (("grade", template.grades), ("light", template.lights)):
        lows = [step.low for step in steps]
        require(_falls(lows), template.code, where, "low: best first", _listed(lows))
        require(not lows or lows[-1] == 0, template.code, where, "low = 0", _listed(lows))
    widths = [-step.deviation for step in template.cost_steps]
    shares = [step.share for step in template.cost_steps]
    is_share = all(0 <= share <= 1 for share in shares)
    require(_falls(widths) and _falls(shares) and is_share, template.code, "cost_step", "1 … 0", _listed(shares))
    ends = template.satisfaction
    if ends is not None:
        told = f"{ends.zero_below}, {ends.full_from}"
        require(0 <= ends.zero_below < ends.full_from, template.code, "satisfaction", "zero_below < full_from", told)


def _check_points(template: Template) -> None:
    """No points below 0, no first-level indicator twice, and all add up to the total."""
    code, names = template.code, [group.level1_name for group in template.groups]
    require(len(names) == len(set(names)), code, "group", "level1_name", ", ".join(names))
    points = [group.points for group in template.groups] + [row.points for row in template.index_rows]
    points += [template.execution.points] if template.execution else []
    require(all(one >= 0 for one in points), code, "points", ">= 0", _listed(points))
    if template.form in _SCORED:
        require(sum(points) == template.total_points, code, "total_points", template.total_points, sum(points))


def _check_index_row(row: IndexRow, code: str, where: str) -> None:
    """The rule is known, and has what it needs: quantities of a ledger, steps to divide by."""
    require(row.rule in PARAMETERS, code, f"{where}.rule", " | ".join(PARAMETERS), row.rule)
    needed, found = PARAMETERS[row.rule], row.parameters
    require(set(found) == set(needed), code, f"{where}.parameters", ", ".join(needed) or "—", ", ".join(found) or "—")
    for name in needed:
        value = found[name]
        told = f"{where}.parameters.{name}"
        if name in ("numerator", "denominator"):
            require(isinstance(value, str) and known(value), code, told, "facts.csv", as_written(value))
        elif name == "bands":
            require(_is_bands(value), code, told, "[[0, 5], [0.1, 4]]", as_written(value))
        else:
            is_number = isinstance(value, int | Decimal) and (value > 0 or name != "step")
            require(is_number, code, told, "1 | 0.5", as_written(value))


def _is_bands(value: Any) -> bool:
    """Whether `value` is a list of (up to, points), ever wider and bringing ever less."""
    if not (isinstance(value, list) and value and all(isinstance(band, list) and len(band) == 2 for band in value)):
        return False
    if not all(isinstance(number, int | Decimal) for band in value for number in band):
        return False
    return _falls([-Decimal(band[0]) for band in value]) and _falls([Decimal(band[1]) for band in value])


def _falls(numbers: Sequence[Decimal]) -> bool:
    return all(above > below for above, below in pairwise(numbers))


def _listed(numbers: Sequence[Decimal]) -> str:
    return ", ".join(map(str, numbers)) or "—"
