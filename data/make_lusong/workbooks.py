"""The three exports of a year as workbooks in the shape that accounting systems write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.make_lusong import accounts
from data.make_lusong.books import Books
from data.make_lusong.facts import HERE, project_names, rows, toml, wan
from data.make_lusong.vouchers import Voucher

UNIT = "株洲市芦淞区机关事务服务中心"
JOURNAL_HEADER = ("日期", "凭证字号", "摘要", "科目编码", "科目名称", "辅助核算", "借方金额", "贷方金额")
BUDGET_HEADER = (
    "序号", "预算年度", "指标类型", "指标文号", "文件日期", "支出性质", "项目名称", "资金性质", "支出功能分类",
    "部门经济分类", "部门", "指标金额", "摘要", "备注",
)  # fmt: skip
BUDGET_NAMES = {
    "P01": "公务用车平台经费", "P02": "机关运转（含会议专项）", "P04": "公务接待费", "P06": "文印中心运转",
}  # fmt: skip
Cell = str | int | float
Row = Sequence[Cell]


class Sheet:
    """A worksheet that is written row by row from the top; amounts are given in cents as ints, written in yuan."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, widths: Sequence[int], amounts: Sequence[int]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.money: Format = book.add_format({"num_format": "#,##0.00"})
        self.bold: Format = book.add_format({"bold": True, "align": "center", "border": 1})
        self.amounts = frozenset(amounts)
        self.width = len(widths)
        self.row = 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def title(self, text: str, period: str, year: int) -> None:
        """The block above the header: title, unit, period and unit of money, and what the data are."""
        self.sheet.merge_range(0, 0, 0, self.width - 1, text, self.bold)
        self.sheet.write_string(1, 0, f"核算单位：{UNIT}")
        self.sheet.write_string(1, 3, f"期间：{period}")
        self.sheet.write_string(1, self.width - 1, "单位：元")
        self.sheet.write_string(2, 0, toml("years")[str(year)]["marking"])
        self.row = 3

    def header(self, names: Sequence[str]) -> None:
        """One row of column names."""
        self.sheet.write_row(self.row, 0, names, self.bold)
        self.row += 1

    def write(self, cells: Row) -> None:
        """One row; empty texts and amounts of zero leave their cell blank."""
        for column, cell in enumerate(cells):
            if column in self.amounts and isinstance(cell, int):
                if cell:
                    self.sheet.write_number(self.row, column, cell / 100, self.money)
            elif cell != "":
                self.sheet.write(self.row, column, cell)
        self.row += 1

    def footer(self, year: int) -> None:
        """The last row."""
        self.write([f"打印日期：{year + 1}-01-10  第 1 页 共 1 页"])


def _workbook(path: Path) -> xlsxwriter.Workbook:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"title": path.stem, "created": datetime(2024, 1, 1, tzinfo=UTC)})
    return book


def write_journal(path: Path, books: Books) -> None:
    """The journal (序时账): a sheet per half-year, month and year-to-date totals after each month."""
    book = _workbook(path)
    so_far = [0, 0]
    for name, months in (("1-6月", range(1, 7)), ("7-12月", range(7, 13))):
        sheet = Sheet(book, name, (12, 11, 52, 16, 44, 78, 16, 16), (6, 7))
        sheet.title("科目序时账", f"{books.year}年{months[0]:02d}月至{books.year}年{months[-1]:02d}月", books.year)
        sheet.header(JOURNAL_HEADER)
        before = list(so_far)
        posted = [voucher for voucher in books.vouchers if voucher.day.month in months]
        for _, of_month in groupby(posted, key=lambda voucher: voucher.day.month):
            _write_month(sheet, list(of_month), so_far)
        sheet.write(["", "", "合计", "", "", "", so_far[0] - before[0], so_far[1] - before[1]])
        sheet.footer(books.year)
    book.close()


