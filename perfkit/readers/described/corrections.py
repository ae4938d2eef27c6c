"""corrections.toml, what people decided to correct in a year's exports, which themselves stay as received.

    [[correction]]
    frame = "journal"              # journal | balances | budget | summary | commitments
    key = { source_file = "journal.xlsx", source_sheet = "3月", source_row = 12 }    # columns; they must select one row
    column = "debit_cents"         # the cell
    from = "1200.00"               # what it holds; where the source holds something else, the year does not load
    to = "1300.00"                 # what it is to hold: amounts in units of the currency, codes and dates as text
    reason = "..."
    decided_by = "..."
    date = 2022-03-01

They are applied in this order, so that a later one sees what an earlier one wrote.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from perfkit.ledger.columns import columns
from perfkit.ledger.corrections import FOLLOWS, Correction, correctable, equal, typed, written
from perfkit.ledger.frames import FRAMES
from perfkit.readers.described.descriptions import read_entries, require

CORRECTIONS: Final = "corrections.toml"
_KEYS: Final = ("frame", "key", "column", "from", "to", "reason", "decided_by", "date")


def read_corrections(path: Path) -> list[Correction]:
    """The corrections in the file at `path`, in the order in which they are applied. An absent file has none.

    Raises:
        BadConfiguration: an entry lacks a part, has an unknown one, or says what cannot be.
    """
    return [_correction(path, number, entry) for number, entry in enumerate(read_entries(path, "correction"), start=1)]


def _correction(path: Path, number: int, entry: dict[str, Any]) -> Correction:
    def must(holds: bool, name: str, expected: object, found: object) -> None:
        require(holds, path, f"[[correction]] {number} {name}", expected, found)

    for name in entry:
        must(name in _KEYS, name, ", ".join(_KEYS), name)
    for name in _KEYS:
        must(name in entry, name, {"zh": "必填", "en": "given"}, "-")
    frame, column, key = entry["frame"], entry["column"], entry["key"]
    must(frame in list(FOLLOWS), "frame", " | ".join(FOLLOWS), repr(frame))
    must(column in correctable(frame), "column", " | ".join(correctable(frame)), repr(column))
    must(isinstance(key, dict) and bool(key), "key", "{ source_file = ..., source_row = ... }", repr(key))
    for name in key:
        must(name in FRAMES[frame], f"key {name}", " | ".join(FRAMES[frame]), repr(name))
    cells = {f"key {name}": (name, value) for name, value in key.items()}
    cells |= {"from": (column, entry["from"]), "to": (column, entry["to"])}
    texts = {where: _text(name, value) for where, (name, value) in cells.items()}
    for where, (name, value) in cells.items():
        readable = texts[where] is not None and typed(name, texts[where] or "") is not None
        must(readable, where, {"zh": written(name, "zh"), "en": written(name, "en")}, repr(value))
    told = {where: text or "" for where, text in texts.items()}
    same = equal(typed(column, told["from"]), typed(column, told["to"]))
    must(not same, "to", {"zh": "与 from 不同的值", "en": "something else than from"}, repr(entry["to"]))
    for name in ("reason", "decided_by"):
        right = isinstance(entry[name], str) and bool(entry[name].strip())
        must(right, name, {"zh": '文字（"..."）', "en": 'text ("...")'}, repr(entry[name]))
    day = _text("voucher_date", entry["date"])
    must(bool(day) and typed("voucher_date", day or "") is not None, "date", "2021-12-31", repr(entry["date"]))
    return Correction(
        number=number,
        frame=frame,
        key={name: told[f"key {name}"] for name in key},
        column=column,
        before=told["from"],
        after=told["to"],
        reason=entry["reason"].strip(),
        decided_by=entry["decided_by"].strip(),
        date=day or "",
    )


def _text(column: str, value: object) -> str | None:
    """A value of TOML as text; None where it is of a type that no value of the column has.

    Amounts must be texts: what a number with a decimal point means to the cent, TOML does not say.
    """
    kind = columns()[column].type
    if kind == "integer":
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
    if kind == "boolean":
        return str(value).lower() if isinstance(value, bool) else None
    if kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str) else None
