"""The scripts that the pages of a dossier share, and what they may do.

plotly.js is the one that the installed plotly package carries, so that figures and script agree.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Final

from perfkit.reports.files import write_bytes
from perfkit.reports.packing import packed

FOLDER: Final = "assets"
#: Nothing may be fetched, sent or run but scripts that are named.
_POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "base-uri 'none'; form-action 'none'; connect-src 'none'"
)
#: In the order in which they need each other.
_PAGE: Final = ("books.js", "grid.js", "drill.js", "wide.js", "charts.js")
_TRACE_TYPE: Final = re.compile(rb'moduleType:"trace",name:"([a-z0-9]+)"')
#: Charts that load maps from the network.
_FROM_THE_NETWORK: Final = frozenset(
    {"choropleth", "choroplethmap", "densitymap", "scattergeo", "scattermap"}
)  # fmt: skip


def write_assets(folder: Path) -> None:
    """Write the shared scripts of the dossier `folder`, where they are not there yet.

    Raises:
        CannotWrite: the disk refused.
    """
    chart_code = f'perfkit.receive("plotly","{packed_plotly()}");\n'.encode("ascii")
    scripts = {"page.js": page_script(), "plotly.js": chart_code, "ledger.js": own_script("ledger.js")}
    for name, data in scripts.items():
        path = folder / FOLDER / name
        if not path.exists() or path.read_bytes() != data:
            write_bytes(path, data)


def policy(*, alone: bool = False) -> str:
    """The Content-Security-Policy of a page: the scripts of its own folder run, and plotly.js once it is unpacked.

    Args:
        alone: of a page that holds its scripts itself; then the hash of ours takes the place of the folder.
    """
    own = script_hash(page_script()) if alone else "'self'"
    return _POLICY.format(scripts=f"{own} {_plotly_hash()}")


def policy_of(script: bytes) -> str:
    """The Content-Security-Policy of a page that holds `script` and runs nothing else."""
    return _POLICY.format(scripts=script_hash(script))


@cache
def _plotly_hash() -> str:
    return script_hash(plotly_script())


def script_hash(script: bytes) -> str:
    """How a policy names an inline script."""
    return f"'sha256-{b64encode(sha256(script).digest()).decode('ascii')}'"


@cache
def packed_plotly() -> str:
    """plotly.js as the pages carry it: 1.8 MB instead of 4.8."""
    return packed(plotly_script())


def plotly_script() -> bytes:
    """plotly.js."""
    return resources.files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


def page_script() -> bytes:
    """What every page runs: it draws the charts and opens the amounts."""
    return b"\n".join(own_script(name) for name in _PAGE)


def own_script(name: str) -> bytes:
    """One of the scripts in template/scripts."""
    return resources.files("perfkit.reports").joinpath("template", "scripts", name).read_bytes()


@cache
def drawable_types() -> frozenset[str]:
    """The types of traces that plotly.js draws without the network. Any other it would draw as a line, unasked."""
    known = {name.decode() for name in _TRACE_TYPE.findall(plotly_script())}
    return frozenset(known - _FROM_THE_NETWORK)
