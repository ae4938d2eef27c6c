"""The options that several commands share, and what their texts mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from perfkit.cli.speech import LANGUAGE, say
from perfkit.errors import LANGUAGES
from perfkit.ledger.editions import EDITIONS, Edition

if TYPE_CHECKING:
    from perfkit.workspace import Workspace


def years_of(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> list[int]:
    """`2020-2021`, `2023` -> [2020, 2021, 2023]."""
    years: list[int] = []
    for text in texts:
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
        if not found or int(found[2] or found[1]) < int(found[1]):
            raise click.BadParameter(
                say(f"{text} 应为 2021 或 2020-2022 的形式", f"{text} must be like 2021 or 2020-2022")
            )
        years += range(int(found[1]), int(found[2] or found[1]) + 1)
    return sorted(set(years))


def named_values(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> dict[str, str]:
    """`scope=all_funds` -> {"scope": "all_funds"}."""
    pairs = [text.partition("=") for text in texts]
    for name, sign, _value in pairs:
        if not sign or not name.isidentifier():
            raise click.BadParameter(say(f"{name} 应为 名称=取值 的形式", f"{name} must be like name=value"))
    return {name: value for name, _sign, value in pairs}


def which(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that name units and years."""
    unit = click.option(
        "--unit", "units", multiple=True, metavar="CODE",
        help=say("只处理该单位（data/raw 下的文件夹名），可多次使用。", "Only this folder of data/raw; repeatable."),
    )  # fmt: skip
    years = click.option(
        "--year", "--years", "years", multiple=True, callback=years_of, metavar="YEAR",
        help=say("只处理该年度，如 2021 或 2020-2022，可多次使用。", "Only this year, 2021 or 2020-2022; repeatable."),
    )  # fmt: skip
    return unit(years(command))


in_language = click.option(
    "--language", type=click.Choice(LANGUAGES), default=LANGUAGE, show_default=True,
    help=say("输出内容的语言。", "Language of the output."),
)  # fmt: skip


in_edition = click.option(
    "--edition", type=click.Choice(EDITIONS), default=EDITIONS[0], show_default=True,
    help=say(
        "版本：auditor 审计版（全部），public 公开版（遮盖个人信息，另存于 reports-public）。",
        "auditor: all there is; public: persons masked, in reports-public.",
    ),
)  # fmt: skip


def workspace_of(context: click.Context, edition: Edition | None = None) -> Workspace:
    """The workspace that `--workspace` names, or the one around the current folder."""
    from perfkit.workspace import open_workspace

    return open_workspace(context.obj, edition)
