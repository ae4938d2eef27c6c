"""Texts of exports as they are shown: signs that nobody sees, and that change how a text reads, become visible.

A right-to-left override makes 1234 read 4321; a zero-width space makes two names that look alike two. Data keep them;
whatever is printed names them by their number: ‹U+202E›.

*Source*: Unicode Technical Report 36 (bidirectional text spoofing), Standard Annex 9 (the controls).
"""

from __future__ import annotations

import re
from typing import Final

#: Controls but tab and line feed, soft hyphen, bidirectional and zero-width signs, line and paragraph separators,
#: interlinear annotations, tags.
_UNSEEN: Final = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff"
    "\\ufff9-\\ufffb\\U000e0000-\\U000e007f]"
)


def visible(text: str) -> str:
    """`text` with every sign that nobody sees named by its number."""
    return _UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)
