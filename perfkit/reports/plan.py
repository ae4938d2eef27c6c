"""What to run: every notebook for every unit, year and project that it is for; refused here, before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfkit.errors import Language, PerfkitError, UnknownProject
from perfkit.ledger.ledger import Ledger
from perfkit.reports.files import file_names
from perfkit.reports.ledger_data import ledger_script
from perfkit.reports.notebooks import Notebook, check_parameters, choose_notebooks, find_notebooks
from perfkit.reports.overview import Overview, overview, overview_of_fault
from perfkit.reports.run import Run
from perfkit.workspace.choice import unit_years

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


@dataclass(frozen=True)
class Choice:
    """Which part of a workspace to run; empty = all of it.

    Args:
        units, years, projects: codes, fiscal years, and codes or names of projects. With projects, only the notebooks
            that run per project do.
        notebooks: names, or beginnings of names such as "20".
        parameters: further parameters, which every chosen notebook must declare.
        language: of the pages.
        cell_timeout: seconds one cell may take; None = no limit.
    """

    units: Sequence[str] = ()
    years: Sequence[int] = ()
    projects: Sequence[str] = ()
    notebooks: Sequence[str] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    language: Language = "zh"
    cell_timeout: int | None = None


@dataclass(frozen=True)
class Dossier:
    """One unit and year: what its index says, and its runs.

    Args:
        folder: reports/<unit>/<year>.
        overview: key figures, findings, inputs; or why the data could not be loaded.
        runs: those to do now.
        names: of the pages that the whole plan of this unit and year has, also those not to do now.
        language: of its pages.
        ledger_script: the lines of the year as its pages load them; "" if the data could not be loaded.
    """

    folder: Path
    overview: Overview
    runs: tuple[Run, ...]
    names: tuple[str, ...]
    language: Language
    ledger_script: str = ""


def plan(workspace: Workspace, choice: Choice) -> list[Dossier]:
    """The dossiers to make, with their runs, in order of unit, year, notebook and project.

    A year whose data cannot be loaded gives a dossier that says why and has no runs.

    Raises:
        UsageError: a notebook or a parameter that is not there, or ill-typed, or a broken notebook.
        UnknownUnit, UnknownYear, UnknownProject: nothing of that name.
    """
    known = find_notebooks(workspace.notebooks_folder)
    chosen = choose_notebooks(known, list(choice.notebooks))
    for notebook in chosen:
        check_parameters(notebook, choice.parameters)
    years = unit_years(workspace, choice.units, choice.years)
    projects: set[str] = set()
    dossiers = []
    for code, year in years:
        try:
            ledger = workspace.load(code, year)
        except PerfkitError as fault:
            dossiers.append(_fault_dossier(workspace, code, year, fault, choice.language))
            continue
        projects |= {choice_name for choice_name in choice.projects if _codes(ledger, [choice_name])}
        dossiers.append(_dossier(workspace, ledger, known, chosen, choice))
    for name in choice.projects:
        if name not in projects:
            raise UnknownProject(project=name, where=", ".join(f"{code} {year}" for code, year in years))
    return dossiers


def _codes(ledger: Ledger, names: Sequence[str]) -> list[str]:
    """The codes among the projects of the year that `names` (codes, names, aliases) mean."""
    register = ledger.unit.project_codes()
    wanted = {register.get(name, name) for name in names}
    return [code for code in ledger.project_codes() if code in wanted]


def _dossier(
    workspace: Workspace, ledger: Ledger, known: list[Notebook], chosen: list[Notebook], choice: Choice
) -> Dossier:
    every = [run for notebook in known for run in _runs(workspace, ledger, notebook, choice)]
    files = {notebook.path for notebook in chosen}
    codes = _codes(ledger, choice.projects)
    runs = tuple(run for run in every if run.notebook in files and (not choice.projects or run.project in codes))
    return Dossier(
        folder=_folder(workspace, ledger.unit.code, ledger.year),
        overview=overview(ledger, choice.language),
        runs=runs,
        names=tuple(run.name for run in every),
        language=choice.language,
        ledger_script=ledger_script(ledger, choice.language),
    )


def _runs(workspace: Workspace, ledger: Ledger, notebook: Notebook, choice: Choice) -> list[Run]:
    if notebook.needs and not len(getattr(ledger, notebook.needs)):
        return []
    codes = ledger.project_codes()
    files = file_names(codes)
    language = choice.language
    runs = []
    for code in codes if notebook.is_per_project else [""]:
        given = {"unit": ledger.unit.code, "year": ledger.year, "project": code, "language": language}
        given = {name: value for name, value in given.items() if name in notebook.parameters}
        check_parameters(notebook, given)
        run = Run(
            unit=ledger.unit.code,
            year=ledger.year,
            project=code,
            notebook=notebook.path,
            name=f"{notebook.name}_{files[code]}" if code else notebook.name,
            title=_title(notebook, ledger, code, language),
            heading=heading(ledger.unit.name(language), ledger.year, language),
            notice=ledger.unit.notice(ledger.year, language),
            parameters={**given, **choice.parameters},
            paper=notebook.paper,
            folder=_folder(workspace, ledger.unit.code, ledger.year),
            root=workspace.root,
            language=language,
            cell_timeout=choice.cell_timeout,
        )
        runs.append(run)
    return runs


def heading(unit: str, year: int, language: Language) -> str:
    """Unit and year as every page prints them."""
    return f"{unit}, fiscal year {year}" if language == "en" else f"{unit} {year} 年度"


def _title(notebook: Notebook, ledger: Ledger, code: str, language: Language) -> str:
    title = notebook.title(language)
    name = ledger.unit.project_name(code, language)
    if not code:
        return title
    return f"{title}: {name}" if language == "en" else f"{title}：{name}"


def _folder(workspace: Workspace, unit: str, year: int) -> Path:
    return workspace.reports_folder / unit / str(year)


def _fault_dossier(workspace: Workspace, code: str, year: int, fault: PerfkitError, language: Language) -> Dossier:
    return Dossier(
        folder=_folder(workspace, code, year),
        overview=overview_of_fault(code, year, fault.text(language)),
        runs=(),
        names=(),
        language=language,
    )
