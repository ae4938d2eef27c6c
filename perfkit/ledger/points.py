"""Points of an evaluation are exact: whole hundredths of a point (`*_centipoints`, Int64) until they are printed."""

from __future__ import annotations

from decimal import Decimal


def as_points(centipoints: int) -> str:
    """Hundredths of a point as people read them, two decimals: 818 -> "8.18"."""
    sign, whole = ("-" if centipoints < 0 else ""), abs(int(centipoints))
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def in_points(centipoints: int) -> Decimal:
    """Hundredths of a point as an exact number of points: 818 -> 8.18."""
    return Decimal(int(centipoints)) / 100
