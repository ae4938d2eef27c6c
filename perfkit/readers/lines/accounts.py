"""The account of each row: code without separators, name, and the full path of the name where the export gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.charts import account_alias, chart_codes, chart_of, own_code
from perfkit.ledger.texts import first_given
from perfkit.ledger.units import Unit
from perfkit.readers.lines.cells import account_codes
from perfkit.readers.lines.rows import Table

#: ZX-01, A1002.03: codes of a unit's own.
_LETTERED: Final = re.compile(r"[A-Za-z]{1,8}[-._]?\d[0-9A-Za-z._-]*")


@dataclass(frozen=True)
class Accounts:
    """The accounts of the rows of a sheet.

    Args:
        code: of the unit's chart; "" where the row has none.
        exported: the code before the unit's alias table (accounts.csv) was applied.
        name: as exported.
        path: the longest form of the name that is known.
    """

    code: pd.Series
    exported: pd.Series
    name: pd.Series
    path: pd.Series

    def columns(self) -> dict[str, pd.Series]:
        """The columns of a frame that tell the account."""
        return {"account_code": self.code, "exported_account_code": self.exported, "account_name": self.name}


def accounts(table: Table, unit: Unit) -> Accounts:
    """The accounts of every row of the sheet.

    An export without codes, whatever its columns are called, is understood by its names: one that the chart has (a
    first-level account, or a path that starts with one) gives that code, another stands in the code column as it is.
    """
    coded = table.texts("account_code")
    texts = first_given(coded, table.texts("account_combined"))
    exported, rest = account_codes(texts)
    if table.is_records:
        # A structured file keeps codes and names apart: what is no number, as Expenses:Food, is the code all the same.
        exported, rest = exported.where(rest.eq(""), texts), rest.where(rest.eq(""), "")
    name = table.texts("account_name")
    path = table.texts("account_path")
    name = first_given(name, rest, path)
    uncoded = exported.eq("")
    exported = exported.mask(uncoded, _own(texts[uncoded], unit)) if uncoded.any() else exported
    if exported.eq("").all():
        exported = _by_name(first_given(texts, name), unit)
    return Accounts(chart_codes(exported, unit), exported, name, first_given(path, name))


def books(code: pd.Series, unit: Unit) -> pd.Series:
    """`financial` or `budget` of each account; "" for a chart that does not keep the two books."""
    return chart_of(unit).books_of(code)


def _own(texts: pd.Series, unit: Unit) -> pd.Series:
    """Codes that begin with letters, and those that the unit's alias table knows whatever they look like; or ""."""
    known = {
        text: own_code(text) if _LETTERED.fullmatch(text) or account_alias(text, unit) else ""
        for text in texts.unique()
    }
    return texts.map(known).astype("str")


def _by_name(name: pd.Series, unit: Unit) -> pd.Series:
    heads = name.str.split(r"[-_/\\—\s]", regex=True).str[0]
    known = chart_of(unit).codes_by_name()
    codes = heads.map({head: known.get(head, "") for head in heads.unique()}).astype("str")
    return first_given(codes, name)
