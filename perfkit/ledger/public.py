"""The ledger of a public edition: the same totals, without what tells persons apart.

Lines are added up by period and classification, so that no payment to one person stands alone; small classes are told
with the class above them; names, numbers and free texts are masked or left out. What is masked here can stand in no
page, chart, paper or record that is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import CLASSIFIED, CODES, conform, empty
from perfkit.ledger.ledger import InputFile, Ledger
from perfkit.ledger.masking import WITHHELD, Mask
from perfkit.ledger.units import Unit

#: Columns that a line of a public edition is told by; what stands in others differs from line to line.
_LINE: Final = ("unit_code", "fiscal_year", "period", *CODES)
#: Frames of words that people wrote for readers: masked cell by cell.
_WORDS: Final = ("targets", "goals", "facts", "explanations", "commitments", "published")
#: Digits of the class above an economic class (30201 -> 302).
_CLASS: Final = 3


@dataclass(frozen=True)
class PublicRules:
    """How a public edition is made of a ledger.

    Args:
        mask: of words.
        merge_below_cents: a class with less than this, budget and actual alike, is told with the class above it.
        never_merge: classes that are always told by themselves.
        findings: the checks whose findings are told.
    """

    mask: Mask
    merge_below_cents: int
    never_merge: frozenset[str]
    findings: frozenset[str]


def public_ledger(ledger: Ledger, rules: PublicRules) -> Ledger:
    """`ledger` as the public edition may tell it. Every total is the same."""
    mask = rules.mask.with_names(_persons(ledger, rules.mask))
    merged = _merged_classes(ledger, rules)
    frames: dict[str, Any] = {name: _words(getattr(ledger, name), mask) for name in _WORDS}
    spending = _added_up(ledger.spending, (*_LINE, *CLASSIFIED, "account_code"), ("actual_cents",), merged, mask)
    same = ledger.timeline is ledger.spending or ledger.timeline.equals(ledger.spending)
    return replace(
        ledger,
        **frames,
        edition="public",
        unit=_unit(ledger.unit, mask),
        journal=_added_up(
            ledger.journal,
            (*_LINE, "account_code", "book", "is_closing", "expenditure_type"),
            ("debit_cents", "credit_cents"),
            merged,
            mask,
        ),
        spending=spending,
        timeline=spending
        if same
        else _added_up(ledger.timeline, (*_LINE, *CLASSIFIED, "account_code"), ("actual_cents",), merged, mask),
        budget=_with_classes(_withheld(ledger.budget, mask), merged),
        summary=_with_classes(_words(ledger.summary, mask), merged),
        balances=empty("balances"),
        set_aside=empty("set_aside"),
        prose=empty("prose"),
        findings=tuple(_finding(one, mask) for one in ledger.findings if one.kind.check in rules.findings),
        inputs=tuple(_input(file, mask) for file in ledger.inputs),
        corrections=(),
        narrative={heading: mask.text(text) for heading, text in ledger.narrative.items()},
        evidence_files=tuple(mask.text(name) for name in ledger.evidence_files),
    )


def _persons(ledger: Ledger, mask: Mask) -> set[str]:
    """Names that the books themselves tell to be of persons: parties, authors, deciders, senders."""
    told = [
        *ledger.explanations["author"],
        *ledger.commitments["party_name"],
        *(correction.decided_by for correction in ledger.corrections),
        *(file.received_from for file in ledger.inputs),
        *(alias.reviewed_by for alias in ledger.unit.account_aliases.values()),
    ]
    return {str(name) for name in told if name and not mask.is_organisation(str(name))}


def _merged_classes(ledger: Ledger, rules: PublicRules) -> dict[str, str]:
    """Economic class -> the class above it, of those that are too small to be told; never one alone in its class."""
    sums = pd.concat(
        [
            frame.groupby("economic_code")[amount].sum().abs()
            for frame, amount in ((ledger.spending, "actual_cents"), (ledger.budget, "amount_cents"))
        ],
        axis=1,
    ).fillna(0)
    largest = sums.max(axis=1)
    codes = [str(code) for code in largest.index if len(str(code)) > _CLASS and str(code) not in rules.never_merge]
    small = {code for code in codes if largest[code] < rules.merge_below_cents}
    for above in {code[:_CLASS] for code in small}:
        others = sorted((largest[code], code) for code in codes if code.startswith(above) and code not in small)
        if sum(code.startswith(above) for code in small) == 1 and others:
            small.add(others[0][1])  # else the sum of the class tells the one that is merged
    return {code: code[:_CLASS] for code in small}


def _added_up(
    frame: pd.DataFrame, by: Sequence[str], amounts: Sequence[str], merged: Mapping[str, str], mask: Mask
) -> pd.DataFrame:
    """`frame` with one line for each value of `by` and file; what else its lines tell is left out."""
    name = "spending" if "actual_cents" in amounts else "journal"
    if frame.empty:
        return empty(name)
    named = _with_classes(frame.assign(source_file=mask.column(frame["source_file"])), merged)
    sums = named.groupby([*by, "source_file"], as_index=False, dropna=False)[list(amounts)].sum()
    return conform(sums.assign(summary=WITHHELD), name)


def _with_classes(frame: pd.DataFrame, merged: Mapping[str, str]) -> pd.DataFrame:
    return frame.assign(economic_code=frame["economic_code"].replace(dict(merged)).astype(frame["economic_code"].dtype))


def _withheld(frame: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    """A budget without the free text of its lines."""
    told = frame["summary"].where(frame["summary"].eq(""), WITHHELD).astype(frame["summary"].dtype)
    return _words(frame.assign(summary=told, account_name=""), mask)


def _words(frame: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    """`frame` with every text masked; of parties and authors, whoever is no organisation."""
    texts = {
        column: mask.column(frame[column])
        for column in frame.columns
        if pd.api.types.is_string_dtype(frame[column].dtype) and column not in ("unit_code", *CODES, *CLASSIFIED)
    }
    for column in {"party_name", "author"} & set(frame):
        names = {name: mask.party(str(name)) for name in frame[column].unique()}
        texts[column] = pd.Series([names[name] for name in frame[column]], frame.index, dtype=frame[column].dtype)
    return frame.assign(**texts)


def _unit(unit: Unit, mask: Mask) -> Unit:
    """The unit with names masked; who reviewed its alias table is nobody's business but the auditor's."""
    told = replace(unit, account_aliases={})
    return replace(told, projects=mask.value(told.projects), departments=mask.value(told.departments))


def _finding(finding: Finding, mask: Mask) -> Finding:
    told = {
        name: mask.value(getattr(finding, name)) for name in ("subject", "expected", "found", "source_file", "parts")
    }
    return replace(finding, **told)


def _input(file: InputFile, mask: Mask) -> InputFile:
    sender = file.received_from
    return replace(
        file,
        path=mask.text(file.path),
        note=mask.text(file.note),
        received_from=mask.text(sender) if not sender or mask.is_organisation(sender) else WITHHELD,
    )
