"""What the commands that write a blank sheet for a unit and year share: their options, and where the sheet goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from perfkit.cli.intake import year_of
from perfkit.cli.speech import say
from perfkit.errors import NameTaken

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


def sheet_options(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a command that writes the sheet `name` of a unit and year."""
    unit = click.option(
        "--unit", required=True, metavar="CODE", help=say("单位（data/raw 下的文件夹名）。", "The folder of data/raw.")
    )
    year = click.option(
        "--year", required=True, metavar="YEAR", callback=year_of,
        help=say("年度，如 2021。", "The fiscal year, such as 2021."),
    )  # fmt: skip
    out = click.option(
        "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
        help=say(
            f"要写的文件；默认为 data/raw/<单位>/<年度>/{name}。已有的文件不覆盖。",
            f"The file to write; default: data/raw/<unit>/<year>/{name}. One that is there already is kept.",
        ),
    )  # fmt: skip
    return lambda command: unit(year(out(command)))


def free_place(workspace: Workspace, place: str, out: Path | None) -> Path:
    """Where the sheet is to be written: `out`, or its `place` in the workspace.

    Raises:
        NameTaken: there is a file already.
    """
    path = out or workspace.root / place
    if path.exists():
        raise NameTaken(path=out or place)
    return path
