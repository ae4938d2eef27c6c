"""The commands about notebooks: run, notebooks. A command's help stands in its decorator, in both languages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import click

from perfkit.cli.options import in_edition, in_language, named_values, which, workspace_of
from perfkit.cli.results import tell_plan, tell_result
from perfkit.cli.speech import LANGUAGE, Command, say, tell
from perfkit.errors import Language
from perfkit.ledger.editions import Edition
from perfkit.reports.run import ENGINES

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from perfkit.workspace import Workspace


@click.command(
    cls=Command,
    help=say(
        """运行笔记本，生成报告 reports/index.html。默认：全部单位、年度、项目和笔记本。

        数据、笔记本和参数都没有变化的页面不再运行。个别笔记本失败不影响其他报告；有失败时退出码为 6。

        \b
        例：perfkit run
            perfkit run --unit lusong --year 2021
            perfkit run --unit lusong --project P02 --notebook 30
            perfkit run --notebook 20 -p scope=all_funds
            perfkit run --notebook 70 -p as_of=7
            perfkit run --dry-run
            perfkit run --edition public
            perfkit run --cluster tcp://scheduler:8786""",
        """Run the notebooks and make the reports, reports/index.html. Default: all units, years, projects, notebooks.

        A page whose data, notebook and parameters are unchanged is not run again. A notebook that fails stops no
        other; the exit code is 6 if any did.

        \b
        Examples: perfkit run
                  perfkit run --unit lusong --year 2021
                  perfkit run --unit lusong --project P02 --notebook 30
                  perfkit run --notebook 20 -p scope=all_funds
                  perfkit run --notebook 70 -p as_of=7
                  perfkit run --dry-run
                  perfkit run --edition public
                  perfkit run --cluster tcp://scheduler:8786""",
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
@click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True,
    help=say("运行单元格的方式；jupyter 为标准内核，较慢。", "What runs the cells; jupyter: a stock kernel, slower."),
)  # fmt: skip
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help=say(
        "把运行交给该地址的 dask.distributed 集群，如 tcp://scheduler:8786；工作区须在各节点共用的文件夹中。",
        "Send the runs to a dask.distributed cluster, as tcp://scheduler:8786; its workers must see the workspace.",
    ),
)
@click.option(
    "--exchange", default="", metavar="URL",
    help=say(
        "节点看不到工作区时，经由此存储（fsspec 地址，如 s3://…）交换文件。",
        "If the workers do not see the workspace: a store (fsspec URL, as s3://…) to exchange files through.",
    ),
)  # fmt: skip
@click.option(
    "--force", is_flag=True, help=say("无变化的页面也重新运行。", "Also run what is unchanged."),
)  # fmt: skip
@click.option(
    "--dry-run", is_flag=True,
    help=say("只列出将要运行的页面及原因，不运行。", "Only list what would run, and why."),
)  # fmt: skip
@in_edition
@in_language
@click.pass_context
def run(
    context: click.Context,
    /,
    parameters: dict[str, str],
    jobs: int | None,
    cluster: str | None,
    edition: Edition,
    exchange: str,
    force: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Run the batch."""
    from perfkit.cli.progress import told
    from perfkit.reports.batch import preview
    from perfkit.reports.batch import run as run_batch
    from perfkit.reports.choice import Choice

    start = time.monotonic()
    workspace = workspace_of(context, edition)
    values = _values(workspace, options["notebooks"], parameters)
    choice = Choice(parameters=values, is_forced=force, **options)
    with told() as progress, _elsewhere(cluster, exchange, jobs or 0) as executor:
        if dry_run:
            planned = preview(workspace, choice, jobs=jobs or 0, progress=progress)
        else:
            result = run_batch(workspace, choice, jobs=jobs or 0, executor=executor, progress=progress)
    if dry_run:
        tell_plan(planned)
    else:
        tell_result(result, time.monotonic() - start)


def _elsewhere(address: str | None, exchange: str, jobs: int) -> AbstractContextManager[Executor | None]:
    """What does the runs elsewhere, if that is asked for."""
    if not address:
        if exchange:
            raise click.UsageError(say("--exchange 须与 --cluster 一起使用", "--exchange goes with --cluster"))
        return nullcontext()
    from perfkit.reports.cluster import Cluster

    return Cluster(address, exchange=exchange, jobs=jobs, notice=lambda fault: tell(fault.text(LANGUAGE), err=True))


def _values(workspace: Workspace, notebooks: Sequence[str], parameters: dict[str, str]) -> dict[str, Any]:
    """What the parameters of the command line mean. Only they need the notebooks to be read here."""
    if not parameters:
        return {}
    from perfkit.reports.notebooks import choose_notebooks, find_notebooks, parse_parameters

    known = find_notebooks(workspace.notebooks_folder, lambda _name, _fault: None)
    return parse_parameters(choose_notebooks(known, list(notebooks)), parameters)


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

    broken: list[str] = []
    found = find_notebooks(
        workspace_of(context).notebooks_folder, lambda _name, fault: broken.append(fault.text(language))
    )
    for notebook in found:
        click.echo(f"{notebook.name}  {notebook.title(language)}")
        for parameter in notebook.parameters.values():
            click.echo(f"    {parameter.name}: {parameter.type} = {parameter.default}  {parameter.help}".rstrip())
    for sentence in broken:
        tell(sentence, err=True)
