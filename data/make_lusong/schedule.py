"""When and in which sizes a cost item is paid: months, days, weights. No chance: all "noise" is a hash of its key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from data.make_lusong.facts import toml


@dataclass(frozen=True)
class Occurrence:
    """One payment of an item: its month, which of the month's payments it is, and its relative size."""

    month: int
    index: int
    of: int
    weight: int


def noise(*key: object) -> int:
    """A number of 0-999 that depends on nothing but `key`."""
    digest = hashlib.sha256("|".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 1000


def occurrences(schedule: str, key: str) -> list[Occurrence]:
    """The payments of one year.

    Args:
        schedule: the name of a pattern (facts/patterns.toml), or months with weights: "6:30 8:45 11:25".
        key: what tells this item and year from all others; decides how its sizes stray.
    """
    if ":" in schedule:
        pairs = [part.split(":") for part in schedule.split()]
        return [Occurrence(int(month), 0, 1, int(weight)) for month, weight in pairs]
    pattern = toml("patterns")[schedule]
    counts = pattern.get("counts") or [int(weight > 0) for weight in pattern["weights"]]
    weights = pattern.get("weights", [1] * 12)
    return [
        Occurrence(month, index, count, weights[month - 1] * _stray(pattern["spread"], noise(key, month, index)))
        for month, count in enumerate(counts, start=1)
        for index in range(count)
    ]


def _stray(spread: int, chance: int) -> int:
    """About 1000, straying by `spread` per cent; above 100 per cent many small sizes and a few large ones."""
    if spread <= 100:
        return 1000 + spread * (chance - 500) // 50
    return 80 + 30 * spread * chance * chance // 1_000_000


def payment_day(year: int, item_day: int, occurrence: Occurrence, grouped: bool, key: str) -> date:
    """The working day of a payment; all items of a group fall on the same one."""
    if occurrence.of > 1:
        item_day = 8 + occurrence.index * 19 // occurrence.of
    shift = 0 if grouped else noise(key, "day", occurrence.month, occurrence.index) % 3
    return working_day(date(year, occurrence.month, min(item_day + shift, 28)))


def working_day(day: date) -> date:
    """`day`, or the next one that is neither weekend nor spring festival; the one before at the end of a month."""
    step = timedelta(days=1)
    later = day
    while _is_closed(later):
        later += step
    if later.month == day.month:
        return later
    while _is_closed(day):
        day -= step
    return day


def _is_closed(day: date) -> bool:
    spans = toml("years")[str(day.year)]["closed_days"]
    return day.weekday() >= 5 or any(start <= day.isoformat() <= end for start, end in (s.split("/") for s in spans))
