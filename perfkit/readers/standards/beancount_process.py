"""A program of its own: a beancount file on standard input -> its entries, budgets and errors, as JSON, on output.

The parser is C code and may end its process on a damaged file; here it can do so. Of beancount only the parser, the
booking of lots, `pad` and `balance` are used: no plugin of the file runs, no other file is opened.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from beancount import __version__
from beancount.core import convert, data
from beancount.ops import balance, pad
from beancount.parser import booking, parser


def convert_journal(content: bytes) -> dict[str, Any]:
    """Everything that the reader needs, by name: numbers are texts, lines count from 1."""
    entries, errors, options = parser.parse_string(content, report_filename="journal")
    refused = [error for error in errors if type(error).__name__ != "DeprecatedError"]
    entries.sort(key=data.entry_sortkey)
    booked, misbooked = booking.book(entries, options)
    wrong = {error.source["lineno"] for error in misbooked}
    right = [entry for entry in booked if entry.meta["lineno"] not in wrong]
    padded, unpadded = pad.pad(right, options)
    _, unequal = balance.check(padded, options)
    written = {id(entry) for entry in right}
    transactions = [entry for entry in padded if isinstance(entry, data.Transaction)]
    transactions.sort(key=lambda entry: (id(entry) not in written, entry.meta["lineno"]))
    postings: dict[bool, list[list[Any]]] = {True: [], False: []}
    for number, entry in enumerate(transactions, start=1):
        postings[id(entry) in written] += [_posting(number, entry, posting) for posting in entry.postings]
    return {
        "version": __version__,
        "currencies": options["operating_currency"],
        "postings": postings[True],
        "made": postings[False],
        "budgets": [_budget(entry) for entry in right if isinstance(entry, data.Custom) and entry.type == "budget"],
        "refused": [[error.source["lineno"], error.message] for error in (*refused, *misbooked)],
        "failed": [
            [error.source["lineno"], error.message]
            for error in (*unpadded, *unequal)
            # An account that only a plugin would have opened is no difference of amounts.
            if isinstance(error, pad.PadError) or error.message.startswith("Balance failed")
        ],
        "includes": options["include"],
        "plugins": [name for name, _ in options["plugin"]],
    }


def _posting(number: int, entry: Any, posting: Any) -> list[Any]:
    """[line, number of the entry, day, summary, account, amount, currency], the amount at its cost or price."""
    weight = convert.get_weight(posting)
    place = (posting.meta or entry.meta)["lineno"]
    summary = " | ".join(text for text in (entry.payee, entry.narration) if text)
    return [place, number, entry.date.isoformat(), summary, posting.account, str(weight.number), weight.currency]


def _budget(entry: Any) -> list[Any]:
    """[line, day, account, interval, amount, currency], or [line] of one that is not written as fava wants it."""
    values = [one.value for one in entry.values or ()]
    if len(values) != 3 or not isinstance(values[2], data.Amount):
        return [entry.meta["lineno"]]
    account, interval, amount = values
    number = [str(amount.number), amount.currency]
    return [entry.meta["lineno"], entry.date.isoformat(), str(account), str(interval), *number]


if __name__ == "__main__":  # pragma: no cover - tests call `convert_journal`, and start the program besides
    sys.stdout.write(json.dumps(convert_journal(sys.stdin.buffer.read())))
