"""Analyses of SAF-T lines: which project and department a line belongs to, and how several of them divide it.

Types of analysis have no fixed codes: the file's own AnalysisTypeTable says what they mean (A Avdeling, P Prosjekt).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.money import as_yuan, parse_cents
from perfkit.readers.files.xmlstream import Element
from perfkit.readers.lines.rows import Source

UNDIVIDED: Final = FindingKind(
    "undivided_lines", "warning", "分摊到多个对象的分录无法拆分", "lines of several projects that cannot be divided",
    "{place}：{found} 条分录（自第 {row} 行起，合计 {amount} {currency}）分摊到多个{what}，但文件没有可用的分摊金额；"
    "这些分录已计入，但不归属任何{what}。",
    "{place}: {found} lines (from row {row} on, {amount} {currency} in all) belong to several {what}, and the file "
    "does not tell how they divide; they are counted, under none of them.",
)  # fmt: skip
_DIMENSIONS: Final = {"project": {"zh": "项目", "en": "projects"}, "department": {"zh": "部门", "en": "departments"}}
#: What describes a type of analysis; the codes are those that vendors use where nothing describes them.
_WORDS: Final = {
    "project": re.compile(r"pro[sj]|projet|proiect|proye|oppdrag|项目|^p(ro?|rj)?$"),
    "department": re.compile(
        r"avd|abteil|afdel|dep|kostnadss|koststed|kostenst|cost ?cent|cent\w* de cust|centr\w* de cost|部门"
        r"|^[ad]$|^k?st$|^cc$"
    ),
}
#: A part of a line: the analysis it belongs to, None for what no analysis takes, and its cents.
Part = tuple[Element | None, int]


@dataclass
class Analyses:
    """The types and names of one audit file, and the lines that could not be divided.

    `undivided` is dimension -> (row, cents) of each such line.
    """

    described: dict[str, str] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    undivided: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def learn(self, entry: Element) -> None:
        """Take in one AnalysisTypeTableEntry."""
        kind = entry.told("AnalysisType")
        self.described[kind] = entry.told("AnalysisTypeDescription") or self.described.get(kind, "")
        self.names[kind, entry.told("AnalysisID")] = entry.told("AnalysisIDDescription")

    def dimension(self, kind: str) -> str:
        """`project`, `department` or "": what the type means by its description, else by its code."""
        for text in (self.described.get(kind, ""), kind):
            found = next((name for name, words in _WORDS.items() if words.search(text.casefold())), "")
            if found:
                return found
        return ""

    def divided(self, line: Element, debit: str, credit: str) -> Iterator[tuple[int, tuple[str, str], tuple[str, ...]]]:
        """(row, (debit, credit), (project code and name, department code and name)) of each part of a line."""
        found: dict[str, list[Element]] = {name: [] for name in _DIMENSIONS}
        for child in line.children:
            if child.tag == "Analysis" and (name := self.dimension(child.told("AnalysisType"))):
                found[name].append(child)
        cents = (parse_cents(debit) or 0, parse_cents(credit) or 0)
        total = 0 if all(cents) else sum(cents)
        parts = {name: _parts(analyses, total) for name, analyses in found.items()}
        by = next((name for name, of_name in parts.items() if len(of_name) > 1), "")
        whole = {name: of_name[0][0] if len(of_name) == 1 else None for name, of_name in parts.items()}
        for name, of_name in parts.items():
            if len(of_name) != 1 and name != by:
                self.undivided.setdefault(name, []).append((line.line, sum(cents)))
        for number, (analysis, share) in enumerate(parts.get(by, [(None, 0)])):
            codes = {**whole, by: analysis} if by else whole
            told = _on_side(share, is_credit=bool(cents[1])) if by else (debit, credit)
            row = analysis.line if number and analysis else line.line
            yield row, told, tuple(text for name in _DIMENSIONS for text in self.named(codes[name]))

    def named(self, analysis: Element | None) -> tuple[str, str]:
        """Code and name of what an analysis points to."""
        if analysis is None:
            return "", ""
        code = analysis.told("AnalysisID")
        return code, self.names.get((analysis.told("AnalysisType"), code), "")

    def findings(self, source: Source, part: str) -> list[Finding]:
        """One finding for each dimension with lines that could not be divided."""
        return [_undivided(name, lines, source, part) for name, lines in self.undivided.items()]


def _parts(analyses: Sequence[Element], total: int) -> list[Part]:
    """How one dimension divides a line: one part, several that add up to `total`, or none where nobody can tell.

    What the analyses leave over comes first: it stands on the line itself.
    """
    if len({analysis.told("AnalysisID") for analysis in analyses}) < 2:
        analyses = analyses[:1]
    amounts = [_share(analysis) for analysis in analyses]
    left = abs(total) - sum(amounts)
    if len(analyses) < 2 and (not all(amounts) or left <= 0):
        return [(analyses[0] if analyses else None, total)]
    if not all(amounts) or left < 0:
        return []
    sign = -1 if total < 0 else 1
    rest: list[Part] = [(None, sign * left)] if left else []
    return [*rest, *((analysis, sign * cents) for analysis, cents in zip(analyses, amounts, strict=True))]


def _share(analysis: Element) -> int:
    found = analysis.child("AnalysisAmount")
    return abs(parse_cents(found.told("Amount") or found.text) or 0) if found else 0


def _on_side(cents: int, *, is_credit: bool) -> tuple[str, str]:
    return ("", as_yuan(cents)) if is_credit else (as_yuan(cents), "")


def _undivided(name: str, lines: Sequence[tuple[int, int]], source: Source, part: str) -> Finding:
    cents = sum(amount for _, amount in lines)
    unit = source.unit
    return Finding(
        UNDIVIDED, subject=name, amount_cents=cents, found=str(len(lines)),
        source_file=source.source_file, source_sheet=part, source_row=lines[0][0],
        parts={
            "amount": as_yuan(cents), "what": _DIMENSIONS[name],
            "currency": {"zh": unit.currency_zh, "en": unit.currency_en},
        },
    )  # fmt: skip
