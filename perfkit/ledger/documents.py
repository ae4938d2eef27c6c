"""A written report as data: headings, paragraphs and forms, which tables show as HTML and reports write as Word.

Every figure in it is a `Figure`, not text: it knows what it is, on which scope, and which rows of the ledger it sums.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

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
        title: the line above all.
        subtitle: unit and year; "" if the title says it.
        blocks: in order.
        notes: what the reader must know of the data (synthetic, reconstructed), printed on the first page.
        signature: who issues it, and the date line, each as printed.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    signature: tuple[str, ...] = field(default_factory=tuple)

    def figures(self) -> list[Figure]:
        """Every figure, in order of appearance."""
        paragraphs = [block for block in self.blocks if isinstance(block, Paragraph)]
        return [part for paragraph in paragraphs for part in paragraph.parts if isinstance(part, Figure)]
