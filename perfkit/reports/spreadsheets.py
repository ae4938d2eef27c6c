"""What all workbooks share: texts that a cell can hold and that stay texts, names of sheets, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from perfkit.ledger.visible import visible

#: Same input, same bytes: no clock in a workbook.
DATE: Final = datetime(2000, 1, 1)
#: How spreadsheet programs number the size of paper.
A4: Final = 9
#: Excel cuts longer texts off without a word.
LONGEST: Final = 32_000
_CUT: Final = "…（内容过长，以下从略）"
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str) -> str:
    """`text` as XML can hold it, with every sign that nobody sees named."""
    return _NO_XML.sub("", visible(text))


def in_a_cell(text: str) -> str:
    """`text` without what XML cannot hold, and no longer than a cell can."""
    text = in_xml(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}{_CUT}"


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for the sheet of each title: allowed, short enough, and different from all others whatever the case."""
    names: list[str] = []
    for number, title in enumerate(titles, start=1):
        name = _NOT_IN_NAMES.sub(" ", in_a_cell(title)).strip()[:_LONGEST_NAME].strip()
        # "History" is a name that Excel keeps for itself.
        if not name or name.casefold() in {"history", *(other.casefold() for other in names)}:
            name = f"{name[: _LONGEST_NAME - 1 - len(str(number))]}-{number}"
        names.append(name)
    return names
