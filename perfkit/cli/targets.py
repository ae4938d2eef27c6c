"""The commands about targets: targets template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfkit.cli.blank_sheets import free_place, sheet_options
from perfkit.cli.options import workspace_of
from perfkit.cli.speech import Command, Commands, say, tell
from perfkit.errors import NothingToLoad, UnknownYear
from perfkit.ledger.targets import TARGETS

if TYPE_CHECKING:
    from perfkit.ledger.units import Unit
    from perfkit.workspace import Workspace


@click.group(
    cls=Commands,
    help=say("绩效目标、实际完成值和佐证的填报表。", "The sheet of performance targets, actuals and evidence."),
)
def targets() -> None:
    """The group; its help is given above in both languages."""


@targets.command(
    cls=Command,
    help=say(
        """生成一张空白的绩效目标表（Excel），交给各部门填写；带填写说明、下拉列表和示例。

        已按该年度有预算的项目各列好一行；填好后放在 data/raw/<单位>/<年度>/targets.xlsx，load 和 check 会读取。

        \b
        例：perfkit targets template --unit lusong --year 2024
            perfkit targets template --unit lusong --year 2024 --out 绩效目标表.xlsx""",
        """Write an empty workbook of targets for the departments to fill in: with a guide, drop-downs and examples, in
        Chinese.

        The projects that have a budget in that year are entered ahead. Filled in, it lies at
        data/raw/<unit>/<year>/targets.xlsx, where load and check read it.

        \b
        Examples: perfkit targets template --unit lusong --year 2024
                  perfkit targets template --unit lusong --year 2024 --out targets-2024.xlsx""",
    ),
)
@sheet_options(TARGETS)
@click.pass_context
def template(context: click.Context, unit: str, year: int, out: Path | None) -> None:
    """Write the workbook."""
    from perfkit.reports.targets_form import targets_form
    from perfkit.reports.targets_workbook import write_targets_workbook

    workspace = workspace_of(context)
    place = f"data/raw/{unit}/{year}/{TARGETS}"
    path = free_place(workspace, place, out)
    described, budgeted = _unit(workspace, unit, year)
    write_targets_workbook(path, targets_form(described, year, budgeted, place))
    tell(say(f"已写入 {out or place}。请交给各部门填写。", f"Wrote {out or place}. Hand it to the departments."))


def _unit(workspace: Workspace, code: str, year: int) -> tuple[Unit, list[str]]:
    """The unit in that year, and the names of the projects that have a budget.

    Targets may be set before there is any export: then every project of the register is one to be budgeted.
    """
    try:
        ledger = workspace.load(code, year)
    except (UnknownYear, NothingToLoad):
        unit, _ = workspace.unit_in(code, year)
        return unit, [one.name_zh for one in unit.projects if one.budget_project_code in ("", one.code)]
    granted = ledger.budget.groupby("budget_project_code")["amount_cents"].sum()
    return ledger.unit, [ledger.unit.project_name(str(code)) for code, cents in granted.items() if code and cents]
