"""accounts.csv, a unit's reviewed table of its own account codes and the accounts of the chart that they are.

It lies in the unit's folder, and in a year's folder where that year differs. The longest own code that an exported code
begins with counts; what follows it is kept: with the line 5001,7201 the code 500101 becomes 720101.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from perfkit.ledger.charts import own_code
from perfkit.ledger.units import AccountAlias
from perfkit.readers.described.descriptions import read_table, require
from perfkit.readers.lines.cells import parse_date

_FILE: Final = "accounts.csv"
_COLUMNS: Final = ("own_code", "account_code", "name", "reviewed_by", "reviewed_on", "note")
_REVIEWED: Final = {"zh": "审核人和审核日期一并填写", "en": "who reviewed it together with when"}
_ONCE: Final = {"zh": "每个单位科目编码一行", "en": "one line for each own code"}


def read_account_aliases(*folders: Path) -> dict[str, AccountAlias]:
    """The alias tables in `folders`, by own code; the later table wins. Folders without one are passed over.

    Raises:
        BadConfiguration: a column or code is missing, an own code stands twice in one table (dots and hyphens make no
            difference), or a review tells only one of its reviewer and its date.
    """
    found: dict[str, AccountAlias] = {}
    for folder in folders:
        found |= _read(folder / _FILE) if (folder / _FILE).is_file() else {}
    return found


def _read(path: Path) -> dict[str, AccountAlias]:
    aliases: dict[str, AccountAlias] = {}
    for row in read_table(path, _COLUMNS):
        own, account = own_code(row["own_code"]), own_code(row["account_code"])
        where = row["own_code"] or row["account_code"] or row["name"]
        require(bool(own and account), path, where, "own_code, account_code", f"{own},{account}")
        require(own not in aliases, path, where, _ONCE, row["own_code"])
        reviewed_by, reviewed_on = row["reviewed_by"], row["reviewed_on"]
        whole = bool(reviewed_by) and parse_date(reviewed_on) is not None
        require(whole or not (reviewed_by or reviewed_on), path, where, _REVIEWED, f"{reviewed_by},{reviewed_on}")
        aliases[own] = AccountAlias(own, account, row["name"], reviewed_by, reviewed_on, row["note"])
    return aliases
