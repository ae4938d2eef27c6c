"""The commands about files received: add, inspect. A command's help stands in its decorator, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfkit.cli.options import workspace_of
from perfkit.cli.recognised import recognition_lines, sheet_lines
from perfkit.cli.speech import LANGUAGE, Command, say, tell
from perfkit.errors import CannotWrite, GarbledText, NameTaken, PerfkitError, UnknownHeader

if TYPE_CHECKING:
    from perfkit.workspace.intake import Intake


def year_of(_context: click.Context, _parameter: click.Parameter, text: str | None) -> int | None:
    """`2021` -> 2021."""
    if text is not None and not re.fullmatch("[0-9]{4}", text):
        raise click.BadParameter(say(f"{text} 应为四位数字的年度，如 2021", f"{text} must be a year such as 2021"))
    return None if text is None else int(text)


def day_of(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date:
    """`2022-01-10` -> that day; today if it is not given."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise click.BadParameter(say(f"{text} 应为日期，如 2022-01-10", f"{text} must be like 2022-01-10")) from None


_FILE = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help=say(
        """把收到的导出文件加入 data/raw/<单位>/<年度>/：先识别并显示每一列的含义和前几行，再只读复制并登记来源。

        不能读取的文件不会加入；同名的另一个文件会被拒绝。先看不加入：perfkit inspect。

        \b
        例：perfkit add 序时账.xlsx --unit lusong --year 2024 --received-from 财务股
            perfkit add *.xls --unit new_unit --name 新单位 --year 2024""",
        """Take in exports as received: show what each column was taken for and the first rows, copy the file read-only
        into data/raw/<unit>/<year>/ and register where it came from.

        A file that cannot be read is not taken in; another file under the same name is refused. To look at it first:
        perfkit inspect.

        \b
        Examples: perfkit add journal.xlsx --unit lusong --year 2024 --received-from "finance office"
                  perfkit add *.xls --unit new_unit --name "New unit" --year 2024""",
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_FILE)
@click.option(
    "--unit", required=True, metavar="CODE",
    help=say("单位（data/raw 下的文件夹名）；没有则新建。", "Whose it is: a folder of data/raw; made if it is new."),
)  # fmt: skip
@click.option(
    "--year", required=True, metavar="YEAR", callback=year_of,
    help=say("年度，如 2021。", "The fiscal year, such as 2021."),
)  # fmt: skip
@click.option(
    "--name", default="", metavar="NAME",
    help=say("新单位的名称；默认为其代码。", "Name of a new unit; default: its code."),
)  # fmt: skip
@click.option(
    "--received-from", default="", metavar="TEXT",
    help=say("提供人或提供单位。", "Who handed it over."),
)  # fmt: skip
@click.option(
    "--received-on", metavar="DATE", callback=day_of,
    help=say("收到日期，如 2022-01-10；默认为今天。", "When, such as 2022-01-10; default: today."),
)  # fmt: skip
@click.option(
    "--system", default="", metavar="TEXT",
    help=say("来源系统；默认为识别出的系统。", "The system that wrote it; default: the one recognised."),
)  # fmt: skip
@click.option("--note", default="", metavar="TEXT", help=say("备注。", "A note."))
@click.pass_context
def add(
    context: click.Context,
    files: Sequence[Path],
    unit: str,
    year: int,
    name: str,
    received_from: str,
    received_on: date,
    system: str,
    note: str,
) -> None:
    """Take files in, one by one; one that is refused is told and the others go on."""
    from perfkit.workspace.intake import Receipt
    from perfkit.workspace.intake import add as take_in
    from perfkit.workspace.names import require_place

    workspace = workspace_of(context)
    require_place(unit, year)
    receipt = Receipt(received_from, received_on, note, system)
    code = 0
    for file in files:
        try:
            intake = take_in(workspace, file, unit=unit, year=year, receipt=receipt, name=name, others=files)
        except PerfkitError as fault:
            tell(f"{file.name}: {fault.text(LANGUAGE)}", err=True)
            code = max(code, fault.exit_code)
        else:
            _tell_intake(intake, workspace.root)
    if code:
        raise click.exceptions.Exit(code)


