"""Which units and years a command means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfkit.errors import NothingToLoad, UnknownYear

if TYPE_CHECKING:
    from perfkit.workspace.folder import Workspace


def unit_years(workspace: Workspace, units: Sequence[str] = (), years: Sequence[int] = ()) -> list[tuple[str, int]]:
    """Every (unit, year) of the workspace that is among `units` and `years`; empty = all.

    Raises:
        UnknownUnit: a unit that is not there.
        NothingToLoad: the workspace, or the units, hold no year at all.
        UnknownYear: a year that none of the units has.
    """
    units = list(units) or workspace.units()
    known = [(unit, year) for unit in units for year in workspace.years(unit)]
    if not known:
        raise NothingToLoad(path="data/raw/<unit>/<year>")
    present = sorted({year for _, year in known})
    for year in years:
        if year not in present:
            raise UnknownYear(unit=", ".join(units), year=year, known=", ".join(map(str, present)) or "—")
    return [(unit, year) for unit, year in known if not years or year in years]