def _write_month(sheet: Sheet, posted: list[Voucher], so_far: list[int]) -> None:
    debit = sum(line.debit for voucher in posted for line in voucher.lines)
    credit = sum(line.credit for voucher in posted for line in voucher.lines)
    so_far[0] += debit
    so_far[1] += credit
    for voucher in posted:
        head: tuple[str, str] = (voucher.day.isoformat(), voucher.number)
        for line in voucher.lines:
            name = accounts.full_name(line.account)
            sheet.write([*head, line.summary, line.account, name, line.auxiliary, line.debit, line.credit])
            head = ("", "")
    sheet.write(["", "", "本月合计", "", "", "", debit, credit])
    sheet.write(["", "", "本年累计", "", "", "", *so_far])


def write_balances(path: Path, books: Books) -> None:
    """The account balances (科目余额表) of the whole year: two header rows, parents beside leaves."""
    book = _workbook(path)
    sheet = Sheet(book, "科目余额表", (18, 36, 18, 18, 18, 18, 18, 18), range(2, 8))
    sheet.title("科目余额表", f"{books.year}年01月至{books.year}年12月", books.year)
    for column, name in enumerate(("科目编码", "科目名称")):
        sheet.sheet.merge_range(3, column, 4, column, name, sheet.bold)
    for column, name in zip((2, 4, 6), ("期初余额", "本期发生额", "期末余额"), strict=True):
        sheet.sheet.merge_range(3, column, 3, column + 1, name, sheet.bold)
        sheet.sheet.write_row(4, column, ("借方", "贷方"), sheet.bold)
    sheet.row = 5
    table = list(_balance_rows(books))
    for code, *amounts in table:
        indent = "  " * str(code).count(".")
        sheet.write([code, f"{indent}{accounts.chart()[str(code)]}", *amounts])
    tops = [row[1:] for row in table if "." not in str(row[0])]
    sheet.write(["合计", "", *(sum(map(int, column)) for column in zip(*tops, strict=True))])
    sheet.footer(books.year)
    book.close()


def _balance_rows(books: Books) -> Iterable[Row]:
    """Code and six amounts of every account that has a balance or moved; parents net their children."""
    lines = [line for voucher in books.vouchers for line in voucher.lines]
    for code in accounts.chart():
        debit = sum(line.debit for line in lines if _is_in(line.account, code))
        credit = sum(line.credit for line in lines if _is_in(line.account, code))
        opening = sum(cents for account, cents in books.opening.items() if _is_in(account, code))
        closing = opening + debit - credit
        has_moved = any(_is_in(line.account, code) for line in lines)
        if opening or has_moved:
            yield (code, *_sides(opening), debit, credit, *_sides(closing))


def _is_in(account: str, parent: str) -> bool:
    return account == parent or account.startswith(f"{parent}.")


def _sides(cents: int) -> tuple[int, int]:
    return max(cents, 0), max(-cents, 0)


def write_budget(path: Path, year: int) -> None:
    """The budget book (预算指标台账): the original budget and every later change, one line per economic class."""
    book = _workbook(path)
    sheet = Sheet(book, "预算指标台账", (6, 9, 10, 22, 12, 10, 24, 16, 40, 28, 16, 16, 34, 52), (11,))
    sheet.title(f"{year}年预算指标台账", f"{year}年", year)
    sheet.header(BUDGET_HEADER)
    lines = [row for row in rows(HERE / "facts" / "budget.csv") if row["year"] == str(year)]
    for number, row in enumerate(lines, start=1):
        sheet.write([str(number), *_budget_cells(row)])
    total = sum(wan(row["amount_wan"]) for row in lines)
    sheet.write(["合计", *[""] * 10, total])
    book.close()


def _budget_cells(row: dict[str, str]) -> Row:
    purpose, economic = row["purpose"], row["economic"]
    basic = accounts.is_basic(purpose)
    functional = accounts.functional_class(economic)
    return (
        row["year"], row["budget_type"], row["document_number"], row["document_date"],
        "基本支出" if basic else "项目支出",
        "" if basic else BUDGET_NAMES.get(purpose, project_names()[purpose]),
        accounts.rules()["funds"][row["fund"]]["name"],
        f"{functional[:7]}-{functional[7:]}",
        f"{economic}-{accounts.economic_name(economic)}",
        row["department"], wan(row["amount_wan"]), row["summary"], row["note"],
    )  # fmt: skip
