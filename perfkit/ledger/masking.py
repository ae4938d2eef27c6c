"""Words that a public edition must not say: found by patterns and by names, replaced by a word that says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

import pandas as pd

#: Stands for what is masked, in either language.
MASKED: Final = "［已遮盖］"
#: Stands for a text that is left out as a whole.
WITHHELD: Final = "［公开版略］"


@dataclass(frozen=True)
class Mask:
    """What is masked.

    Args:
        patterns: regular expressions over text whose signs are of ordinary width (NFKC) and without invisible signs.
        names: of natural persons, wherever they stand.
        organisations: words that tell an organisation; who bears none of them counts as a natural person.
    """

    patterns: tuple[re.Pattern[str], ...]
    names: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def with_names(self, names: set[str]) -> Mask:
        """This mask with further names; one letter alone is no name, and what tells an organisation is none."""
        known = {name.strip() for name in (*self.names, *names)}
        kept = [name for name in known if len(name) > 1]
        return replace(self, names=tuple(sorted(kept, key=lambda name: (-len(name), name))))

    def text(self, text: str) -> str:
        """`text` with what is masked replaced."""
        plain, places = _plain(text)
        spans = [found.span() for pattern in self.patterns for found in pattern.finditer(plain)]
        for name in self.names:
            spans += [found.span() for found in re.finditer(re.escape(_plain(name)[0]), plain)]
        masked, end = "", 0
        for start, stop in _joined(spans):
            masked += text[end : places[start]] + MASKED
            end = places[stop]
        return masked + text[end:]

    def party(self, name: str) -> str:
        """The name of a party: of an organisation as it is (masked as any text), of anybody else masked."""
        if not name or self.is_organisation(name):
            return self.text(name)
        return MASKED

    def is_organisation(self, name: str) -> bool:
        """Whether some word in `name` tells an organisation."""
        return any(word in name for word in self.organisations)

    def value(self, value: Any) -> Any:
        """`value` with every text in it masked: in lists, dicts and dataclasses, too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, tuple | list):
            return type(value)(self.value(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(
                value, **{one.name: self.value(getattr(value, one.name)) for one in fields(value) if one.init}
            )
        return value

    def column(self, column: pd.Series) -> pd.Series:
        """A column of texts, each masked."""
        masked = {text: self.text(text) if isinstance(text, str) else text for text in column.unique()}
        return pd.Series([masked[text] for text in column], column.index, dtype=column.dtype)


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` in signs of ordinary width, without invisible ones; and where in `text` each sign stood, and its end."""
    signs, places = [], []
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":
            continue
        for plain in unicodedata.normalize("NFKC", sign):
            signs.append(plain)
            places.append(place)
    return "".join(signs), [*places, len(text)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined
