"""What single cells mean: dates, periods, voucher numbers, account codes.

All functions take a column of texts and look at each distinct text once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

import pandas as pd

from perfkit.ledger.texts import each

_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
#: 15-06-2024 and 06/15/2024: which number is the day, only the whole column tells.
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?:[ T].*)?")
#: Day 0 of spreadsheet dates from March 1900 on (the 1900 leap-year error is behind them).
_DAY_ZERO: Final = date(1899, 12, 30)
_YEAR_MONTH: Final = re.compile(r"(?:19|20)\d{2}\s*[-/.年]?\s*(\d{1,2})\s*月?")
_MONTH: Final = re.compile(r"第?(\d{1,2})(?:月|期|\.0)?")
_MONTH_NAMES: Final = {
    f"{name}月": f"{number}月" for number, name in enumerate([*"一二三四五六七八九十", "十一", "十二"], start=1)
}
#: A voucher of several pages: 记-1 1/5, 1-1/5, 记-0001(1/5), 记-1 第1/5页.
_PAGE: Final = re.compile(r"(.*\d号?)\s*[-—–_(第\s]+\s*(\d{1,3})\s*/\s*(\d{1,3})\s*[)页]*")
_VOUCHER: Final = re.compile(r"([\u4e00-\u9fff]{1,6}?)字?[-—–_#第\s]*(\d[0-9A-Za-z/-]*)\s*号?")
_ACCOUNT: Final = re.compile(
    r"[\[(']*(\d[\dA-Za-z]*(?:[.-]\d+)*)\.?[\])]?(?:(?<=[\])])|\s*[\\/_|:\s-]\s*|(?=[^\w.])|(?=[\u4e00-\u9fff])|$)(.*)"
)


def to_dates(texts: pd.Series) -> pd.Series:
    """Dates of cells such as 2021-12-31, 2021/12/31, 20211231, 2021.12.31, 2021年12月31日 and spreadsheet serials.

    31-12-2021 and 12/31/2021 are read where the column proves which number is the day (`ambiguous_dates`).
    datetime64[ms]; NaT where the cell is blank or no date.
    """
    known, _ = _days(texts)
    return each(texts, known.get, "datetime64[ms]")


def ambiguous_dates(texts: pd.Series) -> pd.Series:
    """Which cells are dates such as 05-04-2021 in a column that does not tell whether that is April or May."""
    return texts.isin(list(_days(texts)[1]))


def _days(texts: pd.Series) -> tuple[dict[str, date | None], set[str]]:
    """Each distinct text -> its day, and the texts that may be two days.

    The cells with one separator between their numbers have one order: any of them with a number above 12 tells it for
    all, unless another tells the contrary.
    """
    known = {text: parse_date(text) for text in texts.unique()}
    orders: dict[str, dict[str, tuple[int, int, int]]] = {}
    for text, day in known.items():
        found = _YEAR_LAST.fullmatch(unicodedata.normalize("NFKC", text).strip()) if day is None else None
        if found:
            orders.setdefault(found[2], {})[text] = int(found[4]), int(found[1]), int(found[3])
    ambiguous: set[str] = set()
    for cells in orders.values():
        day_first = any(12 < first <= 31 for _, first, _ in cells.values())
        month_first = any(12 < second <= 31 for _, _, second in cells.values())
        for text, (year, first, second) in cells.items():
            by_day, by_month = _day(year, second, first), _day(year, first, second)
            if by_day and by_month and by_day != by_month and day_first == month_first:
                ambiguous.add(text)
            else:
                known[text] = (by_day or by_month) if day_first else (by_month or by_day)
    return known, ambiguous


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """The day that one cell means; None if it means none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(plain) or _PACKED.fullmatch(plain)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    serial = _SERIAL.fullmatch(plain)
    return _DAY_ZERO + timedelta(days=int(serial[1])) if serial else None


def to_months(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """(number, whether it is a calendar month) of cells such as 3, 03, 3月, 三月, 第3期, 202103, 2021-03, 2021年3月.

    Number 0 where the cell tells none. A number without a year is a period of the fiscal year.
    """

    def parse(text: str) -> tuple[int, bool]:
        plain = unicodedata.normalize("NFKC", text).strip()
        plain = _MONTH_NAMES.get(plain.removesuffix("份"), plain)
        dated, bare = _YEAR_MONTH.fullmatch(plain), _MONTH.fullmatch(plain)
        return (int(dated[1]), True) if dated else (int(bare[1]) if bare else 0, False)

    return each(texts, lambda text: parse(text)[0], "int64"), each(texts, lambda text: parse(text)[1], "bool")


def voucher_numbers(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """(voucher type, number) of cells such as 记-12, 记 0012, 银付-3, 记字第12号; a bare number has no type.

    The pages of one voucher (记-1 1/5, 记-1 2/5) have its number.
    """

    def parse(text: str) -> tuple[str, str]:
        plain = unicodedata.normalize("NFKC", text).strip()
        page = _PAGE.fullmatch(plain)
        of_pages = page is not None and 1 <= int(page[2]) <= int(page[3])
        found = _VOUCHER.fullmatch(page[1] if page and of_pages else plain)
        return (found[1], found[2]) if found else ("", page[1] if page and of_pages else text)

    bare = texts.str.fullmatch("[0-9]*")
    if bare.all():
        return pd.Series("", index=texts.index, dtype="str"), texts
    return _two(texts, parse)


def account_codes(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    r"""(code without separators, rest) of cells such as 7201, 7201.01., '1001, 1001\现金, 1001 现金, [1001]现金.

    A text that holds no code is all rest.
    """

    def parse(text: str) -> tuple[str, str]:
        plain = unicodedata.normalize("NFKC", text).strip()
        found = _ACCOUNT.fullmatch(re.sub(r"\.0$", "", plain))
        return (re.sub(r"[.-]", "", found[1]), found[2].strip()) if found else ("", plain)

    return _two(texts, parse)


def _two(texts: pd.Series, parse: Callable[[str], tuple[str, str]]) -> tuple[pd.Series, pd.Series]:
    return each(texts, lambda text: parse(text)[0]), each(texts, lambda text: parse(text)[1])