def _tell_intake(intake: Intake, root: Path) -> None:
    place, hashed = intake.path.relative_to(root).as_posix(), intake.sha256[:12]
    words = {
        "added": say(f"已加入 {place}（只读），", f"Taken in as {place} (read-only), "),
        "registered": say(f"{place} 原已在位，", f"{place} lay there already, "),
        "already_there": say(f"{place} 已有同一文件，", f"{place} is the same file, "),
    }
    done = say(f"已登记，SHA-256 {hashed}…", f"registered, SHA-256 {hashed}…")
    nothing = say("未作改动。", "nothing was changed.")
    if intake.recognition:
        tell("\n".join(recognition_lines(intake.recognition)))
    tell(words[intake.outcome] + (done if intake.recognition else nothing))


@click.command(
    cls=Command,
    help=say(
        """显示一个导出文件会被怎样读取，不改动任何东西；可在工作区之外使用。

        格式未知时，显示前几行并给出映射文件草稿：改好后用 --mapping 试读，再放入 data/raw/<单位>/。

        \b
        例：perfkit inspect 序时账.xlsx
            perfkit inspect 明细.xls -o mapping_明细.toml
            perfkit inspect 明细.xls --mapping mapping_明细.toml""",
        """Show how an export would be read, touching nothing; works outside a workspace, too.

        For an unknown layout it shows the first rows and the draft of a mapping file: edit it, try it with --mapping,
        then put it into data/raw/<unit>/.

        \b
        Examples: perfkit inspect journal.xlsx
                  perfkit inspect lines.xls -o mapping_lines.toml
                  perfkit inspect lines.xls --mapping mapping_lines.toml""",
    ),
)
@click.argument("file", metavar="FILE", type=_FILE)
@click.option(
    "--unit", default="", metavar="CODE",
    help=say("按该单位的映射文件、项目和部门读取。", "Read it with that unit's mappings, projects and departments."),
)  # fmt: skip
@click.option(
    "--year", metavar="YEAR", callback=year_of,
    help=say("年度；默认由文件推断。", "The fiscal year; default: what the file tells."),
)  # fmt: skip
@click.option(
    "--mapping", type=_FILE, metavar="FILE",
    help=say("试用该映射文件。", "Try this mapping file."),
)  # fmt: skip
@click.option(
    "-o", "--output", type=_FILE, metavar="FILE",
    help=say("把映射文件草稿写入该文件。", "Write the draft of a mapping file there."),
)  # fmt: skip
@click.pass_context
def inspect(
    context: click.Context, file: Path, unit: str, year: int | None, mapping: Path | None, output: Path | None
) -> None:
    """Print what a file is; for an unknown layout, how to explain it."""
    from perfkit.workspace.inspection import inspect as look_at

    workspace = workspace_of(context) if unit else None
    try:
        found = look_at(file, workspace=workspace, unit=unit, year=year, mapping=mapping)
    except GarbledText:
        raise
    except UnknownHeader as fault:
        tell(fault.text(LANGUAGE), err=True)
        _tell_unknown(file, output, is_drafted=mapping is None)
        context.exit(fault.exit_code)
    tell("\n".join(recognition_lines(found)))
    if output:
        tell(
            say(
                f"格式已识别，不需要映射文件，未写入 {output}。", f"Understood without a mapping; {output} not written."
            )
        )


def _tell_unknown(file: Path, output: Path | None, *, is_drafted: bool) -> None:
    """The first rows of an unknown layout and the draft of a mapping, which goes to `output` if that is given."""
    from perfkit.readers.layouts.drafts import draft
    from perfkit.readers.layouts.guesses import guess

    guessed = guess(file)
    tell("\n".join(sheet_lines(guessed)))
    if not is_drafted:
        return
    text = draft(guessed, file.name, LANGUAGE)
    if output is None:
        tell(f"\n{text}")
        return
    if output.exists():
        raise NameTaken(path=output)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(path=output, found=error.strerror or str(error)) from None
    tell(
        say(f"映射文件草稿已写入 {output}；请核对后试读。", f"The draft of a mapping is in {output}; look it through.")
    )
