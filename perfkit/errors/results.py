"""The work was done, and its result is not sound."""

from __future__ import annotations

from perfkit.errors.base import PerfkitError


class DataFault(PerfkitError):
    """`perfkit check` found errors in the data."""

    exit_code = 5
    zh = "数据检查发现 {count} 处错误，详见上列。"
    en = "Errors found by the checks: {count}, listed above."


class ReportConflicts(PerfkitError):
    """`perfkit review` found what a report must not say."""

    exit_code = 5
    zh = "报告核对发现 {count} 处冲突，详见上列。"
    en = "Conflicts found in the report: {count}, listed above."


class UnshowableOutput(PerfkitError):
    """A page would silently lack something its notebook shows."""

    exit_code = 6
    zh = "笔记本第 {cell} 个单元格的输出类型 {found} 无法在报告中显示；可显示：{expected}。请改用表格或 plotly 图表。"
    en = (
        "Cell {cell} made an output of type {found}, which a page cannot show; it shows {expected}. "
        "Use a table or a chart."
    )


class UntraceableAmount(PerfkitError):
    """A page prints an amount that is not the sum of the lines behind it."""

    exit_code = 6
    zh = (
        "“{place}”印出的金额 {expected} 与其明细合计 {found} 不相等，本页不能作为依据。"
        "笔记本中的金额须由所载账簿（或 of_project）的全部行算出，请改正后重新运行。"
    )
    en = (
        "“{place}” prints {expected}, but the lines behind it add up to {found}: the page proves nothing. "
        "Measure on all lines of the loaded ledger (or of its of_project) and run again."
    )


class RunFailed(PerfkitError):
    """Some notebooks failed; the others are done."""

    exit_code = 6
    zh = "{total} 次运行中有 {failed} 次失败：{names}。其余报告已生成，失败原因见 {index}。"
    en = "{failed} of {total} runs failed: {names}. The other reports are done; see {index} for the reasons."
