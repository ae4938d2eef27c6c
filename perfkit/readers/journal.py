"""Journals (序时账, 凭证): one tidy row per voucher line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding
from perfkit.ledger.frames import conform
from perfkit.readers.accounts import Accounts, accounts, books
from perfkit.readers.control_totals import control_totals
from perfkit.readers.dimensions import dimensions
from perfkit.readers.faults import NO_ACCOUNT, Fault, other_year, refuse
from perfkit.readers.rows import Reading, Source, Table, placed, reasons, set_aside
from perfkit.readers.sides import sides
from perfkit.readers.vouchers import line_numbers, voucher_heads

_TRUE: Final = ("1", "是", "true", "y", "yes", "√")


def read_journal(tables: Sequence[Table], source: Source) -> Reading:
    """The voucher lines of all sheets of one export.

    *Grain*: one row of the result = one row of the export with an account and a readable date and amounts. Lines
    without an amount are kept. Rows that are no lines are set aside, with their amounts where those are readable; a
    line that cannot be read is set aside and reported. Totals printed in the export are compared with the lines.
    """
    lines, aside, totals = [], [], []
    findings: list[Finding] = []
    for table in tables:
        amounts, unreadable = sides(table)
        heads, undated = voucher_heads(table, reasons(table).eq(""), source.unit)
        found = accounts(table, source.unit)
        void = Fault("void", table.texts("status").isin(["作废", "已作废"]), table.texts("status"))
        faults = [other_year(table, source), void, *_accountless(table, found, amounts), *undated, *unreadable]
        why, told = refuse(reasons(table), faults, table, source)
        findings += told
        lines.append(_lines(table, heads, found, amounts, source)[why.eq("")])
        aside.append(set_aside(table, why, source, **amounts))
        totals.append((table, why, amounts))
    frame = pd.concat(lines, ignore_index=True)
    frame["line_number"] = line_numbers(frame)
    findings += control_totals(totals, source)
    return Reading(conform(frame, "journal"), pd.concat(aside, ignore_index=True), tuple(findings))


def _accountless(table: Table, found: Accounts, amounts: dict[str, pd.Series]) -> list[Fault]:
    """Rows without an account; they are worth a finding only if money stands on them."""
    missing = found.code.eq("")
    money = amounts["debit_cents"].fillna(1).ne(0) | amounts["credit_cents"].fillna(1).ne(0)
    said = table.texts("summary").where(found.name.eq(""), found.name)
    return [Fault("no_account", missing & money, said, NO_ACCOUNT), Fault("no_account", missing, said)]


def _lines(
    table: Table, heads: pd.DataFrame, found: Accounts, amounts: dict[str, pd.Series], source: Source
) -> pd.DataFrame:
    codes = dimensions(table, found.code, found.path, source.unit)
    frame = heads.join(codes).assign(
        summary=table.texts("summary"),
        account_code=found.code,
        account_name=found.name,
        book=books(found.code, source.unit),
        is_closing=table.texts("is_closing").str.lower().isin(_TRUE),
        line_number=pd.to_numeric(table.texts("line_number"), errors="coerce").fillna(0).astype("int64"),
        **amounts,
    )
    return placed(frame, table.sheet, source)
