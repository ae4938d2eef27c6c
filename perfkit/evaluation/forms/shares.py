"""The rows that a form splits the funds of the year into: which lines of the ledger each counts, and their amounts.

What the ledger cannot tell apart is not split: such an amount lacks what would tell it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from perfkit.errors import Language
from perfkit.evaluation.forms.drawing import entry, in_money, lacking
from perfkit.ledger.forms import FormCell
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import money_text
from perfkit.ledger.published import AMOUNT_MEASURES
from perfkit.ledger.scopes import Scope
from perfkit.measures.published import lack

Mask = Callable[[pd.DataFrame], pd.Series]
Words = dict[Language, str]
_CARRIED: Final[Words] = {"zh": "结转资金支出的单独核算", "en": "spending out of carry-over kept apart"}
_LEVEL: Final[Words] = {
    "zh": "资金的政府级次（中央省市补助、县级）",
    "en": "the level of government that each fund is from",
}
#: What a form lacks where nobody tells basic from project expenditure.
KIND_LACKS: Final[Words] = {"zh": "支出性质（基本支出、项目支出）", "en": "basic and project expenditure told apart"}
_BUDGET: Final[Words] = {"zh": "预算", "en": "the budget"}
_SPENT: Final[Words] = {"zh": "支出", "en": "spending"}
_UNTOLD: Final[Words] = {
    "zh": "{what}中有 {amount} 未载明资金性质，列在“其他资金”。",
    "en": "{amount} of {what} tell no fund and stand under other funds (其他资金).",
}
_MIXED: Final[Words] = {
    "zh": "含使用上年结转资金的支出，账上未单独核算。",
    "en": "Holds spending out of carry-over, which the ledger does not keep apart.",
}


@dataclass(frozen=True)
class Share:
    """One row of a split.

    Args:
        label: as the form prints it.
        budget, spent: which lines count.
        group: the words left of it, where the form splits the total more than once.
        needs: what both frames must tell: "" or "fund" or "kind".
        is_carryover: carried forward; the ledger knows its budget, but not what was spent of it unless there is none.
        untold: what nobody tells of this row, unless there is nothing to tell.
    """

    label: str
    budget: Mask
    spent: Mask
    group: str = ""
    needs: str = "fund"
    is_carryover: bool = False
    untold: Words | None = None


@dataclass(frozen=True)
class FundRow:
    """One row of the funds, its amounts not put down yet; `rate_lacks` is what a rate of this row lacks."""

    label: str
    original: FormCell
    final: FormCell
    actual: FormCell
    group: str = ""
    rate_lacks: str = ""

    def amount(self, name: str) -> FormCell:
        """The amount of that name: original, final or actual."""
        return {"original": self.original, "final": self.final, "actual": self.actual}[name]


def _fiscal(lines: pd.DataFrame) -> pd.Series:
    return lines["is_fiscal_appropriation"]


def _other(lines: pd.DataFrame) -> pd.Series:
    return ~lines["is_fiscal_appropriation"]


def _carried(lines: pd.DataFrame) -> pd.Series:
    return lines["budget_type"].eq("carryover")


def _fund(*starts: str) -> Mask:
    return lambda lines: lines["fund_code"].str.startswith(starts)


def _type(kind: str) -> Mask:
    return lambda lines: lines["expenditure_type"].eq(kind)


def _both(first: Mask, second: Mask, *, not_second: bool = False) -> Mask:
    return lambda lines: first(lines) & (~second(lines) if not_second else second(lines))


_EARMARKED: Final = _fund("14", "38", "39")
_UNIT_FUNDS: Final = _both(_both(_other, _fund("3")), _EARMARKED, not_second=True)
_SPECIAL: Final = _both(_other, _fund("2"))


def _rest(lines: pd.DataFrame) -> pd.Series:
    return _other(lines) & ~_SPECIAL(lines) & ~_UNIT_FUNDS(lines)


def _not_special(lines: pd.DataFrame) -> pd.Series:
    return (_other(lines) & ~_SPECIAL(lines)) | (_fiscal(lines) & _fund("13")(lines))


_GENERAL: Final = _both(_fiscal, _fund("12", "13"), not_second=True)
_NATURE, _EXPENDITURE = "按收入性质分", "按支出性质分"
_GOVERNMENT_FUND: Final = _both(_fiscal, _fund("12"))
SHARES: Final = {
    "carryover": (
        Share("其中：当年财政拨款", _both(_fiscal, _carried, not_second=True), _fiscal),
        Share("　　　上年结转资金", _carried, lambda lines: lines["actual_cents"].isna(), needs="", is_carryover=True),
        Share("　　　其他资金", _both(_other, _carried, not_second=True), _other),
    ),
    "kind_of_fund": (
        Share("财政资金", _fiscal, _fiscal),
        Share("财政专户管理资金", _SPECIAL, _SPECIAL),
        Share("单位资金", _UNIT_FUNDS, _UNIT_FUNDS),
        Share("其他资金", _rest, _rest),
    ),
    "level_of_government": (
        Share("其中：中央省市补助", _fiscal, _fiscal, untold=_LEVEL),
        Share("　　　县级资金", _fiscal, _fiscal, untold=_LEVEL),
        Share("　　　其他资金", _other, _other),
    ),
    "nature": (
        Share("一般公共预算", _GENERAL, _GENERAL, _NATURE),
        Share("政府性基金拨款", _GOVERNMENT_FUND, _GOVERNMENT_FUND, _NATURE),
        Share("纳入专户管理的非税收入拨款", _SPECIAL, _SPECIAL, _NATURE),
        Share("其他资金", _not_special, _not_special, _NATURE),
        Share("基本支出", _type("basic"), _type("basic"), _EXPENDITURE, needs="kind"),
        Share("项目支出", _type("project"), _type("project"), _EXPENDITURE, needs="kind"),
    ),
}


def fund_rows(shares: str, ledger: Ledger, project: str, language: Language) -> list[FundRow]:
    """The rows of the split `shares` (of SHARES) for a budgeted project, or the whole unit if `project` is ""."""
    chosen = [frame[_of(project, frame)] for frame in (ledger.budget, ledger.spending)]
    lines = _Lines(ledger, chosen[0], chosen[1], language)
    is_split = any(share.is_carryover for share in SHARES[shares])
    return [lines.row(share, splits_carryover=is_split) for share in SHARES[shares]]


def total_row(execution: pd.DataFrame, ledger: Ledger, project: str, language: Language) -> FundRow:
    """The row of all funds, from the one-row frame of `measures.execution` (`project` "" = the whole unit)."""
    select = f"budget_project_code={project}" if project else ""

    def cell(measure: str) -> FormCell:
        missing = lack_words(ledger, measure, Scope.ALL, language)
        if missing:
            return lacking(missing)
        cents = execution[AMOUNT_MEASURES[measure]].iloc[0]
        # A subject that no line of a known book or journal is about has truly nothing.
        amount = in_money(0 if pd.isna(cents) else int(cents), ledger.unit)
        return entry(amount, "amount", measure=measure, scope=str(Scope.ALL), select=select)

    return FundRow("年度资金总额", cell("original_budget"), cell("final_budget"), cell("actual"))


@dataclass(frozen=True)
class _Lines:
    """The lines of one subject that a form splits."""

    ledger: Ledger
    budget: pd.DataFrame
    spending: pd.DataFrame
    language: Language

    def row(self, share: Share, *, splits_carryover: bool) -> FundRow:
        planned, spent = self.budget[share.budget(self.budget)], self.spending[share.spent(self.spending)]
        original = planned[planned["budget_type"].eq("original")]
        has_carried = splits_carryover and bool(self._carried_like(share)["amount_cents"].any())
        actual = self._cell(share, "actual", spent["actual_cents"])
        if has_carried:
            carried = _CARRIED[self.language]
            actual = lacking(carried) if share.is_carryover else replace(actual, note=_MIXED[self.language])
        return FundRow(
            share.label,
            self._cell(share, "original_budget", original["amount_cents"]),
            self._cell(share, "final_budget", planned["amount_cents"]),
            actual,
            share.group,
            _CARRIED[self.language] if has_carried else "",
        )

    def _carried_like(self, share: Share) -> pd.DataFrame:
        """The lines of carry-over whose spending stands in the row of `share`, or should."""
        carried = self.budget[_carried(self.budget)]
        return carried if share.is_carryover else carried[share.spent(carried)]

    def _cell(self, share: Share, measure: str, cents: pd.Series) -> FormCell:
        missing = self._lack(share, measure)
        if missing:
            return lacking(missing)
        if share.untold and cents.any():
            return lacking(share.untold[self.language])
        return entry(in_money(int(cents.sum()), self.ledger.unit), "amount")

    def _lack(self, share: Share, measure: str) -> str:
        scope = Scope.FISCAL if share.needs == "fund" else Scope.ALL
        missing = lack_words(self.ledger, measure, scope, self.language)
        if missing:
            return missing
        frame = self.ledger.spending if measure == "actual" else self.ledger.budget
        is_untold = share.needs == "kind" and frame["expenditure_type"].eq("").all()
        return KIND_LACKS[self.language] if is_untold else ""


def untold_funds(ledger: Ledger, project: str, language: Language) -> list[str]:
    """A sentence for budget and spending each, where some lines tell no fund: they count as other funds."""
    said = []
    for frame, column, words in ((ledger.budget, "amount_cents", _BUDGET), (ledger.spending, "actual_cents", _SPENT)):
        untold = frame["fund_code"].eq("") & ~frame["is_fiscal_appropriation"]
        cents = int(frame.loc[untold & _of(project, frame), column].sum())
        if cents and not untold.all():
            amount = money_text(cents, ledger.unit, language)
            said.append(_UNTOLD[language].format(what=words[language], amount=amount))
    return said


def _of(project: str, frame: pd.DataFrame) -> pd.Series:
    return frame["budget_project_code"].eq(project) | (project == "")


def lack_words(ledger: Ledger, measure: str, scope: Scope, language: Language) -> str:
    """What a measure of budget or spending needs and the ledger does not have; "" if it has all."""
    missing = lack(ledger.budget, ledger.spending, ledger.budget.iloc[:0], measure, scope)
    return missing[language == "en"] if missing else ""
