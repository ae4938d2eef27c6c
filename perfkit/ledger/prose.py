"""How the frame `prose` tells a document: paragraphs, headings, rows of tables."""

from __future__ import annotations

from typing import Final

#: Parts the cells of a row of a table; a paragraph has none.
CELLS: Final = "\t"
#: A heading that its file marks as one begins with as many of these as its level, and a blank.
HEADING_MARK: Final = "#"
