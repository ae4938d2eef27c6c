"""Voucher numbers that are missing where vouchers are numbered one after the other.

Systems number by month or by year, each type of voucher for itself or all types together; the numbers themselves tell
which. What is no sequence (numbers made of dates, of other systems' keys) has no gaps.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.entries import starts
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import SOURCE

GAPS: Final = FindingKind(
    "voucher_number_gaps",
    "warning",
    "凭证号不连续",
    "gap in the voucher numbers",
    "{series}凭证号不连续，缺 {found} 个：{subject}。请核实是作废、未记账还是漏导出。",
    "{series}: {found} voucher numbers are missing: {subject}. Are these vouchers void, not posted, or not exported?",
)
#: How vouchers may be numbered, widest first: all types through the year, all by month, each type by year, by month.
_SERIES: Final = (["prefix"], ["prefix", "period"], ["prefix", "voucher_type"], ["prefix", "voucher_type", "period"])
#: So many numbers per hundred may stand twice in a series: a voucher with lines in two months is no new beginning.
_TWICE: Final = 5
#: So many ranges of missing numbers are told one by one.
_MAX_TOLD: Final = 20


def voucher_number_gaps(journal: pd.DataFrame) -> list[Finding]:
    """The missing numbers of every series of vouchers, one finding per series.

    Only the last digits of a number count (记-0012, A 12). A series in which more numbers are missing than there are is
    none. It begins with 1, but for numbers of the whole year in a journal that begins later than the year.
    """
    columns = ["period", "voucher_type", "voucher_number"]
    texts = pd.Series(journal["voucher_number"].unique(), dtype="str")
    if texts.str.fullmatch("[0-9]{1,12}").all():
        parts = pd.DataFrame({"prefix": "", "number": texts, "voucher_number": texts})
    else:
        parts = texts.str.extract(r"^(?P<prefix>.*?)(?P<number>\d{1,12})$").assign(voucher_number=texts).dropna()
    # The same vouchers once each, in the order of the journal.
    heads = journal.loc[starts(journal, columns), [*columns, *SOURCE]].drop_duplicates(columns)
    vouchers = heads.merge(parts, on="voucher_number")
    if vouchers.empty:
        return []
    vouchers = vouchers.astype({"number": "int64"})
    by = next(by for by in _SERIES if _is_numbered(vouchers, by))
    findings = []
    for _, series in vouchers.groupby(by, sort=False):
        gaps = _gaps(series["number"], from_one="period" in by or series["period"].min() <= 1)
        if gaps:
            findings.append(_finding(series, gaps, by))
    return findings


def _is_numbered(vouchers: pd.DataFrame, by: list[str]) -> bool:
    """Whether hardly a number stands twice in a series of that kind."""
    twice = vouchers.duplicated([*by, "number"]).sum()
    return bool(twice * 100 <= len(vouchers) * _TWICE) or by == _SERIES[-1]


def _gaps(numbers: pd.Series, *, from_one: bool) -> list[tuple[int, int]]:
    """First and last number of every gap; none if the numbers are no sequence."""
    present = sorted(set(numbers))
    start = 1 if from_one and len(present) * 2 >= present[-1] else present[0]
    if len(present) * 2 < present[-1] - start + 1:
        return []
    before = [start - 1, *present]
    return [(last + 1, number - 1) for last, number in zip(before, present, strict=False) if number > last + 1]


def _finding(series: pd.DataFrame, gaps: list[tuple[int, int]], by: list[str]) -> Finding:
    told = [str(first) if first == last else f"{first}-{last}" for first, last in gaps[:_MAX_TOLD]]
    first = series.iloc[0]
    kind = first["voucher_type"] if "voucher_type" in by else ""
    by_month = "period" in by
    names = {
        "zh": f"{kind}{'字' if kind else ''}{'第 ' + str(first['period']) + ' 期' if by_month else '全年'}",
        "en": f"{kind or 'Vouchers'}, {'period ' + str(first['period']) if by_month else 'whole year'}",
    }
    return Finding(
        GAPS,
        subject=", ".join(told) + (" …" if len(gaps) > _MAX_TOLD else ""),
        found=str(sum(last - first + 1 for first, last in gaps)),
        source_file=first["source_file"],
        source_sheet=first["source_sheet"],
        source_row=int(first["source_row"]),
        parts={"series": names},
    )
