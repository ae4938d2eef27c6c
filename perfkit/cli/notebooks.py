"""The commands about notebooks: run, notebooks. A command's help stands in its decorator, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from perfkit.cli.options import in_language, named_values, which, workspace_of
from perfkit.cli.speech import Command, say
from perfkit.errors import Language, RunFailed


@click.command(
    cls=Command,
    help=say(
        """运行笔记本，生成报告 reports/index.html。默认：全部单位、年度、项目和笔记本。

        个别笔记本失败不影响其他报告；有失败时退出码为 6。

        \b
        例：perfkit run
            perfkit run --unit lusong --year 2021
            perfkit run --unit lusong --project P02 --notebook 30
            perfkit run --notebook 20 -p scope=all_funds
            perfkit run --notebook 70 -p as_of=7""",
        """Run the notebooks and make the reports, reports/index.html. Default: all units, years, projects, notebooks.

        A notebook that fails stops no other; the exit code is 6 if any did.

        \b
        Examples: perfkit run
                  perfkit run --unit lusong --year 2021
                  perfkit run --unit lusong --project P02 --notebook 30
                  perfkit run --notebook 20 -p scope=all_funds
                  perfkit run --notebook 70 -p as_of=7""",
    ),
)
@which
@click.option(
    "--project", "projects", multiple=True, metavar="CODE",
    help=say("只生成该项目的报告（代码或名称），可多次使用。", "Only this project, by code or name; repeatable."),
)  # fmt: skip
@click.option(
    "--notebook", "notebooks", multiple=True, metavar="NAME",
    help=say("只运行该笔记本，可只写开头，如 20；可多次使用。", "Only this notebook, or a beginning (20); repeatable."),
)  # fmt: skip
@click.option(
    "-p", "--parameter", "parameters", multiple=True, callback=named_values, metavar="NAME=VALUE",
    help=say("设定笔记本参数，可多次使用；参数见 perfkit notebooks。", "Set a parameter of the notebooks; repeatable."),
)  # fmt: skip
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N",
    help=say("同时运行的笔记本数；默认为处理器核数。", "Notebooks to run at a time; default: one per processor core."),
)  # fmt: skip
@click.option(
    "--cell-timeout", type=click.IntRange(min=1), metavar="SECONDS",
    help=say("单元格运行的时限（秒）；默认不限。", "Seconds one cell may take; default: no limit."),
)  # fmt: skip
@in_language
@click.pass_context
def run(
    context: click.Context,
    units: Sequence[str],
    years: list[int],
    projects: Sequence[str],
    notebooks: Sequence[str],
    parameters: dict[str, str],
    jobs: int | None,
    cell_timeout: int | None,
    language: Language,
) -> None:
    """Run the batch."""
    from perfkit.cli.progress import told
    from perfkit.reports.batch import run as run_batch
    from perfkit.reports.notebooks import choose_notebooks, find_notebooks, parse_parameters
    from perfkit.reports.plan import Choice

    workspace = workspace_of(context)
    chosen = choose_notebooks(find_notebooks(workspace.notebooks_folder), list(notebooks))
    values = parse_parameters(chosen, parameters)
    choice = Choice(units, years, projects, notebooks, values, language, cell_timeout)
    with told() as progress:
        result = run_batch(workspace, choice, jobs=jobs or 0, progress=progress)
    for name, fault in result.faults.items():
        click.echo(f"{name}: {fault}", err=True)
    for path in result.dossiers:
        click.echo(f"  {_short(path)}")
    click.echo(
        say(
            f"已完成 {len(result.outcomes)} 次运行。请用浏览器打开：{_short(result.index)}",
            f"Did {len(result.outcomes)} runs. Open in a browser: {_short(result.index)}",
        )
    )
    if result.failed:
        total = len(result.outcomes) + len(result.faults)
        names = ", ".join(result.failed)
        raise RunFailed(total=total, failed=len(result.failed), names=names, index=_short(result.index))


def _short(path: Path) -> str:
    """A path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@click.command(
    cls=Command,
    help=say(
        "列出笔记本及其参数（名称、类型、默认值、说明）。",
        "List the notebooks and their parameters: name, type, default, help.",
    ),
)
@in_language
@click.pass_context
def notebooks(context: click.Context, language: Language) -> None:
    """Print the notebooks."""
    from perfkit.reports.notebooks import find_notebooks

    for notebook in find_notebooks(workspace_of(context).notebooks_folder):
        click.echo(f"{notebook.name}  {notebook.title(language)}")
        for parameter in notebook.parameters.values():
            click.echo(f"    {parameter.name}: {parameter.type} = {parameter.default}  {parameter.help}".rstrip())
