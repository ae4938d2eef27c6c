"""Whether every export was read completely, and what was changed in it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from perfkit.ledger.completeness import FileSum
from perfkit.ledger.corrections import Correction
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import InputFile
from perfkit.ledger.money import as_yuan

ROWS: Final = FindingKind(
    "incomplete_reading",
    "error",
    "读取不完整：行数不符",
    "incomplete reading: rows",
    "{file}：读入 {expected} 行，保留与搁置合计 {found} 行，相差 {gap} 行。"
    "这是程序的缺陷，该文件的数字不可采用，请报告。",
    "{file}: {expected} rows were read, {found} were kept or set aside, {gap} apart. That is a fault of the program; "
    "do not use this file's figures, and report it.",
)
AMOUNTS: Final = FindingKind(
    "incomplete_reading",
    "error",
    "读取不完整：金额不符",
    "incomplete reading: amounts",
    "{file}：读入的{what}合计 {expected} {currency}，保留与搁置合计 {found} {currency}，相差 {gap} {currency}。"
    "这是程序的缺陷，该文件的数字不可采用，请报告。",
    "{file}: the {what} read add up to {expected}, those kept or set aside to {found}, {gap} apart. That is a fault of "
    "the program; do not use this file's figures, and report it.",
)
CORRECTED: Final = FindingKind(
    "applied_corrections",
    "notice",
    "已按更正清单更正",
    "corrections were applied",
    "按 corrections.toml 更正了 {found} 处，原始文件未改动；逐条见数据质量页的更正清单。",
    "{found} cells were corrected by corrections.toml, the raw files stay as they are; the data-quality page lists "
    "each.",
)


def incomplete_reading(files: Iterable[InputFile], sums: Iterable[FileSum]) -> list[Finding]:
    """Exports of which not every row, or not every cent, is among what was kept and what was set aside.

    Args:
        files: the exports.
        sums: their sums (`perfkit.ledger.completeness.file_sums`).
    """
    findings = []
    for file in files:
        found = file.rows_kept + file.rows_set_aside
        if file.rows_read != found:
            gap = file.rows_read - found
            findings.append(_apart(ROWS, file.path, None, str(file.rows_read), str(found), {"gap": gap}))
    for one in sums:
        if one.gap:
            read, found = one.read + one.corrected, one.kept + one.set_aside
            parts: dict[str, object] = {"gap": as_yuan(one.gap), "what": {"zh": one.name("zh"), "en": one.name("en")}}
            findings.append(_apart(AMOUNTS, one.file, one.gap, as_yuan(read), as_yuan(found), parts))
    return findings


def applied_corrections(corrections: Sequence[Correction]) -> list[Finding]:
    """That the frames are no longer what the exports say, if they are not."""
    return [Finding(CORRECTED, found=str(len(corrections)))] if corrections else []


def _apart(
    kind: FindingKind, file: str, cents: int | None, expected: str, found: str, parts: dict[str, object]
) -> Finding:
    return Finding(kind, file, cents, expected, found, source_file=file, parts=parts)
