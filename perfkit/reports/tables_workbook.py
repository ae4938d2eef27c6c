"""The tables of a dossier as one workbook: a list of its sheets, then the sheets. The same input, the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from perfkit import __version__
from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.reports.dossier_tables import MOST_LINES, TablePage, dossier_tables
from perfkit.reports.execution_bars import execution_bars
from perfkit.reports.files import write_bytes
from perfkit.reports.plan import heading
from perfkit.reports.spreadsheets import DATE, in_a_cell, sheet_names
from perfkit.reports.table_sheet import Styles, TableSheet

_CONTENTS_WIDTH: Final = 110
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "contents": "目录",
        "title": "{heading}预算执行报告：数据表",
        "amounts": "金额以{currency}计，保留两位小数，均为可以直接计算的数字；合计行凡是上列各行之和的，都是求和公式。",
        "texts": "不可计算的单元格写明缺什么，不用 0 代替；文字不会作为公式执行。",
        "left_out": "支出明细 {lines:,} 行，超过本表上限 {most:,} 行，没有列入；请在报告页或 data/processed 中查看。",
        "sources": "每个数字的来源文件及其 SHA-256 见最后一张表。由 perfkit {version} 根据原始账务数据生成。",
    },
    "en": {
        "contents": "Contents",
        "title": "{heading}: tables of the budget execution report",
        "amounts": "Amounts are in {currency} with two decimals, all of them numbers to calculate with; every total "
        "that is the sum of the lines above it is a live formula.",
        "texts": "A cell that is not computable says what it lacks, never 0; no text runs as a formula.",
        "left_out": "The {lines:,} lines of spending are more than the {most:,} that this workbook takes; see the "
        "pages or data/processed.",
        "sources": "The last sheet names the source files with their SHA-256. Made by perfkit {version} from the raw "
        "ledger exports.",
    },
}


def write_tables_workbook(path: Path, ledger: Ledger, earlier: Mapping[int, Ledger], language: Language = "zh") -> None:
    """Write the tables of the dossier of `ledger` to `path`.

    Args:
        path: of the workbook.
        ledger: the year.
        earlier: the years before, for comparing.
        language: of headings and names.

    Raises:
        CannotWrite: the disk refused.
    """
    write_bytes(path, tables_workbook(ledger, earlier, language))


def tables_workbook(ledger: Ledger, earlier: Mapping[int, Ledger], language: Language = "zh") -> bytes:
    """The workbook."""
    words = _WORDS[language]
    pages = dossier_tables(ledger, earlier, language)
    contents, *names = sheet_names([words["contents"], *(page.name for page in pages)])
    title = words["title"].format(heading=heading(ledger.unit.name(language), ledger.year, language))
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(written, options)
    book.set_properties({"title": in_a_cell(title)[:255], "created": DATE})
    styles = Styles(book)
    first = TableSheet(book.add_worksheet(contents), styles, language)
    _contents(first, title, ledger, list(zip(names, pages, strict=True)), language)
    for name, page in zip(names, pages, strict=True):
        sheet = TableSheet(book.add_worksheet(name), styles, language)
        sheet.link(f"← {words['contents']}", contents)
        for table in page.tables:
            placed = sheet.table(table)
            if page.has_chart:
                execution_bars(book, sheet, placed, table, ledger)
        sheet.finish(title)
    book.close()
    return written.getvalue()


def _contents(
    sheet: TableSheet, title: str, ledger: Ledger, pages: Sequence[tuple[str, TablePage]], language: Language
) -> None:
    """What the workbook is, what must be said of the data, and a link to each sheet."""
    words = _WORDS[language]
    sheet.widths[0] = _CONTENTS_WIDTH
    sheet.text(title, size=16, bold=True)
    notice = ledger.unit.notice(ledger.year, language)
    if notice:
        sheet.text(notice, bold=True, font_color="#A1261F", text_wrap=True, valign="top")
    sheet.row += 1
    told = {"currency": currency_label(ledger.unit, language), "version": __version__, "most": MOST_LINES}
    lines = ["amounts", "texts", *(["left_out"] if len(ledger.spending) > MOST_LINES else []), "sources"]
    for name in lines:
        sheet.text(words[name].format(lines=len(ledger.spending), **told), text_wrap=True, valign="top")
    sheet.row += 1
    for name, page in pages:
        sheet.link(f"{name}　{page.tables[0].title}" if language == "zh" else f"{name}: {page.tables[0].title}", name)
    sheet.finish(title)
