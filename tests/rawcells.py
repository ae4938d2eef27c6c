"""The raw cells of the case's exports, read without perfkit's readers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import fastexcel

RAW = Path(__file__).parents[1] / "data" / "raw" / "lusong"
YEARS = (2020, 2021, 2022)


@dataclass(frozen=True)
class Line:
    day: str
    number: str
    said: str
    account: str
    aux: dict[str, str]
    debit: int
    credit: int

    @property
    def voucher(self) -> tuple[str, str]:
        return self.day, self.number

    @property
    def book(self) -> str:
        return "budget" if self.account[0] in "678" else "financial"

    @property
    def net(self) -> int:
        return self.debit - self.credit


def cents(cell: str) -> int:
    return round(Decimal(cell or "0") * 100)


def grids(path: Path) -> dict[str, list[list[str]]]:
    book = fastexcel.read_excel(path)
    found = {}
    for name in book.sheet_names:
        table = book.load_sheet(name, header_row=None, dtypes="string").to_arrow().to_pydict()
        found[name] = [["" if cell is None else cell for cell in row] for row in zip(*table.values(), strict=True)]
    return found


@cache
def journal(year: int) -> list[Line]:
    found = []
    for grid in grids(RAW / str(year) / "journal.xlsx").values():
        head = ("", "")
        for row in grid[4:]:
            head = (row[0], row[1]) if row[1] else head
            if row[3]:
                aux = dict(part.split(":") for part in row[5].split(";")) if row[5] else {}
                found.append(Line(*head, row[2], row[3], aux, cents(row[6]), cents(row[7])))
    return found


@cache
def closing_vouchers(year: int) -> set[tuple[str, str]]:
    return {line.voucher for line in journal(year) if line.said.startswith("年末结转")}


def posted(year: int, account: str) -> list[Line]:
    return [
        line
        for line in journal(year)
        if line.account.startswith(account) and line.voucher not in closing_vouchers(year)
    ]


@cache
def balances(year: int) -> dict[str, list[int]]:
    grid = grids(RAW / str(year) / "balances.xlsx")["科目余额表"]
    return {row[0]: [cents(cell) for cell in row[2:8]] for row in grid[5:] if row[0][:1].isdigit()}


@cache
def budget(year: int) -> list[dict[str, str]]:
    grid = grids(RAW / str(year) / "budget.xlsx")["预算指标台账"]
    return [dict(zip(grid[3], row, strict=True)) for row in grid[4:] if row[0].isdigit()]


@cache
def projects() -> dict[str, dict[str, str]]:
    """Every name and alias -> the project's row."""
    with (RAW / "projects.csv").open(encoding="utf-8") as file:
        return {
            name: row for row in csv.DictReader(file) for name in (row["name_zh"], *row["aliases"].split(";")) if name
        }


@cache
def published() -> dict[str, dict[str, str]]:
    with (RAW / "2021" / "published.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def attributes(line: Line) -> dict[str, str]:
    project = projects().get(line.aux.get("项目", ""), {"code": "", "budget_project_code": ""})
    kinds = {".01.01": "personnel", ".01.02": "public"}
    is_basic = line.account[7:10] == ".01" and line.account.count(".") == 3
    return {
        "project_code": project["code"],
        "budget_project_code": project["budget_project_code"],
        "expenditure_type": "basic" if is_basic else "project",
        "basic_kind": kinds.get(line.account[7:], "") if is_basic else "",
        "fund_code": {"一般公共预算": "11", "单位资金": "3", "非财政专项资金": "38"}[line.aux["资金性质"]],
    }
