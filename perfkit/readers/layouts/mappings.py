"""Mapping files: what a person writes in TOML when the aliases alone do not understand an export.

    [mapping]
    name = "润衡凭证库"            # required
    kind = "journal"               # journal | balances | budget | summary | commitments | PARTS; "" = by the header
    also = "summary"               # what the same rows tell, too: of a budget book its execution
    files = ["凭证*.xls"]          # globs over the file's name or its path below the year; required, but see headings
    headings = ["制单日期", ...]   # instead of files: tables whose header has all of these (the mappings of systems/)
    layout = ["制单日期", ...]     # all headings that the system is known to write; for people and tests
    sheets = ["*月"]               # globs over sheet names; none = all
    system = "..."                 # which system wrote the export
    encoding = "gb18030"           # of a text file; a list is tried in its order
    decimal = ","                  # the decimal sign of amounts; default "."; ",." = either (and no thousands sign)
    money_unit = "wan"             # yuan | hundred | thousand | wan | million | hundred_million
    header_row = 4                 # row of the (first) header row as a person counts it
    header_rows = 2                # 1 to 4
    side_by_side = [2, 5]          # the sheet holds tables side by side, of that many columns: they are sheets "1", "2"
    source = "...", status = "..." # where the rule comes from, how sure it is
    [columns]                      # heading (two-row headings: "期初余额.借方") = field
    "发生数" = "amount"
    "备注" = ""                    # "" = ignore this column although an alias knows it
    [constants]                    # field = value for every row
    fund_code = "11"
    [values.direction]             # field: as written = as meant
    "1" = "借"
    [account_segments]             # auxiliary codes inside the account code
    lengths = [4, 2, 2, 5]
    fields = ["", "fund_code", "expenditure_type", "economic_code"]
    accounts = ["7201"]            # only below these accounts; none = all
    [[rows]], [unpivot]            # rows of several kinds, columns that are amounts: perfkit.readers.layouts.rules
    [sums]                         # field = headings that add up to it; "-..." is taken off
    actual = ["指标金额", "-指标余额"]
    [joined]                       # field = headings of the columns that hold the parts of its code
    functional_code = ["类", "款", "项"]
    [traits]                       # what is known of such exports, for people
    zh = "...", en = "..."

Fields are those of column_aliases.csv and the columns of `perfkit.ledger.frames`.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from perfkit.errors import LANGUAGES, BadConfiguration
from perfkit.ledger.frames import FRAMES
from perfkit.ledger.money import CENTS_PER
from perfkit.readers.described.descriptions import read_toml, shown
from perfkit.readers.layouts.kinds import ACTUAL_OF_PERIOD, MOVEMENT_OF_MONTH, PARTS
from perfkit.readers.layouts.rules import RowRule, Unpivot, row_rules, unpivot

KINDS: Final = ("journal", "balances", "budget", "summary", "commitments")


@dataclass(frozen=True)
class AccountSegments:
    """How auxiliary codes sit in the account code: `lengths` of its segments and the field each one gives."""

    lengths: tuple[int, ...]
    fields: tuple[str, ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mapping:
    """One mapping file; the module's docstring explains the parts."""

    name: str
    files: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    layout: tuple[str, ...] = ()
    kind: str = ""
    also: str = ""
    sheets: tuple[str, ...] = ()
    system: str = ""
    encodings: tuple[str, ...] = ()
    decimal: str = "."
    money_unit: str = ""
    header_row: int = 0
    header_rows: int = 0
    source: str = ""
    status: str = ""
    columns: Table[str, str] = field(default_factory=dict)
    constants: Table[str, str] = field(default_factory=dict)
    meanings: Table[str, Table[str, str]] = field(default_factory=dict)
    account_segments: AccountSegments | None = None
    rows: tuple[RowRule, ...] = ()
    unpivot: Unpivot | None = None
    sums: Table[str, tuple[str, ...]] = field(default_factory=dict)
    joined: Table[str, tuple[str, ...]] = field(default_factory=dict)
    side_by_side: tuple[int, ...] = ()
    traits: Table[str, str] = field(default_factory=dict)

    @property
    def given(self) -> frozenset[str]:
        """The fields that rows get without a column of their own."""
        unpivoted = {"amount", self.unpivot.field} if self.unpivot else set()
        ruled = (name for rule in self.rows for name in rule.set)
        return frozenset({*self.constants, *self.sums, *self.joined, *unpivoted, *ruled})

    def matches(self, source_file: str) -> bool:
        """Whether this mapping is for that file."""
        return any(fnmatch(name, glob) for name in {source_file, Path(source_file).name} for glob in self.files)

    def takes(self, sheet: str) -> bool:
        """Whether this mapping reads that sheet."""
        return not self.sheets or any(fnmatch(sheet, glob) for glob in self.sheets)


