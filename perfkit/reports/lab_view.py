"""Tables and books that open in JupyterLab as they do on a page: a click on an amount shows its voucher lines.

Each is a page of its own inside the output: sealed, with our scripts and the lines in it, in a frame that is cut off
from JupyterLab. No text of an export reaches the notebook's own page, and nothing is asked of any network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from perfkit.errors import Language, is_a_run
from perfkit.ledger.ledger import Ledger
from perfkit.reports.assets import own_script, page_script, policy_of
from perfkit.reports.ledger_data import packed_lines
from perfkit.reports.traced_html import TracedHtml
from perfkit.reports.tracing import check_amounts
from perfkit.reports.words import WORDS
from perfkit.tables.templates import shown
from perfkit.workspace import Workspace, open_workspace

#: Heights of the frame in pixels; the lines of an amount need room above their table.
_LOWEST: Final = 460
_HIGHEST: Final = 720
_ROW: Final = 34


class Printed(Protocol):
    """A table, cards or a form of `perfkit.tables`."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True, repr=False)
class LabView:
    """What a notebook shows: a sealed page in a frame. In a run of a batch, whose pages open amounts anyway, `plain`.

    Args:
        title: of the frame, for those who hear it.
        page: its HTML.
        plain: the same without scripts.
        text: what is read where no HTML is shown.
        height: of the frame, in pixels.
    """

    title: str
    page: str
    plain: str
    text: str
    height: int = _HIGHEST

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        if is_a_run():
            return self.plain
        style = f"width:100%;height:{self.height}px;border:0;resize:vertical;overflow:auto"
        return Markup(
            '<iframe class="pk-view" title="{title}" sandbox="allow-scripts allow-downloads" '
            'referrerpolicy="no-referrer" style="{style}" srcdoc="{page}"></iframe>'
        ).format(title=self.title, style=style, page=self.page)


def open_amounts(
    table: Printed, ledger: Ledger, language: Language = "zh", *, workspace: Workspace | None = None
) -> LabView:
    """`table` with every amount open: a click shows its voucher lines and their sum, a second one the whole voucher.

    Args:
        table: of `perfkit.tables`, made from `ledger`.
        ledger: as `Workspace.load` gave it, or its `of_project`.
        language: of the words around it.
        workspace: that loaded `ledger`; by default the one of the current folder.

    Raises:
        UntraceableAmount: an amount is not the sum of its lines.
        WorkspaceError: the workspace has no such ledger.
    """
    html = table._repr_html_()
    years = _years(ledger, workspace)
    check_amounts(html, lambda year: years(year or ledger.year))
    traced = TracedHtml(html)
    books = {year: packed_lines(years(year), language) for year in traced.years(ledger.year)}
    title = next((each.title for each in traced.tables), "") or _name(ledger, language)
    page = _page(title, Markup(html), page_script(), ledger.year, books, language)  # noqa: S704 # of our tables, which escape
    height = min(_HIGHEST, max(_LOWEST, html.count("<tr") * _ROW))
    return LabView(title, page, html, str(table), height)


def open_ledger(ledger: Ledger, language: Language = "zh", *, workspace: Workspace | None = None) -> LabView:
    """Every line of the year to search, filter and sort; a click on its number opens a voucher, both sides.

    Args:
        ledger: as `Workspace.load` gave it. Of one project, too, the books of the whole unit are opened.
        language: of headings and names.
        workspace: that loaded `ledger`; by default the one of the current folder.

    Raises:
        WorkspaceError: the workspace has no such ledger.
    """
    title = _name(ledger, language)
    script = page_script() + b"\n" + own_script("ledger.js")
    books = {ledger.year: packed_lines(_years(ledger, workspace)(ledger.year), language)}
    body = Markup('<div id="ledger"><p role="status">{}</p></div>').format(WORDS[language]["ledger_waits"])
    return LabView(title, _page(title, body, script, ledger.year, books, language), ledger._repr_html_(), repr(ledger))


def _years(ledger: Ledger, workspace: Workspace | None) -> Callable[[int], Ledger]:
    """Gives the ledgers of the unit, each once. That of a project lacks the other lines: its year is loaded again."""

    @cache
    def load(year: int) -> Ledger:
        if year == ledger.year and not ledger.project:
            return ledger
        return (workspace or open_workspace(edition=ledger.edition)).load(ledger.unit.code, year)

    return load


def _name(ledger: Ledger, language: Language) -> str:
    return f"{WORDS[language]['ledger']} · {ledger.unit.name(language)} {ledger.year}"


def _page(title: str, body: Markup, script: bytes, year: int, books: Mapping[int, str], language: Language) -> str:
    environment = Environment(
        loader=PackageLoader("perfkit.reports", "template"), autoescape=True, undefined=StrictUndefined
    )
    environment.finalize = shown
    code = Markup(script.decode("utf-8"))  # noqa: S704 # ours
    return environment.get_template("lab.html.j2").render(
        title=title, body=body, script=code, year=year, books=books, words=WORDS[language], policy=policy_of(script)
    )
