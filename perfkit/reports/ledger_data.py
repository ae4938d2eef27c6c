"""The lines of a year as a script beside its pages: the journal once, in columns, compressed.

A page opened from a disk may not fetch a file, but it may load a script of its own folder; hence data/ledger.js, which
hands one text to the page. Columns hold each text once, numbers as differences: 50,000 lines take about 1 MB.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.charts import chart_of
from perfkit.ledger.columns import column_label
from perfkit.ledger.commitments import with_open
from perfkit.ledger.frames import CLASSIFIED, CODES, SOURCE
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.measures import income
from perfkit.reports.packing import packed

NAME: Final = "data/ledger.js"
_LINE: Final = ("period", "summary", "account_code", "account_name", *CODES, *SOURCE)
_JOURNAL: Final = (
    *_LINE, "voucher_date", "voucher_type", "voucher_number", "line_number", "debit_cents", "credit_cents", "book",
    "is_closing",
)  # fmt: skip
_SPENDING: Final = (*_JOURNAL, *CLASSIFIED)
_BUDGET: Final = (*_LINE, "budget_type", "document_number", "document_date", *CLASSIFIED, "amount_cents")
_COMMITMENTS: Final = (
    "contract_number", "summary", "party_name", "contract_date", "project_code", "budget_project_code", "amount_cents",
    "paid_cents", "committed_cents", "contract_document", *SOURCE,
)  # fmt: skip
#: Columns whose codes people read as names.
_NAMED: Final = (
    "project_code", "budget_project_code", "department_code", "fund_code", "economic_code", "functional_code",
    "expenditure_type", "basic_kind", "budget_type", "period",
)  # fmt: skip
_SCRIPT: Final = re.compile(r'perfkit\.receive\(\d+,"([^"\\]*)"\);\n')
_EPOCH: Final = pd.Timestamp(0)


def ledger_script(ledger: Ledger, language: Language) -> str:
    """data/ledger.js of a year.

    Args:
        ledger: of the whole unit.
        language: of names and headings.
    """
    return f'perfkit.receive({ledger.year},"{packed_lines(ledger, language)}");\n'


def packed_lines(ledger: Ledger, language: Language) -> str:
    """The lines of a year as the pages unpack them; arguments as for `ledger_script`."""
    text = json.dumps(ledger_data(ledger, language), ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode("utf-8"))


def read_packed(script: str) -> str:
    """The packed lines in a data/ledger.js; "" if it is none."""
    found = _SCRIPT.fullmatch(script)
    return found[1] if found else ""


def ledger_data(ledger: Ledger, language: Language) -> dict[str, Any]:
    """What the script holds, as JSON can.

    Frames: rows (how many), columns (name -> packed column), and `of`, the numbers of the journal's lines that they
    are, if they are: then they hold only what differs from the journal.
    """
    received = income(ledger.journal, ledger.unit)
    is_told_twice = ledger.timeline.equals(ledger.spending)
    frames = {
        "journal": _frame(ledger.journal, _JOURNAL),
        "budget": _frame(ledger.budget, _BUDGET),
        "spending": _part(ledger, ledger.spending, "actual_cents"),
        "timeline": "spending" if is_told_twice else _part(ledger, ledger.timeline, "actual_cents"),
        "income": _part(ledger, received, "income_cents"),
        "commitments": _frame(with_open(ledger.commitments), _COMMITMENTS),
    }
    return {
        "unit": ledger.unit.name(language),
        "year": ledger.year,
        "currency": currency_label(ledger.unit, language),
        "frames": frames,
        "names": _names(ledger, language),
        "headings": {
            name: column_label(name, language) for name in dict.fromkeys((*_SPENDING, *_BUDGET, *_COMMITMENTS))
        },
    }


def _frame(frame: pd.DataFrame, columns: Sequence[str]) -> dict[str, Any]:
    return {"rows": len(frame), "columns": {name: _column(frame[name]) for name in columns}}


def _part(ledger: Ledger, frame: pd.DataFrame, amount: str) -> dict[str, Any]:
    """A frame whose lines are lines of the journal, if they are; else on its own."""
    frame, columns = frame.reset_index(drop=True), [name for name in _SPENDING if name in frame]
    journal = _source(ledger, amount)
    if len(journal) != len(frame) or not _same_lines(journal, frame):
        return _frame(frame, [*columns, amount])
    aligned = journal.reset_index(drop=True)
    own = [name for name in columns if name not in aligned or not aligned[name].equals(frame[name])]
    part = _frame(frame, [*own, amount])
    return {**part, "of": _steps(journal.index)}


def _source(ledger: Ledger, amount: str) -> pd.DataFrame:
    """The lines of the journal that a frame of spending or income is made of, in its order."""
    chart, codes = chart_of(ledger.unit), ledger.journal["account_code"]
    chosen = chart.is_spending(codes) if amount == "actual_cents" else chart.is_income(codes)
    return ledger.journal[chosen & ~ledger.journal["is_closing"]]


def _same_lines(journal: pd.DataFrame, frame: pd.DataFrame) -> bool:
    place = [*SOURCE, "voucher_number", "line_number"]
    return journal[place].reset_index(drop=True).equals(frame[place])


def _column(column: pd.Series) -> dict[str, Any]:
    """A column: each text once (`texts`) with the number of each line's (`at`); numbers as differences (`steps`)."""
    if column.dtype.kind == "M":
        return {"days": _steps((column - _EPOCH).dt.days.fillna(-1))}
    if column.dtype.kind in "biu":
        return {"steps": _steps(column)}
    places, texts = pd.factorize(column)
    return {"texts": [str(text) for text in texts], "at": places.tolist()}


def _steps(values: pd.Series | pd.Index) -> list[int]:
    """Each value less the one before it."""
    steps: list[int] = np.diff(values.to_numpy("int64"), prepend=np.int64(0)).tolist()
    return steps


def _names(ledger: Ledger, language: Language) -> dict[str, dict[str, str]]:
    """Column -> code -> name, of the codes that the lines bear."""
    frames = (ledger.journal, ledger.budget, ledger.spending, ledger.timeline, ledger.commitments)
    codes = {
        name: sorted({str(code) for frame in frames if name in frame for code in frame[name].unique()})
        for name in _NAMED
    }
    return {name: {code: ledger.coded_label(name, code, language) for code in found} for name, found in codes.items()}
