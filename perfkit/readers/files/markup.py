"""Web pages saved as .xls: every table with what stands above it -> one sheet of text cells.

The page is taken apart here and not by `html.parser`, which needs the square of the time for tags that never end (31 s
for 60 KB, Python 3.11). This goes through the text once; a tag, comment or script without an end ends it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from perfkit.errors import BrokenFile, Language, UnknownKind
from perfkit.readers.files.grids import Grid, sheets, too_large
from perfkit.readers.files.plaintext import decode_table
from perfkit.readers.files.rawsheet import RawSheet
from perfkit.readers.files.red_letters import is_red

#: Decoded, a page takes two to four bytes of memory for each of its own.
MAX_BYTES: Final = 2**28
MAX_TABLES: Final = 1_000
_PAGE: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div|center|font|!--|\?xml)", re.I)
_CHARSET: Final = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.I)
_NAME: Final = re.compile(r"<x:Name>([^<]{1,100})</x:Name>", re.I)
_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.I)
#: What decides where a tag ends: a quotation mark counts only after an equals sign.
_TAG_END: Final = re.compile(r">|=[ \t\r\n]{0,9}([\"'])")
_ATTRIBUTE: Final = re.compile(
    r"(?<![\w:.-])([\w:.-]+)[ \t\r\n]{0,9}=[ \t\r\n]{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
)
_COLOUR: Final = re.compile(r"(?<![\w-])color\s{0,9}:\s{0,9}([^;]{1,40})", re.I)
_CLASS: Final = re.compile(r"\.([\w-]{1,60})\s{0,9}\{[^{}]{0,2000}?(?<![\w-])color\s{0,9}:\s{0,9}([^;{}]{1,40})", re.I)
#: Where the style sheet of a page stands.
_HEAD: Final = 2**17
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_SHOWN_NUMBER: Final = re.compile(r"[-+(]?[\d,.]+(?:E[-+]?\d+)?[)%-]?|#+", re.I)
#: Elements of which nothing is shown.
_UNSEEN: Final = ("script", "style", "title", "noscript")
_BREAKS: Final = ("br", "p", "div", "tr", "li", "caption", "h1", "h2", "h3", "h4", "h5", "h6")
_TABLES: Final[dict[Language, str]] = {"zh": "张表", "en": "tables"}
_BYTES: Final[dict[Language, str]] = {"zh": "字节", "en": "bytes"}


def is_page(data: bytes) -> bool:
    """Whether the content of a file is a web page, whatever its name says."""
    head = data[:1024]
    text = head.decode("utf-16", "replace").encode("utf-8") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    return bool(_PAGE.match(text.removeprefix(b"\xef\xbb\xbf").lstrip()))


def read_page(data: bytes, name: str) -> tuple[tuple[RawSheet, ...], str]:
    """(the tables of a web page, its encoding).

    A table within a table is one of its own; text between tables stands in rows above the next one, and below the
    last. Cells are as a person sees them, but a number that is shown rounded is the number behind it (`x:num`).

    Raises:
        UnknownKind: no table in it.
        BrokenFile: it ends within a table, tag or comment.
        WrongEncoding, TooLarge
    """
    if len(data) > MAX_BYTES:
        raise too_large(name, MAX_BYTES, _BYTES)
    text, encoding = decode_table(data, name, _declared(data))
    page = _Page(name, _red_classes(text))
    for event, tag, told in _events(text, name):
        getattr(page, event)(tag, told)
    if page.open:
        raise _cut(name, {"zh": "表格没有结束", "en": "a table that never ends"})
    if page.done:
        page.done[-1].add_lines("".join(page.between))
    tables = [table.grid for table in page.done if not table.grid.is_blank]
    if not tables:
        expected = {
            "zh": "含表格的网页，或 xlsx、xls、csv、txt",
            "en": "a web page with a table, or xlsx, xls, csv, txt",
        }
        raise UnknownKind(path=name, expected=expected, found={"zh": "没有表格的网页", "en": "a web page without one"})
    names = [html.unescape(found).strip() for found in _NAME.findall(text)]
    if len(names) != len(tables) or len(set(names)) < len(names):
        names = [f"表{number}" for number in range(1, len(tables) + 1)] if len(tables) > 1 else [""]
    return sheets(names, tables), encoding


def _declared(data: bytes) -> tuple[str, ...]:
    """The encoding that the page declares, if it is in it; none where the content tells it."""
    found = _CHARSET.search(data[:4096])
    if found is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return ()
    told = found[1].decode("ascii", "replace").lower()
    declared = "gb18030" if told in ("gb2312", "gbk") else told
    try:
        data.decode(declared)
    except (UnicodeError, LookupError):
        return ()
    return (declared,)


def _events(text: str, name: str) -> Iterator[tuple[str, str, str]]:
    """(start | end | text, name of the tag, its attributes or the text), in the order of the page."""
    place = 0
    while place < len(text):
        opening = text.find("<", place)
        if opening < 0:
            opening = len(text)
        if opening > place:
            yield "text", "", text[place:opening]
        found = _TAG.match(text, opening)
        if found is None:
            place = _after_other(text, opening, name)
            if place == opening + 1:
                yield "text", "", "<"
            continue
        place = _after_tag(text, found.end(), name)
        tag = found[2].lower()
        yield ("end" if found[1] else "start"), tag, text[found.end() : place - 1]
        if tag in _UNSEEN and not found[1]:
            place = _after_tag(text, _after(text, f"</{tag}", place, name), name)


def _after_tag(text: str, place: int, name: str) -> int:
    while found := _TAG_END.search(text, place):
        if not found[1]:
            return found.end()
        place = _after(text, found[1], found.end(), name)
    raise _cut(name, {"zh": "标签没有结束", "en": "a tag that never ends"})


def _after_other(text: str, place: int, name: str) -> int:
    """Behind a comment or declaration; behind the sign itself where it opens neither."""
    if text.startswith("<!--", place):
        return _after(text, "-->", place + 4, name)
    if text.startswith(("<!", "<?"), place):
        return _after(text, ">", place, name)
    return place + 1


def _after(text: str, what: str, place: int, name: str) -> int:
    found = text.find(what, place)
    if found < 0:
        # Where the rest of the file is no end, a second look for the same end would find none either.
        raise _cut(name, {"zh": f"缺少“{what}”", "en": f"{what} is lacking"})
    return found + len(what)


def _cut(name: str, found: dict[Language, str]) -> BrokenFile:
    return BrokenFile(path=name, expected={"zh": "完整的网页", "en": "a whole web page"}, found=found)


class _Table:
    """A table that has begun: its grid, and the cell being read."""

    def __init__(self, name: str) -> None:
        self.grid = Grid(name)
        self.cell: dict[str, str] | None = None
        self.pieces: list[str] = []
        self.is_red = False

    def end_cell(self) -> None:
        if self.cell is not None:
            across, down = (_span(self.cell.get(key, "")) for key in ("colspan", "rowspan"))
            shown = _shown("".join(self.pieces), self.cell.get("x:num", ""))
            self.grid.put(shown, across, down, is_red=self.is_red)
        self.cell, self.pieces, self.is_red = None, [], False

    def colour(self, attributes: dict[str, str], red_classes: Collection[str]) -> None:
        """What an element before any text of the cell says of its colour."""
        if self.cell is not None and not "".join(self.pieces).strip():
            told = [attributes.get("color", ""), *_COLOUR.findall(attributes.get("style", ""))]
            self.is_red |= any(map(is_red, told)) or attributes.get("class", "") in red_classes

    def add_lines(self, text: str) -> None:
        """Rows of text that stands in no cell."""
        for line in filter(None, map(str.strip, text.split("\n"))):
            self.grid.start_row()
            self.grid.put(line)


class _Page:
    """The tables of a page as its tags come."""

    def __init__(self, name: str, red_classes: Collection[str] = ()) -> None:
        self.name, self.red_classes = name, red_classes
        self.open: list[_Table] = []
        self.done: list[_Table] = []
        self.between: list[str] = []

    def start(self, tag: str, told: str) -> None:
        if tag == "table":
            self._start_table()
        elif tag in ("tr", "td", "th") and self.open:
            table = self.open[-1]
            table.end_cell()
            if tag == "tr" or not table.grid.rows:
                table.grid.start_row()
            if tag != "tr":
                table.cell = _attributes(told)
                table.colour(table.cell, self.red_classes)
        elif tag in ("font", "span") and self.open:
            self.open[-1].colour(_attributes(told), self.red_classes)
        elif tag in _BREAKS:
            self._add("\n")

    def end(self, tag: str, _: str) -> None:
        if tag == "table" and self.open:
            self.open[-1].end_cell()
            self.done.append(self.open.pop())
        elif tag in ("td", "th", "tr") and self.open:
            self.open[-1].end_cell()
        elif tag in _BREAKS:
            self._add("\n")

    def text(self, _: str, text: str) -> None:
        self._add(_SPACE.sub(" ", _unescaped(text)))

    def _add(self, text: str) -> None:
        if not self.open:
            self.between.append(text)
        elif self.open[-1].cell is not None:
            self.open[-1].pieces.append(text)
        else:
            # A caption.
            self.open[-1].add_lines(text)

    def _start_table(self) -> None:
        if len(self.done) + len(self.open) >= MAX_TABLES:
            raise too_large(self.name, MAX_TABLES, _TABLES)
        table = _Table(self.name)
        table.add_lines("".join(self.between))
        self.between = []
        self.open.append(table)


def _attributes(told: str) -> dict[str, str]:
    return {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(told)}


def _red_classes(text: str) -> set[str]:
    """The classes that the style sheet in the head of a page shows in red."""
    return {name for name, colour in _CLASS.findall(text[:_HEAD]) if is_red(colour)}


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text).replace("\0", "")
    except ValueError:  # a character number of thousands of digits
        return text


def _span(told: str) -> int:
    """How many cells a cell covers, at most what a grid can refuse."""
    plain = told.strip()
    return max(int(plain), 1) if re.fullmatch(r"[0-9]{1,7}", plain) else 1


def _shown(text: str, number: str) -> str:
    """What a person sees in a cell; the number behind it where that is shown rounded, as 1.2E+08 or as ####."""
    shown = "\n".join(line.strip(" ") for line in text.split("\n")).strip(" \n")
    behind = _decimal(number)
    if behind is None or not _SHOWN_NUMBER.fullmatch(shown) or _decimal(shown.replace(",", "")) == behind:
        return shown
    return number.strip()


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
