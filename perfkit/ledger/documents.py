"""A written report as data: headings, paragraphs and forms, which tables show as HTML and reports write as Word.

Every figure in it is a `Figure`, not text: it knows what it is, on which scope, and which rows of the ledger it sums.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from perfkit.ledger.forms import Form


@dataclass(frozen=True)
class Figure:
    """A computed figure inside a sentence.

    Args:
        text: as printed, with its unit: "2,558.42万元"; where it cannot be computed, the words that say so.
        reference: what was asked for, as `perfkit.ledger.references` writes it.
        measure: what it is, in words (全年执行数).
        scope: on which scope, in words; "" for facts of the unit and evidence.
        base: of a rate, which budget it divides by, in words.
        source: where it comes from, in words: files and number of lines, or the fact's source.
        lacks: what is missing if it cannot be computed; "" otherwise.
        number: counted from 1 over the document, so that a list of sources can name it; 0 = not yet counted.
    """

    text: str
    reference: str
    measure: str = ""
    scope: str = ""
    base: str = ""
    source: str = ""
    lacks: str = ""
    number: int = 0


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is 一、, 2 is （一）, 3 is 1., 4 is （1）. `text` has no number: the writer counts."""

    text: str
    level: Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text and figures in order."""

    parts: tuple[str | Figure, ...]


@dataclass(frozen=True)
class FormBlock:
    """A table inside the document."""

    form: Form


Block = Heading | Paragraph | FormBlock


@dataclass(frozen=True)
class Document:
    """A report.

    Args:
        title: the lines above all.
        subtitle: unit and year; "" if the title says it.
        blocks: in order.
        notes: what the reader must know of the data (synthetic, reconstructed), printed on the first page.
        signature: who issues it, and the date line, each as printed.
        annexes: forms behind the signature, each on a page of its own.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = field(default_factory=tuple)
    annexes: tuple[Form, ...] = ()

    def figures(self) -> list[Figure]:
        """Every figure, in order of appearance."""
        paragraphs = [block for block in self.blocks if isinstance(block, Paragraph)]
        return [part for paragraph in paragraphs for part in paragraph.parts if isinstance(part, Figure)]

    def numbered(self) -> list[tuple[str, str, Block]]:
        """Every block with the number of its heading as printed, and its place: ("1.", "六（二）1", Heading).

        A block that is no heading has no number; its place is that of the heading above it.
        """
        counts = [0, 0, 0, 0]
        rows: list[tuple[str, str, Block]] = []
        for block in self.blocks:
            number = ""
            if isinstance(block, Heading):
                counts = [*counts[: block.level - 1], counts[block.level - 1] + 1, *[0] * (4 - block.level)]
                number = _NUMBERS[block.level].format(_written(counts[block.level - 1], block.level))
            told = enumerate(counts, start=1)
            place = "".join(_PLACES[level].format(_written(count, level)) for level, count in told if count)
            rows.append((number, place, block))
        return rows


#: How official documents number headings of each level, and how a place is cited.
_NUMBERS: Final = {1: "{}、", 2: "（{}）", 3: "{}.", 4: "（{}）"}
_PLACES: Final = {1: "{}", 2: "（{}）", 3: "{}", 4: "（{}）"}


def _written(count: int, level: int) -> str:
    return chinese_number(count) if level <= 2 else str(count)


def chinese_number(number: int) -> str:
    """A number of 1-99 in Chinese: 12 -> "十二"."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    ten = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return f"{ten}{digits[ones] if ones else ''}"
