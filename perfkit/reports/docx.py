"""A report as a Word file in the style of official documents; every figure leads to its line in the annex.

The figures carry no visible mark: in Word, pointing at one tells its scope and source, a click leads to its line in the
annex, and the number there leads back. On paper the annex names the place.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from perfkit.ledger.documents import Block, Document, Figure, FormBlock, Heading, Paragraph
from perfkit.ledger.forms import Form, FormCell
from perfkit.reports.files import write_bytes
from perfkit.reports.official_style import (
    ANNEX,
    BODY,
    CELL,
    CELL_HEADING,
    NOTE,
    SIGNATURE,
    TITLE,
    heading_style,
    official_document,
)
from perfkit.reports.spreadsheets import in_xml
from perfkit.tables.forms import cell_text

#: Same input, same bytes: no clock in a report.
_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE: Final = (2000, 1, 1, 0, 0, 0)
_TEXT_WIDTH: Final = 156
#: What is blank left and right of the text of a table's cell, in twentieths of a point.
_CELL_MARGIN: Final = 57
_LONGEST_TIP: Final = 250


def write_docx(path: Path, document: Document) -> None:
    """Write `document` to `path`.

    Raises:
        CannotWrite: the disk refused.
    """
    write_bytes(path, docx_bytes(document))


def docx_bytes(document: Document) -> bytes:
    """`document` as a Word file; the same document gives the same bytes."""
    writer = _Writer(official_document())
    writer.write(document)
    written = io.BytesIO()
    writer.word.save(written)
    return _without_clock(written.getvalue())


@dataclass
class _Writer:
    """Writes into one Word document; `marked` are the figures that the annex can already lead back to."""

    word: WordDocument
    marked: set[int] = field(default_factory=set)
    annexed: set[str] = field(default_factory=set)

    def write(self, document: Document) -> None:
        self._properties(document)
        self.annexed = {str(cell.value) for form in document.annexes for cell in form.cells if cell.column == 1}
        for line in document.title.split("\n"):
            self._add(line, TITLE)
        for text in (document.subtitle, *(f"（{note}）" for note in document.notes)):
            if text:
                self._add(text, NOTE)
        self._add("", BODY)
        for number, _, block in document.numbered():
            self._block(number, block)
        self._ending(document)

    def _properties(self, document: Document) -> None:
        properties = self.word.core_properties
        properties.title = in_xml(document.title.replace("\n", ""))[:255]
        properties.author = properties.last_modified_by = in_xml("".join(document.signature[:1]))[:255]
        properties.comments, properties.keywords, properties.revision = "", "", 1
        properties.created = properties.modified = _DATE

    def _add(self, text: str, style: str) -> WordParagraph:
        return self.word.add_paragraph(in_xml(text), style)

    def _block(self, number: str, block: Block) -> None:
        if isinstance(block, Heading):
            self._add(f"{number}{block.text}", heading_style(block.level))
        elif isinstance(block, FormBlock):
            self._form(block.form)
        else:
            self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        written = self._add("", BODY)
        for part in paragraph.parts:
            if isinstance(part, str):
                written.add_run(in_xml(part))
            else:
                self._figure(written, part)

    def _figure(self, written: WordParagraph, figure: Figure) -> None:
        run = written.add_run(in_xml(figure.text))
        if str(figure.number) not in self.annexed:
            return
        link = _link(f"source_{figure.number}", run._r, _tip(figure))
        if figure.number not in self.marked:
            self.marked.add(figure.number)
            _bookmark(f"figure_{figure.number}", 2 * figure.number, link)

    def _ending(self, document: Document) -> None:
        titles = [form.title for form in document.annexes]
        if titles:
            self._add("", BODY)
            several = [f"{number}.{title}" for number, title in enumerate(titles, start=1)]
            self._add(f"附件：{'　'.join(several if len(titles) > 1 else titles)}", BODY)
        if document.signature:
            self._add("", BODY)
        for line in document.signature:
            self._add(line, SIGNATURE)
        for number, form in enumerate(document.annexes, start=1):
            head = self._add(f"附件{number if len(titles) > 1 else ''}", ANNEX)
            head.paragraph_format.page_break_before = True
            # The standard sets the title of an annex on the third line.
            self._add("", BODY)
            self._add(form.title, TITLE)
            self._form(form)

    def _form(self, form: Form) -> None:
        rows, columns = form.size()
        table = self.word.add_table(rows, columns, "Table Grid")
        table.autofit = False
        _set_margins(table)
        _set_widths(table, form)
        lines = [list(row.cells) for row in table.rows]
        for cell in form.cells:
            target = lines[cell.row - 1][cell.column - 1]
            if cell.rows > 1 or cell.columns > 1:
                target = target.merge(lines[cell.row + cell.rows - 2][cell.column + cell.columns - 2])
            self._cell(target.paragraphs[0], cell)
        _set_rows(table, form)
        for note in form.notes:
            self._add(f"注：{note}", CELL)

    def _cell(self, written: WordParagraph, cell: FormCell) -> None:
        written.style = CELL_HEADING if cell.kind in ("title", "label") else CELL
        run = written.add_run(in_xml(cell_text(cell)))
        number = str(cell.value)
        if cell.column == 1 and number.isdecimal() and int(number) in self.marked:
            link = _link(f"figure_{number}", run._r, "")
            _bookmark(f"source_{number}", 2 * int(number) + 1, link)


def _tip(figure: Figure) -> str:
    """What pointing at a figure tells."""
    words = (figure.measure, figure.scope, f"÷{figure.base}" if figure.base else "", figure.source)
    return in_xml("；".join(word for word in words if word))[:_LONGEST_TIP]


def _link(anchor: str, run: Any, tip: str) -> Any:
    """Put `run` into a link to a bookmark of this document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    link.set(qn("w:history"), "0")
    if tip:
        link.set(qn("w:tooltip"), tip)
    run.addprevious(link)
    link.append(run)
    return link


def _bookmark(name: str, identity: int, element: Any) -> None:
    """Mark `element` so that links find it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(identity))
    start.set(qn("w:name"), name)
    element.addprevious(start)
    element.addnext(end)


def _set_margins(table: Table) -> None:
    """Cells of a narrow column keep most of it for their text."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_CELL_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The schema wants it before w:tblLook.
    table._tblPr.find(qn("w:tblLook")).addprevious(margins)


def _set_widths(table: Table, form: Form) -> None:
    """The widths of the form's columns, to the width of the page."""
    total = sum(form.widths)
    for column, width in zip(table.columns, form.widths, strict=True):
        column.width = Mm(_TEXT_WIDTH * width / total)
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width


def _set_rows(table: Table, form: Form) -> None:
    """No row breaks over pages; the headings at the top are repeated on each."""
    headings = set(_heading_rows(form))
    for number, row in enumerate(table.rows, start=1):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number in headings:
            properties.append(OxmlElement("w:tblHeader"))


def _heading_rows(form: Form) -> Iterator[int]:
    """The rows from the first on that hold printed words only."""
    for row in range(1, form.size()[0]):
        if any(cell.kind not in ("title", "label") for cell in form.cells if cell.row == row):
            return
        yield row


def _without_clock(data: bytes) -> bytes:
    """A Word file whose parts all carry one fixed date."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            fixed.writestr(entry, package.read(name))
    return written.getvalue()
