"""Whether a printed figure is the one it should be: equal as printed, off by its last digit, or something else."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from perfkit.evaluation.review.quantities import Quantity

Match = Literal["agrees", "rounding", "differs"]
#: How far the true value may lie from a figure that the words make a bound or an estimate.
_ROOM: Final = Decimal("0.1")


def match(quantity: Quantity, value: Decimal) -> Match:
    """How the printed figure compares with `value` (cents, a rate of 0-1, a count).

    A bound (80余, 近60) agrees with what lies on its side and within a tenth of it, an estimate with what lies within a
    tenth. An exact figure agrees if `value` rounds to it; `rounding` = it is off by one in its last digit.
    """
    printed = quantity.value
    if quantity.kind == "rate" and quantity.bound in ("at_least", "at_most"):
        # 低于90% is a threshold: how far below is not said.
        return "agrees" if (value >= printed) == (quantity.bound == "at_least") or value == printed else "differs"
    if quantity.bound == "at_least":
        return "agrees" if printed <= value <= printed * (1 + _ROOM) + quantity.step else "differs"
    if quantity.bound == "at_most":
        return "agrees" if printed * (1 - _ROOM) - quantity.step <= value <= printed else "differs"
    if quantity.bound == "about":
        return "agrees" if abs(value - printed) <= abs(printed) * _ROOM else "differs"
    if quantity.low is not None:
        return "agrees" if quantity.low * quantity.factor <= value <= printed else "differs"
    if _rounded(value, quantity) == quantity.number:
        return "agrees"
    return "rounding" if abs(value - printed) <= quantity.step * Decimal("1.5") else "differs"


def sum_match(gap: Decimal, steps: Iterable[Decimal]) -> Match:
    """How printed figures that should add up do: each may be rounded by half of what the last digit is worth.

    Args:
        gap: sum less total.
        steps: what the last digit of each figure is worth, the total's included. The finest counts for all: 223.2
            beside 173.16 is 223.20 without its zero.
    """
    if gap == 0:
        return "agrees"
    worth = list(steps)
    return "rounding" if abs(gap) <= min(worth) * len(worth) / 2 else "differs"


def _rounded(value: Decimal, quantity: Quantity) -> Decimal:
    digits = Decimal(1).scaleb(-quantity.decimals)
    return (value / quantity.factor).quantize(digits, rounding=ROUND_HALF_UP)
