"""Lines of a text file -> paragraphs: lines that the edge of a page broke are joined, tables in Markdown are told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from perfkit.errors import EmptyFile
from perfkit.readers.prose.displaced import with_figures_back
from perfkit.readers.prose.rows import Row, cells_text

_NEW_LINES: Final = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENDING: Final = re.compile(r"[。！？；!?;|]\s*$")
#: What begins a paragraph of its own: a number of a list, a heading, a note, a bullet, a row of a table.
_BEGINNING: Final = re.compile(
    r"\s*(?:[#|*>-]|第[一二三四五六七八九十]+[部章节条]|[一二三四五六七八九十]{1,3}[、.．是]|"
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)|注[:：]|单位[:：])"
)
#: Figures side by side, without a unit and with nothing said of them: the row of a table that lost its lines.
_COLUMNS: Final = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?=\s|$)")
_WORDS: Final = re.compile(r"(?:\S+ ){3,}\S+")
_MARK: Final = re.compile("[，。；：、]")
#: How headings end; they have no full stop that would tell where they do.
_HEADING_END: Final = re.compile(r"[^，。；：]*(?:情况|说明|情况说明|表|概况|职能|构成|目标|措施|分析|解释)\s*$")
_RULE: Final = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*")
#: A page has no more columns; a file with longer lines has one paragraph in each.
_WIDEST: Final = 120
_FEWEST: Final = 20
_FULL: Final = 0.75
#: A line so full may end with a full stop by chance; the paragraph goes on.
_BRIM: Final = 0.95


def text_rows(text: str, name: str, *, is_markdown: bool = False) -> list[Row]:
    """The paragraphs of a text file, and the rows of tables in Markdown; a paragraph has the number of its first line.

    Raises:
        EmptyFile: nothing but white space.
    """
    lines = _NEW_LINES.sub("\n", text).split("\n")
    if not any(line.strip() for line in lines):
        raise EmptyFile(path=name)
    return list(_markdown(lines)) if is_markdown else [Row(line, number) for number, line in _paragraphs(lines)]


def _markdown(lines: Sequence[str]) -> Iterator[Row]:
    table = row = 0
    for number, line in _paragraphs(lines):
        if not line.lstrip().startswith("|"):
            row = 0
            yield Row(_plain(line), number)
            continue
        table, row = (table, row + 1) if row else (table + 1, 1)
        if not _RULE.fullmatch(line.strip()):
            yield Row(cells_text(line.strip().strip("|").split("|")), row, table)


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(number of the first line, text) of each paragraph."""
    width = _page_width(lines)
    if not width:
        yield from enumerate(lines, start=1)
        return
    start, held, last = 0, "", ""
    for number, line in with_figures_back(lines):
        if _goes_on(held, last, line, width):
            held, last = held + line.strip(), line
            continue
        if held:
            yield start, held
        start, held, last = number, line.strip(), line
    if held:
        yield start, held


def _page_width(lines: Sequence[str]) -> int:
    """How many columns the lines of a page hold; 0 if the file has a paragraph in each line."""
    widths = sorted(_width(line) for line in lines if _MARK.search(line))
    if len(widths) < _FEWEST or widths[-1 - len(widths) // 50] > _WIDEST:
        return 0
    return widths[-1 - len(widths) // 10]


def _width(line: str) -> int:
    """The columns that a line takes: two for each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line.strip())


def _goes_on(held: str, last: str, line: str, width: int) -> bool:
    if not held or not line.strip() or _BEGINNING.match(line):
        return False
    if _ENDING.search(held) and _width(last) < width * _BRIM:
        return False
    if _BEGINNING.match(held) and _HEADING_END.match(held):
        return False
    return _width(last) >= width * _FULL and not (_is_columns(last) or _is_columns(line))


def _is_columns(line: str) -> bool:
    return not _MARK.search(line) and (len(_COLUMNS.findall(line)) > 1 or bool(_WORDS.match(line.strip())))


def _plain(line: str) -> str:
    """A line of Markdown without the marks that are no text."""
    text = re.sub(r"\*\*(?=\S)(.+?)\*\*|`([^`]+)`", r"\1\2", line)
    return re.sub(r"^\s*[-*+>]\s+", "", text).strip()
