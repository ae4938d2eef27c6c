"""What to run: every notebook for every unit, year and project that it is for; refused here, before anything runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfkit.errors import Language, PerfkitError, UnknownProject, UsageError
from perfkit.ledger.editions import EDITIONS, Edition
from perfkit.ledger.ledger import Ledger
from perfkit.reports.choice import Choice, chosen_files, is_chosen, notebook_files
from perfkit.reports.dossier import Dossier
from perfkit.reports.files import file_names
from perfkit.reports.notebooks import Notebook, check_parameters, find_notebooks
from perfkit.reports.run import Run
from perfkit.reports.words import WORDS
from perfkit.workspace.choice import unit_years

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


def plan(workspace: Workspace, choice: Choice) -> list[Dossier]:
    """The dossiers of the units and years that are chosen, with the runs that are chosen.

    Raises:
        UsageError: a notebook or a parameter that is not there, or ill-typed.
        UnknownUnit, UnknownYear, UnknownProject: nothing of that name.
    """
    years = unit_years(workspace, choice.units, choice.years)
    dossiers = [plan_year(workspace, code, year, choice) for code, year in years]
    require_projects(dossiers, choice)
    return [replace(dossier, runs=chosen_runs(dossier, choice)) for dossier in dossiers]


def plan_year(workspace: Workspace, code: str, year: int, choice: Choice) -> Dossier:
    """One unit and year with all its runs, in order of notebook and project.

    A year whose data cannot be loaded gives a dossier that says why and has no runs; a notebook that cannot be run is
    told, and the others have their runs.

    Raises:
        UsageError: a parameter that a chosen notebook does not declare, or ill-typed.
        UnknownNotebook: nothing of that name.
    """
    broken: dict[str, str] = {}
    known = find_notebooks(
        workspace.notebooks_folder, lambda name, fault: broken.update({name: fault.text(choice.language)})
    )
    chosen = set(chosen_files(notebook_files(workspace.notebooks_folder), choice.notebooks))
    known = [notebook for notebook in known if notebook.is_report]
    for notebook in known:
        if notebook.path in chosen:
            check_parameters(notebook, choice.parameters)
    dossier = Dossier(code, year, workspace.reports_folder / code / str(year), choice.language, broken=broken)
    try:
        ledger = workspace.load(code, year)
    except PerfkitError as fault:
        return replace(dossier, fault=fault_text(fault, choice.language, workspace.edition))
    runs: list[Run] = []
    for notebook in known:
        try:
            runs += _runs(workspace, ledger, notebook, choice)
        except UsageError as fault:  # it wants a unit, year or project of another type
            broken[notebook.name] = fault.text(choice.language)
    return replace(dossier, runs=tuple(runs), projects=ledger.unit.project_codes())


def fault_text(fault: PerfkitError, language: Language, edition: Edition) -> str:
    """Why data could not be loaded. It may tell what stands in a file: the public edition does not say it."""
    return fault.text(language) if edition == EDITIONS[0] else WORDS[language]["fault_withheld"]


def chosen_runs(dossier: Dossier, choice: Choice) -> tuple[Run, ...]:
    """Those of the runs of `dossier` that `choice` names, with its parameters."""
    return tuple(
        replace(run, parameters={**run.parameters, **choice.parameters})
        for run in dossier.runs
        if is_chosen(choice, run.notebook.name, run.project, dossier.projects)
    )


def require_projects(dossiers: list[Dossier], choice: Choice) -> None:
    """Every project that is chosen is one of some dossier.

    Raises:
        UnknownProject: it is not.
    """
    for name in choice.projects:
        if not any(run.project == each.projects.get(name, name) for each in dossiers for run in each.runs):
            raise UnknownProject(project=name, where=", ".join(each.label for each in dossiers))


def _runs(workspace: Workspace, ledger: Ledger, notebook: Notebook, choice: Choice) -> list[Run]:
    if notebook.needs and not len(getattr(ledger, notebook.needs)):
        return []
    if notebook.is_internal and workspace.edition != EDITIONS[0]:
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
            heading=heading(ledger.unit.name(language), ledger.year, language, workspace.edition),
            notice=ledger.unit.notice(ledger.year, language),
            parameters=given,
            paper=notebook.paper,
            folder=_folder(workspace, ledger.unit.code, ledger.year),
            root=workspace.root,
            language=language,
            cell_timeout=choice.cell_timeout,
            engine=choice.engine,
            kernel=notebook.kernel,
            edition=workspace.edition,
        )
        runs.append(run)
    return runs


def heading(unit: str, year: int, language: Language, edition: Edition = EDITIONS[0]) -> str:
    """Unit, year and, if it is the public one, the edition, as every page prints them."""
    told = f"{unit}, fiscal year {year}" if language == "en" else f"{unit} {year} 年度"
    if edition == EDITIONS[0]:
        return told
    return f"{told} ({WORDS[language]['public']})" if language == "en" else f"{told}（{WORDS[language]['public']}）"


def _title(notebook: Notebook, ledger: Ledger, code: str, language: Language) -> str:
    title = notebook.title(language)
    name = ledger.unit.project_name(code, language)
    if not code:
        return title
    return f"{title}: {name}" if language == "en" else f"{title}：{name}"


def _folder(workspace: Workspace, unit: str, year: int) -> Path:
    return workspace.reports_folder / unit / str(year)
