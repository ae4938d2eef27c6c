"""Which units and years a command means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from perfkit.errors import NothingToLoad, PerfkitError, UnknownUnit, UnknownYear

if TYPE_CHECKING:
    from perfkit.workspace.folder import Workspace


def unit_years(
    workspace: Workspace,
    units: Sequence[str] = (),
    years: Sequence[int] = (),
    told: Callable[[str, PerfkitError], None] | None = None,
) -> list[tuple[str, int]]:
    """Every (unit, year) of the workspace that is among `units` and `years`; empty = all.

    Args:
        workspace: where to look.
        units, years: which.
        told: is told of a unit whose folder is not as it must be, which is then left out; without it, that is raised.

    Raises:
        UnknownUnit: a unit that is not there.
        NotAYear, BadConfiguration, ReadError: a unit whose folder is not as it must be, if nobody is `told`.
        NothingToLoad: the workspace, or the units, hold no year at all.
        UnknownYear: a year that none of the units has.
    """
    units = list(units) or workspace.units()
    known, left_out = [], 0
    for unit in units:
        try:
            known += [(unit, year) for year in workspace.years(unit)]
        except PerfkitError as fault:
            if told is None or isinstance(fault, UnknownUnit):
                raise
            told(unit, fault)
            left_out += 1
    if not known and left_out:
        return []
    if not known:
        raise NothingToLoad(path="data/raw/<unit>/<year>")
    present = sorted({year for _, year in known})
    for year in years:
        if year not in present:
            raise UnknownYear(unit=", ".join(units), year=year, known=", ".join(map(str, present)) or "—")
    return [(unit, year) for unit, year in known if not years or year in years]
