"""Commitments: contracts that have been signed, and what is still to be paid on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

COMMITMENTS: Final = "commitments.xlsx"
#: Field of a list of contracts -> the heading that the template gives it.
CONTRACT_HEADINGS: Final = {
    "contract_number": "合同编号",
    "summary": "合同名称",
    "party_name": "合同对方",
    "project_name": "项目",
    "contract_date": "签订日期",
    "contract_amount": "合同金额",
    "paid_amount": "已付金额",
    "contract_document": "合同文件",
}


def open_cents(commitments: pd.DataFrame) -> pd.Series:
    """What is signed and not yet paid of each contract, Int64; nothing where it was paid in full or beyond.

    Where nobody tells what was paid, that is the whole amount: the most that can be open.
    """
    return (commitments["amount_cents"] - commitments["paid_cents"]).clip(lower=0).astype("Int64")
