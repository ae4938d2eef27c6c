"""Sentences with figures in them: a template in plain words, and the references that fill it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import Formatter

import pandas as pd

from perfkit.evaluation.figures import Resolved, resolve
from perfkit.evaluation.selection import CONDITIONS
from perfkit.ledger.documents import Figure, Heading, Paragraph
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.references import Reference
from perfkit.ledger.scopes import Scope

#: What stands where only a person can write.
MISSING = "未提供，应由单位补充"
NONE = "无。"
ALL = Scope.ALL.value
FISCAL = Scope.FISCAL.value


def asked(measure: str, ledger: Ledger, /, name: str = "", **conditions: str) -> Resolved:
    """The figure that the reference of these parts names; `asked("actual", ledger, scope=ALL)`."""
    ordered = {key: conditions[key] for key in (*CONDITIONS, "scope", "unit", "decimals") if key in conditions}
    parts = [*filter(None, [name]), *(f"{key}={value}" for key, value in ordered.items())]
    text = f"{{{{ {measure}{': ' if parts else ''}{', '.join(parts)} }}}}"
    return resolve(Reference(measure, name, ordered, text), ledger)


def figure(measure: str, ledger: Ledger, /, **conditions: str) -> Figure:
    """`asked`, as it stands in a sentence."""
    return asked(measure, ledger, **conditions).figure


def fact(name: str, ledger: Ledger) -> Figure:
    """A fact of the unit; one that nobody gave asks for it."""
    found = asked("fact", ledger, name=name).figure
    return replace(found, text=f"（{MISSING}）") if found.lacks else found


def counted(text: str, measure: str, source: str, lacks: str = "") -> Figure:
    """A figure that is counted or scored, not summed: it has no scope of funds."""
    return Figure(text, measure, measure, source=source, lacks=lacks)


def lines_of(frame: pd.DataFrame) -> str:
    """The files that the rows of a frame stand in, each with their number."""
    return "、".join(f"{name} {lines} 行" for name, lines in frame["source_file"].value_counts(sort=False).items())


def said(template: str, /, **parts: Figure | Paragraph | str) -> Paragraph:
    """A paragraph: `template` with {name} for each of `parts`."""
    pieces = [(text, parts[name] if name else "") for text, name, _, _ in Formatter().parse(template)]
    return joined(*(piece for pair in pieces for piece in pair))


def joined(*pieces: Paragraph | Figure | str) -> Paragraph:
    """Several sentences, or pieces of one, in one paragraph."""
    parts = [one.parts if isinstance(one, Paragraph) else (one,) for one in pieces]
    return Paragraph(tuple(part for group in parts for part in group if part != ""))


def listed(items: Iterable[Paragraph | str], form: str = "（{}）") -> list[Paragraph]:
    """Items, each a paragraph, numbered if there are several."""
    every = list(items)
    if len(every) == 1:
        return [joined(every[0])]
    return [joined(form.format(number), item) for number, item in enumerate(every, start=1)]


def series(items: Sequence[Paragraph | str], form: str = "（{}）") -> list[Paragraph]:
    """`listed` for the parts of one sentence: semicolons between them, a full stop behind the last."""
    ends = ["；"] * (len(items) - 1) + ["。"]
    return listed([joined(item, end) for item, end in zip(items, ends, strict=True)], form)


def heading(text: str, level: int) -> Heading:
    """A heading; what would be deeper than level 4 stands at 4."""
    levels = {1: 1, 2: 2, 3: 3}
    return Heading(text, levels.get(level, 4))  # type: ignore[arg-type]  # 1 to 4


def sentence(text: str) -> str:
    """`text` with a full stop at its end, however its author closed it."""
    closed = text.strip().rstrip("；;，,、")
    return closed if not closed or closed[-1] in "。！？!?”）" else f"{closed}。"


def names(values: Sequence[str]) -> str:
    """Names one after another."""
    return "、".join(values)
