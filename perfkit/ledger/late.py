"""A field whose value may be a function that makes it, called when somebody first asks for the value."""

from __future__ import annotations

from typing import Any


class Late:
    """Makes the field of that name late: `Ledger.journal = Late("journal")`.

    A journal takes more time and memory to read than everything else of a ledger together, and few pages need it.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        values = vars(instance)
        if callable(values[self._name]):
            values[self._name] = values[self._name]()
        return values[self._name]

    def __set__(self, instance: object, value: object) -> None:
        vars(instance)[self._name] = value
