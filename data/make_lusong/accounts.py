"""The chart of accounts of the unit, and which accounts a payment reaches (facts/posting_rules.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from data.make_lusong.facts import HERE, project_names, rows, toml
from data.make_lusong.spending import Payment
from perfkit.ledger.classifications import code_list

BANK = "1002.01"
BANK_BUDGET = "8001.02"
PREPAID = "1214.01"
PENDING = "7201.04"
IN_CONSTRUCTION = "1613.01"
BUILDINGS = "1601.01"
FISCAL = "11"


@cache
def chart() -> dict[str, str]:
    """Account code -> its own name, parents before children, in order of code."""
    return {row["code"]: row["name_zh"] for row in rows(HERE / "facts" / "chart.csv")}


def full_name(code: str) -> str:
    """The names of the account and its parents: 事业支出/财政拨款支出/项目支出."""
    parts = code.split(".")
    return "/".join(chart()[".".join(parts[: n + 1])] for n in range(len(parts)))


def rules() -> dict[str, Any]:
    """The posting rules."""
    return toml("posting_rules")


def is_basic(purpose: str) -> bool:
    """Whether `purpose` is basic expenditure (personnel, public) and not a project."""
    return purpose in ("personnel", "public")


def spending_account(payment: Payment) -> str:
    """The 7201 account; an advance stands under 待处理 until it is cleared."""
    if payment.kind == "advance":
        return PENDING
    ending = rules()["purposes"][payment.purpose if is_basic(payment.purpose) else "project"]
    return f"{rules()['funds'][payment.fund]['spending']}{ending}"


def budget_source(payment: Payment) -> str:
    """The account of the budget book that pays: 6001 for fiscal appropriation, else the funds at the bank."""
    if payment.fund != FISCAL:
        return BANK_BUDGET
    ending = rules()["purposes"][payment.purpose if is_basic(payment.purpose) else "project"]
    return f"6001{ending}"


def financial_source(payment: Payment) -> str:
    """The account of the financial book that pays: 4001 for fiscal appropriation, else the bank."""
    if payment.fund != FISCAL:
        return BANK
    return "4001.01" if is_basic(payment.purpose) else "4001.02"


def cost_account(payment: Payment) -> str:
    """What the payment costs in the financial book: an asset, or an expense of its economic class."""
    asset: str | None = rules()["assets"].get(payment.economic)
    if asset:
        return asset
    first = "5101" if is_basic(payment.purpose) else "5001"
    return f"{first}{rules()['expenses'][payment.economic[:3]]}"


def paid_account(payment: Payment) -> str:
    """What the payment debits in the financial book: an advance, a liability to staff, or the cost itself."""
    if payment.kind == "advance":
        return PREPAID
    liability: str | None = rules()["payroll"].get(payment.economic) if payment.purpose == "personnel" else None
    return liability or cost_account(payment)


def functional_class(economic: str) -> str:
    """Code and name of the functional class, as the export writes it."""
    functional = rules()["functional"]
    return str(functional.get(economic, functional[""]))


def auxiliary(payment: Payment, *, with_economic: bool) -> str:
    """The text of the column 辅助核算: 项目:机关运转;经济分类:30201办公费;功能分类:…;资金性质:…;部门:…."""
    parts = {
        "项目": "" if is_basic(payment.purpose) else project_names()[payment.purpose],
        "经济分类": f"{payment.economic}{economic_name(payment.economic)}" if with_economic else "",
        "功能分类": functional_class(payment.economic),
        "资金性质": rules()["funds"][payment.fund]["name"],
        "部门": payment.department if with_economic else "",
    }
    return ";".join(f"{key}:{value}" for key, value in parts.items() if value)


def economic_name(code: str) -> str:
    """The name of a department economic class."""
    return code_list("economic_classes")[code]["name_zh"]
