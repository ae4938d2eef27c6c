"""The formulas of an index: a ratio of two quantities -> the share of the points that it loses or brings.

Steps are whole ones: a rate 18.16 points below its limit loses three steps of five points. *Source*: the rows of
`templates/*_index_*.toml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

#: (value of the ratio, points possible, parameters of the row) -> points.
Formula = Callable[[Fraction, Fraction, Mapping[str, Any]], Fraction]


def _stepped(beyond: Fraction, points: Fraction, parameters: Mapping[str, Any]) -> Fraction:
    """All points less a penalty for each whole step beyond the limit, never below 0."""
    steps = max(Fraction(0), beyond) // _exact(parameters["step"])
    return max(Fraction(0), points - steps * _exact(parameters["penalty"]))


def _above_limit(value: Fraction, points: Fraction, parameters: Mapping[str, Any]) -> Fraction:
    return _stepped(value - _exact(parameters["limit"]), points, parameters)


def _below_limit(value: Fraction, points: Fraction, parameters: Mapping[str, Any]) -> Fraction:
    return _stepped(_exact(parameters["limit"]) - value, points, parameters)


def _off_limit(value: Fraction, points: Fraction, parameters: Mapping[str, Any]) -> Fraction:
    return _stepped(abs(value - _exact(parameters["limit"])), points, parameters)


def _bands(value: Fraction, _points: Fraction, parameters: Mapping[str, Any]) -> Fraction:
    """The points of the first band that reaches up to the value; none beyond the last."""
    reached = (points for up_to, points in parameters["bands"] if value <= _exact(up_to))
    return _exact(next(reached, 0))


def _proportional(value: Fraction, points: Fraction, _parameters: Mapping[str, Any]) -> Fraction:
    return points * max(Fraction(0), min(Fraction(1), value))


#: Rule of a row -> its formula. `buildings` is `above_limit` for units that completed any.
FORMULAS: Final[dict[str, Formula]] = {
    "above_limit": _above_limit,
    "below_limit": _below_limit,
    "off_limit": _off_limit,
    "bands": _bands,
    "proportional": _proportional,
    "buildings": _above_limit,
}
#: Rules without a formula: judged by people on evidence, and rows whose points nobody has told apart.
BY_EVIDENCE: Final = "evidence"
UNSPLIT: Final = "unsplit"
RULES: Final = (*FORMULAS, BY_EVIDENCE, UNSPLIT)
_RATIO: Final = ("numerator", "denominator")
_STEPS: Final = (*_RATIO, "limit", "step", "penalty")
#: Rule -> the parameters that a row of it must have.
PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(RULES, _STEPS),
    "bands": (*_RATIO, "bands"),
    "proportional": _RATIO,
    BY_EVIDENCE: (),
    UNSPLIT: (),
}


def _exact(value: int | Decimal) -> Fraction:
    return Fraction(value)
