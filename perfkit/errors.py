"""Every exception perfkit raises on purpose, each with its words and its exit code.

Wrong *data* is never an exception: it is a `Finding`, collected and shown to the reader
(perfkit.ledger.findings). An exception means: cannot go on. It words itself in one sentence
(what, where, expected against found) followed by what to do next, in Chinese or English.

    PerfkitError              1
    ├── UsageError            2   the command or call was wrong
    │   ├── UnknownParameter      a notebook has no such parameter
    │   ├── IllTypedParameter     a parameter's value is of another type
    │   ├── ReservedParameter     unit, year, project, language have options of their own
    │   ├── UnknownNotebook
    │   ├── NotOneParametersCell
    │   └── NotEmptyFolder        `perfkit new` into a folder that holds something
    ├── WorkspaceError        3   the folder of exports is not as it must be
    │   ├── NoWorkspace
    │   ├── UnknownUnit
    │   ├── UnknownYear
    │   ├── UnknownProject
    │   ├── NotAYear              a folder named by no year
    │   ├── NothingToLoad
    │   ├── BadConfiguration      unit.toml, projects.csv, a mapping file
    │   └── CannotWrite
    ├── ReadError             4   an export cannot be read at all
    │   ├── MissingFile
    │   ├── CannotRead            the system refuses: locked by another program, or not permitted
    │   ├── EmptyFile
    │   ├── BrokenFile            truncated, or not what its name says
    │   ├── ProtectedFile         needs a password
    │   ├── WrongEncoding
    │   ├── UnknownHeader
    │   ├── UnknownKind
    │   └── TooLarge
    ├── DataFault             5   `perfkit check` found errors in the data
    ├── UnshowableOutput      6   a notebook made an output that its page cannot show
    └── RunFailed             6   some notebooks failed; the others are done
"""

from __future__ import annotations

import os
from typing import ClassVar, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def default_language() -> Language:
    """The language of messages: `PERFKIT_LANGUAGE` if it is set to one we speak, else Chinese."""
    return "en" if os.environ.get("PERFKIT_LANGUAGE") == "en" else "zh"


class PerfkitError(Exception):
    """Base of all; carries the parts of its sentence, so that callers need not parse it.

    Args:
        parts: the named parts that the class's templates `zh` and `en` speak of. A part that is a dict
            {"zh": .., "en": ..} is chosen by language.
    """

    exit_code: ClassVar[int] = 1
    zh: ClassVar[str] = "perfkit 无法继续：{detail}"
    en: ClassVar[str] = "perfkit cannot go on: {detail}"

    def __init__(self, **parts: object) -> None:
        self.parts = parts
        super().__init__(self.text())

    def text(self, language: Language | None = None) -> str:
        """The whole message in `language` (default: `default_language()`)."""
        spoken = language or default_language()
        template = self.en if spoken == "en" else self.zh
        chosen = {key: part[spoken] if isinstance(part, dict) else part for key, part in self.parts.items()}
        return template.format(**chosen)

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[object, ...]:
        """Worker processes hand exceptions over by pickle; keyword arguments need this."""
        return _rebuild, (type(self), self.parts)


def _rebuild(kind: type[PerfkitError], parts: dict[str, object]) -> PerfkitError:
    return kind(**parts)


class UsageError(PerfkitError):
    """The command or call was wrong."""

    exit_code = 2
    zh = "{detail}"
    en = "{detail}"


class UnknownParameter(UsageError):
    """A notebook was given a parameter it does not declare."""

    zh = "笔记本 {notebook} 没有参数 {name}；它的参数是：{known}。请改正参数名后重试。"
    en = "Notebook {notebook} has no parameter {name}; it has: {known}. Correct the name and run again."


class IllTypedParameter(UsageError):
    """A parameter's value is not of the declared type."""

    zh = "笔记本 {notebook} 的参数 {name} 应为 {expected}，得到 {found}。请改正取值后重试。"
    en = "Parameter {name} of notebook {notebook} must be {expected}, found {found}. Correct the value and run again."


class ReservedParameter(UsageError):
    """A parameter that an option of its own sets was given with `-p`."""

    zh = "参数 {name} 不能用 -p 指定，请改用选项 --{name}。"
    en = "Parameter {name} cannot be set with -p; use the option --{name}."


class UnknownNotebook(UsageError):
    """No notebook of that name in the workspace."""

    zh = "没有名为 {name} 的笔记本；现有：{known}。"
    en = "There is no notebook named {name}; there are: {known}."


class NotOneParametersCell(UsageError):
    """Papermill would inject parameters into the wrong place or none."""

    zh = "笔记本 {notebook} 应有且仅有一个带 parameters 标签的单元格，实有 {found} 个。请在 JupyterLab 中改正标签。"
    en = "Notebook {notebook} must have one cell tagged parameters, found {found}. Correct the tags in JupyterLab."


class NotEmptyFolder(UsageError):
    """`perfkit new` will not write into a folder that already holds something."""

    zh = "{path} 不是空文件夹，未写入任何内容。请换一个新文件夹名。"
    en = "{path} is not empty, nothing was written. Name a new folder."


class WorkspaceError(PerfkitError):
    """The folder of exports is not as it must be."""

    exit_code = 3


class NoWorkspace(WorkspaceError):
    """No folder with data/raw here or above."""

    zh = "在 {path} 及其上级文件夹中找不到 data/raw。请先进入工作区，或用 perfkit new 新建一个。"
    en = "No data/raw in {path} or above it. Go to a workspace, or make one with perfkit new."


