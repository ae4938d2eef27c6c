"""The voucher lines behind a figure: where an auditor's walk back to the export ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.traces import Lines, Trace
from perfkit.tables.lines import named, summed, table_columns, titled, with_total
from perfkit.tables.table import Table
from perfkit.tables.traces import restriction

LINES_MIME: Final = "application/vnd.perfkit.lines+json"


#: Lines that a notebook shows. A page opens all of them; a table of thousands would stop a browser.
_SHOWN: Final = 200


@dataclass(frozen=True, eq=False, repr=False)
class VoucherLines(Table):
    """A table of voucher lines that a page need not print: it has its title and its sum, and opens the lines."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """What notebooks show: the first lines, and the short form that pages open."""
        if not self.trace:
            return {"text/html": self._repr_html_(), "text/plain": str(self)}
        lines = [one.told() for one in self.trace.columns["actual_cents"]]
        total = replace(self, frame=self.frame.tail(1)).printed()["actual_cents"].iloc[0]
        told = {
            "title": self.title,
            "printed": total,
            "currency": self.currency,
            "lines": [{**one, "where": [*one.get("where", []), *self.trace.where]} for one in lines],
        }
        text = f"{self.title}: {total} {self.currency}"
        return {LINES_MIME: told, "text/html": self._first()._repr_html_(), "text/plain": text}

    def _first(self) -> VoucherLines:
        """This table without what is beyond the lines shown, and with its sum."""
        rows = [*range(len(self.frame))]
        if not self.trace or len(rows) <= _SHOWN + 1:
            return self
        rows = [*rows[:_SHOWN], rows[-1]]
        en = self.language == "en"
        note = f"The first {_SHOWN} lines; all of them: .frame" if en else f"仅显示前 {_SHOWN} 行；全部见 .frame。"
        keys = self.trace.keys and [self.trace.keys[row] for row in rows]
        trace = replace(self.trace, keys=keys)
        return replace(self, frame=self.frame.iloc[rows], notes=[*self.notes, note], trace=trace)


def voucher_lines_table(
    spending: pd.DataFrame, ledger: Ledger, language: Language = "zh", *, subject: str = ""
) -> VoucherLines:
    """Each spending line with its voucher and the file and row it was read from; folded, with the sum at the end.

    Args:
        spending: rows of `ledger.spending`.
        ledger: whose names and currency.
        language: of headings and names.
        subject: what the lines are of (a project's name and a scope), for the title.
    """
    en = language == "en"
    order = ["voucher_date", "period", "voucher_number", "line_number", "source_file", "source_row"]
    posted = spending[spending["source_file"].ne("")]  # a project without spending holds one line of 0, from no file
    ordered = posted.sort_values(order, ignore_index=True)
    lines = named(ordered, ["economic_code", "fund_code"], ledger, language).astype({"source_row": "Int64"})
    names = ["voucher_date", "voucher_type", "voucher_number", "summary", "economic_code", "fund_code", "actual_cents",
             "source_file", "source_row"]  # fmt: skip
    if len(lines):
        lines = with_total(lines, summed(lines, ["actual_cents"]), ["summary"], language)
    return VoucherLines(
        title=titled(f"Voucher lines ({len(ordered)})" if en else f"凭证明细（{len(ordered)} 行）", subject),
        frame=lines,
        columns=table_columns(names, language),
        language=language,
        currency=currency_label(ledger.unit, language),
        notes=[
            "Refunds and red-letter entries are negative; year-end closing entries are not spending and not listed."
            if en
            else "退回和红字冲销为负数；年末结转分录不是支出，未列入。"
        ],
        nothing="There is no spending line." if en else "没有支出分录。",
        is_folded=True,
        trace=_trace(len(ordered), ledger) if len(lines) else None,
    )


def _trace(rows: int, ledger: Ledger) -> Trace:
    """The total is the sum of all spending lines; each line names its own place."""
    keys = [None] * rows
    return Trace({"actual_cents": (Lines("spending"),)}, keys=keys, where=restriction(ledger)).with_total()
