"""What can be wrong in a sheet of targets: one sentence each, with sheet and row. The row is kept all the same."""

from __future__ import annotations

from typing import Final

from perfkit.errors import Language
from perfkit.ledger.findings import Finding, FindingKind

UNREADABLE: Final = FindingKind(
    "unreadable_targets",
    "error",
    "绩效目标表的内容无法识别",
    "unreadable cell in the target sheet",
    "{place} 第 {row} 行“{column}”应为{expected}，实为“{found}”；{kept}，请改正。",
    "{place} row {row}: “{column}” must be {expected}, found “{found}”; {kept}. Correct it.",
)
LACKING: Final = FindingKind(
    "incomplete_targets",
    "error",
    "绩效指标填写不全",
    "incomplete indicator",
    "{place} 第 {row} 行（{name}）没有填写“{column}”；{kept}，请补充。",
    "{place} row {row} ({name}) has no “{column}”; {kept}. Fill it in.",
)
REPEATED: Final = FindingKind(
    "repeated_targets",
    "error",
    "同一指标填了两行",
    "two rows for one indicator",
    "{place} 第 {row} 行的{what}“{name}”与第 {first} 行重复，两行均保留；请删去一行，或改成不同的名称。",
    "{place} row {row}: the {what} “{name}” stands in row {first}, too; both are kept. Delete one or rename it.",
)
UNKNOWN_SUBJECT: Final = FindingKind(
    "unknown_target_subjects",
    "error",
    "对象不在项目表中",
    "subject is no known project",
    "{place} 第 {row} 行的对象“{found}”不是本单位的项目（项目表中有：{expected}）；该行保留，但不计入任何项目的评价。"
    "请从下拉列表中选择，或在 projects.csv 中补充项目或别名。",
    "{place} row {row}: “{found}” is no project of the unit (known: {expected}); the row is kept and belongs to no "
    "evaluation. Choose one from the list, or add the project or an alias to projects.csv.",
)
CONFLICT: Final = FindingKind(
    "contradicting_targets",
    "error",
    "指标值与其他栏矛盾",
    "target contradicts another cell",
    "{place} 第 {row} 行“{column}”为“{found}”，与“{other}”（{expected}）矛盾；{kept}，请核对。",
    "{place} row {row}: “{column}” says “{found}”, “{other}” says {expected}; {kept}. Look into it.",
)
APPROXIMATE: Final = FindingKind(
    "approximate_targets",
    "notice",
    "数为约数",
    "figure is not exact",
    "{place} 第 {row} 行“{column}”为约数“{found}”，按 {expected} 计。",
    "{place} row {row}: “{column}” is not exact (“{found}”) and counts as {expected}.",
)
FRACTION: Final = FindingKind(
    "fractions_of_percent",
    "warning",
    "百分数可能被存成小数",
    "per cent perhaps stored as a fraction",
    "{place} 第 {row} 行“{column}”为 {found}，计量单位为 %，按 {found}% 计；如应为 {expected}%，请改填 {expected}。",
    "{place} row {row}: “{column}” is {found} in %, counted as {found} %; if {expected} % is meant, write {expected}.",
)
CUT: Final = FindingKind(
    "overlong_targets",
    "warning",
    "文字过长",
    "text too long",
    "{place} 第 {row} 行“{column}”有 {found} 个字，只读取前 {expected} 个；请精简。",
    "{place} row {row}: “{column}” has {found} characters, only the first {expected} were read. Shorten it.",
)
CARRIED: Final = FindingKind(
    "carried_target_subjects",
    "notice",
    "对象按上一行计",
    "subject taken from the row above",
    "{place} 第 {rows} 行没有填写对象，按其上一行的对象计。",
    "{place}, rows {rows}: no subject is given; the one of the row above is taken.",
)
EXTRA_COLUMNS: Final = FindingKind(
    "extra_target_columns",
    "notice",
    "有未读取的列",
    "columns not read",
    "{place} 的列“{found}”不是绩效目标表的栏目（或重复），未读取。",
    "{place}: the columns “{found}” are none of a target sheet's (or stand twice) and were not read.",
)
UNREAD_SHEET: Final = FindingKind(
    "unread_target_sheets",
    "notice",
    "有未读取的工作表",
    "sheet not read",
    "{place} 没有绩效目标或绩效指标的表头，未读取。",
    "{place} has no header of goals or indicators and was not read.",
)

#: What becomes of a value that cannot be read.
NOT_TAKEN: Final[dict[Language, str]] = {"zh": "该值未采用", "en": "the value is not taken"}
TEXT_KEPT: Final[dict[Language, str]] = {"zh": "按文字保留，不参与计算", "en": "kept as text and not calculated with"}
NOT_SCORED: Final[dict[Language, str]] = {"zh": "该行保留，指标无法评分", "en": "the row is kept and cannot be scored"}
ROW_KEPT: Final[dict[Language, str]] = {"zh": "该行保留", "en": "the row is kept"}


def at(
    kind: FindingKind,
    place: tuple[str, str, int],
    *,
    subject: str = "",
    expected: str | dict[Language, str] = "",
    found: str = "",
    **parts: object,
) -> Finding:
    """A finding about one row.

    Args:
        kind: what is found.
        place: file, sheet and row.
        subject: code of the project; "" = the unit.
        expected, found: as in the sentence; what is expected may depend on the language.
        parts: further words.
    """
    file, sheet, row = place
    if isinstance(expected, dict):
        parts["expected"] = expected
    return Finding(
        kind,
        subject=subject,
        expected=expected["zh"] if isinstance(expected, dict) else expected,
        found=_shown(found),
        source_file=file,
        source_sheet=sheet,
        source_row=row,
        parts={name: _shown(part) if isinstance(part, str) else part for name, part in parts.items()},
    )


def _shown(text: str) -> str:
    """As much of a text as a sentence can hold, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
