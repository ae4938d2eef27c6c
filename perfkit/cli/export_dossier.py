"""The commands that hand on a whole dossier: export xlsx, export pdf, export zip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from perfkit.cli.intake import year_of
from perfkit.cli.options import in_edition, in_language, workspace_of
from perfkit.cli.speech import Command, say, tell
from perfkit.errors import Language, NameTaken
from perfkit.ledger.editions import Edition

_UNIT = click.argument("unit", metavar="UNIT")
_YEAR = click.argument("year", metavar="YEAR", callback=year_of)


def _out(ending: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that names the file to write."""
    return click.option(
        "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
        help=say(
            f"要写的文件；默认为当前文件夹的 UNIT-YEAR{ending}。已有同名文件时不覆盖。",
            f"The file to write; default: UNIT-YEAR{ending} here. One that is there already is kept.",
        ),
    )  # fmt: skip


@click.command(
    cls=Command,
    help=say(
        """把一个单位、一个年度的全部数据表写成一个 Excel 工作簿：数字可直接计算，合计是求和公式，附执行情况图和来源。

        perfkit run 也会生成它，在该年度首页的“单位整体预算执行”旁。

        \b
        例：perfkit export xlsx lusong 2021
            perfkit export xlsx lusong 2021 --out 数据表.xlsx""",
        """Write the tables of one unit and year as one workbook: numbers to calculate with, totals as live sums, charts
        of execution, and the sources.

        perfkit run makes it, too, beside the page "Budget execution of the unit".

        \b
        Examples: perfkit export xlsx lusong 2021
                  perfkit export xlsx lusong 2021 --out tables.xlsx""",
    ),
)
@_UNIT
@_YEAR
@_out(".xlsx")
@in_edition
@in_language
@click.pass_context
def xlsx(context: click.Context, unit: str, year: int, out: Path | None, edition: Edition, language: Language) -> None:
    """Write the workbook."""
    from perfkit.reports.tables_workbook import write_tables_workbook

    workspace, path = workspace_of(context, edition), _free(out or Path(f"{unit}-{year}.xlsx"))
    write_tables_workbook(path, workspace.load(unit, year), workspace.earlier(unit, year), language)
    tell(say(f"已写入 {path}。", f"Wrote {path}."))


@click.command(
    cls=Command,
    help=say(
        """把一个单位、一个年度的报告印成一个 PDF（首页、全部报告页、图表），用本机的 Chromium、Chrome 或 Edge。

        先运行 perfkit run。浏览器不在常见位置时，用环境变量 PERFKIT_BROWSER 写明。

        \b
        例：perfkit export pdf lusong 2021""",
        """Print the dossier of one unit and year as one PDF (index, all pages, charts), by the Chromium, Chrome or Edge
        of this machine.

        Run perfkit run first. A browser in an unusual place is named by the environment variable PERFKIT_BROWSER.

        \b
        Example: perfkit export pdf lusong 2021""",
    ),
)
@_UNIT
@_YEAR
@_out(".pdf")
@in_edition
@click.pass_context
def pdf(context: click.Context, unit: str, year: int, out: Path | None, edition: Edition) -> None:
    """Print the dossier."""
    from perfkit.reports.dossier_pdf import write_dossier_pdf

    workspace, path = workspace_of(context, edition), _free(out or Path(f"{unit}-{year}.pdf"))
    write_dossier_pdf(path, workspace.reports_folder / unit / str(year), f"{workspace.unit(unit).name_zh} {year}")
    tell(say(f"已写入 {path}。", f"Wrote {path}."))


@click.command(
    "zip",
    cls=Command,
    help=say(
        """把一个单位、一个年度的报告打包成一个 zip：解开即可离线打开 index.html，也可直接核验（perfkit verify）。

        \b
        例：perfkit export zip lusong 2021""",
        """Pack the dossier of one unit and year as one zip: unpacked, its index.html opens without network; perfkit
        verify takes it as it is.

        \b
        Example: perfkit export zip lusong 2021""",
    ),
)
@_UNIT
@_YEAR
@_out(".zip")
@in_edition
@click.pass_context
def archive(context: click.Context, unit: str, year: int, out: Path | None, edition: Edition) -> None:
    """Pack the dossier."""
    from perfkit.reports.archive import write_archive

    workspace, path = workspace_of(context, edition), _free(out or Path(f"{unit}-{year}.zip"))
    write_archive(path, workspace.reports_folder / unit / str(year))
    tell(say(f"已写入 {path}。", f"Wrote {path}."))


def _free(path: Path) -> Path:
    """`path`, if nothing is there yet."""
    if path.exists():
        raise NameTaken(path=path)
    return path
