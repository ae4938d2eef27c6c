"""The program `perfkit`: what all commands share, its help, its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from perfkit import __version__
from perfkit.cli.commitments import commitments
from perfkit.cli.data import check, columns, load, new
from perfkit.cli.export import export
from perfkit.cli.export_dossier import archive, pdf, xlsx
from perfkit.cli.intake import add, inspect
from perfkit.cli.notebooks import notebooks, run
from perfkit.cli.proof import new_key, sign, verify
from perfkit.cli.review import review
from perfkit.cli.speech import Commands, say, usage_sentence
from perfkit.cli.targets import targets

_INTERRUPTED: Final = 130


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say(
        """由账务系统的导出数据生成预算执行与绩效报告。

        \b
        第一次使用：
          perfkit new 我的工作区      新建工作区
          perfkit inspect 文件       看一个导出文件会被怎样读取
          perfkit add 文件 --unit 单位 --year 年度   加入导出文件
          perfkit load               读取数据
          perfkit check              检查数据
          perfkit run                生成报告

        English: set PERFKIT_LANGUAGE=en.""",
        """Budget-versus-actual reports from the exports of an accounting system.

        \b
        The first time:
          perfkit new my-workspace   make a workspace
          perfkit inspect FILE       see how an export reads
          perfkit add FILE --unit U --year Y   take it in
          perfkit load               read the data
          perfkit check              check the data
          perfkit run                make the reports

        中文：PERFKIT_LANGUAGE=zh。""",
    ),
)
@click.option(
    "--workspace", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=say("工作区文件夹；默认为当前文件夹或其上级。", "The workspace; default: the current folder or one above it."),
)  # fmt: skip
@click.option("--debug", is_flag=True, help=say("出错时显示完整的错误信息。", "Show the traceback of an error."))
@click.version_option(__version__, message="perfkit %(version)s")
@click.pass_context
def cli(context: click.Context, workspace: Path | None, debug: bool) -> None:
    """The group of commands; its help is given above in both languages."""
    context.obj = workspace


for _command in (
    new, inspect, add, load, check, run, notebooks, columns, export, targets, commitments, review,
    verify, sign, new_key,
):  # fmt: skip
    cli.add_command(_command)


for _command in (xlsx, pdf, archive):
    export.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """The program; returns its exit code."""
    try:
        code = cli.main(arguments, prog_name="perfkit", standalone_mode=False)
    except click.ClickException as fault:
        click.echo(usage_sentence(fault), err=True)
        return fault.exit_code
    except click.Abort:
        click.echo(say("已中断；已完成的报告仍然有效。", "Interrupted; what was finished stays."), err=True)
        return _INTERRUPTED
    return code if isinstance(code, int) else 0
