"""The workbook in which people list the contracts that have been signed (commitments.xlsx): one sheet, one row each.

`perfkit.readers.commitments` reads it. The words of explanation stand above the header, where readers expect titles;
nothing in the workbook is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from perfkit.ledger.commitments import COMMITMENTS, CONTRACT_HEADINGS
from perfkit.reports.files import write_bytes
from perfkit.reports.sheets_to_fill import (
    CELL,
    FONT,
    HEAD,
    REQUIRED,
    ROWS,
    SIZE,
    TITLE_SIZE,
    Hint,
    plain,
    printing,
    row_height,
)
from perfkit.reports.spreadsheets import DATE

SHEET: Final = "合同"
_HINTS: Final = {
    "contract_number": Hint("合同上的编号；一份合同一行。", "HT-2024-07", 16, is_required=True),
    "summary": Hint("买什么、做什么。", "物业管理服务", 26),
    "party_name": Hint("对方单位或个人的名称。公开报告会隐去。", "某某物业公司", 24),
    "project_name": Hint("由哪个项目的预算支付：项目名称或代码；不属于项目的留空。", "机关运转", 20),
    "contract_date": Hint("签订的日期。", "2024-03-01", 13),
    "contract_amount": Hint("合同总金额，以元计；变更后的以变更协议为准。", "120000.00", 17, is_required=True),
    "paid_amount": Hint("到年末累计已付，以元计。没付过填 0，不知道就留空。", "30000.00", 17),
    "contract_document": Hint("合同文件的名称或存放位置。", "HT-2024-07.pdf", 22),
}
_FORMATS: Final = {"contract_date": "yyyy-mm-dd", "contract_amount": "#,##0.00", "paid_amount": "#,##0.00"}
_NOTE: Final = (
    "单位：元。列出已签订的合同，未付清的必须列；一份合同一行，浅黄色的栏必填。已付金额不知道就留空，不要填 0。"
    "填好后存为 {place}，再用 perfkit add 登记。"
)
_HEADER: Final = 2
_SPARE: Final = 12
#: Spreadsheet programs allow no longer list in a rule.
_LONGEST_LIST: Final = 250
#: One filled cell: a text, an amount in units of the currency, a day.
Value = str | float | date


@dataclass(frozen=True)
class ContractsForm:
    """What a list of contracts is made of.

    Args:
        unit_name, year: whose, of which fiscal year.
        place: where the file lies in the workspace.
        projects: names that may be chosen.
        contracts: what is filled in ahead: field -> value, row by row.
        note: what must be said of the data, above the header; "" = nothing.
    """

    unit_name: str
    year: int
    place: str = COMMITMENTS
    projects: Sequence[str] = ()
    contracts: Sequence[Mapping[str, Value]] = ()
    note: str = ""


def write_commitments_workbook(path: Path, form: ContractsForm) -> None:
    """Write the workbook to `path`.

    Raises:
        CannotWrite: the disk refused.
    """
    write_bytes(path, commitments_workbook(form))


def commitments_workbook(form: ContractsForm) -> bytes:
    """The workbook; the same form gives the same bytes."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    title = plain(f"{form.unit_name}{form.year}年度已签合同")
    book.set_properties({"title": title, "created": DATE})
    sheet = book.add_worksheet(SHEET)
    _head(book, sheet, title, form)
    formats = {name: book.add_format({**CELL, "num_format": _FORMATS.get(name, "@")}) for name in CONTRACT_HEADINGS}
    last = _HEADER + len(form.contracts) + _SPARE
    for number in range(_HEADER + 1, last + 1):
        place = number - _HEADER - 1
        _row(sheet, number, form.contracts[place] if place < len(form.contracts) else {}, formats)
    for column, (name, heading) in enumerate(CONTRACT_HEADINGS.items()):
        rule = {**_rule(name, form.projects), **_HINTS[name].message(heading)}
        sheet.data_validation(_HEADER + 1, column, _HEADER + ROWS, column, rule)
    sheet.freeze_panes(_HEADER + 1, 1)
    sheet.autofilter(_HEADER, 0, last, len(CONTRACT_HEADINGS) - 1)
    printing(sheet, last, len(CONTRACT_HEADINGS) - 1, _HEADER)
    book.close()
    return written.getvalue()


def _head(book: Workbook, sheet: Worksheet, title: str, form: ContractsForm) -> None:
    """Title, words, header; each column has the format in which its cells are typed."""
    sheet.write_string(0, 0, title, book.add_format({**FONT, "bold": True, "font_size": TITLE_SIZE}))
    words = plain(f"{_NOTE.format(place=form.place)}{form.note}")
    told = book.add_format({**FONT, "font_color": "#7F7F7F", "text_wrap": True, "valign": "vcenter"})
    sheet.merge_range(1, 0, 1, len(CONTRACT_HEADINGS) - 1, "", told)
    sheet.write_string(1, 0, words, told)
    sheet.set_row(0, TITLE_SIZE + SIZE)
    sheet.set_row(1, row_height(words, sum(hint.width for hint in _HINTS.values())))
    head, required = book.add_format(HEAD), book.add_format(REQUIRED)
    for column, (name, heading) in enumerate(CONTRACT_HEADINGS.items()):
        typed = book.add_format({**FONT, "text_wrap": True, "num_format": _FORMATS.get(name, "@")})
        sheet.set_column(column, column, _HINTS[name].width, typed)
        sheet.write_string(_HEADER, column, heading, required if _HINTS[name].is_required else head)


def _row(sheet: Worksheet, number: int, told: Mapping[str, Value], formats: Mapping[str, Format]) -> None:
    """One row; a text is never written as a formula."""
    texts = {name: value for name, value in told.items() if isinstance(value, str)}
    if texts:
        sheet.set_row(number, max(row_height(text, _HINTS[name].width) for name, text in texts.items()))
    for column, name in enumerate(CONTRACT_HEADINGS):
        value, kind = told.get(name, ""), formats[name]
        if isinstance(value, date):
            sheet.write_datetime(number, column, value, kind)
        elif isinstance(value, str) and value:
            sheet.write_string(number, column, plain(value), kind)
        elif isinstance(value, float):
            sheet.write_number(number, column, value, kind)
        else:
            sheet.write_blank(number, column, None, kind)


def _rule(name: str, projects: Sequence[str]) -> dict[str, Any]:
    """What may be typed: an amount of 0 and more, a day, a project of the list where that is short enough."""
    if name in ("contract_amount", "paid_amount"):
        rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": "应为金额"}
        return {**rule, "error_message": "请填以元计的数字。"}
    if name == "contract_date":
        first = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "error_title": "应为日期"}
        return {**first, "error_type": "warning", "error_message": "请填日期，如 2024-03-01。"}
    is_listed = name == "project_name" and projects and not any("," in project for project in projects)
    if is_listed and len(",".join(projects)) <= _LONGEST_LIST:
        return {"validate": "list", "source": list(projects), "error_type": "warning", "error_title": "不在项目表中"}
    return {"validate": "any"}
