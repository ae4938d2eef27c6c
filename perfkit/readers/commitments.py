"""Lists of contracts (合同台账): one tidy row per contract that has been signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from perfkit.readers.lines.amounts import Amounts, closed, codes, read_amounts
from perfkit.readers.lines.cells import to_dates
from perfkit.readers.lines.faults import UNREADABLE_AMOUNT, UNREADABLE_DATE, Fault
from perfkit.readers.lines.rows import Reading, Source, Table, placed

#: The amount column that a list of contracts must have; it stands for itself.
_COLUMNS: Final[dict[str, dict[str, str]]] = {"contract_amount": {}}


def read_commitments(tables: Sequence[Table], source: Source) -> Reading:
    """The contracts of all sheets of one file.

    *Grain*: one row of the list. A blank 已付金额 is not known, not 0 (`is_paid_known`). A row with an amount or a date
    that nobody can read is set aside and reported; one without a number or a date is kept. A project that the register
    does not have stays as it is written.

    Raises:
        BadConfiguration: see `read_amounts`.
    """
    sheets = [_sheet(table, source) for table in tables]
    lines = pd.concat([_lines(sheet, source) for sheet in sheets], ignore_index=True)
    return closed(lines, "commitments", sheets, source)


def _sheet(table: Table, source: Source) -> Amounts:
    amounts = read_amounts(table, source, _COLUMNS)
    view = amounts.views[0]
    paid, dates = view.texts("paid_amount"), view.texts("contract_date")
    unreadable = Fault("unreadable_amount", view.cents("paid_amount").isna(), paid, UNREADABLE_AMOUNT)
    undated = Fault("unreadable_date", dates.ne("") & to_dates(dates).isna(), dates, UNREADABLE_DATE)
    return amounts.without([unreadable, undated], source)


def _lines(sheet: Amounts, source: Source) -> pd.DataFrame:
    view = sheet.views[0]
    frame = pd.DataFrame(
        {
            "project_code": codes(view, source.unit)["project_code"],
            "contract_number": view.texts("contract_number"),
            "summary": view.texts("summary"),
            "party_name": view.texts("party_name"),
            "contract_date": to_dates(view.texts("contract_date")),
            "amount_cents": view.cents("amount").fillna(0),
            "paid_cents": view.cents("paid_amount").fillna(0),
            "is_paid_known": view.texts("paid_amount").ne(""),
            "contract_document": view.texts("contract_document"),
        }
    )
    return placed(frame, view.sheet, source)[sheet.why.eq("")]
