"""The commands about contracts: commitments template."""

from __future__ import annotations

from pathlib import Path

import click

from perfkit.cli.blank_sheets import free_place, sheet_options
from perfkit.cli.options import workspace_of
from perfkit.cli.speech import Command, Commands, say, tell
from perfkit.ledger.commitments import COMMITMENTS


@click.group(
    cls=Commands,
    help=say("已签合同及未付款的填报表。", "The list of contracts signed and what is still to be paid on them."),
)
def commitments() -> None:
    """The group; its help is given above in both languages."""


@commitments.command(
    cls=Command,
    help=say(
        """生成一张空白的合同表（Excel）：合同编号、对方、项目、日期、金额、已付金额、合同文件。

        填好后放在 data/raw/<单位>/<年度>/commitments.xlsx，load 和 check 会读取；未付款单列一栏，不计入执行数。

        \b
        例：perfkit commitments template --unit lusong --year 2024
            perfkit commitments template --unit lusong --year 2024 --out 合同表.xlsx""",
        """Write an empty list of contracts to fill in, in Chinese: number, other party, project, date, amount, paid so
        far, document.

        Filled in, it lies at data/raw/<unit>/<year>/commitments.xlsx, where load and check read it; what is still to be
        paid has a column of its own and is no part of the actual.

        \b
        Examples: perfkit commitments template --unit lusong --year 2024
                  perfkit commitments template --unit lusong --year 2024 --out contracts-2024.xlsx""",
    ),
)
@sheet_options(COMMITMENTS)
@click.pass_context
def template(context: click.Context, unit: str, year: int, out: Path | None) -> None:
    """Write the workbook."""
    from perfkit.reports.commitments_workbook import ContractsForm, write_commitments_workbook

    workspace = workspace_of(context)
    place = f"data/raw/{unit}/{year}/{COMMITMENTS}"
    path = free_place(workspace, place, out)
    described, _ = workspace.unit_in(unit, year)
    projects = [project.name_zh for project in described.projects]
    write_commitments_workbook(path, ContractsForm(described.name_zh, year, place, projects))
    tell(say(f"已写入 {out or place}。请逐份填写合同。", f"Wrote {out or place}. List the contracts in it."))
