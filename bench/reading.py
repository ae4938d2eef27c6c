"""What reading a journal costs: to the tidy, checked, written parquet, against the raw parser alone.

    python bench/reading.py [--lines 10000 100000 1000000] [--repeat 3]

Each measurement is a process of its own (imports not counted); raw and whole alternate, medians are compared. The raw
parsers: python-calamine for xlsx (`to_python` of the sheet; pip install python-calamine), pyarrow for CSV (every column
as text). Peak memory is that of the process and of the children it waited for, whichever is higher.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import journals

_RAW_CSV = """
from pyarrow import csv, string
head = open(path, encoding="utf-8").readline().strip().split(",")
start()
csv.read_csv(path, convert_options=csv.ConvertOptions(column_types={name: string() for name in head}))
"""
_RAW_XLSX = """
from python_calamine import CalamineWorkbook
start()
CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
"""
_LOAD = """
from pathlib import Path
import perfkit.workspace.assembly
from perfkit.workspace import open_workspace
import pandas, pyarrow.parquet
start()
open_workspace(Path(path).parents[4]).load("unit", 2021)
"""
_PROGRAM = """
import json, resource, sys, time
path = sys.argv[1]
begun = []
def start(): begun.append(time.perf_counter())
{body}
seconds = time.perf_counter() - begun[0]
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
print(json.dumps([seconds, peak]))
"""


def measure(body: str, path: Path) -> tuple[float, int]:
    """(seconds, peak MiB) of one run in a process of its own."""
    call = [sys.executable, "-c", _PROGRAM.format(body=body), str(path)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def compare(ending: str, count: int, repeat: int, root: Path) -> str:
    """One row of the table for a journal of `count` lines."""
    folder = root / f"{ending}{count}" / "data" / "raw" / "unit" / "2021"
    folder.mkdir(parents=True)
    path = journals.write(folder / f"journal.{ending}", count)
    cache = root / f"{ending}{count}" / "data" / "processed" / "unit" / "2021" / "ledger.json"
    raw, whole, again = [], [], []
    for _ in range(repeat):
        raw.append(measure(_RAW_CSV if ending == "csv" else _RAW_XLSX, path))
        cache.unlink(missing_ok=True)
        whole.append(measure(_LOAD, path))
        again.append(measure(_LOAD, path))
    raw_s, whole_s, again_s = (statistics.median(seconds for seconds, _ in runs) for runs in (raw, whole, again))
    peaks = [max(peak for _, peak in runs) for runs in (raw, whole, again)]
    return (
        f"| {ending} | {count:,} | {raw_s:.2f} | {whole_s:.2f} | {whole_s / raw_s:.2f} | {count / whole_s:,.0f} "
        f"| {again_s:.2f} | {peaks[0]} / {peaks[1]} / {peaks[2]} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--endings", nargs="+", default=["csv", "xlsx"])
    options = parser.parse_args()
    head = (
        "file",
        "lines",
        "raw parser s",
        "to parquet s",
        "ratio",
        "lines/s",
        "again s",
        "peak MiB raw / load / again",
    )
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    with tempfile.TemporaryDirectory() as root:
        for ending in options.endings:
            for count in options.lines:
                print(compare(ending, count, options.repeat, Path(root)), flush=True)


if __name__ == "__main__":
    main()
