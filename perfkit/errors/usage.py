"""The command or call was wrong."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError


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


class UnknownPeriod(UsageError):
    """A period that nothing is told of yet, or that the fiscal year does not have."""

    zh = "{unit} {year} 年度的支出列示到第 {last} 期，as_of 应为 1 至 {last}（0 为自动），得到 {found}。请改正后重试。"
    en = (
        "Spending of {unit} {year} is told up to period {last}; as_of must be 1 to {last} (0 = chosen), found {found}. "
        "Correct the value and run again."
    )


class UnknownNotebook(UsageError):
    """No notebook of that name in the workspace."""

    zh = "没有名为 {name} 的笔记本；现有：{known}。"
    en = "There is no notebook named {name}; there are: {known}."


class UnknownEdition(UsageError):
    """There is no such edition."""

    zh = "{variable} 为 {found}，没有这个版本；可用：{expected}。"
    en = "{variable} is {found}, which is no edition; there are: {expected}."


class NotOneParametersCell(UsageError):
    """Papermill would inject parameters into the wrong place or none."""

    zh = "笔记本 {notebook} 应有且仅有一个带 parameters 标签的单元格，实有 {found} 个。请在 JupyterLab 中改正标签。"
    en = "Notebook {notebook} must have one cell tagged parameters, found {found}. Correct the tags in JupyterLab."


class NotEmptyFolder(UsageError):
    """`perfkit new` will not write into a folder that already holds something."""

    zh = "{path} 不是空文件夹，未写入任何内容。请换一个新文件夹名。"
    en = "{path} is not empty, nothing was written. Name a new folder."


class NotAPage(UsageError):
    """A file that is to be handed on as a page is none."""

    zh = "{path} 不是 perfkit run 生成的报告页。请指定 reports/<单位>/<年度>/ 中的 .html 文件。"
    en = "{path} is no page that perfkit run made. Name an .html file of reports/<unit>/<year>/."


class NameTaken(UsageError):
    """Nothing is written over another file."""

    zh = "{path} 已存在，且内容不同；未写入任何内容。请换一个文件名。"
    en = "{path} exists and is another file; nothing was written. Use another name."


class UnusableName(UsageError):
    """A name that is a path, hidden, kept for a description, or no name on some system."""

    zh = "{name} 不能用作{what}的名称（{found}）；未写入任何内容。请改名后重试。"
    en = "{name} cannot be the name of {what} ({found}); nothing was written. Rename it and run again."


class NoDossier(UsageError):
    """The pages that are to be printed were not made yet."""

    zh = "{path} 还没有报告；请先运行 perfkit run --unit {unit} --year {year}。"
    en = "There are no pages in {path} yet; run perfkit run --unit {unit} --year {year} first."


class NoBrowser(UsageError):
    """No browser that prints without a window is installed."""

    zh = "生成 PDF 需要 Chromium、Chrome 或 Edge，本机没有找到（{variable}：{found}）。请安装一种，或打开报告后打印。"
    en = (
        "A PDF needs Chromium, Chrome or Edge, and none was found here ({variable}: {found}). Install one, or open the "
        "pages in a browser and print them."
    )


class BrowserFailed(UsageError):
    """The browser made no PDF."""

    zh = "{program} 没有生成 PDF（{found}）。请关闭其他浏览器窗口后重试，或用浏览器打开报告后打印。"
    en = "{program} made no PDF ({found}). Close its other windows and run again, or open the pages and print them."
