"""XBRL GL (XBRL Global Ledger): accounting entries as an XML instance, or as the CSV of an xBRL-CSV report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from perfkit.errors import UnknownKind
from perfkit.readers.files.plaintext import decode, parse, separator_of
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.files.xmltext import encoding_of, head_text, root_tag
from perfkit.readers.lines.rows import Source, row_texts
from perfkit.readers.standards.records import LeftOut, RecordFile
from perfkit.readers.standards.xbrl_entries import Account, Detail, entry_records

_TAGS: Final = ("entryDetail", "entryHeader", "documentInfo", "accountingEntries")
#: The columns of the CSV that tell where a row stands, from the outermost to the innermost.
_LEVELS: Final = ("accountingEntries", "entryHeader", "entryDetail", "account", "accountSub")
_REPORT: Final = re.compile(r'"documentType"\s*:\s*"https?://(?:www\.)?xbrl\.org/[^"]*?([a-z-]+)"')
_URL: Final = re.compile(r'"url"\s*:\s*"([^"]{1,200})"')
_HEAD: Final = 2**16
_NAMESPACE: Final = "xbrl.org/int/gl"


def is_xbrl_gl(head: bytes, ending: str) -> bool:
    """Whether a file is an XBRL instance with the namespace of the global ledger."""
    return root_tag(head) == "xbrl" and _NAMESPACE in head_text(head)


def read_xbrl_gl(data: bytes, source: Source) -> RecordFile:
    """The entries of an XML instance; see `entry_records`.

    Raises:
        ReadError: see `subtrees`.
    """
    software = ""
    details: list[Detail] = []
    document: dict[str, str] = {}
    entry: dict[str, str] = {}
    for element in subtrees(data, source.source_file, _TAGS):
        if element.tag == "entryDetail":
            details.append(_detail(element, (entry, document)))
        elif element.tag == "documentInfo":
            software = software or element.told("sourceApplication")
            document.update(_leaves(element))
        elif element.tag == "entryHeader":
            entry.update(_leaves(element))
            entry = {}
        else:
            document = {}
    records, left = entry_records(details, source)
    encoding = encoding_of(data, source.source_file).removesuffix("-sig")
    return RecordFile(" · ".join(filter(None, ("XBRL GL", software))), records, left, encoding=encoding)


def _detail(element: Element, above: Sequence[Mapping[str, str]]) -> Detail:
    """A detail; what stands above it is filled in when its end is read."""
    accounts = [_account(child) for child in element.children if child.tag == "account"]
    told: dict[str, str] = {}
    for child in element.children:
        if child.tag != "account":
            _take_leaves(child, told)
    return Detail(element.line, told, above, accounts)


def _account(element: Element) -> Account:
    subs = [_leaves(child) for child in element.children if child.tag == "accountSub"]
    return Account({child.tag: child.text.strip() for child in element.children if not child.children}, subs)


def _leaves(element: Element) -> dict[str, str]:
    """The texts in an element, however deep, the first of each name."""
    found: dict[str, str] = {}
    _take_leaves(element, found)
    return found


def _take_leaves(element: Element, found: dict[str, str]) -> None:
    if not element.children:
        found.setdefault(element.tag, element.text.strip())
    for child in element.children:
        _take_leaves(child, found)


def is_xbrl_gl_csv(head: bytes, ending: str) -> bool:
    """Whether a file is text whose first row has the levels of XBRL GL."""
    return set(_LEVELS[:3]) <= set(head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip().split(","))


def read_xbrl_gl_csv(data: bytes, source: Source) -> RecordFile:
    """The entries of the CSV of an xBRL-CSV report: one row per document, header, detail, account and subaccount.

    Only details are records; the rows around them and below them are told with them.

    Raises:
        WrongEncoding, BrokenFile: see `decode` and `parse`.
    """
    text, encoding = decode(data, source.source_file)
    cells = parse(text, separator_of(text), source.source_file)
    names = [name.strip().rpartition(":")[2] for name in cells.iloc[0]]
    rows = _Rows()
    for number, row in enumerate(cells.iloc[1:].itertuples(index=False), start=2):
        rows.take(number, {name: str(cell).strip() for name, cell in zip(names, row, strict=True) if str(cell).strip()})
    records, left = entry_records(rows.details, source)
    around = {"header": [1], "part_of_another_row": rows.parts, "blank": rows.blank}
    others = [
        LeftOut(reason, row_texts(cells.iloc[[number - 1 for number in numbers]]).to_list(), numbers)
        for reason, numbers in around.items()
        if numbers
    ]
    return RecordFile("XBRL GL", records, (*left, *others), encoding=encoding)


@dataclass
class _Rows:
    """The rows of the CSV as read so far; `last` is the latest detail of each place."""

    details: list[Detail] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    above: dict[str, dict[str, str]] = field(default_factory=dict)
    last: dict[tuple[str, ...], Detail] = field(default_factory=dict)

    def take(self, number: int, told: dict[str, str]) -> None:
        level = next((name for name in reversed(_LEVELS) if name in told), "")
        place = tuple(told.get(name, "") for name in _LEVELS[:3])
        texts = {name: text for name, text in told.items() if name not in _LEVELS}
        if level == "entryDetail" or "amount" in texts:
            above = (self.above.get("entryHeader", {}), self.above.get("accountingEntries", {}))
            main = {name: text for name, text in texts.items() if name.startswith("account")}
            self.last[place] = Detail(number, texts, above, [Account(main)] if main else [])
            self.details.append(self.last[place])
            return
        (self.parts if told else self.blank).append(number)
        if level in _LEVELS[:2]:
            self.above[level] = texts
        elif place in self.last:
            self.add_account(level, texts, self.last[place].accounts)

    def add_account(self, level: str, texts: dict[str, str], accounts: list[Account]) -> None:
        if level == "account" or not accounts:
            accounts.append(Account({} if level == "accountSub" else texts))
        if level == "accountSub":
            accounts[-1].subs.append(texts)


def is_xbrl_report(head: bytes, ending: str) -> bool:
    """Whether a file is the JSON of an XBRL report."""
    return ending == ".json" and bool(_REPORT.search(head_text(head)))


def read_xbrl_report(data: bytes, source: Source) -> RecordFile:
    """Say what the JSON of a report is: it describes the columns of a CSV and holds no amounts, or is a form not read.

    Raises:
        UnknownKind: always, with the name of the CSV.
    """
    text = head_text(data[:_HEAD])
    report, files = _REPORT.search(text), ", ".join(_URL.findall(text))
    if report and report[1] == "xbrl-csv":
        file = files or "xBRL-CSV"
        found = {
            "zh": f"XBRL 报告的说明文件：只说明 {file} 的列，本身没有金额",
            "en": f"the description of an XBRL report: it tells the columns of {file} and holds no amounts",
        }
        raise UnknownKind(path=source.source_file, expected=f"{file}, XBRL GL (xml)", found=found)
    found = {"zh": "xBRL-JSON 报告", "en": "an xBRL-JSON report"}
    raise UnknownKind(path=source.source_file, expected="XBRL GL (xml, csv)", found=found)
