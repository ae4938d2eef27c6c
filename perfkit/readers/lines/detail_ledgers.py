"""Detail ledgers (明细账, 日记账): the account stands above the table, or names the sheet, and in no column.

科目：1002 银行存款    2021年    单位：元
月 | 日 | 凭证号 | 摘要 | 对方科目 | 借方 | 贷方 | 方向 | 余额
...
科目：1011 零余额账户用款额度        the next account, often with the header again
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from perfkit.readers.files.rawsheet import RawSheet

#: 科目：, 会计科目：, 科目编码：, 一级科目编号及名称：, with the value behind it or in the next cell.
_LABEL: Final = re.compile(
    r"(?:会计|总账|明细|[一二三四五六]级)?(?:科目|账户)(?P<what>(?:编码|代码|编号|名称|全称|[及和与/])*):[\s|]*"
    r"(?P<value>[^|]*?)(?=\s+\S{2,8}:|\s*\||\s*$)"
)
_CODED: Final = re.compile(r"[\[(]*(?P<code>\d{3,}(?:[.-]\d+)*)\.?[\])]*[\s\\/_-]*(?P<name>[^\d\s~至年月日期].*)?")
#: 科目：全部, 科目：1001-8301 say which accounts a whole journal was exported for.
_SEVERAL: Final = re.compile(r"全部|所有|范围|末级|各级|\d\s*(?:~|至|--|—)\s*\d|\d{3,}-\d{4}")
_BOOK: Final = re.compile(
    r"(?:\d{4}年度?)?\s*(?P<value>\[?\(?\d{3,}.*?)\s*(?:三栏式?|多栏式?|数量金额式?)?(?:明细分类账|明细账|日记账)"
)
#: What follows the account on its line without a label: 科目：1002 银行存款   2021年1-12月.
_YEAR: Final = re.compile(r"\s+(?:19|20)\d{2}(?:\D.*)?$")
_LIKE_A_LABEL: Final = r"科目|账户|明细|日记账"


@dataclass(frozen=True, eq=False)
class Ledger:
    """The accounts of a sheet of detail ledgers.

    Args:
        texts: account_code, account_name (those that are told) -> the text for every row of the sheet.
        is_title: the rows that name an account.
        block: the number of the account's stretch of rows; a page of the same account begins none.
    """

    texts: Mapping[str, pd.Series]
    is_title: pd.Series
    block: pd.Series


def ledger_of(sheet: RawSheet) -> Ledger | None:
    """The accounts that stand above the tables of `sheet`, or in its name; None if none does."""
    texts = pd.Series("", index=sheet.cells.index, dtype="str")
    for column in sheet.cells.columns:
        texts = texts.str.cat(sheet.cells[column], sep=" | ")
    told = {row: account for row, account in _titles(texts).items() if account}
    named = _account(unicodedata.normalize("NFKC", sheet.name).strip(), is_labelled=False)
    if not told and not named:
        return None
    first = named or ("", "")
    rows = pd.DataFrame([*told.values()], index=[*told], columns=["code", "name"], dtype="str").reindex(texts.index)
    filled = rows.ffill().fillna({"code": first[0], "name": first[1]}).astype("str")
    block = filled.ne(filled.shift()).any(axis="columns").cumsum()
    given = {f"account_{part}": filled[part] for part in ("code", "name") if filled[part].ne("").any()}
    return Ledger(given, texts.index.to_series().isin(list(told)), block)


def _titles(texts: pd.Series) -> dict[int, tuple[str, str] | None]:
    """Row -> the account that it names, if any, of the rows that look as if they did."""
    likely = texts[texts.str.contains(_LIKE_A_LABEL)]
    return {int(row): _titled(text) for row, text in likely.items()}  # type: ignore[call-overload]  # rows are numbers


def _titled(text: str) -> tuple[str, str] | None:
    plain = unicodedata.normalize("NFKC", text)
    code = name = ""
    for label in _LABEL.finditer(plain):
        account = _account(label["value"].strip(), is_labelled=True)
        if account:
            code, name = account[0] or code, account[1] or name
    if code or name:
        return code, name
    cells = [cell.strip() for cell in plain.split("|") if cell.strip()]
    book = _BOOK.fullmatch(cells[0]) if cells else None
    return _account(book["value"].strip(), is_labelled=False) if book else None


def _account(text: str, *, is_labelled: bool) -> tuple[str, str] | None:
    """(code, name) that a text means; without a label it must have both: 2021 may be a year, and 202101 a month."""
    text = _YEAR.sub("", text)
    if not text or _SEVERAL.search(text):
        return None
    coded = _CODED.fullmatch(text)
    if coded and (is_labelled or coded["name"]):
        return coded["code"], (coded["name"] or "").strip()
    return ("", text) if is_labelled and not text[0].isdigit() else None
