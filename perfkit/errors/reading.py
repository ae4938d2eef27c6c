"""An export cannot be read at all."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError


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
        "{path}（{sheet}）找不到表头：需要 {expected}；最像表头的一行是第 {row} 行：{found}。"
        "请写一个映射文件指明各列（perfkit inspect 可生成草稿）。"
    )
    en = (
        "{path} ({sheet}) has no header we know: needed {expected}; the row most like one is row {row}: {found}. "
        "Write a mapping file that names the columns; perfkit inspect drafts one."
    )


class GarbledText(UnknownHeader):
    """The headings of a workbook were read in a wrong encoding before they came into it."""

    zh = "{path}（{sheet}）第 {row} 行是乱码：“{found}”{meant}。文字写入该文件时已经损坏，请从账务系统重新导出。"
    en = (
        "{path} ({sheet}), row {row} is garbled: “{found}”{meant}. The text was damaged before it came into the file; "
        "export it again."
    )


class TablesSideBySide(UnknownHeader):
    """The headings of one sheet stand there twice: to read it as one table would lose all but the first."""

    zh = (
        "{path}（{sheet}）第 {row} 行表头中“{found}”出现 {times} 次：几张表左右并排，只读其一会丢失其余。"
        "请在映射文件中用 side_by_side 写明各表的列数（perfkit inspect 可生成草稿）。"
    )
    en = (
        "{path} ({sheet}), header in row {row}: “{found}” stands there {times} times: tables side by side, of which "
        "one would be read and the others lost. Say how wide they are in a mapping file (side_by_side); "
        "perfkit inspect drafts one."
    )


class UnknownKind(ReadError):
    """The file's ending is none we read."""

    zh = "{path} 不是能读取的文件类型（{found}）；可读取：{expected}。请另存为其中一种；如不是数据，请移出该文件夹。"
    en = "{path} is of no kind we read ({found}); we read: {expected}. Save it as one of these, or move it elsewhere."


class NotATargetSheet(ReadError):
    """A workbook that is to hold targets is another one."""

    zh = "{path} 不是可用的绩效目标表：应有{expected}，实为{found}。请用 perfkit targets template 生成空白表后填写。"
    en = "{path} is no sheet of targets: needed {expected}, found {found}. Fill in the one of perfkit targets template."


class UnsafeFile(ReadError):
    """The file declares what no export needs and what could do harm when read."""

    zh = "{path} 第 {row} 行含有{found}，为安全起见未读取。请从账务系统重新导出，不带此声明。"
    en = "{path} was not read, for safety: row {row} holds {found}. Export it again without it."


class TooLarge(ReadError):
    """The file unpacks to more than the bound."""

    zh = "{path} 过大：上限 {expected}，实为 {found}。请按月分别导出。"
    en = "{path} is too large: at most {expected}, found {found}. Export it month by month."


class MissingTool(ReadError):
    """The program or library that reads this format is not installed."""

    zh = "读取 {path} 需要 {tool}，本机未安装。请安装：{install}；然后重试。"
    en = "{path} is read by {tool}, which is not installed here. Install it: {install}; then run again."
