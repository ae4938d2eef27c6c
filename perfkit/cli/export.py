"""The commands that hand on what perfkit has: export hledger, export html."""

from __future__ import annotations

from pathlib import Path

import click

from perfkit.cli.intake import year_of
from perfkit.cli.options import workspace_of
from perfkit.cli.speech import Command, Commands, say
from perfkit.errors import NameTaken


@click.group(
    cls=Commands,
    help=say(
        "把数据交给其他程序复核，把报告页交给他人。", "Hand the data to other programs, and single pages to people."
    ),
)
def export() -> None:
    """The group; its help is given above in both languages."""


@export.command(
    cls=Command,
    help=say(
        """写成 hledger 日记账，含预算计划；用独立的程序复核预算与执行。

        \b
        例：perfkit export hledger --unit lusong --year 2021 --out lusong.journal
            hledger -f lusong.journal bal --budget -M --depth 2 --empty 支出""",
        """Write the journal with its plan for hledger, an independent program that computes budget against actual.

        \b
        Example: perfkit export hledger --unit lusong --year 2021 --out lusong.journal
                 hledger -f lusong.journal bal --budget -M --depth 2 --empty 支出""",
    ),
)
@click.option(
    "--unit", required=True, metavar="CODE", help=say("单位（data/raw 下的文件夹名）。", "The folder of data/raw.")
)
@click.option(
    "--year", required=True, metavar="YEAR", callback=year_of,
    help=say("年度，如 2021。", "The fiscal year, such as 2021."),
)  # fmt: skip
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help=say("要写的文件；已有同名文件时不覆盖。", "The file to write; one that is there already is kept."),
)  # fmt: skip
@click.pass_context
def hledger(context: click.Context, unit: str, year: int, out: Path) -> None:
    """Write the file."""
    from perfkit.reports.files import write_text
    from perfkit.reports.hledger_journal import hledger_journal

    if out.exists():
        raise NameTaken(path=out)
    ledger = workspace_of(context).load(unit, year)
    write_text(out, "\n".join(hledger_journal(ledger)) + "\n")
    click.echo(say(f"已写入 {out}。", f"Wrote {out}."))


@export.command(
    cls=Command,
    help=say(
        """把一个报告页写成单个文件：图表、可展开的明细和样式都在其中，可离线打开、用邮件发送。

        \b
        例：perfkit export html reports/lusong/2021/20_unit_execution.html""",
        """Write a page of a report as one file: charts, lines to open and style are inside; it opens offline anywhere.

        \b
        Example: perfkit export html reports/lusong/2021/20_unit_execution.html""",
    ),
)
@click.argument("page", metavar="PAGE", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help=say("要写的文件；默认写到当前文件夹，已有同名文件时不覆盖。",
             "The file to write, by default in the current folder; one that is there already is kept."),
)  # fmt: skip
def html(page: Path, out: Path | None) -> None:
    """Write the file."""
    from perfkit.reports.files import write_text
    from perfkit.reports.single_page import single_page

    target = out or Path("-".join([*page.resolve().parts[-3:-1], page.name]))
    text = single_page(page)
    if target.exists():
        raise NameTaken(path=target)
    write_text(target, text)
    size = f"{len(text.encode('utf-8')) / 1e6:.2f} MB"
    click.echo(say(f"已写入 {target}（{size}）。", f"Wrote {target} ({size})."))
