"""A year's books: numbered vouchers with the closing ones, balances before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from data.make_lusong.accounts import chart
from data.make_lusong.facts import toml
from data.make_lusong.vouchers import CLOSING, Line, Voucher, vouchers


@dataclass(frozen=True)
class Books:
    """One year: balances in cents by leaf account, debit positive."""

    year: int
    opening: dict[str, int]
    vouchers: list[Voucher]

    @property
    def closing(self) -> dict[str, int]:
        """The balances after the closing vouchers."""
        return balances(self.opening, self.vouchers)


def first_opening() -> dict[str, int]:
    """The opening balances of the first year; net assets and the non-fiscal surplus follow from the rest."""
    given = {code: round(yuan * 100) for code, yuan in toml("years")["opening"].items()}
    budget = sum(cents for code, cents in given.items() if code.startswith("8"))
    return {**given, "3001": budget - sum(given.values()), "8202.04": -budget}


def books(year: int, opening: dict[str, int]) -> Books:
    """The books of `year` that open with `opening`."""
    posted = vouchers(year, opening)
    return Books(year, opening, _numbered([*posted, *_closing_vouchers(year, balances(opening, posted))]))


def balances(opening: dict[str, int], posted: Iterable[Voucher]) -> dict[str, int]:
    """`opening` and what `posted` moved, by leaf account."""
    found = defaultdict(int, opening)
    for voucher in posted:
        for line in voucher.lines:
            found[line.account] += line.debit - line.credit
    return dict(found)


def _closing_vouchers(year: int, before: dict[str, int]) -> list[Voucher]:
    """The vouchers of 31 December, one per step of facts/posting_rules.toml that moves anything."""
    found: list[Voucher] = []
    for step in toml("posting_rules")["closing"]:
        now = balances(before, found)
        moved = {
            code: now[code] for code in chart() if now.get(code) and any(code.startswith(a) for a in step["accounts"])
        }
        if moved:
            lines = [_move(step["summary"], code, -cents) for code, cents in moved.items()]
            target = _move(step["summary"], step["to"], sum(moved.values()))
            found.append(Voucher(date(year, 12, 31), (*lines, target), CLOSING))
    return found


def _move(summary: str, account: str, cents: int) -> Line:
    return Line(summary, account, max(cents, 0), max(-cents, 0))


def _numbered(posted: list[Voucher]) -> list[Voucher]:
    """Numbers from 记-0001 in each month; a correction's summary names the voucher it refers to."""
    last: dict[int, int] = defaultdict(int)
    found, names = [], {}
    for voucher in posted:
        month = voucher.day.month
        last[month] += 1
        number = f"记-{last[month]:04d}"
        names[voucher.id] = f"{month}月{number}号"
        said = names.get(voucher.refers_to, "")
        lines = tuple(replace(line, summary=line.summary.format(voucher=said)) for line in voucher.lines)
        found.append(replace(voucher, number=number, lines=lines))
    return found
