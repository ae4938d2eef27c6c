"""The paper of a page: the forms as a workbook or the report as a Word file, made of the same ledger as the page.

A notebook names its paper in its metadata (`perfkit.paper`). A paper lies in the folder `papers` of the dossier and is
called like its page. The document writers are imported by the runs that need them: most pages have no paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from perfkit.ledger.ledger import Ledger
    from perfkit.workspace import Workspace

FOLDER: Final = "papers"


@dataclass(frozen=True)
class Paper:
    """One kind of paper: the ending of its file, and what writes it."""

    ending: str
    write: Callable[[Workspace, Ledger, Mapping[str, Any], Path], None]


def write_paper(paper: str, workspace: Workspace, parameters: Mapping[str, Any], path: Path) -> None:
    """Write the paper named `paper`, of the unit and year among `parameters`, to `path`.

    Raises:
        CannotWrite: the disk refused.
    """
    ledger = workspace.load(parameters["unit"], parameters["year"])
    PAPERS[paper].write(workspace, ledger, parameters, path)


def paper_name(paper: str, page: str) -> str:
    """Where the paper of a page lies in its dossier; "" if it has none."""
    return f"{FOLDER}/{page}{PAPERS[paper].ending}" if paper else ""


def _evaluation_forms(_workspace: Workspace, ledger: Ledger, _parameters: Mapping[str, Any], path: Path) -> None:
    from perfkit.evaluation import unit_forms
    from perfkit.reports.forms import write_forms

    write_forms(path, unit_forms(ledger))


def _project_form(_workspace: Workspace, ledger: Ledger, parameters: Mapping[str, Any], path: Path) -> None:
    from perfkit.evaluation import evaluate_project, project_form
    from perfkit.reports.forms import write_forms

    write_forms(path, [project_form(ledger, evaluate_project(ledger, parameters["project"]))])


def _monitoring_form(workspace: Workspace, ledger: Ledger, parameters: Mapping[str, Any], path: Path) -> None:
    from perfkit.evaluation import monitoring_form
    from perfkit.reports.forms import write_forms

    earlier = workspace.earlier(ledger.unit.code, ledger.year)
    write_forms(path, [monitoring_form(ledger, earlier, parameters.get("as_of", 0))])


def _report(_workspace: Workspace, ledger: Ledger, _parameters: Mapping[str, Any], path: Path) -> None:
    from perfkit.evaluation import self_evaluation_report
    from perfkit.reports.docx import write_docx

    write_docx(path, self_evaluation_report(ledger))


def _tables(workspace: Workspace, ledger: Ledger, parameters: Mapping[str, Any], path: Path) -> None:
    from perfkit.reports.tables_workbook import write_tables_workbook

    earlier = workspace.earlier(ledger.unit.code, ledger.year)
    write_tables_workbook(path, ledger, earlier, parameters.get("language", "zh"))


PAPERS: Final = {
    "tables": Paper(".xlsx", _tables),
    "evaluation_forms": Paper(".xlsx", _evaluation_forms),
    "project_form": Paper(".xlsx", _project_form),
    "monitoring_form": Paper(".xlsx", _monitoring_form),
    "self_evaluation_report": Paper(".docx", _report),
}
