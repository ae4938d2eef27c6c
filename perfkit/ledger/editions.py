"""The editions of a report: for the audit, and for the disclosure column."""

from __future__ import annotations

import os
from typing import Final, Literal

from perfkit.errors import UnknownEdition

Edition = Literal["auditor", "public"]
#: All that there is, for the audit; and what goes to the disclosure column.
EDITIONS: Final[tuple[Edition, ...]] = ("auditor", "public")
#: Names the edition for programs that open a workspace without saying which: the notebooks of a batch.
EDITION_VARIABLE: Final = "PERFKIT_EDITION"


def default_edition() -> Edition:
    """The edition that `EDITION_VARIABLE` names, else the auditor's.

    Raises:
        UnknownEdition: it names none.
    """
    named = os.environ.get(EDITION_VARIABLE, EDITIONS[0])
    for edition in EDITIONS:
        if edition == named:
            return edition
    raise UnknownEdition(variable=EDITION_VARIABLE, found=named, expected=", ".join(EDITIONS))
