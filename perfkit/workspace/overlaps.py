"""What several exports of one year tell alike is kept once: nothing doubles because two files overlap.

Voucher lines are compared voucher by voucher (voucher_versions.py), balance tables account by account
(balance_tables.py). Budget books and summaries only as whole files: two documents may truly set the same amount for the
same project, two files with all lines the same are one file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from perfkit.ledger.frames import SOURCE
from perfkit.ledger.ledger import InputFile
from perfkit.readers.lines.cells import parse_date
from perfkit.workspace.balance_tables import balances_once
from perfkit.workspace.once import Once, taken_out, told_twice
from perfkit.workspace.voucher_versions import vouchers_once


def without_overlaps(
    frames: dict[str, pd.DataFrame], set_aside: pd.DataFrame, inputs: Sequence[InputFile]
) -> dict[str, Once]:
    """Kind -> its frame with what several files tell kept once, the rows taken out of it, and what is to be said of it.

    Args:
        frames: kind -> rows of all files.
        set_aside: the rows that were set aside when the files were read; titles tell the period of a balance table.
        inputs: the files, with the day on which each was received: where two versions cannot both hold, the one
            received last does; among files of one day, or of no known day, the last by name.
    """
    order = [file.path for file in sorted(inputs, key=_received)]
    return {
        "journal": vouchers_once(frames["journal"], order),
        "balances": balances_once(frames["balances"], set_aside, order),
        "budget": files_once(frames["budget"], "budget", order),
        "summary": files_once(frames["summary"], "summary", order),
        "commitments": files_once(frames["commitments"], "commitments", order),
    }


def files_once(frame: pd.DataFrame, kind: str, order: Sequence[str]) -> Once:
    """A budget book, summary or list of contracts without the files that tell again what an earlier one tells."""
    files = [file for file in order if file in set(frame["source_file"].unique())]
    content = [name for name in frame.columns if name not in SOURCE]
    kept: dict[str, pd.DataFrame] = {}
    again: dict[str, str] = {}
    for file in files if len(files) > 1 else []:
        lines = frame.loc[frame["source_file"].eq(file), content].sort_values(content, ignore_index=True)
        twin = next((other for other, known in kept.items() if known.equals(lines)), "")
        if twin:
            again[file] = twin
        else:
            kept[file] = lines
    out = frame["source_file"].isin(list(again))
    told = [told_twice(frame[frame["source_file"].eq(file)], other, "amount_cents") for file, other in again.items()]
    return Once(frame[~out].reset_index(drop=True), taken_out(frame[out], kind, "told_elsewhere"), tuple(told))


def _received(file: InputFile) -> tuple[date, str]:
    return parse_date(file.received_on) or date.min, file.path
