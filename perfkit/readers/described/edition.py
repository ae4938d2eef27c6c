"""edition.toml of a unit: what its public edition masks beyond the rules of public_edition.toml."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, Final

from perfkit.ledger.masking import Mask
from perfkit.ledger.public import PublicRules
from perfkit.readers.described.descriptions import exact_cents, read_toml, require

EDITION: Final = "edition.toml"
_LISTS: Final = ("names", "organisations", "never_merge")
_KEYS: Final = (*_LISTS, "merge_below", "patterns")


def read_public_rules(folder: Path) -> PublicRules:
    """The rules of a unit: those that come with perfkit, and those of its edition.toml, if there is one.

    Args:
        folder: of the unit.

    Raises:
        BadConfiguration: edition.toml says something that cannot be.
        CannotRead: the system refuses.
    """
    path = folder / EDITION
    own, common = _checked(read_toml(path), path), _common()
    patterns = {**common["patterns"], **own.get("patterns", {})}
    lists = {name: [*common.get(name, []), *own.get(name, [])] for name in _LISTS}
    mask = Mask(
        patterns=tuple(re.compile(text) for text in patterns.values()),
        organisations=tuple(lists["organisations"]),
    )
    cents = exact_cents(own.get("merge_below", common["merge_below"]))
    return PublicRules(
        mask=mask.with_names(set(lists["names"])),
        merge_below_cents=cents or 0,
        never_merge=frozenset(lists["never_merge"]),
        findings=frozenset(common["findings"]),
    )


def _common() -> dict[str, Any]:
    text = resources.files("perfkit.readers.described").joinpath("public_edition.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _checked(document: dict[str, Any], path: Path) -> dict[str, Any]:
    for key in document:
        require(key in _KEYS, path, {"zh": "键名", "en": "a key"}, ", ".join(_KEYS), key)
    for name in _LISTS:
        found = document.get(name, [])
        is_list = isinstance(found, list) and all(isinstance(text, str) and text.strip() for text in found)
        require(is_list, path, name, {"zh": "非空文字的列表", "en": "a list of texts"}, repr(found))
    limit = document.get("merge_below", 0)
    cents = exact_cents(limit)
    amount = {"zh": '金额（元），如 "10000.00"', "en": 'an amount such as "10000.00"'}
    require(cents is not None and cents >= 0, path, "merge_below", amount, repr(limit))
    patterns = document.get("patterns", {})
    require(
        isinstance(patterns, dict), path, "[patterns]", {"zh": "名称 = 正则表达式", "en": "name = expression"}, patterns
    )
    for name, text in patterns.items():
        require(
            _is_pattern(text), path, f"patterns.{name}", {"zh": "正则表达式", "en": "a regular expression"}, repr(text)
        )
    return document


def _is_pattern(text: object) -> bool:
    try:
        return isinstance(text, str) and not re.compile(text).match("")
    except re.error:
        return False
