"""Whether the parallel books of a year are complete: closed, without pending items, financial beside budget."""

from __future__ import annotations

from typing import Final

import pandas as pd

from perfkit.ledger.charts import chart_of
from perfkit.ledger.findings import Finding, FindingKind
from perfkit.ledger.frames import VOUCHER
from perfkit.ledger.money import as_yuan
from perfkit.ledger.units import Unit

UNCLOSED: Final = FindingKind(
    "unclosed_accounts",
    "warning",
    "年末结转后仍有余额",
    "balance left after closing",
    "科目 {subject} 年末结转后仍有余额 {found} {currency}，应为 0（会计制度：年末结转后本科目应无余额）。",
    "Account {subject} has a balance of {found} after the year-end closing; it must be 0.",
)
NOT_CLOSED: Final = FindingKind(
    "closing_entries",
    "notice",
    "没有年末结转分录",
    "no closing entries",
    "序时账中没有年末结转分录：可能尚未结账，或导出时未包含。支出按已入账分录计算。",
    "The journal has no closing entries: not closed yet, or exported without them. Spending is what was posted.",
)
CLOSED: Final = FindingKind(
    "closing_entries",
    "notice",
    "年末结转分录已识别并剔除",
    "closing entries left out",
    "识别出 {lines} 行年末结转分录，其中冲减支出科目 {found} {currency}，不计入支出。",
    "{lines} lines are closing entries; the {found} that they credit to spending accounts are not counted.",
)
PENDING: Final = FindingKind(
    "uncleared_pending",
    "warning",
    "待处理支出未清理",
    "pending items not cleared",
    "“待处理”科目 {subject} 年末余额 {found} {currency}，应在结转前清理完毕。",
    "The pending account {subject} holds {found} at the year's end; it must be cleared before closing.",
)
ONE_BOOK: Final = FindingKind(
    "vouchers_in_one_book",
    "warning",
    "有支出的凭证缺少财务会计分录",
    "spending without a financial entry",
    "{lines} 张凭证只有预算会计的支出分录，没有财务会计分录（首张：{file} 第 {row} 行，{subject}），"
    "支出合计 {found} {currency}。",
    "{lines} vouchers post spending in the budget book without a financial entry (first: {file} row {row}, {subject}); "
    "together {found}.",
)
_PENDING_WORD: Final = "待处理"


def closing_facts(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """What was recognised as closing entries; that there are none, if there is spending in a chart that closes it."""
    closing, chart = journal[journal["is_closing"]], chart_of(unit)
    if closing.empty:
        return [Finding(NOT_CLOSED)] if chart.closes and chart.is_spending(journal["account_code"]).any() else []
    credited = closing[chart.is_spending(closing["account_code"])]
    cents = int((credited["credit_cents"] - credited["debit_cents"]).sum())
    return [Finding(CLOSED, amount_cents=cents, found=as_yuan(cents), parts={"lines": len(closing)})]


def unclosed_accounts(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Income and spending accounts of any book with a balance although the year was closed."""
    if not journal["is_closing"].any():
        return []
    flows = journal[chart_of(unit).is_flow(journal["account_code"])]
    balances = (flows["debit_cents"] - flows["credit_cents"]).groupby(flows["account_code"]).sum()
    return [
        Finding(UNCLOSED, subject=str(code), amount_cents=int(cents), found=as_yuan(int(cents)))
        for code, cents in balances[balances.ne(0)].items()
    ]


def uncleared_pending(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Sub-accounts of spending called 待处理 with a balance before closing (domain rule 4 on account 7201)."""
    is_spending = chart_of(unit).is_spending(journal["account_code"])
    is_pending = is_spending & journal["account_name"].str.contains(_PENDING_WORD)
    lines = journal[is_pending & ~journal["is_closing"]]
    balances = (lines["debit_cents"] - lines["credit_cents"]).groupby(lines["account_code"]).sum()
    return [
        Finding(PENDING, subject=str(code), amount_cents=int(cents), found=as_yuan(int(cents)))
        for code, cents in balances[balances.ne(0)].items()
    ]


def vouchers_in_one_book(journal: pd.DataFrame, unit: Unit) -> list[Finding]:
    """Vouchers that post spending but nothing in the financial books, where the journal has financial books at all.

    Vendors that number the two books apart have no voucher with both; then there is nothing to compare.
    """
    lines = journal[~journal["is_closing"]]
    books = lines.groupby(list(VOUCHER), sort=False)["book"].transform("nunique")
    if not books.eq(2).any():
        return []
    alone = lines[books.eq(1) & chart_of(unit).is_spending(lines["account_code"])]
    if alone.empty:
        return []
    first, cents = alone.iloc[0], int((alone["debit_cents"] - alone["credit_cents"]).sum())
    return [
        Finding(
            ONE_BOOK,
            subject=f"{first['voucher_type']}-{first['voucher_number']}",
            amount_cents=cents,
            found=as_yuan(cents),
            source_file=first["source_file"],
            source_sheet=first["source_sheet"],
            source_row=int(first["source_row"]),
            parts={"lines": len(alone.drop_duplicates(list(VOUCHER)))},
        )
    ]
