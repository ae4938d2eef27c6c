"""Columns of texts, of which exports say the same few again and again: each distinct one is asked once."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd


def each(texts: pd.Series, meaning: Callable[[str], object], kind: str = "str") -> pd.Series:
    """What every cell means, each distinct text asked once.

    Args:
        texts: the cells.
        meaning: what one text means.
        kind: dtype of the result.
    """
    places, distinct = texts.factorize()
    meant = pd.Series([meaning(text) for text in distinct], dtype="object").astype(kind)  # type: ignore[call-overload]
    return meant.take(places).set_axis(texts.index)  # type: ignore[no-any-return]


def first_given(first: pd.Series, *others: pd.Series) -> pd.Series:
    """The text of the first column that has one, cell by cell; "" where none has."""
    for column in others:
        blank = first.eq("")
        if blank.all():
            first = column
        elif blank.any() and column.ne("").any():
            first = first.mask(blank, column)
    return first
