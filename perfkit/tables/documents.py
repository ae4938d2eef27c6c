"""A written report as a page: its words, each figure with scope and source, the open places, the list of sources."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.documents import Document, Figure, FormBlock, Heading, Paragraph
from perfkit.tables.forms import FormTable
from perfkit.tables.table import Table, TableColumn
from perfkit.tables.templates import render

_LEADS = {"zh": ("口径：", "分母：", "来源："), "en": ("Scope: ", "Base: ", "Source: ")}


@dataclass(frozen=True, eq=False, repr=False)
class DocumentPage:
    """A report on a page. `language` is that of the words the page adds; the report itself is Chinese."""

    document: Document
    language: Language = "zh"

    def __str__(self) -> str:
        """The report as text."""
        lines = [self.document.title, *self.document.notes]
        for number, _, block in self.document.numbered():
            if isinstance(block, Heading):
                lines.append(f"{number}{block.text}")
            elif isinstance(block, Paragraph):
                lines.append("".join(part if isinstance(part, str) else part.text for part in block.parts))
            else:
                lines.append(str(FormTable(block.form, self.language)))
        return "\n".join([*lines, *self.document.signature])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        blocks = [(*_shown(number, block), block) for number, _, block in self.document.numbered()]
        annexes = [FormTable(form, self.language)._repr_html_() for form in self.document.annexes]
        return render("document.html", page=self, blocks=blocks, annexes=annexes)

    def form(self, block: FormBlock) -> str:
        """The HTML of a table inside the report."""
        return FormTable(block.form, self.language)._repr_html_()

    def about(self, figure: Figure) -> str:
        """What pointing at a figure tells."""
        parts = zip(_LEADS[self.language], (figure.scope, figure.base, figure.source), strict=True)
        return "\n".join(filter(None, [figure.measure, *(f"{lead}{text}" for lead, text in parts if text)]))


def document_page(document: Document, language: Language = "zh") -> DocumentPage:
    """The page of a report.

    Args:
        document: as `perfkit.evaluation` writes it.
        language: of the words that the page adds.
    """
    return DocumentPage(document, language)


def open_places_table(places: pd.DataFrame, language: Language = "zh") -> Table:
    """What a person must still write into a report, and the figures in it that lack something.

    Args:
        places: frame of `evaluation.open_places`.
        language: of headings and words.
    """
    en = language == "en"
    return Table(
        title=f"Open places ({len(places)})" if en else f"待补充之处（{len(places)} 处）",
        frame=places,
        columns={
            "place": TableColumn("Place" if en else "所在部分"),
            "heading": TableColumn("Heading" if en else "标题"),
            "text": TableColumn("Text" if en else "文字"),
            "lacks": TableColumn("Lacks" if en else "缺"),
        },
        language=language,
        nothing="Nothing is left to be filled in." if en else "没有待补充之处。",
    )


def _shown(number: str, block: Heading | Paragraph | FormBlock) -> tuple[str, int]:
    """The printed number of a heading and its level in HTML; 0 = no heading."""
    return number, min(6, block.level + 2) if isinstance(block, Heading) else 0
