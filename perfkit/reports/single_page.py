"""A page of a dossier as one file: scripts, chart code and lines are inside, sealed by hash."""

from __future__ import annotations

import html as html_escape
import re
from pathlib import Path
from typing import Final

from perfkit.errors import CannotRead, NotAPage
from perfkit.reports import ledger_data
from perfkit.reports.assets import FOLDER, packed_plotly, page_script, policy
from perfkit.reports.ledger_data import read_packed
from perfkit.reports.traced_html import TracedHtml

#: What one file may weigh; lines that do not fit are left out, and the page says so where they are asked for.
LIMIT: Final = 2_200_000
_PLOTLY_TAG: Final = f'<script src="{FOLDER}/plotly.js" defer></script>'
_PAGE_TAG: Final = f'<script src="{FOLDER}/page.js" defer></script>'
_BESIDE: Final = re.compile(r'<a href="(?!#|https?:|mailto:)[^"]*"')
_YEAR: Final = re.compile(r'<body[^>]* data-year="(\d+)"')


def single_page(path: Path) -> str:
    """The page at `path` (in its dossier) as one file.

    Raises:
        NotAPage: it is no page that perfkit made for a year of a unit.
        CannotRead: the system refuses to open it.
    """
    html = _text(path)
    year = _YEAR.search(html)
    if not year or html.count(_PAGE_TAG) != 1:
        raise NotAPage(path=path)
    html = _BESIDE.sub("<a", html).replace("<html ", "<html data-alone ", 1)
    html = html.replace(_escaped(policy()), _escaped(policy(alone=True)), 1)
    own = page_script().decode("utf-8")
    chart_code = _block('id="plotly"', packed_plotly()) if _PLOTLY_TAG in html else ""
    room = LIMIT - sum(len(part.encode("utf-8")) for part in (html, chart_code, own))
    lines = _lines(html, path.parent, int(year[1]), room)
    before, after = html.replace(_PLOTLY_TAG, "").split(_PAGE_TAG)
    return f"{before}{chart_code}{lines}<script>{own}</script>\n{after}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(path=path, found=getattr(error, "strerror", None) or error) from None


def _lines(html: str, folder: Path, year: int, room: int) -> str:
    """The blocks with the lines of the years that the page walks back to, the page's own first, as far as they fit."""
    blocks = ""
    for wanted in TracedHtml(html).years(year):
        data = _packed_lines(folder if wanted == year else folder.parent / str(wanted))
        block = _block(f'data-book="{wanted}"', data) if data else ""
        blocks += block if len(blocks) + len(block) <= room else ""
    return blocks


def _packed_lines(dossier: Path) -> str:
    try:
        return read_packed((dossier / ledger_data.NAME).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""


def _block(attribute: str, data: str) -> str:
    return f'<script type="application/octet-stream" {attribute}>{data}</script>\n'


def _escaped(policy: str) -> str:
    """A policy as it stands in the attribute of the page."""
    return html_escape.escape(policy, quote=True).replace("&#x27;", "&#39;")
