"""Word files made by hand for tests: the smallest package that Word would open, with any body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/>'
    "</Relationships>"
)


def word_file(
    body: str, *, styles: str = "", numbering: str = "", target: str = "word/document.xml", **parts: str
) -> bytes:
    """A .docx whose document has that body; `parts` are further members of its folder, by name with _ for the point."""
    folder = target.rpartition("/")[0]
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(target=target),
        target: f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    if styles:
        members[f"{folder}/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    if numbering:
        members[f"{folder}/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    for name, content in parts.items():
        members[f"{folder}/{name}.xml"] = content
    return packed(members)


def packed(members: dict[str, str]) -> bytes:
    """A zip archive of texts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{inside}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of text cells; a cell may be XML of its own if it begins with <w:tc."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(_cell(cell) for cell in row)}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(cell: str) -> str:
    return cell if cell.startswith("<w:tc") else f"<w:tc>{paragraph(cell)}</w:tc>"


def report_file(text: str) -> bytes:
    """A .docx with a paragraph for each line; lines with | are rows of a table."""
    body, rows = "", []
    for line in [*text.splitlines(), ""]:
        if "|" in line:
            rows.append(line.strip("|").split("|"))
            continue
        body += table(rows) if rows else ""
        rows = []
        body += paragraph(line) if line else ""
    return word_file(body)
