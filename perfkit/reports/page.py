"""An executed notebook as an HTML page that opens from a USB stick: no request leaves it, no chart is lost.

nbconvert's own pages load scripts from the network and drop plotly figures with no more than a warning; hence an
exporter with a template of our own (template/), and `check_outputs`, which refuses what the template cannot show.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from papermill.execute import ERROR_MARKER_TAG
from traitlets.config import Config

from perfkit import __version__
from perfkit.errors import LANGUAGES, Language, UnshowableOutput
from perfkit.reports.assets import drawable_types, policy
from perfkit.reports.keys import software
from perfkit.reports.sealing import unsealed
from perfkit.reports.words import WORDS
from perfkit.tables.templates import shown
from perfkit.tables.vouchers import LINES_MIME

if TYPE_CHECKING:
    from perfkit.reports.run import Run

PLOTLY: Final = "application/vnd.plotly.v1+json"
#: Lines that a page opens instead of printing them all (`perfkit.tables.voucher_lines_table`).
LINES: Final = LINES_MIME
#: What a page can show, richest first.
SHOWABLE: Final = (
    PLOTLY,
    LINES,
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
)
_HEADING: Final = re.compile(r"<h([1-3])(?:\s[^>]*)?>(.*?)</h\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_STYLE: Final = re.compile(r"<style>.*?</style>\s*", re.DOTALL)


def render(notebook: NotebookNode, run: Run, error: str = "") -> str:
    """The page of an executed notebook in `run.language`; with `error`, marked as failed."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    facts = {
        "run": run, "error": error, "version": __version__, "software": software(),
        "policy": policy(), "words": WORDS[run.language],
        "has_charts": any(PLOTLY in output.get("data", {}) for output in outputs), "template": {}, "styles": set(),
    }  # fmt: skip
    html, _ = _exporter(run.language).from_notebook_node(notebook, {"facts": facts, "headings": []})
    return str(html)


def check_outputs(notebook: NotebookNode) -> None:
    """Refuse outputs that a page would have to leave out, or could show in part only.

    Raises:
        UnshowableOutput: an output has a MIME type the template does not show, holds a chart that plotly.js does not
            draw by itself, or HTML that needs scripts or other files.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            found = _unshowable(output.get("data", {}))
            if found:
                raise UnshowableOutput(cell=number, found=found, expected=", ".join(SHOWABLE))


def _unshowable(data: dict[str, Any]) -> str:
    """What of an output a page cannot show; "" if it can show all."""
    foreign = [mime for mime in data if mime not in SHOWABLE]
    if foreign:
        return foreign[0]
    if PLOTLY in data:
        types = [trace.get("type", "scatter") for trace in data[PLOTLY].get("data", [])]
        return next((f"plotly {name}" for name in types if name not in drawable_types()), "")
    return unsealed(data["text/html"]) if "text/html" in data else ""


class PageExporter(HTMLExporter):
    """nbconvert's HTML exporter on our template, without its pass through an HTML parser (a third of its time)."""

    def from_notebook_node(  # type: ignore[override] # nbconvert's own subclasses return text, too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and the resources."""
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return page, resources

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True  # what is not marked safe by name in the template is escaped
        environment.finalize = shown
        return environment

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """The filters of nbconvert and those of the template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield from {
            "markdown": _markdown,
            "richest": lambda data: next((mime for mime in SHOWABLE if mime in data), ""),
            "data_block": data_block,
            "chart_block": _chart_block,
            "styled_once": _styled_once,
            "in_base64": lambda text: b64encode(text.encode("utf-8")).decode("ascii"),
            "plain": strip_ansi,
        }.items()


@cache
def _exporter(language: Language) -> PageExporter:
    others = {other for other in LANGUAGES if other != language}
    config = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {ERROR_MARKER_TAG, *others}}})
    folder = str(resources.files("perfkit.reports") / "template")
    return PageExporter(  # type: ignore[no-untyped-call]
        config=config, template_paths=[folder], template_file="notebook.html.j2"
    )


def data_block(figure: dict[str, Any]) -> Markup:
    """A figure as JSON that no text inside it can end (`</script>`) or comment out (`<!--`)."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 # inert JSON, its only dangerous sign just replaced


@pass_context
def _chart_block(context: Context, figure: dict[str, Any]) -> Markup:
    """A figure as a `data_block`; a template that the chart before it had, too, stands in the page once."""
    layout = dict(figure.get("layout", {}))
    facts = context["resources"]["facts"]
    template = layout.get("template", {})
    if template == facts["template"]:
        layout.pop("template", None)
    elif facts["template"]:
        layout["template"] = template
    facts["template"] = template
    return data_block({"data": figure.get("data", []), "layout": layout})


@pass_context
def _styled_once(context: Context, html: str) -> Markup:
    """The HTML of an output, without the style sheets that an output before it brought already."""
    return styled_once(html, context["resources"]["facts"]["styles"])


def styled_once(html: str, seen: set[str]) -> Markup:
    """`html` without the style sheets in `seen`, to which its own are added."""

    def first(found: re.Match[str]) -> str:
        is_new = found[0] not in seen
        seen.add(found[0])
        return found[0] if is_new else ""

    return Markup(_STYLE.sub(first, html))  # noqa: S704 # HTML of our tables, or what check_outputs let through


@pass_context
def _markdown(context: Context, source: str, *, trusted: bool) -> Markup:
    """Markdown as HTML; headings 1-3 get an id by position and go to the contents.

    Args:
        context: of the template; its `resources.headings` collects (level, id, text).
        source: markdown.
        trusted: whether raw HTML in it stays HTML: true for the text of a notebook, false for its outputs.
    """
    renderer = IPythonRenderer(escape=not trusted, allow_harmful_protocols=False, exclude_anchor_links=True)
    headings = context["resources"]["headings"]

    def anchored(found: re.Match[str]) -> str:
        level, inner = found[1], found[2]
        anchor = f"s{len(headings) + 1}"
        headings.append((int(level), anchor, Markup(_TAG.sub("", inner))))  # noqa: S704 # tags taken out, text escaped
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    return Markup(_HEADING.sub(anchored, MarkdownWithMath(renderer=renderer).render(source)))  # noqa: S704
