"""GB/T 24589 (财经信息技术 会计核算软件数据接口): general ledger (总账) and public archives (公共档案) as XML.

Parts 1 (enterprises) and 2 (administrative units and institutions) of 2010, where the tables stand below the root row
by row, and the names of the edition of 2024, where a table may hold its rows and vouchers have heads and lines. Built
from the lists of fields; no file of a real system was at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from sys import intern
from typing import Final

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.files.xmltext import encoding_of, head_text
from perfkit.readers.layouts.header import field_of
from perfkit.readers.lines.dimensions import DIMENSIONS
from perfkit.readers.lines.rows import Source
from perfkit.readers.standards.gbt_archives import ARCHIVES, Auxiliary, Items
from perfkit.readers.standards.gbt_balances import BalanceRow, balance_records
from perfkit.readers.standards.records import LeftOut, RecordFile, Records, places

UNEXPLAINED: Final = FindingKind(
    "unexplained_auxiliary", "warning", "辅助项含义不明", "auxiliary items that nothing explains",
    "{place}：{found} 条分录（自第 {row} 行起）的辅助项编号在“科目辅助核算”中没有说明，不知是项目、部门还是其他；"
    "分录已计入，这些编号未采用。",
    "{place}: the auxiliary items of {found} lines (from row {row} on) are not explained by 科目辅助核算 (project, "
    "department or other?); the lines are counted, those codes are not used.",
)  # fmt: skip
_VOUCHERS: Final = ("记账凭证", "记账凭证分录")
_BALANCES: Final = "科目余额及发生额"
#: Tables of amounts that are told by the vouchers already, or that are reports.
_OTHERS: Final = ("现金流量凭证项目数据", "报表项数据")
_TABLES: Final = (*_VOUCHERS, _BALANCES, *_OTHERS, "会计科目", "科目辅助核算", "总账基础信息", "电子账簿", *ARCHIVES)
_ROWS: Final = ("记录", "行", "分录", "row", "Row", "record", "Record")
_TAGS: Final = (*_TABLES, *(f"{table}/{row}" for table in _TABLES for row in _ROWS))
_MARK: Final = re.compile(
    r"<(?:[\w.-]+:)?(?:总账基础信息|公共档案|会计科目|科目辅助核算|科目余额及发生额|记账凭证)[\s>/]"
)
#: Names of the standard that mean nothing by themselves in a heading.
_FIELDS: Final = {
    "期初本币余额": "opening_balance", "期末本币余额": "closing_balance",
    "期初余额方向": "opening_direction", "期末余额方向": "closing_direction", "作废标志": "void", "记账标志": "",
}  # fmt: skip
_ITEM: Final = re.compile(r"辅助项([0-9]{1,2})编号")
_TRUE: Final = ("1", "是", "true", "y", "yes", "√", "作废")
_HEAD: Final = ("voucher_date", "voucher_type", "status", "is_closing")
#: What a line itself may tell, in the order in which it is kept.
_LINE: Final = (
    "fiscal_year", "period", "voucher_date", "voucher_type", "voucher_number", "line_number", "summary", "status",
    "is_closing", "account_code", "debit", "credit", "direction", "amount", *DIMENSIONS,
    *(name.replace("_code", "_name") for name in DIMENSIONS if name.endswith("_code")),
)  # fmt: skip
_ACCOUNT: Final = _LINE.index("account_code")
_MONEY: Final = ("debit", "credit", "amount")
_IN_HEAD: Final = 2**16


def is_gbt24589(head: bytes, ending: str) -> bool:
    """Whether a file is XML with elements of the standard."""
    return _encoding(head) is not None


def read_gbt24589(data: bytes, source: Source) -> RecordFile:
    """The voucher lines and the account balances of one file; see `Book`.

    Raises:
        ReadError: see `subtrees`.
    """
    book = Book(source)
    book.take(data, "")
    return book.file()


def _encoding(head: bytes) -> str | None:
    """What the text must be read in so that the elements have the names of the standard; "" = what it says itself."""
    texts = {"": head_text(head), **{encoding: head.decode(encoding, "replace") for encoding in ("gb18030", "utf-8")}}
    return next((encoding for encoding, text in texts.items() if _MARK.search(text)), None)


@cache
def _field(tag: str) -> str:
    return _FIELDS[tag] if tag in _FIELDS else field_of(tag)


@dataclass
class Book:
    """What the files of one export tell together: vouchers of one, names of another, balances month by month."""

    source: Source
    encoding: str = ""
    software: str = ""
    separator: str = ""
    auxiliary: Auxiliary = field(default_factory=Auxiliary)
    names: dict[str, str] = field(default_factory=dict)
    heads: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    lines: list[tuple[str, int, tuple[str, ...], Items]] = field(default_factory=list)
    balances: list[tuple[str, int, dict[str, str], Items]] = field(default_factory=list)
    others: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def take(self, data: bytes, part: str) -> None:
        """Take in one file.

        Raises:
            ReadError: see `subtrees`.
        """
        name = f"{self.source.source_file} {part}".strip()
        encoding = _encoding(data[:_IN_HEAD]) or encoding_of(data, name)
        self.encoding = self.encoding or encoding.removesuffix("-sig")
        for element in subtrees(data, name, _TAGS, encoding):
            around = element.parent
            if around is not None and around.tag in _TABLES and element.tag in _ROWS:
                self._take_rows(around.tag, element, _texts(around), part)
            else:
                self._take_rows(element.tag, element, {}, part)

    def _take_rows(self, table: str, element: Element, above: Mapping[str, str], part: str) -> None:
        """A row, or rows of any name in an element that is no row, or a head with lines in it."""
        texts = _texts(element)
        if texts:
            self._take_row(table, {**above, **texts}, part, element.line)
        for child in element.children:
            if child.children:
                self._take_rows(table, child, {**above, **texts}, part)

    def _take_row(self, table: str, texts: Mapping[str, str], part: str, line: int) -> None:
        if table in _OTHERS:
            self.others.setdefault(part, []).append((line, " | ".join(texts.values())))
        elif table in ARCHIVES:
            self.auxiliary.archives.learn(table, texts)
        elif table == "科目辅助核算":
            self.auxiliary.learn(texts)
        elif table == "会计科目":
            self.names[texts.get("科目编号", "")] = texts.get("科目名称", "")
        elif table == "总账基础信息":
            self.separator = texts.get("结构分隔符", "")
        elif table == "电子账簿":
            self.software = texts.get("会计软件名称", "")
        else:
            self._take_amounts(table, texts, part, line)

    def _take_amounts(self, table: str, texts: Mapping[str, str], part: str, line: int) -> None:
        found: dict[str, str] = {}
        for tag, text in texts.items():
            name = _field(tag)
            if name and text and (name not in found or "本币" in tag):
                found[name] = intern(text)
        numbered = ((_ITEM.fullmatch(tag), intern(text)) for tag, text in texts.items() if text)
        items = tuple((int(match[1]), text) for match, text in numbered if match)
        if found.pop("void", "").casefold() in _TRUE:
            found["status"] = "作废"
        if table in _VOUCHERS and "account_code" not in found and not any(name in found for name in _MONEY):
            self._take_head(found)
            return
        self.auxiliary.see(found.get("account_code", ""), items)
        if table == _BALANCES:
            self.balances.append((part, line, found, items))
        else:
            self.lines.append((part, line, tuple(found.get(name, "") for name in _LINE), items))

    def _take_head(self, found: Mapping[str, str]) -> None:
        """Two heads of one number (of two types of voucher) tell their lines only what both say."""
        head = {name: found.get(name, "") for name in _HEAD}
        met = self.heads.setdefault(_key(found), head)
        self.heads[_key(found)] = {name: text if met[name] == text else "" for name, text in head.items()}

    def file(self) -> RecordFile:
        """All that was taken in."""
        balances, parts = balance_records([self._balance(*row) for row in self.balances])
        left = [
            LeftOut("other_part", [text for _, text in rows], places([line for line, _ in rows]), part)
            for part, rows in self.others.items()
        ]
        system = " · ".join(filter(None, ("GB/T 24589", self.software)))
        return RecordFile(system, (*self._journals(), *balances), (*parts, *left), self._findings(), self.encoding)

    def _journals(self) -> list[Records]:
        journals = []
        for part in dict.fromkeys(part for part, *_ in self.lines):
            rows: list[int] = []
            columns: dict[str, list[str]] = {name: [] for name in (*_LINE, "account_name", "account_path")}
            for of, line, texts, items in self.lines:
                if of == part:
                    rows.append(line)
                    told = self._told(texts, items)
                    for name, column in columns.items():
                        column.append(told.get(name, ""))
            sides = ("amount",) if any(columns["amount"]) else ("debit", "credit")
            filled = {name: texts for name, texts in columns.items() if any(texts) or name in sides}
            journals.append(Records("journal", filled, places(rows), part))
        return journals

    def _told(self, texts: tuple[str, ...], items: Items) -> dict[str, str]:
        """What a line says itself, then its voucher's head, then its auxiliary items and its account."""
        own = {name: text for name, text in zip(_LINE, texts, strict=True) if text}
        head, account = self.heads.get(_key(own), {}), texts[_ACCOUNT]
        return {**self.auxiliary.fields(account, items), **head, **own, **self._named(account)}

    def _balance(self, part: str, line: int, found: dict[str, str], items: Items) -> BalanceRow:
        account = found.get("account_code", "")
        return BalanceRow(part, line, {**found, **self._named(account), "aux": self.auxiliary.text(account, items)})

    def _named(self, account: str) -> dict[str, str]:
        """Code, name and path of names of an account; its code with the separator that every reader knows."""
        if account not in self.known:
            above = [self.names[account[:end]] for end in range(1, len(account) + 1) if account[:end] in self.names]
            name = self.names.get(account, "")
            path = name if len(above) < 2 or name.startswith(above[0]) else "-".join(above)
            is_one = len(self.separator) == 1 and not self.separator.isalnum()
            code = account.replace(self.separator, ".") if is_one else account
            self.known[account] = {"account_code": code, "account_name": name, "account_path": path}
        return self.known[account]

    def _findings(self) -> tuple[Finding, ...]:
        """One finding for the lines with auxiliary items that nothing explains."""
        dark = [row for row in self.lines if not self.auxiliary.explains(row[2][_ACCOUNT], row[3])]
        if not dark:
            return ()
        part, line, *_ = dark[0]
        file = self.source.source_file
        return (Finding(UNEXPLAINED, found=str(len(dark)), source_file=file, source_sheet=part, source_row=line),)


def _texts(element: Element) -> dict[str, str]:
    return {child.tag: child.text.strip() for child in element.children if not child.children}


def _key(found: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(found.get(name, "") for name in ("fiscal_year", "period", "voucher_number"))
