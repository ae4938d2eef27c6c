"""What an execution summary says of itself that does not hold: totals, repeated periods, budgets told twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import CODES
from perfkit.ledger.money import as_yuan
from perfkit.readers.lines.amounts import Amounts
from perfkit.readers.lines.rows import Source

#: What identifies one line of a summary.
LINE: Final = [*CODES, "expenditure_type", "department_name"]
ROW_TOTAL: Final = FindingKind(
    "row_totals", "error", "行合计与各列之和不符", "row total differs from its columns",
    "{place} 第 {row} 行：合计列为 {expected}，各列之和为 {found}，相差 {amount} 元。",
    "{place} row {row}: the total column says {expected}, the columns add up to {found}, "
    "a difference of {amount}.",
)  # fmt: skip
REPEATED_PERIOD: Final = FindingKind(
    "repeated_periods", "warning", "相邻两期数字完全相同", "two periods tell the same figures",
    "{file}：第 {period} 期与上一期的累计执行数逐行相同（合计 {found}），其中一期可能误报；两期均按原样计入。",
    "{file}: the actuals to date of period {period} repeat those of the period before in every row ({found} in all); "
    "one of the two may be wrong. Both are counted as received.",
)  # fmt: skip
REPEATED_BUDGET: Final = FindingKind(
    "repeated_budgets", "warning", "各期年初预算数不一致", "original budget differs between periods",
    "{place} 第 {row} 行：同一项目的年初预算数应为 {expected}，实为 {found}；按首次出现的数计入。",
    "{place} row {row}: the original budget of this line was {expected} before, here it is {found}; "
    "the first is counted.",
)  # fmt: skip


def row_totals(sheets: Iterable[Amounts], source: Source) -> list[Finding]:
    """Rows whose columns do not add up to the column that the mapping names as their total."""
    findings = []
    for sheet in sheets:
        found = sheet.row_cents()
        printed = found if sheet.total is None else sheet.total.cents("amount").fillna(0).astype("int64")
        rows = found.index[printed.ne(found) & sheet.why.eq("")]
        for row, expected, actual in zip(rows.to_list(), printed[rows], found[rows], strict=True):
            finding = Finding(
                ROW_TOTAL,
                amount_cents=int(expected - actual),
                expected=as_yuan(expected),
                found=as_yuan(actual),
                source_file=source.source_file,
                source_sheet=sheet.table.sheet.name,
                source_row=row + 1,
                parts={"amount": as_yuan(expected - actual)},
            )
            findings.append(finding)
    return findings


def repeated_budgets(told: pd.DataFrame) -> list[Finding]:
    """Original budgets, told in every period, that differ from the first one told for that line."""
    first = told.groupby(LINE)["amount_cents"].transform("first")
    differing = told.assign(first=first)[told["amount_cents"].ne(first)]
    return [
        Finding(
            REPEATED_BUDGET,
            expected=as_yuan(row["first"]),
            found=as_yuan(row["amount_cents"]),
            source_file=row["source_file"],
            source_sheet=row["source_sheet"],
            source_row=row["source_row"],
        )
        for row in differing.to_dict("records")
    ]


def repeated_periods(frame: pd.DataFrame) -> list[Finding]:
    """Periods whose actuals to date equal those of the period before, line by line."""
    to_date = frame[frame["measure"].eq("actual_to_date")]
    levels = to_date.pivot_table(index=LINE, columns="period", values="amount_cents", aggfunc="sum")
    return [
        Finding(
            REPEATED_PERIOD,
            found=as_yuan(int(levels[period].sum())),
            source_file=to_date["source_file"].iloc[0],
            parts={"period": int(period)},
        )
        for before, period in zip(levels.columns, levels.columns[1:], strict=False)
        if len(levels) > 1 and levels[before].equals(levels[period])
    ]
