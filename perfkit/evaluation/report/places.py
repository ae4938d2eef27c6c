"""The open places of a report: what a person must still write, and the figures that could not be computed."""

from __future__ import annotations

import re

import pandas as pd

from perfkit.evaluation.report.writing import MISSING
from perfkit.ledger.documents import Document, Figure, Heading, Paragraph


def open_places(document: Document) -> pd.DataFrame:
    """What is open in `document`, in order of appearance.

    *Grain*: one open place: place (六（二）1), heading (of the section), text (the sentence or the figure), lacks (what
    is missing; "" where words are).
    """
    rows, title = [], ""
    for _, place, block in document.numbered():
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Paragraph):
            texts = [(words, "") for words in _to_be_written(block)]
            lacking = [(part.text, part.lacks) for part in block.parts if isinstance(part, Figure) and part.lacks]
            rows += [(place, title, text, lacks) for text, lacks in (*texts, *lacking)]
    return pd.DataFrame(rows, columns=["place", "heading", "text", "lacks"], dtype="str").drop_duplicates(
        ignore_index=True
    )


def _to_be_written(paragraph: Paragraph) -> list[str]:
    """The sentences of a paragraph that wait for the unit's words, led by what it is about (公车办：……)."""
    words = "".join(part.text if isinstance(part, Figure) else part for part in paragraph.parts)
    subject = words.partition("：")[0]
    typed = [part for part in paragraph.parts if not isinstance(part, Figure) and MISSING in part]
    waiting = [one for one in re.findall("[^。]+。?", words) if MISSING in one] if typed else []
    return [one if one.startswith(subject) else f"{subject}：{one}" for one in waiting]
