"""A dossier as one PDF: its pages below one another, charts drawn, printed by Chromium, Chrome or Edge where present.

The browser runs without a window and with a profile of its own that is thrown away; the pages themselves allow no
network (`perfkit.reports.assets.policy`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from perfkit import __version__
from perfkit.errors import BrowserFailed, CannotWrite, Language, NoBrowser, NoDossier
from perfkit.reports.assets import plotly_script, policy
from perfkit.reports.files import write_bytes
from perfkit.reports.keys import software
from perfkit.reports.manifest import read_manifest
from perfkit.reports.words import WORDS

#: The variable that names the browser to use, before all others.
VARIABLE: Final = "PERFKIT_BROWSER"
_PROGRAMS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
#: Where they lie on systems that do not name them on the path.
_PLACES: Final = (
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_ARGUMENTS: Final = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)  # fmt: skip
#: Seconds that the pages of the largest dossier take.
_PATIENCE: Final = 900
_MAIN: Final = re.compile(r'<main id="main">(.*?)(?:<footer>.*?)?</main>', re.DOTALL)
_LINK: Final = re.compile(r'<a href="([^"]*)"')


def write_dossier_pdf(path: Path, folder: Path, title: str) -> None:
    """Print the pages in `folder`, index first, to the file `path`.

    Args:
        path: of the PDF.
        folder: of a dossier that `perfkit run` made.
        title: of the document.

    Raises:
        NoDossier: there is none.
        NoBrowser: no browser was found.
        BrowserFailed: it made no PDF.
        CannotWrite: the disk refused.
    """
    manifest = read_manifest(folder)
    if not manifest or not (folder / "index.html").is_file():
        raise NoDossier(path=f"reports/{folder.parent.name}/{folder.name}", unit=folder.parent.name, year=folder.name)
    program = browser()
    try:
        with ExitStack() as stack:
            scratch = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="perfkit-", ignore_cleanup_errors=True))
            )
            # A browser prints as soon as all is loaded; it would not wait until plotly.js is unpacked.
            script = stack.enter_context(_beside(folder, ".js", plotly_script()))
            html = print_page(folder, manifest, title, script.name)
            _print(program, stack.enter_context(_beside(folder, ".html", html.encode("utf-8"))), scratch)
            write_bytes(path, (scratch / "out.pdf").read_bytes())
    except OSError as error:
        raise CannotWrite(path=path, found=error.strerror or error) from error


def browser() -> str:
    """The program that prints.

    Raises:
        NoBrowser: there is none.
    """
    named = os.environ.get(VARIABLE, "")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _PROGRAMS)), None)
    found = found or ("" if named else next((place for place in _PLACES if Path(place).is_file()), ""))
    if not found:
        raise NoBrowser(variable=VARIABLE, found=named or "-")
    return found


def print_page(folder: Path, manifest: dict[str, Any], title: str, plotly: str) -> str:
    """All pages of the dossier as one HTML page, which needs the scripts of its folder.

    Args:
        folder: of the dossier.
        manifest: its manifest, which names its pages in order.
        title: of the page.
        plotly: name of the file that holds plotly.js.
    """
    names = ["index", *(run["name"] for run in manifest["runs"] if run["has_page"])]
    language: Language = manifest["language"]
    environment = Environment(
        loader=PackageLoader("perfkit.reports", "template"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("print.html.j2").render(
        parts=list(_parts(folder, names)),
        title=title,
        plotly=plotly,
        words=WORDS[language],
        policy=policy(),
        version=__version__,
        software=software(),
        edition=manifest["edition"],
        language=language,
    )


def _parts(folder: Path, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Name and body of each page that is there."""
    for name in names:
        page = folder / f"{name}.html"
        found = _MAIN.search(page.read_text(encoding="utf-8")) if page.is_file() else None
        if found:
            yield name, _LINK.sub(lambda link: f"<a {_target(link[1], names)}", found[1])


def _target(link: str, names: Collection[str]) -> str:
    """Where a link leads on paper: to another page of the dossier, to an address of the web, or nowhere."""
    name = re.fullmatch(r"([\w-]+)\.html(?:#.*)?", link)
    if name and name[1] in names:
        return f'href="#{name[1]}"'
    return f'href="{link}"' if link.startswith(("http://", "https://")) else "data-left"


@contextmanager
def _beside(folder: Path, ending: str, data: bytes) -> Iterator[Path]:
    """A file beside the pages, for a moment."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".print-", suffix=ending)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _print(program: str, page: Path, scratch: Path) -> None:
    """Let the browser print `page` to out.pdf in `scratch`."""
    out = scratch / "out.pdf"
    # A browser does not seal itself off when the administrator runs it, as in containers.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    command = [
        program, *_ARGUMENTS, *(["--no-sandbox"] if is_root else []), f"--user-data-dir={scratch / 'profile'}",
        f"--print-to-pdf={out}", page.as_uri(),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - a browser
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise BrowserFailed(program=program, found=f"{type(fault).__name__}") from None
    if not out.is_file() or not out.read_bytes().startswith(b"%PDF"):
        raise BrowserFailed(program=program, found=f"exit code {done.returncode}")
