"""The head of a page: whose data, which year, which scopes, and what must be known of these data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from perfkit.errors import Language
from perfkit.ledger.ledger import Ledger
from perfkit.ledger.money import currency_label
from perfkit.ledger.scopes import Scope
from perfkit.tables.templates import render

_RATES: Final[dict[Language, str]] = {
    "zh": "执行率 = 全年执行数 ÷ 全年预算数；以年初预算数为分母的另行写明。",
    "en": "Execution rate = actual / final budget; a rate on the original budget says so.",
}


@dataclass(frozen=True, repr=False)
class Banner:
    """A heading, lines of text below it, and a notice that cannot be overlooked."""

    title: str
    lines: tuple[str, ...]
    notice: str = ""
    notice_word: str = ""

    def __str__(self) -> str:
        """Plain text."""
        return "\n".join(filter(None, (self.title, *self.lines, self.notice_word + self.notice)))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return render("banner.html", banner=self)


def banner(
    ledger: Ledger, language: Language = "zh", *, title: str = "", scopes: Iterable[Scope | str] | None = None
) -> Banner:
    """The head of a page of `ledger`.

    Args:
        ledger: whose name, year and notice.
        language: of the words.
        title: what the page tells; the unit's name if empty.
        scopes: the scopes that the page speaks of; those of `ledger.scopes()` by default.
    """
    unit, calendar = ledger.unit, ledger.unit.calendar
    en = language == "en"
    year = f"fiscal year {ledger.year}" if en else f"{ledger.year}年度"
    first, last = calendar.first_day(ledger.year), calendar.last_day(ledger.year)
    names = (" and " if en else "、").join(Scope(scope).label(language) for scope in (scopes or ledger.scopes()))
    money = currency_label(unit, language)
    if en:
        closing = ", without closing entries" if ledger.has_journal else ""
        basis = f"Scope: {names}. Tables in {money}; spending on the budget (cash) basis{closing}."
    else:
        closing = "，不含年末结转分录" if ledger.has_journal else ""
        basis = f"口径：{names}。表内金额单位：{money}；支出按预算会计（收付实现制）{closing}。"
    notice = unit.notice(ledger.year, language)
    return Banner(
        title=title or unit.name(language),
        lines=(
            " · ".join([*([unit.name(language)] if title else []), year, f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"]),
            basis,
            _RATES[language],
        ),
        notice=notice,
        notice_word=("Note: " if en else "注意：") if notice else "",
    )
