"""projects.csv, a unit's register of projects: code,name_zh,name_en,aliases (;-separated),budget_project_code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from perfkit.ledger.units import Project
from perfkit.readers.described.descriptions import read_table, require

_COLUMNS: Final = ("code", "name_zh", "name_en", "aliases", "budget_project_code")


def read_projects(path: Path) -> tuple[Project, ...]:
    """The register of projects; an absent one is empty.

    Raises:
        BadConfiguration: a column, code or name is missing, a code or name is said twice, or the budget of a project is
            carried by one that is not in the register or is itself carried by another.
    """
    rows = read_table(path, _COLUMNS) if path.is_file() else []
    projects = [
        Project(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            aliases=tuple(filter(None, (alias.strip() for alias in re.split("[;；]", row["aliases"])))),
            budget_project_code=row["budget_project_code"],
        )
        for row in rows
    ]
    _check(path, projects)
    return tuple(projects)


def _check(path: Path, projects: Sequence[Project]) -> None:
    #: The codes whose budget is their own: only they can carry that of others.
    carriers = [project.code for project in projects if project.budget_project_code in ("", project.code)]
    owners: dict[str, int] = {}
    for number, project in enumerate(projects):
        where, named = project.code or project.name_zh, bool(project.code and project.name_zh)
        require(named, path, where, "code, name_zh", f"{project.code},{project.name_zh}")
        parent = project.budget_project_code
        expected = {"zh": f"自己有预算的项目：{'、'.join(carriers)}", "en": f"one with a budget: {', '.join(carriers)}"}
        require(not parent or parent in carriers, path, f"{where} budget_project_code", expected, parent)
        once = {"zh": "只出现一次的代码和名称", "en": "codes and names that stand once"}
        for name in {project.code, project.name_zh, project.name_en, *project.aliases} - {""}:
            require(owners.setdefault(name, number) == number, path, where, once, name)
