"""The files that describe a unit: unit.toml, projects.csv, SOURCES.toml, published.csv.

unit.toml        names, fiscal calendar, chart of accounts, notices, own codes (fields of `perfkit.ledger.units.Unit`)
projects.csv     code,name_zh,name_en,aliases (;-separated),budget_project_code
SOURCES.toml     [[file]] name, sha256, bytes, kind, system, received_from, received_on, note
published.csv    id,section,label_zh,label_en,value,unit,measure,scope,select,year
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.errors import LANGUAGES, BadConfiguration
from perfkit.ledger.periods import FiscalCalendar
from perfkit.ledger.units import Fund, Project, Unit

PUBLISHED_COLUMNS: Final = (
    "id", "section", "label_zh", "label_en", "value", "unit", "measure", "scope", "select", "year",
)  # fmt: skip
_PROJECT_COLUMNS: Final = ("code", "name_zh", "name_en", "aliases", "budget_project_code")
#: Keys of unit.toml and the type each value must have.
_KEYS: Final[dict[str, type | tuple[type, ...]]] = {
    "name_zh": str,
    "name_en": str,
    "chart": str,
    "money_unit": str,
    "currency_zh": str,
    "currency_en": str,
    "review_rate": (int, float),
    "fiscal_year_end_month": int,
    "periods_per_year": int,
    "several_years": list,
    "notices": dict,
    "funds": dict,
    "departments": dict,
    "departments_en": dict,
    "economic_classes": dict,
}
_CHOICES: Final = {"chart": ("government_2019", "other"), "money_unit": ("wan", "million"), "periods_per_year": (4, 12)}
_PLAIN: Final = ("name_zh", "name_en", "chart", "money_unit", "currency_zh", "currency_en", "review_rate")


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML file at `path`; an absent one is empty.

    Raises:
        BadConfiguration: it is not TOML in UTF-8.
    """
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(path=path.name, where="TOML", expected="TOML (UTF-8)", found=str(error)) from None


def read_unit(folder: Path) -> Unit:
    """The unit whose exports lie in `folder`; without a unit.toml it is named by the folder.

    Raises:
        BadConfiguration: a key that perfkit does not know, or a value of another type or choice.
    """
    document = read_toml(folder / "unit.toml")
    for key, value in document.items():
        expected = _KEYS.get(key)
        _require(expected is not None, "unit.toml", key, ", ".join(_KEYS), key)
        _require(isinstance(value, expected or object), "unit.toml", key, _type_name(expected), repr(value))
        _require(value in _CHOICES.get(key, (value,)), "unit.toml", key, str(_CHOICES.get(key)), repr(value))
    plain = {key: document[key] for key in _PLAIN if key in document}
    return Unit(
        code=folder.name,
        **{"name_zh": folder.name, **plain},
        calendar=_calendar(document),
        notices=_notices(document.get("notices", {})),
        projects=read_projects(folder / "projects.csv"),
        funds=tuple(_fund(code, table) for code, table in document.get("funds", {}).items()),
        departments=_names(document, "departments"),
        departments_en=_names(document, "departments_en"),
        economic_classes=_in_both_languages("economic_classes", document.get("economic_classes", {})),
        several_years=tuple(int(year) for year in document.get("several_years", [])),
    )


def _require(holds: bool, path: str, where: str, expected: str, found: str) -> None:
    if not holds:
        raise BadConfiguration(path=path, where=where, expected=expected, found=found)


def _type_name(expected: type | tuple[type, ...] | None) -> str:
    return " | ".join(kind.__name__ for kind in (expected if isinstance(expected, tuple) else (expected or object,)))


def _calendar(document: dict[str, Any]) -> FiscalCalendar:
    end_month = document.get("fiscal_year_end_month", 12)
    _require(1 <= end_month <= 12, "unit.toml", "fiscal_year_end_month", "1-12", repr(end_month))
    return FiscalCalendar(end_month, document.get("periods_per_year", 12))


def _names(document: dict[str, Any], part: str) -> dict[str, str]:
    for code, name in document.get(part, {}).items():
        _require(isinstance(name, str), "unit.toml", f"{part}.{code}", '"..."', repr(name))
    return dict(document.get(part, {}))


def _in_both_languages(part: str, tables: dict[str, Any]) -> dict[str, Any]:
    for key, words in tables.items():
        complete = isinstance(words, dict) and all(isinstance(words.get(language), str) for language in LANGUAGES)
        _require(complete, "unit.toml", f"{part}.{key}", 'zh = "...", en = "..."', repr(words))
    return tables


def _notices(tables: dict[str, Any]) -> dict[int, Any]:
    for key in tables:
        _require(key == "all" or key.isdecimal(), "unit.toml", f"notices.{key}", "all | 2021 | ...", key)
    return {0 if key == "all" else int(key): words for key, words in _in_both_languages("notices", tables).items()}


def _fund(code: str, table: dict[str, Any]) -> Fund:
    known = {"name_zh": str, "name_en": str, "is_fiscal_appropriation": bool, "aliases": list}
    for key, kind in known.items():
        found = table.get(key, [] if kind is list else None)
        _require(isinstance(found, kind), "unit.toml", f"funds.{code}.{key}", kind.__name__, repr(found))
    aliases = tuple(str(alias) for alias in table.get("aliases", []))
    return Fund(code, table["name_zh"], table["name_en"], table["is_fiscal_appropriation"], aliases)


def read_projects(path: Path) -> tuple[Project, ...]:
    """The register of projects; an absent one is empty.

    Raises:
        BadConfiguration: a column is missing, a code or name is said twice, or a parent is not in the register.
    """
    if not path.is_file():
        return ()
    rows = _read_csv(path, _PROJECT_COLUMNS)
    projects = tuple(
        Project(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            budget_project_code=row["budget_project_code"],
        )
        for row in rows
    )
    _check_projects(path.name, projects)
    return projects


def _check_projects(path: str, projects: tuple[Project, ...]) -> None:
    seen: dict[str, str] = {}
    codes = [project.code for project in projects]
    for project in projects:
        parent = project.budget_project_code
        _require(not parent or parent in codes, path, project.code, "budget_project_code", parent)
        for name in {project.code, project.name_zh, project.name_en, *project.aliases} - {""}:
            owner = seen.setdefault(name, project.code)
            _require(owner == project.code, path, project.code, f"{name} = {owner}", f"{name} = {project.code}")


def read_published(path: Path) -> pd.DataFrame:
    """The printed figures, all texts. *Grain*: one printed figure. An absent file gives no row.

    Raises:
        BadConfiguration: a column is missing.
    """
    rows = _read_csv(path, PUBLISHED_COLUMNS) if path.is_file() else []
    return pd.DataFrame(rows, columns=list(PUBLISHED_COLUMNS), dtype="str")


def _read_csv(path: Path, expected: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        found = tuple(reader.fieldnames or ())
        _require(set(expected) <= set(found), path.name, "1", ",".join(expected), ",".join(found))
        return [{name: (row[name] or "").strip() for name in expected} for row in reader]
