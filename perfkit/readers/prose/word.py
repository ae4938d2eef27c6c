"""A Word file (.docx) -> its paragraphs and tables, as a person sees them on paper.

Only the parts with text are looked at, through bounded archives and XML without entities: no picture, link, macro or
embedded file is ever opened. Text that was deleted under track changes, hidden text and instructions of fields are
left out; automatic numbers are written out. Headers and footers are furniture of the page and are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from perfkit.errors import BrokenFile, EmptyFile, GarbledText, TooLarge
from perfkit.readers.files.archives import members
from perfkit.readers.files.plaintext import MOJIBAKE
from perfkit.readers.files.xmlstream import Element, subtrees
from perfkit.readers.prose.rows import Row, cells_text
from perfkit.readers.prose.word_lists import WordLists, word_lists

#: The largest part of a document; a report of a hundred pages has less than a hundredth of it.
MAX_PART: Final = 2**26
_WIDEST: Final = 200
_AROUND: Final = ("body", "sdtContent", "customXml")
_WANTED: Final = frozenset(
    {f"{around}/p" for around in (*_AROUND, "txbxContent", "footnote", "endnote")}
    | {f"{around}/tr" for around in ("tbl", "sdtContent", "customXml")}
)
#: What is there and is not printed, or is printed elsewhere.
_UNPRINTED: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rPr", "pPr", "Fallback", "rt", "tcPr", "trPr", "txbxContent"}
)
_SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PARTS: Final = ("styles.xml", "numbering.xml", "footnotes.xml", "endnotes.xml")


def read_word(data: bytes, name: str) -> list[Row]:
    """The paragraphs and rows of the document, then those of its notes.

    Raises:
        BrokenFile: an archive without a document in it, or a damaged one.
        EmptyFile: it has no text at all.
        GarbledText: its text is mojibake.
        ReadError: as `archives.members` and `xmlstream.subtrees`.
    """
    parts = _parts(data, name)
    lists = word_lists(parts.get("styles.xml", b""), parts.get("numbering.xml", b""), name)
    numbers = (count(1), count(1))
    bodies = [parts[key] for key in ("document", "footnotes.xml", "endnotes.xml") if key in parts]
    rows = [row for body in bodies for row in _rows(body, name, lists, numbers)]
    if not any(row.text.strip() for row in rows):
        raise EmptyFile(path=name)
    for row in rows:
        garbled = MOJIBAKE.search(row.text)
        if garbled:
            sheet = {"zh": f"表{row.table}", "en": f"table {row.table}"} if row.table else {"zh": "正文", "en": "text"}
            meant = {"zh": "", "en": ""}
            raise GarbledText(path=name, sheet=sheet, row=row.row, found=garbled[0], meant=meant)
    return rows


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The document under the name `document`, and what belongs to it under the names of files."""
    found: dict[str, bytes] = {}
    target = "word/document.xml"
    for part, content in members(data, name, (".xml", ".rels")):
        if part == "_rels/.rels":
            target = _document_part(content, name) or target
        elif len(content) > MAX_PART:
            raise TooLarge(path=name, expected=f"{MAX_PART:,} bytes", found=f"{len(content):,} bytes ({part[:60]})")
        else:
            found[part] = content
    if target not in found:
        expected = {"zh": "Word 文档（.docx）", "en": "a Word document (.docx)"}
        raise BrokenFile(path=name, expected=expected, found={"zh": "其他压缩文件", "en": "another archive"})
    folder = target.rpartition("/")[0]
    beside = {part: found[f"{folder}/{part}"] for part in _PARTS if f"{folder}/{part}" in found}
    return {"document": found[target], **beside}


def _document_part(relations: bytes, name: str) -> str:
    for relation in subtrees(relations, name, {"Relationship"}):
        if relation.attributes.get("Type", "").endswith("/officeDocument"):
            return relation.attributes.get("Target", "").removeprefix("/")
    return ""


def _rows(body: bytes, name: str, lists: WordLists, numbers: tuple[Iterator[int], Iterator[int]]) -> Iterator[Row]:
    """Paragraphs and rows in order; `numbers` count the paragraphs and the tables over all parts."""
    tables: dict[int, tuple[Element, int, Iterator[int]]] = {}
    for element in subtrees(body, name, _WANTED):
        if element.within("Fallback") is not None or element.within("del") is not None:
            continue
        if element.tag == "tr":
            table = element.within("tbl")
            # The element is kept, so that no other one can take its identity.
            known = tables.get(id(table)) or (table, next(numbers[1]), count(1))
            tables[id(table)] = known  # type: ignore[assignment]  # a row has a table around it
            yield Row(cells_text(_cells(element)), next(known[2]), known[1])
        elif element.within("tc") is None or element.within("txbxContent") is not None:
            number = next(numbers[0])
            yield from (Row(text, number) for text in _paragraphs(element, lists))


def _paragraphs(paragraph: Element, lists: WordLists) -> Iterator[str]:
    """The lines of a paragraph, which soft breaks part; the first with its number and its mark as a heading."""
    properties = paragraph.child("pPr")
    first, *others = _text(paragraph).split("\n")
    level = lists.heading(properties)
    number = lists.number(properties) if first.strip() or others else ""
    mark = "#" * level + " " if level and first.strip() else ""
    yield f"{mark}{number}{first}" if first.strip() or number else first
    yield from others


def _text(element: Element) -> str:
    """What is printed of an element."""
    if element.tag in _UNPRINTED or _is_hidden(element):
        return ""
    if element.tag == "t":
        # White space alone is no text to the reader of XML; between two figures it matters.
        return element.text or " "
    return _SIGNS.get(element.tag, "") + "".join(_text(child) for child in element.children)


def _is_hidden(element: Element) -> bool:
    mark = element.child("rPr", "vanish") if element.tag == "r" else None
    return mark is not None and mark.attributes.get("val", "true") not in ("0", "false", "off")


def _cells(row: Element) -> list[str]:
    """The cells of a row; one that spans several columns is followed by blank ones, one that goes on is blank."""
    before = row.child("trPr", "gridBefore")
    cells = [""] * _span(before)
    for cell in _table_cells(row):
        merged = cell.child("tcPr", "vMerge")
        goes_on = merged is not None and merged.attributes.get("val", "continue") == "continue"
        span = max(_span(cell.child("tcPr", "gridSpan")), 1)
        cells += ["" if goes_on else _cell_text(cell), *[""] * (span - 1)]
    return cells


def _table_cells(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == "tc":
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _table_cells(child)


def _cell_text(cell: Element) -> str:
    return "\n".join(_text(child) for child in cell.children if child.tag not in _UNPRINTED)


def _span(element: Element | None) -> int:
    told = element.attributes.get("val", "") if element else ""
    return min(int(told), _WIDEST) if told.isascii() and told.isdigit() and len(told) < 6 else 0
