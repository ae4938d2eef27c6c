"""Workspaces of any size to measure: journals with the columns of a usual export, their budget books and balances.

Vouchers of four lines balance in both books; the amounts follow from the number of the voucher, so that two runs of
this program write the same bytes.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "日期", "凭证字", "凭证号", "摘要", "科目编码", "科目名称", "项目编码", "部门支出经济分类", "资金性质", "借方金额",
    "贷方金额", "制单人",
)  # fmt: skip
_BALANCES = ("科目编码", "科目名称", "期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方")
_SPENT = (("720101", "事业支出-财政拨款支出", "30201", "11"), ("720103", "事业支出-其他资金支出", "30213", "39"))


@dataclass(frozen=True)
class Books:
    """The books of one unit and year.

    Args:
        count: how many journal lines.
        year: the fiscal year.
        projects: among how many projects they are spread.
        first: cents of the first voucher; each one pays a little more than the one before.
        executed: how many per cent of the budget of each project and fund are spent.
    """

    count: int
    year: int = 2021
    projects: int = 9
    first: int = 10_000
    executed: int = 80


def lines(books: Books) -> Iterator[tuple[str, ...]]:
    """The journal lines: each voucher pays one amount in both books, for one of the projects."""
    return islice(_lines(books), books.count)


def _lines(books: Books) -> Iterator[tuple[str, ...]]:
    voucher = 0
    while True:
        day = date(books.year, 1, 1) + timedelta(days=voucher // 3 % 365)
        account, name, economic, fund = _SPENT[voucher // books.projects % 2]
        cents = books.first + voucher * 37 % 9_000_000
        amount = f"{cents // 100:,}.{cents % 100:02d}"
        head = (f"{day:%Y-%m-%d}", "记", str(voucher + 1), f"支付第{voucher % 5000}批办公与维修费用")
        tail = (f"P{voucher % books.projects + 1}", economic, fund)
        yield *head, account, name, *tail, amount, "", "会计"
        yield *head, "8001", "资金结存-货币资金", "", "", "", "", amount, "会计"
        yield *head, "500101", "业务活动费用", *tail, amount, "", "会计"
        yield *head, "1002", "银行存款", "", "", "", "", amount, "会计"
        voucher += 1


def write(path: Path, books: Books) -> Path:
    """The journal in the format that the ending of `path` names (.csv or .xlsx)."""
    rows = [HEADINGS, *lines(books)]
    if path.suffix == ".csv":
        return _csv(path, rows)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("序时账")
    for number, line in enumerate(rows):
        sheet.write_row(number, 0, line)
    book.close()
    return path


def write_budget(path: Path, books: Books) -> Path:
    """The budget book: one line per project and fund, in amounts that twelve months do not divide evenly."""
    spent: Counter[tuple[str, str]] = Counter()
    for line in lines(books):
        if line[4].startswith("7"):
            spent[line[6], line[8]] += _cents(line[9])
    rows = [
        ("年初预算", project, fund, _yuan(cents * 100 // books.executed))
        for (project, fund), cents in sorted(spent.items())
    ]
    return _csv(path, [("指标类型", "项目编码", "资金性质", "指标金额"), *rows])


def write_balances(path: Path, books: Books) -> Path:
    """The account-balance table that goes with the journal: nothing at the start of the year."""
    names: dict[str, str] = {}
    moved: Counter[tuple[str, int]] = Counter()
    for line in lines(books):
        code, names[line[4]] = line[4], line[5]
        for side, amount in enumerate(line[9:11]):
            moved[code, side] += _cents(amount)
    rows = []
    for code, name in sorted(names.items()):
        debit, credit = moved[code, 0], moved[code, 1]
        closing = (max(debit - credit, 0), max(credit - debit, 0))
        rows.append((code, name, *map(_yuan, (0, 0, debit, credit, *closing))))
    return _csv(path, [_BALANCES, *rows])


def write_year(root: Path, books: Books, unit: str = "unit") -> Path:
    """Journal, budget book and balances of `unit` in the workspace at `root`; the folder they lie in."""
    folder = root / "data" / "raw" / unit / str(books.year)
    folder.mkdir(parents=True)
    write(folder / "journal.csv", books)
    write_budget(folder / "budget.csv", books)
    write_balances(folder / "balances.csv", books)
    return folder


def _cents(amount: str) -> int:
    return int(amount.replace(",", "").replace(".", "") or 0)


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _csv(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path
