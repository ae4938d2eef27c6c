"""Published totals -> single payments that add up to them to the cent.

Every total (purpose and fund, e.g. P02 and 11) is split over its cost items by their shares, every item over its
payments by the weights of its schedule; both splits give the cents left over to the largest remainders.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from data.make_lusong.facts import rows_of_year, toml, totals
from data.make_lusong.schedule import Occurrence, noise, occurrences, payment_day
from perfkit.ledger.money import split_by_weight


@dataclass(frozen=True)
class Payment:
    """One payment out of the budget.

    Args:
        day: when.
        purpose: "personnel" or "public" (basic expenditure), else a project code.
        fund, economic: codes; department: its name.
        cents: how much; a refund has it positive too and says so by `kind`.
        summary: what the voucher line says.
        group: payments of one group and day share a voucher; empty = a voucher of its own.
        kind: payment, advance, refund, or red for one that cancels another.
        settles: cents of an earlier advance that this payment's delivery clears.
        completes: cents of construction in progress that this last payment turns into a fixed asset.
        id, cancels, corrects: tie a correction to the posting it corrects.
    """

    day: date
    purpose: str
    fund: str
    department: str
    economic: str
    cents: int
    summary: str
    group: str = ""
    kind: str = "payment"
    settles: int = 0
    completes: int = 0
    id: str = ""
    cancels: str = ""
    corrects: str = ""


def payments(year: int) -> list[Payment]:
    """Every payment, refund and correction of `year`."""
    single = single_postings(year)
    pools: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for item in rows_of_year("items", year):
        pools[item["purpose"], item["fund"]].append(item)
    found = list(single)
    for pool, total in totals(year).items():
        left = total - sum(_effect(posting) for posting in single if (posting.purpose, posting.fund) == pool)
        found += _pool_payments(pools[pool], left, year)
    return found


def single_postings(year: int) -> list[Payment]:
    """The postings of facts/postings.toml; one that cancels another takes over what that one was for."""
    known: dict[str, Payment] = {}
    found = []
    for row in toml("postings")["posting"]:
        if row["date"].year != year:
            continue
        texts = {key: row.get(key, "") for key in ("summary", "kind", "id", "cancels", "corrects")}
        if row["kind"] == "red":
            posting = replace(known[row["cancels"]], **{**texts, "day": row["date"]})
        else:
            purpose, fund, department, economic = row["item"]
            cents = round(row["yuan"] * 100)
            posting = Payment(row["date"], purpose, fund, department, economic, cents, **texts)
        known[posting.id] = posting
        found.append(posting)
    return found


def _effect(posting: Payment) -> int:
    return posting.cents if posting.kind == "payment" else -posting.cents


def _pool_payments(items: list[dict[str, str]], total: int, year: int) -> list[Payment]:
    """The payments of one total: contract prices in round yuan first, the other items share what these leave."""
    shares = split_by_weight(total, [_share(item) for item in items])
    amounts: dict[int, list[int]] = {}
    plans = [occurrences(item["schedule"], _key(item, year)) for item in items]
    for i, item in enumerate(items):
        unit = int(item["round_yuan"]) * 100
        if unit:
            parts = split_by_weight(shares[i], [o.weight for o in plans[i]])
            amounts[i] = [part - part % unit for part in parts]
    exact = [i for i in range(len(items)) if i not in amounts]
    left = total - sum(map(sum, amounts.values()))
    for i, share in zip(exact, split_by_weight(left, [_share(items[i]) for i in exact]), strict=True):
        amounts[i] = split_by_weight(share, [o.weight for o in plans[i]])
    return [payment for i, item in enumerate(items) for payment in _item_payments(item, plans[i], amounts[i], year)]


def _share(item: dict[str, str]) -> int:
    return round(float(item["share"]) * 100)


def _key(item: dict[str, str], year: int) -> str:
    return f"{year}|{item['purpose']}|{item['fund']}|{item['summary']}"


def _item_payments(item: dict[str, str], plan: list[Occurrence], amounts: list[int], year: int) -> list[Payment]:
    key = _key(item, year)
    # An item that meters something (electricity of three compounds) is paid with its group, on the group's day.
    found = [
        Payment(
            day=payment_day(year, int(item["day"]), occurrence, bool(item["group"]), key),
            purpose=item["purpose"],
            fund=item["fund"],
            department=item["department"],
            economic=item["economic"],
            cents=cents,
            summary=_worded(item["summary"], occurrence, key),
            group=item["group"],
        )
        for occurrence, cents in zip(plan, amounts, strict=True)
    ]
    is_construction = toml("posting_rules")["assets"].get(item["economic"]) == "1613.01"
    if is_construction:
        found[-1] = replace(found[-1], completes=sum(amounts))
    if item["advance"]:
        found[0] = replace(found[0], kind="advance")
        found[-1] = replace(found[-1], settles=amounts[0])
    return found


def _worded(template: str, occurrence: Occurrence, key: str) -> str:
    words = toml("patterns")["words"]
    chosen = {
        name: choices[noise(key, name, occurrence.month, occurrence.index) % len(choices)]
        for name, choices in words.items()
    }
    return template.format(month=occurrence.month, quarter=(occurrence.month + 2) // 3, **chosen)
