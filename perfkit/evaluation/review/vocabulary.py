"""words.toml: the words by which a report says what its figures are, and the tokens they make of a phrase."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

TokenKind = Literal["measure", "scope", "subject"]
#: Words of both languages for what words.toml calls measures and no column names.
MEASURE_NAMES: Final = {"grand_total": ("收支总计", "grand total"), "share": ("占比", "share")}


@dataclass(frozen=True)
class Token:
    """A word of the vocabulary in a phrase.

    Args:
        kind: what it tells.
        name: of the measure or scope; the facet of a subject.
        code: of a subject: the code in its facet.
        start, end: where it stands.
        is_whole: whether a measure speaks of the whole unit where nothing else is named.
        implies: the scope that a word means without naming it; "" otherwise.
    """

    kind: TokenKind
    name: str
    code: str = ""
    start: int = 0
    end: int = 0
    is_whole: bool = False
    implies: str = ""


@dataclass(frozen=True)
class Claim:
    """Something a self-evaluation says of its results: the pattern of its words, what targets call it, its names."""

    pattern: re.Pattern[str]
    root: str
    zh: str
    en: str


@dataclass(frozen=True)
class Required:
    """What a self-evaluation must tell: its words (patterns), its names, what cannot be computed without it."""

    words: tuple[str, ...]
    zh: str
    en: str
    needed_zh: str
    needed_en: str


@cache
def words() -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def tokens(phrase: str) -> list[Token]:
    """The words of the vocabulary in `phrase`, in order; the longest one at each place.

    >>> [(token.kind, token.name) for token in tokens("财政拨款支出")]
    [('scope', 'fiscal_appropriation'), ('measure', 'actual')]
    """
    pattern, meanings = _lexicon()
    return [
        Token(*meanings[found[0]][:3], found.start(), found.end(), *meanings[found[0]][3:])
        for found in pattern.finditer(phrase)
    ]


def outside(phrase: str, found: Sequence[Token]) -> str:
    """What of `phrase` no token covers."""
    kept, at = [], 0
    for token in found:
        kept.append(phrase[at : token.start])
        at = token.end
    return "".join([*kept, phrase[at:]])


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, tuple[TokenKind, str, str, bool, str]]]:
    meanings: dict[str, tuple[TokenKind, str, str, bool, str]] = {}
    for measure in words()["measure"]:
        for word in (*measure["whole"], *measure["words"]):
            meanings[word] = ("measure", measure["name"], "", word in measure["whole"], "")
    for scope in words()["scope"]:
        for word in scope["named"]:
            meanings[word] = ("scope", scope["name"], "", False, "")
        for word in scope["implied"]:
            meanings[word] = (*meanings[word][:4], scope["name"])
    for subject in words()["subject"]:
        for word in subject["words"]:
            meanings[word] = ("subject", subject["facet"], subject["code"], False, "")
    longest_first = sorted(meanings, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), meanings


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern of `[phrases]` of that name."""
    return re.compile("|".join(words()["phrases"][name]))


@cache
def claims() -> tuple[Claim, ...]:
    """What self-evaluations claim."""
    return tuple(
        Claim(re.compile("|".join(one["words"])), one["root"], one["zh"], one["en"]) for one in words()["claim"]
    )


@cache
def required() -> tuple[Required, ...]:
    """What self-evaluations must tell."""
    names = ("zh", "en", "needed_zh", "needed_en")
    return tuple(Required(tuple(one["words"]), *(one[name] for name in names)) for one in words()["required"])


def topic_of(heading: str) -> str:
    """What a heading is about, a key of `[topics]`; "" if it says nothing known."""
    topics: dict[str, list[str]] = words()["topics"]
    return next((name for name, told in topics.items() if any(word in heading for word in told)), "")
