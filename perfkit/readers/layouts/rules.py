"""What a mapping file says of an export whose rows are not all the same thing, or whose columns are amounts.

    [[rows]]                               # the first rule that fits a row decides what becomes of it
    where = { dept_code = "35-EB-*" }      # heading = value or list of values; * and ? as in file names
    set_aside = "part_of_another_row"      # a reason of perfkit.ledger.reasons
    [[rows]]
    where = { variable = "Actual", time_period = ["YTD", "Full Year"] }
    set = { measure = "actual_to_date" }   # field = value
    [unpivot]                              # one row per amount: every column named below is an amount of its own
    field = "economic_code"                # the field that tells the columns apart
    total = "total"                        # heading of the column to which they must add up; optional
    [unpivot.columns]
    class_100 = "100"                      # heading = value of that field

Where there are rules, a row that none fits is set aside (`no_rule`): an amount nobody explained is counted nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final

import pandas as pd

from perfkit.ledger.reasons import REASONS

#: `require(holds, where, expected, found)` raises BadConfiguration unless `holds`.
Require = Callable[[bool, str, str, object], None]


@dataclass(frozen=True)
class RowRule:
    """One rule: rows whose cells fit `where` get the fields of `set`, or are set aside for that reason."""

    where: Mapping[str, tuple[str, ...]]
    set: Mapping[str, str] = field(default_factory=dict)
    set_aside: str = ""

    def fits(self, cells: Mapping[str, pd.Series]) -> pd.Series:
        """Which rows the rule is for, by the cells of each heading that `where` names."""
        columns = [cells[heading].map(self._chosen(heading, cells[heading].unique())) for heading in self.where]
        return pd.concat(columns, axis=1).all(axis=1)

    def _chosen(self, heading: str, values: Iterable[str]) -> dict[str, bool]:
        return {value: any(fnmatchcase(value, glob) for glob in self.where[heading]) for value in values}


@dataclass(frozen=True)
class Unpivot:
    """Columns that are amounts of their own: heading -> value of `field`; `total` is the heading of their sum."""

    field: str
    columns: Mapping[str, str]
    total: str = ""


def row_rules(document: object, fields: Collection[str], require: Require) -> tuple[RowRule, ...]:
    """The rules of the `[[rows]]` tables of a mapping file."""
    require(isinstance(document, list), "rows", "[[rows]]", document)
    tables = document if isinstance(document, list) else []
    return tuple(_rule(table, f"rows[{number}]", fields, require) for number, table in enumerate(tables, start=1))


def _rule(table: object, where: str, fields: Collection[str], require: Require) -> RowRule:
    require(isinstance(table, dict), where, "[[rows]]", table)
    found: dict[str, Any] = dict(table) if isinstance(table, dict) else {}
    for key in found:
        require(key in _RULE_KEYS, f"{where}.{key}", ", ".join(_RULE_KEYS), key)
    one_of = ("set" in found) != ("set_aside" in found)
    require(one_of, where, "set | set_aside", ", ".join(found))
    reason = found.get("set_aside", "")
    require(reason in ("", *REASONS), f"{where}.set_aside", ", ".join(REASONS), reason)
    assigned = _texts(found.get("set", {}), f"{where}.set", require)
    for name in assigned:
        require(name in fields, f"{where}.set.{name}", ", ".join(sorted(fields)), name)
    return RowRule(_conditions(found.get("where"), f"{where}.where", require), assigned, reason)


_RULE_KEYS: Final = ("where", "set", "set_aside")


def _conditions(table: object, where: str, require: Require) -> dict[str, tuple[str, ...]]:
    require(isinstance(table, dict) and bool(table), where, '{ "..." = "..." }', table)
    conditions: dict[str, tuple[str, ...]] = {}
    for heading, value in (table if isinstance(table, dict) else {}).items():
        values = value if isinstance(value, list) else [value]
        require(all(isinstance(item, str) for item in values), f"{where}.{heading}", '"..." | ["...", ...]', value)
        conditions[heading] = tuple(values)
    return conditions


def unpivot(document: object, fields: Collection[str], require: Require) -> Unpivot | None:
    """The `[unpivot]` table of a mapping file; None if it has none."""
    if document is None:
        return None
    require(isinstance(document, dict), "unpivot", "[unpivot]", document)
    table: dict[str, Any] = dict(document) if isinstance(document, dict) else {}
    for key in table:
        require(key in ("field", "total", "columns"), f"unpivot.{key}", "field, total, columns", key)
    name, total = table.get("field"), table.get("total", "")
    require(name in fields, "unpivot.field", ", ".join(sorted(fields)), name)
    require(isinstance(total, str), "unpivot.total", '"..."', total)
    columns = _texts(table.get("columns"), "unpivot.columns", require)
    require(bool(columns), "unpivot.columns", '"..." = "..."', columns)
    return Unpivot(str(name), columns, total)


def _texts(table: object, where: str, require: Require) -> dict[str, str]:
    require(isinstance(table, dict), where, '{ "..." = "..." }', table)
    found = dict(table) if isinstance(table, dict) else {}
    for key, value in found.items():
        require(isinstance(value, str), f"{where}.{key}", '"..."', value)
    return found
