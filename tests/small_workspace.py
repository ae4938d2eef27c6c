"""A small workspace: one unit of two projects, one year, and notebooks that need no ledger."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from perfkit.errors import UnknownUnit
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import conform, empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.units import Project, Unit
from perfkit.workspace import reads

PARAMETERS = 'unit: str = "demo"  # 单位\nyear: int = 2021  # 年度\nlanguage: str = "zh"  # 语言'
OVERDUE = FindingKind("overdue", "warning", "逾期", "overdue", "凭证 {subject} 逾期", "voucher {subject} is overdue")


def make_ledger(year: int = 2021) -> Ledger:
    """A budget of 100.00 + 60.00 against spending of 80.00 + 30.00; P02 is a project with a hostile name."""
    unit = Unit(
        code="demo",
        name_zh="演示单位",
        name_en="Demo unit",
        notices={0: {"zh": "演示数据，并非真实账务。", "en": "Demonstration data, not real books."}},
        projects=(Project("P01", "机关运转", "Operations"), Project("P/02", "<b>公务</b>用车", "<b>Vehicles</b>")),
    )
    common = {"unit_code": "demo", "fiscal_year": year, "is_fiscal_appropriation": True, "expenditure_type": "project"}
    codes = pd.DataFrame({"budget_project_code": ["P01", "P/02"], "project_code": ["P01", "P/02"]})
    budget = codes.assign(**common, budget_type="original", amount_cents=[10_000, 6_000])
    spending = codes.assign(**common, period=1, actual_cents=[8_000, 3_000])
    return Ledger(
        unit=unit,
        year=year,
        journal=empty("journal"),
        balances=empty("balances"),
        budget=conform(budget, "budget"),
        summary=empty("summary"),
        spending=conform(spending, "spending"),
        timeline=conform(spending, "spending"),
        set_aside=empty("set_aside"),
        findings=(Finding(OVERDUE, subject="<记-1>"),),
        inputs=(InputFile("序时账.csv", ("journal",), "ab" * 32, 120, 2, 2, 0),),
    )


@dataclass
class SmallWorkspace:
    """What perfkit.reports asks of a workspace."""

    root: Path
    ledgers: dict[tuple[str, int], Ledger | Exception] = field(default_factory=dict)
    edition: str = "auditor"

    @property
    def raw(self) -> Path:
        """Stand-ins for exports, which change whenever a ledger does."""
        folder = self.root / "data" / "raw"
        for (unit, year), ledger in self.ledgers.items():
            place = folder / unit / str(year) / "export.csv"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_told(ledger), encoding="utf-8")
            (folder / unit / "unit.toml").write_text("", encoding="utf-8")
        for place in folder.glob("*/*"):
            if place.is_dir() and (place.parent.name, int(place.name)) not in self.ledgers:
                shutil.rmtree(place)
        return folder

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def notebooks_folder(self) -> Path:
        return self.root / "notebooks"

    @property
    def reports_folder(self) -> Path:
        return self.root / "reports"

    def units(self) -> list[str]:
        return sorted({unit for unit, _ in self.ledgers})

    def years(self, unit: str) -> list[int]:
        if unit not in self.units():
            raise UnknownUnit(unit=unit, known=", ".join(self.units()))
        return sorted(year for having, year in self.ledgers if having == unit)

    def unit(self, code: str) -> Unit:
        loaded = [found for (unit, _), found in self.ledgers.items() if unit == code and isinstance(found, Ledger)]
        return loaded[0].unit if loaded else Unit(code=code, name_zh=code, name_en=code)

    def load(self, unit: str, year: int) -> Ledger:
        reads.note(reads.year_name(unit, year))
        found = self.ledgers[unit, year]
        if isinstance(found, Exception):
            raise found
        return replace(found)


def _told(ledger: Ledger | Exception) -> str:
    if isinstance(ledger, Exception):
        return repr(ledger)
    values = {each.name: getattr(ledger, each.name) for each in fields(ledger)}
    return repr({name: each.to_csv() if isinstance(each, pd.DataFrame) else each for name, each in values.items()})


def write_notebook(
    folder: Path, name: str, *cells: nbformat.NotebookNode | str, parameters: str = PARAMETERS, **own: str
) -> Path:
    """A notebook file: its parameters cell, then `cells` (a text is a code cell)."""
    first = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    rest = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    node = new_notebook(cells=[first, *rest], metadata={"kernelspec": kernel, "perfkit": own})
    for number, cell in enumerate(node.cells):
        cell["id"] = f"cell-{number}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(node, path)
    return path


def markdown(text: str, *tags: str) -> nbformat.NotebookNode:
    return new_markdown_cell(text, metadata={"tags": list(tags)})
