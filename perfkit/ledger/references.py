"""A reference to a computed figure, as people write it in narratives and target sheets: never the figure itself.

{{ actual: project=机关运转, scope=all_funds, unit=万元 }}
{{ execution_rate: scope=all_funds }}
{{ fact: staff_in_post }}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

REFERENCE: Final = re.compile(r"\{\{\s*([A-Za-z_]+)\s*(?::([^{}]*))?\}\}")


@dataclass(frozen=True)
class Reference:
    """One reference.

    Args:
        measure: a measure of `perfkit.ledger.published.MEASURES`, or `fact`.
        name: of the fact; "" otherwise.
        conditions: what was written as name=value, in order; a project may be named by its code, name or an alias.
        text: as written.
    """

    measure: str
    name: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def parse_reference(text: str) -> Reference | None:
    """The one reference that `text` is; None if it is something else, or writes a condition twice.

    >>> parse_reference("{{ actual: project=机关运转, scope=all_funds }}").conditions
    {'project': '机关运转', 'scope': 'all_funds'}
    """
    found = REFERENCE.fullmatch(text.strip())
    if not found:
        return None
    names, conditions = [], {}
    for part in re.split("[,，]", found[2] or ""):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if equals and name and value and name not in conditions:
            conditions[name] = value
        elif name and not equals:
            names.append(name)
        elif part.strip():
            return None
    if len(names) > 1:
        return None
    return Reference(found[1], "".join(names), conditions, text.strip())
