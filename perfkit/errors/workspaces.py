"""The folder of exports is not as it must be."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError


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


class ChangedSource(WorkspaceError):
    """A raw file is no longer the one that SOURCES.toml registered."""

    zh = (
        "{path} 在登记后被改动过（SOURCES.toml 登记的 SHA-256 为 {expected}，实为 {found}），未读取任何数据。"
        "请放回原件；如收到了新文件，请用 perfkit add 以另一文件名加入，并移出旧文件及其登记。"
    )
    en = (
        "{path} was changed after it was registered (SHA-256 {expected} in SOURCES.toml, found {found}); nothing was "
        "read. Put the original back; a new file goes in with perfkit add under another name, the old one and its "
        "entry out."
    )


class BadConfiguration(WorkspaceError):
    """unit.toml, projects.csv or a mapping file says something that cannot be."""

    zh = "{path}：{where} 应为 {expected}，实为 {found}。请改正该文件后重试。"
    en = "{path}: {where} must be {expected}, found {found}. Correct the file and run again."


class StaleCorrection(WorkspaceError):
    """An entry of corrections.toml no longer fits: its row is not there, or does not hold what was to be corrected."""

    zh = (
        "{path} 第 {number} 条更正（{key}）不再适用：{where} 应为 {expected}，实为 {found}；未应用任何更正。"
        "请核对原始文件后改正该条的 key 或 from，或删去该条。"
    )
    en = (
        "{path}: correction {number} ({key}) no longer fits: {where} must be {expected}, found {found}; no correction "
        "was applied. Look into the raw file, then mend the key or from of this entry, or delete it."
    )


class CannotWrite(WorkspaceError):
    """The disk refused."""

    zh = "无法写入 {path}：{found}。请检查磁盘空间和文件夹权限；已有文件未受影响。"
    en = "Cannot write {path}: {found}. Check disk space and permissions; existing files are untouched."


class DiskFull(CannotWrite):
    """There is no room for anything more."""


class AlreadyRunning(WorkspaceError):
    """Another batch writes the reports of the same workspace."""

    zh = "另一个 perfkit run 正在工作区 {path} 中运行。请等它结束后再运行；未写入任何内容。"
    en = "Another perfkit run is at work in {path}. Wait until it has finished; nothing was written."


class StaleCache(WorkspaceError):
    """The data were read anew by somebody else, or damaged, between loading a year and using its journal."""

    zh = "{path} 年度的数据在载入之后有变动。请重新载入：再运行一次即可。"
    en = "The data of {path} changed after they were loaded. Load them again: run once more."