@cache
def aliases() -> dict[str, str]:
    """Heading as vendors write it -> field (column_aliases.csv), as in the file."""
    text = resources.files("perfkit.readers.layouts").joinpath("column_aliases.csv").read_text(encoding="utf-8")
    return {row["alias"]: row["field"] for row in csv.DictReader(text.splitlines())}


@cache
def system_mappings() -> tuple[Mapping, ...]:
    """The mappings of known systems (systems/*.toml), the most particular (with most headings) first.

    The last ones have no headings of their own: layouts that the aliases understand and that several systems write.
    """
    folder = resources.files("perfkit.readers.layouts").joinpath("systems")
    with resources.as_file(folder) as path:
        found = [load_mapping(file) for file in sorted(path.glob("*.toml"))]
    return tuple(sorted(found, key=lambda mapping: -len(mapping.headings)))


@cache
def fields() -> frozenset[str]:
    """Every field that a column may mean: those of the aliases, columns of the tidy frames, actual_1, debit_1 ..."""
    columns = {column for frame in FRAMES.values() for column in frame}
    monthly = [name for names in MOVEMENT_OF_MONTH.values() for name in names]
    return frozenset({*aliases().values(), *columns, *ACTUAL_OF_PERIOD, *monthly})


def load_mapping(path: Path) -> Mapping:
    """The mapping in the TOML file at `path`.

    Raises:
        BadConfiguration: the file is no TOML, or names something that does not exist.
    """
    return _Document(shown(path), read_toml(path)).mapping()


