"""Journals of any length to read: the columns of a usual export, vouchers of four lines that balance."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "日期", "凭证字", "凭证号", "摘要", "科目编码", "科目名称", "项目编码", "部门支出经济分类", "资金性质", "借方金额",
    "贷方金额", "制单人",
)  # fmt: skip
_SPENT = (("720101", "事业支出-财政拨款支出", "30201", "111"), ("720103", "事业支出-其他资金支出", "30213", "33"))


def lines(count: int) -> Iterator[tuple[str, ...]]:
    """`count` journal lines: each voucher pays one amount in both books."""
    return islice(_lines(), count)


def _lines() -> Iterator[tuple[str, ...]]:
    voucher = 0
    while True:
        day = date(2021, 1, 1) + timedelta(days=voucher // 3 % 365)
        account, name, economic, fund = _SPENT[voucher % 2]
        cents = 10_000 + voucher * 37 % 9_000_000
        amount = f"{cents // 100:,}.{cents % 100:02d}"
        head = (f"{day:%Y-%m-%d}", "记", str(voucher + 1), f"支付第{voucher % 5000}批办公与维修费用")
        tail = ("P" + str(voucher % 9 + 1), economic, fund)
        yield *head, account, name, *tail, amount, "", "会计"
        yield *head, "8001", "资金结存-货币资金", "", "", "", "", amount, "会计"
        yield *head, "500101", "业务活动费用", *tail, amount, "", "会计"
        yield *head, "1002", "银行存款", "", "", "", "", amount, "会计"
        voucher += 1


def write(path: Path, count: int) -> Path:
    """A journal of `count` lines in the format that the ending of `path` names (.csv or .xlsx)."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *lines(count)])
        return path
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("序时账")
    for number, line in enumerate([HEADINGS, *lines(count)]):
        sheet.write_row(number, 0, line)
    book.close()
    return path
