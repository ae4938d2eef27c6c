"""The rows that a reference is about: its conditions, in the words of people, as the codes of a ledger.

{{ actual: project=机关运转 }}          spending booked on that very project
{{ actual: budget_project=机关运转 }}   the same with its sub-projects, as its budget is granted
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.classifications import code_list, fund_codes
from perfkit.ledger.ledger import Ledger
from perfkit.measures.published import select_rows

#: Condition of a reference -> the column it is about.
CONDITIONS: Final = {
    "project": "project_code",
    "budget_project": "budget_project_code",
    "expenditure_type": "expenditure_type",
    "basic_kind": "basic_kind",
    "fund": "fund_code",
    "economic": "economic_code",
    "functional": "functional_code",
    "department": "department_code",
}
_FIXED: Final = {
    "expenditure_type": {"basic": "basic", "project": "project", "基本支出": "basic", "项目支出": "project"},
    "basic_kind": {"personnel": "personnel", "public": "public", "人员经费": "personnel", "公用经费": "public"},
}


class Unresolved(Exception):
    """A reference says what cannot be; carries why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.why: dict[Language, str] = {"zh": zh, "en": en}
        super().__init__(en)


@dataclass(frozen=True, eq=False)
class Selection:
    """Which rows of budget, spending and income.

    Args:
        select: as `perfkit.measures.published.select_rows` reads it.
        budget, spending: the rows of the ledger that it selects.
        subject: in words; "" = the whole unit.
        project: the code that `project` or `budget_project` names; "" if neither does.
        is_exact: whether `project` names it, so that its sub-projects do not count.
        sub_projects: the codes of the sub-projects of that project that were spent on.
    """

    select: str
    budget: pd.DataFrame
    spending: pd.DataFrame
    subject: str
    project: str = ""
    is_exact: bool = False
    sub_projects: tuple[str, ...] = ()


def selection(conditions: Mapping[str, str], ledger: Ledger) -> Selection:
    """The rows that `conditions` (those of CONDITIONS, by name) select in `ledger`.

    Raises:
        Unresolved: a value that the unit does not know, or `project` together with `budget_project`.
    """
    if "project" in conditions and "budget_project" in conditions:
        raise Unresolved("project 与 budget_project 只能写一个", "project and budget_project exclude each other")
    parts, words, project = [], [], ""
    for name, value in conditions.items():
        code = _code(name, value, ledger)
        parts.append(f"{CONDITIONS[name]}={code}")
        if name in ("project", "budget_project"):
            project = code
        else:
            words.append(ledger.label(CONDITIONS[name], code))
    is_exact = "project" in conditions
    children = _sub_projects(project, ledger)
    if project:
        words.insert(0, _project_words(project, children, ledger, is_exact=is_exact))
    select = ";".join(parts)
    budget, spending = (select_rows(frame, select) for frame in (ledger.budget, ledger.spending))
    return Selection(select, budget, spending, "".join(words), project, is_exact, children)


def project_words(project: str, ledger: Ledger) -> str:
    """A budgeted project as people name it, with the sub-projects that its budget pays for: 机关运转（含会议）."""
    return _project_words(project, _sub_projects(project, ledger), ledger, is_exact=False)


def _project_words(project: str, children: tuple[str, ...], ledger: Ledger, *, is_exact: bool) -> str:
    name = ledger.unit.project_name(project)
    others = "、".join(ledger.unit.project_name(child) for child in children)
    return f"{name}（{'不含' if is_exact else '含'}{others}）" if others else name


def _sub_projects(project: str, ledger: Ledger) -> tuple[str, ...]:
    booked = _booked("project_code", ledger)
    return tuple(
        other.code
        for other in ledger.unit.projects
        if project and other.budget_project_code == project != other.code and other.code in booked
    )


def _code(name: str, value: str, ledger: Ledger) -> str:
    """The code that `value` means in the column of the condition `name`."""
    column = CONDITIONS[name]
    known = _FIXED.get(column) or {**dict.fromkeys(_booked(column, ledger), ""), **_NAMES[column](ledger)}
    if value in known:
        return known[value] or value
    shown = "、".join(list(known)[:12]) or "—"
    raise Unresolved(f"{name} 没有“{value}”（有：{shown}）", f"{name} has no “{value}” (known: {shown})")


def _booked(column: str, ledger: Ledger) -> list[str]:
    """The codes that stand in a column of budget or spending."""
    return sorted({*ledger.spending[column].unique(), *ledger.budget[column].unique()} - {""})


def _departments(ledger: Ledger) -> dict[str, str]:
    unit = ledger.unit
    return {key: code for code in unit.departments for key in (code, unit.department_name(code))}


def _economic(_ledger: Ledger) -> dict[str, str]:
    rows = code_list("economic_classes").values()
    return {code: code for row in rows for code in (row["class_code"], row["code"])}


#: Column -> what people may write -> the code; codes that are booked are known besides.
_NAMES: Final[dict[str, Callable[[Ledger], dict[str, str]]]] = {
    "project_code": lambda ledger: ledger.unit.project_codes(),
    "budget_project_code": lambda ledger: ledger.unit.project_codes(),
    "fund_code": lambda ledger: fund_codes(ledger.unit),
    "economic_code": _economic,
    "functional_code": lambda _: {code: code for code in code_list("functional_classes")},
    "department_code": _departments,
}
