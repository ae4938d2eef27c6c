"""The plain text of a report: blanks that typesetting left, full-width digits, numbers of lists, sentences, clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WIDTHS: Final = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"．": ".", "％": "%", "\u00a0": " ", "\u3000": " "}
)
#: A blank beside a Chinese character or mark says nothing.
_WIDE: Final = r"\u2018-\u201f\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_BLANK: Final = re.compile(rf"(?<=[{_WIDE}]) +| +(?=[{_WIDE}%])")
_MARK: Final = re.compile(r"(#+) +")
_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
#: Number of a list or heading -> its level: 一、 is 1, （一） 2, 1. 3, （1） 4. A digit behind the point is a decimal,
#: unless it begins a year.
_NUMBERS: Final = (
    (1, re.compile(rf"(第{_CHINESE}[部章]分?)\s*|({_CHINESE}[、.．])")),
    (2, re.compile(rf"[（(]({_CHINESE})[）)][、.]?")),
    (4, re.compile(r"[（(](\d{1,2})[）)][、.]?")),
    (3, re.compile(r"(\d{1,2})(?:[、．.)）](?!\d)|[、．.)）](?=(?:19|20)\d\d年))")),
    (4, re.compile(r"([①-⑳])")),
    (5, re.compile(rf"({_CHINESE})是(?=[^否])")),
)
_SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_CLAUSE: Final = re.compile(r"[，；：;:！？。\n]|,(?!\d{3})")
_BRACKETED: Final = re.compile(r"[（(][^（）()]{0,80}[）)]")
_LONGEST: Final = 1000
YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?=\s*年|[-/.]\d{1,2}[-/.]\d)")


@dataclass(frozen=True)
class Lead:
    """What stands before the words of a paragraph.

    Args:
        marked: the level that the file itself gives a heading; 0 if it gives none.
        level: of the number: 1 一、 2 （一） 3 1. 4 （1） 5 一是; 0 without one.
        number: as printed.
    """

    marked: int = 0
    level: int = 0
    number: str = ""


def plain(text: str) -> str:
    """`text` with digits of normal width and without blanks beside Chinese characters."""
    mark = _MARK.match(text)
    words = _BLANK.sub("", text[mark.end() if mark else 0 :].translate(_WIDTHS).strip())
    return f"{mark[0]}{words}" if mark else words


def lead(text: str) -> tuple[Lead, str]:
    """The number or mark before a plain paragraph, and its words.

    >>> lead("1.2021年预算资金")[1]
    '2021年预算资金'
    """
    mark = _MARK.match(text)
    rest = text[mark.end() :] if mark else text
    for level, pattern in _NUMBERS:
        found = pattern.match(rest)
        if found:
            return Lead(len(mark[1]) if mark else 0, level, found[0].strip()), rest[found.end() :].lstrip()
    return Lead(len(mark[1]) if mark else 0), rest


def sentences(text: str) -> list[tuple[int, str]]:
    """(start, text) of each sentence; one ends with a full stop, not with a semicolon.

    What nobody could read in one breath is cut at a comma, or anywhere: every search below takes a bounded text.
    """
    found = []
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        while end - start > _LONGEST:
            comma = max(text.rfind(mark, start, start + _LONGEST) for mark in "，；、 ")
            cut = comma + 1 if comma > start else start + _LONGEST
            found.append((start, text[start:cut]))
            start = cut
        found.append((start, text[start:end]))
    return found


def clauses(text: str) -> list[tuple[int, str]]:
    """(start, text) of each part of `text` that commas, colons and semicolons leave; blank ones too.

    What stands in brackets stays together.
    """
    parts, start = [], 0
    for found in _CLAUSE.finditer(_BRACKETED.sub(lambda inside: "\0" * len(inside[0]), text)):
        parts.append((start, text[start : found.start()]))
        start = found.end()
    return [*parts, (start, text[start:])]
