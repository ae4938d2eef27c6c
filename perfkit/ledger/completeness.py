"""Whether the amounts of every export close: what its file holds = what was kept + what was set aside, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from perfkit.errors import Language
from perfkit.ledger.corrections import Correction
from perfkit.ledger.ledger import InputFile, Ledger

AMOUNTS: Final = ("debit_cents", "credit_cents", "amount_cents")
_NAMES: Final[dict[tuple[str, ...], dict[Language, str]]] = {
    ("debit_cents",): {"zh": "借方", "en": "debits"},
    ("credit_cents",): {"zh": "贷方", "en": "credits"},
    ("amount_cents",): {"zh": "金额", "en": "amounts"},
    ("debit_cents", "amount_cents"): {"zh": "借方与金额", "en": "debits and amounts"},
}


@dataclass(frozen=True)
class FileSum:
    """One sum over one export.

    Args:
        file: which.
        columns: of what; the budget lines of a file that is a journal, too, are summed up with its debits, because
            rows set aside tell both as debits.
        read: over all rows of the file, as they were read.
        corrected: what corrections added to the rows kept.
        kept: over the rows that are in a frame.
        set_aside: over the others.
    """

    file: str
    columns: tuple[str, ...]
    read: int
    corrected: int
    kept: int
    set_aside: int

    @property
    def gap(self) -> int:
        """What is missing (positive) or too much; 0 if the sum closes."""
        return self.read + self.corrected - self.kept - self.set_aside

    def name(self, language: Language = "zh") -> str:
        """What people call the sum."""
        return _NAMES[self.columns][language]


def file_sums(ledger: Ledger) -> list[FileSum]:
    """The sums of every export that tells its totals: debits and credits, or amounts.

    *Grain*: one sum of one file.
    """
    kept = {
        (kind, name): frame.groupby("source_file")[name].sum()
        for kind, frame in ledger.by_kind().items()
        for name in AMOUNTS
        if name in frame
    }
    aside = ledger.set_aside.groupby("source_file")[["debit_cents", "credit_cents"]].sum()
    sums = []
    for file in ledger.inputs:
        for columns in _columns(file):
            side = "credit_cents" if columns == ("credit_cents",) else "debit_cents"
            parts = [kept[kind, name] for kind in file.kinds for name in columns if (kind, name) in kept]
            sums.append(
                FileSum(
                    file.path,
                    columns,
                    read=sum(getattr(file, name) for name in columns),
                    corrected=sum(c.change_cents for c in ledger.corrections if _is_in(c, file, columns)),
                    kept=sum(int(part.get(file.path, 0)) for part in parts),
                    set_aside=int(aside[side].get(file.path, 0)),
                )
            )
    return sums


def _is_in(correction: Correction, file: InputFile, columns: tuple[str, ...]) -> bool:
    return correction.source_file == file.path and correction.column in columns


def _columns(file: InputFile) -> Iterator[tuple[str, ...]]:
    told = [name for name in AMOUNTS if getattr(file, name) is not None]
    if "debit_cents" in told or "amount_cents" in told:
        yield tuple(name for name in told if name != "credit_cents")
    if "credit_cents" in told:
        yield ("credit_cents",)
