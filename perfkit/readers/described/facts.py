"""[facts.<year>] of unit.toml: what no ledger holds of the unit (`perfkit.ledger.facts`).

[facts.2021]
staff_in_post = { value = 19, source = "..." }
procurement_budget = { value = "1200000.00", source = "..." }     # amounts in units of the currency, as text
"""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.ledger.facts import FactKind, fact_kinds
from perfkit.ledger.frames import conform
from perfkit.readers.described.descriptions import read_toml, require

_AMOUNT: Final = re.compile(r"\d+(\.\d{1,2})?")


def read_facts(folder: Path, year: int) -> pd.DataFrame:
    """The frame `facts` of one year of the unit in `folder`; empty if its unit.toml tells none.

    Raises:
        BadConfiguration: a year, a fact or a value that cannot be.
    """
    path = folder / "unit.toml"
    by_year = read_toml(path).get("facts", {})
    rows = []
    for key, table in by_year.items():
        require(key.isdecimal() and len(key) == 4, path, f"facts.{key}", "[facts.2021]", key)
        require(isinstance(table, dict), path, f"facts.{key}", f"[facts.{key}]", repr(table))
        told = [_row(path, f"facts.{key}.{fact}", fact, entry) for fact, entry in table.items()]
        rows += [{**row, "fiscal_year": year} for row in told if key == str(year)]
    owner = {"unit_code": folder.name, "source_file": path.name}
    return conform(pd.DataFrame([{**row, **owner} for row in rows]), "facts")


def _row(path: Path, where: str, fact: str, entry: Any) -> dict[str, str]:
    kind = fact_kinds().get(fact)
    require(kind is not None, path, where, " | ".join(fact_kinds()), fact)
    shape = '{ value = ..., source = "..." }'
    told = entry if isinstance(entry, dict) else {"value": entry}
    require(set(told) <= {"value", "source"} and "value" in told, path, where, shape, repr(entry))
    require(isinstance(told.get("source", ""), str), path, f"{where}.source", '"..."', repr(told.get("source")))
    number = _number(kind, told["value"]) if kind else None
    expected = '"1200000.00"' if kind and kind.is_money else '0, 1, 2, ... | "12.5"'
    require(number is not None, path, where, expected, repr(told["value"]))
    unit = kind.measure_unit if kind else ""
    return {"fact": fact, "fact_number": number or "", "measure_unit": unit, "fact_source": told.get("source", "")}


def _number(kind: FactKind, value: object) -> str | None:
    """The value as an exact number; None if it is none. An amount must be text, or whole."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    pattern = _AMOUNT.pattern if kind.is_money else r"\d+(\.\d+)?"
    return str(Decimal(value)) if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) else None
