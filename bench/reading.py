"""What it costs to read a journal to the tidy, checked, written parquet, and to read it again.

Each measurement is a process of its own; imports do not count, because both sides need them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from bench.journals import Books, write, write_year
from bench.measuring import Cost, Goal, alternately, row, started

#: The budget and the actual of every project and month, exact.
BUDGET_VERSUS_ACTUAL: Final = """
def budget_versus_actual(ledger):
    calendar, by, untold = ledger.unit.calendar, "budget_project_code", ledger.timeline.iloc[:0]
    actual = by_period(ledger.timeline, [by], calendar, Scope.ALL)
    return actual, {
        code: execution_by_period(lines, untold, calendar, Scope.ALL) for code, lines in ledger.budget.groupby(by)
    }
"""
_LOAD: Final = """
from perfkit.ledger.scopes import Scope
from perfkit.measures import by_period, execution_by_period
from perfkit.workspace import assembly, open_workspace
import pyarrow.parquet
start()
ledger = open_workspace(path).load("unit", 2021)
"""
_CHECK: Final = """
from perfkit.workspace import open_workspace
from perfkit.workspace.checking import check
from perfkit.workspace.hashes import file_hash
ledger = open_workspace(path).load("unit", 2021)
ledger.journal  # is read when it is first used
start()
file_hash(path / "data" / "raw" / "unit" / "2021" / "journal.csv")
check(ledger)
"""
_EXECUTION: Final = f"{BUDGET_VERSUS_ACTUAL}{_LOAD}budget_versus_actual(ledger)\n"
_FASTEXCEL: Final = """
import fastexcel
start()
book = fastexcel.read_excel(str(path))
book.load_sheet(0, header_row=None, dtypes="string").to_arrow()
"""
_PANDAS: Final = """
import pandas
start()
folder = path / "data" / "raw" / "unit" / "2021"
journal = pandas.read_csv(folder / "journal.csv", thousands=",", dtype={"科目编码": "str"})
spent = journal[journal["科目编码"].str.startswith("7")]
months = spent["日期"].str[5:7]
net = spent["借方金额"].fillna(0) - spent["贷方金额"].fillna(0)
actual = net.groupby([spent["项目编码"], months]).sum().unstack()
budget = pandas.read_csv(folder / "budget.csv").groupby("项目编码")["指标金额"].sum() / 12
actual.rsub(budget, axis=0)
"""
_PROGRAM: Final = """
import json, resource, sys, time
from pathlib import Path
path, begun = Path(sys.argv[1]), []
def start(): begun[:] = [time.perf_counter(), time.process_time()]
{body}
seconds, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
cpu += children.ru_utime + children.ru_stime
print(json.dumps([seconds, cpu, max(own.ru_maxrss, children.ru_maxrss) / 1024]))
"""


def rows(scratch: Path, lines: int, sheet_lines: int, repeat: int) -> Iterator[str]:
    """The lines of the table about reading: a CSV of `lines`, a workbook of `sheet_lines`."""
    yield from _of_workbooks(scratch / "book", sheet_lines, repeat)
    root = scratch / "csv"
    journal = write_year(root, Books(lines)) / "journal.csv"
    first, theirs, again, checked = alternately(
        repeat, anew(_EXECUTION, root), of(_PANDAS, root), of(_LOAD, root), of(_CHECK, root)
    )
    size = journal.stat().st_size / 2**20
    (loaded,) = alternately(repeat, anew(_LOAD, root))
    what = f"CSV of {lines:,} lines"
    yield row(f"{what} to budget versus actual by project and month", first, theirs, "pandas.read_csv, floats", Goal(1))
    yield row("its peak memory", first.peak, size, "the file", Goal(4))
    yield row(f"{what}, loaded again", again, loaded, "loaded first", Goal(0.1))
    yield row(f"{what}, hash and checks", checked, loaded, "loaded first", Goal(0.5))


def _of_workbooks(root: Path, count: int, repeat: int) -> Iterator[str]:
    folder = write_year(root, Books(4))
    (folder / "journal.csv").unlink()
    (folder / "balances.csv").unlink()
    book = write(folder / "journal.xlsx", Books(count))
    ours, theirs = alternately(repeat, anew(_LOAD, root), of(_FASTEXCEL, book))
    yield row(f"xlsx of {count:,} lines to the checked parquet", ours, theirs, "fastexcel to Arrow", Goal(1.5))


def of(body: str, path: Path) -> Callable[[], Cost]:
    """Measure `body` on `path`."""

    def measured() -> Cost:
        _, printed = started([sys.executable, "-c", _PROGRAM.format(body=body), path])
        return Cost(*json.loads(printed[-1]))

    return measured


def anew(body: str, root: Path) -> Callable[[], Cost]:
    """Measure `body` on a workspace that nothing was read of before."""
    measured = of(body, root)

    def first() -> Cost:
        (root / "data" / "processed" / "unit" / "2021" / "ledger.json").unlink(missing_ok=True)
        return measured()

    return first
