"""Budget versus actual by project and month on the same journal: perfkit, hledger, beancount with its query language.

Whole programs are measured, their start included. hledger and beancount read their journal each time; perfkit is told
twice: from the parquet that it keeps, and from the export itself. beancount has no budget: it adds up the actual only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from bench.journals import Books, lines, write_year
from bench.measuring import Goal, alternately, faster, program, row
from bench.reading import BUDGET_VERSUS_ACTUAL

_OURS: Final = f"""
import sys
import perfkit as pk
from perfkit.measures import by_period, execution_by_period
Scope = pk.Scope
{BUDGET_VERSUS_ACTUAL}
budget_versus_actual(pk.open_workspace(sys.argv[1]).load("unit", 2021))
"""
_QUERY: Final = "SELECT account, month, sum(position) WHERE account ~ '^Expenses' GROUP BY account, month"


def rows(scratch: Path, count: int, tools: Path) -> Iterator[str]:
    """The lines of the table about other engines, on a journal of `count` lines; `tools`: the folder of bean-query."""
    root, books = scratch / "engines", Books(count)
    write_year(root, books)
    ours = [sys.executable, "-c", _OURS, root]
    (first,) = alternately(1, lambda: program(ours))
    (kept,) = alternately(3, lambda: program(ours))
    what = f"budget versus actual by project and month, {count:,} lines"
    if shutil.which("hledger"):
        journal = scratch / "unit.journal"
        perfkit = Path(sys.executable).with_name("perfkit")
        export = [perfkit, "--workspace", root, "export", "hledger", "--unit", "unit", "--year", "2021"]
        subprocess.run([*export, "--out", journal], check=True, stdout=subprocess.DEVNULL)
        theirs = program(["hledger", "-f", journal, "bal", "--budget", "-M", "--depth", "2", "支出"])
        yield row(what, kept, theirs, "hledger", faster(15))
        yield row("its peak memory", kept.peak, theirs.peak, "hledger", Goal(0.1))
        yield row(f"{what}, from the export", first, theirs, "hledger", faster(15))
    else:
        yield "| hledger is not installed | | | | | |"
    query = tools / "bean-query"
    if query.is_file():
        theirs = program([query, "--no-errors", _beancount(scratch / "unit.beancount", books), _QUERY])
        yield row(what, kept, theirs, "beancount", faster(25))
        yield row(f"{what}, from the export", first, theirs, "beancount", faster(25))
    else:
        yield "| bean-query is not installed | | | | | |"


def _beancount(path: Path, books: Books) -> Path:
    """The same journal as beancount reads it: one transaction per voucher."""
    accounts: dict[str, None] = {}
    transactions = []
    journal = lines(books)
    while voucher := list(islice(journal, 4)):
        day, kind, number, summary, *_ = voucher[0]
        transactions.append(f'{day} * "{kind}-{number}" "{summary}"')
        for _, _, _, _, code, _, project, economic, _, debit, credit, _ in voucher:
            name = f"Expenses:{project}:{economic}" if code.startswith("7") else f"Assets:{code}"
            accounts[name] = None
            transactions.append(f"  {name}  {debit or '-' + credit} CNY")
        transactions.append("")
    opened = [f"2021-01-01 open {name}" for name in accounts]
    path.write_text("\n".join([*opened, "", *transactions]) + "\n", encoding="utf-8")
    return path
