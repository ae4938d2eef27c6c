"""Journals (序时账, 凭证): one tidy row per voucher line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform, selected
from perfkit.ledger.texts import first_given
from perfkit.readers.lines.accounts import Accounts, accounts, books
from perfkit.readers.lines.control_totals import control_totals
from perfkit.readers.lines.dimensions import dimensions
from perfkit.readers.lines.doubtful import doubtful_lines
from perfkit.readers.lines.faults import NO_ACCOUNT, Fault, other_year, refuse
from perfkit.readers.lines.ledger_totals import ledger_totals
from perfkit.readers.lines.parent_ledgers import told_by_children
from perfkit.readers.lines.rows import Reading, Source, Table, placed, reasons, set_aside, totals
from perfkit.readers.lines.sides import sides
from perfkit.readers.lines.two_accounts import by_side, is_blank
from perfkit.readers.lines.voucher_tables import without_head
from perfkit.readers.lines.vouchers import line_numbers, voucher_heads

_TRUE: Final = ("1", "是", "true", "y", "yes", "√")


@dataclass(frozen=True)
class _Sheet:
    """One sheet taken apart: why each row is no line ("" = line), its amounts, the lines with whatever they tell."""

    table: Table
    why: pd.Series
    amounts: dict[str, pd.Series]
    lines: pd.DataFrame
    findings: tuple[Finding, ...]

    def kept(self) -> pd.DataFrame:
        """The lines of the rows that are not set aside."""
        return selected(self.lines, self.why[self.lines.index].eq(""))


def read_journal(tables: Sequence[Table], source: Source) -> Reading:
    """The voucher lines of all sheets of one export.

    *Grain*: one row of the result = one row of the export with an account and a readable date and amounts. Lines
    without an amount are kept. Rows that are no lines are set aside, with their amounts where those are readable; a
    line that cannot be read is set aside and reported. Totals printed in the export are compared with the lines.
    """
    sheets, told = _without_parents([_sheet(table, source) for table in tables], source)
    frame = pd.concat([sheet.kept() for sheet in sheets], ignore_index=True)
    frame["line_number"] = line_numbers(frame)
    aside = [set_aside(sheet.table, sheet.why, source, **sheet.amounts) for sheet in sheets]
    findings = [
        *(finding for sheet in sheets for finding in sheet.findings),
        *told,
        *control_totals([(sheet.table, sheet.why, sheet.amounts) for sheet in sheets], source),
    ]
    sums = totals(sheet.amounts for sheet in sheets)
    return Reading(conform(frame, "journal"), pd.concat(aside, ignore_index=True), tuple(findings), sums)


def _sheet(table: Table, source: Source) -> _Sheet:
    around = reasons(table)
    heads, undated = voucher_heads(table, around.eq(""), source)
    void = Fault("void", table.texts("status").isin(["作废", "已作废"]), table.texts("status"))
    halves = by_side(table)
    views = [_view(half, heads, source, is_half=len(halves) > 1) for half in halves]
    amounts = views[0].amounts
    for view in views[1:]:
        amounts = {name: cents + view.amounts[name] for name, cents in amounts.items()}
    said = pd.concat([view.said for view in views], axis="columns").any(axis="columns")
    accountless = (fault for view in views for fault in view.accountless)
    faults = [other_year(table, source), without_head(table), void, *accountless, *undated]
    faults += [
        *(fault for view in views for fault in view.unreadable),
        Fault("no_account", ~said, table.texts("summary")),
    ]
    stake = amounts["debit_cents"] + amounts["credit_cents"]
    if not (table.has("debit") or table.has("credit")):
        # An amount without a readable direction is on neither side.
        stake = table.cents("amount")
    why, told = refuse(around, faults, table, source, stake)
    told_by = [selected(view.lines, around.eq("") & view.said) for view in views]
    lines = told_by[0] if len(views) == 1 else pd.concat(told_by).sort_index(kind="stable")
    if len(views) == 1:
        told += doubtful_lines(table, lines, why, source)
    off = ledger_totals(table, why, amounts, lines["period"], source)
    return _Sheet(table, why, amounts, lines, (*told, *off))


@dataclass(frozen=True)
class _View:
    """One line of every row of a sheet: the only one, or that of its debit or credit account.

    `said` are the rows that have this line; all of them in a sheet with one line on a row.
    """

    amounts: dict[str, pd.Series]
    said: pd.Series
    lines: pd.DataFrame
    accountless: list[Fault]
    unreadable: list[Fault]


def _view(table: Table, heads: pd.DataFrame, source: Source, *, is_half: bool) -> _View:
    amounts, unreadable = sides(table)
    found = accounts(table, source.unit)
    blank = is_blank(table, found, amounts) & is_half
    lines = _lines(table, heads, found, amounts, source)
    return _View(amounts, ~blank, lines, _accountless(table, found, amounts, blank), unreadable)


def _without_parents(sheets: list[_Sheet], source: Source) -> tuple[list[_Sheet], list[Finding]]:
    """The same without the detail ledgers of parent accounts that their sub-accounts tell again."""
    ledgers = [sheet.kept() for sheet in sheets if sheet.table.header.ledger]
    if not ledgers:
        return sheets, []
    told, findings = told_by_children(pd.concat(ledgers), source)
    without = []
    for sheet in sheets:
        again = sheet.lines["account_code"].isin(list(told)) & bool(sheet.table.header.ledger)
        again = again.reindex(sheet.why.index, fill_value=False) & sheet.why.eq("")
        without.append(replace(sheet, why=sheet.why.mask(again, "parent_account")))
    return without, findings


def _accountless(table: Table, found: Accounts, amounts: dict[str, pd.Series], blank: pd.Series) -> list[Fault]:
    """Rows without an account; they are worth a finding only if money stands on them."""
    missing = found.code.eq("") & ~blank
    money = amounts["debit_cents"].fillna(1).ne(0) | amounts["credit_cents"].fillna(1).ne(0)
    said = first_given(found.name[missing], table.texts("summary")[missing])
    return [Fault("no_account", missing & money, said, NO_ACCOUNT), Fault("no_account", missing, said)]


def _lines(
    table: Table, heads: pd.DataFrame, found: Accounts, amounts: dict[str, pd.Series], source: Source
) -> pd.DataFrame:
    codes = dimensions(table, found.code, found.path, source.unit, found.exported)
    frame = heads.join(codes).assign(
        summary=table.texts("summary"),
        **found.columns(),
        book=books(found.code, source.unit),
        is_closing=table.texts("is_closing").str.lower().isin(_TRUE),
        line_number=pd.to_numeric(table.texts("line_number"), errors="coerce").fillna(0).astype("int64"),
        **amounts,
    )
    return placed(frame, table.sheet, source)
