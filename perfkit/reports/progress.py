"""How a batch tells how far it is; who wants to see that takes `Progress` as a base."""

from __future__ import annotations

from collections.abc import Sequence

from perfkit.reports.run import Outcome


class Progress:
    """Says nothing. Each method is called in the thread of the batch."""

    def reading(self, label: str, number: int, total: int) -> None:
        """The data of `label` (unit and year) are read, as the `number`th of `total`."""

    def begins(self, total: int, unchanged: int) -> None:
        """All is planned: `total` runs are to be done, `unchanged` are as they were."""

    def running(self, labels: Sequence[str]) -> None:
        """Called several times a second: these runs are being done."""

    def done(self, outcome: Outcome, number: int, total: int) -> None:
        """A run is done, or has failed, as the `number`th of `total`."""
