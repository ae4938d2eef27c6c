"""The words of narrative.md as blocks of the report, their references resolved; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from perfkit.evaluation.figures import FAULTY, UNRESOLVED, place, resolve
from perfkit.evaluation.report.writing import heading
from perfkit.ledger.documents import Block, Figure, Paragraph
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.narrative import HEADINGS, NARRATIVE, heading_name

UNKNOWN_HEADING: Final = FindingKind(
    "unknown_narrative_headings",
    "warning",
    "叙述文字的标题不在提纲中",
    "heading of the narrative that the report does not have",
    "{at}标题“{found}”不在报告提纲中，其下文字未写入报告。可用的标题：{expected}。",
    "{at}the report has no heading “{found}”; the words below it are left out. It has: {expected}.",
)
TYPED_FIGURE: Final = FindingKind(
    "typed_figures",
    "notice",
    "叙述文字中直接写入的金额或比率",
    "amount or rate typed into the narrative",
    "{at}“{found}”是直接写入的，不能追溯到账簿。请改写为引用，如 {{{{ actual: scope=all_funds }}}}。",
    "{at}“{found}” is typed and cannot be walked back. Write a reference such as {{{{ actual: scope=all_funds }}}}.",
)
_NO_HEADING: Final = {"zh": "（第一个标题之前）", "en": "(above the first heading)"}
_BRACED: Final = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
_DIGITS: Final = r"\d[\d,，.]*\s*[余多]?\s*(?:[百千万亿]{0,2}元|个?百分点|[%％])"
_WORDS: Final = r"百分之[零〇一二两三四五六七八九十百点\d]+|[零〇一二两三四五六七八九十百千]+[余多]?[万亿]元"
_TYPED: Final = re.compile(f"{_DIGITS}|{_WORDS}")
_SUB_HEADING: Final = re.compile(r"(#{3,6})\s*(.*?)[ \t#]*")
_ITEM: Final = re.compile(r"(?:[-*+]\s+|(?P<number>\d+)[.、．)）]\s*(?=\D)|(?=（\d+）))")


@dataclass
class _Written:
    """A heading (`level` above 0) or a paragraph of the narrative, with the findings about it."""

    level: int
    parts: list[str | Figure]
    findings: list[Finding]


def words(name: str, ledger: Ledger, level: int) -> list[Block]:
    """What narrative.md says below the heading `name`, which stands in the report at `level`; empty if it says nothing.

    A `### ` becomes a heading one level below, a `#### ` one of two levels below.
    """
    return [
        heading("".join(str(part) for part in one.parts), level + one.level)
        if one.level
        else Paragraph(tuple(one.parts))
        for one in _written(ledger.narrative.get(name, ""), ledger)
    ]


def findings_of_narrative(ledger: Ledger) -> list[Finding]:
    """What is wrong with narrative.md, in the order of its lines.

    References that resolve to nothing or to two scopes (errors), headings that the report does not have (warnings),
    amounts and rates that were typed (notices).
    """
    found = []
    for name, text in ledger.narrative.items():
        if name in HEADINGS:
            found += [finding for one in _written(text, ledger) for finding in one.findings]
        else:
            found.append(_unknown(name, text))
    return sorted(found, key=lambda finding: finding.source_row)


def _unknown(name: str, text: str) -> Finding:
    row = len(text) - len(text.lstrip("\n")) + 1 if text else 0
    known = "、".join(HEADINGS)
    parts: dict[str, object] = {"at": place(NARRATIVE, row), "found": name or _NO_HEADING}
    return Finding(UNKNOWN_HEADING, expected=known, found=name, source_file=NARRATIVE, source_row=row, parts=parts)


def _written(text: str, ledger: Ledger) -> list[_Written]:
    """The headings and paragraphs of a section, in order."""
    written: list[_Written] = []
    is_open = False
    for row, line in enumerate(text.split("\n"), start=1):
        plain = line.strip()
        title, item = _SUB_HEADING.fullmatch(plain), _ITEM.match(plain)
        if title:
            written.append(_sub_heading(len(title[1]) - 2, heading_name(title[2]), row))
            is_open = False
        elif plain:
            if item or not is_open:
                written.append(_Written(0, [], []))
            if item:
                plain = f"{item['number']}.{plain[item.end() :]}" if item["number"] else plain[item.end() :]
            _append(written[-1], plain, row, ledger)
            is_open = True
        else:
            is_open = False
    return written


def _sub_heading(level: int, text: str, row: int) -> _Written:
    findings = [_typed(typed[0], row) for typed in _TYPED.finditer(text)]
    if _BRACED.search(text):
        why = {"zh": "标题中不能写引用", "en": "a heading holds no reference"}
        parts: dict[str, object] = {"at": place(NARRATIVE, row), "reference": text, "why": why}
        findings.append(Finding(UNRESOLVED, found=text, source_file=NARRATIVE, source_row=row, parts=parts))
    return _Written(level, [_BRACED.sub(FAULTY, text)], findings)


def _append(paragraph: _Written, text: str, row: int, ledger: Ledger) -> None:
    """Add a line of the file to its paragraph. Between Chinese characters a line break is no space."""
    last = paragraph.parts[-1] if paragraph.parts else ""
    if isinstance(last, str) and last[-1:].isascii() and last[-1:].isalnum() and text[0].isascii():
        paragraph.parts.append(" ")
    for part in _pieces(text):
        if _BRACED.fullmatch(part):
            found = resolve(part, ledger, NARRATIVE, row)
            paragraph.parts.append(found.figure)
            paragraph.findings += [found.finding] if found.finding else []
        else:
            paragraph.parts.append(part)
            paragraph.findings += [_typed(typed[0], row) for typed in _TYPED.finditer(part)]


def _pieces(text: str) -> Iterator[str]:
    """`text` cut before and behind everything in double braces."""
    end = 0
    for braced in _BRACED.finditer(text):
        yield from filter(None, (text[end : braced.start()], braced[0]))
        end = braced.end()
    yield from filter(None, (text[end:],))


def _typed(text: str, row: int) -> Finding:
    parts: dict[str, object] = {"at": place(NARRATIVE, row)}
    return Finding(TYPED_FIGURE, found=text, source_file=NARRATIVE, source_row=row, parts=parts)
