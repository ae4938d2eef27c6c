"""What a page may not hold: scripts, frames, forms, whatever lies elsewhere.

The seal of a page (its Content-Security-Policy) would keep it from working without a word, or it would reach out of
the file.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_FORBIDDEN: Final = frozenset(
    {"applet", "audio", "base", "embed", "form", "frame", "frameset", "iframe", "link", "meta", "object", "portal",
     "script", "video"}
)  # fmt: skip
#: Attributes that load what they name.
_LOADING: Final = frozenset({"src", "srcset", "data", "background", "poster", "action", "formaction", "xlink:href"})
_IMAGE: Final = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
_LINK: Final = re.compile(r"(https?|mailto):|[^:]*$|[^:/?#]*[/?#]", re.IGNORECASE)
_STYLE: Final = re.compile(r"url\s*\(\s*['\"]?\s*(?!data:|#)|@import|expression\s*\(", re.IGNORECASE)


def unsealed(html: str) -> str:
    """The first thing in `html` that a sealed page cannot hold, as its author would recognise it; "" if none."""
    parser = _Inspector()
    parser.feed(html)
    parser.close()
    return parser.found


class _Inspector(HTMLParser):
    """Looks for the first offence."""

    def __init__(self) -> None:
        """Nothing found yet."""
        super().__init__(convert_charrefs=True)
        self.found = ""
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge a tag and its attributes."""
        self._in_style = tag == "style"
        offences = [f"<{tag}>"] if tag in _FORBIDDEN else []
        offences += [f'{name}="{(value or "")[:40]}"' for name, value in attrs if _offends(tag, name, value or "")]
        if offences and not self.found:
            self.found = offences[0]

    def handle_data(self, data: str) -> None:
        """Judge a style sheet."""
        if self._in_style and _STYLE.search(data) and not self.found:
            self.found = "<style> url()"

    def handle_endtag(self, tag: str) -> None:
        """A style sheet ends."""
        self._in_style = False


def _offends(tag: str, name: str, value: str) -> bool:
    # Browsers leave out blanks and control signs inside a scheme.
    plain = re.sub(r"[\s\x00-\x1f]", "", value)
    if name.startswith("on"):
        return True
    if name in _LOADING:
        return not _IMAGE.match(plain) and tag not in ("input", "button")
    if name == "href":
        return not _LINK.match(plain)
    return name == "style" and bool(_STYLE.search(value))
