"""What kinds of export there are, and which fields tell one from another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from perfkit.errors import Language


@dataclass(frozen=True)
class Need:
    """Something a kind of export cannot do without: any one of `alternatives`, each a set of fields."""

    zh: str
    en: str
    alternatives: tuple[frozenset[str], ...]

    def met(self, fields: Collection[str]) -> bool:
        """Whether `fields` has all of one alternative."""
        return any(alternative <= set(fields) for alternative in self.alternatives)


#: Fields of columns that each hold the actual of one period -> the period.
ACTUAL_OF_PERIOD: Final = {f"actual_{number}": str(number) for number in range(1, 13)}
#: Fields of a balance table that has a group of columns for each month.
MOVEMENT_OF_MONTH: Final = {side: tuple(f"{side}_{number}" for number in range(1, 13)) for side in ("debit", "credit")}


def any_of(zh: str, en: str, *names: str) -> Need:
    """A need that any single field of `names` meets."""
    return Need(zh, en, tuple(frozenset({name}) for name in names))


#: A debit account and a credit account on one row.
_TWO_ACCOUNTS: Final = tuple(
    frozenset({f"debit_account_{part}", f"credit_account_{part}"}) for part in ("code", "combined", "name")
)
ACCOUNT: Final = Need(
    "科目",
    "account",
    (frozenset({"account_code"}), frozenset({"account_combined"}), frozenset({"account_name"}), *_TWO_ACCOUNTS),
)
ENTRY: Final = any_of("凭证号或摘要", "voucher number or summary", "voucher_number", "summary", "voucher_date")
WHEN: Final = any_of("日期或期间", "date or period", "voucher_date", "period")
SIDES: Final = Need(
    "借方和贷方金额，或方向和金额",
    "debit and credit, or direction and amount",
    (
        frozenset({"debit", "credit"}),
        frozenset({"direction", "amount"}),
        *(accounts | {"amount"} for accounts in _TWO_ACCOUNTS),
    ),
)
BALANCE: Final = any_of(
    "期初或期末余额", "opening or closing balance",
    "opening_balance", "opening_debit", "opening_credit", "closing_balance", "closing_debit", "closing_credit",
)  # fmt: skip
SUBJECT: Final = any_of(
    "项目、部门或分类", "project, department or class",
    "project_code", "project_name", "department_code", "department_name",
    "economic_code", "functional_code", "fund_code", "expenditure_type",
)  # fmt: skip
BUDGET_AMOUNT: Final = any_of(
    "预算金额", "budget amount", "budget_amount", "amount", "original_budget", "adjustment", "supplement", "reduction",
)  # fmt: skip
CONTRACT: Final = any_of("合同编号", "contract number", "contract_number")
CONTRACT_AMOUNT: Final = any_of("合同金额", "contract amount", "contract_amount")
MEASURED: Final = Need(
    "执行数",
    "actual",
    (
        frozenset({"actual"}),
        frozenset({"actual_to_date"}),
        *(frozenset({name}) for name in ACTUAL_OF_PERIOD),
        frozenset({"measure", "amount"}),
    ),
)

#: In the order in which a header is tried; a mapping may name the kind instead.
NEEDS: Final[dict[str, tuple[Need, ...]]] = {
    "journal": (WHEN, ENTRY, ACCOUNT, SIDES),
    "balances": (ACCOUNT, BALANCE),
    "commitments": (CONTRACT, CONTRACT_AMOUNT),
    "summary": (SUBJECT, MEASURED),
    "budget": (SUBJECT, BUDGET_AMOUNT),
}
#: Tables that are a journal only together: the lines of vouchers, whose date and number stand in a table of heads.
#: Numbered lines tell number and period themselves; a head adds the date and the state, if there is one.
PARTS: Final = ("voucher_lines", "numbered_lines", "voucher_heads")
_ANY_KIND: Final[dict[Language, str]] = {
    "zh": "序时账、科目余额表、预算表、执行汇总表或合同表的列名",
    "en": "the headings of a journal, a balance table, a budget book, an execution summary or a list of contracts",
}


def kind_of(fields: Collection[str], named: str = "") -> str:
    """The first kind whose needs `fields` meets, or `named` if its needs are met; "" if there is none."""
    part = _part_of_vouchers(fields)
    if part and named in ("", part):
        return part
    if named == "numbered_lines":
        return named if "voucher_key" in fields and all(need.met(fields) for need in NEEDS["journal"]) else ""
    kinds = [kind for kind in ([named] if named else NEEDS) if kind in NEEDS]
    return next((kind for kind in kinds if all(need.met(fields) for need in NEEDS[kind])), "")


def _part_of_vouchers(fields: Collection[str]) -> str:
    """Which of PARTS a table with these fields is; "" if none. Lines with voucher numbers need no head."""
    if "voucher_key" not in fields:
        return ""
    if ACCOUNT.met(fields):
        return "voucher_lines" if "voucher_number" not in fields and SIDES.met(fields) else ""
    return "voucher_heads" if "voucher_number" in fields and WHEN.met(fields) else ""


def lacking(fields: Collection[str], named: str = "") -> dict[Language, str]:
    """What `fields` lacks to be the kind it is nearest to, in words; nothing known is near to no kind."""
    kinds = [named] if named in NEEDS else list(NEEDS)
    unmet = {kind: [need for need in NEEDS[kind] if not need.met(fields)] for kind in kinds}
    near = [needs for kind, needs in unmet.items() if named or len(needs) < len(NEEDS[kind])]
    if not near:
        return _ANY_KIND
    nearest = min(near, key=len)
    return {"zh": "、".join(need.zh for need in nearest), "en": ", ".join(need.en for need in nearest)}
