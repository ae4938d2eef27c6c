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

_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?")
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
#: Day 0 of spreadsheet dates from March 1900 on (the 1900 leap-year error is behind them).
_DAY_ZERO: Final = date(1899, 12, 30)
_YEAR_MONTH: Final = re.compile(r"(?:19|20)\d{2}\s*[-/.年]?\s*(\d{1,2})\s*月?")
_MONTH: Final = re.compile(r"第?(\d{1,2})(?:月|期|\.0)?")
_MONTH_NAMES: Final = {
    f"{name}月": f"{number}月" for number, name in enumerate([*"一二三四五六七八九十", "十一", "十二"], start=1)
}
_VOUCHER: Final = re.compile(r"([\u4e00-\u9fff]{1,6}?)字?[-—–_#第\s]*(\d[0-9A-Za-z/-]*)\s*号?")
_ACCOUNT: Final = re.compile(
    r"[\[(']*(\d[\dA-Za-z]*(?:[.-]\d+)*)\.?[\])]?(?:(?<=[\])])|\s*[\\/_|:\s-]\s*|(?=[^\w.])|(?=[\u4e00-\u9fff])|$)(.*)"
)


def to_dates(texts: pd.Series) -> pd.Series:
    """Dates of cells such as 2021-12-31, 2021/12/31, 20211231, 2021.12.31, 2021年12月31日 and spreadsheet serials.

    datetime64[ms]; NaT where the cell is blank or no date.
    """
    known = {text: parse_date(text) for text in texts.unique()}
    return pd.to_datetime(texts.map(known).astype("object")).astype("datetime64[ms]")


def parse_date(text: str) -> date | None:
    """The day that one cell means; None if it means none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _DATE.fullmatch(plain) or _PACKED.fullmatch(plain)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
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

    known = {text: parse(text) for text in texts.unique()}
    numbers = texts.map({text: number for text, (number, _) in known.items()}).astype("int64")
    return numbers, texts.map({text: dated for text, (_, dated) in known.items()}).astype("bool")


def voucher_numbers(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """(voucher type, number) of cells such as 记-12, 记 0012, 银付-3, 记字第12号; a bare number has no type."""

    def parse(text: str) -> tuple[str, str]:
        found = _VOUCHER.fullmatch(unicodedata.normalize("NFKC", text))
        return (found[1], found[2]) if found else ("", text)

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
    known = {text: parse(text) for text in texts.unique()}
    first = texts.map({text: pair[0] for text, pair in known.items()})
    return first.astype("str"), texts.map({text: pair[1] for text, pair in known.items()}).astype("str")
