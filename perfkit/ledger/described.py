"""How an object of ours shows itself in a notebook: a heading and a few facts, in the reader's language."""

from __future__ import annotations

import html
from collections.abc import Sequence

from perfkit.errors import Language, default_language
from perfkit.ledger.visible import visible


class Described:
    """Gives a class its text and its HTML from what it `tells`. Texts of exports come out escaped."""

    def tells(self, language: Language) -> tuple[str, Sequence[tuple[str, str]]]:
        """The heading, and (label, text) of each fact; an empty text is not shown."""
        raise NotImplementedError

    def __repr__(self) -> str:
        language = default_language()
        heading, facts = self.tells(language)
        colon = ": " if language == "en" else "："
        return "\n".join([heading, *(f"  {label}{colon}{text}" for label, text in facts if text)])

    def _repr_html_(self) -> str:
        heading, facts = self.tells(default_language())
        colon = ": " if default_language() == "en" else "："
        rows = "".join(f"<li>{_plain(label)}{colon}{_plain(text)}</li>" for label, text in facts if text)
        return f'<div class="pk-described"><p><strong>{_plain(heading)}</strong></p><ul>{rows}</ul></div>'


def _plain(text: str) -> str:
    return html.escape(visible(text))