class _Document:
    """One parsed mapping file, checked part by part."""

    def __init__(self, path: str, document: dict[str, Any]) -> None:
        self.path = path
        self.document = document

    def mapping(self) -> Mapping:
        tables = ("columns", "constants", "values", "account_segments", "rows", "unpivot", "sums", "joined", "traits")
        known = ("mapping", *tables)
        self.refuse_unknown("", self.document, known)
        head = self.table("mapping")
        names = [name for name in Mapping.__dataclass_fields__ if name not in (*known, "meanings", "encodings")]
        self.refuse_unknown("mapping", head, [*names, "encoding"])
        encoding = head.get("encoding", [])
        texts = {name: self.text("mapping", name, head[name]) for name in names if name in head and name not in _OTHER}
        mapping = Mapping(
            **{"name": "", **texts},
            files=self.texts("mapping", "files", head.get("files", [])),
            headings=self.texts("mapping", "headings", head.get("headings", [])),
            layout=self.texts("mapping", "layout", head.get("layout", [])),
            encodings=self.texts("mapping", "encoding", [encoding] if isinstance(encoding, str) else encoding),
            sheets=self.texts("mapping", "sheets", head.get("sheets", [])),
            header_row=self.number("header_row", head.get("header_row", 0)),
            header_rows=self.number("header_rows", head.get("header_rows", 0)),
            columns=self.named_by("columns", of_fields=False),
            constants=self.named_by("constants", of_fields=True),
            meanings=self.meanings(),
            account_segments=self.segments(),
            rows=row_rules(self.document.get("rows", []), fields(), self.require),
            unpivot=unpivot(self.document.get("unpivot"), fields(), self.require),
            sums=self.headings_of("sums"),
            joined=self.headings_of("joined"),
            side_by_side=self.widths(head.get("side_by_side", [])),
            traits=self.traits(),
        )
        return self.checked(mapping)

    def checked(self, mapping: Mapping) -> Mapping:
        choices = {
            "mapping.kind": (mapping.kind, ("", *KINDS, *PARTS)),
            "mapping.also": (mapping.also, ("", *KINDS)),
            "mapping.money_unit": (mapping.money_unit, ("", *CENTS_PER)),
            "mapping.header_rows": (mapping.header_rows, (0, 1, 2, 3, 4)),
            "mapping.decimal": (mapping.decimal, (".", ",", ",.")),
        }
        for where, (found, allowed) in choices.items():
            self.require(found in allowed, where, " | ".join(str(choice) for choice in allowed if choice), found)
        self.require(bool(mapping.name), "mapping.name", "text", mapping.name)
        told = bool(mapping.files) + bool(mapping.headings or mapping.layout)
        self.require(told == 1, "mapping", "files | headings", mapping.name)
        for encoding in mapping.encodings:
            self.require(_is_text_encoding(encoding), "mapping.encoding", "utf-8, gb18030, ...", encoding)
        return mapping

    def named_by(self, part: str, *, of_fields: bool) -> dict[str, str]:
        pairs = {key: self.text(part, key, value) for key, value in self.table(part).items()}
        for key, value in pairs.items():
            name = key if of_fields else value
            self.require(not name or name in fields(), f"{part}.{key}", _expected_fields(), name)
        return pairs

    def meanings(self) -> dict[str, dict[str, str]]:
        found = {}
        for name, table in self.table("values").items():
            self.require(name in fields(), f"values.{name}", _expected_fields(), name)
            self.require(isinstance(table, dict), f"values.{name}", "table", table)
            found[name] = {key: self.text(f"values.{name}", key, value) for key, value in table.items()}
        return found

    def headings_of(self, part: str) -> dict[str, tuple[str, ...]]:
        found = {name: self.texts(part, name, headings) for name, headings in self.table(part).items()}
        for name in found:
            self.require(name in fields(), f"{part}.{name}", _expected_fields(), name)
        return found

    def widths(self, value: object) -> tuple[int, ...]:
        found = tuple(value) if isinstance(value, list) else ()
        right = isinstance(value, list) and all(isinstance(width, int) and width > 0 for width in found)
        self.require(right, "mapping.side_by_side", "[4, 4]", value)
        return found if right else ()

    def traits(self) -> dict[str, str]:
        found = self.table("traits")
        self.refuse_unknown("traits", found, LANGUAGES)
        return {language: self.text("traits", language, words) for language, words in found.items()}

    def segments(self) -> AccountSegments | None:
        part = "account_segments"
        if part not in self.document:
            return None
        table = self.table(part)
        self.refuse_unknown(part, table, ("lengths", "fields", "accounts"))
        lengths = table.get("lengths", [])
        named = self.texts(part, "fields", table.get("fields"))
        positive = isinstance(lengths, list) and all(isinstance(size, int) and size > 0 for size in lengths)
        expected = {"zh": f"{len(named)} 个正整数", "en": f"{len(named)} numbers above 0"}
        self.require(positive and len(lengths) == len(named), f"{part}.lengths", expected, lengths)
        for name in named:
            self.require(not name or name in fields(), f"{part}.fields", _expected_fields(), name)
        return AccountSegments(tuple(lengths), named, self.texts(part, "accounts", table.get("accounts", [])))

    def table(self, part: str) -> dict[str, Any]:
        found = self.document.get(part, {})
        self.require(isinstance(found, dict), part, f"[{part}]", found)
        return dict(found)

    def text(self, part: str, key: str, value: object) -> str:
        self.require(isinstance(value, str), f"{part}.{key}", '"..."', value)
        return str(value)

    def texts(self, part: str, key: str, value: object) -> tuple[str, ...]:
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        self.require(listed, f"{part}.{key}", '["...", ...]', value)
        return tuple(value) if isinstance(value, list) else ()

    def number(self, key: str, value: object) -> int:
        right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        self.require(right, f"mapping.{key}", "1, 2, 3, ...", value)
        return value if isinstance(value, int) else 0

    def refuse_unknown(self, part: str, table: dict[str, Any], known: Any) -> None:
        for key in table:
            self.require(key in known, f"{part}.{key}".lstrip("."), ", ".join(known), key)

    def require(self, holds: bool, where: str, expected: object, found: object) -> None:
        if not holds:
            # A table would be taken for words in two languages.
            found = str(found) if isinstance(found, dict) else found
            raise BadConfiguration(path=self.path, where=where, expected=expected, found=found)


_OTHER: Final = ("files", "headings", "layout", "sheets", "header_row", "header_rows", "side_by_side")


def _expected_fields() -> str:
    return ", ".join(sorted(fields()))


def _is_text_encoding(encoding: str) -> bool:
    try:
        "".encode(encoding)
        return bool(codecs.lookup(encoding))
    except LookupError:
        return False
