"""Corrections put into the frames as read, before anything is measured; one that no longer fits stops the year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from perfkit.errors import StaleCorrection
from perfkit.ledger.columns import columns
from perfkit.ledger.corrections import FOLLOWS, Correction, equal, typed
from perfkit.ledger.frames import SOURCE
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit
from perfkit.readers.budget import document_periods
from perfkit.readers.described.descriptions import shown
from perfkit.readers.lines.accounts import books


def corrected(
    frames: dict[str, pd.DataFrame], corrections: Iterable[Correction], unit: Unit, year: int, path: Path
) -> tuple[dict[str, pd.DataFrame], tuple[Correction, ...]]:
    """`frames` with the corrections applied one after the other, and these with the place of the row that each changed.

    What follows from a corrected cell follows anew: the period from a date, the book from an account.

    Args:
        frames: kind -> rows as read; left as they are.
        corrections: in order.
        unit, year: whose.
        path: corrections.toml, for messages.

    Raises:
        StaleCorrection: a key selects no row or several, or the cell does not hold what was to be corrected.
    """
    corrections = list(corrections)
    frames = frames | {kind: frames[kind].copy() for kind in {one.frame for one in corrections}}
    applied = []
    for one in corrections:
        frame = frames[one.frame]
        row = _row(frame, one, path)
        found = frame.loc[row, one.column]
        if not equal(found, typed(one.column, one.before)):
            raise _stale(one, path, one.column, f"“{one.before}”", f"“{_text(one.column, found)}”")
        frame.loc[row, one.column] = typed(one.column, one.after)
        _follow(frame, row, one, unit, year)
        place = frame.loc[[row], list(SOURCE)].to_dict("records")[0]
        applied.append(replace(one, **{str(name): value for name, value in place.items()}))
    return frames, tuple(applied)


def _row(frame: pd.DataFrame, one: Correction, path: Path) -> int:
    """The one row that the key selects."""
    hit = pd.Series(True, index=frame.index)
    for name, text in one.key.items():
        value = typed(name, text)
        hit &= frame[name].isna() if pd.isna(value) else frame[name].eq(value)
    rows = frame.index[hit]
    if len(rows) != 1:
        where = {"zh": "key 选中的行", "en": "what the key selects"}
        places = [" ".join(map(str, place)) for place in frame.loc[rows[:3], list(SOURCE)].itertuples(index=False)]
        shown_places = f" ({'; '.join(places)}{' …' if len(rows) > 3 else ''})" if places else ""
        found = {"zh": f"{len(rows)} 行{shown_places}", "en": f"{len(rows)} rows{shown_places}"}
        raise _stale(one, path, where, {"zh": "恰好一行", "en": "one row"}, found)
    return int(rows[0])


def _follow(frame: pd.DataFrame, row: int, one: Correction, unit: Unit, year: int) -> None:
    """Put into `frame` what follows from the cell that was changed."""
    line, follows = frame.loc[[row]], FOLLOWS[one.frame].get(one.column, "")
    if follows == "book":
        frame.loc[row, "book"] = books(line["account_code"], unit).iloc[0]
    elif follows == "period":
        found = (
            document_periods(line["budget_type"], line["document_date"], unit.calendar, year)
            if one.frame == "budget"
            else unit.calendar.period_of(line["voucher_date"])
        )
        # Without a date the period is what the export says it is.
        frame.loc[row, "period"] = found.iloc[0] or line["period"].iloc[0]


def _text(column: str, value: Any) -> str:
    """A value as corrections.toml writes it."""
    kind = columns()[column].type
    if kind == "cents":
        return as_yuan(int(value)).replace(",", "")
    if kind == "date":
        return "" if pd.isna(value) else f"{value:%Y-%m-%d}"
    return str(value)


def _stale(one: Correction, path: Path, where: object, expected: object, found: object) -> StaleCorrection:
    return StaleCorrection(
        path=shown(path),
        number=one.number,
        key=f"{one.frame}: {one.key_text()}",
        where=where,
        expected=expected,
        found=found,
    )
