"""Auxiliary accounting (辅助核算): project, fund, functional and economic class, department of each line.

They may sit in columns of their own, in one text such as `项目:机关运转;经济分类:30201办公费`, in the account code
(a mapping tells how), or in the path of the account's name. The first of these that says something is believed.
A name is resolved to its code; one that resolves to nothing stays as it stands, for the check `unknown_codes`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

import pandas as pd

from perfkit.ledger.charts import chart_of
from perfkit.ledger.classifications import code_list, fund_codes
from perfkit.ledger.texts import each, first_given
from perfkit.ledger.units import Unit
from perfkit.readers.layouts.header import field_of
from perfkit.readers.layouts.mappings import AccountSegments
from perfkit.readers.lines.rows import Table

#: The columns that this module gives.
DIMENSIONS: Final = (
    "fund_code", "functional_code", "economic_code", "government_economic_code", "project_code", "department_code",
    "expenditure_type",
)  # fmt: skip
#: Where a column of names stands beside, or instead of, a column of codes.
_NAMES: Final = {name: name.replace("_code", "_name") for name in DIMENSIONS if name.endswith("_code")}
_LISTS: Final = {
    "economic_code": "economic_classes",
    "functional_code": "functional_classes",
    "government_economic_code": "government_economic_classes",
}
#: Basic or project is a closed choice: words beyond these leave it open.
_TYPES: Final = {
    **dict.fromkeys(("基本支出", "基本", "人员经费", "公用经费", "日常公用经费", "basic"), "basic"),
    **dict.fromkeys(("项目支出", "项目", "project"), "project"),
}
_LEADING_CODE: Final = re.compile(r"[\[(]?([0-9A-Za-z][0-9A-Za-z.]*)[\])]?[\\/_:|-]*(.*)")
_BRACKET_KEY: Final = re.compile(r"\[([^\[\]:]+)\](?=[^;,|/\[\]:\s])")
_NEXT_KEY: Final = re.compile(r"[;,|/\n\[\]]+\s*(?=[^;,|/\[\]:\s]+:)|\s+(?=[\u4e00-\u9fff]{2,8}:)")
#: 部门---01---物业股, as 金蝶 K/3 writes an auxiliary item.
_TRIPLE: Final = re.compile(r"([^-;,|/\[\]:\s]+)-{3}([^-;,]*)-{3}")
_EDGES: Final = "[];,|/ \n"
_PATH: Final = re.compile(r"[-_/\\—–→>|.\s]+")
#: An alias of a fund that, as a part of an account's name, is only 'other'.
_VAGUE: Final = frozenset({"其他", "其他收入"})
#: What a text of a code column means: its code, and whether anybody defines it.
Resolve = Callable[[str], tuple[str, bool]]


def dimensions(
    table: Table, accounts: pd.Series, names: pd.Series, unit: Unit, exported: pd.Series | None = None
) -> pd.DataFrame:
    """The code columns DIMENSIONS of every row of the sheet, "" where nothing tells.

    Args:
        table: the sheet; its mapping may have `account_segments`.
        accounts, names: account code (without separators) and account name of every row.
        unit: whose projects, funds and departments names are resolved by.
        exported: the account codes before the unit's alias table: segments are parts of these.
    """
    segments = table.mapping.account_segments if table.mapping else None
    whole = accounts if exported is None else exported
    paths = names.where(_has_path(accounts, unit), "")
    elsewhere = (
        _each(table.texts("aux"), parse_aux),
        _each(whole, lambda code: _segment_codes(code, segments)) if segments else {},
        _each(paths, lambda path: _path_codes(path, unit)),
    )
    found = {}
    for name in DIMENSIONS:
        resolve = resolver(name, unit)
        others = (_resolved(table.meant(name, texts[name]), resolve) for texts in elsewhere if name in texts)
        found[name] = first_given(_own(table, name, resolve), *others)
    return pd.DataFrame(found, index=accounts.index)


def resolver(name: str, unit: Unit) -> Resolve:
    """How texts of the code column `name` are understood: as a code, a name, an alias, or a code beside a name."""
    known = _known(name, unit)

    def resolve(text: str) -> tuple[str, bool]:
        plain = _plain(text)
        if plain in known:
            return known[plain], True
        if name == "expenditure_type":
            return "", False
        found = _LEADING_CODE.fullmatch(plain)
        code, rest = (found[1].replace(".", ""), found[2]) if found else ("", "")
        if code in known or rest in known:
            return known[code if code in known else rest], True
        # The classifications are longer than our lists: a number is the code, whatever stands beside it.
        return (code, name in _LISTS) if code.isdigit() and name in (*_LISTS, "fund_code") else (text, False)

    return resolve


def parse_aux(text: str) -> dict[str, str]:
    """Field -> text of one cell such as `项目:机关运转;经济分类:30201办公费` or 【项目】机关运转【部门】物业股."""
    plain = unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")
    plain = _TRIPLE.sub(r"\1:\2 ", plain)
    plain = _BRACKET_KEY.sub(lambda found: f";{found[1]}:" if field_of(found[1]) else found[0], plain)
    pairs = (part.strip(_EDGES).partition(":") for part in _NEXT_KEY.split(plain))
    named = ((field_of(key), value.strip(_EDGES)) for key, _, value in pairs)
    codes = {name: code for code, name in _NAMES.items()}
    return {codes.get(name, name): value for name, value in named if value}


def _known(name: str, unit: Unit) -> dict[str, str]:
    """Every code, name and alias of the code column `name`, as `_plain` writes it -> the code."""
    if name == "project_code":
        found = unit.project_codes()
    elif name == "fund_code":
        found = fund_codes(unit)
    elif name == "department_code":
        found = {text: code for code, text in unit.departments.items()} | {code: code for code in unit.departments}
    elif name == "expenditure_type":
        found = _TYPES
    else:
        found = _listed(_LISTS[name], unit if name == "economic_code" else None)
    return {_plain(text): code for text, code in found.items()}


def _listed(name: str, unit: Unit | None) -> dict[str, str]:
    """Codes, and the names that only one code has (公务用车购置 is in 309 and in 310: nobody can tell which)."""
    pairs = [(row["name_zh"], code) for code, row in code_list(name).items()]
    own = unit.economic_classes.items() if unit else ()
    pairs += [(text, code) for code, words in own for text in words.values()]
    codes: dict[str, set[str]] = {}
    for text, code in pairs:
        codes.setdefault(text, set()).add(code)
    unique = {text: next(iter(found)) for text, found in codes.items() if len(found) == 1}
    return {**unique, **{code: code for _, code in pairs}}


def _own(table: Table, name: str, resolve: Resolve) -> pd.Series:
    """The columns of the export itself: the code column, unless only the column of names says something we know."""
    codes, names = table.texts(name), table.texts(_NAMES.get(name, ""))
    if not table.has(_NAMES.get(name, "")):
        return _resolved(codes, resolve) if table.has(name) else codes
    known = [text for text in codes.unique() if text and resolve(text)[1]]
    named = [text for text in names.unique() if text and resolve(text)[1]]
    by_name = codes.eq("") | (names.isin(named) & ~codes.isin(known))
    return _resolved(names, resolve).where(by_name, _resolved(codes, resolve))


def _resolved(texts: pd.Series, resolve: Resolve) -> pd.Series:
    return each(texts, lambda text: resolve(text)[0] if text else "")


def _each(texts: pd.Series, parse: Callable[[str], dict[str, str]]) -> dict[str, pd.Series]:
    """One column per field that `parse` finds in any distinct text."""
    parsed = {text: parse(text) for text in texts.unique()}
    names = {name for fields in parsed.values() for name in fields}
    return {name: each(texts, lambda text, name=name: parsed[text].get(name, "")) for name in names}  # type: ignore[misc]


def _segment_codes(account: str, segments: AccountSegments) -> dict[str, str]:
    if segments.accounts and not account.startswith(segments.accounts):
        return {}
    found, start = {}, 0
    for length, name in zip(segments.lengths, segments.fields, strict=True):
        part, start = account[start : start + length], start + length
        if name and len(part) == length:
            found[name] = part
    return found


def _has_path(accounts: pd.Series, unit: Unit) -> pd.Series:
    """Income and spending accounts of the national charts: their names are built by rule."""
    chart = chart_of(unit)
    return (chart.is_income(accounts) | chart.is_spending(accounts)) & chart.is_national


def _path_codes(name: str, unit: Unit) -> dict[str, str]:
    """What the parts below the first-level account say, e.g. 事业支出-财政拨款支出-项目支出.

    Source: 政府会计制度, 7201: kept by fund, basic or project expenditure, functional and economic class, project.
    """
    parts = [_plain(part) for part in _PATH.split(unicodedata.normalize("NFKC", name)) if part][1:]
    found = {}
    for code in ("fund_code", "expenditure_type", "project_code", "economic_code"):
        known = _known(code, unit)
        named = [part for part in parts if part in known and part not in _VAGUE and not part.isdigit()]
        named += [part[:5] for part in parts if code == "economic_code" and re.match(r"\d{5}(?!\d)", part)]
        if named:
            found[code] = named[-1]
    return found


def _plain(text: str) -> str:
    """For comparing names: width and spaces make no difference."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
