"""XML, element by element, in bounded memory and without anything that a hostile file could use (standard library).

Expat takes the file apart; nothing is fetched, no entity is ever defined, so none can be expanded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from xml.parsers import expat  # nosec: entities and DOCTYPE are refused below

from perfkit.errors import TooLarge, UnsafeFile
from perfkit.readers.files.xmltext import CHUNK, broken_xml, decoded, encoding_of

MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 2**25
#: The largest text of one element, and the largest tag with its attributes.
MAX_TEXT: Final = 2**20
#: What may be held at one time: elements, each counted once more for every 256 characters that it holds.
MAX_HELD: Final = 2**20
#: Texts kept of one element that stands around the wanted ones.
MAX_TEXTS: Final = 256


@dataclass(slots=True, eq=False)
class Element:
    """One element.

    Args:
        tag: its name without namespace.
        attributes: names without namespace (declarations of namespaces left out) -> values.
        line: of its start tag, counted from 1.
        parent: the element around it; None for the root, and for what is kept among `children`.
        text: up to the first child that is kept; "" where there is only white space.
        tail: what follows the end tag, up to the next tag.
        children: those that are kept (see `subtrees`).
        size: what it and its children count for in MAX_HELD.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    parent: Element | None = field(repr=False)
    text: str = ""
    tail: str = ""
    children: list[Element] = field(default_factory=list)
    size: int = field(default=1, repr=False)

    def child(self, *path: str) -> Element | None:
        """The first child of that name, or the first at the end of a path of names; None if there is none."""
        found: Element | None = self
        for tag in path:
            found = next((child for child in found.children if child.tag == tag), None) if found else None
        return found

    def told(self, *path: str) -> str:
        """The text of that child without the white space around it; "" if there is none."""
        found = self.child(*path)
        return found.text.strip() if found else ""

    def within(self, tag: str) -> Element | None:
        """The nearest element of that name around this one."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around

    def whole_text(self) -> str:
        """Its text and that of everything in it, in the order of the file."""
        return self.text + "".join(child.whole_text() + child.tail for child in self.children)


def subtrees(data: bytes, name: str, tags: Collection[str], encoding: str = "") -> Iterator[Element]:
    """Every element that is one of `tags`, whole, in the order of their end tags.

    An element that is handed over is not among its parent's children: `{"Transaction", "Transaction/Line"}` gives the
    lines of a transaction one by one, then the transaction with the rest of its content. Outside of such elements only
    those without children are kept, the first of each name (of the first 256 names): the texts that stand above, as
    `line.within("Journal")` tells. The reader may look at a parent at any time; it holds what has been read of it so
    far. What nobody holds is freed.

    Args:
        data: the content.
        name: how messages call the file.
        tags: names without namespace, or ends of paths of them ("Transaction/Line").
        encoding: where the reader knows it better than the file; "" = `encoding_of`.

    Raises:
        UnsafeFile: it has a DOCTYPE.
        BrokenFile: not well-formed, cut off or holding zero bytes; names the row.
        WrongEncoding: not in its encoding; names the row.
        TooLarge: beyond one of the bounds of this module.
    """
    done: deque[Element] = deque()
    tree = _Tree(name, tags, done)
    fed = 0
    for piece in decoded(data, encoding or encoding_of(data, name), name):
        # A line break before the declaration is no XML; systems write it all the same.
        text = piece if fed else piece.lstrip("\ufeff \t\r\n")
        tree.above += piece.count("\n", 0, len(piece) - len(text))
        raw = text.encode()
        fed += len(raw)
        tree.feed(raw)
        # Expat reads an unfinished tag anew with every piece of it.
        if fed - tree.parser.CurrentByteIndex > MAX_TEXT + CHUNK * 4:
            raise _large(name, MAX_TEXT, "字符（一个标签）", "characters in one tag")
        while done:
            yield done.popleft()
    tree.feed(b"", is_last=True)
    yield from done


class _Tree:
    """What expat tells, made into elements; those wanted go to `done`."""

    def __init__(self, name: str, tags: Collection[str], done: deque[Element]) -> None:
        self.name, self.done = name, done
        self.wanted: dict[str, list[tuple[str, ...]]] = {}
        for tag in tags:
            *above, last = tag.split("/")
            self.wanted.setdefault(last, []).append(tuple(reversed(above)))
        self.around: list[tuple[Element, bool, int]] = []
        self.pieces: list[str] = []
        self.above = 0
        self.length = self.elements = self.held = self.inside = self.given = 0
        self.last: Element | None = None
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, raw: bytes, *, is_last: bool = False) -> None:
        try:
            self.parser.Parse(raw, is_last)
        except expat.ExpatError as error:
            raise broken_xml(self.name, error.lineno + self.above, expat.ErrorString(error.code)) from None

    def _row(self) -> int:
        return self.parser.CurrentLineNumber + self.above

    def _doctype(self, *_: object) -> None:
        found = {"zh": "文档类型声明（DOCTYPE）", "en": "a DOCTYPE declaration"}
        raise UnsafeFile(path=self.name, row=self._row(), found=found)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.pieces:
            self._end_text()
        around = self.around
        parent = around[-1][0] if around else None
        tag = _local(name)
        element = Element(tag, _without_prefixes(attributes) if attributes else {}, self._row(), parent)
        is_wanted = tag in self.wanted and self._is_wanted(element)
        around.append((element, is_wanted, self.given))
        if attributes:
            element.size += sum(map(len, attributes.values())) >> 8
        self.inside += is_wanted
        self.held += element.size
        self.elements += 1
        self.last = None
        if len(around) > MAX_DEPTH or self.elements > MAX_ELEMENTS or self.held > MAX_HELD:
            raise self._beyond_bounds()

    def _beyond_bounds(self) -> TooLarge:
        if len(self.around) > MAX_DEPTH:
            return _large(self.name, MAX_DEPTH, "层元素", "levels of elements")
        if self.elements > MAX_ELEMENTS:
            return _large(self.name, MAX_ELEMENTS, "个元素", "elements")
        return _large(self.name, MAX_HELD, "个元素（在一条记录中）", "elements in one record")

    def _is_wanted(self, element: Element) -> bool:
        above = [one[0].tag for one in reversed(self.around)]
        return any(tuple(above[: len(path)]) == path for path in self.wanted[element.tag])

    def _end(self, _: str) -> None:
        if self.pieces:
            self._end_text()
        element, is_wanted, given = self.around.pop()
        parent, self.last = element.parent, None
        self.inside -= is_wanted
        self.given += is_wanted
        if is_wanted:
            self.done.append(element)
        elif parent is not None and (self.inside or self._is_text_above(element, parent)):
            parent.children.append(element)
            parent.size += element.size
            self.last = element
            if given == self.given:
                element.parent = None  # Nobody will ask; a circle would wait for the garbage collector.
            return
        self.held -= element.size

    def _is_text_above(self, element: Element, parent: Element) -> bool:
        return not element.children and len(parent.children) < MAX_TEXTS and parent.child(element.tag) is None

    def _text(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise _large(self.name, MAX_TEXT, "字符（一个元素）", "characters in one element")
        self.pieces.append(text)

    def _end_text(self) -> None:
        """The text since the last tag is the tail of the child before it, or the text of the element around it."""
        text = "".join(self.pieces)
        self.pieces.clear()
        self.length = 0
        if text.isspace():
            return
        element = self.around[-1][0]
        if self.last is not None:
            self.last.tail = text
        else:
            element.text += text
        element.size += len(text) >> 8
        self.held += len(text) >> 8


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _without_prefixes(attributes: dict[str, str]) -> dict[str, str]:
    return {_local(key): value for key, value in attributes.items() if not key.startswith("xmlns")}


def _large(name: str, most: int, zh: str, en: str) -> TooLarge:
    expected = {"zh": f"{most:,} {zh}", "en": f"{most:,} {en}"}
    return TooLarge(path=name, expected=expected, found={"zh": "更多", "en": "more"})
