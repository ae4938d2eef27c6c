"""explanations.toml, why the material variances of a year came about.

    [[explanation]]
    project = "P06"                # code, name or alias of a budgeted project; "" = what belongs to no project
    period = 6                     # of the fiscal year; left out = the whole year
    variance = "-50227.00"         # what is explained: final budget - actual, all funds, in units of the currency
    cause = "price"                # a category of perfkit/ledger/codes/causes.csv
    text = "..."
    author = "..."
    date = 2022-03-01
    evidence = "..."               # a file in the folder evidence, or a citation; may be left out

`variance` is a guard: where the ledger gives another figure now, the explanation is stale. Several entries may explain
one variance. Whether there is such a project or variance, the checks tell: the data may change.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from perfkit.ledger.explanations import causes
from perfkit.ledger.frames import conform
from perfkit.ledger.units import Unit
from perfkit.readers.described.descriptions import exact_cents, read_entries, require

_REQUIRED: Final = ("project", "variance", "cause", "text", "author", "date")
_KEYS: Final = ("project", "period", *_REQUIRED[1:], "evidence")
#: As long as a page can print.
_LONGEST: Final = {"project": 200, "text": 2000, "author": 200, "evidence": 500}
_MAY_BE_BLANK: Final = ("project", "evidence")


def read_explanations(path: Path, unit: Unit, year: int) -> pd.DataFrame:
    """The frame `explanations` of the file at `path`, in its order; an absent file gives no row.

    Args:
        path: explanations.toml of the year.
        unit: its projects, by code, name or alias, and its periods. A project whose budget another one carries belongs
            to that one; an unknown name stays as it is.
        year: the fiscal year.

    Raises:
        BadConfiguration: an entry lacks a part, has an unknown one, or says what cannot be.
    """
    entries = read_entries(path, "explanation")
    rows = [_row(path, number, entry, unit) for number, entry in enumerate(entries, start=1)]
    owner = {"unit_code": unit.code, "fiscal_year": year, "source_file": path.name}
    return conform(pd.DataFrame([{**row, **owner} for row in rows]), "explanations")


def _row(path: Path, number: int, entry: dict[str, Any], unit: Unit) -> dict[str, Any]:
    def must(holds: bool, name: str, expected: object, found: object) -> None:
        require(holds, path, f"[[explanation]] {number} {name}", expected, found)

    for name in entry:
        must(name in _KEYS, name, ", ".join(_KEYS), name)
    for name in _REQUIRED:
        must(name in entry, name, {"zh": "必填", "en": "given"}, "-")
    texts = {name: entry.get(name, "") for name in _LONGEST}
    for name, text in texts.items():
        must(isinstance(text, str), name, {"zh": '文字（"..."）', "en": 'text ("...")'}, repr(text))
        must(bool(text.strip()) or name in _MAY_BE_BLANK, name, {"zh": "必填", "en": "given"}, repr(text))
        most = {"zh": f"{_LONGEST[name]:,} 字以内", "en": f"{_LONGEST[name]:,} characters at most"}
        must(len(text) <= _LONGEST[name], name, most, f"{len(text):,}")
    period, periods = entry.get("period", 0), unit.calendar.periods_per_year
    right = isinstance(period, int) and not isinstance(period, bool) and 0 <= period <= periods
    must(right, "period", f"1 - {periods}", repr(period))
    cents, day = exact_cents(entry["variance"]), _day(entry["date"])
    must(cents is not None, "variance", '"-50227.00"', repr(entry["variance"]))
    must(entry["cause"] in list(causes()), "cause", " | ".join(causes()), repr(entry["cause"]))
    must(day is not None, "date", "2022-03-01", repr(entry["date"]))
    return {
        "explanation_number": number,
        "budget_project_code": _project(texts["project"].strip(), unit),
        "period": period,
        "explained_cents": cents,
        "cause": entry["cause"],
        "explanation": texts["text"].strip(),
        "author": texts["author"].strip(),
        "explained_date": day,
        "evidence_document": texts["evidence"].strip(),
    }


def _project(name: str, unit: Unit) -> str:
    """The code of the budgeted project that a code, name or alias means; the text itself if it means none."""
    project = unit.project(unit.project_codes().get(name, ""))
    return (project.budget_project_code or project.code) if project else name


def _day(value: object) -> date | None:
    """A day of TOML, or one written as text; None for anything else."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
