"""One sheet of an export as it lies on disk: nothing interpreted but where its letters are red."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class RawSheet:
    """One sheet, or one text file.

    Args:
        name: the sheet's name; "" for a text file.
        cells: `str` columns 0, 1, ... without nulls. *Grain*: row i is row i+1 as a person sees it in the sheet;
            in a text file with quoted line breaks it is record i+1.
        red: column -> rows in which a cell is written in red letters, where the file tells colours.
    """

    name: str
    cells: pd.DataFrame
    red: Mapping[int, frozenset[int]] = field(default_factory=dict)
