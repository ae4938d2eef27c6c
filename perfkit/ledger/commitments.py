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


def with_open(commitments: pd.DataFrame) -> pd.DataFrame:
    """The contracts, each with what is signed and not yet paid as committed_cents (Int64); never below 0.

    Where nobody tells what was paid, that is the whole amount: the most that can be open.

    *Grain*: one contract.
    """
    open_cents = (commitments["amount_cents"] - commitments["paid_cents"]).clip(lower=0).astype("Int64")
    return commitments.assign(committed_cents=open_cents)
