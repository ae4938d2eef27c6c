"""Every column perfkit uses, defined once (columns.csv): its type, its names, its meaning, its source.

A column of the same name means the same in every frame. `perfkit columns` prints this list.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from perfkit.errors import Language

#: pandas type of each kind of column. Text is never null (unknown = empty), so that no groupby drops a row;
#: amounts are whole hundredths of the currency unit, so that sums are exact; points are whole hundredths of a point,
#: null where there are none; a number is the exact decimal as text ("12.50"), empty where there is none.
DTYPES = {
    "text": "str",
    "integer": "int64",
    "cents": "int64",
    "boolean": "bool",
    "date": "datetime64[ms]",
    "rate": "Float64",
    "number": "str",
    "points": "Int64",
}


@dataclass(frozen=True)
class Column:
    """One column: `name` in code, `type` a key of DTYPES, names and meanings in both languages."""

    name: str
    type: str
    name_zh: str
    name_en: str
    meaning_zh: str
    meaning_en: str
    source: str

    def label(self, language: Language = "zh") -> str:
        """The name people read."""
        return self.name_en if language == "en" else self.name_zh

    def meaning(self, language: Language = "zh") -> str:
        """The definition people read."""
        return self.meaning_en if language == "en" else self.meaning_zh


@cache
def columns() -> dict[str, Column]:
    """All columns by name, in the order of columns.csv."""
    text = resources.files("perfkit.ledger").joinpath("columns.csv").read_text(encoding="utf-8")
    return {row["name"]: Column(**row) for row in csv.DictReader(text.splitlines())}


def column_label(name: str, language: Language = "zh") -> str:
    """The name people read of column `name`; a name we do not define is shown as it is."""
    column = columns().get(name)
    return column.label(language) if column else name
