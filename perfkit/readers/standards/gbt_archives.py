"""What the codes of a GB/T 24589 file mean: the auxiliary items of accounts (科目辅助核算), the names of 公共档案."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from perfkit.readers.layouts.header import field_of
from perfkit.readers.lines.dimensions import DIMENSIONS

#: One line's auxiliary items: (N of 辅助项N编号, what stands there), filled ones only.
Items = tuple[tuple[int, str], ...]
#: The tables of the public archives; the last names the archives that a unit defined itself.
ARCHIVES: Final = ("部门档案", "员工档案", "供应商档案", "客户档案", "自定义档案值", "自定义档案项")
_ARCHIVE_WORDS: Final = re.compile(r"档案|辅助核算|辅助项|核算|明细|编码|编号|代码")
_CODE: Final = re.compile(r"(?:编码|编号|代码)$")


@dataclass
class Archives:
    """Names by archive: archive (its table, its code, its name) -> code -> name."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)

    def learn(self, table: str, row: Mapping[str, str]) -> None:
        """Take in one row of a table of ARCHIVES."""
        archive, prefix = table, ""
        if table == "自定义档案值":
            archive, prefix = row.get("档案编码", row.get("档案编号", "")), "档案值"
        code = next((text for name, text in row.items() if name.startswith(prefix) and _CODE.search(name)), "")
        name = next((text for name, text in row.items() if name.startswith(prefix) and name.endswith("名称")), "")
        if table == "自定义档案项":
            self.own[name] = code
        else:
            self.names.setdefault(archive, {})[code] = name

    def name(self, code: str, archives: Iterable[str]) -> str:
        """The name of `code` in the first of `archives` that has it; "" if none has."""
        for archive in archives:
            for known in (archive, self.own.get(archive, ""), f"{archive}档案"):
                if code in self.names.get(known, {}):
                    return self.names[known][code]
        return ""


@dataclass
class Auxiliary:
    """Which column of project, department, class or fund each auxiliary item of each account is.

    `items` is account -> (number of the item as the file tells it, its name, its archive); `filled` is account -> the N
    of 辅助项N编号 that its lines and balances fill.
    """

    archives: Archives = field(default_factory=Archives)
    items: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    filled: dict[str, set[int]] = field(default_factory=dict)
    known: dict[tuple[str, Items], dict[str, str]] = field(default_factory=dict)

    def learn(self, row: Mapping[str, str]) -> None:
        """Take in one row of 科目辅助核算."""
        item = (row.get("辅助项编号", ""), row.get("辅助项名称", ""), row.get("对应档案", ""))
        self.items.setdefault(row.get("科目编号", ""), []).append(item)

    def see(self, account: str, items: Items) -> None:
        """Take note of which N a line fills."""
        self.filled.setdefault(account, set()).update(number for number, _ in items)

    def fields(self, account: str, items: Items) -> dict[str, str]:
        """Field -> text: the code columns that the items give, and the names that the archives have for them."""
        if (account, items) not in self.known:
            self.known[account, items] = self._fields(account, items)
        return self.known[account, items]

    def explains(self, account: str, items: Items) -> bool:
        """Whether the file tells what every item is."""
        return all(number in self._numbered(account) for number, _ in items)

    def text(self, account: str, items: Items) -> str:
        """The items as people read them: 部门:D1;项目:P01."""
        named = self._numbered(account)
        return ";".join(f"{named.get(number, (f'辅助项{number}', ''))[0]}:{value}" for number, value in items)

    def _fields(self, account: str, items: Items) -> dict[str, str]:
        found: dict[str, str] = {}
        named = self._numbered(account)
        for number, code in items:
            name, archive = named.get(number, ("", ""))
            column = _column(name) or _column(archive)
            if column and column not in found:
                found[column] = code
                found[column.replace("_code", "_name")] = self.archives.name(code, (archive, name))
        return found

    def _numbered(self, account: str) -> dict[int, tuple[str, str]]:
        """N -> (name, archive) of the account's items, or of the nearest account above it that has some.

        The file's own numbers are the N where the lines fill no other N; else they number something else (the items of
        the whole ledger), and an account's first item stands in 辅助项1编号.
        """
        above = next((account[:end] for end in range(len(account), 0, -1) if account[:end] in self.items), "")
        items = self.items.get(above, [])
        numbers = [int(found[0]) if (found := re.findall("[0-9]{1,2}", told)) else 0 for told, _, _ in items]
        if not self.filled.get(account, set()) <= set(numbers) or len(set(numbers)) < len(numbers):
            numbers = list(range(1, len(items) + 1))
        return {number: (name, archive) for number, (_, name, archive) in zip(numbers, items, strict=True)}


@cache
def _column(name: str) -> str:
    """The code column that an auxiliary item of that name is; "" if it is none of ours."""
    found = next(filter(None, (field_of(text) for text in (name, _ARCHIVE_WORDS.sub("", name)))), "")
    column = found.replace("_name", "_code")
    return column if column in DIMENSIONS else ""
