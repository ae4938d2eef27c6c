"""SIE, the Swedish format of ledgers: types 1-3 (balances, periods, objects), 4 (with vouchers) and 4i (vouchers only).

*Source*: SIE-Gruppen, SIE filformat utgåva 4B (2008-09-30).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.lines.faults import MAX_TOLD, MORE_FAULTS
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.records import LeftOut, RecordFile
from perfkit.readers.standards.sie_balances import balances, period_balances
from perfkit.readers.standards.sie_budget import budget
from perfkit.readers.standards.sie_journal import journal
from perfkit.readers.standards.sie_lines import FORMS, UNREADABLE, Line, SieFile, contents, read_lines

ENDINGS: Final = (".se", ".si", ".sie")
UNREADABLE_LINE: Final = FindingKind(
    "unreadable_lines", "error", "行无法识别", "unreadable line",
    "{place} 第 {row} 行：应为 {expected}，实为“{found}”；该行已搁置，未计入。",
    "{place} row {row}: expected {expected}, found “{found}”; the row was set aside and counts nowhere.",
)  # fmt: skip
CUT_OFF: Final = FindingKind(
    "file_cut_off", "error", "文件不完整", "file cut off",
    "{place} 在第 {row} 行中断：{expected} 没有结束；其后的内容未读到。请重新导出或重新复制。",
    "{place} breaks off at row {row}: {expected} never ends, and what followed is lost. Export or copy it again.",
)  # fmt: skip
CHECKSUM: Final = FindingKind(
    "checksum", "warning", "校验和不符", "checksum differs",
    "{place} 第 {row} 行 #KSUMMA 为 {expected}，按内容计算为 {found}：文件写出后被改动过，或写出程序的算法不合标准。",
    "{place} row {row}: #KSUMMA says {expected}, the content gives {found}: the file was changed after it was written, "
    "or its program does not compute the sum as the standard does.",
)  # fmt: skip
_FIRST: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*#(?:FLAGGA|KSUMMA|PROGRAM|FORMAT|GEN|SIETYP|FNAMN)\b", re.IGNORECASE)
_TYPICAL: Final = re.compile(rb"(?:^|[\xbf\r\n])[ \t]*#(?:FLAGGA|SIETYP|RAR|KONTO|VER)\b", re.IGNORECASE)
#: Lines that describe: the file, the company, accounts, objects; and the heads of vouchers.
_DIRECTIVES: Final = frozenset({
    "#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#PROSA", "#FTYP", "#FNR", "#ORGNR", "#BKOD", "#ADRESS",
    "#FNAMN", "#RAR", "#TAXAR", "#OMFATTN", "#KPTYP", "#VALUTA", "#KONTO", "#KTYP", "#ENHET", "#SRU", "#DIM",
    "#UNDERDIM", "#OBJEKT", "#KSUMMA", "#VER", "{", "}",
})  # fmt: skip


def is_sie(head: bytes, ending: str) -> bool:
    """Whether a file is SIE: it begins with a line that describes it, whatever its name ends in."""
    return bool(_FIRST.match(head) and _TYPICAL.search(head))


def read_sie(data: bytes, source: Source) -> RecordFile:
    """The vouchers, balances and budgets of a SIE file; every line of it is a record or left out with its reason.

    Raises:
        BrokenFile, WrongEncoding
    """
    file = read_lines(data, source.source_file, source.year)
    vouchers, repeated = journal(file)
    accounts, parts = balances(file)
    plan, details, told = budget(file, source)
    return RecordFile(
        _system(file),
        (vouchers, accounts, plan),
        tuple(left for left in (repeated, *parts, details, *_others(file)) if left.rows),
        (*_unreadable(file, source), *_cut_off(file, source), *period_balances(file, source), *told),
        file.encoding,
        file.years[0][1].year if 0 in file.years else 0,
    )


def _system(file: SieFile) -> str:
    """The format and the program that wrote the file."""
    kind = next((line.field(0) for line in file.of("#SIETYP")), "") or "1"
    program = next((" ".join(line.fields[:2]) for line in file.of("#PROGRAM")), "")
    return " · ".join(part for part in (f"SIE {kind}", program) if part)


def _others(file: SieFile) -> list[LeftOut]:
    """The lines that hold no amount we know."""
    reasons = {
        "directive": [line for line in file.lines if line.label in _DIRECTIVES],
        "blank": [line for line in file.lines if not line.text.strip()],
        "unreadable_line": file.of(UNREADABLE),
        "unknown_record": [line for line in file.lines if _is_unknown(line)],
    }
    return [
        LeftOut(reason, [line.text for line in lines], [line.row for line in lines])
        for reason, lines in reasons.items()
    ]


def _is_unknown(line: Line) -> bool:
    """Labels that the standard does not have are to be passed over, and so is free text."""
    return bool(line.text.strip()) and line.label not in {*_DIRECTIVES, *FORMS, UNREADABLE}


def _unreadable(file: SieFile, source: Source) -> list[Finding]:
    lines = file.of(UNREADABLE)
    told = [
        _at(UNREADABLE_LINE, line.row, source, FORMS[line.field(0)], line.text.strip()[:80])
        for line in lines[:MAX_TOLD]
    ]
    if len(lines) > MAX_TOLD:
        what: dict[str, object] = {"what": {"zh": UNREADABLE_LINE.title_zh, "en": UNREADABLE_LINE.title_en}}
        more = _at(MORE_FAULTS, lines[MAX_TOLD].row, source, "", str(len(lines) - MAX_TOLD))
        told.append(replace(more, parts=what))
    return told


def _at(kind: FindingKind, row: int, source: Source, expected: str, found: str) -> Finding:
    return Finding(kind, expected=expected, found=found, source_file=source.source_file, source_row=row)


def _cut_off(file: SieFile, source: Source) -> list[Finding]:
    """A voucher without its end, a checksum that was announced and does not come; one that does not agree."""
    braces, sums, end = file.of("{") + file.of("}"), file.of("#KSUMMA"), len(file.lines)
    last = max(braces, key=lambda line: line.row, default=None)
    if last and last.label == "{":
        return [_at(CUT_OFF, end, source, "{ ... }", "")]
    if len(sums) == 1 and not sums[0].fields:
        return [_at(CUT_OFF, end, source, "#KSUMMA ... #KSUMMA", "")]
    if len(sums) < 2:
        return []
    expected, found = sums[1].field(0), _checksum(file, sums[0].row, sums[1].row)
    if re.fullmatch(r"[+-]?[0-9]{1,12}", expected) and int(expected) % 2**32 == found:
        return []
    return [_at(CHECKSUM, sums[1].row, source, expected or "-", str(found))]


def _checksum(file: SieFile, first: int, last: int) -> int:
    """CRC-32 of labels and fields between two rows, without what stands between them: blanks, quotes, braces.

    *Source*: SIE 4B, record type #KSUMMA and its appendix.
    """
    crc = 0
    for line in file.lines[first : last - 1]:
        crc = zlib.crc32(contents(line.text).encode(file.encoding), crc)
    return crc
