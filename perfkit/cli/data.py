"""The commands about data: new, load, check, columns. A command's help stands in its decorator, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfkit.cli.options import in_language, which, workspace_of
from perfkit.cli.speech import LANGUAGE, Command, say, tell
from perfkit.errors import DataFault, Language, PerfkitError

if TYPE_CHECKING:
    from perfkit.ledger.ledger import Ledger
    from perfkit.workspace import Workspace


@click.command(
    cls=Command,
    help=say(
        "新建工作区 DIR：文件夹、说明、单位示例和全部笔记本。DIR 必须不存在或为空。",
        "Make a workspace DIR: folders, a guide, an example of a unit and all notebooks. DIR must be new or empty.",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a workspace."""
    from perfkit.workspace.new import new_workspace

    for name in new_workspace(folder):
        click.echo(f"  {name}")
    click.echo(
        say(f"已新建 {folder}。请先读 {folder / 'README.md'}。", f"Made {folder}. Read {folder / 'README.md'} next.")
    )


@click.command(
    cls=Command,
    help=say(
        """读取数据，列出每个文件的行数：读入、采用、搁置（附原因）。

        \b
        例：perfkit load --unit lusong --year 2021""",
        """Read the data and list the rows of each file: read, kept, set aside and why.

        \b
        Example: perfkit load --unit lusong --year 2021""",
    ),
)
@which
@click.pass_context
def load(context: click.Context, units: Sequence[str], years: list[int]) -> None:
    """Print what was read."""
    from perfkit.tables.provenance import kinds_label

    for ledger in _ledgers(workspace_of(context), units, years):
        for file in ledger.inputs:
            kind, why = kinds_label(file.kinds, LANGUAGE), _reasons(ledger, file.path)
            tell(
                say(
                    f"  {file.path}［{kind}］读 {file.rows_read} 行，采用 {file.rows_kept} 行，"
                    f"搁置 {file.rows_set_aside} 行",
                    f"  {file.path} [{kind}] {file.rows_read} rows read, {file.rows_kept} rows kept, "
                    f"{file.rows_set_aside} rows set aside",
                )
                + (say(f"（{why}）", f" ({why})") if why else "")
            )


def _reasons(ledger: Ledger, file: str) -> str:
    """Why rows of `file` were set aside, with counts."""
    from perfkit.ledger.reasons import reason_label

    rows = ledger.set_aside
    counts = rows.loc[rows["source_file"].eq(file), "reason"].value_counts()
    told = [f"{reason_label(str(reason), LANGUAGE)} {count}" for reason, count in counts.items()]
    return say("，", ", ").join(told)


@click.command(
    cls=Command,
    help=say(
        """检查数据，列出发现的问题。有“错误”时退出码为 5。

        \b
        例：perfkit check --unit lusong""",
        """Check the data and list what was found. The exit code is 5 if there are errors.

        \b
        Example: perfkit check --unit lusong""",
    ),
)
@which
@in_language
@click.pass_context
def check(context: click.Context, units: Sequence[str], years: list[int], language: Language) -> None:
    """Print the findings."""
    from perfkit.ledger.findings import SEVERITY_LABELS, by_severity

    errors = 0
    for ledger in _ledgers(workspace_of(context), units, years):
        for finding in by_severity(ledger.findings):
            severity = finding.kind.severity
            errors += severity == "error"
            tell(f"  [{SEVERITY_LABELS[severity][language]}] {finding.text(language)}")
    if errors:
        raise DataFault(count=errors)
    click.echo(say("检查完成，没有错误。", "Checked; there are no errors."))


@click.command(
    cls=Command,
    help=say(
        "列出所有数据列：名称、类型、中文名、含义。", "List every column of the data: name, type, label, meaning."
    ),
)
@in_language
def columns(language: Language) -> None:
    """Print the columns."""
    from perfkit.ledger.columns import columns as defined

    for column in defined().values():
        click.echo(f"{column.name}  [{column.type}]  {column.label(language)}  {column.meaning(language)}")


def _ledgers(workspace: Workspace, units: Sequence[str], years: Sequence[int]) -> Iterator[Ledger]:
    """Each chosen ledger, after a line that names it. One that cannot be loaded is told and the others go on."""
    from perfkit.workspace.choice import unit_years

    code = 0

    def refused(place: str, fault: PerfkitError) -> None:
        nonlocal code
        tell(f"{place}: {fault.text(LANGUAGE)}", err=True)
        code = max(code, fault.exit_code)

    for unit, year in unit_years(workspace, units, years, refused):
        try:
            ledger = workspace.load(unit, year)
        except PerfkitError as fault:
            refused(f"{unit} {year}", fault)
            continue
        click.echo(f"{unit} {year} {ledger.unit.name(LANGUAGE)}")
        yield ledger
    if code:
        raise click.exceptions.Exit(code)
