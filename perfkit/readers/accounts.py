"""The account of each row: code without separators, name, and the full path of the name where the export gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.ledger.classifications import code_list
from perfkit.ledger.units import Unit
from perfkit.readers.cells import account_codes
from perfkit.readers.rows import Table

#: First digit of the account -> book. Source: 政府会计制度: 1-5 财务会计, 6-8 预算会计.
_BOOKS: Final = {**dict.fromkeys("12345", "financial"), **dict.fromkeys("678", "budget")}


@dataclass(frozen=True)
class Accounts:
    """`code` "" where the row has none, `name` as exported, `path` the longest form of the name that is known."""

    code: pd.Series
    name: pd.Series
    path: pd.Series


def accounts(table: Table, unit: Unit) -> Accounts:
    """The accounts of every row of the sheet.

    An export without codes is understood by its names: one that the chart has (a first-level account, or a path that
    starts with one) gives that code, another stands in the code column as it is.
    """
    coded = table.texts("account_code")
    code, rest = account_codes(coded.where(coded.ne(""), table.texts("account_combined")))
    name = table.texts("account_name")
    path = table.texts("account_path")
    name = name.where(name.ne(""), rest).where(lambda names: names.ne(""), path)
    if not any(field in table.header.fields for field in ("account_code", "account_combined")):
        code = _by_name(name, unit)
    return Accounts(code, name, path.where(path.ne(""), name))


def books(code: pd.Series, unit: Unit) -> pd.Series:
    """`financial` or `budget` by the first digit; "" for a chart that does not keep the two books."""
    if unit.chart != "government_2019":
        return pd.Series("", index=code.index, dtype="str")
    return code.str[:1].map(_BOOKS).fillna("").astype("str")


def _by_name(name: pd.Series, unit: Unit) -> pd.Series:
    listed = {row["name_zh"]: code for code, row in code_list("accounts").items()}
    known = listed if unit.chart == "government_2019" else {}
    heads = name.str.split(r"[-_/\\—\s]", regex=True).str[0]
    return heads.map(known).fillna("").where(lambda code: code.ne(""), name).astype("str")
