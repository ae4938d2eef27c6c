"""The indexes: reports/<unit>/<year>/index.html for one dossier, reports/index.html and units.html over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from perfkit import __version__
from perfkit.errors import Language, PerfkitError
from perfkit.ledger.editions import EDITIONS
from perfkit.reports import ledger_data
from perfkit.reports.assets import policy, write_assets
from perfkit.reports.dossier import Dossier
from perfkit.reports.files import write_text
from perfkit.reports.keys import software
from perfkit.reports.manifest import read_manifest, write_manifest
from perfkit.reports.overview import Overview, overview, overview_of_fault
from perfkit.reports.page import styled_once
from perfkit.reports.papers import FOLDER as PAPERS_FOLDER
from perfkit.reports.plan import fault_text
from perfkit.reports.words import WORDS
from perfkit.tables.templates import shown

if TYPE_CHECKING:
    from perfkit.workspace import Workspace

#: Pages of a dossier that no notebook makes.
_OWN_PAGES: Final = ("ledger",)


def write_dossier(
    workspace: Workspace, dossier: Dossier, plan: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]
) -> None:
    """Complete a dossier whose scripts and lines are there and whose runs are done: indexes, without stale pages.

    Args:
        workspace: whose.
        dossier: which.
        plan: its runs as `manifest.plan_entry` has them.
        entries: of its runs as `manifest.run_entry` has them, in order.
    """
    folder, language, edition = dossier.folder, dossier.language, workspace.edition
    _remove_stale(folder, {entry["name"] for entry in entries})
    view = _view(workspace, dossier)
    if not view.fault and edition == EDITIONS[0]:  # a public edition has no vouchers to search
        write_text(folder / "ledger.html", _render("ledger.html.j2", language, overview=view, edition=edition))
    write_text(
        folder / "index.html", _render("dossier.html.j2", language, overview=view, entries=entries, edition=edition)
    )
    told = asdict(view)
    told.pop("tables")
    facts = {name: told[name] for name in ("inputs", "corrections", "explanations")}
    write_manifest(folder, edition=edition, language=language, overview=told, plan=plan, runs=entries, **facts)


def write_lines(workspace: Workspace, dossier: Dossier) -> None:
    """Write the lines of a year as its pages load them; if its data cannot be loaded, `write_dossier` tells why."""
    if dossier.fault:
        return
    try:
        script = ledger_data.ledger_script(workspace.load(dossier.unit, dossier.year), dossier.language)
    except PerfkitError:
        return
    write_text(dossier.folder / ledger_data.NAME, script)


def _view(workspace: Workspace, dossier: Dossier) -> Overview:
    """What the index says of the data."""
    fault = dossier.fault
    if not fault:
        try:
            return overview(workspace.load(dossier.unit, dossier.year), dossier.language)
        except PerfkitError as error:
            fault = fault_text(error, dossier.language, workspace.edition)
    return overview_of_fault(dossier.unit, dossier.year, fault)


def write_reports_index(workspace: Workspace, language: Language) -> Path:
    """reports/index.html over the dossiers of all units and years that the workspace (still) has data of."""
    folders = [(unit, workspace.reports_folder / unit) for unit in workspace.units()]
    found = [[read_manifest(folder / str(year)) for year in workspace.years(unit)] for unit, folder in folders]
    shelves = [_shelf(told) for told in ([one for one in each if one.get("overview")] for each in found) if told]
    path = workspace.reports_folder / "index.html"
    compared = _write_comparison(
        workspace, [manifest for shelf in shelves for manifest in shelf["manifests"]], language
    )
    write_text(
        path, _render("reports.html.j2", language, shelves=shelves, compared=compared, edition=workspace.edition)
    )
    return path


def _write_comparison(workspace: Workspace, manifests: list[dict[str, Any]], language: Language) -> str:
    """Write reports/units.html; its name, "" if there is nothing to compare."""
    path = workspace.reports_folder / "units.html"
    years = []
    if len({manifest["overview"]["unit"] for manifest in manifests}) > 1:
        from perfkit.reports.comparison import comparisons  # brings plotly, which one unit alone does not need

        years = comparisons(workspace, manifests, language)
    if not years:
        path.unlink(missing_ok=True)
        return ""
    write_assets(workspace.reports_folder)
    write_text(path, _render("units.html.j2", language, years=years, edition=workspace.edition))
    return path.name


def _shelf(manifests: list[dict[str, Any]]) -> dict[str, Any]:
    """The dossiers of one unit: its name, its money unit, its years, and each notice with the years it is about."""
    views = [manifest["overview"] for manifest in manifests]
    loaded = [view for view in views if not view["fault"]] or views
    notices: dict[str, list[int]] = {}
    for view in views:
        notices.setdefault(view["notice"], []).append(view["year"])
    notices.pop("", None)
    first = {key: loaded[0][key] for key in ("unit", "unit_name", "money")}
    return {**first, "manifests": manifests, "notices": notices}


def _remove_stale(folder: Path, names: set[str]) -> None:
    for path in [*folder.glob("*.html"), *folder.glob("notebooks/*.ipynb"), *folder.glob(f"{PAPERS_FOLDER}/*")]:
        if path.stem not in {*names, *_OWN_PAGES}:
            path.unlink()


def _render(template: str, language: Language, **values: Any) -> str:
    common = {
        "words": WORDS[language],
        "policy": policy(),
        "version": __version__,
        "software": software(),
        "language": language,
    }
    return _environment().get_template(template).render(**common, styles=set(), **values)


@cache
def _environment() -> Environment:
    loader = PackageLoader("perfkit.reports", "template")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    environment.filters["styled_once"] = styled_once
    environment.finalize = shown
    return environment
