"""The base of every exception: parts in, one sentence in either language out."""

from __future__ import annotations

import os
from typing import ClassVar, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def default_language() -> Language:
    """The language of messages: `PERFKIT_LANGUAGE` if it is set to one we speak, else Chinese."""
    return "en" if os.environ.get("PERFKIT_LANGUAGE") == "en" else "zh"


class PerfkitError(Exception):
    """Base of all; carries the parts of its sentence, so that callers need not parse it.

    Args:
        parts: the named parts that the class's templates `zh` and `en` speak of. A part that is a dict
            {"zh": .., "en": ..} is chosen by language.
    """

    exit_code: ClassVar[int] = 1
    zh: ClassVar[str] = "perfkit 无法继续：{detail}"
    en: ClassVar[str] = "perfkit cannot go on: {detail}"

    def __init__(self, **parts: object) -> None:
        self.parts = parts
        super().__init__(self.text())

    def text(self, language: Language | None = None) -> str:
        """The whole message in `language` (default: `default_language()`)."""
        spoken = language or default_language()
        template = self.en if spoken == "en" else self.zh
        chosen = {key: part[spoken] if isinstance(part, dict) else part for key, part in self.parts.items()}
        return template.format(**chosen)

    def __str__(self) -> str:
        return self.text()

    def __reduce__(self) -> tuple[object, ...]:
        """Worker processes hand exceptions over by pickle; keyword arguments need this."""
        return _rebuild, (type(self), self.parts)


def _rebuild(kind: type[PerfkitError], parts: dict[str, object]) -> PerfkitError:
    return kind(**parts)
