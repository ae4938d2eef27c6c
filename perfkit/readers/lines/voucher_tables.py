"""Vouchers told by two tables: heads with date, number and state, and lines with account and amount (DA/T 95—2022).

A line names its head by `voucher_key` (VOU_ID). Heads and lines may stand in two sheets of one workbook or in two files
of one folder; each head's own totals must be those of its lines. Where lines are numbered themselves (GL_Pznr), heads
(GL_Pzml) tell their date, and which of them are void.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import empty
from perfkit.ledger.texts import first_given
from perfkit.readers.lines.faults import Fault
from perfkit.readers.lines.rows import Reading, Source, Table, reasons, set_aside, totals
from perfkit.readers.lines.voucher_totals import head_amounts, head_findings, line_sums, lines_without_head

#: What a line takes over from its head, where it does not say it itself.
_TAKEN_OVER: Final = (
    "voucher_date", "period", "fiscal_year", "voucher_type", "voucher_number", "status", "is_closing", "summary",
)  # fmt: skip
_LINES: Final = ("voucher_lines", "numbered_lines")
#: How databases write the sides; which of them 1 is, the other code tells. (The standard only says 借贷方向.)
_CODES: Final = {"0": {"0": "借", "1": "贷"}, "": {"1": "借", "2": "贷", "-1": "贷"}}
#: Gives the tables of a kind in the other files of the folder.
Elsewhere = Callable[[str], Iterable[Table]]


@dataclass(frozen=True)
class Vouchers:
    """The tables of one file once lines and heads are put together.

    Args:
        tables: lines as journals, and all tables that are neither lines nor heads.
        heads: the heads set aside, and what is wrong with heads or lines; None if the file holds neither.
    """

    tables: tuple[Table, ...]
    heads: Reading | None = None

    def joined(self, readings: dict[str, Reading]) -> dict[str, Reading]:
        """`readings` of the tables, the heads among the rows that the journal sets aside."""
        if self.heads is None:
            return readings
        journal = readings.get("journal", Reading(empty("journal"), empty("set_aside")))
        aside = pd.concat([journal.set_aside, self.heads.set_aside], ignore_index=True)
        sums = {name: journal.totals.get(name, 0) + cents for name, cents in self.heads.totals.items()}
        findings = (*journal.findings, *self.heads.findings)
        return {
            "journal": Reading(journal.frame, aside, findings, {**journal.totals, **sums}),
            **_but_journal(readings),
        }


def put_together(tables: Sequence[Table], elsewhere: Elsewhere, source: Source) -> Vouchers:
    """The lines of `tables` with what their heads say, and the heads compared with their lines.

    The other files of the folder are looked at only for what this one lacks: heads of its lines, lines of its heads.

    Args:
        tables: those of one file.
        elsewhere: gives the tables of that kind in the other files of the folder.
        source: where the tables come from.
    """
    heads = [table for table in tables if table.header.kind == "voucher_heads"]
    lines = [_coded(table) for table in tables if table.header.kind in _LINES]
    if not heads and not lines:
        return Vouchers(tuple(tables))
    others = [table for table in tables if table.header.kind not in (*_LINES, "voucher_heads")]
    known = _known(lines, heads, elsewhere)
    joined = [_with_heads(table, known) for table in lines]
    found = [finding for table in joined if table.has("voucher_head") for finding in lines_without_head(table, source)]
    found += _compared(heads, lines, elsewhere, source)
    aside = [_aside(table, source) for table in heads]
    amounts = totals(head_amounts(table) for table in heads)
    frame = pd.concat(aside, ignore_index=True) if aside else empty("set_aside")
    return Vouchers((*joined, *others), Reading(empty("journal"), frame, tuple(found), amounts))


def _but_journal(readings: dict[str, Reading]) -> dict[str, Reading]:
    return {kind: reading for kind, reading in readings.items() if kind != "journal"}


def without_head(table: Table) -> Fault:
    """The lines of a joined table that have no head: nobody tells their date and number."""
    headed = table.texts("voucher_head")
    return Fault("no_voucher_head", headed.eq("") & table.has("voucher_head"), headed)


def keys(table: Table) -> pd.Series:
    """The key of every row below the header; "" above it."""
    return table.texts("voucher_key").where(table.sheet.cells.index >= table.header.first_data_row - 1, "")


def _coded(table: Table) -> Table:
    """`table` with its sides in words, if they are numbers."""
    texts = table.texts("direction")
    codes = _CODES["0" if texts[keys(table).ne("")].eq("0").any() else ""]
    return table.with_columns({"direction": texts.replace(codes)}) if table.has("direction") else table


def _known(lines: Sequence[Table], heads: Sequence[Table], elsewhere: Elsewhere) -> pd.DataFrame:
    """What the heads say, by key: those of this file, and those of the other files if some line has none here."""
    here = _said(heads)
    wanted = {key for table in lines for key in keys(table).unique()} - {""}
    if wanted <= set(here.index):
        return here
    known = pd.concat([here, _said(elsewhere("voucher_heads"))])
    return known[~known.index.duplicated()]


def _said(heads: Iterable[Table]) -> pd.DataFrame:
    """Key -> what its head says, for each field of _TAKEN_OVER; of heads told twice the first."""
    parts = [pd.DataFrame({name: table.texts(name) for name in _TAKEN_OVER}).set_index(keys(table)) for table in heads]
    said = pd.concat(parts) if parts else pd.DataFrame(columns=list(_TAKEN_OVER), dtype="str")
    said = said[(said.index != "") & ~said.index.duplicated()]
    dates = said["voucher_date"]
    # Blank cells of a journal repeat the row above. A head that tells no date or number has none, and must say so.
    return said.assign(
        voucher_date=dates.mask(dates.eq(""), "?") if dates.ne("").any() else dates,
        voucher_number=said["voucher_number"].where(said["voucher_number"].ne(""), said.index.to_series()),
    )


def _with_heads(table: Table, known: pd.DataFrame) -> Table:
    """The lines as a journal: their heads say what they do not; `voucher_head` is "1" where they need one and have it.

    The dates of numbered lines are those of their heads, or nobody's: a blank one would repeat that of another voucher.
    """
    key = keys(table)
    headed = key.isin(known.index)
    numbered = table.header.kind == "numbered_lines"
    columns = {} if numbered else {"voucher_head": headed.map({True: "1", False: ""}).astype("str")}
    undated = numbered and not headed[key.ne("")].all()
    for name in _TAKEN_OVER[1:] if undated else _TAKEN_OVER:
        own = table.texts(name)
        said = known[name].astype("str").reindex(key.to_numpy()).fillna("").set_axis(key.index)
        columns[name] = first_given(own, said)
    joined = table.with_columns(columns)
    return replace(joined, header=replace(joined.header, kind="journal"))


def _head_keys(table: Table) -> pd.Series:
    """The key of every head; a row that names none, and is no title or total either, is one that no line can name."""
    key = keys(table)
    rows = "#" + (key.index + 1).astype("str").to_series(index=key.index)
    return key.mask(key.eq("") & reasons(table).eq(""), rows)


def _compared(heads: Sequence[Table], lines: Sequence[Table], elsewhere: Elsewhere, source: Source) -> list[Finding]:
    """Heads whose totals are not those of their lines, wherever these stand."""
    sums = [line_sums(table, keys(table), source.unit) for table in lines]
    wanted = {key for table in heads for key in _head_keys(table).unique()} - {""}
    if not wanted <= {key for told in sums for key in told.index}:
        others = [_coded(table) for kind in _LINES for table in elsewhere(kind)]
        sums += [line_sums(table, keys(table), source.unit) for table in others]
    return [finding for table in heads for finding in head_findings(table, _head_keys(table), sums, source)]


def _aside(table: Table, source: Source) -> pd.DataFrame:
    why = reasons(table).mask(_head_keys(table).ne(""), "voucher_head")
    return set_aside(table, why, source, **head_amounts(table))
