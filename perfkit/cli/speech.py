"""click in two languages: its own words, its complaints, and perfkit's errors as one sentence."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

import click

from perfkit.errors import Language, PerfkitError, default_language

LANGUAGE: Final[Language] = default_language()
_CHINESE: Final = {
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示本帮助。",
    "Show the version and exit.": "显示版本号。",
}
#: Signs that move the cursor, colour, hide or reorder text: control and format characters, line separators, halves.
_COMMANDS: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")


def say(zh: str, en: str) -> str:
    """The text in the language of this process."""
    return en if LANGUAGE == "en" else zh


def tell(text: str, *, err: bool = False) -> None:
    """Print `text`, parts of which come from files: nothing in it commands the terminal, or stops a narrow encoding."""
    plain = "\n".join(_without_commands(line) for line in text.split("\n"))
    encoding = (sys.stderr if err else sys.stdout).encoding or "utf-8"
    click.echo(plain.encode(encoding, "replace").decode(encoding), err=err)


def _without_commands(line: str) -> str:
    return "".join(" " if unicodedata.category(sign) in _COMMANDS else sign for sign in line)


def on_one_line(text: str) -> str:
    """`text` with every run of blanks, line breaks and invisible signs as one blank."""
    return " ".join(_without_commands(text).split())


def width(text: str) -> int:
    """The columns of a terminal that `text` takes: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def cut(text: str, most: int) -> str:
    """`text`, or as much of it as `most` columns hold with an ellipsis."""
    if width(text) <= most:
        return text
    kept = text[:most]
    while width(kept) >= most:
        kept = kept[:-1]
    return kept + "…"


def filled_up(text: str, columns: int) -> str:
    """`text` with blanks up to that many columns."""
    return text + " " * (columns - width(text))


class _Formatter(click.HelpFormatter):
    """click's own words in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, say("用法：", "Usage: "))

    def write_heading(self, heading: str) -> None:
        super().write_heading(say(_CHINESE.get(heading, heading), heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, say(_CHINESE.get(text, text), text)) for term, text in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help speaks the user's language."""

    context_class = _Context


class Commands(click.Group):
    """The group of commands: its help speaks the user's language, and so do its errors."""

    context_class = _Context
    command_class = Command

    def invoke(self, ctx: click.Context) -> Any:
        """A user's mistake is one sentence on stderr and its exit code; `--debug` shows where it came from."""
        if ctx.parent is not None:  # a group inside the program: the program itself tells
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as fault:
            if ctx.params["debug"]:
                raise
            tell(_sentence(fault), err=True)
            ctx.exit(fault.exit_code if isinstance(fault, PerfkitError) else 1)


def _sentence(fault: Exception) -> str:
    if isinstance(fault, PerfkitError):
        return fault.text(LANGUAGE)
    what = f"{type(fault).__name__}: {fault}"
    return say(
        f"perfkit 内部出错：{what}。加上 --debug 可看到详情。",
        f"perfkit itself failed: {what}. Add --debug for details.",
    )


def usage_sentence(fault: click.ClickException) -> str:
    """A complaint of click in the user's language, and where the help is."""
    context = getattr(fault, "ctx", None)
    words = fault.format_message()
    if isinstance(fault, click.NoSuchOption):
        words = say(f"没有选项 {fault.option_name}。", words)
    elif isinstance(fault, click.exceptions.NoSuchCommand):
        words = say(f"没有命令 {fault.command_name}。", words)
    elif isinstance(fault, click.MissingParameter):
        words = say(f"缺少参数 {fault.param.human_readable_name if fault.param else ''}。", words)
    elif isinstance(fault, click.BadParameter) and fault.param:
        words = say(f"{fault.param.opts[0]} 的取值无效：{fault.message}", words)
    path = context.command_path if context else "perfkit"
    return say(f"{words}\n用法见 {path} --help", f"{words}\nSee {path} --help")