class UnknownUnit(WorkspaceError):
    """data/raw has no folder of that unit."""

    zh = "data/raw 中没有单位 {unit}；现有：{known}。"
    en = "data/raw has no unit {unit}; it has: {known}."


class UnknownYear(WorkspaceError):
    """The unit has no data of that year."""

    zh = "单位 {unit} 没有 {year} 年的数据；现有年度：{known}。"
    en = "Unit {unit} has no data for {year}; years present: {known}."


class UnknownProject(WorkspaceError):
    """No chosen unit and year has the project."""

    zh = "没有项目 {project}（已查：{where}）。项目代码和名称见各单位的 projects.csv。"
    en = "There is no project {project} (looked in {where}). Codes and names are in each unit's projects.csv."


class NotAYear(WorkspaceError):
    """A folder below a unit is not named by a year."""

    zh = "{path} 不是以年度命名的文件夹（应为四位数字，如 2021）。请改名，或移出该单位的文件夹。"
    en = "{path} is not named by a year (four digits such as 2021). Rename it or move it out of the unit's folder."


class NothingToLoad(WorkspaceError):
    """A year's folder holds no export."""

    zh = "{path} 中没有可读取的导出文件。请放入序时账（xlsx、xls、csv 或 txt）或预算执行汇总表。"
    en = "{path} holds no export to read. Put in a journal (xlsx, xls, csv or txt) or an execution summary."


class BadConfiguration(WorkspaceError):
    """unit.toml, projects.csv or a mapping file says something that cannot be."""

    zh = "{path}：{where} 应为 {expected}，实为 {found}。请改正该文件后重试。"
    en = "{path}: {where} must be {expected}, found {found}. Correct the file and run again."


class CannotWrite(WorkspaceError):
    """The disk refused."""

    zh = "无法写入 {path}：{found}。请检查磁盘空间和文件夹权限；已有文件未受影响。"
    en = "Cannot write {path}: {found}. Check disk space and permissions; existing files are untouched."


class ReadError(PerfkitError):
    """An export cannot be read at all."""

    exit_code = 4


class MissingFile(ReadError):
    """The file is not there."""

    zh = "找不到文件 {path}。请核对文件名，或重新从账务系统导出。"
    en = "There is no file {path}. Check the name, or export it again from the accounting system."


class CannotRead(ReadError):
    """The system refuses to open the file."""

    zh = "无法打开 {path}：{found}。如果它正在表格软件中打开，请先关闭；并检查读取权限。"
    en = "Cannot open {path}: {found}. If a spreadsheet program holds it open, close it; check the permissions."


class EmptyFile(ReadError):
    """The file or all its sheets hold nothing."""

    zh = "{path} 是空的：没有一行数据。请重新导出。"
    en = "{path} is empty: it holds no row. Export it again."


class BrokenFile(ReadError):
    """Truncated, or not what its name says."""

    zh = "{path} 已损坏或不完整：应为 {expected}，实为 {found}。请重新导出或重新复制。"
    en = "{path} is damaged or incomplete: expected {expected}, found {found}. Export or copy it again."


class ProtectedFile(ReadError):
    """The workbook asks for a password."""

    zh = "{path} 设有打开密码，无法读取。请在表格软件中去掉密码另存后再放入。"
    en = "{path} is protected by a password. Save a copy without the password and put that in its place."


class WrongEncoding(ReadError):
    """The text is in no encoding we know, or not in the one that was named."""

    zh = "{path} 的编码无法识别：应为 {expected}，第 {row} 行有 {found}。请另存为 UTF-8，或在映射文件写明 encoding。"
    en = "{path}: no known encoding, expected {expected}, row {row} has {found}. Save it as UTF-8, or map its encoding."


class UnknownHeader(ReadError):
    """No row of the sheet looks like a header we know."""

    zh = (
        "{path}（{sheet}）找不到表头：需要 {expected}；最像表头的一行是第 {row} 行：{found}。请写一个映射文件指明各列。"
    )
    en = (
        "{path} ({sheet}) has no header we know: needed {expected}; the row most like one is row {row}: {found}. "
        "Write a mapping file that names the columns."
    )


class UnknownKind(ReadError):
    """The file's ending is none we read."""

    zh = "{path} 不是能读取的文件类型（{found}）；可读取：{expected}。请另存为其中一种；如不是数据，请移出该文件夹。"
    en = "{path} is of no kind we read ({found}); we read: {expected}. Save it as one of these, or move it elsewhere."


class TooLarge(ReadError):
    """The file unpacks to more than the bound."""

    zh = "{path} 过大：上限 {expected}，实为 {found}。请按月分别导出。"
    en = "{path} is too large: at most {expected}, found {found}. Export it month by month."


class DataFault(PerfkitError):
    """`perfkit check` found errors in the data."""

    exit_code = 5
    zh = "数据检查发现 {count} 处错误，详见上列。"
    en = "Errors found by the checks: {count}, listed above."


class UnshowableOutput(PerfkitError):
    """A page would silently lack something its notebook shows."""

    exit_code = 6
    zh = "笔记本第 {cell} 个单元格的输出类型 {found} 无法在报告中显示；可显示：{expected}。请改用表格或 plotly 图表。"
    en = (
        "Cell {cell} made an output of type {found}, which a page cannot show; it shows {expected}. "
        "Use a table or a chart."
    )


class RunFailed(PerfkitError):
    """Some notebooks failed; the others are done."""

    exit_code = 6
    zh = "{total} 次运行中有 {failed} 次失败：{names}。其余报告已生成，失败原因见 {index}。"
    en = "{failed} of {total} runs failed: {names}. The other reports are done; see {index} for the reasons."
