"""Outlines in budget books and summaries: 一、基本支出, 二、项目支出 and, below them, （一）机关运转 ...

A head is left out only where arithmetic proves that the rows below it are its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.lines.dimensions import resolver
from perfkit.readers.lines.rows import Table

#: Names that stand among projects and mean basic expenditure, or all projects together.
BASIC: Final = ("基本支出", "人员经费", "公用经费", "日常公用经费")
PROJECTS: Final = ("项目支出", "项目经费")
_HEADS: Final = ("基本支出", *PROJECTS)
_NUMBER: Final = re.compile(r"^(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、.．]|\d+[、.．)）])\s*")


def without_numbers(names: pd.Series, unit: Unit) -> pd.Series:
    """Project codes or names, those that nobody knows without the number of their paragraph where that is known."""
    resolve = resolver("project_code", unit)
    bare = {name: name if resolve(name)[1] else _bare(name) for name in names.unique()}
    known = {name: resolve(text)[0] for name, text in bare.items() if resolve(text)[1] or text in (*BASIC, *PROJECTS)}
    return names.map(lambda name: known.get(name, name)).astype("str")


def heads(table: Table, views: Sequence[Table], line: pd.Series) -> pd.Series:
    """Which rows are heads of the lines below them, up to the next head: their amounts are the sums, in every column.

    Args:
        table: the sheet.
        views: its amount columns (see `perfkit.readers.lines.amounts.Amounts`).
        line: which rows are lines.
    """
    found = pd.Series(False, index=line.index)
    names = first_given(table.texts("project_name"), table.texts("project_code"))
    is_head = names.map(_bare).isin(_HEADS)[line]
    cents = pd.concat([view.cents("amount").fillna(0).astype("int64") for view in views], axis="columns")[line]
    for _, part in cents.groupby(is_head.cumsum()):
        first = part.index[0]
        if is_head[first] and len(part) > 1 and part.iloc[1:].sum().eq(part.iloc[0]).all():
            found[first] = True
    return found


def bare_totals(table: Table, views: Sequence[Table], line: pd.Series) -> pd.Series:
    """Which lines name nothing and tell, in every column, the sum of all lines above them: totals without the word.

    Args:
        table, views, line: as in `heads`.
    """
    places = {view.header.fields["amount"] for view in views} | {table.header.fields.get("final_budget", -1)}
    named = pd.Series(False, index=line.index)
    for place in sorted(set(range(len(table.header.titles))) - places):
        named |= table.sheet.cells[place].str.strip().ne("")
    cents = pd.concat([view.cents("amount").fillna(0).astype("int64") for view in views], axis="columns")
    above = cents.where(line & named, 0).cumsum()
    return line & ~named & cents.eq(above).all(axis="columns") & cents.ne(0).any(axis="columns")


def _bare(name: str) -> str:
    return _NUMBER.sub("", name)
