"""The page of a run, after everything that it must not do without was checked; a page that fails says so on itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat import NotebookNode

from perfkit.errors import UnshowableOutput, UntraceableAmount
from perfkit.ledger.ledger import Ledger
from perfkit.reports.page import check_outputs, render
from perfkit.reports.tracing import check_amounts
from perfkit.workspace import open_workspace

if TYPE_CHECKING:
    from perfkit.reports.run import Run


def checked_page(notebook: NotebookNode, run: Run, error: str = "") -> tuple[str, str]:
    """The HTML of an executed notebook, and the error of its run: `error`, or what the checks found.

    Checked are that the page can show every output, and that every amount on it is the sum of the lines it opens.
    """

    def load(year: int) -> Ledger:
        return open_workspace(run.root, run.edition).load(run.unit, year or run.year)

    html = render(notebook, run, error)
    try:
        check_outputs(notebook)
        check_amounts(html, load)
    except (UnshowableOutput, UntraceableAmount) as fault:
        if not error:
            error = fault.text(run.language)
            html = render(notebook, run, error)
    return html, error
