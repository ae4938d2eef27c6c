"""Code lists (codes/*.csv, each row with its source and status) and what they say of a row.

`classify` turns the codes of a budget or spending row into the four attributes that scopes and forms need.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.texts import each, first_given
from perfkit.ledger.units import OTHER_CHART, Fund, Unit

CODE_LISTS: Final = (
    "charts", "accounts_government_2019", "accounts_administrative_2014", "accounts_administrative_1998",
    "accounts_institution_2013", "accounts_institution_1998",
    "economic_classes", "functional_classes", "fund_natures", "government_economic_classes",
)  # fmt: skip


@cache
def code_list(name: str) -> dict[str, dict[str, str]]:
    """The code list `name` (one of CODE_LISTS): code -> its row, texts as in the file."""
    text = resources.files("perfkit.ledger").joinpath("codes", f"{name}.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@cache
def national_funds() -> tuple[Fund, ...]:
    """The natures of funds of the integrated budget system."""
    return tuple(
        Fund(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            is_fiscal_appropriation=row["is_fiscal_appropriation"] == "true",
            aliases=tuple(row["aliases"].split(";")),
        )
        for row in code_list("fund_natures").values()
    )


def funds(unit: Unit) -> dict[str, Fund]:
    """Every fund `unit` may use, by code: its own first, then the national list."""
    return {fund.code: fund for fund in (*national_funds(), *unit.funds)}


def fund_codes(unit: Unit) -> dict[str, str]:
    """Every code, name and alias of a fund -> its code. Longest codes of the national list win over their parents."""
    return {
        key: fund.code
        for fund in funds(unit).values()
        for key in (fund.code, fund.name_zh, fund.name_en, *fund.aliases)
        if key
    }


def economic_name(code: str, unit: Unit, language: Language = "zh") -> str:
    """The name of an economic class (款, else its 类); the code itself if nobody defines it."""
    own = unit.economic_classes.get(code)
    if own:
        return own[language]
    for row in code_list("economic_classes").values():
        if row["code"] == code:
            return row["name_zh"] if language == "zh" else row["name_en"]
        if row["class_code"] == code:
            return row["class_name_zh"] if language == "zh" else row["class_name_en"]
    return code


def basic_kind(economic_code: str) -> str:
    """`personnel` (301, 303), `public` (302, 310) or "" for a class that is in neither (domain rule: 2.2)."""
    row = code_list("economic_classes").get(economic_code)
    if row:
        return row["basic_kind"]
    return {"301": "personnel", "303": "personnel", "302": "public", "310": "public"}.get(economic_code[:3], "")


def classify(frame: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """`frame` with `is_fiscal_appropriation`, `expenditure_type`, `basic_kind` and `budget_project_code` filled in.

    Needs `fund_code`, `economic_code`, `project_code`; an `expenditure_type` that the export itself gave is kept,
    else a row with a project is project expenditure and one without is basic. A fund nobody defines is not counted
    as fiscal appropriation (the check `unknown_codes` reports it). In a chart that is not one of the national ones,
    the account is the economic class where the export gives none.
    """
    if unit.chart == OTHER_CHART and "account_code" in frame:
        frame = frame.assign(economic_code=first_given(frame["economic_code"], frame["account_code"]))
    known = funds(unit)
    fiscal = {code: known[code].is_fiscal_appropriation for code in frame["fund_code"].unique() if code in known}
    parents = {project.code: project.budget_project_code or project.code for project in unit.projects}
    given = frame["expenditure_type"] if "expenditure_type" in frame else pd.Series("", index=frame.index, dtype="str")
    # Basic and project expenditure are a Chinese distinction: nothing is read into the books of others.
    words = {True: "project", False: "" if unit.chart == OTHER_CHART else "basic"}
    by_project = frame["project_code"].ne("").map(words).astype("str")
    expenditure_type = first_given(given, by_project)
    return frame.assign(
        is_fiscal_appropriation=frame["fund_code"].isin([code for code, is_fiscal in fiscal.items() if is_fiscal]),
        expenditure_type=expenditure_type,
        basic_kind=each(frame["economic_code"], basic_kind).where(expenditure_type.eq("basic"), ""),
        budget_project_code=each(frame["project_code"], lambda code: parents.get(code, code)),
    )
