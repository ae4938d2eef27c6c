"""published.csv, the figures that a unit printed: id,section,label_zh,label_en,value,unit,measure,scope,select,year."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pandas as pd

from perfkit.ledger.published import LACKS, MEASURES, MONEY_UNITS, RATE_MEASURES, SELECTABLE, conditions
from perfkit.ledger.scopes import Scope
from perfkit.readers.described.descriptions import read_table, require

PUBLISHED_COLUMNS: Final = (
    "id", "section", "label_zh", "label_en", "value", "unit", "measure", "scope", "select", "year",
)  # fmt: skip
_NUMBER: Final = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


def read_published(path: Path, year: int) -> pd.DataFrame:
    """The printed figures, all texts. *Grain*: one printed figure. An absent file gives no row.

    Args:
        path: the file.
        year: the fiscal year of the ledger that they are compared with.

    Raises:
        BadConfiguration: a column is missing, an id stands twice, or a figure is none that a ledger could give: names
            its id and column.
    """
    rows = read_table(path, PUBLISHED_COLUMNS) if path.is_file() else []
    seen: set[str] = set()
    for row in rows:
        once = {"zh": "每行不同的编号", "en": "a name of its own for each row"}
        require(bool(row["id"]) and row["id"] not in seen, path, f"id {row['id']}".strip(), once, row["id"] or "-")
        seen.add(row["id"])
        _check(path, row, year)
    return pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS), dtype="str")


def _check(path: Path, row: dict[str, str], year: int) -> None:
    """Refuse what cannot be compared. A fact that no ledger holds is only printed beside the others."""

    def must(holds: bool, column: str, expected: object) -> None:
        require(holds, path, f"{row['id']} {column}", expected, row[column] or "-")

    measure = row["measure"]
    must(measure in MEASURES, "measure", " | ".join(MEASURES))
    if measure in LACKS:
        return
    number = {"zh": "数字（如 1,234.50；没有金额写 0）", "en": "a number such as 1,234.50 (0 for none)"}
    must(bool(_NUMBER.fullmatch(row["value"])), "value", number)
    units = ("%",) if measure in RATE_MEASURES else tuple(MONEY_UNITS)
    must(row["unit"] in units, "unit", " | ".join(units))
    must(row["scope"] in list(Scope), "scope", " | ".join(Scope))
    columns = " | ".join(f"{name}=..." for name in SELECTABLE)
    must(all(name in SELECTABLE and value for name, value in conditions(row["select"])), "select", columns)
    must(row["year"] in ("", str(year)), "year", str(year))
