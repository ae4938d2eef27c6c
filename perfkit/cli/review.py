"""The command review: a written report against the ledger and against itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfkit.cli.intake import year_of
from perfkit.cli.options import in_language, workspace_of
from perfkit.cli.speech import Command, say, tell
from perfkit.errors import Language, ReportConflicts

if TYPE_CHECKING:
    from perfkit.evaluation.review import Review


@click.command(
    cls=Command,
    help=say(
        """核对报告 FILE（docx、txt、md）：金额、比率和数目与账簿、单位信息、绩效目标表是否一致，前后是否矛盾，缺什么。
        随报告导出的表（csv、xlsx）写在报告之后，一并核对。不给 --unit 时只核对报告自身。有“冲突”时退出码为 5。

        \b
        例：perfkit review 自评报告.docx --unit lusong --year 2021
            perfkit review 决算说明.txt 决算表1.csv 决算表2.csv""",
        """Review the report FILE (docx, txt, md): do its amounts, rates and counts agree with the ledger, the facts of
        the unit and the sheet of targets, does it contradict itself, what does it lack. Tables that were exported
        with it (csv, xlsx) are named behind it. Without --unit it is compared with itself only. The exit code is 5 if
        there are conflicts.

        \b
        Example: perfkit review report.docx --unit lusong --year 2021
                 perfkit review accounts.txt table1.csv table2.csv""",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--unit", metavar="CODE", help=say("单位（data/raw 下的文件夹名）。", "The folder of data/raw."))
@click.option(
    "--year", metavar="YEAR", callback=year_of,
    help=say("报告的年度；默认为报告写明的年度。", "The year of the report; default: the one that it names."),
)  # fmt: skip
@click.option("--all", "in_full", is_flag=True, help=say("也列出一致的事项。", "List what agrees as well."))
@in_language
@click.pass_context
def review(
    context: click.Context, files: Sequence[Path], unit: str | None, year: int | None, in_full: bool, language: Language
) -> None:
    """Print the remarks, conflicts first."""
    import pandas as pd

    from perfkit.evaluation.review import review as reviewed
    from perfkit.evaluation.review import year_of_report
    from perfkit.readers.prose.documents import read_prose

    prose = pd.concat([read_prose(path, unit or "", year or 0) for path in files], ignore_index=True)
    ledger = workspace_of(context).load(unit, year or year_of_report(prose)) if unit else None
    done = reviewed(prose, ledger, year or 0)
    if ledger:
        tell(f"{unit} {done.year} {ledger.unit.name(language)}")
    _tell(done, language, in_full=in_full)
    conflicts = done.count("conflict")
    if conflicts:
        raise ReportConflicts(count=conflicts)


def _tell(done: Review, language: Language, *, in_full: bool) -> None:
    from perfkit.evaluation.review import remarks_frame, review_summary

    tell(f"  {review_summary(done, language)}")
    remarks = remarks_frame(done, language)
    shown = remarks if in_full else remarks[remarks["verdict"].ne("agrees")]
    for label, title, text in shown[["verdict_label", "title", "text"]].itertuples(index=False):
        between = ": " if language == "en" else "："
        tell(f"  [{label}] {title}{between}{text}")
