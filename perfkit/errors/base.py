"""The base of every exception: parts in, one sentence in either language out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import ClassVar, Final, Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: Set in the processes of a run of a batch; it names the file that reads are noted in (perfkit.workspace.reads).
RUN_VARIABLE: Final = "PERFKIT_READS"


def is_a_run() -> bool:
    """Whether this process runs a notebook of a batch, unlike one that somebody looks at."""
    return RUN_VARIABLE in os.environ


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

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """What IPython shows in place of the traceback of a cell: the sentence.

        There is none, and so the traceback comes, in the runs of a batch, whose records keep it, and for those who
        asked for it (`%xmode Verbose`, then `%tb`).
        """
        if is_a_run() or _wants_tracebacks():
            raise AttributeError("_render_traceback_")
        return lambda: [self.text()]

    def __reduce__(self) -> tuple[object, ...]:
        """Worker processes hand exceptions over by pickle; keyword arguments need this."""
        return _rebuild, (type(self), self.parts)


def _wants_tracebacks() -> bool:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell is not None and shell.InteractiveTB.mode == "Verbose"


def _rebuild(kind: type[PerfkitError], parts: dict[str, object]) -> PerfkitError:
    return kind(**parts)
