"""The tidy frames: which columns each has and what one row of it is.

*Grain* of each frame:
    journal     one voucher line, as exported, closing entries included
    balances    one account of an account-balance table
    budget      one line of a budget document (original budget or a later change)
    summary     one budget or actual amount that somebody else already aggregated
    commitments one contract that has been signed, whatever of it has been paid
    spending    one amount spent on the budget basis (a voucher line of a spending account, or an actual of the summary)
    set_aside   one row of an export that went into none of the above, with its reason
    targets     one third-level indicator of the unit (no project) or of a budgeted project
    goals       one overall goal of the unit or of a budgeted project
    explanations one explanation of the variance of a budgeted project, in the year or in one period
    facts       one fact of the unit in one year, such as its posts
    prose       one paragraph of a report that is reviewed against the ledger
"""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd

from perfkit.ledger.columns import DTYPES, columns

SOURCE: Final = ("source_file", "source_sheet", "source_row")
#: Types of columns in which nothing is null.
_NULLABLE: Final = ("rate", "points")
#: What makes a voucher one: numbers start anew each month in most systems.
VOUCHER: Final = ("fiscal_year", "period", "voucher_type", "voucher_number")
CODES: Final = ("fund_code", "functional_code", "economic_code", "project_code", "department_code")
#: What `classifications.classify` adds to the codes.
CLASSIFIED: Final = ("is_fiscal_appropriation", "expenditure_type", "basic_kind", "budget_project_code")

FRAMES: Final[dict[str, tuple[str, ...]]] = {
    "journal": (
        "unit_code", "fiscal_year", "period", "voucher_date", "voucher_type", "voucher_number", "line_number",
        "summary", "account_code", "account_name", "exported_account_code", "debit_cents", "credit_cents", "book",
        "is_closing", *CODES, "government_economic_code", "expenditure_type", *SOURCE,
    ),
    "balances": (
        "unit_code", "fiscal_year", "account_code", "account_name", "exported_account_code",
        "opening_debit_cents", "opening_credit_cents",
        "debit_cents", "credit_cents", "closing_debit_cents", "closing_credit_cents", "is_leaf", *SOURCE,
    ),
    "budget": (
        "unit_code", "fiscal_year", "period", "budget_type", "document_number", "document_date", "summary",
        "account_code", "account_name", *CODES, *CLASSIFIED, "amount_cents", *SOURCE,
    ),
    "summary": (
        "unit_code", "fiscal_year", "period", "breakdown", "measure", "department_name",
        *CODES, "expenditure_type", "amount_cents", *SOURCE,
    ),
    "commitments": (
        "unit_code", "fiscal_year", "contract_number", "summary", "party_name", "project_code", "budget_project_code",
        "contract_date", "amount_cents", "paid_cents", "is_paid_known", "contract_document", *SOURCE,
    ),
    "spending": (
        "unit_code", "fiscal_year", "period", "voucher_date", "voucher_type", "voucher_number", "line_number",
        "summary", "account_code", *CODES, *CLASSIFIED, "actual_cents", *SOURCE,
    ),
    "set_aside": ("unit_code", "fiscal_year", "reason", "row_text", "debit_cents", "credit_cents", *SOURCE),
    "targets": (
        "unit_code", "fiscal_year", "budget_project_code", "level1_name", "level2_name", "indicator_name", "comparison",
        "target_text", "target_number", "measure_unit", "weight_centipoints", "actual_text", "actual_number", "tier",
        "awarded_centipoints", "evidence_document", "evidence_page", "survey_number", "department_name",
        "deviation_reason", "improvement", *SOURCE,
    ),
    "goals": (
        "unit_code", "fiscal_year", "budget_project_code", "goal_number", "goal_text", "achieved_text", *SOURCE,
    ),
    "explanations": (
        "unit_code", "fiscal_year", "explanation_number", "budget_project_code", "period", "explained_cents", "cause",
        "explanation", "author", "explained_date", "evidence_document", *SOURCE,
    ),
    "facts": ("unit_code", "fiscal_year", "fact", "fact_number", "measure_unit", "fact_source", *SOURCE),
    "prose": ("unit_code", "fiscal_year", "row_text", *SOURCE),
}  # fmt: skip

#: Which column of `measures.execution` each type of budget line adds to.
BUDGET_COLUMN_OF: Final = {
    "original": "original_budget_cents",
    "supplement": "supplementary_budget_cents",
    "reduction": "supplementary_budget_cents",
    "transfer": "supplementary_budget_cents",
    "carryover": "carryover_cents",
}


def empty(frame: str) -> pd.DataFrame:
    """A frame of that name without rows, columns typed."""
    return _empty(frame).copy()


@cache
def _empty(frame: str) -> pd.DataFrame:
    return conform(pd.DataFrame(), frame)


def conform(data: pd.DataFrame, frame: str) -> pd.DataFrame:
    """`data` with exactly the columns of `frame`, in order and typed; a missing column gets its empty value.

    Empty values: "" for text and numbers, 0 for amounts and integers, False, NaT, null rate and points. Columns that
    the frame does not have are left out. The index becomes 0..n-1.
    """
    defined = columns()
    data = data.reset_index(drop=True)
    typed = {}
    for name in FRAMES[frame]:
        kind = defined[name].type
        typed[name] = _typed(data[name], kind) if name in data.columns else _absent(data.index, kind)
    return pd.DataFrame(typed, index=data.index)


def selected(data: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """The rows of `data` where `rows`, of as many rows, is true.

    Rows one below the other, as those of an export between its header and its foot, are not copied.
    """
    places = rows.to_numpy(dtype=bool).nonzero()[0]
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return data.iloc[places[0] : places[-1] + 1]
    return data.iloc[places]


def _absent(index: pd.Index, kind: str) -> pd.Series:
    if kind == "date":
        return pd.Series(pd.NaT, index=index, dtype="datetime64[ms]")
    value = pd.NA if kind in _NULLABLE else _nothing(kind)
    typed: pd.Series = pd.Series(value, index=index, dtype=DTYPES[kind])
    return typed


def _nothing(kind: str) -> str | bool | int:
    return "" if kind in ("text", "number") else False if kind == "boolean" else 0


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(column).astype("datetime64[ms]")
    if kind in _NULLABLE:
        return column.astype(DTYPES[kind])  # type: ignore[call-overload, no-any-return]  # a name the stubs cannot know
    filled = column.fillna(_nothing(kind)) if column.hasnans else column
    typed: pd.Series = filled.astype(DTYPES[kind])  # type: ignore[call-overload]  # a name the stubs cannot know
    return typed
