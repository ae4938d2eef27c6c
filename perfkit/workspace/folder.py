"""The workspace folder: which units and years there are, and loading one of them.

data/raw/<unit>/unit.toml, projects.csv      who the unit is (perfkit.readers.described.units)
data/raw/<unit>/edition.toml                  what its public edition masks beyond the common rules
data/raw/<unit>/mapping*.toml                how to read what the aliases do not understand
data/raw/<unit>/<year>/                      exports as received, SOURCES.toml, corrections.toml, published.csv,
                                             explanations.toml, targets.xlsx, narrative.md
data/raw/<unit>/<year>/evidence/             what targets.xlsx names as evidence; looked up, not read
data/raw/<unit>/<year>/drafts/               reports (.docx, .txt) to review against the ledger
data/raw/<unit>/*.csv, *.xlsx ...            exports that cover several years, if unit.toml lists several_years
data/processed/<unit>/<year>/                the cache of tidy frames
notebooks/  reports/<unit>/<year>/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfkit.errors import (
    Language,
    NotAYear,
    NothingToLoad,
    NoWorkspace,
    PerfkitError,
    UnknownUnit,
    UnknownYear,
)
from perfkit.ledger.described import Described
from perfkit.ledger.editions import EDITIONS, Edition, default_edition
from perfkit.workspace import reads
from perfkit.workspace.listing import DRAFTS, EVIDENCE, export_files, files, folders, require_own_files

if TYPE_CHECKING:  # imported when first used: a batch in which nothing changed need not wait for pandas
    from perfkit.ledger.ledger import Ledger
    from perfkit.ledger.units import Unit
    from perfkit.workspace.assembly import RawYear

#: Those of a unit and of a year that decide the result beside the exports.
_OF_THE_UNIT: Final = ("unit.toml", "projects.csv", "accounts.csv")
_OF_THE_YEAR: Final = (
    "SOURCES.toml", "published.csv", "corrections.toml", "explanations.toml", "accounts.csv", "targets.xlsx",
    "narrative.md",
)  # fmt: skip
#: What people decide about one year, and what is wrong in the folder of the unit.
_OF_A_YEAR_ONLY: Final = ("corrections.toml", "explanations.toml")


@dataclass(frozen=True, repr=False)
class Workspace(Described):
    """A workspace at `root`. Nothing is read before it is asked for.

    Args:
        root: the folder.
        edition: which edition its ledgers and reports are of; a public one is masked as soon as it is loaded.
    """

    root: Path
    edition: Edition = EDITIONS[0]

    def tells(self, language: Language) -> tuple[str, list[tuple[str, str]]]:
        """Where it is, and which units and years it has."""
        heading = f"Workspace {self.root}" if language == "en" else f"工作区 {self.root}"
        return heading, [(code, self._told(code, language)) for code in self.units()]

    def _told(self, code: str, language: Language) -> str:
        try:
            years = (", " if language == "en" else "、").join(map(str, self.years(code)))
            return f"{self.unit(code).name(language)} {years}".strip()
        except PerfkitError as fault:
            return fault.text(language)

    @property
    def raw(self) -> Path:
        """data/raw: exports as received, one folder per unit."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """data/processed: the cache; deleting it loses nothing."""
        return self.root / "data" / "processed"

    @property
    def notebooks_folder(self) -> Path:
        """The notebooks that `perfkit run` runs."""
        return self.root / "notebooks"

    @property
    def reports_folder(self) -> Path:
        """Where the reports go: those of different editions never lie together."""
        return self.root / ("reports" if self.edition == EDITIONS[0] else f"reports-{self.edition}")

    def units(self) -> list[str]:
        """The codes of the units, in order."""
        reads.note(reads.UNITS)
        return self._units()

    def unit(self, code: str) -> Unit:
        """The unit of that code.

        Raises:
            UnknownUnit, BadConfiguration
            MissingFile: a link among its files points nowhere.
        """
        reads.note(code)
        return self._unit(code)

    def years(self, unit: str) -> list[int]:
        """The fiscal years that `unit` has data of, ascending.

        Raises:
            UnknownUnit, BadConfiguration
            NotAYear: a folder of the unit is not named by a year.
        """
        reads.note(unit)
        return self._years(unit)

    def load(self, unit: str, year: int, progress: Callable[[str], None] = lambda _: None) -> Ledger:
        """The checked ledger of one unit and year: from the cache if no input changed, else read anew.

        Args:
            unit, year: which.
            progress: called with the name of each file before it is read.

        Raises:
            UnknownUnit, UnknownYear, NotAYear, BadConfiguration, NothingToLoad
            ChangedSource: a raw file is no longer the one that SOURCES.toml registered.
            ReadError: an export cannot be read at all. A year is loaded whole or not at all, because a report on half
                of its exports would look like a report.
        """
        from perfkit.workspace.assembly import assemble
        from perfkit.workspace.cache import cached
        from perfkit.workspace.register import require_unchanged

        reads.note(reads.year_name(unit, year))
        if year not in (years := self._years(unit)):
            raise UnknownYear(unit=unit, year=year, known=", ".join(map(str, years)) or "—")
        raw = self._raw_year(unit, year)
        require_unchanged(raw.hashes, raw.sources)
        ledger = cached(self.processed / unit / str(year), raw, lambda: assemble(raw, progress))
        return ledger if self.edition == EDITIONS[0] else self._public(ledger)

    def earlier(self, unit: str, year: int) -> dict[int, Ledger]:
        """The ledgers of the years of `unit` before `year`, ascending; one that cannot be loaded is left out.

        Raises:
            UnknownUnit, NotAYear, BadConfiguration, MissingFile
        """
        found = {}
        for before in self.years(unit):
            if before < year:
                with suppress(PerfkitError):
                    found[before] = self.load(unit, before)
        return found

    def _public(self, ledger: Ledger) -> Ledger:
        from perfkit.ledger.public import public_ledger
        from perfkit.readers.described.edition import read_public_rules

        return public_ledger(ledger, read_public_rules(self.raw / ledger.unit.code))

    def unit_in(self, code: str, year: int) -> tuple[Unit, tuple[Path, ...]]:
        """The unit as it is in `year`, and the mapping files that explain its exports of that year.

        Raises:
            UnknownUnit, BadConfiguration, MissingFile
        """
        from perfkit.readers.described.account_aliases import read_account_aliases

        folder, year_folder = self.raw / code, self.raw / code / str(year)
        for place in (year_folder, year_folder / DRAFTS):
            require_own_files(place, folder)
        unit = self._unit(code).in_year(year, read_account_aliases(folder, year_folder))
        return unit, tuple(sorted({*folder.glob("mapping*.toml"), *year_folder.glob("mapping*.toml")}))

    def exports(self, code: str, year: int) -> list[Path]:
        """The files in the folder of that unit and year that may hold data."""
        return export_files(self.raw / code / str(year))

    def _units(self) -> list[str]:
        return sorted(path.name for path in folders(self.raw))

    def _unit(self, code: str) -> Unit:
        from perfkit.readers.described.units import read_unit

        if code not in self._units():
            raise UnknownUnit(unit=code, known=", ".join(self._units()) or "—")
        require_own_files(self.raw / code, self.raw / code)
        return read_unit(self.raw / code)

    def _years(self, unit: str) -> list[int]:
        several = self._unit(unit).several_years
        named = folders(self.raw / unit)
        for folder in named:
            if not re.fullmatch("[0-9]{4}", folder.name):
                raise NotAYear(path=folder.relative_to(self.root).as_posix())
        return sorted({*several, *(int(folder.name) for folder in named)})

    def _raw_year(self, code: str, year: int) -> RawYear:
        from perfkit.readers import load_mapping
        from perfkit.readers.described.sources import read_sources
        from perfkit.workspace.assembly import RawYear

        folder, year_folder = self.raw / code, self.raw / code / str(year)
        unit, described = self.unit_in(code, year)
        exports, beside = self.exports(code, year), export_files(folder)
        if year in unit.several_years:
            exports += beside
        if not exports:
            raise NothingToLoad(path=year_folder.relative_to(self.root).as_posix())
        misplaced = [path for path in map(folder.joinpath, _OF_A_YEAR_ONLY) if path.is_file()]
        others = [path for path in folders(year_folder) if path.name not in (EVIDENCE, DRAFTS)]
        return RawYear(
            unit=unit,
            year=year,
            folder=year_folder,
            exports=tuple(exports),
            sources=read_sources(folder) | read_sources(year_folder),
            mappings=tuple(load_mapping(path) for path in described),
            descriptions=tuple(path for path in (folder / name for name in _OF_THE_UNIT) if path.is_file())
            + described
            + tuple(path for path in (year_folder / name for name in _OF_THE_YEAR) if path.is_file()),
            drafts=tuple(files(year_folder / DRAFTS)),
            evidence_files=tuple(path.name for path in files(year_folder / EVIDENCE)),
            unread=tuple(
                path.relative_to(self.raw).as_posix()
                for path in (*others, *(() if unit.several_years else beside), *misplaced)
            ),
        )


def open_workspace(path: Path | str | None = None, edition: Edition | None = None) -> Workspace:
    """The workspace at `path`, or the one that `path` (default: the current folder) lies in.

    Args:
        path: where to look.
        edition: auditor or public; default: what the environment variable PERFKIT_EDITION says, else auditor.

    Raises:
        NoWorkspace: there is no data/raw there or in any folder above.
    """
    start = Path(path or ".").resolve()
    for folder in (start, *start.parents):
        if (folder / "data" / "raw").is_dir():
            return Workspace(folder, edition or default_edition())
    raise NoWorkspace(path=str(path or "."))
