"""The numbers and levels that Word prints and does not write: automatic lists, headings by style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from perfkit.ledger.documents import chinese_number
from perfkit.readers.files.xmlstream import Element, subtrees

_CHINESE: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital", "japaneseCounting"}
)
_LEVELS: Final = 9
_LARGEST: Final = 99
_HEADING_NAME: Final = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
#: Styles inherit from each other; none does so more often.
_LONGEST_CHAIN: Final = 12


@dataclass(frozen=True)
class _Style:
    """What a style says of a paragraph: its level as a heading (0 = none), its list and the level in it."""

    based_on: str = ""
    heading: int = 0
    list_number: str = ""
    list_level: int = 0


@dataclass
class WordLists:
    """The styles and lists of one document; `number` must be asked for each paragraph in order, because it counts."""

    styles: dict[str, _Style] = field(default_factory=dict)
    #: List -> the definition that it counts with, and where it starts anew: (definition, level -> first number).
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    #: Definition and level -> (format, text such as "%1、", first number).
    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def heading(self, properties: Element | None) -> int:
        """The level of a heading with these paragraph properties, counted from 1; 0 if it is none."""
        outline = _number(properties, "outlineLvl") if properties else None
        if outline is not None:
            return outline + 1 if outline < _LEVELS else 0
        return next((style.heading for style in self._styles(properties) if style.heading), 0)

    def number(self, properties: Element | None) -> str:
        """The number that Word prints before a paragraph with these properties; "" if it prints none."""
        own = properties.child("numPr") if properties else None
        found = _value(own, "numId"), _number(own, "ilvl")
        if not found[0]:
            style = next((style for style in self._styles(properties) if style.list_number), None)
            found = (style.list_number, style.list_level) if style else ("", 0)
        return self._count(found[0], min(found[1] or 0, _LEVELS - 1))

    def _styles(self, properties: Element | None) -> list[_Style]:
        chain: list[_Style] = []
        name = _value(properties, "pStyle")
        while name in self.styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self.styles[name])
            name = chain[-1].based_on
        return chain

    def _count(self, number: str, level: int) -> str:
        definition, restarts = self.lists.get(number, ("", {}))
        form, text, first = self.formats.get((definition, level), ("", "", 1))
        if not text or form in ("bullet", "none"):
            return ""
        counts = self.counts.setdefault(definition, {})
        if level in restarts and (number, level) not in self.started:
            self.started.add((number, level))
            counts[level] = restarts[level]
        else:
            counts[level] = counts.get(level, first - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda found: self._written(definition, int(found[1]) - 1), text)

    def _written(self, definition: str, level: int) -> str:
        form, _, first = self.formats.get((definition, level), ("decimal", "", 1))
        count = self.counts[definition].get(level, first)
        if form in _CHINESE and 0 < count <= _LARGEST:
            return chinese_number(count)
        if form in ("upperLetter", "lowerLetter") and 0 < count <= 26:
            return chr((ord("A") if form == "upperLetter" else ord("a")) + count - 1)
        return str(count)


def word_lists(styles: bytes, numbering: bytes, name: str) -> WordLists:
    """What the parts styles.xml and numbering.xml of a document say; either may be empty.

    Raises:
        ReadError: as `subtrees`.
    """
    told = WordLists()
    for style in subtrees(styles, name, {"style"}) if styles else ():
        told.styles[style.attributes.get("styleId", "")] = _style(style)
    for part in subtrees(numbering, name, {"abstractNum", "num"}) if numbering else ():
        if part.tag == "num":
            told.lists[part.attributes.get("numId", "")] = (_value(part, "abstractNumId"), _restarts(part))
            continue
        definition = part.attributes.get("abstractNumId", "")
        for level in part.children:
            if level.tag == "lvl":
                first = _number(level, "start")
                form = (_value(level, "numFmt"), _value(level, "lvlText"), 1 if first is None else first)
                told.formats[definition, _whole(level.attributes.get("ilvl", "")) or 0] = form
    return told


def _style(style: Element) -> _Style:
    properties = style.child("pPr")
    outline = _number(properties, "outlineLvl") if properties else None
    named = _HEADING_NAME.fullmatch(_value(style, "name").strip())
    level = outline + 1 if outline is not None and outline < _LEVELS else int(named[1]) if named else 0
    own = properties.child("numPr") if properties else None
    return _Style(_value(style, "basedOn"), level, _value(own, "numId"), _number(own, "ilvl") or 0)


def _restarts(part: Element) -> dict[int, int]:
    found = {}
    for override in part.children:
        first = _number(override, "startOverride") if override.tag == "lvlOverride" else None
        if first is not None:
            found[_whole(override.attributes.get("ilvl", "")) or 0] = first
    return found


def _value(element: Element | None, child: str) -> str:
    found = element.child(child) if element else None
    return found.attributes.get("val", "") if found else ""


def _number(element: Element | None, child: str) -> int | None:
    return _whole(_value(element, child))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None
